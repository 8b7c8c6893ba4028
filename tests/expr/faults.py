"""Reads the tables of expressions that are refused, and holds a refusal against its line of the table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from checker.expr import ExprFault

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Refusal:
    """An expression that is refused, and all that a person is told."""

    text: str
    code: str
    offset: int
    what: str
    hint: str | None = None

    def __str__(self) -> str:
        return self.text

    def holds(self, read: Callable[[str], object]) -> bool:
        """Return whether ``read`` refuses the text in exactly these words."""
        with pytest.raises(ExprFault) as caught:
            read(self.text)
        fault = caught.value
        hint = None if fault.hint is None else str(fault.hint)
        assert Refusal(self.text, fault.code, fault.offset, str(fault.what), hint) == self
        return True


def refusals(table: str) -> list[Refusal]:
    """Return the lines of a table beside this file."""
    groups = yaml.safe_load((Path(__file__).parent / table).read_text("utf-8"))
    return [Refusal(**case) for group in groups.values() for case in group]


FORM = refusals("faults_of_form.yaml")
"""What is refused while the text is read."""
LIMITS = [
    ("1 + " * 61 + "1", "too-deep", 0),
    ("not " * 61 + "按时", "too-deep", 244),
    ("1" * 4001, "too-long", 0),
    ("(" * 11 + "是" + ") in (是, 是)" * 11, "too-long", 0),
]
"""What is too long or too deep: the text, the code and the offset."""
MEANING = refusals("faults_of_meaning.yaml")
"""What is refused because it has no meaning in ``vocabulary.SCOPE``."""
