"""What may be said in ``pack.yaml``, ``vocabulary.yaml`` and ``parameters.yaml``."""

from __future__ import annotations

from pydantic import Field

from checker.pack.models.common import Basis, Day, ExprText, Id, KindName, Model, Override, Share, Words


class DocumentModel(Override):
    """A document that rules rest on (法规、合同、办法)."""

    title: Words
    number: str = Field(default="", description="文号，如 财预〔2020〕10号")
    issued_on: Day | None = None
    note: str = ""


class PackModel(Model):
    """``pack.yaml``: who this pack is and what it extends."""

    id: Id
    title: Words
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    extends: Id | None = None
    kinds: tuple[str, ...] = Field(default=(), description="适用的评价类型：单位自评、部门评价、财政评价")
    documents: dict[Id, DocumentModel] = Field(default={})
    about: str = ""


class FieldModel(Model):
    """One field of a fact type."""

    label: Words
    type: KindName
    choices: tuple[Words, ...] = ()
    unit: str = Field(default="", description="不写单位的数按这个单位读，如 万元、个")
    ask: str = Field(default="", description="向谁要哪份材料")
    derive: ExprText | None = Field(default=None, description="由其他字段算出")
    min: str | None = None
    max: str | None = None
    note: str = ""


class FactTypeModel(Override):
    """A fact type: without ``key`` a project has at most one such fact."""

    label: Words
    key: tuple[str, ...] = ()
    fields: dict[Id, FieldModel] = Field(default={})
    ask: str = ""
    note: str = ""


class VersionModel(Model):
    """The value of a parameter from a day on."""

    value: Words | None = None
    values: dict[str, Words] | None = Field(default=None, description="按键取值")
    source: Basis | None = None
    note: str = ""


class ParameterModel(Override):
    """A threshold, ceiling or other number that policy sets; ``values`` by the day each comes into force."""

    label: Words
    type: KindName
    unit: str = ""
    keys: tuple[str, ...] = Field(default=(), description="取值的键，如批次；写了就要用 lookup(参数, 键)")
    values: dict[str, VersionModel]
    reviewed_on: Day | None = None
    step: Share | None = Field(default=None, description="这个参数有意义的最小变动")
    note: str = ""
