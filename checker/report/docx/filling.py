"""Fills a Word template with the report: checks all it says first, then renders, merges cells and packs it.

Knows nothing about where the report's words come from.
"""

from __future__ import annotations

import io
import re
from dataclasses import fields
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # docxtpl ships no types
from jinja2 import TemplateError
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from checker.messages import Message, message
from checker.report.book import fixed_package
from checker.report.docx.grammar import Fault, check_source
from checker.report.docx.merging import finish_tables
from checker.report.docx.sandbox import ReportEnvironment, TooMuch, one_line
from checker.source import InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from checker.report.docx.content import Report

_TAG: Final = re.compile(r"<[^>]*(?:>|$)")
_QUOTED: Final = 40
_WHOLE: Final = re.compile(r"\{%[^%]*\bwhole\b")
_BODY: Final = message("正文")
_HEAD: Final = message("页眉")
_FOOT: Final = message("页脚")
_CONTAINERS: Final = tuple(map(qn, ("w:body", "w:p", "w:r", "w:tbl", "w:tr", "w:tc")))


class _Broken(Exception):
    """The tags were put so that what comes out is not a document; ``near`` is text before that place."""

    def __init__(self, near: str) -> None:
        super().__init__(near)
        self.near = near


class _Template(DocxTemplate):  # type: ignore[misc]  # untyped class
    """A template whose output is not repaired by guessing."""

    def fix_tables(self, xml: str) -> Any:
        """Refuse what is not well-formed before docxtpl parses it and drops what it does not understand."""
        try:
            etree.fromstring(xml)
        except etree.XMLSyntaxError as error:
            line, column = error.position
            before = "".join(xml.splitlines(keepends=True)[: line - 1]) + xml.splitlines()[line - 1][:column]
            raise _Broken(_TAG.sub("", before)[-_QUOTED:]) from None
        tree = super().fix_tables(xml)
        for part in tree.iter(*_CONTAINERS):
            loose = "".join([part.text or "", *(child.tail or "" for child in part)]).strip()
            if loose:
                raise _Broken(loose[:_QUOTED])
        return tree


def fill_template(content: bytes, name: str, report: Report, on: date) -> bytes:
    """Return the report as a Word file made on the day given; raises ``InputError`` with all faults of the template."""
    template = _opened(content, name)
    _check(template, name, report)
    values = {field.name: getattr(report, field.name) for field in fields(report)}
    environment = ReportEnvironment()
    try:
        template.render(values, environment, autoescape=True)
        finish_tables(template.docx.element.body)
        return _packed(template, report.title, on)
    except _Broken as error:
        what = message("标签跨越了段落或表格的边界，写出的不是完整的文件：在“{near}”附近", near=error.near)
        hint = message("整段用 {%p … %}，整行用 {%tr … %}，开头和结尾放在同一层")
        raise InputError([Problem("template-structure", Place(name), what, hint)]) from None
    except (TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        raise InputError([_failed(error, environment, name)]) from None


def _opened(content: bytes, name: str) -> Any:
    template = _Template(io.BytesIO(content))
    try:
        template.init_docx()
    except (ValueError, TypeError, LookupError, AttributeError, OpcError, etree.XMLSyntaxError):
        what = message("这不是完好的 Word 文件")
        raise InputError([Problem("template-not-docx", Place(name), what)]) from None
    return template


def _sources(template: Any) -> Iterator[tuple[Message, str]]:
    """Yield the parts that docxtpl fills in, as it hands them to jinja2: a line begins at each paragraph."""
    texts = [(_BODY, template.get_xml())]
    for word, uri in ((_HEAD, template.HEADER_URI), (_FOOT, template.FOOTER_URI)):
        texts += [(word, template.get_part_xml(part)) for _, part in template.get_headers_footers(uri)]
    for word, text in texts:
        yield word, re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(text))


def _check(template: Any, name: str, report: Report) -> None:
    found: list[Problem] = []
    whole = False
    for word, source in _sources(template):
        whole = whole or bool(_WHOLE.search(source))
        found += [_problem(fault, word, source, name) for fault in check_source(ReportEnvironment(), source)]
    if not report.whole and not whole:
        what = message("模板没有分出单独写的部分，不能用 --section problems")
        hint = message("只在整份报告里要的内容，前后加上 {%p if whole %} 和 {%p endif %}")
        found.append(Problem("template-section", Place(name), what, hint))
    if found:
        raise InputError(found)


def _problem(fault: Fault, part: Message, source: str, name: str) -> Problem:
    what = message("{part}“{text}”：{what}", part=part, text=_line(source, fault.line), what=fault.what)
    return Problem(fault.code, Place(name), what, fault.hint)


def _line(source: str, number: int) -> str:
    """Return the text of a paragraph of a source, or of the nearest one before it that has any."""
    lines = [_TAG.sub("", line).strip() for line in source.split("\n")[:number]]
    text = next((line for line in reversed(lines) if line), "")
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def _failed(error: Exception, environment: ReportEnvironment, name: str) -> Problem:
    """Return what went wrong while the template was filled in, with the paragraph where it did."""
    if isinstance(error, TooMuch):
        what = message("模板写出的内容太多，或循环套得太深")
        return Problem("template-too-much", Place(name), what, message("减少嵌套的 for"))
    trace, line = error.__traceback__, 1
    while trace is not None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == "<template>" else line
        trace = trace.tb_next
    what = message(
        "“{text}”填写失败：{why}", text=_line(environment.source, line), why=getattr(error, "message", None) or error
    )
    return Problem("template-failed", Place(name), what)


def _packed(template: Any, title: str, on: date) -> bytes:
    properties = template.docx.core_properties
    properties.title = one_line(title)[:255]
    properties.author = "checker"
    properties.last_modified_by = "checker"
    properties.created = properties.modified = datetime.combine(on, time())
    stream = io.BytesIO()
    template.save(stream)
    return fixed_package(stream.getvalue(), on)
