"""The result as JUnit XML, so that a build server counts and shows checks as it does tests.

A suite for each rule, a test case for each check: a finding is a failure, what cannot be told an error, what does not
apply or was waived is skipped. Review notes are skipped cases of a suite of their own: they concern no build.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from checker.messages import tr
from checker.report.words import basis_text, evidence_texts, missing_text, named, outcome_word, parted
from checker.result import Outcome
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.result import CheckResult, ReviewNote, RuleOutcome

_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COUNTED: Final = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render_junit(result: CheckResult) -> str:
    """Return ``result`` as XML text with a final line break; the same result gives the same bytes."""
    header = result.header
    root = ET.Element("testsuites", {"name": _safe(header.title or header.facts)})
    for suite in _suites(result):
        suite.set("timestamp", f"{header.as_of.isoformat()}T00:00:00")
        root.append(suite)
    for name in ("tests", *_COUNTED):
        if name != "skipped":  # the schemas in use know no such count here
            root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suites(result: CheckResult) -> Iterator[ET.Element]:
    by_rule: dict[str, list[RuleOutcome]] = {}
    for outcome in result.outcomes:
        if outcome.concerns == "project":
            by_rule.setdefault(outcome.rule, []).append(outcome)
    for outcomes in by_rule.values():
        yield _suite(outcomes[0].title, map(_case, outcomes))
    if result.review_notes:
        yield _suite(tr("复核提示"), map(_note, result.review_notes))


def _suite(name: str, cases: Iterable[ET.Element]) -> ET.Element:
    suite = ET.Element("testsuite", {"name": _safe(name)})
    suite.extend(cases)
    suite.set("tests", str(len(suite)))
    for count, tag in _COUNTED.items():
        suite.set(count, str(len(suite.findall(f"./testcase/{tag}"))))
    return suite


def _case(outcome: RuleOutcome) -> ET.Element:
    case = ET.Element("testcase", {"name": _safe(outcome.key or outcome.title), "classname": _safe(outcome.rule)})
    match outcome.outcome:
        case Outcome.FAIL:
            _add(case, "failure", outcome.message, outcome.severity, _told(outcome))
        case Outcome.UNKNOWN:
            missing = (named(tr("还缺"), missing_text(item)) for item in outcome.missing)
            _add(case, "error", outcome.message, "unknown", missing)
        case Outcome.WAIVED | Outcome.NOT_APPLICABLE:
            word = outcome_word(outcome.outcome)
            _add(case, "skipped", parted([word, outcome.note] if outcome.note else [word]))
        case Outcome.PASS:
            pass
    return case


def _told(outcome: RuleOutcome) -> Iterator[str]:
    if outcome.deduction is not None:
        yield tr("扣{points}", points=show(outcome.deduction, Kind.SCORE))
    yield from (tr("依据：{text}", text=basis_text(basis)) for basis in outcome.basis)
    yield from (tr("证据：{text}", text=text) for text in evidence_texts(outcome.evidence))
    yield from outcome.stale


def _note(note: ReviewNote) -> ET.Element:
    case = ET.Element("testcase", {"name": _safe(note.title), "classname": _safe(note.id)})
    _add(case, "skipped", note.text)
    return case


def _add(case: ET.Element, tag: str, message: str, type_: str = "", lines: Iterable[str] = ()) -> None:
    attributes = {"message": _safe(message)} | ({"type": type_} if type_ else {})
    element = ET.SubElement(case, tag, attributes)
    element.text = _safe("\n".join(lines)) or None


def _safe(text: str) -> str:
    """Return ``text`` with a mark in the place of every character that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
