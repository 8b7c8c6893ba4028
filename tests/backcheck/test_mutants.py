"""A changed number, grade, date or list is found, and an untouched report is left in peace."""

import random

from checker.backcheck import verify_report
from tests.backcheck.mutations import mutate
from tests.backcheck.report_docx import report_docx
from tests.backcheck.report_facts import checker_for_reports, facts_of, project_data
from tests.backcheck.report_text import write_report
from tests.backcheck.reports import read_bytes, report_of

UNTOUCHED = 10
MUTANTS = 40


def test_mutants_are_found_and_untouched_reports_are_not() -> None:
    """Of 40 reports with one thing changed at least 38 disagree; of 10 untouched ones, text or Word, none does."""
    checker = checker_for_reports()
    alarms, missed = [], []
    for number in range(UNTOUCHED):
        data = project_data(number)
        facts = facts_of(data, checker)
        result = checker.check(facts)
        written = write_report(data, result, number)
        whole = read_bytes(report_docx(written.text, written.rows)) if number % 3 == 0 else report_of(written.text)
        untouched = verify_report(whole, checker.plan, facts, result)
        assert len(untouched.tied) > 60
        alarms += [(number, item.code, item.written) for item in untouched.disagreements]
        for again in range(MUTANTS // UNTOUCHED):
            mutant = mutate(written, random.Random(number * 100 + again))  # noqa: S311 - reproducible changes
            found = verify_report(report_of(mutant.text), checker.plan, facts, result)
            if not found.disagreements:
                missed.append((number, again, mutant.kind, mutant.before, mutant.after))
    assert alarms == []
    assert len(missed) <= MUTANTS // 20, missed
