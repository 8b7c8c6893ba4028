"""What a check of lint is: an id, a severity, a title, and the function that looks; knows no check itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from checker.lint.finding import LintFinding

if TYPE_CHECKING:
    from checker.edit.file_edit import FileEdit
    from checker.lint.finding import LintSeverity
    from checker.lint.inspection import Inspection
    from checker.messages import Message
    from checker.source import Place


@dataclass(frozen=True, slots=True)
class Found:
    """One thing a check found: where, what, what to write instead, and the edits that repair it where that is safe."""

    place: Place
    what: Message
    hint: Message
    fixes: tuple[FileEdit, ...] = ()


Look: TypeAlias = Callable[["Inspection"], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check; its explanation for policy staff is the entry of the same id in ``texts.yaml``."""

    id: str
    severity: LintSeverity
    title: Message
    look: Look

    def finding(self, found: Found) -> LintFinding:
        """Return what was found as a finding of this check."""
        return LintFinding(self.id, self.severity, found.place, found.what, found.hint, found.fixes)
