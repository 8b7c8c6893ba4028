"""Turns two plans into a project that tells them apart, or a proof that none does; knows nothing of packs' files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from checker.messages import Message, message
from checker.plan import Tier, build_plan
from checker.prove import formulas as f
from checker.prove.confirm import rules_differ, scores_differ
from checker.prove.difference import conditions_differ, firings_differ, numbers_differ
from checker.prove.eras import in_force, within_era
from checker.prove.firing import Firing, firing, frames, gathers, optional_fields, reached, trees_of
from checker.prove.refusal import Refusal
from checker.prove.solver import Answer, Asked
from checker.prove.translate import Translator
from checker.prove.witness_of import witness_of
from checker.prove.worked_out import Findings, Judged
from checker.prove.world import World
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checker.expr import Expr
    from checker.plan import Plan, PlannedIndicator, PlannedRule
    from checker.prove.formulas import Cond
    from checker.witness import Witness

_SIZES: Final = (2, 4)


@dataclass(frozen=True, slots=True)
class Separation:
    """A project on which two versions differ, or proof that they never do, or why neither could be told.

    The proof is for facts that are exact or missing, with all days from 1950 to 2049.
    """

    witness: Witness | None = None
    proven: bool = False
    why: Message | None = None


class Differ(Protocol):
    """Says where two versions differ, ``surely`` only where both can be told."""

    def __call__(self, t_old: Translator, t_new: Translator, /, *, surely: bool) -> Cond:
        """Return the condition over the symbols both translators share."""
        ...


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two plans and what is compared of them; ``confirm`` has the ordinary engine decide an example by both.

    ``late`` rules are about problems, which differ where the findings do. ``scores`` asks for whole projects.
    """

    old: Plan
    new: Plan
    trees: tuple[Expr, ...]
    differ: Differ
    confirm: Callable[[Witness], bool]
    scores: bool = False
    late: bool = False


def separate_rules(old: Plan, new: Plan, rule: str, *, seconds: float = 5.0) -> Separation:
    """Return a project on which the outcome or deduction of a rule differs between two plans, or the proof.

    The as-of date is open: a difference on any day counts. The plain engine has decided the project by both plans.
    """
    before, after = _planned(old, rule), _planned(new, rule)
    if before is None or after is None:
        return Separation(proven=before is after) if before is after else _one_sided(before, after)
    (old, was), (new, now) = before, after
    if _same_rule(old, new, was, now):
        return Separation(proven=True)

    def differ(t_old: Translator, t_new: Translator, *, surely: bool) -> Cond:
        if was.subject.types != now.subject.types:
            raise Refusal(message("检查的对象（for）改了"))
        pairs = zip(_firings(t_old, was), _firings(t_new, now), strict=True)
        active = in_force(old.pack, rule, t_old.world), in_force(new.pack, rule, t_new.world)
        found = f.any_of(firings_differ(a, b, active, surely=surely) for a, b in pairs)
        tiers = {was.tier, now.tier} - {Tier.FACTS}
        return f.both(found, _eras(t_old, t_new)) if tiers else found

    trees = (*trees_of(was), *trees_of(now))
    late = Tier.PROBLEMS in {was.tier, now.tier}
    pair = _Pair(old, new, trees, differ, lambda witness: rules_differ(old, new, rule, witness), late=late)
    return _separated(pair, seconds)


def separate_scores(old: Plan, new: Plan, indicator: str, *, seconds: float = 5.0) -> Separation:
    """Return a project on which the score of an indicator differs between two plans, or the proof; as for rules.

    Compared are the points the indicator earns by itself, and the conditions on which it does not apply.
    """
    before, after = _leaf(old, indicator), _leaf(new, indicator)
    if before is None or after is None or before.score is None or after.score is None:
        return Separation(why=message("指标“{name}”只在一个版本里计分", name=indicator))
    was, now = before, after
    policies = [(item.policy, item.to) for item in was.not_applicable]
    if policies != [(item.policy, item.to) for item in now.not_applicable]:
        return Separation(why=message("“{name}”不适用时的处理方法改了", name=was.label))
    conditions = tuple(zip(was.not_applicable, now.not_applicable, strict=True))
    trees = (before.score, after.score, *(part.when for both in conditions for part in both))
    same = before.score == after.score and all(a.when == b.when for a, b in conditions)
    if same and _same_rest(old, new, trees) and _same_findings(old, new, indicator):
        return Separation(proven=True)
    scores = before.score, after.score

    def differ(t_old: Translator, t_new: Translator, *, surely: bool) -> Cond:
        found = [numbers_differ(t_old.number(scores[0], {}), t_new.number(scores[1], {}), surely=surely)]
        found += [conditions_differ(t_old.truth(a.when, {}), t_new.truth(b.when, {})) for a, b in conditions]
        return f.both(f.any_of(found), _eras(t_old, t_new))

    pair = _Pair(old, new, trees, differ, lambda witness: scores_differ(old, new, indicator, witness), scores=True)
    return _separated(pair, seconds)


def _separated(pair: _Pair, seconds: float) -> Separation:
    with f.fresh_context():
        return _settled(pair, seconds)


def _settled(pair: _Pair, seconds: float) -> Separation:
    try:
        if not gathers(pair.old, pair.trees) and not gathers(pair.new, pair.trees):
            return _tried(pair, seconds, (1,), final=True)
        if not pair.late and _asked(pair, seconds, 1, complete=False, loose=True)[1] is Answer.NONE:
            return Separation(proven=True)
        return _tried(pair, seconds, _SIZES, final=False)
    except Refusal as refusal:
        return Separation(why=message("{what}：求解器不会", what=refusal.why))


def _tried(pair: _Pair, seconds: float, sizes: Sequence[int], *, final: bool) -> Separation:
    """Look first for a project with all facts given on which both can be told: it is the one to show."""
    for complete, surely in ((True, True), (True, False), (False, False)):
        for most in sizes:
            asked, answer = _asked(pair, seconds, most, complete=complete, surely=surely)
            if answer is Answer.OPEN:
                return Separation(why=message("{seconds} 秒内没有想出来", seconds=f"{seconds:g}"))
            if answer is Answer.SOME:
                witness = witness_of(asked, pair.new.as_of)
                if witness is not None and pair.confirm(witness):
                    return Separation(witness)
                if not complete:
                    return Separation(why=message("求解器找到的例子没有得到检查程序证实"))
                break
    if final:
        return Separation(proven=True)
    return Separation(why=message("汇总的事实每类至多 {most} 条时没有不同，更多时没有证明", most=sizes[-1]))


def _asked(
    pair: _Pair, seconds: float, most: int, *, complete: bool, surely: bool = False, loose: bool = False
) -> tuple[Asked, Answer]:
    optional = optional_fields(pair.old, pair.trees) | optional_fields(pair.new, pair.trees)
    world = World(pair.new, complete=complete, optional=optional, most=most, also=pair.old)
    alike = _same_rest(pair.old, pair.new, pair.trees)
    translators = []
    for plan in (pair.old, pair.new):
        worked_out = {} if loose else {**Findings(Tier.PROBLEMS if pair.scores else Tier.FACTS).tables()}
        if pair.scores and not loose:
            worked_out |= Judged(plan).tables()
        translators.append(Translator(plan, world, loose, worked_out, alike=alike))
    condition = pair.differ(*translators, surely=surely)
    asked = Asked(world, seconds)
    return asked, asked.ask([condition])


def _eras(t_old: Translator, t_new: Translator) -> Cond:
    return f.all_of(within_era(t.plan.pack, t.plan.as_of, t.world) for t in (t_old, t_new))


def _firings(t: Translator, rule: PlannedRule) -> list[Firing]:
    return [firing(t, rule, frame) for frame in frames(t, rule)]


def _planned(plan: Plan, rule: str) -> tuple[Plan, PlannedRule] | None:
    """Return a rule with a plan of a day on which it is in force; None when there is none."""
    found = plan.rule(rule)
    if found is not None:
        return plan, found
    entry = plan.pack.rules.get(rule)
    if entry is None or entry.model.status != "active":
        return None
    day = entry.model.valid_from or entry.model.valid_to or plan.as_of
    other = build_plan(plan.pack, day, Problems())
    planned = None if other is None else other.rule(rule)
    return None if other is None or planned is None else (other, planned)


def _one_sided(before: tuple[Plan, PlannedRule] | None, after: tuple[Plan, PlannedRule] | None) -> Separation:
    if after is None:
        return Separation(why=message("新的版本里没有这条规则，或者它不执行"))
    del before
    return Separation(why=message("旧的版本里没有这条规则，或者它不执行"))


def _leaf(plan: Plan, indicator: str) -> PlannedIndicator | None:
    return next((leaf for leaf in plan.score.leaves if leaf.id == indicator), None)


def _same_rule(old: Plan, new: Plan, was: PlannedRule, now: PlannedRule) -> bool:
    parts = [
        (rule.subject, rule.applies, rule.when, rule.deduct, rule.indicator if rule.deduct is not None else None)
        for rule in (was, now)
    ]
    models = [plan.pack.rules[was.id].model for plan in (old, new)]
    periods = [(model.valid_from, model.valid_to) for model in models]
    late = Tier.FACTS not in {was.tier, now.tier}
    same = parts[0] == parts[1] and periods[0] == periods[1] and _same_rest(old, new, tuple(trees_of(was)))
    return same and (not late or _same_findings(old, new, None))


def _same_rest(old: Plan, new: Plan, trees: Sequence[Expr]) -> bool:
    """Return whether the fields that trees read are worked out and limited alike."""
    derived = [{key: plan.derived.get(key) for key in _read(plan, trees)} for plan in (old, new)]
    limits = [
        {
            key: (model.type, model.choices, model.unit, model.min, model.max)
            for key in _read(plan, trees)
            if (model := plan.fields.get(key[0], {}).get(key[1])) is not None
        }
        for plan in (old, new)
    ]
    return derived[0] == derived[1] and limits[0] == limits[1] and old.keys == new.keys


def _read(plan: Plan, trees: Sequence[Expr]) -> set[tuple[str, str]]:
    return {
        (node.record, node.name) for node in reached(plan, trees) if hasattr(node, "record") and hasattr(node, "name")
    }


def _same_findings(old: Plan, new: Plan, indicator: str | None) -> bool:
    """Return whether the rules whose findings are read are the same."""
    found = [[rule for rule in plan.rules if indicator is None or rule.indicator == indicator] for plan in (old, new)]
    return len(found[0]) == len(found[1]) and all(
        a.id == b.id and _same_rule(old, new, a, b) for a, b in zip(*found, strict=True) if a.tier is Tier.FACTS
    )
