"""The sentences that only the Word report needs: turns values into Chinese text, and computes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.report.words import basis_text, points
from checker.values import Kind, Unknown, show
from checker.values.amounts import subtract
from checker.values.calendar import date_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from fractions import Fraction

    from checker.facts import FactSet, Source
    from checker.result import BasisRef
    from checker.values import Amount


def sentence(text: str) -> str:
    """Return ``text`` with one full stop at its end; nothing stays nothing."""
    kept = text.strip().rstrip("。；，")
    return f"{kept}。" if kept else ""


def clauses(texts: Iterable[str]) -> str:
    """Return remarks as one sentence."""
    return sentence("；".join(text.strip().rstrip("。；") for text in texts if text.strip()))


def chinese_day(day: date) -> str:
    """Return a day as documents write it."""
    return show(date_number(day), Kind.DATE)


def quoted_titles(bases: Iterable[BasisRef]) -> str:
    """Return the documents cited, each once, with its number."""
    return "、".join(dict.fromkeys(basis_text(basis).removesuffix(basis.clause) for basis in bases))


def bases_text(bases: Iterable[BasisRef]) -> str:
    """Return the clauses cited, each once, with the words quoted from them."""
    quotes = {basis: f"（原文：{basis.quote}）" if basis.quote else "" for basis in bases}
    return "；".join(dict.fromkeys(basis_text(basis) + quote for basis, quote in quotes.items()))


def source_text(source: Source, facts: FactSet) -> str:
    """Return where a fact was taken from: the title of the document, clause, page and cell."""
    title = facts.documents.get(source.document, source.document)
    page = f"第{source.page}页" if source.page else ""
    return (f"《{title}》" if title else "") + source.clause + page + source.cell


def lost_text(full: Fraction, earned: Amount) -> str:
    """Return the points not earned; nothing when all were."""
    lost = subtract(full, earned)
    return points(lost) if not isinstance(lost, Unknown) and lost else ""


def deducted(amount: Amount | None, label: str = "") -> str:
    """Return what a finding or problem costs: 产出质量扣0.5分, or 未扣分."""
    return f"{label}扣{points(amount)}分" if amount else "未扣分"
