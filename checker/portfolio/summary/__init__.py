"""Turns the tables of finished runs into the few numbers a bureau looks at; knows nothing about how they are shown."""

from checker.portfolio.summary.model import Summary
from checker.portfolio.summary.summarise import TOP, summarise

__all__ = ["TOP", "Summary", "summarise"]
