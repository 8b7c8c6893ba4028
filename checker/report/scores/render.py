"""Turns a checked project into the score book, a workbook whose scores are formulas over its own facts.

Knows nothing about how the project was decided: what no formula can give is written as the value in the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from checker.plan.tables import build_tables
from checker.report.book import book_bytes, fixed_package
from checker.report.scores.derived import derived_formulas
from checker.report.scores.facts_ledger import cells_of, fact_rows
from checker.report.scores.facts_sheet import add_facts
from checker.report.scores.findings_sheet import FIRST_ROW, add_findings, indicator_names, last_row, open_findings
from checker.report.scores.formula_place import place_of
from checker.report.scores.judgements_sheet import add_judgements, judgement_rows
from checker.report.scores.names import FACTS, SCORES, Names, name_of
from checker.report.scores.parameters_sheet import add_parameters, parameter_rows
from checker.report.scores.score_sheet import add_scores
from checker.report.scores.tables import add_about, add_notes, add_outcomes, add_requests
from checker.report.scores.written import with_values
from checker.score.policies import applicabilities
from checker.source import Problems

if TYPE_CHECKING:
    from checker.facts import FactSet
    from checker.plan import Plan
    from checker.result import CheckResult


def render_scores(plan: Plan, facts: FactSet, result: CheckResult) -> bytes:
    """Return the score book of one checked project as the bytes of an xlsx file; the same input gives the same bytes.

    ``result`` is what ``facts`` came to under ``plan``. Scores are in points; unknown ones stand as lowest and highest.
    """
    tables = build_tables(plan, facts, Problems())
    rows = fact_rows(plan, facts.facts, tables)
    judged, parameters = judgement_rows(plan, facts, tables), parameter_rows(plan)
    fields = cells_of(rows)
    labels = indicator_names(plan)
    names = Names(
        fields=fields,
        parameters={(row.spec.name, row.since, row.key): row.cell for row in parameters},
        judgements={at: cell for row in judged for at, cell in row.cells().items()},
        labels=labels,
        open_findings=open_findings(plan, result),
        first=FIRST_ROW,
        last=last_row(result),
    )
    derived = derived_formulas(rows, plan, names, fields, tables.env)
    book = Workbook()
    book.remove(book.worksheets[0])
    shown = add_scores(book, plan, result, place_of(names, tables.env), applicabilities(plan.score, tables.env))
    add_findings(book, result, labels)
    add_judgements(book, judged, facts.documents)
    add_facts(book, rows, plan, derived, facts.documents)
    add_parameters(book, parameters, plan)
    add_outcomes(book, result, labels)
    add_notes(book, result)
    add_requests(book, result)
    add_about(book, result)
    book.calculation.fullCalcOnLoad = True
    worked_out = {row.cell.address: row.plain for row in rows if row.row in derived}
    sheets = {1 + book.sheetnames.index(name_of(SCORES)): shown, 1 + book.sheetnames.index(name_of(FACTS)): worked_out}
    return fixed_package(with_values(book_bytes(book, result.header.as_of), sheets), result.header.as_of)
