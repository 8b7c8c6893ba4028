"""Turns facts into YAML text, and a text into one in which only what changed is different; knows no workbook format."""

from checker.facts.text.change import changed_files, new_file
from checker.facts.text.content import DOCUMENT, HEADER_ROW, NOTE, Column, Content, Remark, Row, Table, shown_text
from checker.facts.text.files import TextFile
from checker.facts.text.gather import Names, gather_files, gather_node

__all__ = [
    "DOCUMENT",
    "HEADER_ROW",
    "NOTE",
    "Column",
    "Content",
    "Names",
    "Remark",
    "Row",
    "Table",
    "TextFile",
    "changed_files",
    "gather_files",
    "gather_node",
    "new_file",
    "shown_text",
]
