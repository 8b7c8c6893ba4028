"""Places: every character of every value is found again in its file, whatever the style it is written in."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.source import Document, Place, Problems, Step
from checker.source.document import Scalar
from checker.source.document import plain as plain_data
from checker.source.read import parse_document

INDENT = "      "
PATH = ("组", 1, "键")
LETTERS = "在线率故障费用０１２abc012<>=+*/（），。；“”😀"
SIGNS = LETTERS + "'\"\\#:&!|@[]{}%-?>,`~"


def read(text: str) -> Document:
    """Return the document of a text that has nothing wrong with it."""
    problems = Problems()
    document = parse_document(text, "f.yaml", "", problems)
    assert not problems.found, list(map(str, problems.found))
    assert document is not None
    return document


@dataclass
class Writer:
    """Writes a value into a file and remembers where each character that is no blank was written."""

    text: str
    spots: list[tuple[int, int]]

    def put(self, raw: str, *, counts: bool = False) -> None:
        """Append ``raw``; when it counts, it is one character of the value."""
        if counts:
            before = self.text.rpartition("\n")[2]
            self.spots.append((self.text.count("\n") + 1, len(before) + 1))
        self.text += raw


def begin() -> Writer:
    """Return a writer that stands where the value at ``PATH`` begins."""
    return Writer("# 注释：在线率 < 90%\n前: 在线\n组:\n- 其一\n- 别的: '在线率'\n  键: ", [])


def words_of(letters: str) -> st.SearchStrategy[list[str]]:
    """Return words of which a value is made."""
    return st.lists(st.text(letters, min_size=1, max_size=5), min_size=1, max_size=6)


breaks = st.sampled_from([" ", "   ", f"\n{INDENT}", f"  \n{INDENT}  "])


@st.composite
def plain(draw: st.DrawFn) -> tuple[Writer, str]:
    """A value without quotes, over one line or several."""
    writer, words = begin(), draw(words_of(LETTERS))
    words[0] = "率" + words[0]
    gaps = [draw(breaks) for _ in words[1:]]
    for gap, word in zip(["", *gaps], words, strict=True):
        writer.put(gap)
        for char in word:
            writer.put(char, counts=True)
    return writer, folded(gaps, words)


def folded(gaps: list[str], words: list[str]) -> str:
    """Return what YAML makes of words with these gaps: a line break with the blanks around it is one blank."""
    seen = [" " if "\n" in gap else gap for gap in gaps]
    return "".join(gap + word for gap, word in zip(["", *seen], words, strict=True))


@st.composite
def single_quoted(draw: st.DrawFn) -> tuple[Writer, str]:
    """A value in single quotes, in which a quote is written twice."""
    writer, words = begin(), draw(words_of(SIGNS))
    gaps = [draw(breaks) for _ in words[1:]]
    writer.put("'")
    for gap, word in zip(["", *gaps], words, strict=True):
        writer.put(gap)
        for char in word:
            writer.put("''" if char == "'" else char, counts=True)
    writer.put("'")
    return writer, folded(gaps, words)


def escapes(char: str) -> list[str]:
    """Return the ways to write a character in double quotes, as itself more often than escaped."""
    forms = [char] * 3 if char not in {'"', "\\"} else [f"\\{char}"]
    for letter, digits in (("x", 2), ("u", 4), ("U", 8)):
        if ord(char) < 16**digits:
            forms.append(f"\\{letter}{ord(char):0{digits}x}")
    return forms


@st.composite
def double_quoted(draw: st.DrawFn) -> tuple[Writer, str]:
    """A value in double quotes, with escapes of every width, escaped blanks and escaped line ends."""
    writer, words = begin(), draw(words_of(SIGNS))
    blanks = [(" ", " "), (f"\n{INDENT}", " "), ("\\n", "\n"), ("\\t", "\t"), ("\\u3000", "　"), ("\\ ", " ")]
    gaps = [("", ""), *(draw(st.sampled_from(blanks)) for _ in words[1:])]
    writer.put('"')
    for (gap, _), word in zip(gaps, words, strict=True):
        writer.put(gap)
        for index, char in enumerate(word):
            if index:
                writer.put(draw(st.sampled_from(["", "", "", f"\\\n{INDENT}"])))
            writer.put(draw(st.sampled_from(escapes(char))), counts=True)
    writer.put('"')
    return writer, "".join(blank + word for (_, blank), word in zip(gaps, words, strict=True))


@st.composite
def block(draw: st.DrawFn) -> tuple[Writer, str]:
    """A literal or folded block, whose header may have signs and a comment that look like the value."""
    writer, words = begin(), draw(words_of(SIGNS))
    style = draw(st.sampled_from("|>"))
    writer.put(style + draw(st.sampled_from(["", "-", "+", "4", "4-", "  # 在线率 > 90%", "- # |-012abc"])))
    lines = [draw(st.booleans()) for _ in words[1:]]
    for is_line, word in zip([True, *lines], words, strict=True):
        writer.put(f"\n{INDENT}" if is_line else " ")
        for char in word:
            writer.put(char, counts=True)
    between = ["\n" if is_line and style == "|" else " " for is_line in lines]
    return writer, "".join(gap + word for gap, word in zip(["", *between], words, strict=True))


STYLES = {"plain": plain(), "single": single_quoted(), "double": double_quoted(), "block": block()}


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_every_character_of_a_value_is_found_in_the_file(style: str, data: st.DataObject) -> None:
    """The place of any character that is no blank is its line and column, past quotes, escapes, folds and comments."""
    writer, expected = data.draw(STYLES[style])
    document = read(writer.text + "\n后: 在线率\n")
    node = document.node(PATH)
    assert isinstance(node, Scalar)
    value = node.value
    assert value is not None
    assert value.rstrip("\n") == expected
    offsets = [offset for offset, char in enumerate(value) if not char.isspace()]
    for offset, spot in zip(offsets, writer.spots, strict=True):
        assert document.place(PATH, offset) == Place("f.yaml", *spot)


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("a: 在线率 < 90%\n", 0, 1, 4),
        ("a: 在线率 < 90%\n", 3, 1, 8),  # a blank gives the next character
        ("a: 在线率 <\nb: 1\n", 5, 1, 9),  # behind the end
        ("a: 在线率 <\nb: 1\n", 99, 1, 9),
        ("a: '在线率'\n", 0, 1, 5),
        ("a: '在线率'\n", 3, 1, 8),
        ('a: "在线率"   # 在线率\n', 3, 1, 8),
        ("a: ''\n", 0, 1, 5),
        ("a:\nb: 1\n", 0, 1, 3),
        ("a: null\n", 0, 1, 4),
        ("a: >-\n  在线率\n  <\n\nb: 1\n", 0, 2, 3),
        ("a: >-\n  在线率\n  <\n\nb: 1\n", 4, 3, 3),
        ("a: >-\n  在线率\n  <\n\nb: 1\n", 5, 3, 4),  # behind the end, not on the next line
        ("a: |  # -5\n  -5 万元\n", 1, 2, 4),
        ("a: |\nb: 1\n", 0, 2, 1),
        ("a: |", 0, 1, 5),
        ('{"a": "1\\n\\"2\\""}\n', 3, 1, 13),
    ],
)
def test_places_at_the_edges_of_values(text: str, offset: int, line: int, column: int) -> None:
    """Blanks, empty values and offsets behind the end give the nearest place that an editor can show."""
    assert read(text).place(("a",), offset) == Place("f.yaml", line, column)


TREE = "前: 1\n组:\n  - 其一\n  - {键: 甲, 别: [乙, 丙]}\n后:\n  内: 丁\n"


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("前",), 1, 4),
        (("组",), 3, 3),
        (("组", 0), 3, 5),
        (("组", 1), 4, 5),
        (("组", 1, "键"), 4, 9),
        (("组", 1, "别"), 4, 15),
        (("组", 1, "别", 1), 4, 19),
        (("后", "内"), 6, 6),
        # nothing stands there: the nearest above
        (("无",), 1, 1),
        (("组", 7), 3, 3),
        (("组", -1), 3, 3),
        (("组", "0"), 3, 3),
        (("组", 1, "无", "更无"), 4, 5),
        (("前", "里面"), 1, 4),
        (("前", 0), 1, 4),
    ],
)
def test_places_of_values(path: tuple[Step, ...], line: int, column: int) -> None:
    """A path gives the place of its value; one that leads nowhere gives the nearest place above, never none."""
    assert read(TREE).place(path) == Place("f.yaml", line, column)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("前",), 1, 1),
        (("组",), 2, 1),
        (("组", 0), 3, 5),
        (("组", 1, "键"), 4, 6),
        (("组", 1, "别", 0), 4, 16),
        (("后", "内"), 6, 3),
        (("无",), 1, 1),
        (("后", "无"), 6, 3),
    ],
)
def test_places_of_names(path: tuple[Step, ...], line: int, column: int) -> None:
    """A problem with a name points at the name; a list item has none and points at itself."""
    assert read(TREE).key_place(path) == Place("f.yaml", line, column)


def test_nodes_and_data_follow_the_same_paths() -> None:
    """The tree without its places has the same values under the same paths, all of them text."""
    document = read(TREE)
    assert document.data == {"前": "1", "组": ["其一", {"键": "甲", "别": ["乙", "丙"]}], "后": {"内": "丁"}}
    node = document.node(("组", 1, "别", 1))
    assert node is not None
    assert plain_data(node) == "丙"
    assert document.node(("组", 2)) is None
    assert document.node(("前", "里面")) is None
    assert document.node(()) is document.root


@given(st.lists(st.sampled_from(["甲", "\n", "\x85", "\u2028", "\u2029"]), max_size=12).map("".join))
def test_lines_are_counted_as_editors_count_them(filler: str) -> None:
    """Only line feeds end a line: YAML's other line ends do not make the places of what follows wrong."""
    comments = "".join(char if char == "甲" else f"{char}#" for char in filler)
    text = f"#{comments}\n一:\n  - 甲\n二: 乙\n"
    document = read(text)
    lines = text.split("\n")
    assert document.place(("一", 0)) == Place("f.yaml", lines.index("  - 甲") + 1, 5)
    assert document.key_place(("二",)) == Place("f.yaml", lines.index("二: 乙") + 1, 1)
    assert document.place(("二",)) == Place("f.yaml", lines.index("二: 乙") + 1, 4)
