"""Random score plans whose conditions and scores are fields of one fact, and rows that give these fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from hypothesis import strategies as st

from checker.expr import Env
from checker.expr.tree import Field
from checker.plan.plan import (
    PlannedCap,
    PlannedGrade,
    PlannedIndicator,
    PlannedNotApplicable,
    PlannedVeto,
    ScorePlan,
)
from checker.sql.policies import MOST_WAYS
from checker.values import UNKNOWN, Kind, Value, interval

if TYPE_CHECKING:
    from collections.abc import Mapping

F = Fraction
WEIGHTS: Final = ((F(50), F(50)), (F(10), F(20), F(70)), (F(25),) * 4, (F(333, 10), F(667, 10)), (F(100),))
GRADES: Final = (
    (PlannedGrade("优", F(90), False, None, False), PlannedGrade("良", F(80), False, F(90), True),
     PlannedGrade("差", None, False, F(80), True)),
    (PlannedGrade("优", F(90), True, None, False), PlannedGrade("良", F(80), False, F(89), False),
     PlannedGrade("差", None, False, None, False)),
    (),
)  # fmt: skip
"""Bands side by side, bands with a hole that overlap, and none."""
CAPS: Final = ((), (), (F(89), F(59)), (F(80), F(40), F(40)))
VETOES: Final = st.lists(st.tuples(st.sampled_from([F(0), F(59)]), st.sampled_from([None, "差", "不合格"])), max_size=3)
Policy: TypeAlias = Literal["full", "remove", "drop", "move"]
POLICIES: Final[tuple[Policy, ...]] = ("full", "remove", "drop", "move", "move")
ROWS: Final = 6


@dataclass(slots=True)
class Conditions:
    """The truths that conditions are drawn from: each may be used at several places.

    ``ways`` counts in how many ways together the leaves drawn so far may turn out.
    """

    names: list[str] = field(default_factory=list)
    ways: int = 1

    def draw(self, draw: st.DrawFn) -> Field:
        """Return a condition used before or a new one."""
        name = draw(st.sampled_from([f"c{len(self.names)}", *self.names]))
        if name not in self.names:
            self.names.append(name)
        return Field("p", "p", name, Kind.TRUTH)


@dataclass(frozen=True)
class DrawnScores:
    """A score plan, and the environments it is worked out for; ``fractions`` says how numbers are kept."""

    plan: ScorePlan
    envs: tuple[Env, ...]
    fractions: bool


@st.composite
def scores(draw: st.DrawFn) -> DrawnScores:
    """Trees of one to six leaves with policies, alternatives, bonus, caps and vetoes, and six rows of inputs."""
    conditions = Conditions()
    weights = draw(st.sampled_from(WEIGHTS))
    takers = [*(f"leaf{number}" for number in range(len(weights))), "group"]
    leaves = [draw(_leaves(f"leaf{number}", weight, takers, conditions)) for number, weight in enumerate(weights)]
    if draw(st.booleans()):
        leaves.append(draw(_leaves("bonus", F(5), takers, conditions, bonus=True)))
    if draw(st.booleans()):
        leaves.append(draw(_leaves("instead", weights[0], takers, conditions, alternative_to="leaf0")))
    group = PlannedIndicator("group", "一组", 1, "一组", None, sum(weights[:2], F(0)), "group", None)
    plan = ScorePlan(
        full_score=F(100),
        indicators=(group, *leaves),
        grades=draw(st.sampled_from(GRADES)),
        caps=tuple(
            PlannedCap(conditions.draw(draw), most, f"封顶{place}", ())
            for place, most in enumerate(draw(st.sampled_from(CAPS)))
        ),
        vetoes=tuple(
            PlannedVeto(conditions.draw(draw), f"否决{place}", score, grade, ())
            for place, (score, grade) in enumerate(draw(VETOES))
        ),
        total_digits=draw(st.sampled_from([None, None, 0, 1])),
    )
    known = draw(st.sets(st.sampled_from(conditions.names))) if conditions.names else set()
    fields = {name: _truths(known=name in known) for name in conditions.names}
    fields |= {leaf.id: draw(_kinds_of_points(leaf)) for leaf in leaves}
    return DrawnScores(plan, tuple(draw(_envs(fields)) for _ in range(ROWS)), draw(st.booleans()))


@st.composite
def _leaves(
    draw: st.DrawFn, name: str, weight: Fraction, takers: list[str], conditions: Conditions, *,
    bonus: bool = False, alternative_to: str | None = None,
) -> PlannedIndicator:  # fmt: skip
    policies = []
    count = draw(st.sampled_from([0, 0, 0, 1, 1, 2]))
    if conditions.ways * (count + 1) > MOST_WAYS:
        count = 0
    conditions.ways *= count + 1
    for _ in range(count):
        policy: Policy = draw(st.sampled_from(POLICIES))
        target = draw(st.sampled_from([taker for taker in takers if taker != name])) if policy == "move" else None
        policies.append(PlannedNotApplicable(conditions.draw(draw), policy, target, ""))
    lowest = draw(st.sampled_from([F(0), F(0), F(-10)]))
    veto = PlannedVeto(conditions.draw(draw), "一票否决", F(-20), None, ()) if draw(st.integers(0, 9)) == 0 else None
    return PlannedIndicator(
        id=name,
        label=f"指标{name}",
        level=2,
        dimension="一组",
        parent="group" if name in {"leaf0", "leaf1", "bonus", "instead"} else None,
        weight=weight,
        method="formula",
        score=Field("p", "p", name, Kind.SCORE),
        lowest=lowest,
        bonus=bonus,
        alternative_to=alternative_to,
        not_applicable=tuple(policies),
        vetoes=() if veto is None else (veto,),
    )


def _truths(*, known: bool) -> st.SearchStrategy[Value]:
    return st.booleans() if known else st.sampled_from([True, False, UNKNOWN])


@st.composite
def _kinds_of_points(draw: st.DrawFn, leaf: PlannedIndicator) -> st.SearchStrategy[Value]:
    """Points of a leaf: in some drawn plans always exact, in others also bounded or unknown."""
    shares = [F(0), F(1, 2), F(1, 3), F(9, 10), F(1)]
    exact = st.sampled_from([leaf.weight * share for share in shares] + [leaf.lowest / 2])
    bounded = st.builds(
        lambda a, b, low_open, high_open: a if a == b else interval(min(a, b), max(a, b), low_open, high_open),
        exact, exact, st.booleans(), st.booleans(),
    )  # fmt: skip
    kinds: list[st.SearchStrategy[Value]] = [
        exact,
        st.one_of(exact, st.just(UNKNOWN)),
        st.one_of(exact, bounded, st.just(UNKNOWN)),
    ]
    return draw(st.sampled_from(kinds))


@st.composite
def _envs(draw: st.DrawFn, fields: Mapping[str, st.SearchStrategy[Value]]) -> Env:
    row = {name: draw(values) for name, values in fields.items()}
    return Env(737_000, {}, {"p": {name: value for name, value in row.items() if value is not UNKNOWN}})
