"""``checker facts seal``, and what a check says about evidence that is no longer what was sealed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from tests.cli.projects import MINOR, Run

RECEIPT = "paid_on: 2020-08-10, source: "
SURVEY = "satisfaction: 90%, source: "
NAMED = MINOR.replace(f"{RECEIPT}ledger", f"{RECEIPT}{{文件: 证据/凭证.txt}}").replace(
    f"{SURVEY}ledger", f"{SURVEY}{{文件: 问卷.txt}}"
)
FINDING = "payment-after-first-month[2020Q2]"


@pytest.fixture
def facts(project: Callable[[str], str]) -> str:
    """Facts that name two evidence files, both there; the finding rests on one of them."""
    name = project(NAMED)
    Path("证据").mkdir()
    Path("证据/凭证.txt").write_text("8月10日", "utf-8")
    Path("问卷.txt").write_text("90%", "utf-8")
    return name


def notes(checker: Run, facts: str) -> dict[str, str]:
    """Return the review notes on evidence with their texts."""
    found = json.loads(checker("check", facts, "--format", "json").out)["review_notes"]
    return {note["id"]: note["text"] for note in found if note["id"].startswith("evidence")}


def test_sealing_is_told(checker: Run, facts: str) -> None:
    """The first seal adds, the second finds all as it was; the file beside the facts is plain and sorted."""
    assert checker("facts", "seal", facts).out == (
        "新增    证据/凭证.txt\n新增    问卷.txt\n封存了 2 个证据文件，摘要记在 evidence.sha256\n"
    )
    lines = Path("evidence.sha256").read_text("utf-8").splitlines()
    assert [line[64:] for line in lines] == ["  证据/凭证.txt", "  问卷.txt"]
    again = checker("facts", "seal", facts)
    assert again.code == 0
    assert again.out.count("未变") == 2


def test_what_became_different_is_told(checker: Run, facts: str) -> None:
    """Files that changed, were named anew or are no longer named by the folder's facts are told apart."""
    checker("facts", "seal", ".")
    Path("问卷.txt").write_text("91%", "utf-8")
    Path("新.txt").write_text("新", "utf-8")
    Path(facts).write_text(NAMED.replace("证据/凭证.txt", "新.txt"), "utf-8")
    assert checker("facts", "seal", ".").out == (
        "新增    新.txt\n有变动  问卷.txt\n去掉    证据/凭证.txt（没有事实再写它）\n"
        "封存了 2 个证据文件，摘要记在 evidence.sha256\n"
    )


def test_files_beside_one_another_share_the_seal(checker: Run, facts: str) -> None:
    """Sealing one file of facts keeps what was recorded for others in its folder."""
    checker("facts", "seal", facts)
    Path("other.yaml").write_text(NAMED.replace("证据/凭证.txt", "问卷.txt"), "utf-8")
    assert checker("facts", "seal", "other.yaml").code == 0
    assert "证据/凭证.txt" in Path("evidence.sha256").read_text("utf-8")


def test_a_missing_file_is_told(checker: Run, facts: str) -> None:
    """A named file that is not there ends with 2 and its place; the others are sealed, its old record stays."""
    checker("facts", "seal", facts)
    sealed = Path("evidence.sha256").read_text("utf-8")
    Path("问卷.txt").unlink()
    ended = checker("facts", "seal", facts)
    assert ended.code == 2
    assert "找不到  问卷.txt（写在 project.yaml:15:" in ended.out
    assert ended.out.endswith("有 1 个证据文件找不到：放进事实文件夹，或改正事实里写的名称\n")
    assert Path("evidence.sha256").read_text("utf-8") == sealed


def test_nothing_to_seal(checker: Run, project: Callable[[str], str]) -> None:
    """Facts that name no files leave no seal, and are told how to name one; standard input cannot be sealed."""
    ended = checker("facts", "seal", project(MINOR))
    assert ended.code == 0
    assert ended.out.startswith("没有可以封存的证据文件")
    assert not Path("evidence.sha256").exists()
    assert checker("facts", "seal", "-").code == 2


def test_a_broken_seal_is_not_written_over(checker: Run, facts: str) -> None:
    """A seal that is not in order is a problem of check and seal alike, and stays as it is."""
    Path("evidence.sha256").write_text("别的\n", "utf-8")
    for words in (("check", facts), ("facts", "seal", facts)):
        ended = checker(*words)
        assert ended.code == 2
        assert "evidence.sha256:1:1: 错误 [broken-seal]" in ended.err
    assert Path("evidence.sha256").read_text("utf-8") == "别的\n"


def test_unsealed_evidence_is_noted(checker: Run, facts: str) -> None:
    """Until they are sealed, the files are listed; nothing is stale; once they are, nothing is noted."""
    assert notes(checker, facts) == {
        "evidence-unsealed": "还没有封存，以后变动了发现不了：证据/凭证.txt、问卷.txt。运行 checker facts seal 封存。"
    }
    assert "证据已变动" not in checker("check", facts).out
    checker("facts", "seal", facts)
    assert notes(checker, facts) == {}


def test_changed_evidence_marks_what_rests_on_it(checker: Run, facts: str) -> None:
    """A file that changed marks the checks that rest on it, in every format, and is noted with them."""
    checker("facts", "seal", facts)
    Path("证据/凭证.txt").write_text("7月31日", "utf-8")
    assert notes(checker, facts) == {
        "evidence-changed": f"封存后有变动：证据/凭证.txt（用于费用支付[2020Q2]；依据它的发现：{FINDING}）。"
    }
    data = json.loads(checker("check", facts, "--format", "json").out)
    stale = {outcome["id"] for outcome in data["outcomes"] if outcome["stale"]}
    assert stale == {FINDING, "payment-after-second-month[2020Q2]"}
    assert data["findings"][0]["stale"] == ["证据文件“证据/凭证.txt”在封存后有变动"]
    text = checker("check", facts).out
    assert "[证据已变动]" in text
    assert "证据文件“证据/凭证.txt”在封存后有变动" in text
    markdown = checker("check", facts, "--format", "markdown").out
    assert "\\[证据已变动\\]" in markdown
    assert "  - 证据文件“证据/凭证.txt”在封存后有变动" in markdown


def test_missing_evidence_marks_too(checker: Run, facts: str) -> None:
    """A file that is gone is noted with what it was for, though no finding rests on it."""
    checker("facts", "seal", facts)
    Path("问卷.txt").unlink()
    assert notes(checker, facts) == {"evidence-missing": "找不到或读不了：问卷.txt（用于满意度调查；没有发现依据它）。"}


def test_judgements_have_evidence_too(checker: Run, facts: str) -> None:
    """A file that only a judgement was taken from is compared as well, and the judgement is named."""
    indicator = "indicator: social_benefit, points: 10"
    Path(facts).write_text(NAMED.replace(indicator, f"{indicator}, source: {{文件: 访谈.txt}}"), "utf-8")
    checker("facts", "seal", facts)
    assert notes(checker, facts)["evidence-missing"].startswith("找不到或读不了：访谈.txt（用于评定 social_benefit")


def test_digest_of_the_result_covers_the_evidence(checker: Run, facts: str) -> None:
    """The same facts with other evidence are not the same input, and give another digest."""

    def digest() -> str:
        return str(json.loads(checker("check", facts, "--format", "json").out)["project"]["digest"])

    unsealed = digest()
    checker("facts", "seal", facts)
    sealed = digest()
    assert checker("check", facts, "--format", "json") == checker("check", facts, "--format", "json")
    Path("问卷.txt").write_text("91%", "utf-8")
    assert len({unsealed, sealed, digest()}) == 3


def test_standard_input_has_no_evidence(checker: Run, facts: str, give_stdin: Callable[[bytes], None]) -> None:
    """Facts without a folder are checked without a word about files."""
    give_stdin(Path(facts).read_bytes())
    data = json.loads(checker("check", "-", "--format", "json").out)
    assert not any(note["id"].startswith("evidence") for note in data["review_notes"])
    assert data["findings"][0]["evidence"][0]["file"] == "证据/凭证.txt"


@pytest.mark.parametrize("name", ["r.html", "r.docx", "r.xlsx", "r.md", "r.csv", "r.sarif", "r.xml", "r.json"])
def test_every_document_says_what_changed(checker: Run, facts: str, name: str) -> None:
    """Whatever the result is written as, a finding says that its evidence has changed since it was sealed."""
    checker("facts", "seal", facts)
    assert checker("report", facts, "-o", name).code == 0
    before = everything(Path(name))
    Path("证据/凭证.txt").write_text("7月31日", "utf-8")
    assert checker("report", facts, "-o", name).code == 0
    assert ("变动" in before, "变动" in everything(Path(name))) == (False, True)


def everything(document: Path) -> str:
    """Return all the text of a document, packed or not."""
    if not zipfile.is_zipfile(document):
        return document.read_text("utf-8")
    with zipfile.ZipFile(document) as package:
        return unescape("".join(package.read(part).decode() for part in package.namelist() if part.endswith(".xml")))
