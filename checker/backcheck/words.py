"""The words of evaluation reports, as data: what may stand around a number without changing what it is.

They are words of the Chinese of such reports in general; what a kind of project is about comes from its pack.
"""

from __future__ import annotations

import re
from typing import Final


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FILLERS: Final = _split(
    """
    不得 不应 不能 不可 必须 要
    没有达到 未达到 不低于 不超过 不高于 不少于 低于 高于 超过 少于 多于 不足 不到 至少 未 截至目前 分别 达到了
    分别为 共计为 合计为 总计为 实际 达到 累计 共计 合计 总计 安排 资金 金额 总额 总金额 总量 全年 全部 当年
    本年 年度 年初 下达 项目 经费 共有 含税 数额 数量 目前 平均 总体 综合 其中 约定 规定 要求 需 应 须 仅 仅为
    只有 为 达 是 共 约 计 数 额 的 了 于 在 到 有 至 量 率 值 按 调查 结果 显示 统计 比例 水平 日期 时间 方 才
    已 均 都 并 各 每 人民币 单价 价格 凭证 凭据 单据 回单 才 就 标准 服务
    问卷 有效问卷 用 调查问卷 成本 费用 费 个 份 完成 情况 指标 比率 实有 计划 目标 不含 不
    """
)
"""What may stand between the name of a quantity and its number."""
NEUTRAL_BEFORE: Final = _split(
    """
    其中 本次 此次 共 时 组 要求 应 须 需
    项目 资金 总体 综合 公众 群众 对象 社会 本年 当年 全年 年度 年初 累计 实际 平均 总 其 本 该
    和 与 及 的 为 约定 按照 安排 是 由 在 于 后 费用 工程 服务 期 月 年 度 日 季度 合同 即 从 将 把 对 按 以 均
    调查 测评 问卷 真正
    都 最 每 各 并 了 已 而 则 用 到 区 率 元 个 公司 承建 单位 整体 受益 人员 满意 全部 全区 全市 批复 财政
    核定 中 终 际 经 点 位
    """
) + tuple("、，。；：（”“》%)）(　 \t.．—-=/*×÷")
"""What may stand right before the name without making it the name of something else."""
NEUTRAL_AFTER: Final = (
    "并",
    "了",
    "的",
    "后",
    "验收",
    "完毕",
    "完成",
    "时",
    "及",
    "和",
    "于",
    "以",
    "至",
    "到",
    "使用",
    "投",
)
"""What may follow the word for what happened on a date."""
OTHER_YEAR: Final = re.compile("上年|上一年|去年|往年|前年|历年|次年|下年|下一年|明年")
THIS_YEAR: Final = re.compile("本年|今年|当年|本次|本项目")
OTHER_MATTER: Final = re.compile(
    "上年|上一年|去年|往年|(?<!合)同期|同比|环比|增长|增加|减少|提高|下降|相比|相差|较|全国|全省|平均水平|剩余|结余|结转|每超"
    "|每低|每高|每少|每增|每有|假如|假设|如果|例如|另有|另外|另行|之外|以外|扣减|核减额|预计|拟|尚|只知道|待补|无法判断"
)
"""Words that say that a number is about something else, or only a part."""
PLANNED: Final = re.compile("计划|目标|要求|应(?![付收对急届用])|最迟|最晚|预期|约定|须|需")
"""Words that say that a date or count was planned, in the report as in the label of a field."""
BY_THEN: Final = re.compile("以前|之前|前|底前|止")
A_PART: Final = re.compile("其中|已支付|已付|首付|预付|先行")
"""A word that says that what follows may be only a part of what is named."""
LIMIT_WORDS: Final = re.compile(
    "要求|约定|规定|需|应当|应|须|不得|目标|标准|上限|下限|界限|线|按|满分|合格|要(?=[在达不保高超])"
)
"""Words that say that a number is a limit or target."""
LIMIT_BEHIND: Final = re.compile(
    "^的(?:[\u4e00-\u9fff]{0,6})?(?:底线|标准|要求|目标|上限|下限|门槛|红线|合格线|达标线|界限|约定|规定)"
)
"""Words behind a number that say that it is a limit, and not what was reached."""
OTHERS_LIMIT: Final = re.compile("市局|省厅|中央|部委|全市|全县|全省|全国|国家|行业|省级|市级|上级|同类|国际")
"""Words that say that a limit is not that of the project."""
DUE: Final = re.compile("应(?:到位|到账|支付|支出|拨付|拨|付|缴|收|完成|建|发)[^、]*$")
"""Words that say that what follows was to happen, and not that it did."""
GENERIC_ENDS: Final = _split(
    """
    总金额 日期 时间 总额 总数 金额 份数 人数 次数 月数 天数 个数 数量 费用 比例 占比 预算数 数 额 费 量 价 率
    度 值
    """
)
"""Endings of a field's label that say only what kind of number it is."""
GENERIC_STARTS: Final = ("月", "年", "总", "应", "计划", "目标", "完成", "合同", "实际")
"""Beginnings of a label that running text leaves out."""
OTHER_NAMES: Final = {"月数": ("合同期", "服务期", "期限", "工期")}
"""What fields whose label ends so are also called."""
LIMIT_ENDS: Final = ("下限", "上限", "界限", "目标", "标准", "底线", "问题线", "满分线", "完成线", "线", "时限")
SYNONYMS: Final = (
    ("支出", "使用", "执行", "支付", "开支", "列支"),
    ("到位", "到账", "拨付", "拨入"),
    ("预算", "批复"),
    ("支付", "付款", "付清", "拨付", "付出", "付讫", "付完", "付"),
    ("签订", "签署", "签约", "签"),
    ("完成", "建成", "竣工", "完工", "投入使用", "投用", "交付"),
    ("发放", "发出", "发了"),
    ("回收", "收回"),
    ("总额", "总金额", "总价", "总价款"),
    ("满意度", "满意率"),
    ("服务费", "服务费单价"),
    ("月数", "期限", "年限", "期"),
)
"""Words of which one may stand for another when they name a quantity."""
AS_OF: Final = ("截至", "截止", "评价基准日", "检查基准日", "基准日", "止于")
MEASURES: Final = _split(
    """
    个百分点 个月 个季度 平方公里 平方米 立方米 公里 公顷 个 份 人次 人 次 条 项 所 台 套 起 家 户 名 辆
    座 处 件 米 天 批 组 篇 部 亩 吨 只 路 期 张 笔 类 小时 场 位 支 种 班 课时 学时 年 级
    """
)
MONTHS_IN: Final = {"年": 12, "个季度": 3}
"""How many 个月 a longer unit has."""
GRADE_WORDS: Final = {
    "优秀": ("优",), "优": ("优秀",), "良好": ("良",), "良": ("良好",), "中等": ("中", "合格", "一般"),
    "中": ("合格", "一般"),
    "合格": ("中",), "一般": ("中",), "差": ("较差", "不合格"), "较差": ("差",), "不合格": ("差",),
}  # fmt: skip
"""The words for grades, each with those of other packs that mean the same."""
LEVELS: Final = {"一级": 1, "二级": 2, "三级": 3, "四级": 4}
NUMERALS: Final = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11,
    "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16, "十七": 17, "十八": 18, "十九": 19, "二十": 20,
}  # fmt: skip

PLANNED_COUNT: Final = re.compile("计划|目标|应|约定|要求")
"""Words that say that a count was planned, in the label of a field and right before the count."""
DONE: Final = re.compile("(?:完成|建成|建好|已建|交付|竣工)(?:了)?$")
DONE_LABEL: Final = re.compile("^(?:完成|建成|实际|已)")
"""Words that say that a count was reached: right before the count, and in the label of a field."""
PART_DONE: Final = re.compile("其中|半年|截至|截止|季度|[一二三四]期|月|首批|先|分别|阶段|上旬|已维|每")
"""Words that say that a count is only of a part."""
GAP: Final = re.compile("(?:差额?|缺口|缺|少|尚有|还有|短缺|欠)(?:建|到位|完成|拨|付|了|额|为|是|：|:|达|共)*$")
"""Words that say that a number is missing."""
VERBS: Final = frozenset({"付", "签"})
"""Verbs of one character, which name a date only right behind it and with its own words before."""
LED_TO: Final = re.compile("拖到|推迟到|延迟到|迟至|拖延到|等到|直到|是|的|于|到")
"""Words that lead from what was done to when."""
SHARE_DONE: Final = re.compile("完成(?:率|比例|进度)(?:为|是|达到|达|：|:|约)?$")
SHARE_OF: Final = re.compile(
    "占(?:全年|年度|年初|当年|本年|全部)?(?P<whole>[\u4e00-\u9fff]{2,5}?)(?:总额|金额|资金|数|额)?"
    "的(?:比例|比重|份额)?(?:为|是|达到|达|约)?$"
)
"""Words that say that a rate is a share of something."""

ROLE_TOTAL: Final = (
    "综合得分|综合评分|综合评价得分|总得分|总评分|最终得分|评价总分|合计得分"
    "|总体得分|评价总得分|综合总分|综合评价总分|总分"
)
ROLE_WEAK_TOTAL: Final = re.compile("(?:项目|评价|最后|自评|绩效)(?:的)?(?:得分|评分)$")
"""Before a score of no indicator, these mean the whole."""
ROLE_SCORE: Final = (
    "得分|实得分|实际得分|评价得分|自评得分|评分|实得|评得|得到|得|记|计|评定为|评|拿到|拿|给予|给到|给|获得|获|剩下|剩"
)
ROLE_DEDUCTION: Final = "扣分|扣除|扣减|扣去|扣掉|扣|失分|丢分|丢掉|丢|失去|减"
SUM_OF_ALL: Final = re.compile(
    "(?:各项|各个指标|各指标|所有指标|全部指标|以上指标)[^，。；]{0,6}得分(?:合计|总计|共计|之和)(?:为|是)?$"
)
"""Before a score, these mean the sum of all."""
SHORTFALL: Final = re.compile("不|未|没|差|少|缺|欠|低|超|逾|晚|迟|慢|偏|滞后|拖|高")
"""Words that say that something fell short, or went too far."""
ROLE_WEIGHT: Final = "权重分|权重|满分值|满分|分值|标准分值|标准分|赋分|总分值|分数"
THIS_ONE: Final = (
    "该项",
    "本项",
    "此项",
    "该指标",
    "本指标",
    "此指标",
    "该三级指标",
    "该二级指标",
    "指标得分",
    "指标扣",
)
TOTAL_ROWS: Final = ("合计", "总计", "总分", "合　计", "合 计", "总得分", "综合得分")
COLUMN_WEIGHT: Final = re.compile("权重|分值|满分|标准分")
COLUMN_SCORE: Final = re.compile("得分|评分|实得")
COLUMN_DEDUCTION: Final = re.compile("扣分|失分")
COLUMN_RATE: Final = re.compile("得分率")
PROBLEM_SECTION: Final = re.compile("问题")
ADVICE_SECTION: Final = re.compile("建议|其他需要说明|附件|下一步|改进")
