"""The fixed words of the summary in the language in use; knows nothing about what they name."""

from __future__ import annotations

from checker.messages import tr


def labels() -> dict[str, str]:
    """Return the words by name."""
    return _parts() | _columns()


def _parts() -> dict[str, str]:
    """Return the words for parts of the summary and for its totals."""
    return {
        "contents": tr("目录"),
        "to_top": tr("跳到正文"),
        "totals": tr("总分分布"),
        "grades": tr("等级"),
        "rules": tr("失分最多的规则"),
        "reviews": tr("对评价本身的提示"),
        "heat": tr("各部门的指标得分率"),
        "assessors": tr("评价人的酌情扣分"),
        "documents": tr("缺什么材料"),
        "repeats": tr("屡查屡犯"),
        "undecided": tr("没有判断的项目"),
        "years": tr("各年度"),
        "year": tr("年度"),
        "project": tr("同一项目"),
        "projects": tr("项目数"),
        "decided": tr("已判断"),
        "mean": tr("平均分"),
        "findings": tr("发现数"),
        "grade": tr("等级"),
        "sure": tr("已定"),
        "possible": tr("可能"),
        "total": tr("总分"),
        "score_bin": tr("总分段"),
        "settled": tr("总分已定的项目"),
        "reached": tr("总分未定、可能落在这一段的项目"),
        "open_grades": tr("等级未定的项目"),
        "numbers": tr("数字"),
    }


def _columns() -> dict[str, str]:
    """Return the words for columns of its tables and for its drawings."""
    return {
        "rule": tr("规则"),
        "points_lost": tr("扣分合计"),
        "basis": tr("依据"),
        "problem": tr("问题"),
        "all_together": tr("全部"),
        "lost_levels": tr("失分占权重"),
        "assessor": tr("评价人"),
        "judgements": tr("评定条数"),
        "lost_share": tr("扣分率"),
        "mean_lost": tr("每条平均扣分"),
        "deducted": tr("扣了分的"),
        "unexplained": tr("其中没有写理由"),
        "remark": tr("说明"),
        "usual": tr("不算异常的范围"),
        "median": tr("中位数"),
        "all_assessors": tr("全部评价人"),
        "document": tr("材料"),
        "cases": tr("等它的项次"),
        "concerned": tr("涉及的项目"),
        "missing": tr("缺的内容"),
        "reason": tr("原因"),
        "rows": tr("行数"),
        "first_places": tr("前几处"),
        "none": tr("没有"),
        "nothing_unknown": tr("没有因为缺材料而不能判断的检查"),
        "plot_totals": tr("总分的分布，每段 5 分"),
        "plot_assessors": tr("各评价人的扣分率"),
        "weight": tr("权重"),
    }
