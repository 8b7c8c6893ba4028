"""``rules diff``, ``what-if`` and ``--known-on`` as users run them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from tests.diff.conftest import Run
from tests.diff.versions import SEED, commit, copied, git

OLD = f"{SEED}@1.0.0"
PROJECT = "facts/xinjian-2020"


@pytest.fixture
def no_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for no examples: that takes a second, and is tested elsewhere."""
    monkeypatch.setattr("checker.diff.difference.suspects", lambda *_: ())


@pytest.fixture
def many(there: Path) -> Path:
    """Return a folder of projects: one as it is, one less known, one of another pack, one without a day, one broken."""
    home = there / "many"
    if not home.exists():
        for name in ("a", "b", "c"):
            shutil.copytree(there / PROJECT, home / "town" / name)
        (home / "town" / "b" / "survey.yaml").unlink()
        (home / "town" / "c" / "service.yaml").write_text("季度运行: [\n", "utf-8")
        (home / "other.yaml").write_text("项目名称: 某道路\n规则包: roads-2024\n检查基准日: 2024-06-30\n", "utf-8")
        (home / "undated.yaml").write_text(f"项目名称: 没有日子\n规则包: {SEED}\n", "utf-8")
        (home / "readme.md").write_text("# 说明\n", "utf-8")
    return home


@pytest.mark.parametrize("width", [80, 120])
def test_text(
    checker: Run, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, many: Path, width: int
) -> None:
    """The whole text is what it was, and no line of it is wider than the terminal or ends in blanks."""
    monkeypatch.setenv("COLUMNS", str(width))
    ended = checker("rules", "diff", OLD, "--facts", many.name)
    assert (ended.code, ended.err) == (1, "")
    lines = ended.out.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]
    assert ended.out == snapshot


@pytest.mark.parametrize("format_", ["json", "markdown"])
def test_other_forms(checker: Run, snapshot: SnapshotAssertion, many: Path, format_: str) -> None:
    """JSON and Markdown are what they were, but for the digests."""
    shown = checker("rules", "diff", OLD, "--facts", many.name, "--format", format_).out
    assert re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", shown) == snapshot


def test_html_needs_nothing_else(checker: Run, many: Path, tmp_path: Path) -> None:
    """The page loads nothing, runs nothing, has the plot, and is the same each time."""
    pages = []
    for name in ("a.html", "b.html"):
        ended = checker("rules", "diff", OLD, "--facts", many.name, "--format", "html", "-o", tmp_path / name)
        assert (ended.code, ended.out, ended.err) == (1, "", "")
        pages.append((tmp_path / name).read_text("utf-8"))
    assert pages[0] == pages[1]
    assert not re.search(r"<script|https?:|src=|url\((?!#)|@import", pages[0])
    assert pages[0].count('class="before"') == pages[0].count('class="after"') == 2
    assert "在线率下限" in pages[0]


@pytest.mark.usefixtures("no_examples")
def test_html_escapes_what_packs_say(checker: Run, there: Path, tmp_path: Path) -> None:
    """What a pack says is text in the page, never markup."""
    pack = copied(tmp_path)
    text = (pack / "parameters.yaml").read_text("utf-8")
    (pack / "parameters.yaml").write_text(text.replace("label: 最迟付款月", 'label: "<b>月"'), "utf-8")
    for name in pack.rglob("*.yaml"):
        name.write_text(name.read_text("utf-8").replace("最迟付款月", "latest_payment_month"), "utf-8")
    shown = checker("rules", "diff", there / "rules" / SEED, pack, "--format", "html").out
    assert "&lt;b&gt;月" in shown
    assert "<b>月" not in shown


@pytest.mark.usefixtures("no_examples")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((SEED, SEED), 0),
        ((f"{SEED}@second", SEED), 0),
        ((f"{SEED}@second",), 0),
        ((OLD,), 1),
        ((OLD, f"{SEED}@second"), 1),
    ],
)
def test_exit_codes(checker: Run, words: tuple[str, ...], code: int) -> None:
    """0 when nothing differs, 1 when something does."""
    ended = checker("rules", "diff", *words)
    assert (ended.code, ended.err) == (code, "")
    assert ("没有不同" in ended.out) is (code == 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((SEED,), f"只写了一个规则包：再写一个，或者写成 {SEED}@版本，与现在的内容比较"),
        ((f"{SEED}@--output=x",), "“--output=x”不能作 git 版本：写提交号、标签、分支或规则包的版本号"),
        ((OLD, "../"), "../: 错误 [not-a-pack] 文件夹“../”里没有 pack.yaml，不是规则包"),
        ((OLD, "--facts", "nowhere"), "没有文件或文件夹“nowhere”"),
        ((OLD, "--facts", ".git/hooks"), "“.git/hooks”里没有项目：每个项目一个文件夹，或一个 .yaml、.xlsx 文件"),
        ((OLD, "--format", "pdf"), "--format 不能是“pdf”。可以写：html、json、markdown、text"),
        ((OLD, "--as-of", "昨天"), "--as-of："),
    ],
)  # fmt: skip
def test_wrong_use(checker: Run, words: tuple[str, ...], said: str) -> None:
    """Wrong use ends with 2 and says what to write."""
    ended = checker("rules", "diff", *words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(said)


def test_not_under_git(checker: Run, tmp_path: Path) -> None:
    """A pack that is not under git has no revision: that is bad input, with what to do."""
    pack = copied(tmp_path)
    for words in (("rules", "diff", f"{pack}@1.0.0"), ("check", PROJECT, "--rules", pack, "--known-on", "2021-01-01")):
        ended = checker(*words)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == (
            f"规则包“{SEED}”不在 git 管理之下，没有以前的文本：运行 git init 并提交，或者把旧版本存成另一个文件夹\n"
        )


@pytest.mark.usefixtures("no_examples")
def test_changes_that_are_not_committed_are_in_the_folder_now(
    checker: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without NEW the folder is taken as it lies, and what is not committed is not known, so nothing reaches back."""
    pack = copied(tmp_path / "rules")
    git(tmp_path, "init", "-q")
    commit(tmp_path, "first", "2020-11-03")
    text = (pack / "parameters.yaml").read_text("utf-8")
    (pack / "parameters.yaml").write_text(text.replace("value: 2\n", "value: 3\n"), "utf-8")
    monkeypatch.chdir(tmp_path)
    shown = checker("rules", "diff", f"{SEED}@HEAD").out
    assert "“最迟付款月”2019年10月1日起由2改为3\n" in shown
    assert "追溯" not in shown
    shown = checker("rules", "diff", f"{SEED}@HEAD", "--as-of", "2021-03-01").out
    assert "“最迟付款月”2019年10月1日起由2改为3（追溯）\n" in shown


@pytest.mark.usefixtures("many", "no_examples")
def test_one_file_or_one_project_may_be_compared(checker: Run) -> None:
    """``--facts`` takes a folder that is a project itself, and a folder of folders."""
    for facts, count in ((PROJECT, 1), ("facts", 1), ("many", 2)):
        found = json.loads(checker("rules", "diff", OLD, "--facts", facts, "--format", "json").out)
        assert len(found["projects"]["decided"]) == count
    names = [item["project"] for item in found["projects"]["undecided"]]
    assert names == ["many/other.yaml", "many/town/c", "many/undated.yaml"]


def test_what_if(checker: Run, snapshot: SnapshotAssertion) -> None:
    """What a wish would do to one project is what it was."""
    ended = checker("what-if", PROJECT, "--set", "在线率下限=85%")
    assert (ended.code, ended.err) == (1, "")
    assert ended.out == snapshot


@pytest.mark.usefixtures("no_examples")
@pytest.mark.parametrize(
    ("wishes", "sentences"),
    [
        (["在线率下限=85%"], ["“在线率下限”2019年10月1日起由88%改为85%"]),
        (["online_rate_floor＝85%"], ["“在线率下限”2019年10月1日起由88%改为85%"]),
        (["在线率下限@2021-07-01=92%"], ["“在线率下限”新增：2021年7月1日起为92%"]),
        (["单价上限[一期]=800元"], ["“单价上限”一期2019年10月1日起由850元改为800元"]),
        (["单价上限【一期】= 800元"], ["“单价上限”一期2019年10月1日起由850元改为800元"]),
        (["单价上限[一期]@2021-07-01=800元"], ["“单价上限”新增：2021年7月1日起为一期 800元、二期 628元"]),
        (["单价上限@2021-07-01[一期]=800元"], ["“单价上限”新增：2021年7月1日起为一期 800元、二期 628元"]),
        (
            ["在线率下限=85%", "最迟付款月=4"],
            ["“最迟付款月”2019年10月1日起由3改为4", "“在线率下限”2019年10月1日起由88%改为85%"],
        ),
        (["在线率下限=88%"], []),
        (["在线率下限@2021-07-01=0.88"], []),
        (
            ["在线率下限@2021-07-01=88%", "在线率下限=85%"],
            ["“在线率下限”2019年10月1日起由88%改为85%", "“在线率下限”新增：2021年7月1日起为88%"],
        ),
    ],
)
def test_what_may_be_wished(checker: Run, wishes: list[str], sentences: list[str]) -> None:
    """A parameter by its id or label, for a key, from a day on; the value in force is replaced where no day is said."""
    words = [word for wish in wishes for word in ("--set", wish)]
    ended = checker("what-if", *words, "--rules", SEED, "--format", "json", "--as-of", "2020-12-31")
    assert ended.code == (1 if sentences else 0)
    assert [change["text"] for change in json.loads(ended.out)["changes"]] == sentences


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rules", SEED], "没有说试什么：用 --set 写，如 --set 在线率下限=85%"),
        (["--set", "在线率下限=85%"], "没有说用哪个规则包：在事实里写“规则包”（rules），或用 --rules"),
        (
            ["--rules", SEED, "--set", "在线率下线=85%"],
            f"规则包“{SEED}”没有参数“在线率下线”。你是不是要写“在线率下限”？",
        ),
        (
            ["--rules", SEED, "--set", "在线率下限=85元"],
            "在线率下限=85元：“85元”的单位“元”不能用于比率。可以用的单位：%、‰、个百分点",
        ),
        (
            ["--rules", SEED, "--set", "在线率下限=约85%"],
            "在线率下限=约85%：“约85%”不是一个确定的比率。写成如 90%、16.38%",
        ),
        (
            ["--rules", SEED, "--set", "在线率下限"],
            "“在线率下限”看不懂：写成 参数=值，如 在线率下限=85%；从某天起的写 参数@日期=值；分键取值的写 参数[键]=值",
        ),
        (["--rules", SEED, "--set", "单价上限=800元"], "“单价上限”按 一期、二期 分别取值：写成 单价上限[一期]=值"),
        (["--rules", SEED, "--set", "单价上限[三期]=800元"], "“单价上限”没有键“三期”。可以写：一期、二期"),
        (["--rules", SEED, "--set", "在线率下限[一期]=85%"], "“在线率下限”不分键取值：写成 在线率下限=值"),
        (
            ["--rules", SEED, "--set", "在线率下限@2021-13-01=85%"],
            "在线率下限@2021-13-01=85%：“2021-13-01”不是日期，写成如 2021-07-01",
        ),
        (
            ["--rules", SEED, "--set", "在线率下限=85%", "--as-of", "2019-01-01"],
            "“在线率下限”在 2019-01-01 还没有值：写 在线率下限@日期=值",
        ),
        (
            ["--rules", SEED, "--set", "在线率下限@2021-07-01=92%", "--set", "online_rate_floor@2021-07-01=93%"],
            "“在线率下限”从 2021-07-01 起的值写了两次 --set：只留一个",
        ),
        (
            ["--rules", SEED, "--set", "单价上限[一期]=8元", "--set", "单价上限@2019-10-01[一期]=8元"],
            "“单价上限[一期]”从 2019-10-01 起的值写了两次 --set：只留一个",
        ),
        (
            ["--rules", SEED, "--set", "单价上限[一期]@2019-01-01=800元"],
            "“单价上限”在 2019-01-01 还没有值，不能只写一个键：要有 一期、二期 的值",
        ),
    ],
)
def test_wrong_wishes_teach(checker: Run, words: list[str], said: str) -> None:
    """A wish that cannot be tried ends with 2, and says what to write instead."""
    ended = checker("what-if", *words)
    assert (ended.code, ended.out, ended.err) == (2, "", said + "\n")


@pytest.mark.usefixtures("no_examples")
@pytest.mark.parametrize(
    ("wish", "note", "code"),
    [
        ("在线率下限=88%", "“在线率下限”在 2019-10-01 本来就是 88%，这一项没有改变", 0),
        ("单价上限[一期]=850元", "“单价上限[一期]”在 2019-10-01 本来就是 850元，这一项没有改变", 0),
        ("最迟付款月=-1", "“最迟付款月”要试的值 -1 是负数：请核对", 1),
        ("在线率下限=120%", "“在线率下限”要试的值 120% 超过 100%：请核对", 1),
    ],
)
def test_what_is_said_of_a_wish(checker: Run, wish: str, note: str, code: int) -> None:
    """A value that is already so is said to be, and one that is hardly meant is tried, with a warning."""
    ended = checker("what-if", "--set", wish, "--rules", SEED)
    assert ended.code == code
    assert note in ended.out.replace("\n", "").replace("    ", "")
    assert "只有写法" not in ended.out


@pytest.mark.parametrize(("day", "score"), [("2021-02-28", "93.07"), ("2021-03-01", "94.07")])
def test_known_on_picks_the_text_of_the_rules(checker: Run, day: str, score: str) -> None:
    """The rules are those known on the day, and the result says so."""
    result = json.loads(checker("check", PROJECT, "--known-on", day, "--format", "json").out)
    assert result["score"] == score
    assert [warning["code"] for warning in result["warnings"]] == ["known-on"]
    assert result["warnings"][0]["text"].startswith(f"规则文本按 {day} 已知的：{SEED} 的提交 ")


def test_known_on_and_as_of_are_two_questions(checker: Run) -> None:
    """``--as-of`` still picks what is in force, within the text that was known."""
    words = ("check", PROJECT, "--known-on", "2021-01-01", "--as-of", "2019-01-01", "--format", "json")
    assert json.loads(checker(*words).out)["as_of"] == "2019-01-01"


def test_explain_and_report_know_it_too(checker: Run, tmp_path: Path) -> None:
    """The explanation and the documents rest on the text known, and say so."""
    ended = checker("explain", PROJECT, "payment-after-second-month[2020Q3]", "--known-on", "2021-01-01")
    assert ended.code == 0
    assert "规则文本按 2021-01-01" in ended.out.replace("\n", " ")
    assert "结果：发现问题  扣1分" in ended.out
    for name in ("r.md", "r.html"):
        assert checker("report", PROJECT, "--known-on", "2021-01-01", "-o", tmp_path / name).code == 0
        assert "规则文本按 2021-01-01 已知的" in (tmp_path / name).read_text("utf-8")


def test_known_on_before_there_were_rules(checker: Run) -> None:
    """Before the first commit there is no text: bad input, with the day of the first."""
    ended = checker("check", PROJECT, "--known-on", "2020-11-02")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"2020-11-02 还没有规则包“{SEED}”的文本：最早的提交是 2020-11-03\n"
