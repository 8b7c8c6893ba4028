"""Asks of the bands of an indicator whether each can be reached, and whether a value falls between them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from checker.expr import evaluator, truth
from checker.messages import Message, message
from checker.pack.models import Bands
from checker.prove.leaves import Leaf, band_conditions
from checker.prove.questions.asking import Confirm, Question, of_existing
from checker.prove.questions.gaps import hole, measures
from checker.prove.questions.scores import search_score
from checker.prove.verdict import State, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.pack.models import Band
    from checker.prove.formulas import Cond
    from checker.prove.session import Found, Session
    from checker.prove.translate import Frame, Translator
    from checker.witness import Witness

_BOUNDS = ("at_least", "above", "at_most", "below", "equals", "when")


def band_questions(leaf: Leaf) -> Iterator[Question]:
    """Yield the questions about the bands of one indicator."""
    scoring = leaf.model.scoring
    if not isinstance(scoring, Bands):
        return
    for index, _ in enumerate(scoring.bands):
        place = leaf.scored_at.at("scoring", "bands", index)
        yield Question("band-unreachable", (leaf.planned.id,), place, partial(_reached, leaf=leaf, index=index))
    place = leaf.scored_at.at("scoring", "bands")
    for measure in measures(leaf):
        yield Question("band-hole", (leaf.planned.id,), place, partial(hole, leaf=leaf, measure=measure))


def _search(session: Session, leaf: Leaf, taken: int) -> tuple[Found, tuple[Expr, ...], tuple[str, ...]]:
    """Look for a value that the band ``taken`` is the first to take."""
    scoring = leaf.model.scoring
    count = len(scoring.bands) if isinstance(scoring, Bands) else 0
    conditions_, around = band_conditions(leaf.score, count)

    def conditions(t: Translator) -> list[Cond]:
        frame: Frame = {variable: t.world.row(record, 0) for variable, record in around}
        found = [t.truth(condition, frame) for condition in conditions_]
        holds: list[Cond] = [row.exists for row in frame.values()]
        return [*holds, *(item.no for item in found[:taken]), found[taken].yes]

    return search_score(session, leaf, conditions_, conditions), conditions_, tuple(record for _, record in around)


def _bands_shown(session: Session, conditions: tuple[Expr, ...], over: tuple[str, ...], taken: int) -> Confirm:
    """Return what has the ordinary evaluator take an example through the bands."""

    def confirm(witness: Witness) -> Message | None:
        facts, _ = session.decider.facts(witness)
        checker = session.decider.checker(witness.on)
        env = checker.tables(facts).env
        for record in over:
            env = env.bind(record, env.tables[record][0])
        came = [truth(evaluator(condition)(env)) for condition in conditions]
        first = next((number for number, holds in enumerate(came) if holds is not False), None)
        if first != taken or came[taken] is not True:
            return None
        return message("符合第 {number} 档", number=taken + 1)

    return confirm


def _band_text(band: Band) -> str:
    for name in _BOUNDS:
        text = getattr(band, name)
        if text is not None:
            return text if name == "when" else f"{name}: {text}"
    return ""


def _reached(session: Session, leaf: Leaf, index: int) -> Verdict:
    scoring, place = leaf.model.scoring, leaf.scored_at.at("scoring", "bands", index)
    text = _band_text(scoring.bands[index]) if isinstance(scoring, Bands) else ""
    words = {"label": leaf.planned.label, "number": index + 1, "band": " ".join(text.split())}
    found, conditions, over = _search(session, leaf, index)
    good = Verdict(
        "band-unreachable", (leaf.planned.id,), State.GOOD, place,
        message("“{label}”的第 {number} 档（{band}）轮得到", **words),
    )  # fmt: skip
    bad = Verdict(
        "band-unreachable", (leaf.planned.id,), State.BAD, place,
        message("“{label}”的第 {number} 档（{band}）永远轮不到：前面各档已经全部拿走", **words),
        message("调整次序：越好的档写在越前面；多余的档删去"),
    )  # fmt: skip
    return of_existing(found, good, bad, _bands_shown(session, conditions, over, index))
