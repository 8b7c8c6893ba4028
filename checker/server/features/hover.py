"""Turns a place in a file into what there is to say about the word there."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Position

from checker.messages import tr
from checker.pack.models import Deductions
from checker.server.definitions import entries_of, indicator_label, indicators, title_of
from checker.server.mentions import Mention, label_target, mention_at
from checker.server.roles import Role
from checker.server.scopes import pack_scope
from checker.server.told import basis_text, meaning_text
from checker.server.words import FieldMeaning, Meaning, ParameterMeaning, RecordMeaning
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from checker.pack import Pack
    from checker.pack.models import IndicatorModel
    from checker.server.desk import Desk
    from checker.server.mentions import Target
    from checker.server.page import Spot

_CHILDREN: Final = "children"


def hover(desk: Desk, path: Path, position: Position) -> Hover | None:
    """Return what is known of the word at a position; None when there is nothing to say."""
    page = desk.page(path)
    pack = desk.pack(page) if page else None
    spot = page.spot(page.source.offset(position)) if page else None
    if page is None or pack is None or spot is None:
        return None
    mention = mention_at(spot, pack) or _labelled(spot)
    text = _told(mention, pack, desk.today) if mention else ""
    stretch = (mention.start, mention.end) if mention and text else spot.content.bounds(0, len(spot.content.value))
    if not text:
        text = _about_weight(spot, pack) or _about_key(spot)
    return Hover(MarkupContent(MarkupKind.Markdown, text), page.source.range(*stretch)) if text else None


def _labelled(spot: Spot) -> Mention | None:
    target = label_target(spot)
    return Mention(target, *spot.content.bounds(0, len(spot.content.value))) if target else None


def _told(mention: Mention, pack: Pack, today: date) -> str:
    meaning = mention.meaning or (_meaning_of(mention.target, pack) if mention.target else None)
    if meaning is not None:
        return meaning_text(meaning, pack, today)
    return "\n\n".join(_target_lines(mention.target, pack)) if mention.target else ""


def _meaning_of(target: Target, pack: Pack) -> Meaning | None:
    scope = pack_scope(pack)
    if target.role is Role.PARAMETER and target.name in scope.parameters:
        return ParameterMeaning(scope.parameters[target.name])
    record = scope.known_record(target.owner or target.name)
    if target.role is Role.FACT_TYPE and record is not None:
        return RecordMeaning(record)
    if target.role is Role.FIELD and record is not None and target.name in record.fields:
        return FieldMeaning(record, record.fields[target.name])
    return None


def _target_lines(target: Target, pack: Pack) -> Iterator[str]:
    """Yield what is known of a rule, an indicator, a problem, a document or a pack."""
    title = title_of(target, pack)
    if not title:
        return
    yield f"**{title}** `{target.name}`"
    model = entries_of(target.role, pack)[target.name].model if target.name in entries_of(target.role, pack) else None
    if target.role is Role.RULE and model is not None:
        yield f"`{model.when}`"
        yield from (basis_text(basis, pack) for basis in model.basis)
    elif target.role is Role.PROBLEM and model is not None:
        names = [entry.id for entry in pack.rules.values() if entry.model.problem == target.name]
        yield tr("归入它的规则：{names}", names="、".join(names)) if names else tr("没有规则归入它")
        if model.advice is not None:
            yield tr("建议：{heading}", heading=model.advice.heading)
    elif target.role is Role.DOCUMENT and model is not None:
        yield from filter(None, (model.number, model.note))
    elif target.role in {Role.INDICATOR, Role.SHARED}:
        yield from _indicator_lines(target, pack)


def _indicator_lines(target: Target, pack: Pack) -> Iterator[str]:
    for model, _, shared in indicators(pack):
        if model.id != target.name or shared != (target.role is Role.SHARED):
            continue
        if model.weight is not None:
            yield tr("权重 {weight}", weight=show(model.weight, Kind.SCORE))
        if model.children:
            yield _weights(model, pack)
        elif model.scoring is not None or not shared:
            yield _method(model)
        if model.criteria:
            yield model.criteria
        return


def _method(model: IndicatorModel) -> str:
    """Return how an indicator is scored, in the words of the models."""
    scoring = model.scoring or Deductions()
    about = type(scoring).model_fields["method"].description or ""
    return f"`{scoring.method}` {about}"


def _weights(model: IndicatorModel, pack: Pack) -> str:
    """Return the weights of an indicator's children, and what they add up to."""
    counted = [child for child in model.children if not child.bonus and child.alternative_to is None]
    weights = [(indicator_label(child, pack), child.weight or Fraction(0)) for child in counted]
    parts = " + ".join(f"{label} {show(weight, Kind.SCORE)}" for label, weight in weights)
    total = sum((weight for _, weight in weights), Fraction(0))
    return tr("下级权重：{parts} = {total}", parts=parts, total=show(total, Kind.SCORE))


def _about_weight(spot: Spot, pack: Pack) -> str:
    """Return what the weights below an indicator add up to, at the word ``weight`` or ``children`` of it."""
    if spot.role is not Role.PLAIN or spot.path[-1:] not in {("weight",), (_CHILDREN,)}:
        return ""
    name = spot.page.written((*spot.path[:-1], "id"))
    found = next((model for model, _, shared in indicators(pack) if model.id == name and not shared), None)
    return _weights(found, pack) if found is not None and found.children else ""


def _about_key(spot: Spot) -> str:
    """Return what a name of the file's form means."""
    key = spot.reading.key
    if not spot.on_name or key is None or key.name != spot.path[-1]:
        return ""
    asked = tr("（必写）") if key.required else ""
    return f"`{key.name}`{asked}  \n{key.about}" if key.about else ""
