"""Names what a change of a pack leaves as it decides: rules, indicators and fact types changed elsewhere than there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.diff.change import Change, Group
from checker.diff.fields import FIELDS
from checker.diff.separation import Shift, Told
from checker.diff.shown import How
from checker.messages import Message, message, tr
from checker.pack.models import FieldModel, IndicatorModel, RuleModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checker.diff.separation import Suspect
    from checker.pack import Pack

_SCORED: Final = frozenset({"indicator", "deduct_cap"})
"""Fields of a rule on which no outcome hangs, but the score of an indicator does."""
_ACCEPTING: Final = frozenset({"min", "max", "choices"})
_FIELD_PATH: Final = 3
"""``fields``, the field, and what of it changed."""
_INDICATOR_FIELDS: Final = FIELDS[IndicatorModel]


def unaffected(packs: tuple[Pack, Pack], changes: Sequence[Change], suspected: Iterable[Suspect]) -> Iterator[Shift]:
    """Yield each rule, indicator and fact type that says something else, but decides the same, and why.

    ``suspected`` are those that may decide otherwise: they are left out.
    """
    told = {(suspect.kind, suspect.id) for suspect in suspected}
    for name, mine in _by_subject(changes, Group.RULE):
        if all(name in pack.rules for pack in packs) and ("rule", name) not in told:
            yield Shift("rule", name, packs[1].rules[name].model.title, Told.SAME, why=_rule(mine))
    for name, mine in _by_subject(changes, Group.SCORE):
        label = _leaf_label(packs[1], name)
        if label and ("indicator", name) not in told and (why := _indicator(mine)):
            yield Shift("indicator", name, label, Told.SAME, why=why)
    for name, mine in _by_subject(changes, Group.VOCABULARY):
        if all(name in pack.fact_types for pack in packs) and (why := _fact_type(mine, packs[1], name)):
            yield Shift("fact_type", name, packs[1].fact_types[name].model.label, Told.SAME, why=why)


def _by_subject(changes: Sequence[Change], group: Group) -> Iterator[tuple[str, list[Change]]]:
    mine = [change for change in changes if change.group is group]
    for name in sorted({change.subject for change in mine}):
        yield name, [change for change in mine if change.subject == name]


def _rule(changes: Iterable[Change]) -> Message:
    fields = list(dict.fromkeys(change.field.split(".")[0] for change in changes))
    listed = tr("、").join(map(str, map(_rule_field, fields)))
    if _SCORED & {*fields}:
        return message("这条规则的结果和扣分不变（只改了{fields}）；指标的得分会不会变，见该指标", fields=listed)
    return message("结果和扣分不变（只改了{fields}）", fields=listed)


def _rule_field(name: str) -> Message:
    shown = {field.rstrip("_"): shown for field, shown in FIELDS[RuleModel].items()}.get(name)
    if shown is None:
        return message("规定它的规则包")
    written_otherwise = shown.how in {How.EXPRESSION, How.SUBJECT, How.POINTS} and name not in _SCORED
    return message("{field}的写法", field=shown.name) if written_otherwise else shown.name


def _leaf_label(pack: Pack, name: str) -> str:
    """Return the label of an indicator that is scored itself, nothing where there is none."""
    waiting = list(pack.indicators.model.indicators)
    while waiting:
        indicator = waiting.pop()
        if indicator.id == name and not indicator.children:
            return indicator.label or name
        waiting += indicator.children
    return ""


def _indicator(changes: Sequence[Change]) -> Message | None:
    fields = list(dict.fromkeys(change.field.removeprefix(f"{change.subject}.").split(".")[0] for change in changes))
    if any(change.matters for change in changes) or not _INDICATOR_FIELDS.keys() >= {*fields}:
        return None
    names = [_INDICATOR_FIELDS[field] for field in fields]
    words = [message("{field}里的文字", field=shown.name) if shown.matters else shown.name for shown in names]
    return message("得分不变（只改了{fields}）", fields=tr("、").join(map(str, words)))


def _fact_type(changes: Iterable[Change], pack: Pack, name: str) -> Message | None:
    """Return what is said of a fact type when only which facts it accepts has changed, None when that has not."""
    named = []
    for change in changes:
        path = change.field.split(".")
        if path == ["key"]:
            named.append(message("区分各条的字段"))
        elif path[0] == "fields" and len(path) == _FIELD_PATH and path[2] in _ACCEPTING:
            label = pack.fact_types[name].model.fields[path[1]].label
            named.append(message("“{label}”的{part}", label=label, part=FIELDS[FieldModel][path[2]].name))
    if not named:
        return None
    listed = tr("、").join(map(str, named))
    return message("会影响哪些事实能被接受，不影响规则的判断（改了{fields}）", fields=listed)
