"""What may be said in ``pack.yaml``, ``vocabulary.yaml`` and ``parameters.yaml``."""

from __future__ import annotations

from pydantic import Field

from checker.pack.models.common import Basis, Day, ExprText, Id, KindName, Model, Override, Share, Words


class DocumentModel(Override):
    """A document that rules rest on (法规、合同、办法)."""

    title: Words = Field(description="文件名称")
    number: str = Field(default="", description="文号，如 财预〔2020〕10号")
    issued_on: Day | None = Field(default=None, description="印发或签订的日期")
    note: str = Field(default="", description="备注")


class PackModel(Model):
    """``pack.yaml``: who this pack is and what it extends."""

    id: Id = Field(description="编号，与文件夹名相同")
    title: Words = Field(description="名称")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$", description="版本，三段数字，如 1.0.0")
    extends: Id | None = Field(default=None, description="上级规则包的编号")
    kinds: tuple[str, ...] = Field(default=(), description="适用的评价类型：单位自评、部门评价、财政评价")
    documents: dict[Id, DocumentModel] = Field(default={}, description="规则所依据的文件，按编号")
    about: str = Field(default="", description="一句话说明")


class FieldModel(Model):
    """One field of a fact type."""

    label: Words = Field(description="名称，表达式里可以用它")
    type: KindName = Field(
        description="money 金额、ratio 比率、count 数量、score 分数、number 数、date 日期、quarter 季度、truth 是否、"
        "choice 选项、text 文字"
    )
    choices: tuple[Words, ...] = Field(default=(), description="type: choice 的选项")
    unit: str = Field(default="", description="不写单位的数按这个单位读，如 万元、个")
    ask: str = Field(default="", description="向谁要哪份材料")
    derive: ExprText | None = Field(default=None, description="由其他字段算出")
    min: str | None = Field(default=None, description="允许的最小值，含")
    max: str | None = Field(default=None, description="允许的最大值，含")
    note: str = Field(default="", description="填写说明")


class FactTypeModel(Override):
    """A fact type: without ``key`` a project has at most one such fact."""

    label: Words = Field(description="名称，表达式里可以用它")
    key: tuple[str, ...] = Field(default=(), description="区分各条事实的字段；不写的，一个项目最多一条")
    fields: dict[Id, FieldModel] = Field(default={}, description="字段，按编号")
    ask: str = Field(default="", description="向谁要哪份材料；字段没有写的用它")
    note: str = Field(default="", description="填写说明")


class VersionModel(Model):
    """The value of a parameter from a day on."""

    value: Words | None = Field(default=None, description="值，如 90%、628元")
    values: dict[str, Words] | None = Field(default=None, description="按键取值")
    source: Basis | None = Field(default=None, description="出处：文件、条款、原文")
    note: str = Field(default="", description="备注")


class ParameterModel(Override):
    """A threshold, ceiling or other number that policy sets; ``values`` by the day each comes into force."""

    label: Words = Field(description="名称，表达式里可以用它")
    type: KindName = Field(
        description="money 金额、ratio 比率、count 数量、score 分数、number 数、date 日期、quarter 季度、truth 是否、"
        "choice 选项、text 文字"
    )
    unit: str = Field(default="", description="不写单位的数按这个单位读")
    keys: tuple[str, ...] = Field(default=(), description="取值的键，如批次；写了就要用 lookup(参数, 键)")
    values: dict[str, VersionModel] = Field(description="生效日：值；从这天起用，到下一个日期的前一天")
    reviewed_on: Day | None = Field(default=None, description="最近一次核对的日期")
    step: Share | None = Field(default=None, description="这个参数有意义的最小变动")
    note: str = Field(default="", description="备注")
