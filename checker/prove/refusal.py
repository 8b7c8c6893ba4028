"""What the solver cannot be asked, named so that a person knows why nothing was proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.messages import Message


class Refusal(Exception):
    """Something cannot be put as a question to the solver; ``why`` says what."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why
