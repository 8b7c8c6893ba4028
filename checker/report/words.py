"""The words and number forms that all reports share; knows nothing about formats."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import tr
from checker.result import Outcome
from checker.values import Amount, Interval, Kind, decimal_text, ends, show
from checker.values.steps import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.result import BasisRef, CheckResult, Evidence, IndicatorScore, Missing, RuleOutcome, Unread
    from checker.source import Place
    from checker.turning import Change

_SHOWN_DIGITS: Final = 4
_BAR: Final = 10
_JUDGED: Final = frozenset({"judged", "checklist"})


def severity_word(severity: str) -> str:
    """Return the word for a severity."""
    words = {"critical": tr("重大"), "major": tr("较大"), "minor": tr("一般"), "info": tr("提示")}
    return words[severity]


def outcome_word(outcome: Outcome) -> str:
    """Return the word for an outcome."""
    words = {
        Outcome.FAIL: tr("发现问题"),
        Outcome.PASS: tr("未发现问题"),
        Outcome.UNKNOWN: tr("无法判断"),
        Outcome.NOT_APPLICABLE: tr("不适用"),
        Outcome.WAIVED: tr("已豁免"),
    }
    return words[outcome]


def listed(items: Iterable[object]) -> str:
    """Return things of one kind in a row."""
    return tr("、").join(map(str, items))


def parted(texts: Iterable[str]) -> str:
    """Return remarks in a row, leaving out empty ones."""
    return tr("；").join(filter(None, texts))


def named(name: str, text: str) -> str:
    """Return a text with a name before it."""
    return tr("{name}：{text}", name=name, text=text)


def counted(outcomes: Iterable[RuleOutcome]) -> str:
    """Return the titles in a row, each once, with the number of cases where there are several."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.title] = counts.get(outcome.title, 0) + 1
    return listed(f"{title}×{count}" if count > 1 else title for title, count in counts.items())


def points(amount: Amount) -> str:
    """Return a score for a table: exact, rounded with ≈ when it has no short decimal form, or its two ends."""
    span = ends(amount)
    low, high = ("" if end is None else _short(end) for end in (span.low, span.high))
    return low if low == high else f"{low}~{high}"


def _short(number: Fraction) -> str:
    text = decimal_text(number)
    if "/" not in text and len(text.partition(".")[2]) <= _SHOWN_DIGITS:
        return text
    rounded = round_half_up(number, _SHOWN_DIGITS)
    return f"≈{decimal_text(rounded)}" if isinstance(rounded, Fraction) else text


def bar(amount: Amount, weight: Fraction, length: int = _BAR) -> str:
    """Return a bar of ``length`` marks: sure points full, possible points half, lost points light."""
    span = ends(amount)
    if weight <= 0:
        return ""
    sure = _marks(span.low, weight, length)
    most = _marks(span.high, weight, length)
    return "█" * sure + "▒" * (most - sure) + "░" * (length - most)


def _marks(end: Fraction | None, weight: Fraction, length: int) -> int:
    return 0 if end is None else max(0, min(length, int(end * length / weight)))


def remark(indicator: IndicatorScore) -> str:
    """Return what is to be said beside the score: the measure, and why points were lost or are open."""
    if not indicator.leaf:
        return ""
    if indicator.applicable is False:
        return parted([tr("不适用"), *indicator.reasons])
    lost = indicator.score != indicator.weight
    parts = [indicator.measure, *(indicator.reasons if lost else ())]
    if isinstance(indicator.score, Interval):
        parts.append(tr("待定"))
    elif lost and not indicator.bonus and not indicator.reasons and indicator.method in _JUDGED:
        parts.append(tr("没有写明理由"))
    return parted(parts)


def basis_text(basis: BasisRef) -> str:
    """Return a clause as people cite it."""
    number = f"（{basis.number}）" if basis.number else ""
    return f"《{basis.title}》{number}{basis.clause}"


def evidence_texts(evidence: Iterable[Evidence]) -> list[str]:
    """Return the values, those of one fact and source in one line, with where they were taken from and written."""
    return [_evidence_text(group) for group in evidence_groups(evidence)]


def evidence_groups(evidence: Iterable[Evidence]) -> list[list[Evidence]]:
    """Return the values, those of one fact and source together."""
    groups: dict[tuple[str, ...], list[Evidence]] = {}
    for item in evidence:
        source = (item.document, item.clause, item.page, item.cell, item.file)
        groups.setdefault((item.type, item.key, *source), []).append(item)
    return list(groups.values())


def _evidence_text(group: list[Evidence]) -> str:
    first = group[0]
    values = listed(map(valued, group))
    where = tr("，").join(filter(None, [source_text(first), str(first.place) if first.place else ""]))
    return f"{fact_name(first)} {values}" + (tr("（{text}）", text=where) if where else "")


def fact_name(evidence: Evidence) -> str:
    """Return which fact a value belongs to: its type and key."""
    return evidence.type_label + (f"[{evidence.key}]" if evidence.key else "")


def source_text(evidence: Evidence) -> str:
    """Return where a value was taken from as people cite it, empty when it is not said."""
    title = f"《{evidence.title}》" if evidence.document else ""
    page = tr("第{page}页", page=evidence.page) if evidence.page else ""
    return " ".join(filter(None, [title + evidence.clause, page, evidence.cell, evidence.file]))


def valued(item: Evidence) -> str:
    """Return a value with its name."""
    return tr("{label}{value}", label=item.label, value=item.text)


def places_text(places: Iterable[Place]) -> str:
    """Return places in a row: each file once with its lines, each sheet of a workbook once with its cells."""
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(f"{place.file}:{place.sheet}" if place.cell else place.file, []).append(place)
    return parted(_placed(where, sorted(here, key=lambda place: place.order)) for where, here in found.items())


def _placed(where: str, places: list[Place]) -> str:
    if places[0].cell:
        return f"{where}!{listed(dict.fromkeys(place.cell for place in places))}"
    lines = [line for line in dict.fromkeys(place.line for place in places) if line]
    return tr("{file} 第 {lines} 行", file=where, lines=listed(lines)) if lines else where


def unread_text(unread: Sequence[Unread]) -> str:
    """Return the facts nothing reads, those of one file together."""
    files: dict[str, list[Unread]] = {}
    for item in unread:
        files.setdefault(item.place.file, []).append(item)
    return parted(
        listed(item.label for item in found) + tr("（{text}）", text=places_text(item.place for item in found))
        for found in files.values()
    )


def missing_text(missing: Missing) -> str:
    """Return what is missing, with what is known of it."""
    name = missing.label + (f"[{missing.key}]" if missing.key and missing.field != "" else "")
    return name + (tr("（只知道{bounded}）", bounded=missing.bounded) if missing.bounded else "")


def grade_text(result: CheckResult) -> str:
    """Return the grade, or the grades still possible."""
    if not result.grades:
        return tr("无等级")
    return result.grades[0] if result.grade else tr("{grades}（待定）", grades="/".join(result.grades))


def nothing_found(result: CheckResult) -> str:
    """Return what is to be said where findings would stand when there are none."""
    unknown = result.counts[Outcome.UNKNOWN]
    if not result.decided:
        return tr("没有一项检查能够判断：事实还不够")
    return tr("没有发现问题；还有 {count} 项无法判断", count=unknown) if unknown else tr("没有发现问题")


def other_lines(result: CheckResult) -> list[str]:
    """Return what was checked besides the findings, and what was not: a line for each outcome that there is."""
    lines = []
    for word in (Outcome.PASS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE):
        names = counted(o for o in result.outcomes if o.outcome is word and o.concerns == "project")
        lines += [named(outcome_word(word), names)] if names else []
    reviewed = counted(o for o in result.outcomes if o.outcome is Outcome.PASS and o.concerns == "evaluation")
    lines += [tr("复核无提示：{names}", names=reviewed)] if reviewed else []
    skipped = listed(rule.title + tr("（{text}）", text=rule.reason) for rule in result.skipped)
    lines += [tr("没有执行：{names}", names=skipped)] if skipped else []
    unread = unread_text(result.unread)
    return lines + ([tr("没有规则读取的事实：{names}", names=unread)] if unread else [])


def totals_text(result: CheckResult) -> str:
    """Return the sum of it all in one line."""
    counts = result.counts
    parts = [tr("{word} {count}", word=outcome_word(word), count=counts[word]) for word in Outcome if counts[word]]
    return tr(
        "检查 {checks} 项：{counts}；写出问题 {problems} 个、建议 {advice} 条；复核提示 {notes} 条",
        checks=sum(counts.values()),
        counts=tr("，").join(parts) if parts else "—",
        problems=len(result.problems),
        advice=len(result.recommendations),
        notes=len(result.review_notes),
    )


def change_text(change: Change) -> str:
    """Return what would turn a check, as a sentence."""
    label = change.label + (f"[{change.key}]" if change.key else "")
    outcome = outcome_word(change.outcome)
    if not change.gain:
        return tr(
            "若{label}由{before}改为{after}，结果变为{outcome}",
            label=label, before=change.before, after=change.after, outcome=outcome,
        )  # fmt: skip
    points = show(abs(change.gain), Kind.SCORE)
    gain = tr("总分加{points}", points=points) if change.gain > 0 else tr("总分减{points}", points=points)
    return tr(
        "若{label}由{before}改为{after}，结果变为{outcome}，{gain}",
        label=label, before=change.before, after=change.after, outcome=outcome, gain=gain,
    )  # fmt: skip
