"""Says which names an expression at a place of a pack file may use; knows nothing about what is written in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from checker.expr import Scope
from checker.pack import parameter_specs, record_specs
from checker.pack.crossref.subjects import PROJECT
from checker.server.shapes import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.expr import RecordSpec
    from checker.pack import Pack
    from checker.server.page import Page
    from checker.source import Step

_SCORING: Final = "scoring"


class _Same:
    """A pack that equals only itself, so that what is made of it can be kept; packs as such cannot be hashed."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return id(self.pack)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.pack is self.pack


def pack_scope(pack: Pack) -> Scope:
    """Return the names that may be used anywhere in a pack."""
    return _scope(_Same(pack))


@lru_cache(maxsize=8)
def _scope(same: _Same) -> Scope:
    return Scope(record_specs(same.pack), parameter_specs(same.pack))


def scope_for(page: Page, path: tuple[Step, ...], pack: Pack) -> Scope:
    """Return the names that the expression at ``path`` may use, by what is written in the file now."""
    scope = pack_scope(pack)
    frame = tuple(_frame(page, path, pack, scope))
    return scope.push(*frame) if frame else scope


def _frame(page: Page, path: tuple[Step, ...], pack: Pack, scope: Scope) -> Iterator[tuple[str, RecordSpec]]:
    if page.kind is FileKind.RULE:
        for variable, wanted in subjects(page, pack):
            record = scope.known_record(wanted)
            if record is not None:
                yield variable or record.name, record
    elif page.kind is FileKind.VOCABULARY and path:
        record = scope.records.get(str(path[0]))
        if record is not None:
            yield record.name, record
    elif page.kind is FileKind.INDICATORS and _SCORING in path:
        depth = len(path) - path[::-1].index(_SCORING)
        record = scope.known_record(page.written((*path[:depth], "over")) or "")
        if record is not None:
            yield record.name, record


def subjects(page: Page, pack: Pack) -> Sequence[tuple[str, str]]:
    """Return what a rule is about: pairs of a variable (empty for the only one) and a fact type, as written.

    Nothing for the whole project. A rule that does not say takes it from the rule it overrides.
    """
    wanted = page.written(("for",))
    if wanted is not None:
        return () if wanted == PROJECT else (("", wanted),)
    if names := page.names(("for",)):
        return [(name, page.written(("for", name)) or "") for name in names]
    return rule_subjects(page.path.stem, pack)


def rule_subjects(rule: str, pack: Pack) -> Sequence[tuple[str, str]]:
    """Return what a rule of the pack is about, as ``subjects``."""
    entry = pack.rules.get(rule)
    if entry is None or entry.model.for_ == PROJECT:
        return ()
    return (("", entry.model.for_),) if isinstance(entry.model.for_, str) else tuple(entry.model.for_.items())
