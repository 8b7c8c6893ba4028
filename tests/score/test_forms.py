"""Every form of scoring that occurs in published score sheets, with the exact points it gives (domain, section 3).

An indicator is written as a pack writes it, is worth 10 points, and is scored from facts as people write them. Points
that are not exact are written with both ends: ``5~10``.
"""

import pytest
import yaml

from checker.testing.projects import points
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY = """
works:
  label: 工程
  fields:
    planned: {label: 计划量, type: number}
    done: {label: 完成量, type: number}
    cost: {label: 单价, type: money, unit: 元}
    target: {label: 目标单价, type: money, unit: 元}
    rate: {label: 完成率, type: ratio}
    satisfied: {label: 满意度, type: ratio}
    done_on: {label: 完工日, type: date}
    due_on: {label: 应完工日, type: date}
    level: {label: 等次值, type: choice, choices: [达到, 基本达到, 没有达到]}
    complete: {label: 齐全, type: truth}
    missed: {label: 漏巡, type: count}
    rank: {label: 名次, type: count}
    fraud: {label: 作假, type: truth}
    city: {label: 市级率, type: ratio}
road:
  label: 路段
  key: [code]
  fields:
    code: {label: 编号, type: text}
    money: {label: 养护费, type: money, unit: 元}
    pass_rate: {label: 合格率, type: ratio}
    accidents: {label: 事故, type: count}
    cohort: {label: 组, type: choice, choices: [实验, 对照]}
year:
  label: 年度
  key: [year]
  fields:
    year: {label: 年份, type: number}
    good: {label: 优良率, type: ratio}
survey:
  label: 问卷
  fields:
    sent: {label: 发出, type: count}
    back: {label: 收回, type: count}
    very: {label: 很满意, type: count}
    quite: {label: 较满意, type: count}
    plain: {label: 一般满意, type: count}
    poor: {label: 不满意, type: count}
    likert:
      label: 加权满意
      type: ratio
      derive: (100% * 很满意 + 80% * 较满意 + 60% * 一般满意) / (很满意 + 较满意 + 一般满意 + 不满意)
"""


def score(leaf: str, facts: str, rules: dict[str, object] | None = None) -> str:
    """Return the points of an indicator worth 10: exact, or with both ends."""
    indicator = {"id": "q", "label": "指标", "weight": 10, **yaml.safe_load(leaf)}
    pack = small_pack(VOCABULARY, rules, indicators={"full_score": 10, "indicators": [indicator]})
    return points(checker_of(pack).check(facts_of(pack, facts)).indicators[0].score)


def scoring(text: str) -> str:
    """Return an indicator that is scored so."""
    return f"scoring: {{{text}}}"


DONE = scoring("method: proportional, value: 完成量, target: 计划量")
RATE = scoring("method: proportional, value: 完成率")
LOWER = scoring("method: proportional, value: 单价, target: 目标单价, better: lower")
PASS_MARK = scoring("method: proportional, value: 完成率, pass_mark: 60%")
FROM_MARK = scoring("method: proportional, value: 完成率, pass_mark: 60%, from_pass_mark: true")
PROPORTIONAL = [
    # 完成率：越高越好，最高得满分
    (DONE, "works: {planned: 10, done: 8}", "8"),
    (DONE, "works: {planned: 3, done: 1}", "10/3"),
    (DONE, "works: {planned: 10, done: 12}", "10"),
    (DONE, "works: {planned: 10, done: 0}", "0"),
    (DONE, "works: {planned: 10, done: -1}", "0"),
    (DONE, "works: {planned: 10, done: 8至9}", "8~9"),
    (DONE, "works: {planned: 10, done: 不少于8}", "8~10"),
    (DONE, "works: {planned: 10至20, done: 8}", "4~8"),
    (DONE, "works: {planned: 10}", "0~10"),
    (DONE, "{}", "0~10"),
    # 0/0 既不报错也不得 0 分
    (DONE, "works: {planned: 0, done: 0}", "0~10"),
    (DONE, "works: {planned: 0, done: 5}", "0~10"),
    # 值本身是比率
    (RATE, "works: {rate: 91.4045%}", "9.14045"),
    # 越低越好：目标 ÷ 实际
    (LOWER, "works: {cost: 125, target: 100}", "8"),
    (LOWER, "works: {cost: 80, target: 100}", "10"),
    (LOWER, "works: {cost: 125至200, target: 100}", "5~8"),
    # 封顶：得分率上限
    (scoring("method: proportional, value: 完成率, cap: 80%"), "works: {rate: 95%}", "8"),
    (scoring("method: proportional, value: 完成率, cap: 120%"), "works: {rate: 150%}", "10"),
    # 及格线
    (PASS_MARK, "works: {rate: 59.99%}", "0"),
    (PASS_MARK, "works: {rate: 60%}", "6"),
    (PASS_MARK, "works: {rate: 85%}", "8.5"),
    (PASS_MARK, "works: {rate: 50%至70%}", "0~7"),
    # 财预〔2021〕101号：(完成率－60%)/(1－60%)
    (FROM_MARK, "works: {rate: 59%}", "0"),
    (FROM_MARK, "works: {rate: 60%}", "0"),
    (FROM_MARK, "works: {rate: 80%}", "5"),
    (FROM_MARK, "works: {rate: 100%}", "10"),
    (FROM_MARK, "works: {rate: 110%}", "10"),
    (FROM_MARK, "works: {rate: 70%至80%}", "2.5~5"),
]
LINEAR_UP = scoring("method: linear, value: 完成率, full_at: 100%, zero_at: 80%")
LINEAR_DOWN = scoring("method: linear, value: 漏巡, full_at: 0, zero_at: 4")
LINEAR_DAYS = scoring("method: linear, value: 完工日, full_at: 2020-01-01, zero_at: 2020-01-11")
LINEAR = [
    # 100%满分，80%及以下0分，每低1%扣权重的5%
    *((LINEAR_UP, f"works: {{rate: {rate}}}", found)
      for rate, found in [("100%", "10"), ("99%", "9.5"), ("90%", "5"), ("80%", "0"), ("70%", "0"), ("130%", "10"),
                          ("90%至95%", "5~7.5"), ("不低于95%", "7.5~10")]),
    (LINEAR_UP, "works: {}", "0~10"),
    # 越低越好，两点倒过来
    *((LINEAR_DOWN, f"works: {{missed: {missed}}}", found)
      for missed, found in [(0, "10"), (1, "7.5"), (4, "0"), (9, "0"), ("1至2", "5~7.5")]),
    # 日期之间
    (LINEAR_DAYS, "works: {done_on: 2020-01-04}", "7"),
    (LINEAR_DAYS, "works: {done_on: 2020-01上旬}", "1~10"),
]  # fmt: skip


def satisfaction(partial: str) -> str:
    """Return the form 满意度90%以上满分，每低1个百分点扣1分，扣完为止."""
    return scoring(f"method: steps, value: 满意度, target: 90%, step: 1%, cost: {{points: 1}}, partial_step: {partial}")


FIVE = scoring("method: steps, value: 完成率, target: 100%, step: 5%, cost: {points: 1}, partial_step: down")
EITHER = scoring(
    "method: steps, value: 完成率, target: 100%, step: 3%, cost: {points: 1}, better: exact, partial_step: exact"
)
FREE = scoring(
    "method: steps, value: 完成率, target: 100%, step: 3%, cost: {points: 1}, better: exact, partial_step: up, free: 2%"
)
SHARE = scoring("method: steps, value: 完成率, target: 100%, step: 1%, cost: {share: 5%}, partial_step: exact")
RANK = scoring(
    "method: steps, value: 名次, target: 5, step: 1, cost: {points: 0.5}, better: lower, partial_step: exact"
)
STEPS = [
    *((satisfaction("exact"), f"survey: {{}}\nworks: {{satisfied: {rate}}}", found)
      for rate, found in [("95%", "10"), ("90%", "10"), ("88.5%", "8.5"), ("80%", "0"), ("40%", "0"),
                          ("85%至88%", "5~8"), ("低于85%", "0~5")]),
    (satisfaction("up"), "works: {satisfied: 88.5%}", "8"),
    (satisfaction("up"), "works: {satisfied: 88%}", "8"),
    (satisfaction("up"), "works: {satisfied: 88%至88.5%}", "8"),
    (satisfaction("down"), "works: {satisfied: 88.5%}", "9"),
    (satisfaction("down"), "works: {satisfied: 88%}", "8"),
    (satisfaction("down"), "works: {}", "0~10"),
    # 每低5%扣1分，不满5%不扣
    (FIVE, "works: {rate: 95.1%}", "10"),
    (FIVE, "works: {rate: 95%}", "9"),
    (FIVE, "works: {rate: 84%}", "7"),
    # 每偏离3%扣1分，偏高偏低都扣
    (EITHER, "works: {rate: 97%}", "9"),
    (EITHER, "works: {rate: 104.5%}", "8.5"),
    (EITHER, "works: {rate: 97%至106%}", "8~10"),
    # 偏离在一定幅度以内的不扣
    (FREE, "works: {rate: 98%}", "10"),
    (FREE, "works: {rate: 102.1%}", "9"),
    (FREE, "works: {rate: 95%}", "9"),
    (FREE, "works: {rate: 94.9%}", "8"),
    # 每降低1%扣权重的5%
    (SHARE, "works: {rate: 97%}", "8.5"),
    (SHARE, "works: {rate: 75%}", "0"),
    # 前五名满分，第六至第十名每名扣0.5分
    *((RANK, f"works: {{rank: {rank}}}", found) for rank, found in [(1, "10"), (5, "10"), (6, "9.5"), (10, "7.5")]),
]  # fmt: skip
LADDER = """
scoring:
  method: bands
  value: abs(完成率 - 100%)
  bands: [{at_most: 10%, points: 10}, {at_most: 15%, points: 6}, {at_most: 20%, points: 2}]
"""
EXECUTION = """
scoring:
  method: bands
  value: 完成率
  bands:
    - {equals: 100%, share: 100%}
    - {above: 100%, share: 0%}
    - {at_least: 80%, share: 70%}
    - {at_least: 60%, share: 50%}
"""
FALLING = """
scoring:
  method: bands
  value: 漏巡
  bands: [{below: 1, points: 10}, {below: 3, points: 4}]
  otherwise: {points: 1}
"""
LEVELS = """
scoring:
  method: bands
  value: 等次值
  bands: [{equals: 达到, points: 10}, {equals: 基本达到, points: 6}]
"""
RANGE = scoring("method: bands, bands: [{when: 完成率 between 95% and 105%, share: 100%}]")
ALL_OR_NOTHING = scoring("method: bands, bands: [{when: 齐全, share: 100%}]")
BANDS = [
    # ±10%、±15%、±20%
    *((LADDER, f"works: {{rate: {rate}}}", found)
      for rate, found in [("100%", "10"), ("90%", "10"), ("110%", "10"), ("110.01%", "6"), ("85%", "6"), ("80%", "2"),
                          ("79.9%", "0"), ("121%", "0"), ("89%至91%", "6~10"), ("70%至79%", "0")]),
    # 101号执行率
    *((EXECUTION, f"works: {{rate: {rate}}}", found)
      for rate, found in [("100%", "10"), ("100.1%", "0"), ("99.9%", "7"), ("80%", "7"), ("79%", "5"), ("59%", "0"),
                          ("80%至90%", "7"), ("70%至90%", "5~7")]),
    # 越低越好
    *((FALLING, f"works: {{missed: {missed}}}", found) for missed, found in [(0, "10"), (1, "4"), (2, "4"), (3, "1")]),
    # 完成得分，未完成不得分
    (ALL_OR_NOTHING, "works: {complete: 是}", "10"),
    (ALL_OR_NOTHING, "works: {complete: 否}", "0"),
    (ALL_OR_NOTHING, "works: {}", "0~10"),
    # 达到、基本达到、没有达到
    *((LEVELS, f"works: {{level: {level}}}", found)
      for level, found in [("达到", "10"), ("基本达到", "6"), ("没有达到", "0")]),
    (LEVELS, "works: {}", "0~10"),
    # 区间
    (RANGE, "works: {rate: 95%}", "10"),
    (RANGE, "works: {rate: 105.1%}", "0"),
]  # fmt: skip
EQUAL = "scoring: {method: checklist, points: [{id: a, label: 甲}, {id: b, label: 乙}, {id: c, label: 丙}]}"
UNEQUAL = """
scoring:
  method: checklist
  points:
    - {id: a, label: 甲, share: 10%}
    - {id: b, label: 乙, share: 80%, when: 漏巡 = 0}
    - {id: c, label: 丙, share: 10%, when: 齐全}
"""
ABSOLUTE = "scoring: {method: checklist, points: [{id: a, label: 甲, points: 7}, {id: b, label: 乙}]}"
CLIFF = """
scoring:
  method: checklist
  cliff: {each_miss: 1/3, zero_from: 3}
  points: [{id: a, label: 甲, misses: 漏巡}, {id: b, label: 乙, points: 4}]
"""
SLOW_CLIFF = """
scoring:
  method: checklist
  cliff: {each_miss: 10%, zero_from: 3}
  points: [{id: a, label: 甲, misses: 漏巡}]
"""


def judged(**marks: str) -> str:
    """Return judgements of 要点."""
    return (
        "judgements: [" + ", ".join(f"{{indicator: q, point: {point}, {text}}}" for point, text in marks.items()) + "]"
    )


CHECKLIST = [
    # 平分，可给部分分
    (EQUAL, judged(a="share: 100%", b="share: 100%", c="share: 100%"), "10"),
    (EQUAL, judged(a="share: 100%", b="share: 50%", c="share: 0%"), "5"),
    (EQUAL, judged(a="share: 100%", b="share: 50%"), "5~25/3"),
    (EQUAL, "{}", "0~10"),
    # 10/80/10
    (UNEQUAL, f"{judged(a='points: 1')}\nworks: {{missed: 0, complete: 是}}", "10"),
    (UNEQUAL, f"{judged(a='points: 0.5')}\nworks: {{missed: 1, complete: 是}}", "1.5"),
    (UNEQUAL, f"{judged(a='points: 1')}\nworks: {{complete: 否}}", "1~9"),
    # 绝对分，其余平分余下的
    (ABSOLUTE, judged(a="points: 7", b="points: 3"), "10"),
    (ABSOLUTE, judged(a="points: 5", b="points: 2.5"), "7.5"),
    # 每未达一次扣三分之一，第三次起不得分
    *((CLIFF, f"{judged(b='misses: 0')}\nworks: {{missed: {missed}}}", found)
      for missed, found in [(0, "10"), (1, "8"), (2, "6"), (3, "4"), (9, "4"), ("1至2", "6~8"), ("2至3", "4~6")]),
    (CLIFF, f"{judged(b='misses: 1')}\nworks: {{missed: 0}}", "26/3"),
    (CLIFF, "works: {missed: 0}", "6~10"),
    *((SLOW_CLIFF, f"works: {{missed: {missed}}}", found) for missed, found in [(1, "9"), (2, "8"), (3, "0")]),
]  # fmt: skip
OVER_ROADS = "over: road, value: 合格率"
QUARTER = """
scoring:
  method: bands
  over: year
  where: 年份 between 2021 and 2024
  each: 1/4
  value: 优良率
  bands: [{at_least: 85%, share: 100%}, {at_least: 75%, share: 60%}]
"""
YEARS = "year: [{year: 2020, good: 0%}, {year: 2021, good: 90%}, {year: 2022, good: 80%}, {year: 2023, good: 70%}"
TWO_ROADS = "road: [{code: a, money: 300, pass_rate: 100%}, {code: b, money: 100, pass_rate: 40%}]"
HALF_KNOWN = "road: [{code: a, money: 300, pass_rate: 100%}, {code: b, money: 100}]"
SCORE_THEN_MEAN = scoring(f"method: linear, full_at: 90%, zero_at: 60%, {OVER_ROADS}")
MEAN_THEN_SCORE = scoring("method: linear, full_at: 90%, zero_at: 60%, value: average(合格率 over 路段)")
WEIGHED = scoring(f"method: proportional, weigh_by: 养护费, {OVER_ROADS}")
WEIGHED_MEAN = scoring(
    "method: linear, full_at: 90%, zero_at: 60%, value: sum(合格率 * 养护费 over 路段) / sum(养护费 over 路段)"
)
COMPOSITE = scoring("method: proportional, value: 70% * 市级率 + 30% * average(合格率 over 路段)")
SEVERAL = [
    # 四个年度各占四分之一；没有报的年度还不知道
    (QUARTER, f"{YEARS}, {{year: 2024, good: 85%}}]", "6.5"),
    (QUARTER, f"{YEARS}]", "4~6.5"),
    (QUARTER, f"{YEARS}, {{year: 2024}}]", "4~6.5"),
    # 先计分再平均，与先平均再计分，结果不同
    (SCORE_THEN_MEAN, TWO_ROADS, "5"),
    (MEAN_THEN_SCORE, TWO_ROADS, "10/3"),
    (SCORE_THEN_MEAN, HALF_KNOWN, "5~10"),
    (SCORE_THEN_MEAN, "road: [{code: a, pass_rate: 100%}, {code: b, pass_rate: 60%至75%}]", "5~7.5"),
    (SCORE_THEN_MEAN, "road: []", "0~10"),
    # 按金额加权
    (WEIGHED, TWO_ROADS, "8.5"),
    (WEIGHED_MEAN, TWO_ROADS, "25/3"),
    (WEIGHED, "road: [{code: a, money: 300, pass_rate: 100%}, {code: b, money: 100, pass_rate: 40%至80%}]", "8.5~9.5"),
    # 市级占70%，路段平均占30%
    (COMPOSITE, f"works: {{city: 80%}}\n{TWO_ROADS}", "7.7"),
    (COMPOSITE, TWO_ROADS, "0~10"),
    (COMPOSITE, f"works: {{city: 80%至90%}}\n{TWO_ROADS}", "7.7~8.4"),
]
RISING = """
scoring:
  method: bands
  bands:
    - when: 非 exists(年度 as 后 where exists(年度 as 前 where 前.年份 + 1 = 后.年份 且 前.优良率 >= 后.优良率))
      share: 100%
"""
COHORT = """
scoring:
  method: bands
  bands: [{when: average(合格率 over 路段 where 组 = 实验) > average(合格率 over 路段 where 组 = 对照), share: 100%}]
"""
LATE_MONTHS = scoring(
    "method: steps, value: 完工日, target: 应完工日, step: 30, cost: {points: 2}, better: lower, partial_step: up"
)
LATE_YEARS = scoring(
    "method: steps, value: 'months(应完工日, 完工日)', target: 0, step: 12, cost: {points: 2}, better: lower, "
    "partial_step: up"
)
MILESTONE = """
scoring:
  method: bands
  bands: [{when: 完工日 <= 应完工日, points: 10}, {when: 完工日 <= 2020-12-31 且 完成率 >= 50%, points: 5}]
"""
TIME = [
    # 逐年提高
    (RISING, "year: [{year: 2021, good: 70%}, {year: 2022, good: 71%}, {year: 2023, good: 80%}]", "10"),
    (RISING, "year: [{year: 2021, good: 70%}, {year: 2022, good: 70%}, {year: 2023, good: 80%}]", "0"),
    (RISING, "year: [{year: 2021, good: 70%}, {year: 2022}, {year: 2023, good: 80%}]", "0~10"),
    (RISING, "year: [{year: 2022}, {year: 2023, good: 80%}, {year: 2024, good: 79%}]", "0"),
    # 两组比较
    (COHORT, "road: [{code: a, cohort: 实验, pass_rate: 90%}, {code: b, cohort: 对照, pass_rate: 80%}]", "10"),
    (COHORT, "road: [{code: a, cohort: 实验, pass_rate: 80%}, {code: b, cohort: 对照, pass_rate: 80%}]", "0"),
    (COHORT, "road: [{code: a, cohort: 实验, pass_rate: 90%}, {code: b, cohort: 对照}]", "0~10"),
    # 每拖30天扣2分，不满30天按30天
    *((LATE_MONTHS, f"works: {{due_on: 2020-01-01, done_on: {day}}}", found)
      for day, found in [("2019-12-01", "10"), ("2020-01-01", "10"), ("2020-01-02", "8"), ("2020-01-31", "8"),
                         ("2020-02-01", "6"), ("2020年1月", "8~10"), ("2021-01-01", "0")]),
    # 每晚一年扣2分
    *((LATE_YEARS, f"works: {{due_on: 2020-01-15, done_on: {day}}}", found)
      for day, found in [("2020-01-15", "10"), ("2020-03-15", "8"), ("2021-01-15", "8"), ("2021-02-15", "6")]),
    # 某日以前完成一半
    (MILESTONE, "works: {due_on: 2020-06-30, done_on: 2020-06-30, rate: 10%}", "10"),
    (MILESTONE, "works: {due_on: 2020-06-30, done_on: 2020-12-31, rate: 50%}", "5"),
    (MILESTONE, "works: {due_on: 2020-06-30, done_on: 2020-12-31, rate: 49%}", "0"),
    (MILESTONE, "works: {due_on: 2020-06-30, done_on: 2020年下半年, rate: 60%}", "5"),
    (MILESTONE, "works: {due_on: 2020-06-30, done_on: 2020年, rate: 60%}", "5~10"),
]  # fmt: skip
LIKERT = """
scoring:
  method: bands
  bands:
    - {when: 收回 / 发出 < 60%, points: 0}
    - {when: 加权满意 >= 90%, share: 100%}
    - {when: 加权满意 >= 80%, share: 80%}
"""
ANSWERS = "very: 10, quite: 5, plain: 3, poor: 2"
SURVEY = [
    # (10 + 4 + 1.8)/20 = 79%
    (LIKERT, f"survey: {{sent: 20, back: 20, {ANSWERS}}}", "0"),
    (LIKERT, "survey: {sent: 20, back: 20, very: 12, quite: 5, plain: 3, poor: 0}", "8"),
    (LIKERT, "survey: {sent: 20, back: 20, very: 15, quite: 5, plain: 0, poor: 0}", "10"),
    # 收回率不够，不管多满意
    (LIKERT, "survey: {sent: 40, back: 20, very: 20, quite: 0, plain: 0, poor: 0}", "0"),
    (LIKERT, "survey: {sent: 20, very: 20, quite: 0, plain: 0, poor: 0}", "0~10"),
    (LIKERT, "survey: {sent: 0, back: 0, very: 0, quite: 0, plain: 0, poor: 0}", "0~10"),
]
NEGATIVE = "lowest: -10\nscoring: {method: formula, value: 10分 - 5分 * sum(事故 over 路段)}"
VETO = """
scoring: {method: formula, value: 8分}
veto: [{when: 作假, title: 弄虚作假}, {when: 漏巡 > 9, title: 长期不巡, score: 2}]
"""
BELOW = "lowest: -10\nscoring: {method: judged}\nveto: [{when: 作假, title: 弄虚作假, score: -10}]"
FORMULA = scoring("method: formula, value: 'if 漏巡 = 0 then 10分 else max(0分, 8分 - 1分 * 漏巡)'")
JUDGED = scoring("method: judged")
FRAMED = [
    (JUDGED, "judgements: [{indicator: q, points: 8.5, reason: 缺影像}]", "8.5"),
    (JUDGED, "judgements: [{indicator: q, share: 85%}]", "8.5"),
    (JUDGED, "judgements: [{indicator: q, reason: 待定}]", "0~10"),
    (JUDGED, "judgements: []", "0~10"),
    (JUDGED, "{}", "0~10"),
    (FORMULA, "works: {missed: 0}", "10"),
    (FORMULA, "works: {missed: 3}", "5"),
    (FORMULA, "works: {missed: 30}", "0"),
    (FORMULA, "works: {missed: 0至3}", "5~10"),
    # 负分
    (NEGATIVE, "road: [{code: a, accidents: 0}]", "10"),
    (NEGATIVE, "road: [{code: a, accidents: 2}, {code: b, accidents: 1}]", "-5"),
    (NEGATIVE, "road: [{code: a, accidents: 9}]", "-10"),
    (NEGATIVE, "road: [{code: a, accidents: 2}, {code: b}]", "-10~10"),
    (NEGATIVE, "road: [{code: a, accidents: 2}, {code: b, accidents: 不超过1}]", "-5~10"),
    # 一票否决
    (VETO, "works: {fraud: 否, missed: 0}", "8"),
    (VETO, "works: {fraud: 是, missed: 0}", "0"),
    (VETO, "works: {fraud: 否, missed: 10}", "2"),
    (VETO, "works: {missed: 0}", "0~8"),
    (VETO, "works: {fraud: 否}", "2~8"),
    (BELOW, "works: {fraud: 是}", "-10"),
    (BELOW, "works: {fraud: 否}\njudgements: [{indicator: q, points: -3, reason: 差}]", "-3"),
]
CASES = [*PROPORTIONAL, *LINEAR, *STEPS, *BANDS, *CHECKLIST, *SEVERAL, *TIME, *SURVEY, *FRAMED]


@pytest.mark.parametrize(("leaf", "facts", "expected"), CASES)
def test_points(leaf: str, facts: str, expected: str) -> None:
    """An indicator of a published form scores exactly this from these facts, or lies exactly between these ends."""
    assert score(leaf, facts) == expected


OCCURRENCES = "road: [" + ", ".join(f"{{code: r{n}, pass_rate: {rate}}}" for n, rate in enumerate(
    ["80%", "85%", "89.9%", "90%", "95%"]
)) + "]"  # fmt: skip
TWENTY = "road: [" + ", ".join(f"{{code: r{n}, pass_rate: 50%}}" for n in range(20)) + "]"
LOW: dict[str, object] = {"for": "road", "when": "合格率 < 90%", "indicator": "q", "deduct": 1}
HARD: dict[str, object] = {"for": "road", "when": "合格率 < 60%", "indicator": "q", "deduct": "2分"}
GRADED: dict[str, object] = {"for": "road", "when": "合格率 < 90%", "indicator": "q", "deduct": "(90% - 合格率) * 10分"}
OPEN = "road: [{code: a, pass_rate: 50%}, {code: b}, {code: c, pass_rate: 85%至95%}]"
DEDUCTIONS: list[tuple[str, dict[str, object], str, str]] = [
    # 每起扣1分
    ("", {"low": LOW}, OCCURRENCES, "7"),
    # 扣完为止
    ("", {"low": LOW}, TWENTY, "0"),
    # 自有上限低于权重
    ("", {"low": LOW | {"deduct_cap": 6}}, TWENTY, "4"),
    ("", {"low": LOW | {"deduct_cap": 6}}, OCCURRENCES, "7"),
    # 指标的扣分上限
    ("cap: {points: 5}", {"low": LOW}, TWENTY, "5"),
    ("cap: {share: 30%}", {"low": LOW}, TWENTY, "7"),
    # 两条规则，各自封顶，合计再封顶
    ("", {"low": LOW | {"deduct_cap": 3}, "hard": HARD | {"deduct_cap": 4}}, TWENTY, "3"),
    ("cap: {points: 6}", {"low": LOW | {"deduct_cap": 3}, "hard": HARD | {"deduct_cap": 4}}, TWENTY, "4"),
    # 扣多少按差多少
    ("", {"graded": GRADED}, OCCURRENCES, "8.49"),
    # 没有规则就是满分
    ("", {}, OCCURRENCES, "10"),
    # 说不准的可能扣
    ("", {"low": LOW}, OPEN, "7~9"),
    ("", {"low": LOW | {"deduct_cap": 2}}, OPEN, "8~9"),
    ("", {"graded": GRADED}, "road: [{code: a, pass_rate: 80%至85%}]", "9~9.5"),
    ("", {"low": LOW}, "road: []", "10"),
    ("", {"low": LOW}, "{}", "0~10"),
    ("", {"low": LOW | {"deduct_cap": 2}}, "{}", "8~10"),
    ("cap: {points: 5}", {"low": LOW}, "{}", "5~10"),
]


@pytest.mark.parametrize(("cap", "rules", "facts", "expected"), DEDUCTIONS)
def test_deductions(cap: str, rules: dict[str, object], facts: str, expected: str) -> None:
    """Points are lost for each occurrence, down to 0, at most the caps of the rule and of the indicator."""
    assert score(f"scoring: {{method: deductions, {cap}}}", facts, rules) == expected


def test_waived_finding_deducts_nothing() -> None:
    """A finding that is waived costs no points."""
    waiver = "waivers: [{rule: low, key: a, reason: 已说明, approver: 某局, expires: 2020-12-31}]"
    facts = "road: [{code: a, pass_rate: 50%}, {code: b, pass_rate: 50%}]"
    assert score("scoring: {method: deductions}", f"{facts}\n{waiver}", {"low": LOW}) == "9"
