"""Looks at the cases of a pack: rules that no case shows failing, passing or undecided, and cases that prove little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from checker.lint.registry import Check, Found
from checker.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.lint.inspection import Inspection
    from checker.messages import Message
    from checker.pack.models import CaseModel, ProjectCaseModel, RuleModel
    from checker.pack.pack import Entry

_CONDITION: Final = ("for", "where", "applies", "when", "parameters_on")


def outcomes_shown(rule: str, inspection: Inspection) -> frozenset[str]:
    """Return the outcomes of a rule that confirmed cases of the pack expect."""
    shown: set[str] = set()
    for case in inspection.pack.cases.get(rule, ()):
        if case.model.to_confirm is None and case.model.expected_failure is None:
            expected = case.model.expect
            shown.update([expected] if isinstance(expected, str) else expected.values())
    for project in inspection.pack.project_cases:
        if project.model.to_confirm is None:
            shown.update(_project_outcomes(rule, project.model))
    return frozenset(shown)


def _project_outcomes(rule: str, case: ProjectCaseModel) -> Iterator[str]:
    if case.expect.findings.get(rule):
        yield "fail"
    for check, outcome in case.expect.outcomes.items():
        if check.partition("[")[0] == rule:
            yield outcome


def _without(outcome: str, what: Message, hint: Message) -> Callable[[Inspection], Iterator[Found]]:
    def look(inspection: Inspection) -> Iterator[Found]:
        for entry in inspection.own_rules:
            if _needs_cases(entry) and outcome not in outcomes_shown(entry.id, inspection):
                yield Found(entry.origin.key(), what, hint)

    return look


def _needs_cases(entry: Entry[RuleModel]) -> bool:
    """A rule taken over with its condition unchanged has its cases in the pack above."""
    changes = entry.origin.inherited is None or any(
        entry.origin.document.node((*entry.origin.path, name)) is not None for name in _CONDITION
    )
    return changes and entry.model.status == "active"


def undated(inspection: Inspection) -> Iterator[Found]:
    """Yield cases without a day: they mean something else tomorrow."""
    for case in _all_cases(inspection):
        if case.model.on is None:
            what = message("用例“{name}”没有写检查基准日，按运行那天算", name=case.model.name)
            yield Found(case.origin.at("name"), what, message("补上 on: 日期，如 on: 2020-12-31"))


def to_confirm(inspection: Inspection) -> Iterator[Found]:
    """Yield cases whose expectation was worked out and that nobody has confirmed."""
    for case in _all_cases(inspection):
        if case.model.to_confirm is not None:
            what = message("用例“{name}”还没有人核对", name=case.model.name)
            yield Found(case.origin.key("to_confirm"), what, message("对照文件核对预期，对了就删去 to_confirm"))


def expected_failures(inspection: Inspection) -> Iterator[Found]:
    """Yield cases that are known not to come out as they should."""
    for cases in inspection.pack.cases.values():
        for case in cases:
            if case.model.expected_failure is not None:
                why = case.model.expected_failure
                what = message("用例“{name}”已知不符：{why}", name=case.model.name, why=why)
                hint = message("改好规则，再删去 expected_failure")
                yield Found(case.origin.key("expected_failure"), what, hint)


def repeated(inspection: Inspection) -> Iterator[Found]:
    """Yield cases that give the same facts on the same day as one before."""
    for cases in inspection.pack.cases.values():
        seen: dict[object, str] = {}
        for case in cases:
            same = (case.model.on, _plain(case.model.given))
            first = seen.setdefault(same, case.model.name)
            if first != case.model.name:
                what = message("用例“{name}”与“{first}”的日期和事实都相同", name=case.model.name, first=first)
                yield Found(case.origin.at("name"), what, message("并成一条，或改成想要检验的另一种情形"))


def _plain(value: Any) -> object:
    """Return facts as something that is equal when they are, in whatever order their fields are written."""
    if isinstance(value, dict):
        return frozenset((key, _plain(item)) for key, item in value.items())
    return tuple(map(_plain, value)) if isinstance(value, list) else value


def _all_cases(inspection: Inspection) -> Iterator[Entry[CaseModel] | Entry[ProjectCaseModel]]:
    for cases in inspection.pack.cases.values():
        yield from cases
    yield from inspection.pack.project_cases


_FAIL: Final = _without(
    "fail",
    message("没有用例让这条规则有发现"),
    message("在 tests 里加一条 expect: fail 的用例；checker rules cases 可以生成"),
)
_PASS: Final = _without(
    "pass",
    message("没有用例让这条规则没有发现"),
    message("在 tests 里加一条 expect: pass 的用例，最好恰好等于界限；checker rules cases 可以生成"),
)
_UNKNOWN: Final = _without(
    "unknown",
    message("没有用例检验缺事实时说不准"),
    message("在 tests 里加一条缺事实的用例，写 expect: unknown 和 missing；checker rules cases 可以生成"),
)
CHECKS: Final = (
    Check("no-fail-case", "warning", message("规则没有违反的用例"), _FAIL),
    Check("no-pass-case", "warning", message("规则没有不违反的用例"), _PASS),
    Check("no-unknown-case", "warning", message("规则没有缺事实的用例"), _UNKNOWN),
    Check("case-without-date", "warning", message("用例没有日期"), undated),
    Check("case-to-confirm", "warning", message("用例待核对"), to_confirm),
    Check("case-known-wrong", "info", message("用例已知不符"), expected_failures),
    Check("case-twice", "warning", message("两条用例是同一种情形"), repeated),
)
