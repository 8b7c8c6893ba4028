"""What was found out about a pack, one verdict to a question; plain data that reports read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.source import Place
    from checker.witness import Witness


class State(StrEnum):
    """How a question came out.

    ``GOOD`` and ``NOTE`` are proved (the latter worth knowing), ``BAD`` is proved and wrong, ``JUSTIFIED`` wrong but
    explained in the pack, ``OPEN`` not proved either way, ``FAULT`` an example the engine does not confirm.
    """

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"
    JUSTIFIED = "justified"
    OPEN = "open"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question: ``id`` is the kind of question, ``about`` the rules or indicators asked about.

    ``assumed`` says within which limits a proof holds. ``witness`` is a project that shows it, and ``shown`` what the
    ordinary engine made of it. ``why`` says why nothing was proved, or by what reason the pack justifies it.
    """

    id: str
    about: tuple[str, ...]
    state: State
    place: Place
    what: Message
    hint: Message | None = None
    assumed: tuple[Message, ...] = ()
    witness: Witness | None = None
    shown: Message | None = None
    why: Message | None = None
