"""Looks for rules that are valid but poor, and says what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.lint.catalogue import CATALOGUE
from checker.lint.finding import SEVERITIES, LintFinding, LintSeverity
from checker.lint.ignores import UNUSED, WITHOUT_REASON, silenced, spoken, unused
from checker.lint.inspection import inspect, own_documents
from checker.lint.registry import Check

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from checker.pack.pack import Pack

__all__ = ["CATALOGUE", "SEVERITIES", "Check", "LintFinding", "LintSeverity", "lint_pack", "pack_texts"]

_ASKED: Final = "parameter-not-reviewed"
_ABOUT_COMMENTS: Final = frozenset({WITHOUT_REASON.id, UNUSED.id, "unknown-ignore"})


def lint_pack(pack: Pack, *, reviewed_since: date | None = None) -> tuple[LintFinding, ...]:
    """Return what is poor in the files of ``pack`` itself, in the order of files and lines.

    ``pack`` must be sound and have its cases. What stands in the packs it extends is theirs to mend and is not told.
    Parameters are held to having been reviewed only when ``reviewed_since`` is given.
    """
    inspection = inspect(pack, reviewed_since)
    found = [check.finding(item) for check in CATALOGUE.values() for item in check.look(inspection)]
    own = [finding for finding in _once(found) if inspection.is_own(finding.place)]
    comments = list(spoken(inspection.documents))
    about_comments = [finding for finding in own if finding.id in _ABOUT_COMMENTS]
    kept, used = silenced((finding for finding in own if finding.id not in _ABOUT_COMMENTS), comments)
    waiting = set() if reviewed_since is not None else {_ASKED}
    idle = unused((item for item in comments if item[1].id in CATALOGUE.keys() - waiting), used, inspection.documents)
    everything = [*kept, *about_comments, *map(UNUSED.finding, idle)]
    return tuple(sorted(everything, key=lambda finding: (finding.place.order, finding.id, str(finding.what))))


def _once(findings: Iterable[LintFinding]) -> Iterable[LintFinding]:
    """Leave out what was found twice at one place."""
    return {(finding.id, finding.place, finding.what): finding for finding in findings}.values()


def pack_texts(pack: Pack) -> dict[str, str]:
    """Return the texts of the pack's own files by name, for which the edits of findings were made."""
    return {name: document.text for name, document in own_documents(pack).items()}
