"""Turns a vocabulary into pydantic models of a facts file and into its JSON Schema, for editors and other programs.

The models check structure only (names, lists, mappings, what must be given); what the values mean and where they
stand is the reader's business. The reader does not import them: pydantic takes longer to load than facts to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model, model_validator

from checker.facts.shapes import DOCUMENTS, HEADER, JUDGEMENT, LEDGERS, SOURCE, WAIVER
from checker.messages import message, tr
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.facts.vocabulary import FactTypeRule, FieldRule, Vocabulary

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_EXAMPLES: Final = {
    Kind.MONEY: message("如 4000万元、低于850元、约3000元"),
    Kind.RATIO: message("如 90%、不低于95%"),
    Kind.COUNT: message("如 1000、至少20"),
    Kind.SCORE: message("如 8.5分"),
    Kind.NUMBER: message("如 12.5、10至12"),
    Kind.DATE: message("如 2020-12-31、2020-02下旬、2020年10月"),
    Kind.QUARTER: message("如 2020Q3、2020年7-9月"),
}
_TRUTHS: Final = [True, False, "是", "否", "有", "无"]
_Plain = str | int | float | bool


class Shape(BaseModel):
    """A mapping of a facts file: unknown names are refused, and so is one thing named by id and by label.

    Each member has a pydantic field per name it may be given by; ``ways`` holds the pairs, ``required`` the ids.
    """

    model_config = ConfigDict(extra="forbid")
    ways: ClassVar[dict[str, tuple[str, ...]]] = {}
    required: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _named_once(self) -> Shape:
        for name, ways in self.ways.items():
            given = [way for way in ways if getattr(self, way) is not None]
            if len(given) > 1:
                raise ValueError(f"{name} is given by id and by label")
            if not given and name in self.required:
                raise ValueError(f"{name} is not given")
        return self


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    label: str
    type: Any
    about: str = ""


def fact_model(rule: FactTypeRule) -> type[Shape]:
    """Return the model of one fact of a type, as it stands in a file."""
    source, detailed = _shared_shapes()
    return _fact_model(rule, source, detailed)


def facts_model(vocabulary: Vocabulary) -> type[Shape]:
    """Return the model of a facts file."""
    source, detailed = _shared_shapes()
    judged = [*_members(JUDGEMENT), _source_member(source)]
    judgement: Any = _shape("judgement", JUDGEMENT.label, judged, JUDGEMENT.key)
    waiver: Any = _shape("waiver", WAIVER.label, _members(WAIVER), WAIVER.key)
    members = [
        *_members(HEADER),
        _Member(DOCUMENTS.name, DOCUMENTS.label, dict[str, _Plain | None] | None, tr("编号: 材料名称")),
        _Member(LEDGERS.name, LEDGERS.label, list[dict[str, Any]] | None, tr("现有的台账怎样汇总成事实")),
        _Member(JUDGEMENT.name, JUDGEMENT.label, list[judgement] | None),
        _Member(WAIVER.name, WAIVER.label, list[waiver] | None),
    ]
    for rule in vocabulary.types.values():
        fact: Any = _fact_model(rule, source, detailed)
        members.append(_Member(rule.name, rule.label, (list[fact] if rule.key else fact) | None))
    return _shape("facts", tr("项目事实"), members)


def facts_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a facts file; every name is accepted as id and as label."""
    return {"$schema": DIALECT, **facts_model(vocabulary).model_json_schema()}


def _fact_model(rule: FactTypeRule, source: type[Shape], detailed: type[Shape]) -> type[Shape]:
    members = [*_members(rule, detailed), _source_member(source)]
    return _shape(f"fact_{rule.name}", rule.label, members, rule.key)


def _shared_shapes() -> tuple[type[Shape], type[Shape]]:
    """Return the shape of a source and that of a value with its own source."""
    source = _shape("source", SOURCE.label, _members(SOURCE))
    members = [_Member("value", "值", _Plain | None), _source_member(source)]
    return source, _shape("value", tr("带来源的值"), members)


def _source_member(source: Any) -> _Member:
    return _Member(SOURCE.name, SOURCE.label, str | source | None)


def _members(rule: FactTypeRule, detailed: type[Shape] | None = None) -> list[_Member]:
    """Return the members for the fields; a value may be empty unless the rule's key needs it."""
    members = []
    for field in rule.fields.values():
        kind: Any = Annotated[_Plain, WithJsonSchema(_value_schema(field))]
        kind = kind if detailed is None else kind | detailed
        kind = kind if field.name in rule.key else kind | None
        about = tr("可以不填，由其他项算出") if field.derived else field.ask
        members.append(_Member(field.name, field.label, kind, about))
    return members


def _value_schema(rule: FieldRule) -> dict[str, Any]:
    if rule.kind is Kind.CHOICE:
        return {"enum": list(rule.choices)}
    if rule.kind is Kind.TRUTH:
        return {"enum": _TRUTHS}
    if rule.kind is Kind.TEXT:
        return {"type": ["string", "number", "boolean"]}
    words = [tr(rule.kind.label)]
    if rule.unit:
        words.append(tr("只写数字时按“{unit}”计", unit=rule.unit))
    words.append(_EXAMPLES[rule.kind].render())
    bare = rule.kind is not Kind.MONEY or rule.unit  # money without a unit is no amount
    return {"type": ["string", "number"] if bare else "string", "description": "；".join(words)}


def _shape(name: str, title: str, members: Iterable[_Member], required: tuple[str, ...] = ()) -> type[Shape]:
    fields: dict[str, Any] = {}
    ways: dict[str, tuple[str, ...]] = {}
    once: list[dict[str, Any]] = []
    for number, member in enumerate(members):
        names = dict.fromkeys(filter(None, (member.name, member.label)))
        ways[member.name] = tuple(f"m{number}_{way}" for way in range(len(names)))
        about = "；".join(filter(None, (member.label, member.about)))
        for field, alias in zip(ways[member.name], names, strict=True):
            fields[field] = (member.type, Field(default=None, alias=alias, title=alias, description=about))
        each = [{"required": [alias]} for alias in names]
        if member.name in required:
            once.append({"oneOf": each})
        elif len(names) > 1:
            once.append({"not": {"required": list(names)}})
    settings = {"title": title, "json_schema_extra": {"allOf": once} if once else {}}
    model: type[Shape] = create_model(name, __base__=Shape, __cls_kwargs__=settings, **fields)
    model.ways, model.required = ways, required
    return model
