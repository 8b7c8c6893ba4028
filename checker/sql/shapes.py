"""Says how facts lie in tables: the scale and range of each number, what may be missing or bounded.

What is known here is proven of the data before it is planned for, so that no sum can run over. Knows nothing about SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MOST_DIGITS: Final = 18
"""A number that needs more digits at the scale of its column is not decided by SQL."""


@dataclass(frozen=True, slots=True)
class FieldShape:
    """How the values of one field are kept.

    A number, date or quarter is the whole number ``value × 10**scale``, between ``low`` and ``high``, both included. A
    field that may be ``bounded`` has four columns, ``NAME__low``, ``NAME__high`` (null: no bound at that end) and the
    truths ``NAME__low_open``, ``NAME__high_open`` (never null); an exact value then has equal ends. Any other field is
    one column ``NAME``, null when the value is unknown, which it never is unless ``nullable``.
    """

    scale: int = 0
    low: int = -(10**MOST_DIGITS)
    high: int = 10**MOST_DIGITS
    nullable: bool = True
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class TypeShape:
    """How the facts of one type lie in ``facts_TYPE``: columns ``project``, ``key`` and those of ``fields``.

    A field that is not in ``fields`` was given by nobody. A project has at most ``most_rows`` facts of the type. With
    ``complete``, a project without rows has none of them; otherwise nobody has reported on the type, unless the
    relation ``reported`` (``project``, ``type``) says so, which is asked only when ``reported`` is set. With ``clean``,
    every row belongs to a project of the relation ``projects``; with ``everywhere``, every project has some.
    """

    fields: Mapping[str, FieldShape] = field(default_factory=dict)
    most_rows: int = 10_000
    complete: bool = False
    reported: bool = False
    clean: bool = False
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Shapes:
    """How a portfolio lies: its fact types, and the rules of which some finding is waived.

    The relation ``projects`` has the columns ``project``, ``title`` and ``kind`` (null when not given) and one row per
    project. The relation ``waivers`` (``project``, ``rule``, ``key``) holds the waivers in force, an empty key standing
    for every case; it is asked only for the rules ``waived``. ``facts_judgement`` holds the judgements as resolved:
    ``indicator``, ``point`` (empty for the whole indicator), ``points``, ``misses``, ``full``, ``level``, ``reason``,
    ``assessor``, ``evidence``; what is lost and the share are worked out. A type that is absent was reported by nobody.
    """

    types: Mapping[str, TypeShape] = field(default_factory=dict)
    waived: frozenset[str] = frozenset()
