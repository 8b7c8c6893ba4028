"""Turns an opened source into typed relations that SQL can decide on; what is wrong with it is listed, row by row."""

from checker.portfolio.intake.put_together import attach
from checker.portfolio.intake.take import take_in
from checker.portfolio.intake.taken import Intake, TypeCount

__all__ = ["Intake", "TypeCount", "attach", "take_in"]
