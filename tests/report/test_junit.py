"""The result as JUnit XML: what build servers accept, and what they will count."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.report.junit import render_junit
from checker.result import BasisRef, CheckResult, Missing, Outcome, ReviewNote
from checker.run import check_path
from tests.report.results import HEADER, evidence, outcome, result

SEED = Path(__file__).parent.parent.parent / "facts" / "xinjian-2020"
etree: Any = importlib.import_module("lxml.etree")  # it has no types
# What the schemas in use (Ant's, Jenkins', GitLab's) have in common, written down anew.
SCHEMA = etree.XMLSchema(
    etree.XML("""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:complexType name="told"><xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="message" type="xs:string" use="required"/>
    <xs:attribute name="type" type="xs:string" use="required"/>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
      <xs:sequence><xs:element name="testcase" maxOccurs="unbounded"><xs:complexType>
        <xs:choice minOccurs="0">
          <xs:element name="failure" type="told"/>
          <xs:element name="error" type="told"/>
          <xs:element name="skipped"><xs:complexType>
            <xs:attribute name="message" type="xs:string" use="required"/>
          </xs:complexType></xs:element>
        </xs:choice>
        <xs:attribute name="name" type="xs:token" use="required"/>
        <xs:attribute name="classname" type="xs:token" use="required"/>
      </xs:complexType></xs:element></xs:sequence>
      <xs:attribute name="name" type="xs:token" use="required"/>
      <xs:attribute name="timestamp" type="xs:dateTime" use="required"/>
      <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
    </xs:complexType></xs:element></xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
  </xs:complexType></xs:element>
</xs:schema>
""")
)
EVERY = result(
    (
        outcome(key="1", basis=(BasisRef("d", "合同"),), evidence=(evidence(),), stale=("证据文件“a.pdf”找不到",)),
        outcome(Outcome.PASS, key="2"),
        outcome(Outcome.UNKNOWN, key="3", missing=(Missing("funding", "", "spent", "支出数", "明细账"),)),
        outcome(Outcome.NOT_APPLICABLE, key="4"),
        outcome(Outcome.WAIVED, key="5", note="王五批准：停电"),
        replace(outcome(Outcome.PASS), rule="another-rule", title="另一条"),
        replace(outcome(key="6"), rule="reviewing-rule", concerns="evaluation"),
    ),
    notes=(ReviewNote("own-check", "自己的核对", "复核说明"),),
)


def tree(given: CheckResult) -> Any:
    """Return the document, which must be valid, and whose counts must be those of what is in it."""
    root = etree.fromstring(render_junit(given).encode())
    SCHEMA.assertValid(root)
    for element in (root, *root):
        cases = element.findall(".//testcase")
        assert int(element.get("tests")) == len(cases)
        for count, tag in (("failures", "failure"), ("errors", "error")):
            assert int(element.get(count)) == len(element.findall(f".//{tag}"))
    return root


def test_seed_is_valid() -> None:
    """The example has a test case for every check of the project, and fails by its findings."""
    given = check_path(SEED)
    root = tree(given)
    assert int(root.get("failures")) == len(given.findings)
    assert int(root.get("tests")) == sum(given.counts.values()) + len(given.review_notes)


def test_every_outcome_has_its_form() -> None:
    """A finding fails, an unknown is an error, what was waived or does not apply is skipped with the reason."""
    cases = [
        (case.get("name"), [(child.tag, child.get("type"), child.get("message")) for child in case])
        for case in tree(EVERY).iter("testcase")
    ]
    assert cases == [
        ("1", [("failure", "minor", "说明")]),
        ("2", []),
        ("3", [("error", "unknown", "说明")]),
        ("4", [("skipped", None, "不适用")]),
        ("5", [("skipped", None, "已豁免；王五批准：停电")]),
        ("另一条", []),
        ("自己的核对", [("skipped", None, "复核说明")]),
    ]


def test_a_failure_tells_what_to_look_at() -> None:
    """A failure names basis, evidence and what changed in it; an error names what is missing."""
    root = tree(EVERY)
    told = "依据：《合同》\n证据：资金 预算数300万元（facts/a.yaml:3:7）\n证据文件“a.pdf”找不到"
    assert root.findtext(".//failure") == told
    assert root.findtext(".//error") == "还缺：支出数"


def test_a_suite_is_a_rule() -> None:
    """Checks of one rule stand together; review notes have a suite of their own and fail no build."""
    suites = [(suite.get("name"), suite.get("tests"), suite.get("skipped")) for suite in tree(EVERY)]
    assert suites == [("某规则", "5", "2"), ("另一条", "1", "0"), ("复核提示", "1", "1")]


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "a\ufffeb", "a\ud800b", "<a>&\"']]>"])
def test_any_text_is_xml(text: str) -> None:
    """Characters that XML cannot hold are replaced; those that mean something in it are escaped."""
    given = replace(result((outcome(message=text),)), header=replace(HEADER, title=text))
    message = tree(given).find(".//failure").get("message")
    assert message == ("a\ufffdb" if text.startswith("a") else text)


def test_same_result_same_bytes() -> None:
    """The document depends on the result alone, and its day is that of the check."""
    assert render_junit(EVERY) == render_junit(EVERY)
    assert tree(EVERY)[0].get("timestamp") == "2020-12-31T00:00:00"
    assert len(tree(result())) == 0
