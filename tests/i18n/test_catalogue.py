"""Holds the English catalogue to the messages of the code, so that nothing is shown in Chinese by accident.

The messages are read from the code's syntax tree here, and by Babel in ``make i18n``: both must see the same.
"""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from rich.console import Console

from checker import messages
from checker.messages import language
from checker.report.markdown import render_markdown
from checker.report.terminal import print_result
from checker.run import check_path
from checker.values import Kind
from checker.values.show import show_days
from tests.i18n import words

ROOT: Final = Path(__file__).parent.parent.parent
LOCALE: Final = ROOT / "checker" / "locale" / "en" / "LC_MESSAGES"
FILES: Final = [*sorted((ROOT / "checker").rglob("*.py")), Path(words.__file__)]
MARKERS: Final = {"message", "tr", "translate", "Message"}
KEYWORDS: Final = {"message": None, "tr": None, "translate": None}
REPEAT: Final = "run make i18n, and write what is missing in checker/locale/en/LC_MESSAGES/checker.po"
# What may be handed to a marker besides a literal: the words listed in words.py.
LISTED: Final = re.compile(r"(\w+\.)*kind\.label|word")
HOLE: Final = re.compile(r"\{(\w+)[^{}]*\}")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
LONG: Final = re.compile(r"[\u4e00-\u9fff，。；：、“”]{5,}")

CHINESE_ANYWAY: Final = (
    "report/docx/",  # an official document of a Chinese office
    "report/book.py",  # names of fonts
    "report/annotate.py",  # part of a file name that people of the project see
    "report/facts_book/",  # names of columns and contents of cells that are read again
    "report/pack_book/",  # the same
)

Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def marked(file: Path) -> Iterator[tuple[ast.expr, int]]:
    """Yield the text of every message in a file with its line."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS and node.args:
            yield node.args[0], node.lineno


def literals(file: Path) -> set[str]:
    """Return the messages of a file."""
    return {str(text.value) for text, _ in marked(file) if isinstance(text, ast.Constant)}


def catalogue() -> Catalog:
    """Return the committed catalogue."""
    return read_po(io.BytesIO((LOCALE / "checker.po").read_bytes()), locale="en", domain="checker")


def translations() -> dict[str, str]:
    """Return the English of every message in the catalogue."""
    return {str(entry.id): str(entry.string or "") for entry in catalogue() if entry.id}


def holes(text: str) -> set[str]:
    """Return the names of the holes of a message; one without values is shown as it is and may hold single braces."""
    return set(HOLE.findall(text.replace("{{", "").replace("}}", "")))


def fills(text: str, names: set[str]) -> bool:
    """Say whether a text is a template that these names fill."""
    try:
        text.format_map(dict.fromkeys(names, "1"))
    except (ValueError, LookupError):
        return False
    return True


SOURCES: Final = {text for file in FILES for text in literals(file)}
ENGLISH: Final = translations()


def test_every_message_is_translated() -> None:
    """Every message of the code has an English text, and none of them is marked as doubtful."""
    missing = {text for text in SOURCES if not ENGLISH.get(text)}
    assert not missing, f"{REPEAT}: {missing}"
    assert not [entry.id for entry in catalogue() if entry.id and entry.fuzzy]


def test_nothing_is_left_over() -> None:
    """The catalogue has no message that the code has no more."""
    assert not ENGLISH.keys() - SOURCES, REPEAT
    assert not catalogue().obsolete, REPEAT


def test_translations_have_the_same_holes() -> None:
    """A translation fills in the same names as its message, in whatever order, and stays a good template."""
    assert not {text for text, english in ENGLISH.items() if holes(text) != holes(english)}
    assert not {text for text in SOURCES if fills(text, holes(text)) and not fills(ENGLISH[text], holes(text))}


def test_translations_are_english() -> None:
    """A translation has no Chinese full stops, commas and brackets, except in quoted examples of what to write."""
    unquoted = {text: re.sub(r"“[^”]*”", "", english) for text, english in ENGLISH.items()}
    assert not {text for text, english in unquoted.items() if re.search("[，。；：、（）]", english)}


def test_compiled_catalogue_is_up_to_date() -> None:
    """What is compiled is what the catalogue says."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    fresh, committed = (
        gettext.GNUTranslations(io.BytesIO(content))
        for content in (compiled.getvalue(), (LOCALE / "checker.mo").read_bytes())
    )
    assert {text for text in SOURCES if fresh.gettext(text) != committed.gettext(text)} == set(), REPEAT


def test_babel_sees_every_message() -> None:
    """What ``make i18n`` extracts is what the code has: a message hidden from Babel stands in words.py."""
    found = {str(text) for _, _, text, *_ in extract_from_dir(ROOT / "checker", keywords=KEYWORDS)}
    found |= {str(text) for _, text, *_ in extract_from_file("python", Path(words.__file__), keywords=KEYWORDS)}
    assert not SOURCES - found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_messages_are_literals(file: Path) -> None:
    """A message is written out where it is used, since its text is the key under which its translation is found."""
    if file.name == "messages.py":
        return
    composed = [(ast.unparse(text), line) for text, line in marked(file) if not isinstance(text, ast.Constant)]
    assert not [(text, line) for text, line in composed if not LISTED.fullmatch(text)]


def test_listed_words_are_those_of_the_tables() -> None:
    """words.py lists the words of the tables, no more and no less."""
    assert {word.text for word in words.KINDS} == {kind.label for kind in Kind}
    for word, (first, last) in zip(words.TENTHS, ((1, 10), (11, 20), (21, 29)), strict=True):
        assert word.text in show_days(date(2020, 2, first), date(2020, 2, last))


def test_reports_and_command_line_have_no_other_chinese() -> None:
    """In ``report`` and ``cli`` every Chinese word is part of a message, but for what is Chinese in any language."""
    loose = []
    for file in FILES:
        name = file.relative_to(ROOT / "checker").as_posix() if file.is_relative_to(ROOT / "checker") else ""
        if name.startswith(("report/", "cli/")) and not name.startswith(CHINESE_ANYWAY):
            tree = ast.parse(file.read_text("utf-8"))
            texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            parts = [node for node in ast.walk(tree) if isinstance(node, Documented)]
            docstrings = {ast.get_docstring(part, clean=False) for part in parts}
            loose += [t for t in texts - docstrings - literals(file) if isinstance(t, str) and CHINESE.search(t)]
    assert not loose


def test_english_of_the_seed_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """With --lang en, every message looked up for the seed is found, and no Chinese message is left in the output."""
    monkeypatch.chdir(ROOT)
    looked_up: set[str] = set()
    translate = messages.translate

    def listen(text: str) -> str:
        looked_up.add(text)
        return translate(text)

    monkeypatch.setattr(messages, "translate", listen)
    screen = Console(file=io.StringIO(), width=10_000)
    with language("en"):
        result = check_path("facts/xinjian-2020")
        print_result(result, screen)
        shown = screen.file.getvalue() + render_markdown(result)  # type: ignore[attr-defined]
    assert len(looked_up) > 50
    assert not looked_up - ENGLISH.keys()
    data = "".join(file.read_text("utf-8") for folder in ("rules", "facts") for file in (ROOT / folder).rglob("*.yaml"))
    chinese = {piece for text in SOURCES for piece in LONG.findall(text) if piece in shown}
    assert not {piece for piece in chinese if piece not in data}
