"""The evaluation report as a Word file, from a template that an office may replace with its own.

``content`` says what a template may name, ``gather`` turns a result into it, ``filling`` fills it in; ``outline`` and
``layout`` make the template that comes with the checker.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.report.docx.filling import fill_template
from checker.report.docx.gather import gather
from checker.report.docx.opening import read_template

if TYPE_CHECKING:
    from checker.facts import FactSet
    from checker.plan import Plan
    from checker.result import CheckResult

TEMPLATE: Final = Path(__file__).with_name("template.docx")


def render_docx(
    plan: Plan, facts: FactSet, result: CheckResult, *, template: Path | None = None, section: str = ""
) -> bytes:
    """Return the report as a Word file; with the section ``problems`` only 存在的问题 and 有关建议.

    The same input gives the same bytes. Raises ``InputError`` with everything wrong in the template.
    """
    chosen = template or TEMPLATE
    report = gather(plan, facts, result, whole=not section)
    return fill_template(read_template(chosen), chosen.name, report, result.header.as_of)


__all__ = ["TEMPLATE", "render_docx"]
