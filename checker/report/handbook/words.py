"""The words of a handbook itself, in the reader's language; knows nothing about any pack."""

from __future__ import annotations

from checker.messages import tr


def handbook_words() -> dict[str, str]:
    """Return the words by the name the template knows them by."""
    return {
        "handbook": tr("规则手册"),
        "contents": tr("目录"),
        "to_top": tr("跳到正文"),
        "indicators": tr("指标和权重"),
        "indicator": tr("指标"),
        "weight": tr("权重"),
        "scoring": tr("怎样计分"),
        "basis": tr("依据"),
        "grades": tr("等级："),
        "rules": tr("规则"),
        "parameters": tr("参数"),
        "cases": tr("用例"),
        "case": tr("说的是什么"),
        "day": tr("检查基准日"),
        "expected": tr("结果"),
        "history": tr("变更"),
        "inactive": tr("没有施行的规则"),
        "since": tr("从哪天起"),
        "value": tr("值"),
        "source": tr("出处"),
        "note": tr("备注"),
        "used_by": tr("用于："),
        "problems": tr("问题和建议的文字"),
        "heading": tr("标题"),
        "text": tr("问题"),
        "advice": tr("建议"),
        "facts": tr("要收集的事实"),
        "field": tr("项目"),
        "kind": tr("种类"),
        "ask": tr("来源"),
        "documents": tr("依据的文件"),
        "comma": tr("、"),
    }
