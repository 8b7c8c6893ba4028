"""Says where two engines disagree about one project, if anywhere; knows nothing about how either decides."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from checker.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.engine.ruling import Decisions


def disagreement(ours: Decisions, theirs: Decisions) -> Message | None:
    """Return what differs first, in the order of rulings, problems and recommendations; None when nothing does."""
    for one, other in zip_longest(_decided(ours), _decided(theirs), fillvalue=("", "", "")):
        if one != other:
            return message(
                "两个引擎对 {rule} 的判断不同：{ours} 与 {theirs}", rule=one[0] or other[0], ours=one, theirs=other
            )
    return None


def _decided(decisions: Decisions) -> Iterator[tuple[str, str, str]]:
    """Yield what was decided, in order: rulings, then the problems and recommendations found."""
    yield from ((ruling.rule.id, ruling.key, ruling.outcome.value) for ruling in decisions.rulings)
    yield from ((problem, "", "problem") for problem in decisions.problems)
    yield from ((problem, "", "recommendation") for problem in decisions.recommendations)
