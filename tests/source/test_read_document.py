"""Files read as documents, and everything that can be wrong with a file, each at its exact place."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.source import MAX_BYTES, Data, Document, Problems, digest_of, read_document, read_text
from checker.source.read import MAX_DEPTH, MAX_PROBLEMS, parse_document

BOM = b"\xef\xbb\xbf"
NOT_TEXT = "[encoding] 文件既不是 UTF-8 也不是 GB18030 编码 // 请在编辑器中另存为 UTF-8 编码"
ONE_EMPTY = ["f.yaml: [empty-file] 文件是空的 // 补上内容，或删除这个文件"]


def control(code: str) -> str:
    """Return the problem of a control character."""
    return f"[yaml-syntax] 文件里有不能出现的控制字符（{code}） // 删去这个看不见的字符"


def read_bytes(tmp_path: Path, content: bytes) -> tuple[Document | None, list[str]]:
    """Write and read a file; return its document and the problems as ``place: [code] what // hint``."""
    file = tmp_path / "f.yaml"
    file.write_bytes(content)
    problems = Problems()
    document = read_document(file, "f.yaml", problems)
    return document, lines_of(problems)


def lines_of(problems: Problems) -> list[str]:
    """Return problems as ``place: [code] what // hint``."""
    return [f"{p.place}: [{p.code}] {p.what}" + (f" // {p.hint}" if p.hint else "") for p in problems.found]


@pytest.mark.parametrize(
    ("content", "data"),
    [
        ("名称: 雪亮工程\n".encode(), {"名称": "雪亮工程"}),
        (BOM + "名称: 雪亮工程\n".encode(), {"名称": "雪亮工程"}),
        ("名称: 雪亮工程\n".encode("gb18030"), {"名称": "雪亮工程"}),
        ("名称: 雪亮工程\n".encode("gbk"), {"名称": "雪亮工程"}),
        ("\ufeff名称: 㐀𠀀\n".encode("gb18030"), {"名称": "㐀𠀀"}),
        (b"a: 1\r\nb:\r\n  - 2\r\n", {"a": "1", "b": ["2"]}),
        (b"a: 1\rb: 2\r", {"a": "1", "b": "2"}),
        (b"a: 1", {"a": "1"}),
        # nothing is converted on the way: numbers, dates and words stay the text that was written
        (
            b"a: 1.10\nb: 0x1F\nc: 2020-10-01\nd: yes\ne: 1e3\nf: 090\n",
            {"a": "1.10", "b": "0x1F", "c": "2020-10-01", "d": "yes", "e": "1e3", "f": "090"},
        ),
        (
            b"a:\nb: ~\nc: null\nd: Null\ne: NULL\nf: nULL\ng: ''\nh: 'null'\n",
            {"a": None, "b": None, "c": None, "d": None, "e": None, "f": "nULL", "g": "", "h": "null"},
        ),
        (b"- a\n-\n- [b, {c: d}]\n", ["a", None, ["b", {"c": "d"}]]),
        (b"<<: a\n", {"<<": "a"}),
        (b"1: a\ntrue: b\n", {"1": "a", "true": "b"}),
        (b"just text\n", "just text"),
        (b"--- \na: 1\n...\n", {"a": "1"}),
        # JSON
        (
            b'{"a": [1, 2.50, true, null, "x\\u4e2d\\n\\"\\\\\\/"], "b": {}, "c": []}',
            {"a": ["1", "2.50", "true", None, 'x中\n"\\/'], "b": {}, "c": []},
        ),
        (b'{\n\t"a":\t1,\n\t"b": [\n\t\t2\n\t]\n}\n', {"a": "1", "b": ["2"]}),
    ],
)
def test_files_that_are_right(tmp_path: Path, content: bytes, data: Data) -> None:
    """UTF-8 with or without BOM, GB18030, any line ends, YAML or JSON: one tree of text, and nothing to complain of."""
    document, problems = read_bytes(tmp_path, content)
    assert problems == []
    assert document is not None
    assert document.data == data
    assert document.digest == digest_of(content) == hashlib.sha256(content).hexdigest()
    assert document.name == "f.yaml"
    assert "\ufeff" not in document.text
    assert "\r" not in document.text


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        # encoding
        (b"a: 1\nb: \xff\xfe\n", [f"f.yaml:2:4: {NOT_TEXT}"]),
        ("a: 1\n名称: 中".encode() + b"\xff\n", [f"f.yaml:2:6: {NOT_TEXT}"]),
        ("a: 1\n名称: 中".encode("gb18030") + b"\xff\n", [f"f.yaml:2:6: {NOT_TEXT}"]),
        ("名称: 一\n".encode("utf-16"), [f"f.yaml:1:1: {NOT_TEXT}"]),
        # nothing in it
        (b"", ONE_EMPTY),
        (BOM, ONE_EMPTY),
        (b" \n\n\t\n", ONE_EMPTY),
        ("# 只有注释\n# 还是注释\n".encode(), ONE_EMPTY),
        (b"---\n", ONE_EMPTY),
        (b"---\n# a\n...\n", ONE_EMPTY),
        (b"~\n", ONE_EMPTY),
        # control characters, counted in characters even where a character takes three bytes
        ("名称: 雪亮工程\n值: 一\x01二\n".encode(), [f"f.yaml:2:5: {control('U+0001')}"]),
        (b"a: 1\n\x00", [f"f.yaml:2:1: {control('U+0000')}"]),
        ("a: 中\x7f\n".encode(), [f"f.yaml:1:5: {control('U+007F')}"]),
        ("a: \uffff\n".encode(), [f"f.yaml:1:4: {control('U+FFFF')}"]),
        # what YAML can do and we refuse
        (
            b"a: &x 1\nb: *x\n",
            [
                "f.yaml:1:4: [anchor] 不能用 YAML 锚点“&x” // 去掉以“&”开头的词",
                "f.yaml:2:4: [alias] 不能用 YAML 别名“*x” // 把内容直接写在这里",
            ],
        ),
        (b"a: *x\n", ["f.yaml:1:4: [alias] 不能用 YAML 别名“*x” // 把内容直接写在这里"]),
        (b"*x : 1\nb: 2\n", ["f.yaml:1:1: [alias] 不能用 YAML 别名“*x” // 把内容直接写在这里"]),
        (
            b"a: 1\nb: !!python/object/apply:os.system [ls]\n",
            [
                "f.yaml:2:4: [tag] 不能用 YAML 标签“tag:yaml.org,2002:python/object/apply:os.system”"
                " // 去掉以“!”开头的标签"
            ],
        ),
        (b"a: !!str 1\n", ["f.yaml:1:4: [tag] 不能用 YAML 标签“tag:yaml.org,2002:str” // 去掉以“!”开头的标签"]),
        (
            b"a: ! 1\nb: !c d\n",
            [
                "f.yaml:1:4: [tag] 不能用 YAML 标签“!” // 去掉以“!”开头的标签",
                "f.yaml:2:4: [tag] 不能用 YAML 标签“!c” // 去掉以“!”开头的标签",
            ],
        ),
        (
            "名称: 1\n值: 2\n名称: 3\n名称: 4\n".encode(),
            [
                "f.yaml:3:1: [duplicate-key] “名称”写了两次，第一次在第 1 行 // 删去其中一个",
                "f.yaml:4:1: [duplicate-key] “名称”写了两次，第一次在第 1 行 // 删去其中一个",
            ],
        ),
        (b'a:\n  - {b: 1, "b": 2}\n', ["f.yaml:2:12: [duplicate-key] “b”写了两次，第一次在第 2 行 // 删去其中一个"]),
        (b"? [a]\n: b\n", ["f.yaml:1:3: [bad-key] 名称必须是一个词 // 写成“名称: 值”"]),
        (
            b"a: {~: b, {c: d}: e}\n",
            [
                "f.yaml:1:5: [bad-key] 名称必须是一个词 // 写成“名称: 值”",
                "f.yaml:1:11: [bad-key] 名称必须是一个词 // 写成“名称: 值”",
            ],
        ),
        (
            b"a: 1\n---\nb: 2\n---\nc: 3\n",
            [
                "f.yaml:2:1: [several-documents] 一个文件里只能有一份内容，这里又出现了“---”"
                " // 把第二份内容移到另一个文件"
            ],
        ),
        (b"[" * 60 + b"]" * 60, ["f.yaml:1:42: [too-deep] 嵌套超过 40 层 // 检查括号和缩进"]),
        # what is found before the text breaks off is told too
        (
            b"a: 1\na: 2\nb: [\n",
            [
                "f.yaml:2:1: [duplicate-key] “a”写了两次，第一次在第 1 行 // 删去其中一个",
                "f.yaml:3:5: [yaml-syntax] YAML 写法不对：这里少了一个值；值本身是标点符号时用引号括起来"
                " // 检查缩进、冒号后的空格和引号是否成对",
            ],
        ),
    ],
)
def test_files_that_are_wrong(tmp_path: Path, content: bytes, problems: list[str]) -> None:
    """Every problem is told with its line and column and what to do, and a wrong file gives no document."""
    assert read_bytes(tmp_path, content) == (None, problems)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_move_places(tmp_path: Path, end: str) -> None:
    """The same mistake has the same place on every system."""
    content = end.join(["# 注释", "a: 1", "b: |", "  一", "  二", "a: 2", ""]).encode()
    assert read_bytes(tmp_path, content)[1] == [
        "f.yaml:6:1: [duplicate-key] “a”写了两次，第一次在第 2 行 // 删去其中一个"
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is a problem with its name, not a crash."""
    problems = Problems()
    assert read_document(tmp_path / "none.yaml", "none.yaml", problems) is None
    assert lines_of(problems) == ["none.yaml: [unreadable] 读不了这个文件：没有这个文件"]


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    """A folder in place of a file is named as such."""
    problems = Problems()
    assert read_document(tmp_path, "facts", problems) is None
    assert lines_of(problems) == ["facts: [unreadable] 读不了这个文件：这是一个文件夹"]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (PermissionError(13, "Permission denied"), "没有读取权限"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("odd"), "odd"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, error: OSError, why: str) -> None:
    """Whatever the system says about a file becomes a problem with the file's name."""

    def refuse(*_args: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    problems = Problems()
    assert read_text(Path("f.yaml"), "f.yaml", problems) is None
    assert lines_of(problems) == [f"f.yaml: [unreadable] 读不了这个文件：{why}"]


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    """A file of exactly the largest size is read; one byte more is refused, and no more than that is ever read."""
    largest = b"a: 1\n#" + b"x" * (MAX_BYTES - 6)
    document, problems = read_bytes(tmp_path, largest)
    assert document is not None
    assert problems == []
    document, problems = read_bytes(tmp_path, largest + b"x")
    assert document is None
    assert problems == ["f.yaml: [too-large] 文件超过 8388608 字节的上限 // 台账请先汇总再作为事实提供"]


def test_nesting_up_to_the_limit_is_read(tmp_path: Path) -> None:
    """Forty levels are read and the forty-first is refused, however it is written."""
    assert read_bytes(tmp_path, b"[" * MAX_DEPTH + b"x" + b"]" * MAX_DEPTH)[1] == []
    assert read_bytes(tmp_path, b"- " * MAX_DEPTH + b"x")[1] == []
    refused = [f"f.yaml:1:{2 * MAX_DEPTH + 3}: [too-deep] 嵌套超过 40 层 // 检查括号和缩进"]
    assert read_bytes(tmp_path, b"- " * (MAX_DEPTH + 1) + b"x")[1] == refused


@pytest.mark.parametrize(
    "content",
    [
        b"a: &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9)) for c in b"bcdefghijkl"),
        b"[" * 1_000_000,
        b"{a: " * 1_000_000,
        b"? " * 1_000_000,
        b"a: &a [" + b"*a, " * 1_000_000,
        b"a: 1\n" * 500_000,
        b"a: '" + b"''" * 1_000_000,
    ],
    ids=["laughs", "brackets", "braces", "questions", "aliases", "repeats", "quotes"],
)
def test_files_made_to_exhaust_the_reader_are_refused_at_once(tmp_path: Path, content: bytes) -> None:
    """Nothing is expanded and nothing is nested without limit: a hostile file costs no more than reading it."""
    begin = time.perf_counter()
    document, problems = read_bytes(tmp_path, content)
    assert time.perf_counter() - begin < 5
    assert document is None
    assert 0 < len(problems) <= MAX_PROBLEMS + 1


def test_problems_of_one_file_are_counted_out(tmp_path: Path) -> None:
    """After two hundred problems the list ends with a word that there are more."""
    _, problems = read_bytes(tmp_path, b"a: 1\n" * 1000)
    assert len(problems) == MAX_PROBLEMS + 1
    assert (
        problems[-1]
        == "f.yaml:201:1: [too-many-problems] 问题太多，只列出这个文件的前 200 个 // 先改正上面的问题，再检查一次"
    )


def test_a_problem_of_another_file_does_not_spoil_this_one(tmp_path: Path) -> None:
    """Problems are collected over many files; each file is judged by its own."""
    (tmp_path / "wrong.yaml").write_bytes(b"a: 1\na: 2\n")
    (tmp_path / "right.yaml").write_bytes(b"a: 1\n")
    problems = Problems()
    assert read_document(tmp_path / "wrong.yaml", "wrong.yaml", problems) is None
    right = read_document(tmp_path / "right.yaml", "right.yaml", problems)
    assert right is not None
    assert right.data == {"a": "1"}
    assert len(problems.found) == 1


trees = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("在线率ab1", min_size=1), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60) | st.text(" \n-:?[]{}'\"|>&*!%@`#,ab\t", max_size=40))
def test_any_text_gives_a_document_or_problems(text: str) -> None:
    """Whatever a file contains, reading it ends with either a document or at least one problem that has a place."""
    problems = Problems()
    document = parse_document(text, "f.yaml", "", problems)
    assert (document is None) == bool(problems.found)
    for problem in problems.found:
        assert problem.place.file == "f.yaml"
        assert problem.code == "empty-file" or (problem.place.line > 0 and problem.place.column > 0)
        assert problem.place.line <= text.count("\n") + text.count("\r") + 1


@settings(max_examples=60, deadline=None)
@given(trees)
def test_json_comes_in_as_it_went_out(tree: Data) -> None:
    """A tree of text written as JSON is read back unchanged, so a program's facts need no second reader."""
    import json  # noqa: PLC0415 - only here

    for text in (json.dumps(tree, ensure_ascii=False), json.dumps(tree, ensure_ascii=False, indent=2)):
        problems = Problems()
        document = parse_document(text, "f.json", "", problems)
        assert not problems.found
        assert document is not None
        assert document.data == tree
