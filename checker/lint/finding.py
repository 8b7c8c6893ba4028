"""One finding of lint: what is poor about a pack, where, what to write instead; knows nothing of how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from checker.edit.file_edit import FileEdit
    from checker.messages import Message
    from checker.source import Place

LintSeverity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[LintSeverity, ...]] = ("info", "warning", "error")
"""From the least to the gravest."""


@dataclass(frozen=True, slots=True)
class LintFinding:
    """What is poor (``what``), where, and what to write instead (``hint``); ``fixes`` repair it where that is safe.

    ``id`` names the check in the registry and the section of ``docs/reference/lint.md``.
    """

    id: str
    severity: LintSeverity
    place: Place
    what: Message
    hint: Message | None
    fixes: tuple[FileEdit, ...] = ()

    def reaches(self, level: LintSeverity) -> bool:
        """Whether this is at least as grave as ``level``."""
        return SEVERITIES.index(self.severity) >= SEVERITIES.index(level)
