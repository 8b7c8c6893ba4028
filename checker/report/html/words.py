"""The words of the page itself, in the reader's language; knows nothing about any project."""

from __future__ import annotations

from checker.messages import tr


def page_words() -> dict[str, str]:
    """Return the words by the name the template knows them by."""
    return {**_sections(), **_checks(), **_drawings(), **_appendix()}


def _sections() -> dict[str, str]:
    return {
        "contents": tr("目录"),
        "to_top": tr("跳到正文"),
        "score": tr("综合得分"),
        "grade": tr("等级"),
        "scores": tr("指标得分"),
        "checks": tr("检查结果"),
        "margins": tr("与界限的差距"),
        "problems": tr("存在的问题"),
        "advice": tr("有关建议"),
        "requests": tr("待补材料（按影响分数排序）"),
        "requests_short": tr("待补材料"),
        "review": tr("复核提示（对评价本身，不是项目的问题）"),
        "review_short": tr("对评价的复核"),
        "waivers": tr("豁免"),
        "facts": tr("事实和来源"),
        "judgements": tr("评定"),
        "about": tr("版本和摘要"),
        "review_checks": tr("对评价本身的检查"),
        "warnings": tr("读取时的警告"),
    }


def _checks() -> dict[str, str]:
    return {
        "all": tr("全部"),
        "search": tr("搜索"),
        "search_hint": tr("搜规则、事实、说明"),
        "open_all": tr("全部展开"),
        "close_all": tr("全部收起"),
        "shown": tr("显示 {shown} 项，共 {total} 项", shown="{shown}", total="{total}"),
        "why": tr("为什么"),
        "basis": tr("依据"),
        "evidence": tr("证据"),
        "missing": tr("要判断还需要"),
        "change": tr("最小的改变"),
        "rule": tr("规则编号"),
        "note": tr("批准"),
        "stale": tr("证据已变"),
        "again": tr("（同上）"),
        "no_case": tr("没有逐项的判断过程"),
        "answers": tr("对应的检查"),
        "key": tr("事实"),
        "used": tr("用于"),
        "ask": tr("来源"),
        "stake": tr("影响得分"),
    }


def _drawings() -> dict[str, str]:
    return {
        "indicator": tr("指标"),
        "weight": tr("权重"),
        "points": tr("得分"),
        "bar": tr("得分情况"),
        "remark": tr("说明"),
        "bonus": tr("加分"),
        "sure": tr("已得"),
        "possible": tr("可能得"),
        "lost": tr("失去"),
        "legend": tr("图例"),
        "limit": tr("界限"),
        "zone": tr("条件成立的一侧"),
        "bounded": tr("只知道范围"),
        "numbers": tr("各点的数"),
        "case": tr("对象"),
        "value": tr("值"),
        "margin": tr("差距"),
        "outcome": tr("结果"),
        "check": tr("检查"),
        "single": tr("没有时间先后的检查"),
        "days": tr("按日期比较的，画的是超过界限多少天；负数是提前"),
    }


def _appendix() -> dict[str, str]:
    return {
        "number": tr("编号"),
        "field": tr("项目"),
        "place": tr("位置"),
        "source": tr("来源"),
        "file": tr("证据文件"),
        "taken": tr("采集"),
        "written": tr("原写"),
        "none_reported": tr("报告为没有"),
        "given": tr("给分"),
        "reason": tr("理由"),
        "assessor": tr("评价人"),
        "approver": tr("批准人"),
        "expires": tr("有效期至"),
        "documents": tr("材料"),
        "facts_digest": tr("事实的摘要"),
        "pack_digest": tr("规则包的摘要"),
        "engine": tr("判断引擎"),
        "tool": tr("程序版本"),
        "skipped": tr("没有执行的规则"),
        "unread": tr("没有规则读取的事实"),
    }
