"""Writes an evaluation report in words of its own from facts and the result, the way people write them by hand.

Phrasing and order vary with the number of the report. Every number that states something known is marked while
writing, so that a mutation knows what it changes; numbers about other matters stand between them unmarked.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checker.values import decimal_text, ends, round_half_up

if TYPE_CHECKING:
    from checker.result import CheckResult, IndicatorScore
    from checker.values import Amount

_MARK = re.compile("⟦(?P<kind>[a-z]+):(?P<text>[^⟧]*)⟧")
_CHINESE = "〇一二三四五六七八九十"
ASIDES = (
    "项目覆盖12个乡镇、36所学校，服务人口约41万人。",
    "辖区面积318平方公里，近五年刑事警情年均下降6.4%。",
    "上年度同类项目预算3200万元，支出2987.5万元，预算执行率93.36%。",
    "2019年预算执行率为88.2%，到位资金2650万元。",
    "全省同类项目平均在线率为95.2%，平均故障率为4.8%。",
    "2020年3月15日完成招标工作，共有3家单位投标，中标价下浮2.5%。",
    "城区派出所反映较好，企业满意度为86.5%。",
    "支出中，用于宣传培训12.6万元，占0.4%。",
    "按照有关文件，单项支出超过50万元的应当集体研究。",
    "其中支出186.4万元用于机房改造，另有备件采购23.8万元。",
    "该市共有派出所14个，其中6个完成了标准化改造。",
    "项目验收分3批进行，第1批于2020年6月18日组织验收。",
    "项目公示期为5个工作日，收到意见2条，均已答复。",
    "2018年以来累计投入运维经费560万元，年均增长3.5%。",
)
"""Sentences that no fact has anything to do with."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A marked number (or list) in the text of a report."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A report as text, with what is marked in it, and the rows of its score table."""

    text: str
    spots: tuple[Spot, ...]
    rows: tuple[tuple[str, ...], ...]


def write_report(data: dict[str, Any], result: CheckResult, number: int) -> Written:
    """Return a report on a project; ``number`` chooses the wording."""
    writer = _Writer(data, result, random.Random(number * 104729 + 5))  # noqa: S311 - reproducible wording
    marked = "\n".join(writer.report())
    plain, spots, at = "", [], 0
    for match in _MARK.finditer(marked):
        plain += marked[at : match.start()]
        spots.append(Spot(match["kind"], len(plain), len(plain) + len(match["text"]), match["text"]))
        plain += match["text"]
        at = match.end()
    return Written(plain + marked[at:], tuple(spots), tuple(writer.table()))


def number_text(amount: Amount) -> str:
    """Return an exact score as people write it, two decimals at most."""
    rounded = round_half_up(ends(amount).low or Fraction(0), 2)
    assert isinstance(rounded, Fraction)
    return decimal_text(rounded)


class _Writer:
    def __init__(self, data: dict[str, Any], result: CheckResult, picked: random.Random) -> None:
        self.data, self.result, self.picked = data, result, picked
        self.by_id = {one.id: one for one in result.indicators}

    def pick(self, *ways: str) -> str:
        return self.picked.choice(ways)

    def report(self) -> list[str]:
        """Return the paragraphs."""
        return [
            f"{self.data['title']}绩效评价报告",
            self.pick(
                "为做好财政资金绩效管理，区里委托第三方对该项目开展了评价，工作组共7人，历时23天。",
                "按照年度绩效管理工作安排，评价组一行5人于近期对该项目进行了现场评价，走访了9个派出所。",
            ),
            "一、项目基本情况",
            *self.background(),
            *self.money(),
            *self.goals(),
            "二、评价工作开展情况",
            *self.method(),
            "三、综合评价结论",
            self.conclusion(),
            "四、指标分析",
            *self.analysis(),
            "五、存在的主要问题",
            *self.problems(),
            "六、改进建议",
            *self.advice(),
        ]

    def background(self) -> list[str]:
        contract = self.data["contract"]
        year, month, day = contract["signed_on"].split("-")
        signed = f"⟦date:{year}年{int(month)}月{int(day)}日⟧"
        cameras = f"⟦count:{contract['cameras']}个⟧"
        term = self.pick(f"⟦count:{contract['term_months']}个月⟧", f"⟦count:{contract['term_months'] // 12}年⟧")
        deal = self.pick(
            f"{signed}，建设单位与运营商签订了服务合同，服务期{term}。",
            f"服务合同于{signed}签订，合同期{term}。",
            f"经公开招标，双方于{signed}正式签订服务合同，服务期限为{term}。",
        )
        prices = [f"⟦amount:{contract[name]}⟧" for name in ("line_price", "integration_price", "cloud_price")]
        whole = f"⟦amount:{contract['monthly_price']}⟧"
        price = self.pick(
            f"月服务费{whole}/月/点，其中专线费{prices[0]}、集成服务费{prices[1]}、云平台费{prices[2]}。",
            f"月服务费为{whole}，由三部分构成：专线费用{prices[0]}，集成服务费用{prices[1]}，云平台费用{prices[2]}。",
            f"按合同，专线费为{prices[0]}，集成服务费为{prices[1]}，云平台费为{prices[2]}，"
            f"即{prices[0]}+{prices[1]}+{prices[2]}={whole}。",
        )
        total = self.pick(
            f"按{cameras}点位测算，合同总额为⟦amount:{contract['total']}⟧。",
            f"合同点位{cameras}，合同总金额⟦amount:{contract['total']}⟧。",
        )
        return ["（一）项目背景", self.aside() + deal, price + total, self.aside()]

    def aside(self) -> str:
        """Return a sentence with numbers about other matters, in words close to those of the facts."""
        return self.pick(*ASIDES)

    def money(self) -> list[str]:
        funding = self.data["funding"]
        budget, arrived, spent = (f"⟦amount:{self.amount(funding[n])}⟧" for n in ("budget", "arrived", "spent"))
        arrival, execution = (self.rate(n) for n in (("arrived", "budget"), ("spent", "budget")))
        first = self.pick(
            f"项目预算{budget}，实际到位{arrived}，资金到位率{arrival}。",
            f"年初安排项目预算{budget}，截至评价时到位资金{arrived}，到位率为{arrival}。",
            f"全年预算数为{budget}，到位数为{arrived}，资金到位率达到{arrival}。",
        )
        second = self.pick(
            f"截至⟦date:2020年12月31日⟧，累计支出{spent}，预算执行率{execution}。",
            f"到年底共支出{spent}，预算执行率为{execution}。",
            f"全年实际支出{spent}，据此计算的预算执行率为{execution}。",
        )
        return ["（二）资金情况", first + second]

    def amount(self, text: str) -> str:
        """Return an amount in 万元, sometimes with commas."""
        value = text.removesuffix("万元")
        if self.picked.random() < 0.2 and Fraction(value) >= 1000:
            whole, dot, rest = value.partition(".")
            return f"{whole[:-3]},{whole[-3:]}{dot}{rest}万元"
        return text

    def rate(self, names: tuple[str, str]) -> str:
        one, other = (Fraction(self.data["funding"][name].removesuffix("万元")) for name in names)
        return f"⟦rate:{self.percent(one / other)}⟧"

    def percent(self, share: Fraction) -> str:
        rounded = round_half_up(share * 100, self.picked.choice((1, 2, 2)))
        assert isinstance(rounded, Fraction)
        return decimal_text(rounded) + "%"

    def goals(self) -> list[str]:
        delivery = self.data["delivery"]
        return [
            "（三）绩效目标",
            self.pick(
                f"计划点位⟦count:{delivery['planned']}个⟧，要求在⟦date:2020年12月31日⟧以前全部建成。",
                f"年度目标为建设⟦count:{delivery['planned']}个⟧点位，最迟应在⟦date:2020年12月31日⟧完成。",
            ),
        ]

    def method(self) -> list[str]:
        levels = {level: [one.label for one in self.result.indicators if one.level == level] for level in (1, 2, 3)}
        lists = {level: f"⟦list:{'、'.join(labels)}⟧" for level, labels in levels.items()}
        counts = {level: f"⟦count:{len(labels)}个⟧" for level, labels in levels.items()}
        words = self.pick(
            f"指标体系包括{lists[1]}{counts[1]}一级指标，{lists[2]}{counts[2]}二级指标。",
            f"共设一级指标{counts[1]}，分别为{lists[1]}；二级指标{counts[2]}，分别为{lists[2]}；三级指标{counts[3]}。",
            f"评价设{counts[1]}一级指标：{lists[1]}；{counts[2]}二级指标：{lists[2]}。",
        )
        survey = self.data["survey"]
        asked = self.pick(
            f"面向群众发放问卷⟦count:{survey['issued']}份⟧。",
            f"评价组发放调查问卷⟦count:{survey['issued']}份⟧，群众满意度为⟦rate:{survey['satisfaction']}⟧。",
            f"本次共发放⟦count:{survey['issued']}份⟧问卷，满意度达到⟦rate:{survey['satisfaction']}⟧。",
        )
        grades = self.pick(
            "", "评价结果按得分划分等级：90分（含）以上为优，80分（含）至90分为良，60分（含）至80分为中，60分以下为差。"
        )
        return [words, asked + grades, self.aside()]

    def conclusion(self) -> str:
        total, grade = f"⟦total:{number_text(self.result.score)}分⟧", f"⟦grade:{self.result.grade}⟧"
        return self.pick(
            f"经综合评价，项目得分{total}，评价等级为“{grade}”。",
            f"项目综合得分{total}，绩效等级为{grade}。",
            f"按评分标准计算，综合得分为{total}，评价结果为“{grade}”。",
            f"综合评分{total}（满分100分），等级评定为“{grade}”。",
        )

    def analysis(self) -> list[str]:
        lines: list[str] = []
        group = -1
        for one in self.result.indicators:
            if one.level == 1:
                group += 1
                lines.append(f"（{_CHINESE[group + 1]}）{one.label}情况")
                lines.append(self.group(one))
            elif one.leaf:
                lines.append(self.leaf(one, len(lines)))
        return lines

    def group(self, one: IndicatorScore) -> str:
        weight, score = self.points("weight", one.weight), self.points("score", one.score)
        return self.pick(f"{one.label}权重{weight}，得{score}。", f"{one.label}类指标满分{weight}，得分{score}。", "")

    def points(self, kind: str, amount: Amount) -> str:
        return f"⟦{kind}:{number_text(amount)}分⟧"

    def leaf(self, one: IndicatorScore, number: int) -> str:
        weight, score = self.points("weight", one.weight), self.points("score", one.score)
        lost = (one.weight - (ends(one.score).low or 0)) if one.leaf else Fraction(0)
        minus = f"扣{self.points('deduction', lost)}，" if lost else ""
        body = self.body(one)
        return self.pick(
            f"{number}、{one.label}（{weight}）：{body}该项指标{minus}得分{score}。",
            f"{number}.{one.label}（{weight}）。{body}本项{minus}得{score}。",
            f"（{number}）{one.label}，权重{weight}，{minus}得分{score}。{body}",
            f"{number}、{one.label}：满分{weight}，{minus}实得{score}。{body}",
        )

    def body(self, one: IndicatorScore) -> str:
        """Return what is written about an indicator besides its score."""
        funding, delivery, survey = self.data["funding"], self.data["delivery"], self.data["survey"]
        bare = {name: text.removesuffix("万元") for name, text in funding.items()}
        match one.id:
            case "fund_arrival_rate":
                money = f"预算⟦amount:{funding['budget']}⟧，到位⟦amount:{funding['arrived']}⟧，"
                return f"{money}到位率{self.rate(('arrived', 'budget'))}。"
            case "execution_rate":
                parts = f"⟦amount:{bare['spent']}⟧/⟦amount:{bare['budget']}⟧*100%"
                return f"预算执行率={parts}={self.rate(('spent', 'budget'))}。"
            case "output_quantity":
                return (
                    self.pick(
                        f"计划点位⟦count:{delivery['planned']}个⟧，完成点位⟦count:{delivery['completed']}个⟧，",
                        f"实际建成点位⟦count:{delivery['completed']}个⟧，",
                    )
                    + f"于⟦date:{delivery['completed_on']}⟧建设完成并投入使用。"
                )
            case "output_quality":
                return (
                    self.pick("合同要求在线率不低于⟦rate:90%⟧。", "按合同约定，探头在线率应达到⟦rate:90%⟧以上。")
                    + self.faults()
                )
            case "output_timeliness":
                return self.payments()
            case "satisfaction":
                return f"调查显示，群众满意度为⟦rate:{survey['satisfaction']}⟧。"
            case _:
                return self.pick(
                    self.aside(),
                    "相关资料齐全，程序规范。",
                    "管理制度较为健全，执行基本到位。",
                    "效果较好，群众反映积极。",
                )

    def faults(self) -> str:
        parts = [
            self.pick(
                f"⟦date:{self.quarter(one['quarter'])}⟧{one['batch']}故障率为⟦rate:{one['fault_rate']}⟧",
                f"⟦date:{self.quarter(one['quarter'])}⟧由{one['operator']}承建的{one['batch']}故障率⟦rate:{one['fault_rate']}⟧",
            )
            for one in self.data["service_quarter"]
        ]
        return "经查，" + self.pick("；", "，").join(parts) + "。"

    def quarter(self, text: str) -> str:
        year, number = text.split("Q")
        first = int(number) * 3 - 2
        return self.pick(
            f"{year}年{first}-{first + 2}月",
            f"{year}年第{_CHINESE[int(number)]}季度",
            f"{year}年{first}月至{first + 2}月",
        )

    def payments(self) -> str:
        parts = []
        for one in self.data["payment"]:
            year, month = one["paid_on"][:7].split("-")
            tenth = one["paid_on"][7:]
            paid = self.pick(f"⟦date:{year}年{int(month)}月{tenth}⟧", f"⟦date:{int(month)}月{tenth}⟧")
            quarter = self.quarter(one["fee_quarter"])
            parts.append(self.pick(f"⟦date:{quarter}⟧的费用在{paid}支付", f"⟦date:{quarter}⟧费用于{paid}付款"))
        return "抽查支付凭证，" + "，".join(parts) + "。"

    def problems(self) -> list[str]:
        lines: list[str] = []
        for index, problem in enumerate(self.result.problems, 1):
            lines.append(f"（{_CHINESE[index]}）{problem.heading}")
            if problem.id == "low-online-rate":
                lines.append(
                    self.pick("部分季度在线率没有达到⟦rate:90%⟧。", "在线率低于⟦rate:90%⟧的要求。") + self.faults()
                )
            elif problem.id == "late-payment":
                lines.append("费用支付晚于合同约定。" + self.payments())
            else:
                lines.append(problem.text)
        return lines or ["未发现明显问题。"]

    def advice(self) -> list[str]:
        lines = [f"（{_CHINESE[index]}）{one.heading}" for index, one in enumerate(self.result.recommendations, 1)]
        return [*lines, self.pick("建议在下一年度加强日常巡检，每月至少巡检2次。", "建议3个月内完成整改并报告。")]

    def table(self) -> list[tuple[str, ...]]:
        """Return the rows of the score table, its headings first."""
        rows = [("指标", "权重", "得分")]
        rows += [
            (one.label, number_text(one.weight), number_text(one.score)) for one in self.result.indicators if one.leaf
        ]
        return [*rows, ("合计", "100", number_text(self.result.score))]
