"""Looks at parameters: values never reviewed, changes that change nothing, and values in what must be a wrong unit."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.edit.file_edit import FileEdit
from checker.expr import value_text, walk
from checker.expr.tree import Comparison, Field, Parameter
from checker.lint.amounts import possible_values
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.pack.exact import exact_value
from checker.source.text.edits import whole_lines
from checker.source.text.spans import read_spans
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.pack.models import ParameterModel
    from checker.pack.pack import Entry
    from checker.source import Place

_FAR_APART: Final = {Kind.MONEY: 1000, Kind.RATIO: 50}
"""So many times larger, a value is likely in another unit."""


def not_reviewed(inspection: Inspection) -> Iterator[Found]:
    """Yield parameters that nobody has held against their documents since the day asked for."""
    since = inspection.reviewed_since
    if since is None:
        return
    for entry in inspection.pack.parameters.values():
        last = entry.model.reviewed_on
        if last is None or last < since:
            what = (
                message("参数“{label}”没有记录核对日期", label=entry.model.label)
                if last is None
                else message("参数“{label}”最近一次核对是{day}", label=entry.model.label, day=last)
            )
            hint = message("对照出处核对，再写 reviewed_on: 核对的日期")
            yield Found(entry.origin.key() if last is None else entry.origin.at("reviewed_on"), what, hint)


def changes_nothing(inspection: Inspection) -> Iterator[Found]:
    """Yield values that say what held before, on no other ground; each with the edit that takes it away."""
    for entry in inspection.pack.parameters.values():
        for before, day in pairwise(sorted(entry.model.values)):
            old, new = entry.model.values[before], entry.model.values[day]
            if _value(entry.model, before) == _value(entry.model, day) and new.source in {None, old.source}:
                what = message("参数“{label}”从{day}起的值与以前一样", label=entry.model.label, day=day)
                place = entry.origin.key("values", day)
                hint = message("删去这个日期；重新规定过同样的值的，写上新的出处")
                yield Found(place, what, hint, tuple(_without(entry, day, place, inspection)))


def _value(model: ParameterModel, day: str) -> object:
    version, kind = model.values[day], Kind(model.type)
    if version.values is not None:
        return tuple(exact_value(version.values[key], kind, model.unit) for key in model.keys)
    return None if version.value is None else exact_value(version.value, kind, model.unit)


def _without(entry: Entry[ParameterModel], day: str, place: Place, inspection: Inspection) -> Iterator[FileEdit]:
    """Yield the edit that takes a value's lines away, where it is not the only one of its file or in braces."""
    document = inspection.documents.get(place.file)
    root = None if document is None else read_spans(document.text)
    values = None if root is None else root.at((entry.id, "values"))
    found = None if values is None else values.entry(day)
    if document is None or values is None or found is None or values.flow or len(values.entries) == 1:
        return
    edit = whole_lines(document.text, found[0].start, found[1].end)
    yield FileEdit(place.file, edit.start, edit.end, edit.new)


def wrong_unit(inspection: Inspection) -> Iterator[Found]:
    """Yield values of one parameter too far apart, and values a field it is compared with can never reach."""
    for entry in inspection.pack.parameters.values():
        kind = Kind(entry.model.type)
        times = _FAR_APART.get(kind)
        previous: tuple[Fraction, str] | None = None
        for steps, text in _texts(entry.model):
            value = exact_value(text, kind, entry.model.unit)
            if times is None or not isinstance(value, Fraction) or value <= 0:
                continue
            if previous is not None and not Fraction(1, times) < value / previous[0] < times:
                what = message(
                    "“{value}”与同一参数的“{other}”相差太多，单位可能错了", value=text, other=previous[1]
                )  # fmt: skip
                hint = message("核对单位：元还是万元，百分之几还是几成")
                yield Found(entry.origin.at("values", *steps), what, hint)
            previous = value, text
    yield from _out_of_reach(inspection)


def _texts(model: ParameterModel) -> Iterator[tuple[tuple[str, ...], str]]:
    for day in sorted(model.values):
        version = model.values[day]
        if version.value is not None:
            yield (day, "value"), version.value
        for key, text in (version.values or {}).items():
            yield (day, "values", key), text


def _out_of_reach(inspection: Inspection) -> Iterator[Found]:
    for item in inspection.compiled:
        for node in walk(item.tree):
            if not isinstance(node, Comparison):
                continue
            for field, bound in ((node.left, node.right), (node.right, node.left)):
                if isinstance(field, Field) and field.record in inspection.pack.fact_types:
                    low, high = _range(field, inspection)
                    for value in possible_values(bound):
                        if (low is not None and value < low) or (high is not None and value > high):
                            text = value_text(value, field.kind)
                            what = message("“{field}”不可能到“{value}”，单位可能错了", field=field.label, value=text)
                            hint = message("它的范围见 vocabulary.yaml 的 min 和 max；核对界限的单位")
                            place = item.origin.at(*item.steps, offset=bound.span.start)
                            yield Found(_bound_place(bound, place, inspection), what, hint)


def _bound_place(bound: object, place: Place, inspection: Inspection) -> Place:
    if isinstance(bound, Parameter):
        origin = inspection.pack.parameters[bound.name].origin
        return origin.key() if inspection.is_own(origin.key()) else place
    return place


def _range(field: Field, inspection: Inspection) -> tuple[Fraction | None, Fraction | None]:
    model = inspection.pack.fact_types[field.record].model.fields[field.name]
    ends = [None if text is None else exact_value(text, field.kind, model.unit) for text in (model.min, model.max)]
    low, high = (end if isinstance(end, Fraction) else None for end in ends)
    return low, high


CHECKS: Final = (
    Check("parameter-not-reviewed", "warning", message("参数很久没有核对"), not_reviewed),
    Check("version-changes-nothing", "warning", message("新的值与旧的一样"), changes_nothing),
    Check("wrong-unit", "warning", message("单位可能错了"), wrong_unit),
)
