"""Changes one marked number, grade, date or list of a report so that it means something else, always the same way."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.backcheck.report_text import Spot, Written

GRADES: Final = ("优", "良", "中", "差")
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TENTHS: Final = ("上旬", "中旬", "下旬")
_QUARTER_WORDS: Final = "一二三四"
_OTHER_INDICATORS: Final = ("管理创新", "信息公开", "生态效益", "风险防控")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A report with one thing changed: its text, what kind of thing, and what it was and became."""

    text: str
    kind: str
    before: str
    after: str


def mutate(report: Written, picked: random.Random) -> Mutant:
    """Return a copy with one marked thing changed: first a kind is chosen, then one of that kind."""
    kinds = sorted({spot.kind for spot in report.spots})
    kind = picked.choice(kinds)
    spot: Spot = picked.choice([one for one in report.spots if one.kind == kind])
    changed = changed_text(spot.kind, spot.text, picked)
    return Mutant(report.text[: spot.start] + changed + report.text[spot.end :], kind, spot.text, changed)


def changed_text(kind: str, text: str, picked: random.Random) -> str:
    """Return another text of the same kind that does not mean the same."""
    if kind == "grade":
        return picked.choice([grade for grade in GRADES if grade != text])
    if kind == "list":
        return _changed_list(text, picked)
    if kind == "date":
        return _changed_date(text, picked)
    if kind == "count":
        return _changed_number(text, picked, least=Fraction(1))
    if kind == "rate":
        return _changed_number(text, picked, least=Fraction(1, 10) if "." in text else Fraction(1))
    return _changed_number(text, picked, least=Fraction(1, 2))


def _changed_number(text: str, picked: random.Random, least: Fraction) -> str:
    """Change a digit, or add or take away a little, by at least ``least``; it stays positive and as finely written."""
    match = _NUMBER.search(text)
    assert match is not None
    plain = match.group().replace(",", "")
    digits = len(plain.partition(".")[2])
    value = Fraction(plain)
    while True:
        if picked.random() < 0.5:
            at = picked.choice([index for index, char in enumerate(plain) if char.isdigit()])
            other = plain[:at] + picked.choice("0123456789") + plain[at + 1 :]
        else:
            other = f"{float(value) + picked.choice((-1, 1)) * picked.choice((0.5, 1, 2, 3, 10)):.{digits}f}"
        whole = other.partition(".")[0]
        if Fraction(other) > 0 and abs(Fraction(other) - value) >= least and (whole == "0" or whole[0] != "0"):
            return text[: match.start()] + other + text[match.end() :]


def _changed_list(text: str, picked: random.Random) -> str:
    items = text.split("、")
    if picked.random() < 0.5:
        del items[picked.randrange(len(items))]
    else:
        items.insert(picked.randrange(1, len(items) + 1), picked.choice(_OTHER_INDICATORS))
    return "、".join(items)


def _changed_date(text: str, picked: random.Random) -> str:
    """Change the 旬, the quarter, the day, the month or the year."""
    ways = []
    if any(tenth in text for tenth in _TENTHS):
        ways.append(_other_tenth)
    if "季度" in text:
        ways.append(_other_quarter)
    elif re.search(r"\d-\d|月至", text):
        ways.append(_other_months)
    elif re.search(r"\d月", text):
        ways.append(_other_month)
    if re.search(r"\d日", text):
        ways.append(_other_day)
    if re.match(r"\d{4}年", text):
        ways.append(_other_year)
    return picked.choice(ways)(text, picked)


def _other_tenth(text: str, picked: random.Random) -> str:
    own = next(tenth for tenth in _TENTHS if tenth in text)
    return text.replace(own, picked.choice([tenth for tenth in _TENTHS if tenth != own]))


def _other_quarter(text: str, picked: random.Random) -> str:
    own = text[text.index("季度") - 1]
    return text.replace(own + "季度", picked.choice([q for q in _QUARTER_WORDS if q != own]) + "季度")


def _other_months(text: str, picked: random.Random) -> str:
    first = int(re.findall(r"(\d{1,2})(?:月至|-)", text)[0])
    other = picked.choice([month for month in (1, 4, 7, 10) if month != first])
    return text.replace(f"年{first}", f"年{other}", 1).replace(f"{first + 2}月", f"{other + 2}月", 1)


def _other_month(text: str, picked: random.Random) -> str:
    match = re.search(r"(\d{1,2})月", text)
    assert match is not None
    own = int(match[1])
    return text.replace(match.group(), f"{picked.choice([m for m in range(1, 13) if m != own])}月", 1)


def _other_day(text: str, picked: random.Random) -> str:
    match = re.search(r"(\d{1,2})日", text)
    assert match is not None
    own = int(match[1])
    return text.replace(match.group(), f"{picked.choice([day for day in range(1, 29) if day != own])}日", 1)


def _other_year(text: str, picked: random.Random) -> str:
    year = int(text[:4])
    return str(year + picked.choice((-1, 1, 2))) + text[4:]
