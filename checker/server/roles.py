"""Says what the text at a place of a pack file is: an expression, a message, a template, or the name of something.

Knows the models of the files; knows no texts and no packs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from checker.server.shapes import FileKind, key_at

if TYPE_CHECKING:
    from checker.server.shapes import KeyShape, Written
    from checker.source import Step


class Role(Enum):
    """What a text is."""

    PLAIN = "plain"
    EXPRESSION = "expression"
    MESSAGE = "message"
    TEMPLATE = "template"
    FACT_TYPE = "fact type"
    FIELD = "field"
    PARAMETER = "parameter"
    INDICATOR = "indicator"
    SHARED = "shared indicator"
    RULE = "rule"
    PROBLEM = "problem"
    DOCUMENT = "document"
    PACK = "pack"
    POINT = "point"
    GRADE = "grade"
    FACT_VALUE = "fact value"


SPOKEN: Final = frozenset({Role.EXPRESSION, Role.MESSAGE})
"""The texts in which names of fields and parameters are written."""

_EXPRESSIONS: Final = {
    "RuleModel": ("where", "applies", "when", "deduct", "parameters_on"),
    "FieldModel": ("derive",),
    "Proportional": ("value", "target", "where", "weigh_by"),
    "Linear": ("value", "full_at", "zero_at", "where", "weigh_by"),
    "Bands": ("value", "where", "weigh_by"),
    "Band": ("at_least", "above", "at_most", "below", "equals", "when"),
    "Steps": ("value", "target", "step", "free", "where", "weigh_by"),
    "Formula": ("value", "where", "weigh_by"),
    "CheckPoint": ("when", "misses"),
    "NotApplicable": ("when",),
    "Veto": ("when",),
    "Cap": ("when",),
    "IndicatorModel": ("target_met",),
    "SharedIndicator": ("target_met",),
}
_OVER: Final = ("Proportional", "Linear", "Bands", "Steps", "Formula")
NAMED: Final = {
    ("RuleModel", "message"): Role.MESSAGE,
    ("ProblemModel", "text"): Role.TEMPLATE,
    ("AdviceModel", "text"): Role.TEMPLATE,
    ("RuleModel", "for"): Role.FACT_TYPE,
    ("FactTypeModel", "key"): Role.FIELD,
    ("RuleModel", "indicator"): Role.INDICATOR,
    ("NotApplicable", "to"): Role.INDICATOR,
    ("RuleModel", "problem"): Role.PROBLEM,
    ("Basis", "document"): Role.DOCUMENT,
    ("PackModel", "extends"): Role.PACK,
    ("ProjectExpectation", "problems"): Role.PROBLEM,
    ("ProjectExpectation", "grade"): Role.GRADE,
    ("Veto", "grade"): Role.GRADE,
    ("CaseModel", "missing"): Role.FIELD,
    **{(owner, "use"): Role.SHARED for owner in ("IndicatorModel", "SharedIndicator")},
    **{(owner, "alternative_to"): Role.INDICATOR for owner in ("IndicatorModel", "SharedIndicator")},
    **{(owner, "over"): Role.FACT_TYPE for owner in _OVER},
    **{(owner, key): Role.EXPRESSION for owner, keys in _EXPRESSIONS.items() for key in keys},
}
"""What the text under a name of a model is, where it is not plain."""
_DEFINED: Final = {
    (FileKind.VOCABULARY, 1): Role.FACT_TYPE,
    (FileKind.PARAMETERS, 1): Role.PARAMETER,
    (FileKind.PROBLEMS, 1): Role.PROBLEM,
}
_KEYED: Final = {"indicators": Role.INDICATOR, "findings": Role.RULE}
_INDICATORS: Final = ("IndicatorModel", "SharedIndicator")
_FIELD_DEPTH: Final = 3
_DOCUMENT_DEPTH: Final = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is, and the name it stands under where that is one the models declare."""

    role: Role
    key: KeyShape | None = None


def reading_of(kind: FileKind, path: tuple[Step, ...], written: Written) -> Reading:
    """Return what the value at ``path`` is."""
    if facts_path(kind, path) is not None:
        return Reading(Role.FACT_VALUE)
    key = key_at(kind, path, written)
    if key is not None:
        return Reading(NAMED.get((key.owner.__name__, key.name), Role.PLAIN), key)
    above = key_at(kind, path[:-1], written) if path else None
    if above is not None and (above.owner.__name__, above.name) == ("RuleModel", "for"):
        return Reading(Role.FACT_TYPE)
    return Reading(Role.PLAIN)


def name_role(kind: FileKind, path: tuple[Step, ...], written: Written) -> Role:
    """Return what the name at the end of ``path`` names, when it is one that people chose."""
    if facts_path(kind, path) is not None:
        return Role.FACT_VALUE
    if (found := _DEFINED.get((kind, len(path)))) is not None:
        return found
    if kind is FileKind.VOCABULARY and len(path) == _FIELD_DEPTH and path[1] == "fields":
        return Role.FIELD
    if kind is FileKind.PACK and len(path) == _DOCUMENT_DEPTH and path[0] == "documents":
        return Role.DOCUMENT
    above = key_at(kind, path[:-1], written) if len(path) > 1 else None
    if above is not None and above.owner.__name__ == "ProjectExpectation":
        return _KEYED.get(above.name, Role.PLAIN)
    return Role.PLAIN


def defined_by_id(kind: FileKind, path: tuple[Step, ...], written: Written) -> Role:
    """Return what the text at ``path`` gives its id to: an indicator or a pack; plain when to nothing."""
    if path[-1:] != ("id",):
        return Role.PLAIN
    if kind is FileKind.PACK:
        return Role.PACK
    key = key_at(kind, path, written)
    return Role.INDICATOR if key is not None and key.owner.__name__ in _INDICATORS else Role.PLAIN


def facts_path(kind: FileKind, path: tuple[Step, ...]) -> tuple[Step, ...] | None:
    """Return the path inside the facts that a file or a case gives, or None outside them."""
    if kind is FileKind.FACTS:
        return path
    if kind is FileKind.CASES and len(path) > 1 and path[1] == "given":
        return path[2:]
    if kind is FileKind.PROJECT_CASE:
        rest = path[1:] if path and isinstance(path[0], int) else path
        return rest[1:] if rest[:1] == ("given",) else None
    return None
