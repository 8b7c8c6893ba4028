"""Plans a pack for the days it needs, looks for projects by the solver and has the ordinary engine confirm them.

Knows no questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.plan import build_plan
from checker.prove.firing import gathers, optional_fields
from checker.prove.refusal import Refusal
from checker.prove.solver import Answer, Asked
from checker.prove.translate import Translator
from checker.prove.witness_of import watched, witness_of
from checker.prove.worked_out import Findings
from checker.prove.world import World
from checker.source import InputError, Problems
from checker.witness import Decider

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from checker.expr import Expr
    from checker.messages import Message
    from checker.pack import Pack
    from checker.plan import Plan, PlannedRule
    from checker.prove.formulas import Cond
    from checker.prove.translate import Rows
    from checker.witness import Witness

_SIZES: Final = (2, 4, 6)
"""How many facts of a gathered type are tried, one after the other."""
_NO_DATES: Final = date(2020, 12, 31)


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for: the trees it rests on, and the conditions that make a project of a translator.

    ``worked_out`` gives the facts of types the checker fills itself. ``complete`` asks for projects with all facts
    given; ``sizes`` are the most facts of a gathered type to be tried, after any number ``loosely``, which proves more.
    """

    trees: Sequence[Expr]
    conditions: Callable[[Translator], Sequence[Cond]]
    worked_out: Mapping[str, Rows] = field(default_factory=dict)
    complete: bool = True
    sizes: tuple[int, ...] = _SIZES
    loosely: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a search; ``most`` is how many facts of a gathered type were tried, None when any number is covered.

    ``watched`` are further values the question asked for; ``why`` says why it is open.
    """

    answer: Answer
    witness: Witness | None = None
    watched: tuple[str, ...] = ()
    most: int | None = None
    why: Message | None = None


@dataclass(slots=True)
class Session:
    """One pack being proved; ``seconds`` is the budget of each question put to the solver."""

    pack: Pack
    seconds: float = 5.0
    engine: str = "plain"
    _plans: dict[date, Plan] = field(default_factory=dict)
    decider: Decider = field(init=False)
    day: date = field(init=False)

    def __post_init__(self) -> None:
        self.decider = Decider(self.pack, self.engine)
        self.day = latest_day(self.pack)

    def plan(self, day: date | None = None) -> Plan:
        """Return the plan of a day; raises ``InputError`` when the pack is wrong."""
        wanted = day or self.day
        if wanted not in self._plans:
            problems = Problems()
            plan = build_plan(self.pack, wanted, problems)
            if plan is None:
                raise InputError(problems.found)
            self._plans[wanted] = plan
        return self._plans[wanted]

    def planned(self, rule: str) -> tuple[Plan, PlannedRule] | None:
        """Return a rule with a plan in which it is in force; None for a draft and one that was withdrawn."""
        model = self.pack.rules[rule].model
        if model.status != "active":
            return None
        day = self.day if model.valid_from is None else max(self.day, model.valid_from)
        day = day if model.valid_to is None else min(day, model.valid_to)
        plan = self.plan(day)
        found = plan.rule(rule)
        return None if found is None else (plan, found)

    def planned_or_fail(self, rule: str) -> tuple[Plan, PlannedRule]:
        """Return a rule that is known to be planned, with its plan; raises ``KeyError`` for any other."""
        found = self.planned(rule)
        if found is None:
            raise KeyError(rule)
        return found

    def search(self, plan: Plan, search: Search, *, show: bool = True) -> Found:
        """Return whether there is such a project, and one to ``show``; refusals and exhausted budgets leave it open."""
        try:
            return self._search(plan, search, show=show)
        except Refusal as refusal:
            return Found(Answer.OPEN, why=message("{what}：求解器不会", what=refusal.why))

    def _search(self, plan: Plan, search: Search, *, show: bool) -> Found:
        if not gathers(plan, search.trees):
            return self._once(plan, search, 1, show=show)
        if search.loosely:
            found = self._once(plan, search, 1, show=False, loose=True)
            if found.answer is Answer.NONE:
                return found
        found = Found(Answer.OPEN)
        for most in search.sizes:
            found = replace(self._once(plan, search, most, show=show), most=most)
            if found.answer is not Answer.NONE:
                break
        return found

    def _once(self, plan: Plan, search: Search, most: int, *, show: bool, loose: bool = False) -> Found:
        optional = optional_fields(plan, search.trees)
        world = World(plan, complete=search.complete, optional=optional, most=most)
        worked_out = {} if loose else {**Findings().tables(), **search.worked_out}
        translator = Translator(plan, world, loose=loose, worked_out=worked_out)
        conditions = search.conditions(translator)
        asked = Asked(world, self.seconds)
        answer = asked.ask(conditions)
        if answer is Answer.OPEN:
            return Found(answer, why=message("{seconds} 秒内没有想出来", seconds=f"{self.seconds:g}"))
        if answer is Answer.NONE or not show or loose:
            return Found(answer)
        witness, also = witness_of(asked, self.day), watched(asked)
        if witness is None or also is None:
            return Found(Answer.OPEN, why=message("有这样的项目，但其中的数写不成有限的小数或分数"))
        return Found(answer, witness, also)


def latest_day(pack: Pack) -> date:
    """Return the end of the year in which the last date of a pack lies: a day on which all it says is in force."""
    days = [date.fromisoformat(text) for entry in pack.parameters.values() for text in entry.model.values]
    for entry in pack.rules.values():
        days += [day for day in (entry.model.valid_from, entry.model.valid_to) if day is not None]
    last = max(days, default=_NO_DATES)
    return date(last.year, 12, 31)
