"""``rules fmt``, ``rules rename`` and ``rules new`` as people use them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.edit.conftest import Run
from tests.edit.small import contents

UNTIDY: Final = "title:  '到位资金少'\nwhen: 到位数<预算数 # 少了\nfor:   funding\nmessage: 到位{到位数}\n"
TIDY: Final = "title: 到位资金少\nfor: funding\nwhen: 到位数 < 预算数  # 少了\nmessage: 到位{到位数}\n"
ANSWERS: Final = {
    "名称": "故障率过高", "对什么查": "季度运行", "条件": "故障率 > 20%", "指标": "产出质量", "扣分": "1",
    "问题": "故障多发", "问题编号": "many-faults", "建议标题": "加强运维", "建议内容": "逐点排查。",
    "依据": "purchase-contract", "条款": "故障率", "发现": "{季度}{批次}故障率{故障率}，超过20%",
}  # fmt: skip


def test_fmt_writes_and_says_so(home: Path, run: Run) -> None:
    """A file that is not in order is rewritten; the second time there is nothing to do."""
    path = home / "rules/xueliang-2020/rules/less.yaml"
    path.write_text(UNTIDY, "utf-8")
    ended = run("rules", "fmt", "xueliang-2020")
    assert (ended.code, ended.out.splitlines()[0]) == (0, "rules/xueliang-2020/rules/less.yaml")
    assert path.read_text("utf-8") == TIDY
    assert "个文件都已是统一的写法" in run("rules", "fmt").out


def test_fmt_check_and_diff_only_look(home: Path, run: Run, snapshot: SnapshotAssertion) -> None:
    """``--check`` and ``--diff`` return 1 and leave the files alone."""
    path = home / "rules/xueliang-2020/rules/less.yaml"
    path.write_text(UNTIDY, "utf-8")
    checked = run("rules", "fmt", "--check")
    shown = run("rules", "fmt", str(path.relative_to(home)), "--diff")
    assert (checked.code, shown.code) == (1, 1)
    assert path.read_text("utf-8") == UNTIDY
    assert checked.out + shown.out == snapshot


def test_fmt_keeps_line_ends_and_drops_marks(home: Path, run: Run) -> None:
    """A file with Windows line ends keeps them; a byte order mark and other encodings become plain UTF-8."""
    windows = home / "a.yaml"
    windows.write_bytes(b"\xef\xbb\xbf" + "a:   甲\r\nb: 乙\r\n".encode())
    chinese = home / "b.yaml"
    chinese.write_bytes("a: 甲\n".encode("gb18030"))
    assert run("rules", "fmt", "a.yaml", "b.yaml").code == 0
    assert windows.read_bytes() == "a: 甲\r\nb: 乙\r\n".encode()
    assert chinese.read_bytes() == "a: 甲\n".encode()


def test_fmt_refuses_what_it_cannot_read(home: Path, run: Run) -> None:
    """One file that cannot be read stops everything, with its place; a file of another kind is wrong use."""
    (home / "rules/xueliang-2020/rules/less.yaml").write_text(UNTIDY, "utf-8")
    (home / "rules/xueliang-2020/rules/bad.yaml").write_text("title: [\n", "utf-8")
    before = contents(home)
    ended = run("rules", "fmt", "xueliang-2020")
    assert ended.code == 2
    assert "rules/xueliang-2020/rules/bad.yaml:1:" in ended.err
    assert contents(home) == before
    (home / "x.txt").write_text("x", "utf-8")
    assert (run("rules", "fmt", "x.txt").code, run("rules", "fmt", "nowhere").code) == (2, 2)


def test_fmt_leaves_a_mistyped_condition(home: Path, run: Run) -> None:
    """A condition that cannot be read is a matter for ``rules test``: the pack is laid out around it."""
    path = home / "rules/xueliang-2020/rules/less.yaml"
    path.write_text(UNTIDY.replace("到位数<预算数 # 少了", "|\n  到位数 > \n  且"), "utf-8")
    assert run("rules", "fmt", "--check", "xueliang-2020").code == 1
    ended = run("rules", "fmt", str(path.relative_to(home)))
    assert (ended.code, ended.out) == (0, "rules/xueliang-2020/rules/less.yaml\n整理了 1 个文件\n")
    expected = TIDY.replace("到位数 < 预算数  # 少了", "|\n  到位数 > \n  且")
    assert path.read_text("utf-8") == expected
    assert run("rules", "fmt", "--check", "xueliang-2020").code == 0


@pytest.mark.parametrize("new", ["count", "lookup", "month_end"])
@pytest.mark.usefixtures("home")
def test_rename_refuses_names_of_functions(run: Run, new: str) -> None:
    """An id that expressions name is not called like a function or an aggregate of the language."""
    ended = run("rules", "rename", "xueliang-2020", "service_quarter.fault_rate", new)
    assert ended.code == 2
    assert f"“{new}”是表达式里函数的名称，写在条件里分不清\n    建议：换一个编号，如 {new}_value" in ended.err


def test_rename_shows_what_it_would_change(home: Path, run: Run, snapshot: SnapshotAssertion) -> None:
    """``--dry-run`` shows each line before and after and writes nothing."""
    before = contents(home)
    ended = run("rules", "rename", "xueliang-2020", "service_quarter.故障率", "损坏率", "--dry-run")
    assert ended.code == 0
    assert ended.out == snapshot
    assert contents(home) == before


def test_rename_writes_and_moves(home: Path, run: Run) -> None:
    """A rule is renamed with its files, and back to the same bytes."""
    before = contents(home)
    ended = run("rules", "rename", "xueliang-2020", "rules/quantity-short", "too-few")
    assert ended.code == 0
    assert (
        "rules/xueliang-2020/rules/quantity-short.yaml → rules/xueliang-2020/rules/too-few.yaml（文件改名）"
        in ended.out
    )
    assert (home / "rules/xueliang-2020/tests/too-few.yaml").exists()
    assert run("rules", "rename", "xueliang-2020", "too-few", "quantity-short").code == 0
    assert contents(home) == before


@pytest.mark.usefixtures("home")
def test_rename_says_what_is_meant(run: Run, snapshot: SnapshotAssertion) -> None:
    """What is ambiguous or inherited is refused with the way out."""
    said = [
        run("rules", "rename", "xueliang-2020", "一期", "首期"),
        run("rules", "rename", "xueliang-2020", "budget", "plan"),
        run("rules", "rename", "xueliang-2020", "故障", "损坏"),
    ]
    assert [ended.code for ended in said] == [2, 2, 2]
    assert "\n".join(ended.err for ended in said) == snapshot


def test_new_writes_rule_problem_and_cases(home: Path, run: Run, snapshot: SnapshotAssertion) -> None:
    """Given all answers a rule, its problem and its cases are written, in order and ready to run."""
    given = [word for key, answer in ANSWERS.items() for word in ("--answer", f"{key}={answer}")]
    ended = run("rules", "new", "xueliang-2020", "fault-high", *given)
    assert ended.code == 0, ended.err
    assert ended.out == snapshot
    folder = home / "rules/xueliang-2020"
    cases = (folder / "tests/fault-high.yaml").read_text("utf-8")
    assert (folder / "rules/fault-high.yaml").read_text("utf-8") == snapshot
    assert (folder / "problems.yaml").read_text("utf-8").endswith("heading: 加强运维\n    text: 逐点排查。\n")
    assert {"expect: fail", "expect: pass", "expect: unknown"} <= {line.strip() for line in cases.splitlines()}
    assert cases.count("to_confirm:") == cases.count("- name:")
    assert "fault-high" not in run("rules", "fmt", "--check", "xueliang-2020").out
    assert run("rules", "new", "xueliang-2020", "fault-high", *given).code == 2


def test_new_names_every_missing_answer(home: Path, run: Run, snapshot: SnapshotAssertion) -> None:
    """Where nobody can be asked, all that is missing or wrong is said at once and nothing is written."""
    before = contents(home)
    nothing = run("rules", "new", "xueliang-2020")
    answers = ("对什么查=季度运行", "条件=故障律 > 20%", "发现={季度", "依据=合同", "严重程度=大")
    given = [word for answer in answers for word in ("--answer", answer)]
    wrong = run("rules", "new", "xueliang-2020", "Bad", *given)
    assert (nothing.code, wrong.code) == (2, 2)
    assert nothing.err + wrong.err == snapshot
    assert contents(home) == before


def test_new_asks_until_it_is_right(home: Path, run: Run, snapshot: SnapshotAssertion) -> None:
    """At a terminal every answer is checked as it is typed, in the words of the language, and asked for again."""
    words = ["fault-high", "故障率过高", "季度", "季度运行", "故障律 > 20%", "故障率 > 20%", "", "", ""]
    typed = "\n".join([*words, "xx", "purchase-contract", "", "{季度", "{季度}故障率{故障率}"])
    ended = run("rules", "new", "xueliang-2020", typed=typed + "\n")
    assert ended.code == 0, ended.err
    assert ended.out == snapshot
    rule = (home / "rules/xueliang-2020/rules/fault-high.yaml").read_text("utf-8")
    assert "severity: major\nconcerns: evaluation\nbasis:\n" in rule


def test_new_stops_when_nothing_more_is_typed(home: Path, run: Run) -> None:
    """When the input ends early nothing is written."""
    before = contents(home)
    ended = run("rules", "new", "xueliang-2020", typed="fault-high\n")
    assert (ended.code, ended.err) == (2, "输入在“名称”处就结束了，没有写任何文件\n")
    assert contents(home) == before


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        (
            "建议内容",
            "要 {% if %} 改",
            "错误 [bad-answer] 语句里缺了条件或内容\n    建议：写全，如 {% if findings %} … {% endif %}",
        ),
        (
            "建议内容",
            "{{ findigs }}",
            "错误 [bad-answer] 模板里没有名为“findigs”的内容\n    建议：你是不是要写“findings”？",
        ),
        (
            "建议内容",
            "低于{{ params['bad'] }}",
            "错误 [bad-answer] 没有编号为“bad”的参数\n    建议：写 parameters.yaml 里参数的编号",
        ),
        (
            "扣分",
            "10.5",
            "错误 [bad-answer] 扣 10.5 分，超过了指标“产出质量”的 10 分\n    建议：写每发现一次扣几分，不超过 10",
        ),
    ],
)
def test_new_checks_each_answer(home: Path, run: Run, key: str, answer: str, said: str) -> None:
    """A template is checked and points are weighed when they are answered, and what is wrong is said of the answer."""
    before = contents(home)
    given = [word for pair in (ANSWERS | {key: answer}).items() for word in ("--answer", "=".join(pair))]
    ended = run("rules", "new", "xueliang-2020", "fault-high", *given)
    assert ended.code == 2
    assert ended.err.startswith(f"--answer {key}")
    assert ended.err.endswith(f"{said}\n")
    assert contents(home) == before


def test_new_names_no_copy(home: Path, run: Run) -> None:
    """What only shows when the rule is tried out is said of the file of the pack, not of the copy."""
    before = contents(home)
    answers = ANSWERS | {"建议内容": "共{{ findings | map(attribute='x') | sum }}"}
    given = [word for pair in answers.items() for word in ("--answer", "=".join(pair))]
    ended = run("rules", "new", "xueliang-2020", "fault-high", *given)
    assert ended.code == 2
    assert ended.err.startswith("rules/xueliang-2020/problems.yaml:")
    assert contents(home) == before


def test_new_asks_again_for_too_many_points(run: Run, home: Path) -> None:
    """At a terminal points over the weight of the indicator are asked for again."""
    given = [word for pair in ANSWERS.items() if pair[0] != "扣分" for word in ("--answer", "=".join(pair))]
    ended = run("rules", "new", "xueliang-2020", "fault-high", *given, typed="\n500\n1\n")
    assert (ended.code, ended.out.count("\n扣分：")) == (0, 2)
    assert "扣 500 分，超过了指标“产出质量”的 10 分" in ended.out
    assert "deduct: 1\n" in (home / "rules/xueliang-2020/rules/fault-high.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--answer", "名称"], "--answer 要写成 问题=回答"),
        (["--answer", "标题=x"], "没有名为“标题”的问题"),
        (["--answer", "编号=late-payment-2", "--answer", "问题=新的", "--answer", "问题编号=late-payment"], "已经有了"),
        (["quantity-short"], "已经有文件 rules/quantity-short.yaml"),
    ],
)
@pytest.mark.usefixtures("home")
def test_new_refuses_wrong_words(run: Run, words: list[str], why: str) -> None:
    """Answers to no question, and ids that are taken, are refused."""
    ended = run("rules", "new", "xueliang-2020", *words)
    assert ended.code == 2
    assert why in ended.err
