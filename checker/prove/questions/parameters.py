"""Asks of each parameter whether there is a value for every day and key it may be picked by while it is in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from checker.expr.tree import Field, Parameter
from checker.messages import Message, message
from checker.prove import formulas as f
from checker.prove.eras import in_force
from checker.prove.firing import firing, frames, reached, trees_of
from checker.prove.questions.asking import Question, decided, of_none
from checker.prove.questions.scores import points_of, search_score
from checker.prove.session import Found, Search, Session
from checker.prove.translate import Translator
from checker.prove.values import Txt
from checker.prove.verdict import State, Verdict
from checker.result import Outcome
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.pack import Pack
    from checker.plan import PlannedRule
    from checker.prove.formulas import Cond
    from checker.prove.leaves import Leaf
    from checker.prove.questions.asking import Confirm
    from checker.prove.translate import Frame
    from checker.source import Place
    from checker.witness import Witness


@dataclass(frozen=True, slots=True)
class _Use:
    """One use of a parameter: in a rule (or an indicator, when there is no rule), from some day on."""

    parameter: Parameter
    about: str
    title: str
    since: date
    place: Place
    rule: PlannedRule | None = None
    leaf: Leaf | None = None


def parameter_questions(session: Session, rules: Sequence[str], leaves: Sequence[Leaf]) -> Iterator[Question]:
    """Yield a question for each parameter a rule or an indicator uses."""
    for name in rules:
        planned = session.planned(name)
        if planned is None:
            continue
        entry = session.pack.rules[name]
        since = entry.model.valid_from or begins(session.pack, entry.pack)
        for parameter in _used(session, list(trees_of(planned[1]))):
            place = _place(session.pack, parameter)
            yield from _questions(session, _Use(parameter, name, entry.model.title, since, place, planned[1]))
    for leaf in leaves:
        since = begins(session.pack, session.pack.id)
        for parameter in _used(session, [leaf.score]):
            place = _place(session.pack, parameter)
            use = _Use(parameter, leaf.planned.id, leaf.planned.label, since, place, leaf=leaf)
            yield from _questions(session, use)


def _questions(session: Session, use: _Use) -> Iterator[Question]:
    about = (use.about, use.parameter.name)
    yield Question("parameter-gap", about, use.place, partial(_covered, use=use))
    for key in _without_value(session, use):
        yield Question("parameter-gap", (*about, key), use.place, partial(_keyed, use=use, key=key))


def _without_value(session: Session, use: _Use) -> list[str]:
    """Return the choices by which a parameter may be looked up though it has no value for them."""
    key = use.parameter.key
    if not isinstance(key, Field) or key.kind is not Kind.CHOICE or use.rule is None:
        return []
    given = {word for version in use.parameter.versions for word, _ in version.keyed}
    return [word for word in session.plan().records[key.record].fields[key.name].choices if word not in given]


def _used(session: Session, trees: list[object]) -> list[Parameter]:
    nodes = reached(session.plan(), trees)  # type: ignore[arg-type]  # trees
    return list(dict.fromkeys(node for node in nodes if isinstance(node, Parameter)))


def _place(pack: Pack, parameter: Parameter) -> Place:
    """Return the place of the first version."""
    entry = pack.parameters[parameter.name]
    first = min(entry.model.values)
    return entry.origin.key("values", first)


def begins(pack: Pack, owner: str) -> date:
    """Return the day from which a pack lays anything down: the first on which one of its parameters has a value.

    Before that day nothing can be told, and that is meant.
    """
    days = [
        date.fromisoformat(text)
        for entry in pack.parameters.values()
        if entry.pack == owner
        for text in entry.model.values
    ]
    return min(days, default=date.max)


def _covered(session: Session, use: _Use) -> Verdict:
    parameter = use.parameter
    label = parameter.label or parameter.name
    words = {"title": use.title, "label": label}
    about = (use.about, parameter.name)
    good = Verdict(
        "parameter-gap", about, State.GOOD, use.place, message("“{title}”用到的“{label}”每天都有值", **words)
    )
    if use.rule is None:
        return good if use.leaf is None else _of_score(session, use, use.leaf, good)
    found = _uncovered(session, use, use.rule)
    words["day"] = found.watched[0] if found.watched else ""
    bad = Verdict(
        "parameter-gap", about, State.BAD, use.place,
        message("“{title}”用到的“{label}”在{day}还没有值，判断不了", **words),
        message("补上这一天起的值，或者在规则里写 valid_from；本来就无从衡量的，写明理由"),
    )  # fmt: skip
    return of_none(found, good, bad, _undecided(session, use.about))


def _keyed(session: Session, use: _Use, key: str) -> Verdict:
    parameter = use.parameter
    words = {"title": use.title, "label": parameter.label or parameter.name, "key": key}
    about = (use.about, parameter.name, key)
    good = Verdict("parameter-gap", about, State.GOOD, use.place, message("“{title}”不会按“{key}”查“{label}”", **words))
    bad = Verdict(
        "parameter-gap", about, State.BAD, use.place,
        message("“{title}”用到的“{label}”没有“{key}”的值，判断不了", **words),
        message("在参数的 keys 和每个日期下补上“{key}”", key=key),
    )  # fmt: skip
    if use.rule is None:
        return good
    return of_none(_uncovered(session, use, use.rule, key), good, bad, _undecided(session, use.about))


def _of_score(session: Session, use: _Use, leaf: Leaf, good: Verdict) -> Verdict:
    """A parameter of a score is picked by the day of the check."""
    first = Fraction(use.parameter.versions[0].since)

    def conditions(t: Translator) -> list[Cond]:
        day = t.world.as_of
        granted = _granting(t, use)
        open_ = f.opposite(t.number(leaf.score, {}).known)
        told = granted.number(leaf.score, {}).known
        t.world.watched.append((Kind.DATE, day))
        return [f.at_most(Fraction(use.since.toordinal()), day), f.below(day, first), open_, told]

    found = search_score(session, leaf, (leaf.score,), conditions)
    words = {
        "title": use.title,
        "label": use.parameter.label or use.parameter.name,
        "day": found.watched[0] if found.watched else "",
    }
    bad = Verdict(
        "parameter-gap", good.about, State.BAD, use.place,
        message("“{title}”用到的“{label}”在{day}还没有值，算不出得分", **words), message("补上这一天起的值"),
    )  # fmt: skip

    def confirm(witness: Witness) -> Message | None:
        points = points_of(session, leaf, witness)
        if points is None or isinstance(points, Fraction):
            return None
        return message("“{label}”得{points}", label=leaf.planned.label, points=show(points, Kind.SCORE))

    return of_none(found, good, bad, confirm)


def _uncovered(session: Session, use: _Use, rule: PlannedRule, key: str = "") -> Found:
    """Look for facts by which a rule in force looks a parameter up on a day (or by a key) for which it has no value."""
    plan, _ = session.planned_or_fail(rule.id)
    since = Fraction(use.since.toordinal())

    def conditions(t: Translator) -> list[Cond]:
        frame = next(iter(frames(t, rule)), None)
        if frame is None:
            return [False]  # nothing is ever found that the rule could be about
        missed = _missed(t, use.parameter, frame, key)
        one = firing(t, rule, frame)
        day = t.world.watched[0][1]
        reach = [one.listed, f.opposite(one.applies.no), f.at_most(since, day), f.at_most(day, t.world.as_of)]
        open_ = f.either(one.doubtful, f.both(one.fires, f.opposite(one.deduct.known)))
        told = _else_told(t, use, rule) if not key else True
        return [in_force(session.pack, rule.id, t.world), *missed, *reach, open_, told]

    return session.search(plan, Search(tuple(trees_of(rule)), conditions))


def _granting(t: Translator, use: _Use) -> Translator:
    return Translator(t.plan, t.world, t.loose, t.worked_out, granted=frozenset({use.parameter.name}))


def _else_told(t: Translator, use: _Use, rule: PlannedRule) -> Cond:
    """Return that the rule could be told if only the parameter had its first value already."""
    other = _granting(t, use)
    one = firing(other, rule, frames(other, rule)[0])
    return f.both(f.opposite(one.doubtful), f.implies(one.fires, one.deduct.known))


def _missed(t: Translator, parameter: Parameter, frame: Frame, key: str) -> list[Cond]:
    """Return that a parameter is looked up before its first day; of a key, that it is looked up by that."""
    day, known = t.world.as_of, True
    if parameter.at is not None:
        at = t.number(parameter.at, frame)
        day, known = f.term(at.low), at.known
    t.world.watched.append((Kind.DATE, day))
    first = Fraction(parameter.versions[0].since)
    if not key or parameter.key is None:
        return [known, f.below(day, first)]
    word = t.value(parameter.key, frame)
    if not isinstance(word, Txt):
        raise TypeError("a key is a word")
    return [known, f.at_most(first, day), word.known, f.equal(word.code, t.world.code(key))]


def _undecided(session: Session, rule: str) -> Confirm:
    """Return what asks the engine whether it cannot tell, or cannot tell what is deducted."""

    def confirm(witness: Witness) -> Message | None:
        for outcome in session.decider.outcomes(witness, rule):
            if outcome.outcome is Outcome.UNKNOWN:
                return decided(outcome)
            if outcome.outcome is Outcome.FAIL and not isinstance(outcome.deduction, Fraction):
                return message("{rule} 扣多少说不准", rule=outcome.id)
        return None

    return confirm
