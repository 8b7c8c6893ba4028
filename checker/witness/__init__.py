"""Makes up small projects that show what a rule does: at its boundaries, and wherever a search leads."""

from checker.witness.decide import Decider
from checker.witness.project import Given, Witness

__all__ = ["Decider", "Given", "Witness"]
