"""Plans rules: which are in force, what each is decided for, and its conditions and texts as typed trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.expr import Expr, ExprFault, RecordSpec, Scope
from checker.expr.syntax import Span
from checker.messages import message, tr
from checker.pack.builtin import SECOND_TIER, THIRD_TIER
from checker.plan.plan import PlannedRule, Subject, Tier
from checker.plan.reads import reads
from checker.values import Kind, show
from checker.values.calendar import date_number

if TYPE_CHECKING:
    from datetime import date

    from checker.pack import Entry, Pack
    from checker.pack.models import RuleModel
    from checker.plan.compiler import Compiler
    from checker.source import Problems

_PROJECT = "project"


def plan_rules(
    pack: Pack, scope: Scope, compiler: Compiler, as_of: date, problems: Problems
) -> tuple[tuple[PlannedRule, ...], dict[str, str]]:
    """Return the rules in force on ``as_of`` by id, and why each of the others is not.

    Rules not in force are compiled too: a mistake in a draft is still a mistake.
    """
    planned: list[PlannedRule] = []
    inactive: dict[str, str] = {
        id_: tr("已停用：{why}", why=why) for (kind, id_), why in pack.off.items() if kind == "rule"
    }
    for rule_id in sorted(pack.rules):
        entry = pack.rules[rule_id]
        rule = _plan_rule(entry, scope, compiler, problems)
        reason = _why_inactive(entry.model, as_of)
        if reason is not None:
            inactive[rule_id] = reason
        elif rule is not None:
            planned.append(rule)
    return tuple(planned), inactive


def _why_inactive(model: RuleModel, as_of: date) -> str | None:
    if model.status != "active":
        return tr("草案") if model.status == "draft" else tr("已废止")
    if model.valid_from is not None and as_of < model.valid_from:
        return tr("{day}起施行", day=show(date_number(model.valid_from), Kind.DATE))
    if model.valid_to is not None and as_of > model.valid_to:
        return tr("{day}后失效", day=show(date_number(model.valid_to), Kind.DATE))
    return None


def _plan_rule(entry: Entry[RuleModel], scope: Scope, compiler: Compiler, problems: Problems) -> PlannedRule | None:
    model, origin = entry.model, entry.origin
    frame = _frame(entry, scope, problems)
    if frame is None:
        return None
    inner = scope.push(*frame) if frame else scope
    if model.parameters_on is not None:
        at = compiler.expression(model.parameters_on, origin, ("parameters_on",), inner, (Kind.DATE,))
        inner = Scope(inner.records, inner.parameters, inner.variables, at)

    def condition(name: str, text: str | None, kind: Kind = Kind.TRUTH) -> Expr | None:
        return None if text is None else compiler.expression(text, origin, (name,), inner, (kind,))

    when = condition("when", model.when)
    assert when is not None  # noqa: S101 - the model demands it
    where, applies, deduct = (
        condition("where", model.where),
        condition("applies", model.applies),
        condition("deduct", model.deduct, Kind.SCORE),
    )
    subject = Subject(tuple((name, record.name) for name, record in frame), where)
    read = {name for tree in (when, where, applies, deduct) if tree is not None for name, _ in reads(tree)}
    if model.concerns == "project" and (late := sorted(read & THIRD_TIER)) and not set(subject.types) & THIRD_TIER:
        what = message("对“{name}”的检查在计分之后，只能是对评价的复核提示", name=scope.records[late[0]].label)
        problems.add("late-rule", origin.key("when"), what, message("补上 concerns: evaluation"))
    return PlannedRule(
        id=entry.id,
        title=model.title,
        tier=_tier({*subject.types, *read}),
        subject=subject,
        when=when,
        applies=applies,
        message=compiler.message(model.message, origin, ("message",), inner),
        severity=model.severity,
        concerns=model.concerns,
        indicator=model.indicator,
        deduct=deduct,
        deduct_cap=model.deduct_cap,
        problem=model.problem,
        basis=model.basis,
        waivable=model.waivable,
        advice=model.advice,
        pack=entry.pack,
    )


def _tier(types: set[str]) -> Tier:
    """Return when a rule can be decided: once everything it is about, and everything it reads, is there."""
    if types & THIRD_TIER:
        return Tier.SCORES
    return Tier.PROBLEMS if types & SECOND_TIER else Tier.FACTS


def _frame(entry: Entry[RuleModel], scope: Scope, problems: Problems) -> tuple[tuple[str, RecordSpec], ...] | None:
    """Return the variables of a rule with their fact types; None when one has no such type (recorded)."""
    wanted = entry.model.for_
    if wanted == _PROJECT:
        return ()
    pairs = {"": wanted} if isinstance(wanted, str) else wanted
    frame = []
    for variable, name in pairs.items():
        try:
            record = scope.record(name, Span(0, 0))
        except ExprFault as fault:
            steps = ("for", variable) if variable else ("for",)
            problems.add(fault.code, entry.origin.at(*steps), fault.what, fault.hint)
            return None
        frame.append((variable or record.name, record))
    if len({name for name, _ in frame}) > 1 and entry.model.where is None:
        place = entry.origin.key("for")
        what = message("几类事实怎样配对没有写明")
        problems.add("no-join", place, what, message("用 where 写明，如 where: p.合同 = c.编号"))
    return tuple(frame)
