"""The words shared by all files of a rule pack; every value arrives as the text that was written."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from checker.pack.exact import exact_value
from checker.values import Kind, WrittenFault

ID_PATTERN = r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"
Id = Annotated[str, Field(pattern=ID_PATTERN, description="小写字母、数字、- 或 _")]
Words = Annotated[str, Field(min_length=1)]
KindName = Literal["money", "ratio", "count", "score", "number", "text", "choice", "date", "quarter", "truth"]


class Model(BaseModel):
    """A part of a pack file: unknown words are refused, nothing can be changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def _number(written: object, kind: Kind) -> object:
    """Return a written value as an exact number; what is wrong with it travels inside pydantic's own error."""
    if not isinstance(written, str):
        return written
    try:
        return exact_value(written, kind)
    except WrittenFault as fault:
        ctx = {"code": fault.code, "what": fault.what, "hint": fault.hint}
        raise PydanticCustomError("written", "{what}", ctx) from None


def _points(written: object) -> object:
    return _number(written, Kind.SCORE)


def _share(written: object) -> object:
    return _number(written, Kind.RATIO)


def _day(written: object) -> object:
    number = _number(written, Kind.DATE)
    return date.fromordinal(int(number)) if isinstance(number, Fraction) else number


_NUMBER_SCHEMA: dict[str, Any] = {"type": ["number", "string"]}
Points = Annotated[Fraction, BeforeValidator(_points), WithJsonSchema(_NUMBER_SCHEMA)]
Share = Annotated[Fraction, BeforeValidator(_share), WithJsonSchema(_NUMBER_SCHEMA)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
ExprText = Annotated[
    str,
    WithJsonSchema(
        {"type": ["string", "number", "boolean"], "description": "表达式，见 docs/reference/expressions.md"}
    ),
]
Template = Annotated[str, WithJsonSchema({"type": "string", "description": "文字模板"})]


class Basis(Model):
    """What a rule rests on: a document of the pack, the clause in it, and its words."""

    document: str = Field(description="依据的文件：pack.yaml 里 documents 的编号")
    clause: str = Field(default="", description="条款，如 第六条")
    quote: str = Field(default="", description="条款原文")


class Override(Model):
    """How an entry relates to one of the same id in the pack that is extended."""

    override: bool = Field(default=False, description="覆盖上级规则包中同名的一项；只写要改的内容")
    off: str | None = Field(default=None, description="停用上级规则包中同名的一项，写明原因")
