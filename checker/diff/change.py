"""What changed between two texts of a pack, one sentence each; knows nothing about how the sentences are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from checker.messages import Message, message

if TYPE_CHECKING:
    from datetime import date

    from checker.diff.texts import Piece


class Group(StrEnum):
    """What part of a pack a change concerns, in the order in which people are told."""

    PACK = "pack"
    DOCUMENT = "document"
    PARAMETER = "parameter"
    VOCABULARY = "vocabulary"
    SCORE = "score"
    RULE = "rule"
    PROBLEM = "problem"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was; ``field`` names it as the files do, below the entry ``subject``.

    ``pieces`` show a longer text word by word, ``details`` what an added entry says. ``matters`` says that results may
    change; then ``since`` is the first day for which they may (None: every day there is). ``retroactive`` says that
    this day is before the day on which the change became known.
    """

    group: Group
    subject: str
    field: str
    sentence: Message
    pieces: tuple[Piece, ...] = ()
    details: tuple[Message, ...] = ()
    matters: bool = False
    since: date | None = None
    retroactive: bool = False

    @property
    def told(self) -> Message:
        """The sentence, marked when the change reaches back."""
        return message("{sentence}（追溯）", sentence=self.sentence) if self.retroactive else self.sentence
