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

    title: Words = Field(description="名称")
    for_: str | dict[str, str] = Field(
        default="project", alias="for", description="对什么查：事实类型，每条查一次；project 是整个项目查一次"
    )
    where: ExprText | None = Field(default=None, description="几类事实怎样配对")
    applies: ExprText | None = Field(default=None, description="适用条件；不满足时为“不适用”")
    when: ExprText = Field(description="条件；成立就是发现了问题")
    severity: Literal["critical", "major", "minor", "info"] = Field(
        default="major", description="严重程度：critical 重大、major 较大、minor 一般、info 提示"
    )
    concerns: Literal["project", "evaluation"] = Field(
        default="project", description="project 是项目的问题；evaluation 是对评价本身的复核提示"
    )
    indicator: Id | None = Field(default=None, description="扣哪个指标的分")
    deduct: ExprText | None = Field(default=None, description="每次扣几分，可以是表达式")
    deduct_cap: Points | None = Field(default=None, description="这条规则累计最多扣多少")
    problem: Id | None = Field(default=None, description="归入 problems.yaml 的哪个问题")
    basis: tuple[Basis, ...] = Field(default=(), description="依据的文件和条款")
    message: Template = Field(description="发现的一句话，{ } 中写表达式")
    advice: str = Field(default="", description="给检查人的核实办法，不进报告")
    waivable: bool = Field(default=True, description="能不能豁免")
    status: Literal["draft", "active", "retired"] = Field(
        default="active", description="draft 草案不执行、active 执行、retired 废止"
    )
    valid_from: Day | None = Field(default=None, description="从哪天起执行，按检查基准日")
    valid_to: Day | None = Field(default=None, description="执行到哪天，按检查基准日")
    parameters_on: ExprText | None = Field(default=None, description="按哪个日期取参数；省略则按检查基准日")
    note: str = Field(default="", description="给维护人看的说明")


class AdviceModel(Model):
    """A recommendation: heading and text."""

    heading: Words = Field(description="建议的标题")
    text: Template = Field(description="建议的正文模板")


class ProblemModel(Override):
    """How findings become one entry of 存在的问题, and its 有关建议."""

    heading: Words = Field(description="标题，不含（一）（二），编号由程序加")
    text: Template = Field(description="正文模板")
    order: int = Field(default=0, description="排列次序，小的在前")
    advice: AdviceModel | None = Field(default=None, description="对应的建议")
    note: str = Field(default="", description="备注")


class CaseModel(Model):
    """A case of one rule: given these facts, this outcome."""

    name: Words = Field(description="这条测试说的是什么")
    on: Day | None = Field(default=None, description="检查基准日")
    given: dict[str, Any] = Field(description="事实，写法同事实文件")
    expect: OutcomeName | dict[str, OutcomeName] = Field(
        description="结果：fail 有发现、pass 没有、unknown 说不准、notapplicable 不适用、waived 已豁免；"
        "或按事实的键分别写"
    )
    missing: tuple[str, ...] | None = Field(default=None, description="结果为 unknown 时缺哪些字段，要写全")
    deduct: Points | None = Field(default=None, description="各条发现一共扣几分")
    severity: Literal["critical", "major", "minor", "info"] | None = Field(
        default=None, description="发现的严重程度：critical 重大、major 较大、minor 一般、info 提示"
    )
    message: str | None = Field(default=None, description="发现的一句话")
    expected_failure: str | None = Field(default=None, description="已知不符的原因；一旦相符即为失败")
    to_confirm: str | None = Field(default=None, description="预期由程序算出，尚待对照文件核对；核对后删去")


class ProjectExpectation(Model):
    """What a whole project must come to; what is not named is not checked."""

    score: str | None = Field(default=None, description="总分")
    grade: str | None = Field(default=None, description="等级")
    indicators: dict[str, str] = Field(default={}, description="各指标的得分")
    findings: dict[str, int] = Field(default={}, description="每条规则的问题数")
    outcomes: dict[str, str] = Field(default={}, description="检查（规则[事实]）的结果")
    problems: tuple[str, ...] | None = Field(default=None, description="写进报告的问题的编号")
    review_notes: tuple[str, ...] | None = Field(default=None, description="复核提示的编号")


class ProjectCaseModel(Model):
    """A case of a whole project: its facts here or in a folder, and what it must come to."""

    name: Words = Field(description="这条测试说的是什么")
    on: Day | None = Field(default=None, description="检查基准日")
    facts: str | None = Field(default=None, description="事实文件夹，相对于这个文件")
    given: dict[str, Any] | None = Field(default=None, description="事实，写法同事实文件")
    expect: ProjectExpectation = Field(description="要得到的结果；没有写的不检查")
    to_confirm: str | None = Field(default=None, description="预期由程序算出，尚待对照文件核对；核对后删去")
