"""Facts written down in any of the allowed ways are read back as the values that were meant."""

import calendar
import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from checker.facts import Vocabulary, open_facts_text, parse_facts
from checker.source import Problems
from checker.values import Interval, Value

Written = tuple[str, Value]
UNITS = {"元": 1, "千元": 1000, "万元": 10**4, "亿元": 10**8}
NAMES = {
    "budget": "预算数", "arrived": "到位数", "spent": "支出数", "issued": "发放份数", "satisfaction": "满意度",
    "graded": "分级作答", "target": "目标值", "fee_quarter": "费用季度", "paid_on": "支付日期", "operator": "承建单位",
    "quarter": "季度", "batch": "批次", "fault_rate": "故障率", "funding": "资金", "survey": "满意度调查",
    "payment": "费用支付", "service_quarter": "季度运行",
}  # fmt: skip

decimals = st.decimals(0, 10**9, places=2)
shares = st.decimals(0, 100, places=2)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def exact(number: Decimal, factor: Fraction | int = 1) -> Fraction:
    """Return a decimal times a factor, exactly."""
    return Fraction(number) * factor


@st.composite
def money(draw: st.DrawFn) -> Written:
    """An amount, or bounds of one, and what it comes to; nothing is below 0."""
    unit = draw(st.sampled_from(sorted(UNITS)))
    low, high = sorted((draw(decimals), draw(decimals)))
    a, b = exact(low, UNITS[unit]), exact(high, UNITS[unit])
    forms: list[Written] = [
        (f"{high}{unit}", b),
        (f"{high:,} {unit}", b),
        (f"不超过{high}{unit}", Interval(Fraction(0), b) if b else Fraction(0)),
        (f"{low}{unit}以上", Interval(a, None)),
        (f"高于{low}{unit}", Interval(a, None, low_open=True)),
        (f"{low}至{high}{unit}", Interval(a, b) if a < b else a),
    ]
    if b:
        forms.append((f"低于{high}{unit}", Interval(Fraction(0), b, high_open=True)))
    return draw(st.sampled_from(forms))


@st.composite
def ratio(draw: st.DrawFn) -> Written:
    """A share from 0 to 1, or bounds of one."""
    percent = draw(shares)
    share = exact(percent, Fraction(1, 100))
    forms: list[Written] = [
        (f"{percent}%", share),
        (str(percent / 100), share),
        (f"≥{percent}%", Interval(share, Fraction(1)) if share < 1 else Fraction(1)),
        (f"不超过{percent}%", Interval(Fraction(0), share) if share else Fraction(0)),
    ]
    return draw(st.sampled_from(forms))


@st.composite
def day(draw: st.DrawFn) -> Written:
    """A day, or the days it may be."""
    chosen = draw(days)
    year, month = chosen.year, chosen.month
    last = date(year, month, calendar.monthrange(year, month)[1])
    later = chosen + timedelta(days=draw(st.integers(1, 400)))
    forms: list[Written] = [
        (chosen.isoformat(), number(chosen)),
        (f"{year}年{month}月{chosen.day}日", number(chosen)),
        (f"{year}-{month:02}", Interval(number(date(year, month, 1)), number(last))),
        (f"{year}年{month}月中旬", Interval(number(date(year, month, 11)), number(date(year, month, 20)))),
        (f"{year}-{month:02}下旬", Interval(number(date(year, month, 21)), number(last))),
        (f"不晚于{chosen}", Interval(None, number(chosen))),
        (f"{chosen}至{later}", Interval(number(chosen), number(later))),
    ]
    return draw(st.sampled_from(forms))


def number(chosen: date) -> Fraction:
    """Return the number of a day."""
    return Fraction(chosen.toordinal())


@st.composite
def quarter(draw: st.DrawFn) -> Written:
    """A quarter in one of its forms."""
    year, index = draw(st.integers(1950, 2150)), draw(st.integers(1, 4))
    forms = [f"{year}Q{index}", f"{year}年第{'一二三四'[index - 1]}季度", f"{year}年{index * 3 - 2}-{index * 3}月"]
    return draw(st.sampled_from(forms)), Fraction(year * 4 + index - 1)


@st.composite
def count(draw: st.DrawFn) -> Written:
    """A whole number of questionnaires."""
    whole = draw(st.integers(0, 10**6))
    return draw(st.sampled_from([str(whole), f"{whole}份", f"{whole:,}"])), Fraction(whole)


@st.composite
def text(draw: st.DrawFn) -> Written:
    """A text of letters, digits, punctuation and symbols of any script."""
    allowed = st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufffe\uffff")
    written = draw(st.text(allowed, min_size=1, max_size=20))
    return written, written


truth = st.sampled_from([("是", True), ("否", False), ("true", True), ("无", False)])
batch = st.sampled_from([("一期", "一期"), ("二期", "二期")])
bare = decimals.map(lambda value: (str(value), exact(value)))
funding = st.fixed_dictionaries({}, optional={"budget": money(), "arrived": money(), "spent": money()})
survey = st.fixed_dictionaries(
    {}, optional={"issued": count(), "satisfaction": ratio(), "graded": truth, "target": bare}
)
service = st.fixed_dictionaries(
    {"quarter": quarter(), "batch": batch}, optional={"fault_rate": ratio(), "operator": text()}
)
payment = st.fixed_dictionaries({"fee_quarter": quarter()}, optional={"paid_on": day()})
Fields = dict[str, Written]
projects = st.fixed_dictionaries(
    {
        "funding": funding.map(lambda fields: [fields]),
        "survey": survey.map(lambda fields: [fields]),
        "service_quarter": st.lists(service, max_size=4, unique_by=lambda f: (f["quarter"][1], f["batch"][1])),
        "payment": st.lists(payment, max_size=4, unique_by=lambda f: f["fee_quarter"][1]),
    }
)


def as_yaml(project: dict[str, list[Fields]], labels: bool) -> str:
    """Write facts as block YAML, texts in quotes only where a name says so."""
    lines = []
    for name, facts in project.items():
        single = name in {"funding", "survey"}
        lines.append(f"{NAMES[name] if labels else name}:" + ("" if any(facts) else (" {}" if single else " []")))
        for fields in facts:
            for position, (field, (written, _)) in enumerate(fields.items()):
                bullet = "" if single else ("- " if position == 0 else "  ")
                quoted = json.dumps(written, ensure_ascii=False) if field in {"operator", "paid_on"} else written
                lines.append(f"  {bullet}{NAMES[field] if labels else field}: {quoted}")
    return "\n".join(lines) + "\n"


def values(project: dict[str, list[Fields]]) -> dict[str, list[dict[str, Value]]]:
    """Return only what the facts mean."""
    return {
        name: [{field: value for field, (_, value) in fields.items()} for fields in facts]
        for name, facts in project.items()
    }


@given(project=projects, labels=st.booleans())
def test_written_and_read_back(project: dict[str, list[Fields]], labels: bool, vocabulary: Vocabulary) -> None:
    """Exact and bounded values come back the same from YAML text, from JSON text and from data in memory."""
    data = {
        name: [{field: written for field, (written, _) in fields.items()} for fields in facts]
        for name, facts in project.items()
    }
    plain = {name: facts if name in {"service_quarter", "payment"} else facts[0] for name, facts in data.items()}
    problems = Problems()
    opened = [open_facts_text(text, "facts", problems) for text in (as_yaml(project, labels), as_json(plain))]
    read = [raw.typed(vocabulary, problems) for raw in opened if raw is not None]
    read.append(parse_facts(plain, "facts", vocabulary, problems))
    assert problems.found == []
    for facts in read:
        assert facts is not None
        found = {
            name: [{field: value.value for field, value in fact.fields.items()} for fact in of_type]
            for name, of_type in facts.facts.items()
        }
        assert found == values(project)


def as_json(data: object) -> str:
    """Write data as JSON."""
    return json.dumps(data, ensure_ascii=False)
