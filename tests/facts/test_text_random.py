"""Random facts, written in random manners, edited at random: only the edit is seen, and it is read as it was meant."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts import FactSet, FactTypeRule, FieldRule, Vocabulary
from checker.facts.read import open_facts_text
from checker.facts.text import Column, Content, Names, Remark, Row, Table, changed_files, gather_files, new_file
from checker.facts.text.files import TextFile, text_file
from checker.facts.text.match import same_content
from checker.source import Problems
from checker.source.text.scalars import scalar_text
from checker.values import Kind


def _fields(**fields: tuple[str, Kind]) -> dict[str, FieldRule]:
    return {name: FieldRule(name, label, kind) for name, (label, kind) in fields.items()}


RATES = FactTypeRule(
    "rates",
    "在线情况",
    ("quarter",),
    _fields(quarter=("季度", Kind.QUARTER), rate=("在线率", Kind.RATIO), operator=("承建单位", Kind.TEXT)),
)
FUNDING = FactTypeRule("funding", "资金", (), _fields(budget=("预算数", Kind.MONEY), note=("附言", Kind.TEXT)))
VOCABULARY = Vocabulary({rule.name: rule for rule in (RATES, FUNDING)})
NAMES = Names(VOCABULARY)
QUARTERS = [f"{year}Q{quarter}" for year in (2019, 2020) for quarter in (1, 2, 3, 4)]

texts = st.text(
    st.sampled_from("一二abcABC #:,-[]{}'\"%&*!|>@`?=\\/。、；“”0189~\n\t_"), min_size=1, max_size=12
).filter(str.strip)
values = {
    Kind.QUARTER: st.sampled_from(QUARTERS),
    Kind.RATIO: st.sampled_from(["90%", "0.5", "16.38%", "≥95%", "约10%"]),
    Kind.MONEY: st.sampled_from(["4000万元", "3,656.18万元", "低于850元", "0元"]),
    Kind.TEXT: texts,
}
comments = st.sampled_from(["", "", "", "注意", "核对：见 #3", "'x' # y", "在线率：估计"])


@st.composite
def rows(draw: st.DrawFn, rule: FactTypeRule, key: str = "") -> Row:
    """Return a fact, with a key where its type has one."""
    cells: dict[Column, str] = {}
    for name, field in rule.fields.items():
        if name in rule.key or draw(st.booleans()):
            cells[name, ""] = key if name in rule.key else draw(values[field.kind]).strip()
    for part in ("document", "page", "quote"):
        if draw(st.integers(0, 3)) == 0:
            cells["source", part] = draw(texts).strip()
    found = {column: draw(comments) for column in cells}
    remarks = {column: (Remark(text),) for column, text in found.items() if text}
    return Row(cells or {("budget", ""): "1元"}, remarks)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Return the facts of a small project."""
    keys = draw(st.lists(st.sampled_from(QUARTERS), unique=True, max_size=4))
    listed = tuple(draw(rows(RATES, key)) for key in keys)
    tables = {"rates": Table(listed, not listed and draw(st.booleans()))}
    if draw(st.booleans()):
        tables["funding"] = Table((draw(rows(FUNDING)),))
    tables["header"] = Table((Row({("title", ""): draw(texts).strip()}),))
    return Content(tables)


@st.composite
def files(draw: st.DrawFn) -> TextFile:
    """Return facts as someone may have written them: by ids or labels, in blocks or in braces, as YAML or as JSON."""
    made = new_file("facts.yaml", draw(contents()), NAMES)
    if draw(st.integers(0, 3)):
        return made
    data = text_file("facts.yaml", made.content)
    assert data is not None
    flow = json.dumps(_plain(data), ensure_ascii=False, indent=draw(st.sampled_from([None, 1, 2])))
    written = text_file("facts.json", flow.encode())
    assert written is not None
    return written


def _plain(file: TextFile) -> object:
    from checker.source.document import plain  # noqa: PLC0415 - needed only here

    return plain(file.root)


def typed(file: TextFile) -> FactSet:
    """Return the facts as they are read, without where they stand."""
    problems = Problems()
    raw = open_facts_text(file.text, "facts", problems)
    facts = None if raw is None else raw.typed(VOCABULARY, problems)
    problems.raise_if_any()
    assert facts is not None
    return facts


def said(facts: FactSet) -> object:
    """Return what a fact set says: values, texts and sources."""
    return facts.title, {
        name: [(f.key, f.source, {n: (v.value, v.text, v.source) for n, v in f.fields.items()}) for f in found]
        for name, found in facts.facts.items()
    }


@settings(max_examples=60)
@given(contents())
def test_what_is_written_is_read(content: Content) -> None:
    """Whatever stands in the cells is in the file, comments and order included, and an unchanged file stays itself."""
    file = new_file("facts.yaml", content, NAMES)
    assert same_content(gather_files([file], NAMES), content)
    assert changed_files([file], content, NAMES) == (file,)
    facts = typed(file)
    assert [fact.key for fact in facts.facts.get("rates", ())] == [
        row.cells["quarter", ""] for row in content.table("rates").rows
    ]


@settings(max_examples=60)
@given(files(), contents())
def test_any_change_is_made_as_it_was_meant(file: TextFile, content: Content) -> None:
    """Facts changed into any others are read as those others, whatever the manner of writing was."""
    wanted = _uncommented(content) if file.name.endswith(".json") else content
    (after,) = changed_files([file], wanted, NAMES)
    assert same_content(gather_files([after], NAMES), wanted)
    assert said(typed(after)) == said(typed(new_file("facts.yaml", wanted, NAMES)))


def _uncommented(content: Content) -> Content:
    return Content(
        {
            name: replace(table, rows=tuple(Row(row.cells) for row in table.rows), remarks=())
            for name, table in content.tables.items()
        }
    )


@settings(max_examples=60)
@given(files().filter(lambda file: bool(gather_files([file], NAMES).table("rates").rows)), st.data())
def test_one_edit_leaves_the_other_lines_alone(file: TextFile, data: st.DataObject) -> None:
    """After an edit of one cell all lines but those of its fact are the same, in the same order."""
    before = gather_files([file], NAMES)
    number = data.draw(st.integers(0, len(before.table("rates").rows) - 1))
    row = before.table("rates").rows[number]
    column = data.draw(st.sampled_from([("rate", ""), ("operator", ""), ("source", "page"), ("operator", "page")]))
    text = data.draw(values[Kind.RATIO if column == ("rate", "") else Kind.TEXT]).strip()
    edited = list(before.table("rates").rows)
    edited[number] = Row(
        {**row.cells, column: text, ("operator", ""): row.cells.get(("operator", ""), text)}, row.remarks
    )
    (after,) = changed_files([file], Content({**before.tables, "rates": Table(tuple(edited))}), NAMES)
    others = [other for at, other in enumerate(before.table("rates").rows) if at != number]
    assert [r.cells for at, r in enumerate(gather_files([after], NAMES).table("rates").rows) if at != number] == [
        r.cells for r in others
    ]
    old, new = file.text.split("\n"), after.text.split("\n")
    head = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = next((at for at, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), 0)
    assert len(new) - head - tail <= 6


@settings(max_examples=200)
@given(texts, st.sampled_from(["", "'", '"']))
def test_scalar_reads_back(text: str, style: str) -> None:
    """A text written as a scalar is the same text, in a block, in braces and in a list."""
    written = scalar_text(text.strip(), style)
    for whole in (f"a: {written}\n", f"{{a: {written}, b: c}}\n", f"[{written}, b]\n", f"- {written}\n"):
        file = text_file("x.yaml", whole.encode())
        assert file is not None, whole
        found = _plain(file)
        first = found["a"] if isinstance(found, dict) else found[0] if isinstance(found, list) else None
        assert first == text.strip(), whole
