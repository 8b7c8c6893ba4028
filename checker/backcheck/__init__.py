"""Turns a written report, a plan, facts and a result into what agrees and what disagrees; prints nothing.

Every number of the report is tied to a fact, parameter or score by the words around it, or left untied: nothing is
guessed, and nothing about a kind of project is known here.
"""

from checker.backcheck.model import (
    BackCheck,
    Candidate,
    Disagreement,
    Quantity,
    Spot,
    Tied,
)
from checker.backcheck.read import read_report
from checker.backcheck.verify import verify_report

__all__ = [
    "BackCheck",
    "Candidate",
    "Disagreement",
    "Quantity",
    "Spot",
    "Tied",
    "read_report",
    "verify_report",
]
