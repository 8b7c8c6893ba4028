"""Indicator tables as evaluations bring them, each in another layout, as the rows of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class TableCase:
    """A table, the cells that are joined in it, and what the pack made from it has."""

    rows: Rows
    leaves: int
    guessed: int
    joined: Sequence[str] = ()
    title: str = ""
    groups: Sequence[str] = ()
    said: Sequence[str] = field(default_factory=tuple)


_FRAME: Final[Rows] = [
    ["附件2"],
    ["某区2026年农村公路养护项目支出绩效评价指标体系"],
    ["一级指标", "二级指标", "三级指标", "分值", "指标解释", "指标说明", "评分标准", "数据来源"],
    [
        "决策", "项目立项", "立项依据充分性", 3, "项目立项是否符合法律法规", "①符合国家法律法规",
        "五个要点各占五分之一，酌情扣分", "立项文件",
    ],
    [None, None, "立项程序规范性", 3, "项目申请、设立过程是否规范", None, "缺一项程序扣0.5分至1分，酌情", "立项文件"],
    [None, "绩效目标", "绩效目标合理性", 4, None, None, "①②③各1分，④1分", "申报表"],
    [None, None, "绩效指标明确性", 4, None, None, "细化量化的得满分，其余酌情扣分", "申报表"],
    [None, "资金投入", "预算编制科学性", 3, None, None, "酌情扣分", "预算批复"],
    [None, None, "资金分配合理性", 3, None, None, "酌情扣分", "预算批复"],
    [
        "过程", "资金管理", "资金到位率", 4, "实际到位资金与预算资金的比率", None,
        "得分=资金到位率×分值，超过100%按100%计", "到账凭证",
    ],
    [None, None, "预算执行率", 4, None, None, "按执行率计算得分", "明细账"],
    [None, None, "资金使用合规性", 6, None, None, "每发现一起违规使用资金扣2分，扣完为止", "凭证"],
    [None, "组织实施", "管理制度健全性", 3, None, None, "有制度的得满分，否则不得分", "制度"],
    [None, None, "制度执行有效性", 3, None, None, "酌情扣分", "档案"],
    ["产出", "产出数量", "实际完成率", 10, "实际完成里程与计划里程的比率", None, "按完成率得分，最高得满分", "验收表"],
    [None, "产出质量", "质量达标率", 10, None, None, "95%以上满分，每低1个百分点扣1分，扣完为止", "验收表"],
    [None, "产出时效", "完成及时性", 5, None, None, "按时完成得满分，否则不得分", "验收表"],
    [None, "产出成本", "成本节约率", 5, None, None, "成本节约率大于等于0的得满分，超支的按超支比例扣分", "决算"],
    ["效益", "项目效益", "实施效益", 10, None, None, "酌情扣分", "座谈"],
    [None, None, "路况改善", 6, None, None, "路况优良率达到85%得6分，未达到不得分", "检测报告"],
    [None, None, "可持续影响", 4, None, None, "酌情扣分", "座谈"],
    [
        None, "满意度", "群众满意度", 10, None, None,
        "满意度达到90%（含）以上得满分，每降低1个百分点扣0.5分，扣完为止", "问卷",
    ],
    ["合计", None, None, 100],
    ["注：评分标准参照财预〔2020〕10号。"],
]  # fmt: skip

TABLES: Final[dict[str, TableCase]] = {
    "national frame, joined cells": TableCase(
        _FRAME,
        leaves=19,
        guessed=9,
        joined=(
            "A2:H2",
            "A4:A9",
            "B4:B5",
            "B6:B7",
            "B8:B9",
            "A10:A14",
            "B10:B12",
            "B13:B14",
            "A15:A18",
            "A19:A22",
            "B19:B21",
            "A23:C23",
            "A24:H24",
        ),
        title="某区2026年农村公路养护项目支出绩效评价指标体系",
        groups=("决策", "过程", "产出", "效益"),
    ),
    "names written once, nothing joined": TableCase(
        _FRAME,
        leaves=19,
        guessed=9,
        title="某区2026年农村公路养护项目支出绩效评价指标体系",
        groups=("决策", "过程", "产出", "效益"),
    ),
    "headings in two rows": TableCase(
        [
            ["培训项目绩效指标表"],
            ["绩效指标", None, None, "权重（%）", "年度指标值", "评价标准"],
            ["一级指标", "二级指标", "三级指标", None, None, None],
            ["产出指标", "数量指标", "培训人数完成率", 30, "≥100%", "按完成率得分"],
            [None, "质量指标", "结业合格率", 20, "≥95%", "达到95%得满分，否则不得分"],
            [
                "效益指标",
                "社会效益指标",
                "就业率",
                30,
                "≥60%",
                "就业率60%以上得满分，每低2个百分点扣1分，不足2个百分点按2个百分点计",
            ],
            ["满意度指标", "服务对象满意度指标", "学员满意度", 20, "≥90%", "≥90%得满分；每低1%扣权重的5%"],
        ],
        leaves=4,
        guessed=4,
        joined=("A1:F1", "A2:C2", "D2:D3", "E2:E3", "F2:F3", "A4:A5"),
        title="培训项目绩效指标表",
        groups=("产出指标", "效益指标", "满意度指标"),
    ),
    "a weight for every level, sub-totals": TableCase(
        [
            ["序号", "一级指标", "权重", "二级指标", "权重", "评分细则", "得分"],
            [1, "投入", 20, "预算编制", 8, "酌情扣分", None],
            [2, "投入", 20, "资金到位率", 12, "按到位率计分", None],
            ["小计", None, None, None, 20],
            [3, "产出", "50分", "完成率", "25分", "按照实际完成率计分，最高得满分。", None],
            [4, "产出", "50分", "质量事故", "25分", "无质量事故得满分，每发生一起扣5分，扣完为止", None],
            ["小计", None, None, None, 50],
            [5, "效果", 30, "群众反映", 30, "酌情扣分", None],
            ["小计", None, None, None, 30],
            ["总计", None, 100, None, 100],
        ],
        leaves=5,
        guessed=3,
        groups=("投入", "产出", "效果"),
    ),
    "bonus points": TableCase(
        [
            ["河道保洁考核表（2025年度）"],
            ["考核项目", "标准分", "考核标准"],
            ["一、日常保洁（60分）", None, None],
            ["1.水面清洁", 40, "每发现一处漂浮物扣1分，扣完为止"],
            ["2.岸坡清洁", 20, "每发现一处垃圾扣0.5分，扣完为止"],
            ["二、管理（40分）", None, None],
            ["1.台账资料", 20, "资料齐全的得满分，否则不得分"],
            ["2.人员在岗率", 20, "按在岗率打分，酌情"],
            ["三、加分项", None, None],
            ["1.获市级以上表彰加分", 5, "获市级表彰加3分，省级加5分"],
            ["合计（不含加分）", 100, None],
            ["考核人：        考核时间："],
        ],
        leaves=5,
        guessed=3,
        title="河道保洁考核表（2025年度）",
        groups=("日常保洁", "管理", "加分项"),
    ),
    "shares of one, one column of names": TableCase(
        [
            ["指标名称", "权重", "目标值", "评分方法", "备注"],
            ["接种率", 0.4, "≥95%", "达到95%得满分，否则不得分", None],
            ["冷链达标率", 0.35, "100%", "按达标率得分", None],
            ["群众知晓率", 0.25, "≥80%", "80%以上得满分，每低1个百分点扣1分，扣完为止", None],
        ],
        leaves=3,
        guessed=2,
        groups=("接种率", "冷链达标率", "群众知晓率"),
    ),
    "shares of one, numbered groups with their weights in the names": TableCase(
        [
            ["序号", "指标名称", "权重", "目标值", "评分标准"],
            [1, "产出（0.6）", None, None, None],
            ["1.1", "培训人数", 0.3, "≥1000人", "按完成率得分"],
            ["1.2", "取证率", 0.3, "90%", "每低1%扣权重的5%"],
            [2, "效益（0.4）", None, None, None],
            ["2.1", "就业率", 0.25, None, "达到80%得满分，否则不得分"],
            ["2.2", "投诉", 0.15, None, "每发现一起扣0.01分"],
        ],
        leaves=4,
        guessed=3,
        groups=("产出", "效益"),
    ),
    "numbered groups with their weights in the names": TableCase(
        [
            ["序号", "指标名称", "分值", "评分标准"],
            ["一", "产出（60分）", None, None],
            ["1", "培训完成率（60分）", None, "按完成率得分"],
            ["二", "效益（40）", None, None],
            ["2", "投诉", 40, "每发现一起扣5分"],
        ],
        leaves=2,
        guessed=2,
        groups=("产出", "效益"),
    ),
    "a leaf of several lines, a short branch": TableCase(
        [
            ["一级指标", "二级指标", "三级指标", "分值", "评分标准"],
            ["管理", "制度", "制度健全", 20, "①有管理办法，10分"],
            [None, None, None, None, "②有考核办法，10分"],
            [None, "安全（30分）", "安全（30分）", 30, "每发生一起事故扣10分，扣完为止"],
            ["效果", "效果", "效果", 50, "酌情扣分"],
        ],
        leaves=3,
        guessed=1,
        joined=("C2:C3", "D2:D3", "A2:A4"),
        groups=("管理", "效果"),
    ),
}
