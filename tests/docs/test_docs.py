"""Holds the documentation to the code: links, commands, exit codes, keys, names and generated parts."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import docx
import pytest
import typer
from openpyxl import load_workbook

from checker.cli import app
from checker.expr.functions import FUNCTIONS, GATHERINGS, LOOKUP
from checker.messages import language
from checker.pack.builtin import BUILTIN
from checker.report.json import render_json
from checker.result import SEVERITIES, CheckResult, ExitCode, Outcome
from checker.run import check_path, check_text
from tests.docs.conftest import read_blocks, save

ROOT: Final = Path(__file__).parent.parent.parent
DOCS: Final = ROOT / "docs"
REFERENCE: Final = DOCS / "reference"
EXAMPLE: Final = ROOT / "facts" / "xinjian-2020"
PAGES: Final = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
GENERATED: Final = [page for page in [*PAGES, *DOCS.rglob("*.svg")] if "[[[cog" in page.read_text("utf-8")]

# Facts that make every list of the result non-empty: something missing, bounded, waived, warned about, unread.
EVERYTHING: Final = """
rules: xueliang-2020
检查基准日: 2020-12-31
评价类型: 部门评价
材料: {ledger: 明细账}
项目: {评价年度: 2020}
资金: {预算数: 300万元, 到位数: 300万元, 支出数: 约280万元, 来源: {材料: 另一本账}}
季度运行:
  - {季度: 2020Q1, 批次: 一期, 故障率: 12%}
  - {季度: 2020Q2, 批次: 一期, 故障率: 13%, 来源: ledger}
  - {季度: 2020Q3, 批次: 一期}
豁免:
  - {规则: online-rate-below-floor, 事实: 2020Q1/一期, 理由: 停电, 批准人: 王五, 有效期至: 2021-12-31}
"""


def page_id(page: Path) -> str:
    """Return the name a page has in test reports."""
    return str(page.relative_to(ROOT))


def without_code(text: str) -> str:
    """Return Markdown without fenced blocks and comments, in which brackets are not links."""
    return re.sub(r"^```.*?^```|<!--.*?-->", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", without_code(page.read_text("utf-8")), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_relative_links_resolve(page: Path) -> None:
    """Every relative link and picture leads to a file of the project, and its anchor to a heading there."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / unquote(path) if path else page
        if not file.exists() or (anchor and unquote(anchor) not in anchors(file)):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("page", GENERATED, ids=page_id)
def test_generated_parts_are_up_to_date(page: Path) -> None:
    """What cog writes into a page is what stands there; ``make docs`` rewrites it."""
    command = [sys.executable, "-m", "cogapp", "--check", "--diff", page_id(page)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command of the command line with the words that call it."""

    def below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        yield name, command
        for word, child in getattr(command, "commands", {}).items():
            yield from below(f"{name} {word}", child)

    yield from below("checker", typer.main.get_command(app._app()))


def test_every_command_and_option_is_documented() -> None:
    """docs/reference/cli.md has a section for each command, and in it exactly the command's options and arguments."""
    sections = re.split(r"^## `(.+)`$", (REFERENCE / "cli.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    documented = dict(zip(sections[::2], (text.split("\n## ")[0] for text in sections[1::2]), strict=True))
    actual = dict(commands())
    assert documented.keys() == actual.keys()
    for name, command in actual.items():
        options = {word for p in command.params for word in p.opts if word.startswith("-")}
        shown = set(re.findall(r"^\| (`-.+?) \|", documented[name], flags=re.MULTILINE))
        assert {word for cell in shown for word in re.findall(r"`([^`]+)`", cell)} == options, name
        arguments = {(p.metavar or "").strip("[].") for p in command.params if p.param_type_name == "argument"}
        assert set(re.findall(r"^\| `([A-Z]+)` \|", documented[name], flags=re.MULTILINE)) == arguments, name


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands_named_in_a_page_exist(page: Path) -> None:
    """A page that names a ``checker`` command in backticks names one that exists."""
    known = {name for name, _ in commands()}
    named = re.findall(r"`(checker(?: [a-z]+(?:-[a-z]+)*)*)(?![\w/])", page.read_text("utf-8"))
    groups = ("checker rules ", "checker facts ", "checker report verify")
    leading = [" ".join(name.split()[: 3 if name.startswith(groups) else 2]) for name in named]
    assert not [name for name in leading if name not in known]


@pytest.mark.parametrize("page", ["auditors.md", "reference/cli.md"])
def test_exit_codes_are_those_of_the_program(page: str) -> None:
    """The tables of exit codes list each code of ``ExitCode`` once and no other."""
    rows = re.findall(r"^\| (\d) \| \S", (DOCS / page).read_text("utf-8"), flags=re.MULTILINE)
    assert rows == [str(int(code)) for code in ExitCode]


def test_words_of_the_result_are_explained() -> None:
    """docs/auditors.md explains each outcome, each severity and each review note the program makes by itself."""
    text = (DOCS / "auditors.md").read_text("utf-8")
    notes = re.findall(r'ReviewNote\(\s*"([a-z-]+)"', (ROOT / "checker/compose/notes.py").read_text("utf-8"))
    wanted = [*Outcome, *SEVERITIES, *notes]
    assert notes
    assert not [word for word in wanted if f"`{word}`" not in text]


def test_every_function_is_mentioned() -> None:
    """Each function, aggregate and the look-up stands in docs/reference/expressions.md."""
    text = (REFERENCE / "expressions.md").read_text("utf-8")
    assert not [name for name in (*FUNCTIONS, *GATHERINGS, LOOKUP) if f"{name}(" not in text]


def test_every_builtin_fact_type_is_mentioned() -> None:
    """docs/reference/pack-format.md names each fact type packs have without writing it, and each field."""
    text = (REFERENCE / "pack-format.md").read_text("utf-8")
    assert not [
        spec.name for spec in BUILTIN.values() if f"`{spec.name}`" not in text and f"`{spec.label}`" not in text
    ]
    labels = [field.label for spec in BUILTIN.values() for field in spec.fields.values()]
    assert not [label for label in labels if f"`{label}`" not in text]


def objects(data: Any, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield the name of each object in a JSON document, ``[]`` behind the name of a list, with the object's keys."""
    if isinstance(data, dict):
        if data.keys() != {"low", "high"}:
            yield name, set(data)
        for key, value in data.items():
            yield from objects(value, key)
    elif isinstance(data, list):
        for item in data:
            yield from objects(item, f"{name}[]")


def test_every_key_of_the_json_result_is_documented() -> None:
    """docs/reference/json.md has one line for each key, and no line for a key that does not occur."""
    with language("zh"):
        results = [check_path(EXAMPLE), check_text(EVERYTHING)]
    actual: dict[str, set[str]] = {}
    for result in results:
        for name, keys in objects(json.loads(render_json(result))):
            actual.setdefault(name, set()).update(keys)
    documented: dict[str, set[str]] = {}
    for section in re.split(r"^## ", (REFERENCE / "json.md").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, _, text = section.partition("\n")
        for name in re.findall(r"`([^`]+)`", title) or [""]:
            documented[name] = set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE))
    assert documented == actual


def test_layers_are_those_of_the_contract() -> None:
    """The picture in docs/architecture.md shows the layers of pyproject.toml in their order, and the table has each."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    text = (DOCS / "architecture.md").read_text("utf-8")
    picture = text.split("```text\n")[1].split("```")[0]
    shown = [re.split(r" {2,}", line.strip())[0] for line in picture.splitlines() if "─" not in line]
    assert shown == layers
    names = {name for layer in layers for name in re.findall(r"\w+", layer)} - {"__main__"}
    assert not [name for name in names if not re.search(rf"^\|[^|]*`{name}`", text, flags=re.MULTILINE)]


def test_paths_named_in_the_documentation_exist() -> None:
    """A path of the project that a developers' page names in backticks is there."""
    pages = [DOCS / "architecture.md", DOCS / "developers.md", *DOCS.glob("adr/*.md"), ROOT / "CONTRIBUTING.md"]
    missing = []
    for page in pages:
        for path in re.findall(r"`((?:checker|rules|facts|tests|docs)/[\w./-]+)`", page.read_text("utf-8")):
            if not (ROOT / path).exists():
                missing.append(f"{page.name}: {path}")
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_make_targets_exist(page: Path) -> None:
    """Every ``make`` command that a page names is a target of the Makefile."""
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    text = page.read_text("utf-8")
    named = re.findall(r"(?:^|`)make (?:[A-Z]+=\S+ )*([a-z-]+)", text, flags=re.MULTILINE)
    assert not [name for name in named if name not in targets]


@pytest.fixture(scope="module")
def example() -> CheckResult:
    """Give the result of the example project."""
    return check_path(EXAMPLE)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_says_what_the_example_gives(name: str, example: CheckResult) -> None:
    """The score, and the number of review notes that the READMEs spell out, are those of the example."""
    text = (ROOT / name).read_text("utf-8")
    assert example.score == Fraction("93.07")
    assert "93.07" in text
    assert len(example.review_notes) == 5
    assert "five" in text or "五处" in text


def test_commands_of_the_readme_run(workplace: Path) -> None:
    """Every ``checker`` command shown in README.md is understood: none is wrong use of the program."""
    git = shutil.which("git")
    assert git is not None
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "rules as they are")):
        subprocess.run([git, "-C", str(workplace), *words], check=True)
    for block in read_blocks(ROOT / "docs" / "portfolio.md"):
        if block.file:
            save(replace(block, info=block.info.replace("导出/", "exports/")), workplace)
    lines = re.findall(r"^checker (.+?)(?:\s+#.*)?$", (ROOT / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    assert lines
    for line in lines:
        assert app.run(line.split()) in {ExitCode.CLEAN, ExitCode.FINDINGS}, line


def test_auditors_guide_works_as_written(workplace: Path, run_page: Callable[[str], list[str]]) -> None:
    """Following docs/auditors.md prints what it shows, and what was typed into its workbook is a report of 93.07."""
    wrong = run_page("docs/auditors.md")
    assert not wrong, "\n".join(wrong)
    report = "\n".join(paragraph.text for paragraph in docx.Document(str(workplace / "评价报告.docx")).paragraphs)
    assert "93.07" in report
    assert "93.07" in (workplace / "结果.html").read_text("utf-8")
    assert {"评分表", "问题清单"} <= set(load_workbook(workplace / "评分表.xlsx").sheetnames)
