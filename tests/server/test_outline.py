"""Holds that what is made out in a text is what a YAML reader finds, and something sensible while it is half typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.server.outline import Entry, read_entries
from checker.server.written import written_text
from checker.source import Problems, Step, read_document
from checker.source.document import Mapping, Node, Scalar, Sequence

ROOT: Final = Path(__file__).parent.parent.parent
SHIPPED: Final = sorted([*(ROOT / "rules").rglob("*.yaml"), *(ROOT / "facts").rglob("*.yaml")])
FORMS: Final = {
    "continued": "when: 支付日期 >\n  上限\n  且 x\nnext: 1\n",
    "continued item": "a:\n  - one\n    two\n  - three\n",
    "list beside its name": "a:\n- {b: 1}\n- b: 2\n  c: 3\nd: 4\n",
    "list in a list": "- - 1\n  - 2\n- - 3\n",
    "literal": "a: |\n  one\n\n  two\nb: 1\n",
    "folded": "a: >-\n  一\n  二\nb: 1\n",
    "quotes": "'a b': 'it''s'\n\"c\": \"d\\\"e\\u4e00\\n: {f}\"\n",
    "quotes over lines": 'a: "one\n  two"\nb: 1\n',
    "flow over lines": "a: {b: 1,\n  c: [2, 3],\n  d: {e: 4}}\nf: 5\n",
    "comments": "# one\na: 1 # two\n# three\nb: # four\n  c: 2\n",
    "colons": 'a: 12:30\nb: x:y\nc: "k: v"\nurl: http://x\n',
    "flow list of maps": "- {a: 'b: c', d: }\n",
    "empty": "a:\nb: {}\nc: []\nd: ''\n",
    "value on the next line": "a:\n  text goes\n  on\nb: 1\n",
}


def values(node: Node, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Node]]:
    """Yield every value of a tree with its path."""
    children: list[tuple[Step, Node]] = []
    if isinstance(node, Mapping):
        children = [(name, value) for name, (_, value) in node.items.items()]
    elif isinstance(node, Sequence):
        children = list(enumerate(node.items))
    for step, value in children:
        yield (*path, step), value
        yield from values(value, (*path, step))


def agrees(text: str, root: Node) -> None:
    """Hold the entries of a text to the tree that the YAML reader makes of it."""
    found = {entry.path: entry for entry in read_entries(text)}
    expected = dict(values(root))
    assert found.keys() == expected.keys()
    for path, node in expected.items():
        assert found[path].scalar == isinstance(node, Scalar), path
        if isinstance(node, Scalar) and node.value is not None:
            written = written_text(text, found[path])
            assert written.value.split() == node.value.split(), path
            assert len(written.offsets) == len(written.value) + 1


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_shipped_files_are_made_out_as_yaml_reads_them(file: Path) -> None:
    """Every value of every shipped file is found at its path, with its text."""
    document = read_document(file, file.name, Problems())
    assert document is not None
    agrees(document.text, document.root)


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_forms_are_made_out_as_yaml_reads_them(text: str, tmp_path: Path) -> None:
    """Every form in which packs may be written is made out as YAML reads it."""
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    problems = Problems()
    document = read_document(tmp_path / "a.yaml", "a.yaml", problems)
    assert document is not None, problems.found
    agrees(text, document.root)


def entry_with(text: str, word: str) -> Entry:
    """Return the innermost entry whose name or text has a word in it."""
    at = text.index(word)
    found = [
        entry
        for entry in read_entries(text)
        if (entry.scalar and entry.start <= at < entry.end) or (entry.key and entry.key[0] <= at < entry.key[1])
    ]
    return found[-1]


@pytest.mark.parametrize(
    ("text", "path", "loose"),
    [
        ("a: 1\nwor", (), True),
        ("a:\n  b: 1\n  wor\nc: 2\n", ("a",), True),
        ("a:\n  wor\nc: 2\n", ("a",), False),
        ("a:\n  - wor\nc: 2\n", ("a", 0), False),
        ("a:\n  - b: 1\n    wor\n", ("a", 0), True),
        ("a: {b: 1, wor\nc: 2\n", ("a",), True),
        ("a: {b: wor\nc: 2\n", ("a", "b"), False),
        ("a: [x, wor\nc: 2\n", ("a", 1), False),
        ('a: "x wor\nc: 2\n', ("a",), False),
        ('a: "{wor\nc: "x"\n', ("a",), False),
        ("a: x <\n  wor", ("a",), False),
        ("a: >-\n  x wor\nc: 2\n", ("a",), False),
        ("  odd: 1\na: wor\n", ("a",), False),
        ("- x: wor", (0, "x"), False),
        ("wor: 1\n", ("wor",), False),
    ],
)
def test_half_typed_words_have_a_path(text: str, path: tuple[Step, ...], loose: bool) -> None:
    """A word in an unfinished file is found at the path it will have, and what follows is read as if it were done."""
    entry = entry_with(text, "wor")
    assert (entry.path, entry.loose) == (path, loose)
    if "\nc: " in text:
        assert ("c",) in {found.path for found in read_entries(text)}


@given(st.text(alphabet="ab：:- {}[]'\"|>#\n\t,&*一\\`%", max_size=60))
def test_any_text_has_entries(text: str) -> None:
    """Any text is made out without failing: entries lie in it, and texts of scalars have an offset per character."""
    for entry in read_entries(text):
        assert 0 <= entry.start <= entry.end <= len(text)
        assert entry.key is None or 0 <= entry.key[0] <= entry.key[1] <= len(text)
        if entry.scalar:
            written = written_text(text, entry)
            assert len(written.offsets) == len(written.value) + 1
            assert list(written.offsets) == sorted(written.offsets)
