"""What may be said in ``indicators.yaml``: the tree of 指标, how each is scored, and what frames the total."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from checker.pack.models.common import Basis, ExprText, Id, Model, Override, Points, Share, Words


class Award(Model):
    """What something is worth: points, or a share of the weight."""

    points: Points | None = Field(default=None, description="值几分，如 3")
    share: Share | None = Field(default=None, description="值权重的多少，如 30%")


class _Over(Model):
    """Scoring facts one by one: ``over`` a fact type, then the average, the weighted average, or shares added up."""

    over: str | None = Field(default=None, description="逐条计分的事实类型（先计分再平均）；省略则只算一次")
    where: ExprText | None = Field(default=None, description="只取符合条件的那些事实")
    weigh_by: ExprText | None = Field(default=None, description="加权平均的权数")
    each: Share | None = Field(default=None, description="每条占权重的份额；省略则平均")


class Deductions(Model):
    """扣分法: the weight less what the rules of this indicator deduct, at least 0."""

    method: Literal["deductions"] = Field(default="deductions", description="扣分法：权重减去规则扣的分")
    cap: Award | None = Field(default=None, description="扣分上限，缺省为权重")


class Proportional(_Over):
    """比例法: weight × value ÷ target, or × target ÷ value when lower is better."""

    method: Literal["proportional"] = Field(description="比例法：权重 × 值 ÷ 目标")
    value: ExprText = Field(description="被评的值")
    target: ExprText = Field(default="100%", description="目标；值本身是比率时不用写")
    better: Literal["higher", "lower"] = Field(default="higher", description="higher 越高越好，lower 越低越好")
    cap: Share = Field(default="100%", validate_default=True, description="得分率上限")
    pass_mark: Share | None = Field(default=None, description="低于及格线不得分")
    from_pass_mark: bool = Field(default=False, description="从及格线起算：(完成率－及格线)/(1－及格线)")


class Linear(_Over):
    """线性法: all at ``full_at``, nothing at ``zero_at``, in proportion between."""

    method: Literal["linear"] = Field(description="线性法：两点之间按直线")
    value: ExprText = Field(description="被评的值")
    full_at: ExprText = Field(description="到这里得满分")
    zero_at: ExprText = Field(description="到这里得 0 分")


class Band(Award):
    """One band: a value at or beyond its bound, equal to ``equals``, or for which ``when`` holds, earns the award."""

    at_least: ExprText | None = Field(default=None, description="不小于（含）")
    above: ExprText | None = Field(default=None, description="大于（不含）")
    at_most: ExprText | None = Field(default=None, description="不大于（含）")
    below: ExprText | None = Field(default=None, description="小于（不含）")
    equals: ExprText | None = Field(default=None, description="等于")
    when: ExprText | None = Field(default=None, description="条件")


class Bands(_Over):
    """分档法: the first band that fits decides; ``otherwise`` when none does."""

    method: Literal["bands"] = Field(description="分档法：从上到下，第一个符合的定分")
    value: ExprText | None = Field(default=None, description="被评的值；各档都用 when 的不写")
    bands: tuple[Band, ...] = Field(min_length=1, description="各档")
    otherwise: Award | None = Field(default=None, description="都不符合时得多少；不写为 0 分")


class Steps(_Over):
    """每偏离一步扣一次: from ``target``, each ``step`` beyond it costs ``cost``, at least 0."""

    method: Literal["steps"] = Field(description="逐步扣分：从目标起，每差一步扣一次")
    value: ExprText = Field(description="被评的值")
    target: ExprText = Field(description="目标，达到不扣分")
    step: ExprText = Field(description="一步是多少，如 1%")
    cost: Award = Field(description="每步扣多少")
    better: Literal["higher", "lower", "exact"] = Field(default="higher", description="exact：偏高偏低都扣")
    partial_step: Literal["exact", "up", "down"] = Field(description="不满一步：exact 按比例，up 按一步，down 不计")
    free: ExprText | None = Field(default=None, description="不扣分的偏离幅度")


class CheckPoint(Award):
    """One 要点: met when ``when`` holds, else as the assessor judged it."""

    id: Id = Field(description="要点的编号")
    label: Words = Field(description="要点的名称")
    when: ExprText | None = Field(default=None, description="达到的条件；不写的由评价人评定")
    partial: bool = Field(default=True, description="评价人可否给部分分")
    misses: ExprText | None = Field(default=None, description="未达次数；省略则取评价人记录")


class Cliff(Model):
    """Each miss costs a share of the 要点, and from some miss on it earns nothing."""

    each_miss: Share = Field(description="每未达一次扣要点的多少，如 1/3")
    zero_from: int = Field(ge=1, description="从第几次起不得分")


class Checklist(Model):
    """要点法: the points of the 要点 added up; those without award share what is left equally."""

    method: Literal["checklist"] = Field(description="要点法：各要点的分相加")
    points: tuple[CheckPoint, ...] = Field(min_length=1, description="要点；没有写分值的平分余下的权重")
    cliff: Cliff | None = Field(default=None, description="每未达一次扣一部分，从第几次起不得分")


class Level(Model):
    """A qualitative level and the share of the weight an assessor may give within it."""

    label: Words = Field(description="等次")
    least: Share = Field(description="得分率下限")
    most: Share = Field(description="得分率上限")
    least_excluded: bool = Field(default=False, description="不含下限")


class Judged(Model):
    """评定法: the assessor's points (or share), with a reason when less than full."""

    method: Literal["judged"] = Field(description="评定法：评价人给分，扣了分的要写理由")
    levels: tuple[Level, ...] = Field(default=(), description="各等次的得分率范围")


class Formula(_Over):
    """公式法: any expression that gives points."""

    method: Literal["formula"] = Field(description="公式法：表达式直接给出得分")
    value: ExprText = Field(description="得分")


Scoring = Annotated[
    Deductions | Proportional | Linear | Bands | Steps | Checklist | Judged | Formula, Field(discriminator="method")
]


class NotApplicable(Model):
    """When an indicator does not apply, and what becomes of its weight."""

    when: ExprText = Field(description="不适用的条件")
    policy: Literal["full", "remove", "move", "drop"] = Field(
        description="full 得满分；remove 去掉并把其余换算到满分；move 权重并入 to；drop 由并列的另一指标代替"
    )
    to: Id | None = Field(default=None, description="policy 为 move 时，权重并入的指标")
    reason: str = Field(default="", description="原因")


class Veto(Model):
    """一票否决: when it holds, the indicator (or the total) is worth ``score``."""

    when: ExprText = Field(description="否决的条件")
    title: Words = Field(description="说明")
    score: Points = Field(default="0", validate_default=True, description="否决后的得分")
    grade: str | None = Field(default=None, description="否决后的等级")
    basis: tuple[Basis, ...] = Field(default=(), description="依据")


class IndicatorModel(Model):
    """An indicator: a group with children, or a leaf that is scored."""

    id: Id = Field(description="编号")
    label: str = Field(default="", description="名称")
    weight: Points | None = Field(default=None, description="权重（分）；下级的合计必须等于上级的")
    use: Id | None = Field(default=None, description="采用上级规则包 shared 中的同名共用指标")
    children: tuple[IndicatorModel, ...] = Field(default=(), description="下级指标；有下级的不写 scoring")
    scoring: Scoring | None = Field(default=None, description="计分方法；不写就是扣分法")
    not_applicable: tuple[NotApplicable, ...] = Field(default=(), description="什么时候不适用，权重怎样处理")
    veto: tuple[Veto, ...] = Field(default=(), description="一票否决")
    bonus: bool = Field(default=False, description="加分项：不计入权重合计")
    lowest: Points = Field(default="0", validate_default=True, description="最低分，可为负")
    alternative_to: Id | None = Field(default=None, description="与另一指标二选一，不重复计入权重合计")
    target_met: ExprText | None = Field(default=None, description="目标是否完成；用于查“完成了目标却扣分”")
    criteria: str = Field(default="", description="评分标准原文")
    basis: tuple[Basis, ...] = Field(default=(), description="依据的文件和条款")


class SharedIndicator(IndicatorModel, Override):
    """An indicator that packs below may ``use``; its weight is theirs to give."""


class Rounding(Model):
    """Where scores are rounded, half up: at each 要点, each indicator, the total, or nowhere."""

    stage: Literal["point", "indicator", "total", "none"] = Field(
        default="none", description="在哪里四舍五入：point 要点、indicator 指标、total 总分、none 不取位"
    )
    digits: int = Field(default=2, ge=0, le=6, description="小数位数")


class Grade(Model):
    """A grade and the total scores that earn it; bands are data, so they may leave holes."""

    label: Words = Field(description="等级")
    at_least: Points | None = Field(default=None, description="不低于（含）")
    above: Points | None = Field(default=None, description="高于（不含）")
    at_most: Points | None = Field(default=None, description="不高于（含）")
    below: Points | None = Field(default=None, description="低于（不含）")


class Cap(Model):
    """A cap on the total while a condition holds."""

    when: ExprText = Field(description="封顶的条件")
    at_most: Points = Field(description="总分不超过")
    title: Words = Field(description="说明")
    basis: tuple[Basis, ...] = Field(default=(), description="依据")


class IndicatorsModel(Model):
    """``indicators.yaml``."""

    full_score: Points | None = Field(default=None, description="满分，不写为 100")
    rounding: Rounding | None = Field(default=None, description="在哪里四舍五入")
    grades: tuple[Grade, ...] = Field(default=(), description="等级")
    caps: tuple[Cap, ...] = Field(default=(), description="总分封顶")
    vetoes: tuple[Veto, ...] = Field(default=(), description="总分一票否决")
    shared: tuple[SharedIndicator, ...] = Field(default=(), description="共用指标，供下级规则包采用")
    indicators: tuple[IndicatorModel, ...] = Field(default=(), description="指标树")
