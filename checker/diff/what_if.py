"""Turns what a person would like to try (``在线率下限=85%``) into a pack that nobody saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.pack.exact import exact_value
from checker.pack.models import VersionModel
from checker.source import Place, Problem, UsageFault, did_you_mean
from checker.values import Kind, WrittenFault, show

if TYPE_CHECKING:
    from checker.pack import Entry, Pack
    from checker.pack.models import ParameterModel

_WRITTEN: Final = re.compile(
    r"(?P<name>[^@=\[\]]+)(?:\[(?P<key>[^\]]*)\])?(?:@(?P<day>[^=\[]*))?(?:\[(?P<late>[^\]]*)\])?=(?P<value>.*)",
    re.DOTALL,
)
_WIDE: Final = str.maketrans("＝＠［］【】", "=@[][]")
_SIZES: Final = frozenset({Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE})
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wish:
    """One value to be tried: of which parameter, for which key, from which day on (None: where it is in force)."""

    parameter: str
    value: str
    key: str | None = None
    day: date | None = None


def read_wish(text: str, pack: Pack) -> Wish:
    """Return what is meant by ``NAME=VALUE``, ``NAME@DAY=VALUE`` or ``NAME[KEY]=VALUE``; raises ``UsageFault``."""
    written = _WRITTEN.fullmatch(text.translate(_WIDE).strip())
    if written is None or not written["value"].strip():
        what = message(
            "“{text}”看不懂：写成 参数=值，如 在线率下限=85%；从某天起的写 参数@日期=值；分键取值的写 参数[键]=值",
            text=text,
        )
        raise UsageFault(what)
    entry = _parameter(written["name"].strip(), pack)
    key = _key(entry, written["key"] if written["key"] is not None else written["late"])
    value = written["value"].strip()
    try:
        exact_value(value, Kind(entry.model.type), entry.model.unit)
    except WrittenFault as fault:
        what = message("{text}：{what}。{hint}", text=text, what=fault.what, hint=fault.hint or "")
        raise UsageFault(what) from None
    return Wish(entry.id, value, key, _day(text, written["day"]))


def with_wishes(pack: Pack, wishes: Iterable[Wish], days: Iterable[date]) -> tuple[Pack, tuple[Problem, ...]]:
    """Return the pack as it would be, and what is to be said of the wishes.

    A wish without a day replaces what is in force on ``days`` (else the latest); one for what a value is already
    changes nothing. Raises ``UsageFault`` where nothing is in force, and where two wishes are for one value.
    """
    parameters, moments = dict(pack.parameters), sorted(set(days))
    asked = [(day, wish) for wish in wishes for day in _days(pack.parameters[wish.parameter].model, wish, moments)]
    seen: set[tuple[str, str | None, date]] = set()
    notes: list[Problem] = []
    for day, wish in sorted(asked, key=lambda pair: pair[0]):
        entry = parameters[wish.parameter]
        _once(wish, day, entry.model, seen)
        notes += _doubts(entry.model, wish)
        if _already(entry.model, day, wish):
            notes.append(_same(entry.model, day, wish))
            continue
        values = {**entry.model.values, day.isoformat(): _version(entry.model, day, wish)}
        parameters[wish.parameter] = replace(entry, model=entry.model.model_copy(update={"values": values}))
    changed = pack if parameters == pack.parameters else replace(pack, parameters=parameters, digest="")
    return changed, tuple(dict.fromkeys(notes))


def _doubts(model: ParameterModel, wish: Wish) -> Iterator[Problem]:
    """Yield what is to be looked at again: values that are hardly meant."""
    kind = Kind(model.type)
    value = exact_value(wish.value, kind, model.unit)
    if not isinstance(value, Fraction) or kind not in _SIZES:
        return
    shown = show(value, kind, model.unit)
    if value < 0:
        yield _note(message("“{name}”要试的值 {value} 是负数：请核对", name=_name(model, wish), value=shown))
    elif kind is Kind.RATIO and value > 1:
        yield _note(message("“{name}”要试的值 {value} 超过 100%：请核对", name=_name(model, wish), value=shown))


def _same(model: ParameterModel, day: date, wish: Wish) -> Problem:
    value = show(exact_value(wish.value, Kind(model.type), model.unit), Kind(model.type), model.unit)
    name = _name(model, wish)
    return _note(message("“{name}”在 {day} 本来就是 {value}，这一项没有改变", name=name, day=day, value=value))


def _note(what: Message) -> Problem:
    return Problem("what-if", Place("--set"), what, None, "warning")


def _name(model: ParameterModel, wish: Wish) -> str:
    return model.label + (f"[{wish.key}]" if wish.key else "")


def _days(model: ParameterModel, wish: Wish, moments: list[date]) -> list[date]:
    """Return the days from which a wish puts a value."""
    return [wish.day] if wish.day is not None else _in_force(model, moments)


def _once(wish: Wish, day: date, model: ParameterModel, seen: set[tuple[str, str | None, date]]) -> None:
    """Take note of the value that a wish is for; raises ``UsageFault`` when one before was for the same."""
    at = (wish.parameter, wish.key, day)
    if at in seen:
        raise UsageFault(message("“{name}”从 {day} 起的值写了两次 --set：只留一个", name=_name(model, wish), day=day))
    seen.add(at)


def _already(model: ParameterModel, day: date, wish: Wish) -> bool:
    """Say whether the value in force on a day is the one wished for."""
    earlier = [text for text in model.values if date.fromisoformat(text) <= day]
    if not earlier:
        return False
    version = model.values[max(earlier)]
    text = version.value if wish.key is None else (version.values or {}).get(wish.key)
    kind = Kind(model.type)
    return text is not None and exact_value(text, kind, model.unit) == exact_value(wish.value, kind, model.unit)


def _parameter(name: str, pack: Pack) -> Entry[ParameterModel]:
    found = [entry for entry in pack.parameters.values() if name in {entry.id, entry.model.label}]
    if found:
        return found[0]
    names = [name for entry in pack.parameters.values() for name in (entry.id, entry.model.label)]
    hint = did_you_mean(name, names) or message("可以试的参数见规则包的 parameters.yaml")
    raise UsageFault(message("规则包“{pack}”没有参数“{name}”。{hint}", pack=pack.id, name=name, hint=hint))


def _key(entry: Entry[ParameterModel], written: str | None) -> str | None:
    label, keys = entry.model.label, entry.model.keys
    if not keys and written is not None:
        raise UsageFault(message("“{name}”不分键取值：写成 {name}=值", name=label))
    if not keys:
        return None
    if written is None:
        listed = "、".join(keys)
        what = message("“{name}”按 {keys} 分别取值：写成 {name}[{key}]=值", name=label, keys=listed, key=keys[0])
        raise UsageFault(what)
    if written.strip() not in keys:
        hint = message("可以写：{names}", names="、".join(keys))
        raise UsageFault(message("“{name}”没有键“{key}”。{hint}", name=label, key=written.strip(), hint=hint))
    return written.strip()


def _day(text: str, written: str | None) -> date | None:
    if written is None:
        return None
    try:
        day = date.fromisoformat(written.strip()) if _DAY.fullmatch(written.strip()) else None
    except ValueError:
        day = None
    if day is None:
        raise UsageFault(message("{text}：“{day}”不是日期，写成如 2021-07-01", text=text, day=written.strip()))
    return day


def _in_force(model: ParameterModel, moments: list[date]) -> list[date]:
    """Return the days of the versions in force at the moments, the latest one when there is no moment."""
    known = sorted(map(date.fromisoformat, model.values))
    if not moments:
        return known[-1:]
    found = {max(earlier) for moment in moments if (earlier := [day for day in known if day <= moment])}
    if not found:
        what = message("“{name}”在 {day} 还没有值：写 {name}@日期=值", name=model.label, day=moments[-1])
        raise UsageFault(what)
    return sorted(found)


def _version(model: ParameterModel, day: date, wish: Wish) -> VersionModel:
    """Return the version from a day on with the value wished for; what it does not say is as before."""
    written = model.values.get(day.isoformat())
    if wish.key is None:
        return VersionModel(value=wish.value) if written is None else written.model_copy(update={"value": wish.value})
    earlier = [text for text in model.values if date.fromisoformat(text) <= day]
    if not earlier:
        keys = "、".join(model.keys)
        what = message(
            "“{name}”在 {day} 还没有值，不能只写一个键：要有 {keys} 的值", name=model.label, day=day, keys=keys
        )
        raise UsageFault(what)
    before = model.values[max(earlier)]
    values = {**(before.values or {}), wish.key: wish.value}
    return VersionModel(values=values) if written is None else written.model_copy(update={"values": values})
