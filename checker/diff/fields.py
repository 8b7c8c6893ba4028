"""What each field of a pack is called, how its value is shown, and whether results hang on it; compares nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from checker.diff.scoring_fields import OVERRIDE, SCORING
from checker.diff.shown import CONCERNS, KINDS, SEVERITIES, STATUS, Fields, How, Shown
from checker.messages import message
from checker.pack import models as m
from checker.pack.models.common import Override

FIELDS: Final[Mapping[type[m.Model], Fields]] = {
    **SCORING,
    m.PackModel: {
        "id": Shown(message("编号")),
        "title": Shown(message("名称")),
        "version": Shown(message("版本")),
        "extends": Shown(message("上级规则包"), matters=True),
        "kinds": Shown(message("适用的评价类型"), How.LIST, matters=True),
        "documents": Shown(message("文件"), How.PART),
        "about": Shown(message("说明"), How.LONG),
    },
    m.DocumentModel: OVERRIDE
    | {
        "title": Shown(message("名称")),
        "number": Shown(message("文号")),
        "issued_on": Shown(message("印发日"), How.DAY),
        "note": Shown(message("备注"), How.LONG),
    },
    m.FactTypeModel: OVERRIDE
    | {
        "label": Shown(message("名称")),
        "key": Shown(message("区分各条的字段"), How.LIST, matters=True),
        "fields": Shown(message("字段"), How.PART, matters=True),
        "ask": Shown(message("来源材料"), How.LONG),
        "note": Shown(message("填写说明"), How.LONG),
    },
    m.FieldModel: {
        "label": Shown(message("名称")),
        "type": Shown(message("类型"), How.WORD, matters=True, words=KINDS),
        "choices": Shown(message("选项"), How.LIST, matters=True),
        "unit": Shown(message("单位"), matters=True),
        "ask": Shown(message("来源材料"), How.LONG),
        "derive": Shown(message("算法"), How.EXPRESSION, matters=True),
        "min": Shown(message("最小值"), matters=True),
        "max": Shown(message("最大值"), matters=True),
        "note": Shown(message("填写说明"), How.LONG),
    },
    m.ParameterModel: OVERRIDE
    | {
        "label": Shown(message("名称")),
        "type": Shown(message("类型"), How.WORD, matters=True, words=KINDS),
        "unit": Shown(message("单位"), matters=True),
        "keys": Shown(message("取值的键"), How.LIST, matters=True),
        "values": Shown(message("值"), How.PART, matters=True),
        "reviewed_on": Shown(message("核对日期"), How.DAY),
        "step": Shown(message("最小变动"), How.SHARE),
        "note": Shown(message("备注"), How.LONG),
    },
    m.VersionModel: {
        "value": Shown(message("值"), matters=True),
        "values": Shown(message("各键的值"), How.PAIRS, matters=True),
        "source": Shown(message("出处"), How.PART),
        "note": Shown(message("备注"), How.LONG),
    },
    m.Basis: {
        "document": Shown(message("文件"), How.DOCUMENT),
        "clause": Shown(message("条款")),
        "quote": Shown(message("原文"), How.LONG),
    },
    m.RuleModel: OVERRIDE
    | {
        "title": Shown(message("名称")),
        "for_": Shown(message("检查对象"), How.SUBJECT, matters=True),
        "where": Shown(message("配对条件"), How.EXPRESSION, matters=True),
        "applies": Shown(message("适用条件"), How.EXPRESSION, matters=True),
        "when": Shown(message("条件"), How.EXPRESSION, matters=True),
        "severity": Shown(message("严重程度"), How.WORD, matters=True, words=SEVERITIES),
        "concerns": Shown(message("性质"), How.WORD, matters=True, words=CONCERNS),
        "indicator": Shown(message("扣分的指标"), How.INDICATOR, matters=True),
        "deduct": Shown(message("扣分"), How.EXPRESSION, matters=True),
        "deduct_cap": Shown(message("累计扣分上限"), How.POINTS, matters=True),
        "problem": Shown(message("所属问题"), How.PROBLEM, matters=True),
        "basis": Shown(message("依据"), How.PART),
        "message": Shown(message("说明文字"), How.LONG),
        "advice": Shown(message("核对建议"), How.LONG),
        "waivable": Shown(message("“可以豁免”一项"), How.FLAG, matters=True),
        "status": Shown(message("状态"), How.WORD, matters=True, words=STATUS),
        "valid_from": Shown(message("施行日"), How.DAY, matters=True),
        "valid_to": Shown(message("失效日"), How.DAY, matters=True),
        "parameters_on": Shown(message("取参数的日期"), How.EXPRESSION, matters=True),
        "note": Shown(message("备注"), How.LONG),
    },
    m.ProblemModel: OVERRIDE
    | {
        "heading": Shown(message("标题"), How.LONG),
        "text": Shown(message("文字"), How.LONG),
        "order": Shown(message("次序"), How.NUMBER),
        "advice": Shown(message("建议"), How.PART),
        "note": Shown(message("备注"), How.LONG),
    },
    m.AdviceModel: {
        "heading": Shown(message("标题"), How.LONG),
        "text": Shown(message("文字"), How.LONG),
    },
}
"""Every model of a pack but its cases, of which only the number of changes is told."""
UNTOLD: Final = (Override, m.CaseModel, m.ProjectCaseModel, m.ProjectExpectation)
