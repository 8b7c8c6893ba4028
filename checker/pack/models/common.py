"""The words shared by all files of a rule pack; every value arrives as the text that was written."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from checker.values import Kind, WrittenFault, parse_value

ID_PATTERN = r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"
Id = Annotated[str, Field(pattern=ID_PATTERN, description="小写字母、数字、- 或 _")]
KindName = Literal["money", "ratio", "count", "score", "number", "text", "choice", "date", "quarter", "truth"]


class Model(BaseModel):
    """A part of a pack file: unknown words are refused, nothing can be changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def _number_of(kind: Kind) -> Any:
    def read(written: object) -> object:
        if not isinstance(written, str):
            return written
        try:
            value = parse_value(written, kind).value
        except WrittenFault as fault:
            raise PydanticCustomError("written", "{what}", {"what": fault.what, "hint": fault.hint}) from None
        if not isinstance(value, Fraction):
            raise PydanticCustomError("not_exact", "{what}", {"what": written, "hint": None})
        return value

    return read


def _day(written: object) -> object:
    if not isinstance(written, str):
        return written
    try:
        value = parse_value(written, Kind.DATE).value
    except WrittenFault as fault:
        raise PydanticCustomError("written", "{what}", {"what": fault.what, "hint": fault.hint}) from None
    if not isinstance(value, Fraction):
        raise PydanticCustomError("not_exact", "{what}", {"what": written, "hint": None})
    return date.fromordinal(int(value))


_NUMBER_SCHEMA: dict[str, Any] = {"type": ["number", "string"]}
Points = Annotated[Fraction, BeforeValidator(_number_of(Kind.SCORE)), WithJsonSchema(_NUMBER_SCHEMA)]
Share = Annotated[Fraction, BeforeValidator(_number_of(Kind.RATIO)), WithJsonSchema(_NUMBER_SCHEMA)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
ExprText = Annotated[
    str, WithJsonSchema({"type": ["string", "number", "boolean"], "description": "表达式，见 docs/reference/expressions.md"})
]
Template = Annotated[str, WithJsonSchema({"type": "string", "description": "文字模板"})]


class Basis(Model):
    """What a rule rests on: a document of the pack, the clause in it, and its words."""

    document: str
    clause: str = ""
    quote: str = ""


class Override(Model):
    """How an entry relates to one of the same id in the pack that is extended."""

    override: bool = Field(default=False, description="覆盖上级规则包中同名的一项；只写要改的内容")
    off: str | None = Field(default=None, description="停用上级规则包中同名的一项，写明原因")
