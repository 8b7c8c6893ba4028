"""Builds the Word template that is used when an office gives none of its own.

``python -m checker.report.docx.build_template`` writes it beside this module. Knows nothing about projects.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from checker.report.docx.layout import DECLARATION, LANDSCAPE, NAMESPACES, PORTRAIT
from checker.report.docx.outline import annexes, closing, opening, problems, working_paper
from checker.report.docx.package import package
from checker.report.docx.writing import paragraph, tag

TEMPLATE: Final = Path(__file__).with_name("template.docx")
_MADE_ON: Final = date(2020, 1, 1)


def build() -> bytes:
    """Return the template as a Word file; always the same content."""
    parts = (
        tag("if whole"), *opening(), tag("endif"),
        *problems(),
        tag("if whole"), *closing(PORTRAIT),
        *annexes(), paragraph("TableText", section=LANDSCAPE),
        *working_paper(), tag("endif"),
        PORTRAIT,
    )  # fmt: skip
    return package(f"{DECLARATION}<w:document {NAMESPACES}><w:body>{''.join(parts)}</w:body></w:document>", _MADE_ON)


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())
