"""Holds what the translation of pydantic's faults does with what no file in tests/bad_packs shows."""

from __future__ import annotations

from checker.pack.explain import explain
from checker.pack.models import DocumentModel, RuleModel
from checker.pack.pack import Origin
from checker.pack.shapes import Fault
from checker.pack.validate import validate
from checker.source import Problems
from checker.source.read import parse_document


def test_fault_without_words_of_ours_keeps_those_of_pydantic() -> None:
    """A fault we never met is still reported, with the name of the part and pydantic's own words."""
    told = explain(Fault("brand_new_type", ("title",), "x", {}, "Input is new"), "title")
    assert (told.code, str(told.what)) == ("bad-shape", "“title”写得不对：Input is new")


def test_every_name_of_a_shape_is_a_suggestion() -> None:
    """An unknown name far from all others is answered with every name that may be written, under its written form."""
    problems = Problems()
    document = parse_document("title: 合同\nzzzz: 1\n", "pack.yaml", "", problems)
    assert document is not None
    assert validate(DocumentModel, document.data, Origin(document), problems) is None
    assert str(problems.found[0].hint) == "可以写：issued_on、note、number、off、override、title"
    validate(RuleModel, {"title": "a", "when": "b", "message": "c", "zzzz": "d"}, Origin(document), problems)
    assert "、for、" in str(problems.found[1].hint)
