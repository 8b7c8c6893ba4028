"""Merges what the packs of a lineage say, entry by entry; knows nothing about what the entries mean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.pack.drafts import INDICATORS, LABELS, Draft, drafts_of
from checker.pack.pack import Origin
from checker.source import did_you_mean

if TYPE_CHECKING:
    from checker.pack.drafts import EntryKind
    from checker.pack.lineage import Layer, Lineage
    from checker.source import Data, Problems, Step

_MERGED_DEEP: Final[dict[str, dict[str, int]]] = {
    "fact_type": {"fields": 2},
    "parameter": {"values": 1},
    "problem": {"advice": 1},
}
"""How many levels of names are merged below a part; all else that a lower pack gives replaces what was there."""
_BESIDE_OFF: Final = frozenset({"off", "override", "note"})
_NO_REASONS: Final = frozenset(
    {"true", "false", "yes", "no", "y", "n", "on", "off", "1", "0", "是", "否", "对", "真", "假", "停用"}
)
"""What only says that something is off, or is not, and never why."""


@dataclass(frozen=True, slots=True)
class Known:
    """What can be named of one kind: all ids ever written, with their labels, and what was switched off and why.

    When it is not ``whole``, a file could not be read, and an unknown name is nobody's fault.
    """

    labels: dict[str, str] = field(default_factory=dict)
    off: dict[str, tuple[str, str]] = field(default_factory=dict)
    whole: bool = True


@dataclass(slots=True)
class Merged:
    """The drafts of one kind after all packs had their say, and what is known of them.

    ``dropped`` holds those switched off as they were before, each with the draft that switched it off.
    """

    drafts: dict[str, Draft]
    known: Known
    dropped: dict[str, tuple[Draft, Draft]] = field(default_factory=dict)


def merge(lineage: Lineage, kind: EntryKind, problems: Problems) -> Merged:
    """Return the entries of one kind, those of the most general pack first; every contradiction is recorded."""
    merger = _Merger(kind, problems, lineage.whole)
    for layer in lineage.layers:
        section = drafts_of(layer, kind, problems)
        merger.whole = merger.whole and section.whole
        for draft in section.drafts:
            merger.take(draft)
        merger.unread.update(section.unread)
    labels = dict.fromkeys(sorted(merger.unread), "")
    labels |= {name: _label(draft) for name, draft in merger.drafts.items()}
    return Merged(merger.drafts, Known(labels, merger.off, merger.whole), merger.dropped)


def _label(draft: Draft) -> str:
    label = draft.data.get("label") if isinstance(draft.data, dict) else None
    return label if isinstance(label, str) else ""


@dataclass(slots=True)
class _Merger:
    """Takes drafts in the order of the lineage."""

    kind: EntryKind
    problems: Problems
    whole: bool
    drafts: dict[str, Draft] = field(default_factory=dict)
    off: dict[str, tuple[str, str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    dropped: dict[str, tuple[Draft, Draft]] = field(default_factory=dict)

    def take(self, draft: Draft) -> None:
        data = draft.data
        if not isinstance(data, dict):
            self.drafts[draft.id] = draft
        elif data.get("off") is not None:
            self._switch_off(draft, data)
        elif _says_override(data):
            self._override(draft, data)
        else:
            self._add(draft)

    def _add(self, draft: Draft) -> None:
        prior = self.drafts.get(draft.id)
        if prior is not None:
            what = message("上级规则包“{pack}”已经有{kind}“{id}”", pack=prior.pack, kind=LABELS[self.kind], id=draft.id)
            hint = message("要修改它，加上 override: true；与它无关就换一个编号；内容相同就删去")
            self.problems.add("same-id", draft.origin.key(), what, hint)
        self.off.pop(draft.id, None)
        self.dropped.pop(draft.id, None)
        self.drafts[draft.id] = draft

    def _override(self, draft: Draft, data: dict[str, Data]) -> None:
        prior = self.drafts.get(draft.id)
        if prior is None:
            if self._is_complete(draft.id):
                what = message("上级规则包里没有要覆盖的{kind}“{id}”", kind=LABELS[self.kind], id=draft.id)
                hint = self._hint(draft.id) or message("新的一项不写 override: true，把内容写全")
                self.problems.add("override-of-nothing", draft.origin.key("override"), what, hint)
            self.drafts[draft.id] = replace(draft, partial=True)
            return
        base = prior.data if isinstance(prior.data, dict) else {}
        merged = merged_data(base, data, _MERGED_DEEP.get(self.kind, {}))
        origin = replace(draft.origin, inherited=prior.origin)
        self.drafts[draft.id] = Draft(draft.id, merged, origin, draft.pack, prior.partial)

    def _switch_off(self, draft: Draft, data: dict[str, Data]) -> None:
        reason = data["off"]
        if not isinstance(reason, str) or reason.strip().lower() in _NO_REASONS | {""}:
            what, hint = message("“off”要写停用的原因"), message("写成 off: 本项目不适用，因为……")
            self.problems.add("off-without-reason", draft.origin.key("off"), what, hint)
        for name in sorted(data.keys() - _BESIDE_OFF - ({"id"} if self.kind == "shared" else set())):
            what = message("停用的{kind}不能再写“{name}”", kind=LABELS[self.kind], name=name)
            hint = message("只留 off；要修改它就改用 override: true")
            self.problems.add("off-with-content", draft.origin.key(name), what, hint)
        if draft.id not in self.drafts and self._is_complete(draft.id):
            what = message("上级规则包里没有要停用的{kind}“{id}”", kind=LABELS[self.kind], id=draft.id)
            hint = self._hint(draft.id) or message("删去这一项")
            self.problems.add("off-of-nothing", draft.origin.key("off"), what, hint)
        prior = self.drafts.pop(draft.id, None)
        if prior is not None:
            self.dropped[draft.id] = prior, draft
        self.off[draft.id] = str(reason), draft.pack

    def _is_complete(self, name: str) -> bool:
        """Say whether an entry that is not there is really nowhere, rather than in a file nobody could read."""
        return self.whole and name not in self.unread

    def _hint(self, name: str) -> Message | None:
        if name in self.off:
            reason, pack = self.off[name]
            return message(
                "规则包“{pack}”已停用它：{why}；要重新启用，不写 override，把内容写全", pack=pack, why=reason
            )
        return did_you_mean(name, self.drafts)


def _says_override(data: dict[str, Data]) -> bool:
    """Whatever is not a plain no counts as yes; what is not a yes either is refused with the shape."""
    written = data.get("override")
    return written is not None and not (isinstance(written, str) and written.lower() in {"false", "no", "off"})


def merged_data(base: dict[str, Data], given: dict[str, Data], deep: dict[str, int]) -> dict[str, Data]:
    """Return ``base`` with what is ``given`` in its stead, merged below the names in ``deep`` so many levels down."""
    merged = {name: value for name, value in base.items() if name not in {"override", "off"}}
    for name, value in given.items():
        merged[name] = _merged_value(merged.get(name), value, deep.get(name, 0))
    return merged


def _merged_value(base: Data, given: Data, levels: int) -> Data:
    if not levels or not isinstance(base, dict) or not isinstance(given, dict):
        return given
    merged = dict(base)
    for name, value in given.items():
        merged[name] = _merged_value(merged.get(name), value, levels - 1)
    return merged


def merge_indicators(lineage: Lineage, shared: Merged) -> Draft | None:
    """Return ``indicators.yaml`` of a lineage: each part from the lowest pack that gives it, shared ones merged by id.

    None when no pack has such a file.
    """
    data: dict[str, Data] = {}
    origin: Origin | None = None
    last: Layer | None = None
    for layer in lineage.layers:
        document = layer.files.single.get(INDICATORS)
        if document is not None and isinstance(document.data, dict):
            data |= {name: value for name, value in document.data.items() if name != "shared"}
            origin, last = Origin(document, (), origin), layer
    if origin is None or last is None:
        return None
    data["shared"] = [draft.data for draft in shared.drafts.values()]
    parts: dict[tuple[Step, ...], Origin] = {
        ("shared", index): draft.origin for index, draft in enumerate(shared.drafts.values())
    }
    partial = not shared.known.whole or any(draft.partial for draft in shared.drafts.values())
    return Draft(INDICATORS, data, replace(origin, parts=parts), last.id, partial)
