"""What may be said in ``rules/<id>.yaml``, ``problems.yaml`` and ``tests/*.yaml``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from checker.pack.models.common import Basis, Day, ExprText, Id, Model, Override, Points, Template, Words

OutcomeName = Literal["fail", "pass", "unknown", "notapplicable", "waived"]
SEVERITIES = ("critical", "major", "minor", "info")


class RuleModel(Override):
    """One rule: for which facts, when it fires, and what follows.

    ``for`` names a fact type, several joined as ``{p: payment, c: contract}``, ``project`` (one check for the whole
    project), ``problem`` (second tier: problems with their findings counted and deductions added) or ``indicator`` and
    ``result`` (third tier: after scoring; such rules may only concern the evaluation).
    """

    title: Words
    for_: str | dict[str, str] = Field(default="project", alias="for")
    where: ExprText | None = Field(default=None, description="几类事实怎样配对")
    applies: ExprText | None = Field(default=None, description="适用条件；不满足时为“不适用”")
    when: ExprText
    severity: Literal["critical", "major", "minor", "info"] = "major"
    concerns: Literal["project", "evaluation"] = Field(
        default="project", description="project 是项目的问题；evaluation 是对评价本身的复核提示"
    )
    indicator: Id | None = None
    deduct: ExprText | None = None
    deduct_cap: Points | None = Field(default=None, description="这条规则累计最多扣多少")
    problem: Id | None = None
    basis: tuple[Basis, ...] = ()
    message: Template
    advice: str = ""
    waivable: bool = True
    status: Literal["draft", "active", "retired"] = "active"
    valid_from: Day | None = None
    valid_to: Day | None = None
    parameters_on: ExprText | None = Field(default=None, description="按哪个日期取参数；省略则按检查基准日")
    note: str = ""


class AdviceModel(Model):
    """A recommendation: heading and text."""

    heading: Words
    text: Template


class ProblemModel(Override):
    """How findings become one entry of 存在的问题, and its 有关建议."""

    heading: Words
    text: Template
    order: int = 0
    advice: AdviceModel | None = None
    note: str = ""


class CaseModel(Model):
    """A case of one rule: given these facts, this outcome."""

    name: Words
    on: Day | None = None
    given: dict[str, Any]
    expect: OutcomeName | dict[str, OutcomeName]
    missing: tuple[str, ...] | None = None
    deduct: Points | None = None
    message: str | None = None
    expected_failure: str | None = Field(default=None, description="已知不符的原因；一旦相符即为失败")


class ProjectExpectation(Model):
    """What a whole project must come to; what is not named is not checked."""

    score: str | None = None
    grade: str | None = None
    indicators: dict[str, str] = Field(default={})
    findings: dict[str, int] = Field(default={}, description="每条规则的问题数")
    outcomes: dict[str, str] = Field(default={}, description="检查（规则[事实]）的结果")
    problems: tuple[str, ...] | None = None
    review_notes: tuple[str, ...] | None = None


class ProjectCaseModel(Model):
    """A case of a whole project: its facts here or in a folder, and what it must come to."""

    name: Words
    on: Day | None = None
    facts: str | None = Field(default=None, description="事实文件夹，相对于这个文件")
    given: dict[str, Any] | None = None
    expect: ProjectExpectation
