"""Holds that no text whatever, however broken, makes a question fail."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lsprotocol.types import Position

from checker.server.desk import Desk
from checker.server.features.changes import actions, renameable, tidied
from checker.server.features.completion import complete
from checker.server.features.diagnostics import of_pack
from checker.server.features.hover import hover
from checker.server.features.navigation import definition
from checker.server.features.symbols import symbols
from checker.server.refresh import look_at, subject_of
from checker.source import full_path

ROOT: Final = Path(__file__).parent.parent.parent
FILES: Final = [*sorted((ROOT / "rules" / "xueliang-2020").rglob("*.yaml")), *sorted((ROOT / "facts").rglob("*.yaml"))]
SHIPPED: Final = {file: file.read_text("utf-8") for file in FILES}
PIECES: Final = (
    "", ":", ": ", "\n", "- ", "{", "}", "[", '"', "'", "`", "|", ">-", "#", "  ", "\t", "(", "（", "over ", ".",
    "{{ ", "{% ", "𠮷😀", "null", "override: true\n", "for: ", "method: ", "\ue000", "*a", "&a", "!t", "---\n", "\x85",
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn) -> tuple[Path, str]:
    """Return a shipped file with some of its text taken out, put in, doubled, or all of it cut off."""
    file = draw(st.sampled_from(FILES))
    text = SHIPPED[file]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(
            st.sampled_from([start, min(start + 1, len(text)), min(start + draw(st.integers(0, 40)), len(text))])
        )
        text = text[:start] + draw(st.sampled_from([*PIECES, text[start:end] * 2])) + text[end:]
    return file, text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


def ask_everything(desk: Desk, path: Path, text: str, at: float) -> None:
    """Ask every question at a place of a file."""
    page = desk.page(path)
    if page is None:
        return
    position = page.source.position(int(at * len(text)))
    for ask in (hover, definition, renameable):
        ask(desk, path, position)
    for item in complete(desk, path, position, snippets=True):
        assert item.text_edit is not None
    symbols(desk, path)
    tidied(desk, path)
    actions(desk, path, page.source.range(0, len(text)))


@lru_cache(maxsize=1)
def known_desk() -> Desk:
    """Return a desk that has read the shipped pack once, as an editor has before anybody types."""
    desk = Desk(date(2026, 1, 1), (ROOT,))
    desk.view(ROOT / "rules" / "xueliang-2020")
    return desk


def examples(share: int) -> settings:
    """Return settings for a part of the profile's examples: looking at a whole pack takes a while."""
    return settings(max_examples=max(1, settings.default.max_examples // share) if settings.default else 10)


@examples(1)
@example((ROOT / "facts" / "xinjian-2020" / "judgements.yaml", "judgements:\n  - a: b\n- \n  "), 1.0)
@given(mangled(), st.floats(0, 1))
def test_questions_about_mangled_files_are_answered(found: tuple[Path, str], at: float) -> None:
    """Whatever is done to a shipped file, every question at any place of it is answered."""
    file, text = found
    desk = known_desk().snapshot()
    desk.hold(file, text)
    ask_everything(desk, full_path(file), desk.text(file) or "", at)


@examples(10)
@given(mangled())
def test_mangled_files_have_diagnostics(found: tuple[Path, str]) -> None:
    """Whatever is done to a shipped file, what is wrong is told at places that lie in its text."""
    file, text = found
    desk = known_desk().snapshot()
    desk.hold(file, text)
    subject = subject_of(desk, full_path(file))
    for report in look_at(desk, [subject] if subject else []):
        for path, diagnostics in report.found.items():
            lines = (desk.text(path) or "").count("\n")
            assert all(item.range.start <= item.range.end for item in diagnostics)
            assert all(item.range.end.line <= lines for item in diagnostics)


def test_a_pack_that_never_was_readable_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack without a single good file has diagnostics, and no names to offer."""
    monkeypatch.chdir(tmp_path)
    for name in ("pack.yaml", "vocabulary.yaml", "rules/a.yaml", "tests/a.yaml"):
        path = tmp_path / "bad" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: [\n", "utf-8")
    desk = Desk(date(2026, 1, 1))
    for name in ("rules/a.yaml", "pack.yaml"):
        path = tmp_path / "bad" / name
        assert complete(desk, path, Position(0, 3)) == []
        assert hover(desk, path, Position(0, 0)) is None
    assert tmp_path / "bad" / "pack.yaml" in of_pack(desk.view(tmp_path / "bad"), desk)


def test_a_folder_without_its_pack_file_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule whose folder has lost its ``pack.yaml`` meanwhile is answered with nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p" / "rules").mkdir(parents=True)
    rule = tmp_path / "p" / "rules" / "a.yaml"
    rule.write_text("title: x\n", "utf-8")
    desk = Desk(date(2026, 1, 1))
    assert subject_of(desk, rule) is None
    assert complete(desk, rule, Position(0, 0)) == []
