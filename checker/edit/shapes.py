"""Says how each kind of pack file is laid out: the order of names, what is an expression, what stands on one line.

Knows nothing about what the names mean; a test holds the orders to the shapes of pack files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Layout: TypeAlias = Literal["leaf", "nested", "block"]
"""``leaf``: on one line when nothing is nested in it; ``nested``: with one part nested too; ``block``: never."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a mapping or list is written.

    ``order`` names its parts in order (those not named follow as written); ``parts`` says how some of them are
    written, ``each`` how all others are, items of a list too. ``expressions`` are the parts that hold one. ``apart``
    puts blank lines between entries of several lines; ``dated`` sorts entries by the day they are named after.
    """

    order: tuple[str, ...] = ()
    parts: Mapping[str, Shape] = field(default_factory=lambda: MappingProxyType({}))
    each: Shape | None = None
    expressions: frozenset[str] = frozenset()
    layout: Layout = "leaf"
    apart: bool = False
    dated: bool = False

    def below(self, name: str) -> Shape:
        """Return how the part called ``name`` is written; an item has no name."""
        return self.parts.get(name) or self.each or PLAIN


def _shape(words: str, layout: Layout = "leaf", each: Shape | None = None, **parts: Shape) -> Shape:
    """Return the shape of a mapping: its names in order, those that hold an expression with a mark behind them."""
    names = words.split()
    order = tuple(name.rstrip("=") for name in names)
    expressions = frozenset(name.rstrip("=") for name in names if name.endswith("="))
    return Shape(order, MappingProxyType(parts), each, expressions, layout)


def _named(each: Shape, *, apart: bool = False) -> Shape:
    """Return the shape of a mapping of free names, or of a list, whose entries are all of one shape."""
    return Shape(each=each, layout="block", apart=apart)


PLAIN: Final = Shape()
BASIS: Final = _shape("document clause quote")
_BASES: Final = Shape(each=BASIS)
DOCUMENT: Final = _shape("override off title number issued_on note", "block")
PACK: Final = _shape("id title version extends kinds about documents", "block", documents=_named(DOCUMENT))
FIELD: Final = _shape("label type choices unit min max ask derive= note", "nested")
FACT_TYPE: Final = _shape("override off label key ask note fields", "block", fields=_named(FIELD))
VERSION: Final = _shape("value values source note", "nested", source=BASIS)
_VERSIONS: Final = Shape(each=VERSION, layout="block", dated=True)
PARAMETER: Final = _shape("override off label type unit step keys reviewed_on values note", "block", values=_VERSIONS)
RULE: Final = _shape(
    "override off title for where= applies= when= parameters_on= severity concerns status valid_from valid_to"
    " indicator deduct= deduct_cap problem basis message advice waivable note",
    "block",
    basis=_BASES,
)
ADVICE: Final = _shape("heading text", "block")
PROBLEM: Final = _shape("override off order heading text advice note", "block", advice=ADVICE)

AWARD: Final = _shape("points share")
BAND: Final = _shape("when= equals= at_least= above= at_most= below= points share")
CHECK_POINT: Final = _shape("id label points share when= partial misses=")
LEVEL: Final = _shape("label least most least_excluded")
CLIFF: Final = _shape("each_miss zero_from")
SCORING: Final = _shape(
    "method over where= weigh_by= each value= target= full_at= zero_at= step= cost better partial_step free= cap"
    " pass_mark from_pass_mark levels bands otherwise cliff points",
    bands=Shape(each=BAND),
    points=Shape(each=CHECK_POINT),
    levels=Shape(each=LEVEL),
    cliff=CLIFF,
)
NOT_APPLICABLE: Final = _shape("when= policy to reason")
VETO: Final = _shape("when= title score grade basis", "nested", basis=_BASES)
TOTAL_VETO: Final = _shape("title when= score grade basis", "nested", basis=_BASES)
CAP: Final = _shape("title when= at_most basis", "nested", basis=_BASES)
GRADE: Final = _shape("label at_least above at_most below")
ROUNDING: Final = _shape("stage digits")


def _indicator() -> Shape:
    parts: dict[str, Shape] = {
        "scoring": SCORING,
        "not_applicable": Shape(each=NOT_APPLICABLE),
        "veto": Shape(each=VETO),
        "basis": _BASES,
    }
    order = (
        "override off id use label weight bonus lowest alternative_to scoring veto target_met= not_applicable criteria"
        " basis children"
    )
    shape = _shape(order, "leaf", **parts)
    parts["children"] = Shape(each=shape)
    return Shape(shape.order, MappingProxyType(parts), None, shape.expressions)


INDICATOR: Final = _indicator()
_TREE: Final = Shape(each=INDICATOR, layout="block", apart=True)
INDICATORS: Final = Shape(
    ("full_score", "rounding", "grades", "shared", "indicators", "caps", "vetoes"),
    MappingProxyType(
        {
            "rounding": ROUNDING, "grades": Shape(each=GRADE), "shared": _TREE, "indicators": _TREE,
            "caps": Shape(each=CAP), "vetoes": Shape(each=TOTAL_VETO),
        }
    ),
    layout="block",
    apart=True,
)  # fmt: skip
_GIVEN: Final = Shape(layout="block")
CASE: Final = _shape(
    "name on given expect missing deduct severity message expected_failure to_confirm", "block", given=_GIVEN
)
EXPECTATION: Final = _shape("score grade indicators findings outcomes problems review_notes", "block")
PROJECT_CASE: Final = _shape("name on facts given expect to_confirm", "block", given=_GIVEN, expect=EXPECTATION)
_FILES: Final = {
    "pack.yaml": PACK,
    "vocabulary.yaml": _named(FACT_TYPE, apart=True),
    "parameters.yaml": _named(PARAMETER, apart=True),
    "indicators.yaml": INDICATORS,
    "problems.yaml": _named(PROBLEM, apart=True),
}


def shape_of(name: str, *, listed: bool = False) -> Shape:
    """Return the shape of the pack file ``name``, a path; ``listed`` says that it holds a list.

    A file of no known kind has a shape that keeps its order.
    """
    path = PurePath(name)
    folders = path.parts[-3:-1]
    if folders[-1:] == ("rules",) and path.name not in _FILES:
        return RULE
    if folders == ("tests", "projects"):
        return Shape(each=PROJECT_CASE, layout="block", apart=True) if listed else PROJECT_CASE
    if folders[-1:] == ("tests",) and listed:
        return Shape(each=CASE, layout="block", apart=True)
    return _FILES.get(path.name, Shape(layout="block"))
