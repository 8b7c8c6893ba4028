"""Tells why a rule never fires: it can never be decided, a part of it never comes to anything, or never holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checker.expr import children, walk
from checker.expr.tree import Aggregate, Arithmetic, Function
from checker.messages import Message, message
from checker.prove import formulas as f
from checker.prove.eras import in_force
from checker.prove.firing import frames, trees_of
from checker.prove.questions.asking import confirmed
from checker.prove.questions.one_rule import outcome_shown, search_rule
from checker.prove.session import Search, Session
from checker.prove.solver import Answer
from checker.prove.verdict import State, Verdict
from checker.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.expr import Expr
    from checker.pack import Entry
    from checker.pack.models import RuleModel
    from checker.prove.firing import Firing
    from checker.prove.formulas import Cond
    from checker.prove.translate import Translator


def why_never(session: Session, entry: Entry[RuleModel], verdict: Verdict) -> Verdict:
    """Return the verdict on a rule of which ``verdict`` says that it never fires, with the reason."""
    title, part = entry.model.title, _never_known(session, entry)
    passes = search_rule(session, entry.id, lambda one: one.passes)
    doubtful = search_rule(session, entry.id, lambda one: f.both(one.doubtful, f.opposite(one.applies.no)))
    if passes.answer is Answer.NONE and doubtful.answer is Answer.SOME:
        what = message("“{title}”永远判断不了：事实齐全也总是无法判断", title=title)
        if part is not None:
            what = message("“{title}”永远判断不了：事实齐全，“{part}”也总是算不出", title=title, part=part[0])
        hint = _RECONSIDER if part is None else part[1]
        undecided = Verdict("never-decided", (entry.id,), State.BAD, verdict.place, what, hint)
        return confirmed(undecided, doubtful, outcome_shown(session, entry.id, Outcome.UNKNOWN))
    if part is not None:
        what = message("“{title}”永远不会触发：事实齐全，“{part}”也总是算不出", title=title, part=part[0])
        return replace(verdict, what=what, hint=part[1])
    return replace(verdict, hint=_at_fault(session, entry) or verdict.hint)


_RECONSIDER: Final = message("核对 when、applies 和参数，看哪一处算不出")


def _at_fault(session: Session, entry: Entry[RuleModel]) -> Message | None:
    """Return which condition never holds by itself; None when each can, but not together."""
    asked: tuple[tuple[Callable[[Firing], Cond], Message], ...] = (
        (lambda one: one.included.yes, message("没有一条事实符合 where：核对里面写的编号、名称和条件")),
        (lambda one: f.both(one.included.yes, one.applies.yes), message("applies 不可能成立：核对它的条件和 where")),
        (
            lambda one: f.both(one.included.yes, one.when.yes),
            message("when 自己就不可能成立：核对它的符号、名称和参数"),
        ),
    )
    for wanted, hint in asked:
        found = search_rule(session, entry.id, wanted)
        if found.answer is Answer.NONE:
            return hint
    return message("when 与 applies 互相矛盾：各自能成立，不能同时成立")


def _never_known(session: Session, entry: Entry[RuleModel]) -> tuple[str, Message] | None:
    """Return the smallest part of a rule that never comes to anything, as it is written, and what to do about it."""
    plan, planned = session.planned_or_fail(entry.id)
    written = ((planned.when, entry.model.when), (planned.applies, entry.model.applies))
    parts = [(node, text) for tree, text in written if tree is not None and text for node in _parts(tree)]
    for node, text in sorted(parts, key=lambda part: sum(1 for _ in walk(part[0]))):

        def known(t: Translator, node: Expr = node) -> list[Cond]:
            frame = next(iter(frames(t, planned)), {})
            return [in_force(session.pack, entry.id, t.world), t.value(node, frame).known]

        found = session.search(plan, Search(tuple(trees_of(planned)), known), show=False)
        if found.answer is Answer.NONE and found.most is None:
            return " ".join(text[node.span.start : node.span.end].split()), _advice(node)
    return None


def _parts(tree: Expr) -> Iterator[Function | Arithmetic]:
    """Yield what can fail to come to anything though its parts are known, outside of what is gathered."""
    if isinstance(tree, Aggregate):
        return
    if isinstance(tree, Function | Arithmetic):
        yield tree
    for child in children(tree):
        yield from _parts(child)


def _advice(node: Function | Arithmetic) -> Message:
    if isinstance(node, Function) and node.name == "month_end":
        return message("month_end 的月份只能是 1、2、3（一个季度的第几个月），核对写的数或参数")
    if isinstance(node, Arithmetic) and node.sign == "/":
        return message("除数总是 0，核对除数")
    return _RECONSIDER
