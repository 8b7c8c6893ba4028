"""What the fields of ``indicators.yaml`` are called, how they are shown, and whether results hang on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from checker.diff.shown import BETTER, METHODS, PARTIAL, POLICIES, STAGES, Fields, How, Shown, mattering
from checker.messages import message
from checker.pack import models as m
from checker.pack.models.scoring import SharedIndicator

OVERRIDE: Final[Fields] = {
    "override": Shown(message("“覆盖上级”一项"), How.FLAG),
    "off": Shown(message("停用原因"), matters=True),
}
_AWARD: Final[Fields] = mattering(
    {"points": Shown(message("分值"), How.POINTS), "share": Shown(message("占权重的份额"), How.SHARE)}
)
_OVER: Final[Fields] = mattering(
    {
        "over": Shown(message("逐条计分的事实"), How.SUBJECT),
        "where": Shown(message("取哪些事实的条件"), How.EXPRESSION),
        "weigh_by": Shown(message("加权的权数"), How.EXPRESSION),
        "each": Shown(message("每条的份额"), How.SHARE),
    }
)
_METHOD: Final = Shown(message("方法"), How.WORD, matters=True, words=METHODS)
_VALUE: Final = Shown(message("计分的值"), How.EXPRESSION, matters=True)
_BOUNDS: Final[Fields] = mattering(
    {
        "at_least": Shown(message("下限（含）"), How.POINTS),
        "above": Shown(message("下限（不含）"), How.POINTS),
        "at_most": Shown(message("上限（含）"), How.POINTS),
        "below": Shown(message("上限（不含）"), How.POINTS),
    }
)
_INDICATOR: Final[Fields] = {
    "id": Shown(message("编号"), matters=True),
    "label": Shown(message("名称")),
    "weight": Shown(message("权重"), How.POINTS, matters=True),
    "use": Shown(message("采用的共用指标"), How.INDICATOR, matters=True),
    "children": Shown(message("下级指标"), How.PART, matters=True),
    "scoring": Shown(message("计分方法"), How.PART, matters=True),
    "not_applicable": Shown(message("不适用条件"), How.PART, matters=True),
    "veto": Shown(message("一票否决"), How.PART, matters=True),
    "bonus": Shown(message("“加分项”一项"), How.FLAG, matters=True),
    "lowest": Shown(message("最低分"), How.POINTS, matters=True),
    "alternative_to": Shown(message("二选一的另一指标"), How.INDICATOR, matters=True),
    "target_met": Shown(message("目标完成的条件"), How.EXPRESSION, matters=True),
    "criteria": Shown(message("评分标准"), How.LONG),
    "basis": Shown(message("依据"), How.PART),
}

SCORING: Final[Mapping[type[m.Model], Fields]] = {
    m.Award: _AWARD,
    m.Deductions: {"method": _METHOD, "cap": Shown(message("扣分上限"), How.AWARD, matters=True)},
    m.Proportional: _OVER
    | {"method": _METHOD, "value": _VALUE}
    | mattering(
        {
            "target": Shown(message("目标"), How.EXPRESSION),
            "better": Shown(message("方向"), How.WORD, words=BETTER),
            "cap": Shown(message("得分率上限"), How.SHARE),
            "pass_mark": Shown(message("及格线"), How.SHARE),
            "from_pass_mark": Shown(message("“从及格线起算”一项"), How.FLAG),
        }
    ),
    m.Linear: _OVER
    | {"method": _METHOD, "value": _VALUE}
    | mattering(
        {
            "full_at": Shown(message("得满分的值"), How.EXPRESSION),
            "zero_at": Shown(message("得 0 分的值"), How.EXPRESSION),
        }
    ),
    m.Band: _AWARD
    | mattering(
        {
            "at_least": Shown(message("下限（含）"), How.EXPRESSION),
            "above": Shown(message("下限（不含）"), How.EXPRESSION),
            "at_most": Shown(message("上限（含）"), How.EXPRESSION),
            "below": Shown(message("上限（不含）"), How.EXPRESSION),
            "equals": Shown(message("等于"), How.EXPRESSION),
            "when": Shown(message("条件"), How.EXPRESSION),
        }
    ),
    m.Bands: _OVER
    | {"method": _METHOD, "value": _VALUE}
    | mattering(
        {
            "bands": Shown(message("各档"), How.PART),
            "otherwise": Shown(message("都不符合时的得分"), How.AWARD),
        }
    ),
    m.Steps: _OVER
    | {"method": _METHOD, "value": _VALUE}
    | mattering(
        {
            "target": Shown(message("目标"), How.EXPRESSION),
            "step": Shown(message("每一步的大小"), How.EXPRESSION),
            "cost": Shown(message("每一步的扣分"), How.AWARD),
            "better": Shown(message("方向"), How.WORD, words=BETTER),
            "partial_step": Shown(message("不满一步的算法"), How.WORD, words=PARTIAL),
            "free": Shown(message("不扣分的偏离"), How.EXPRESSION),
        }
    ),
    m.CheckPoint: _AWARD
    | {"label": Shown(message("名称"))}
    | mattering(
        {
            "id": Shown(message("编号")),
            "when": Shown(message("条件"), How.EXPRESSION),
            "partial": Shown(message("“可给部分分”一项"), How.FLAG),
            "misses": Shown(message("未达次数"), How.EXPRESSION),
        }
    ),
    m.Cliff: mattering(
        {
            "each_miss": Shown(message("每未达一次的扣除"), How.SHARE),
            "zero_from": Shown(message("不得分的起始次数"), How.NUMBER),
        }
    ),
    m.Checklist: {
        "method": _METHOD,
        "points": Shown(message("要点"), How.PART, matters=True),
        "cliff": Shown(message("未达的扣除"), How.PART, matters=True),
    },
    m.Level: mattering(
        {
            "label": Shown(message("名称")),
            "least": Shown(message("得分率下限"), How.SHARE),
            "most": Shown(message("得分率上限"), How.SHARE),
            "least_excluded": Shown(message("“不含下限”一项"), How.FLAG),
        }
    ),
    m.Judged: {"method": _METHOD, "levels": Shown(message("等次"), How.PART, matters=True)},
    m.Formula: _OVER | {"method": _METHOD, "value": Shown(message("公式"), How.EXPRESSION, matters=True)},
    m.NotApplicable: {"reason": Shown(message("原因"))}
    | mattering(
        {
            "when": Shown(message("条件"), How.EXPRESSION),
            "policy": Shown(message("处理"), How.WORD, words=POLICIES),
            "to": Shown(message("并入的指标"), How.INDICATOR),
        }
    ),
    m.Veto: {"title": Shown(message("名称")), "basis": Shown(message("依据"), How.PART)}
    | mattering(
        {
            "when": Shown(message("条件"), How.EXPRESSION),
            "score": Shown(message("得分"), How.POINTS),
            "grade": Shown(message("等级")),
        }
    ),
    m.IndicatorModel: _INDICATOR,
    SharedIndicator: _INDICATOR | OVERRIDE,
    m.Rounding: mattering(
        {
            "stage": Shown(message("四舍五入的环节"), How.WORD, words=STAGES),
            "digits": Shown(message("保留的位数"), How.NUMBER),
        }
    ),
    m.Grade: mattering({"label": Shown(message("名称"))}) | _BOUNDS,
    m.Cap: {"title": Shown(message("名称")), "basis": Shown(message("依据"), How.PART)}
    | mattering({"when": Shown(message("条件"), How.EXPRESSION), "at_most": Shown(message("总分上限"), How.POINTS)}),
    m.IndicatorsModel: mattering(
        {
            "full_score": Shown(message("满分"), How.POINTS),
            "rounding": Shown(message("四舍五入"), How.PART),
            "grades": Shown(message("等级"), How.PART),
            "caps": Shown(message("总分封顶"), How.PART),
            "vetoes": Shown(message("总分的一票否决"), How.PART),
            "shared": Shown(message("共用指标"), How.PART),
            "indicators": Shown(message("指标"), How.PART),
        }
    ),
}
