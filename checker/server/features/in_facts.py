"""Offers what may be written in facts: fact types, fields, choices, and the words every facts file shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import CompletionItemKind as Sort

from checker.facts import EVALUATION_KINDS
from checker.facts.shapes import DOCUMENTS, HEADER, JUDGEMENT, SOURCE, WAIVER
from checker.messages import tr
from checker.pack.builtin import BUILTIN
from checker.server.definitions import indicator_label, indicators
from checker.server.features.in_expressions import field_values
from checker.server.features.items import Offer
from checker.server.scopes import pack_scope, rule_subjects
from checker.server.shapes import FileKind
from checker.server.told import kind_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.facts import FieldRule
    from checker.pack import Pack
    from checker.server.page import Page
    from checker.source import Step

_SHARED: Final = {name: rule for rule in (JUDGEMENT, WAIVER) for name in (rule.name, rule.label)}
_IN_FACT: Final = 2


def fact_names(
    page: Page, container: tuple[Step, ...], inner: tuple[Step, ...], pack: Pack, colon: str
) -> Iterator[Offer]:
    """Yield the names that may be written in a mapping of facts; ``inner`` is its path inside the facts."""
    written = set(page.names(container))
    named = tuple(step for step in inner if isinstance(step, str))
    if not named:
        offers = iter(()) if inner else _top(page, pack)
    elif len(named) > 1:
        offers = _shared_fields(SOURCE.fields) if named[-1] in {SOURCE.name, SOURCE.label} else iter(())
    elif (shared := _SHARED.get(named[0])) is not None:
        offers = _shared_fields(shared.fields)
    else:
        offers = _fields(named[0], pack)
    for offer in offers:
        if offer.word not in written and offer.found_by not in written:
            yield Offer(
                offer.word, offer.kind, offer.detail, offer.about, offer.found_by, offer.word + colon, "", offer.rank
            )


def _top(page: Page, pack: Pack) -> Iterator[Offer]:
    subjects = {name for _, name in rule_subjects(page.path.stem, pack)} if page.kind is FileKind.CASES else set()
    for name, entry in pack.fact_types.items():
        rank = 2 if subjects & {name, entry.model.label} else 4
        yield Offer(name, Sort.Class, entry.model.label, entry.model.note, entry.model.label, rank=rank)
    if page.kind is FileKind.CASES:
        for record in BUILTIN.values():
            yield Offer(record.name, Sort.Class, record.label, found_by=record.label, rank=6)
    for rule in (JUDGEMENT, WAIVER):
        yield Offer(rule.name, Sort.Class, rule.label, found_by=rule.label, rank=5)
    yield Offer(DOCUMENTS.name, Sort.Class, DOCUMENTS.label, found_by=DOCUMENTS.label, rank=6)
    yield from _shared_fields(HEADER.fields, rank=6)


def _shared_fields(fields: Mapping[str, FieldRule], rank: int = 4) -> Iterator[Offer]:
    for name, rule in fields.items():
        yield Offer(name, Sort.Field, f"{rule.label} · {kind_text(rule.kind)}", found_by=rule.label, rank=rank)


def _fields(name: str, pack: Pack) -> Iterator[Offer]:
    record = pack_scope(pack).known_record(name)
    entry = pack.fact_types.get(record.name) if record else None
    for field in record.fields.values() if record else ():
        model = entry.model.fields.get(field.name) if entry else None
        derived = model is not None and model.derive is not None
        key = entry is not None and field.name in entry.model.key
        note = tr("由其他字段算出，一般不用填") if derived else (model.note if model else "")
        rank = 6 if derived else (2 if key else 4)
        yield Offer(field.name, Sort.Field, f"{field.label} · {kind_text(field.kind)}", note, field.label, rank=rank)
    yield Offer(SOURCE.name, Sort.Field, SOURCE.label, found_by=SOURCE.label, rank=6)


def fact_words(page: Page, inner: tuple[Step, ...], pack: Pack) -> Iterator[Offer]:
    """Yield the words that a value of facts may be: choices, yes and no, indicators and documents."""
    named = tuple(str(step) for step in inner if isinstance(step, str))
    if len(named) == 1 and len(inner) == 1:
        yield from _header_words(named[0])
    if len(named) != _IN_FACT and named[-1:] not in {("document",), ("材料",)}:
        return
    if named[-1] in {"document", "材料"}:
        for name in page.names(("documents",)):
            yield Offer(name, Sort.Reference, page.written(("documents", name)) or "")
    elif named[0] in {JUDGEMENT.name, JUDGEMENT.label}:
        if JUDGEMENT.aliases.get(named[1]) == "indicator":
            yield from _judged(pack)
    else:
        record = pack_scope(pack).known_record(named[0])
        field = record.field(named[1]) if record else None
        for word in field_values(field.kind, field.choices) if field else ():
            yield Offer(word, Sort.EnumMember, rank=2)


def _header_words(name: str) -> Iterator[Offer]:
    if HEADER.aliases.get(name) == "kind":
        for word in EVALUATION_KINDS:
            yield Offer(word, Sort.EnumMember)


def _judged(pack: Pack) -> Iterator[Offer]:
    for model, _, shared in indicators(pack):
        if not shared and not model.children:
            label = indicator_label(model, pack)
            yield Offer(model.id, Sort.Reference, label, found_by=label)
