"""One layout for the files of packs: how it looks, that it loses nothing, and that it is reached from anywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.edit import shapes
from checker.edit.canonical import canonical
from checker.edit.parts import all_comments, read_parts
from checker.edit.shapes import Shape, shape_of
from checker.edit.spacing import same_words, spaced
from checker.pack import models
from checker.source import EngineFault, InputError, Problems
from checker.source.read import parse_document
from tests.edit.untidy import Untidy
from tests.strategies.packs import packs

ROOT = Path(__file__).parents[2]
SHIPPED: Final = sorted(
    path
    for folder in ("rules/national-2020", "rules/xueliang-2020", "tests/packs/training-2022")
    for path in (ROOT / folder).rglob("*.yaml")
)
SMALL: Final = [path for path in SHIPPED if path.stat().st_size < 6000]
CASES: Final = [
    (
        "a rule: order, blanks, quotes, signs",
        "rules/a.yaml",
        "when:   '故障率>10%   且  在线率<=90%'   \ntitle: \"标题\"\nmessage:  '{故障率}高'\n",
        'title: 标题\nwhen: 故障率 > 10% 且 在线率 <= 90%\nmessage: "{故障率}高"\n',
    ),
    (
        "comments stay with what they are about",
        "rules/a.yaml",
        "# 关于条件\nwhen: a>1 # 大于\n# 关于标题\ntitle: x   # 名\n# 最后\n",
        "# 关于标题\ntitle: x  # 名\n# 关于条件\nwhen: a > 1  # 大于\n# 最后\n",
    ),
    (
        "a comment on the whole file stays at its head",
        "rules/a.yaml",
        "# 整个文件\n\n\n# 关于条件\nwhen: 是\ntitle: x\n",
        "# 整个文件\n\ntitle: x\n# 关于条件\nwhen: 是\n",
    ),
    (
        "short mappings on one line, lists of them one below the other",
        "rules/a.yaml",
        "title: x\nbasis:\n- clause: 第六条\n  document: d\n- {document:   e}\n",
        "title: x\nbasis:\n  - {document: d, clause: 第六条}\n  - {document: e}\n",
    ),
    (
        "a mapping with comments stands on several lines",
        "vocabulary.yaml",
        (
            "a:\n  fields: {x: {type: text, # 种类\n    label: 甲}, # 甲完\n   # 乙前\n"
            "   y: {type: text, label: 乙}}\n  label: 类\n"
        ),
        (
            "a:\n  label: 类\n  fields:\n    x:\n      label: 甲\n      type: text  # 种类\n"
            "      # 甲完\n    # 乙前\n    y: {label: 乙, type: text}\n"
        ),
    ),
    (
        "what would need quotes in braces stands on lines of its own",
        "indicators.yaml",
        'caps: [{at_most: 89, when: "lookup(上限, 甲)<1", title: "甲"}]\n',
        "caps:\n  - title: 甲\n    when: lookup(上限, 甲) < 1\n    at_most: 89\n",
    ),
    (
        "versions of a parameter by day, entries apart",
        "parameters.yaml",
        "a: {values: {2021-01-01: {value: 2}, 2020-01-01: {value: '1'}}, type: count, label: 甲}\nb:\n  off: 不用\n",
        (
            "a:\n  label: 甲\n  type: count\n  values:\n    2020-01-01: {value: 1}\n"
            "    2021-01-01: {value: 2}\n\nb:\n  off: 不用\n"
        ),
    ),
    (
        "a block keeps its line breaks and its end",
        "problems.yaml",
        (
            "p:\n    text: >-\n           第一行\n           second\n\n           段\n"
            "    heading:  '标题'\n    note: |\n     甲\n       乙\n"
        ),
        "p:\n  heading: 标题\n  text: >-\n    第一行\n    second\n\n    段\n  note: |\n    甲\n      乙\n",
    ),
    (
        "an expression in a block keeps its lines",
        "rules/a.yaml",
        "title: x\nwhen: >\n    a>1\n    且(b<2)\n",
        "title: x\nwhen: >-\n  a > 1\n  且 (b < 2)\n",
    ),
    (
        "what is no expression stays as written, the rest does not",
        "rules/a.yaml",
        "when:   |\n    单价 > \n    且  \n\ntitle:   x\nwhere:   '单价>'\n",
        "title: x\nwhere: '单价>'\nwhen: |\n  单价 > \n  且  \n",
    ),
    (
        "no expression below a sign for folding, with a comment and another one inside",
        "rules/a.yaml",
        "when: >-  # c\n  单价>1\n  # 注释\n  且 乙 <1\ntitle: x\n",
        "title: x\nwhen: >-  # c\n  单价>1\n  # 注释\n  且 乙 <1\n",
    ),
    (
        "no expression on several lines without a sign, or with a width of its own",
        "rules/a.yaml",
        "when: 单价 >\n     且  # c\nwhere: |2\n    单价>\n   且\ndeduct: |\n  1 +",
        "where: |2\n    单价>\n   且\nwhen: 单价 >\n  且  # c\ndeduct: |-\n  1 +\n",
    ),
    (
        "no expression in braces",
        "indicators.yaml",
        "caps: [{at_most: 89, when: 'a >>1',   title: 甲}, {when: a > >, title: 乙}]\n",
        "caps:\n  - {title: 甲, when: 'a >>1', at_most: 89}\n  - {title: 乙, when: a > >}\n",
    ),
    (
        "a line break inside a text of an expression stays",
        "rules/a.yaml",
        "when: |\n   a = '甲\n   乙'\n",
        "when: |\n  a = '甲\n  乙'\n",
    ),
    (
        "a block keeps its blank lines at the end, and blanks at the end of lines",
        "rules/a.yaml",
        "advice: |+\n   甲  \n\n   \ntitle: x\n",
        "title: x\nadvice: |+\n  甲  \n\n\n",
    ),
    (
        "cases apart; facts keep their order",
        "tests/a.yaml",
        (
            "- expect: pass\n  name: 甲\n  given: {z: [{b: 1, a: 2}], y: {}}\n- name: 乙\n  given: {}\n"
            "  expect: {B: pass, A: fail}\n"
        ),
        (
            "- name: 甲\n  given:\n    z:\n      - {b: 1, a: 2}\n    y: {}\n  expect: pass\n\n"
            "- name: 乙\n  given: {}\n  expect: {B: pass, A: fail}\n"
        ),
    ),
    (
        "unknown names come last, in their order",
        "pack.yaml",
        "zz: 1\ntitle: x\naa: 2\nid: p\n",
        "id: p\ntitle: x\nzz: 1\naa: 2\n",
    ),
    (
        "comments behind a dash, after a key and between key and value",
        "tests/a.yaml",
        "- # 这一条\n  name: 甲\n  # 结果\n  expect:\n    # 通过\n    pass\n  # 完\n- name: 乙\n",
        "# 这一条\n- name: 甲\n  # 结果\n  # 通过\n  expect: pass\n  # 完\n\n- name: 乙\n",
    ),
    ("nothing is left of markers, marks and windows", "x.yaml", "\ufeff---\r\na:   1\r\n...\r\n", "a: 1\n"),
    (
        "quotes where the text needs them",
        "x.yaml",
        'a: \'null\'\nb: "a: b"\nc: \'"x" = y\'\nd: "tab\\there"\ne: ~\nf:\ng: \'# x\'\nh: "it\'s"\n',
        'a: "null"\nb: "a: b"\nc: \'"x" = y\'\nd: "tab\\there"\ne: ~\nf:\ng: "# x"\nh: it\'s\n',
    ),
]


def data_of(text: str) -> Any:
    """Return what a text says."""
    problems = Problems()
    document = parse_document(text, "x", "", problems)
    assert document is not None, problems.found
    return document.data


@pytest.mark.parametrize(("title", "name", "before", "after"), CASES, ids=[case[0] for case in CASES])
def test_layout(title: str, name: str, before: str, after: str) -> None:
    """Each file comes out exactly so, and a second time the same."""
    assert canonical(before, f"p/{name}") == after, title
    assert canonical(after, f"p/{name}") == after


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_shipped_files_are_canonical(path: Path) -> None:
    """The packs in this repository are laid out as ``rules fmt`` lays them out."""
    text = path.read_text("utf-8")
    assert canonical(text, path.relative_to(ROOT).as_posix()) == text


def test_long_text_is_folded_only_at_its_blanks() -> None:
    """A line over 120 columns goes below ``>-`` where it has blanks; the text stays the same."""
    long = " ".join(char * 30 for char in "甲乙丙")
    written = canonical(f"title: {long}\nnote: {'丁' * 70}\n", "rules/a.yaml")
    assert written == f"title: >-\n  {'甲' * 30}\n  {'乙' * 30}\n  {'丙' * 30}\nnote: >-\n  {'丁' * 70}\n".replace(
        f">-\n  {'丁' * 70}", "丁" * 70
    )
    assert data_of(written) == {"title": long, "note": "丁" * 70}


def test_long_condition_is_continued_before_and() -> None:
    """A condition that does not fit goes on before “and” or “or”."""
    part = "sum(养护费 over 路段 where 地形 = 山区) > 100万元"
    written = canonical(f"title: x\nwhen: {part} 且 {part} 或 {part}\n", "rules/a.yaml")
    assert written == f"title: x\nwhen: >-\n  {part} 且 {part}\n  或 {part}\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a>1", "a > 1"),
        ("- 1*-a", "-1 * -a"),
        ("1-  -1", "1 - -1"),
        ("count ( 路段  where 甲='x' )", "count(路段 where 甲 = 'x')"),
        ("lookup(上限 ,甲)", "lookup(上限, 甲)"),
        ("a in(1,2)", "a in (1, 2)"),
        ("非(a≥1)", "非 (a≥1)".replace("≥", " ≥ ")),
        ("p . a is  known", "p.a is known"),
        ("max（a，b）", "max（a，b）"),
        ("a is known-1", "a is known-1"),
        ("这不是 ( 表达式", "这不是 ( 表达式"),
        ("二期", "二期"),
    ],
)
def test_spacing(written: str, meant: str) -> None:
    """Blanks are put right; words and signs stay, and what is no expression stays as it is."""
    assert spaced([written]) == [meant]


def test_a_string_across_lines_is_left_alone() -> None:
    """An expression whose lines cannot be told apart stays as it is."""
    assert spaced(['a = "x', 'y"']) == ['a = "x', 'y"']


def test_unreadable_text_is_an_input_error() -> None:
    """What is wrong with the YAML is said with its place."""
    with pytest.raises(InputError, match=r"rules/a\.yaml:1:"):
        canonical("a: [1\n", "rules/a.yaml")


def test_a_layout_that_changes_meaning_is_never_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the layout at fault, it would be noticed and nothing written."""
    monkeypatch.setattr("checker.edit.canonical.laid_out", lambda *_: "title: 别的\n")
    with pytest.raises(EngineFault, match="会改变它的意思"):
        canonical("title:  x\n", "rules/a.yaml")


MODELS: Final = [
    (models.PackModel, shapes.PACK), (models.DocumentModel, shapes.DOCUMENT), (models.FactTypeModel, shapes.FACT_TYPE),
    (models.FieldModel, shapes.FIELD), (models.ParameterModel, shapes.PARAMETER), (models.VersionModel, shapes.VERSION),
    (models.RuleModel, shapes.RULE), (models.ProblemModel, shapes.PROBLEM), (models.AdviceModel, shapes.ADVICE),
    (models.CaseModel, shapes.CASE), (models.ProjectCaseModel, shapes.PROJECT_CASE), (models.Basis, shapes.BASIS),
    (models.ProjectExpectation, shapes.EXPECTATION), (models.IndicatorsModel, shapes.INDICATORS),
    (models.NotApplicable, shapes.NOT_APPLICABLE), (models.Veto, shapes.VETO), (models.Veto, shapes.TOTAL_VETO),
    (models.Cap, shapes.CAP), (models.Grade, shapes.GRADE), (models.Rounding, shapes.ROUNDING),
    (models.Band, shapes.BAND), (models.CheckPoint, shapes.CHECK_POINT), (models.Level, shapes.LEVEL),
    (models.Cliff, shapes.CLIFF),
]  # fmt: skip


@pytest.mark.parametrize(("model", "shape"), MODELS, ids=lambda item: getattr(item, "__name__", ""))
def test_orders_name_everything_that_may_be_written(model: type[models.Model], shape: Shape) -> None:
    """Every word of a pack file has its place in the order, and what holds an expression is known as such."""
    words = {info.alias or name: info for name, info in model.model_fields.items()}
    assert set(shape.order) == set(words)
    assert len(shape.order) == len(set(shape.order))
    assert shape.expressions == {name for name, info in words.items() if _is_expression(info)}


def test_orders_of_scoring_name_every_method() -> None:
    """The words of all scoring methods, and of indicators with what shared ones add, are in their orders."""
    methods = (
        models.Deductions, models.Proportional, models.Linear, models.Bands, models.Steps, models.Checklist,
        models.Judged, models.Formula,
    )  # fmt: skip
    assert set(shapes.SCORING.order) == {name for model in methods for name in model.model_fields}
    expressions = {name for model in methods for name, info in model.model_fields.items() if _is_expression(info)}
    assert shapes.SCORING.expressions == expressions
    assert set(shapes.INDICATOR.order) == {*models.IndicatorModel.model_fields, "override", "off"}


def _is_expression(info: Any) -> bool:
    return "expressions.md" in repr((info.annotation, info.metadata))


def remarked(chance: Random, text: str) -> str:
    """Return a text with comments put in at places where they stand alone or behind something."""
    leaves = [leaf for leaf in read_parts(text).value.leaves() if leaf.style in {"|", ">"}]
    closed = {
        text.count("\n", 0, leaf.start) + step
        for leaf in leaves
        for step in range(text.count("\n", leaf.start, leaf.end) + 1)
    }
    lines = text.split("\n")
    written = []
    for number, line in enumerate(lines):
        free = number not in closed and line.strip()
        kind = chance.randint(0, 11) if free else 11
        indent = line[: len(line) - len(line.lstrip(" "))]
        written += [f"{indent}# 注{number}"] if kind == 0 else []
        written += ["", f"{indent}# 空{number}"] if kind == 1 else []
        written.append(f"{line} # 尾{number}" if kind == 2 else line)
        written += [f"{indent}# 后{number}"] if kind == 3 else []
    return "\n".join(written)


@settings(max_examples=60)
@given(st.sampled_from(SMALL), st.integers(0, 10_000))
def test_every_comment_and_meaning_is_kept(path: Path, seed: int) -> None:
    """Comments anywhere are all kept, the data is the same, and laying out again changes nothing."""
    text = remarked(Random(seed), path.read_text("utf-8"))  # noqa: S311 - a layout is no secret
    name = path.relative_to(ROOT).as_posix()
    written = canonical(text, name)
    assert data_of(written) == data_of(text)
    assert all_comments(written) == all_comments(text)
    assert canonical(written, name) == written


@settings(max_examples=60)
@given(st.sampled_from(SMALL), st.integers(0, 10_000))
def test_every_layout_leads_to_the_same_one(path: Path, seed: int) -> None:
    """However a file is indented, quoted, bracketed, spaced and ordered, it comes out the same."""
    name = path.relative_to(ROOT).as_posix()
    chance = Random(seed)  # noqa: S311 - a layout is no secret
    text = canonical(remarked(chance, path.read_text("utf-8")), name)
    untidy = Untidy(text, chance).file(read_parts(text), name)
    assert canonical(untidy, name) == text, untidy


@settings(max_examples=30)
@given(packs())
def test_random_packs_keep_their_meaning(pack: Any) -> None:
    """Random packs written as JSON come out as YAML that says the same, with expressions that read the same."""
    for name, text in pack.files().items():
        written = canonical(text, name)
        assert canonical(written, name) == written
        assert _meaning(data_of(written), shape_of(name)) == _meaning(data_of(text), shape_of(name))


def _meaning(node: Any, shape: Shape, *, expression: bool = False) -> Any:
    if isinstance(node, dict):
        return {
            name: _meaning(value, shape.below(name), expression=name in shape.expressions)
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [_meaning(item, shape.below("")) for item in node]
    return re.sub(r"\s", "", node) if expression and node else node


WORDS: Final = st.text(st.sampled_from("一二abc #:,-[]{}'\"%&*!|>@`?=\\/。、；“”019~\n\t_"), min_size=0, max_size=14)
TREES: Final = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS.filter(str.strip), inner, max_size=3)
)


@settings(max_examples=150)
@given(st.dictionaries(WORDS.filter(str.strip), TREES, min_size=1, max_size=4))
def test_any_text_survives(tree: dict[str, Any]) -> None:
    """Whatever texts a file holds, its canonical form holds them too."""
    written = canonical(json.dumps(tree, ensure_ascii=False), "x.yaml")
    assert data_of(written) == tree
    assert canonical(written, "x.yaml") == written


def test_expressions_with_the_same_words_are_the_same() -> None:
    """Blanks between words do not matter, blanks inside a text do."""
    assert same_words("a>1", "a > 1")
    assert not same_words('a = "x y"', 'a = "xy"')
