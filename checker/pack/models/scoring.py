"""What may be said in ``indicators.yaml``: the tree of 指标, how each is scored, and what frames the total."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from checker.pack.models.common import Basis, ExprText, Id, Model, Override, Points, Share, Words


class Award(Model):
    """What something is worth: points, or a share of the weight."""

    points: Points | None = None
    share: Share | None = None


class _Over(Model):
    """Scoring facts one by one: ``over`` a fact type, then the average, the weighted average, or shares added up."""

    over: str | None = Field(default=None, description="逐条计分的事实类型（先计分再平均）；省略则只算一次")
    where: ExprText | None = None
    weigh_by: ExprText | None = Field(default=None, description="加权平均的权数")
    each: Share | None = Field(default=None, description="每条占权重的份额；省略则平均")


class Deductions(Model):
    """扣分法: the weight less what the rules of this indicator deduct, at least 0."""

    method: Literal["deductions"] = "deductions"
    cap: Award | None = Field(default=None, description="扣分上限，缺省为权重")


class Proportional(_Over):
    """比例法: weight × value ÷ target, or × target ÷ value when lower is better."""

    method: Literal["proportional"]
    value: ExprText
    target: ExprText = "100%"
    better: Literal["higher", "lower"] = "higher"
    cap: Share = Field(default="100%", validate_default=True, description="得分率上限")
    pass_mark: Share | None = Field(default=None, description="低于及格线不得分")
    from_pass_mark: bool = Field(default=False, description="从及格线起算：(完成率－及格线)/(1－及格线)")


class Linear(_Over):
    """线性法: all at ``full_at``, nothing at ``zero_at``, in proportion between."""

    method: Literal["linear"]
    value: ExprText
    full_at: ExprText
    zero_at: ExprText


class Band(Award):
    """One band: a value at or beyond its bound, equal to ``equals``, or for which ``when`` holds, earns the award."""

    at_least: ExprText | None = None
    above: ExprText | None = None
    at_most: ExprText | None = None
    below: ExprText | None = None
    equals: ExprText | None = None
    when: ExprText | None = None


class Bands(_Over):
    """分档法: the first band that fits decides; ``otherwise`` when none does."""

    method: Literal["bands"]
    value: ExprText | None = None
    bands: tuple[Band, ...] = Field(min_length=1)
    otherwise: Award | None = None


class Steps(_Over):
    """每偏离一步扣一次: from ``target``, each ``step`` beyond it costs ``cost``, at least 0."""

    method: Literal["steps"]
    value: ExprText
    target: ExprText
    step: ExprText
    cost: Award
    better: Literal["higher", "lower", "exact"] = Field(default="higher", description="exact：偏高偏低都扣")
    partial_step: Literal["exact", "up", "down"] = Field(description="不满一步：exact 按比例，up 按一步，down 不计")
    free: ExprText | None = Field(default=None, description="不扣分的偏离幅度")


class CheckPoint(Award):
    """One 要点: met when ``when`` holds, else as the assessor judged it."""

    id: Id
    label: Words
    when: ExprText | None = None
    partial: bool = Field(default=True, description="评价人可否给部分分")
    misses: ExprText | None = Field(default=None, description="未达次数；省略则取评价人记录")


class Cliff(Model):
    """Each miss costs a share of the 要点, and from some miss on it earns nothing."""

    each_miss: Share
    zero_from: int = Field(ge=1)


class Checklist(Model):
    """要点法: the points of the 要点 added up; those without award share what is left equally."""

    method: Literal["checklist"]
    points: tuple[CheckPoint, ...] = Field(min_length=1)
    cliff: Cliff | None = None


class Level(Model):
    """A qualitative level and the share of the weight an assessor may give within it."""

    label: Words
    least: Share
    most: Share
    least_excluded: bool = False


class Judged(Model):
    """评定法: the assessor's points (or share), with a reason when less than full."""

    method: Literal["judged"]
    levels: tuple[Level, ...] = ()


class Formula(_Over):
    """公式法: any expression that gives points."""

    method: Literal["formula"]
    value: ExprText


Scoring = Annotated[
    Deductions | Proportional | Linear | Bands | Steps | Checklist | Judged | Formula, Field(discriminator="method")
]


class NotApplicable(Model):
    """When an indicator does not apply, and what becomes of its weight."""

    when: ExprText
    policy: Literal["full", "remove", "move", "drop"] = Field(
        description="full 得满分；remove 去掉并把其余换算到满分；move 权重并入 to；drop 由并列的另一指标代替"
    )
    to: Id | None = None
    reason: str = ""


class Veto(Model):
    """一票否决: when it holds, the indicator (or the total) is worth ``score``."""

    when: ExprText
    title: Words
    score: Points = Field(default="0", validate_default=True)
    grade: str | None = None
    basis: tuple[Basis, ...] = ()


class IndicatorModel(Model):
    """An indicator: a group with children, or a leaf that is scored."""

    id: Id
    label: str = ""
    weight: Points | None = None
    use: Id | None = Field(default=None, description="采用上级规则包 shared 中的同名共用指标")
    children: tuple[IndicatorModel, ...] = ()
    scoring: Scoring | None = None
    not_applicable: tuple[NotApplicable, ...] = ()
    veto: tuple[Veto, ...] = ()
    bonus: bool = Field(default=False, description="加分项：不计入权重合计")
    lowest: Points = Field(default="0", validate_default=True, description="最低分，可为负")
    alternative_to: Id | None = Field(default=None, description="与另一指标二选一，不重复计入权重合计")
    target_met: ExprText | None = Field(default=None, description="目标是否完成；用于查“完成了目标却扣分”")
    criteria: str = Field(default="", description="评分标准原文")
    basis: tuple[Basis, ...] = ()


class SharedIndicator(IndicatorModel, Override):
    """An indicator that packs below may ``use``; its weight is theirs to give."""


class Rounding(Model):
    """Where scores are rounded, half up: at each 要点, each indicator, the total, or nowhere."""

    stage: Literal["point", "indicator", "total", "none"] = "none"
    digits: int = Field(default=2, ge=0, le=6)


class Grade(Model):
    """A grade and the total scores that earn it; bands are data, so they may leave holes."""

    label: Words
    at_least: Points | None = None
    above: Points | None = None
    at_most: Points | None = None
    below: Points | None = None


class Cap(Model):
    """A cap on the total while a condition holds."""

    when: ExprText
    at_most: Points
    title: Words
    basis: tuple[Basis, ...] = ()


class IndicatorsModel(Model):
    """``indicators.yaml``."""

    full_score: Points | None = None
    rounding: Rounding | None = None
    grades: tuple[Grade, ...] = ()
    caps: tuple[Cap, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    shared: tuple[SharedIndicator, ...] = ()
    indicators: tuple[IndicatorModel, ...] = ()
