"""Joins the parts of the back-check: report, facts and result become what agrees, what disagrees and what is untied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.backcheck.arithmetic import check_formulas, find_formulas
from checker.backcheck.candidates import counted_candidates, known_candidates
from checker.backcheck.context import Text, read_text_of
from checker.backcheck.gaps import compare_gaps
from checker.backcheck.grades import compare_grades, find_grades
from checker.backcheck.lists import compare_counts
from checker.backcheck.measures import compare_measures
from checker.backcheck.model import BackCheck, Candidate, Disagreement, Quantity, Spot, Tied
from checker.backcheck.operands import tie_operands
from checker.backcheck.repeats import find_other_numbers, find_repeats
from checker.backcheck.scores import compare_scores, compare_with_each_other, find_stated
from checker.backcheck.sections import compare_problems, find_problem_section
from checker.backcheck.shares import compare_shares
from checker.backcheck.statements import Statements, compare_statements, compare_years, known_statements
from checker.backcheck.subjects import find_subjects
from checker.backcheck.tie import tie_quantities
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.backcheck.read import Report
    from checker.facts import FactSet
    from checker.plan import Plan
    from checker.result import CheckResult

_GENERAL = frozenset({Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.DATE, Kind.QUARTER})


class _Ledger:
    """What has become of each number so far: a tie ends the matter, a disagreement is kept until a tie."""

    def __init__(self) -> None:
        self.tied: dict[Quantity, Tied] = {}
        self.wrong: list[Disagreement] = []
        self._said: set[tuple[object, ...]] = set()

    def note(self, found: Iterable[Tied | Disagreement]) -> None:
        """Take what one comparison yields; a number is not said twice to be wrong for the same reason or value."""
        for item in found:
            if isinstance(item, Tied):
                self.tied.setdefault(item.quantity, item)
                continue
            at = (item.spot, item.start)
            marks = {(*at, item.code), (*at, item.expected, item.end > item.start)}
            if item.end <= item.start:
                marks = {(*at, item.code)}
            if not marks & self._said:
                self.wrong.append(item)
            self._said |= marks

    @property
    def marked(self) -> set[tuple[Spot, str]]:
        """Where the numbers stand that disagree, and what is written there."""
        return {(item.spot, item.written) for item in self.wrong}


def verify_report(report: Report, plan: Plan, facts: FactSet, result: CheckResult) -> BackCheck:
    """Compare a report with the facts and with the result of checking them."""
    units = tuple({spec.unit for record in plan.records.values() for spec in record.fields.values() if spec.unit})
    text = read_text_of(report.blocks, units, plan.as_of.year)
    known = known_statements(plan, facts, result, units)
    ledger = _Ledger()
    _structure(text, plan, result, ledger, units)
    candidates = (*known_candidates(plan, facts), *counted_candidates(result))
    ledger.note(compare_gaps(text, candidates, plan, result))
    _numbers(text, candidates, known, ledger)
    return _whole(report, text, facts, result, ledger)


def _structure(text: Text, plan: Plan, result: CheckResult, ledger: _Ledger, units: tuple[str, ...]) -> None:
    """Compare scores, grades, counts and lists of indicators, and the problems section."""
    subjects = find_subjects(text, result.indicators)
    stated = find_stated(text, subjects)
    ledger.note(compare_measures(text, subjects, units))
    ledger.note(compare_scores(stated, text, result))
    ledger.note(compare_with_each_other(stated, text, result, {str(item.spot) for item in ledger.wrong}))
    ledger.note(compare_grades(find_grades(text, plan), stated, text, plan, result))
    ledger.note(compare_counts(text, result))
    section = find_problem_section(text)
    if section is not None:
        ledger.note(compare_problems(section, stated, text, plan, result))


def _numbers(text: Text, candidates: tuple[Candidate, ...], known: Statements, ledger: _Ledger) -> None:
    """Tie everything else: by the words around it, by like sentences, by what the report says elsewhere."""
    formulas = find_formulas(text)
    ledger.note(check_formulas(formulas, text))
    ledger.note(tie_operands(formulas, text, candidates))
    ledger.note(compare_shares(text, candidates))
    ledger.note(compare_years(text, known))
    decided = ledger.marked
    open_ = [
        quantity for quantity in text.quantities
        if quantity.kind in _GENERAL and quantity not in ledger.tied
        and (text.spot(quantity), quantity.text) not in decided
    ]  # fmt: skip
    ties = tie_quantities(open_, text, candidates, lambda words: words in known.written)
    spoken = list(compare_statements(text, known))
    said = {(item.spot, item.quantity.text) for item in spoken if isinstance(item, Tied)}
    ledger.note([*ties.tied, *(item for item in ties.wrong if (item.spot, item.written) not in said)])
    # a number that differs from a like sentence may be right by its own words
    own = {
        (item.spot, quantity.text) for quantity, item in ledger.tied.items()
        if item.candidate != "statement" and not quantity.bound
    }  # fmt: skip
    ledger.note(item for item in spoken if isinstance(item, Tied) or (item.spot, item.written) not in own)
    marked = ledger.marked
    loose = [q for q in ties.loose if q not in ledger.tied and (text.spot(q), q.text) not in marked]
    tied = [(item.quantity, item.shown) for item in ledger.tied.values()]
    ledger.note(find_other_numbers(loose, tied, text))
    ledger.note(find_repeats(loose, [quantity for quantity, _ in tied], text))


def _whole(report: Report, text: Text, facts: FactSet, result: CheckResult, ledger: _Ledger) -> BackCheck:
    order = {block.spot: index for index, block in enumerate(text.blocks)}
    marked = ledger.marked
    untied = [
        (quantity, text.spot(quantity)) for quantity in text.quantities
        if quantity not in ledger.tied and (text.spot(quantity), quantity.text) not in marked
        and quantity.kind is not Kind.NUMBER
    ]  # fmt: skip

    def by_place(item: Disagreement) -> tuple[int, Spot, int]:
        return order.get(item.spot, item.spot.line), item.spot, item.start

    found = sorted(ledger.wrong, key=by_place)
    tied = [ledger.tied[quantity] for quantity in sorted(ledger.tied, key=lambda q: (q.block, q.start))
            if (text.spot(quantity), quantity.text) not in marked]  # fmt: skip
    return BackCheck(
        report=report.name,
        digest=report.digest,
        facts=facts.name,
        pack=result.header.pack,
        title=facts.title,
        tied=tuple(tied),
        disagreements=tuple(item for item in found if not item.info),
        notes=tuple(item for item in found if item.info),
        untied=tuple(untied),
    )
