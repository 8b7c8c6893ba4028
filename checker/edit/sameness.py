"""Says whether two plans are the same but for one name; knows nothing about files."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel

from checker.expr.syntax import Span
from checker.plan import build_plan
from checker.source import Problems

if TYPE_CHECKING:
    from checker.pack import Pack

_ANY_DAY: Final = date(2020, 1, 1)
_ALWAYS: Final = {"status": "active", "valid_from": None, "valid_to": None}


def plan_but_for(pack: Pack, old: str, new: str) -> Any:
    """Return everything a sound pack plans, with ``new`` wherever ``old`` stands as a whole name.

    All rules are planned, in force or not. Two packs of which one is the other renamed give equal values.
    """
    rules = {name: replace(entry, model=entry.model.model_copy(update=_ALWAYS)) for name, entry in pack.rules.items()}
    plan = build_plan(replace(pack, rules=rules), _ANY_DAY, Problems())
    if plan is None:
        return None
    planned = [_neutral(part, old, new) for part in (plan.rules, plan.derivations)]
    rest = [_neutral(part, old, new) for part in (plan.score, dict(plan.records), dict(plan.keys))]
    return [sorted(part, key=repr) for part in planned], rest, sorted(_neutral(dict(plan.parameters), old, new).items())


def _neutral(value: Any, old: str, new: str) -> Any:
    """Return a value as plain data without places, with one name for the other."""
    if isinstance(value, str):
        if value == old:
            return new
        return f"{new}{value[len(old) :]}" if value.startswith(f"{old}*") else value
    if isinstance(value, Span):
        return None
    if isinstance(value, BaseModel):
        return _neutral(dict(value), old, new)
    if is_dataclass(value):
        return type(value).__name__, [
            (part.name, _neutral(getattr(value, part.name), old, new)) for part in fields(value)
        ]
    if isinstance(value, dict):
        return {_neutral(name, old, new): _neutral(part, old, new) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_neutral(part, old, new) for part in value]
    return value
