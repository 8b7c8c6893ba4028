"""A made-up project: the day it is checked on and its facts as a case gives them; knows nothing about rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

Given: TypeAlias = "str | Sequence[Given] | Mapping[str, Given]"
"""Facts as a case writes them: every value is the text a person would write (``16.38%``, ``2020Q3``, ``低于628元``)."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A project small enough to be read at a glance, which shows something about a rule.

    ``given`` is what stands below ``given`` in a case; rows of the builtin types (``judgements``, ``indicator``,
    ``result`` …) may be given too. ``on`` is the as-of date.
    """

    on: date
    given: Mapping[str, Given] = field(default_factory=dict)
