"""Evidence files: named in sources, compared with the digests recorded when they were sealed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from checker.facts import SEAL, EvidenceFile, FactSet, Vocabulary, parse_facts, read_facts
from checker.facts.evidence import digest_of_file, digest_with, evidence_name, read_evidence, read_seal, seal_text
from checker.source import Place, Problems

HERE = Place("facts.yaml", 1, 1)
FACTS = """
资金:
  预算数: {值: 4000万元, 来源: {材料: 批复, 文件: 证据/批复.txt}}
  到位数: 4000万元
  支出数: {值: 3000万元, 来源: {页码: 3}}
  来源: {材料: 明细账, 文件: 明细账.txt}
满意度调查: {满意度: 93%}
评定:
  - {指标: 社会效益, 来源: {文件: 访谈.txt}}
"""


def digest(text: str) -> str:
    """Return the digest of a text as a file holds it."""
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of facts that name three evidence files, all there, none sealed."""
    (tmp_path / "证据").mkdir()
    (tmp_path / "project.yaml").write_text(FACTS, "utf-8")
    for name in ("证据/批复.txt", "明细账.txt", "访谈.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    return tmp_path


def seal(folder: Path, *names: str) -> None:
    """Record the digests of files as they are now."""
    digests = {name: digest_of_file(folder / name) for name in names}
    (folder / SEAL).write_text(seal_text(digests), "utf-8")


def facts_of(path: Path, vocabulary: Vocabulary) -> FactSet:
    """Return the facts, which must be in order."""
    problems = Problems()
    facts = read_facts(path, vocabulary, problems)
    assert problems.errors == []
    assert facts is not None
    return facts


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("证据/批复.pdf", "证据/批复.pdf"),
        ("./证据//批复.pdf", "证据/批复.pdf"),
        ("证据\\批复.pdf", "证据/批复.pdf"),
        ("批复..pdf", "批复..pdf"),
        ("两份 材料.pdf", "两份 材料.pdf"),
    ],
)
def test_one_name_for_all_ways_of_writing(written: str, name: str) -> None:
    """A path is named in one way, however it is written; backslashes are those of Windows."""
    problems = Problems()
    assert evidence_name(written, HERE, problems) == name
    assert problems.found == []


@pytest.mark.parametrize(
    "written",
    ["/批复.pdf", "../批复.pdf", "证据/../../批复.pdf", "..\\批复.pdf", "C:\\批复.pdf", "C:批复.pdf", ".", "a\nb"],
)
def test_a_path_that_leads_out_is_refused(written: str) -> None:
    """An absolute path, one with “..”, a drive, or a line break is a problem, and names nothing."""
    problems = Problems()
    assert evidence_name(written, HERE, problems) == ""
    assert [problem.code for problem in problems.errors] == ["evidence-outside"]


def test_sources_carry_their_file(folder: Path, vocabulary: Vocabulary) -> None:
    """A value has its own file, or that of the fact; a place in the same document is in the same file."""
    fields = facts_of(folder, vocabulary).facts["funding"][0].fields
    files = {name: value.source.file for name, value in fields.items()}
    assert files == {"budget": "证据/批复.txt", "arrived": "明细账.txt", "spent": "明细账.txt"}


def test_only_files_that_are_named_are_read(folder: Path, vocabulary: Vocabulary) -> None:
    """Each named file is known with its digest and first place; others in the folder are not looked at."""
    (folder / "别的.txt").write_text("x", "utf-8")
    evidence = facts_of(folder, vocabulary).evidence
    assert {name: file.present for name, file in evidence.items()} == {
        name: digest(name) for name in ("明细账.txt", "证据/批复.txt", "访谈.txt")
    }
    assert evidence["访谈.txt"].place.line == 9
    assert all(file.unsealed for file in evidence.values())


def test_state_follows_the_seal(folder: Path, vocabulary: Vocabulary) -> None:
    """A file is as sealed, changed, missing, or was never sealed."""
    seal(folder, "明细账.txt", "证据/批复.txt")
    (folder / "明细账.txt").write_text("改过", "utf-8")
    states = {
        name: (file.changed, file.missing, file.unsealed)
        for name, file in facts_of(folder, vocabulary).evidence.items()
    }
    assert states == {
        "明细账.txt": (True, False, False),
        "证据/批复.txt": (False, False, False),
        "访谈.txt": (False, False, True),
    }
    (folder / "证据/批复.txt").unlink()
    assert facts_of(folder, vocabulary).evidence["证据/批复.txt"].missing


def test_a_single_file_has_its_evidence_beside_it(folder: Path, vocabulary: Vocabulary) -> None:
    """Names start from the folder the file lies in, not from where the command runs."""
    assert facts_of(folder / "project.yaml", vocabulary).evidence == facts_of(folder, vocabulary).evidence


def test_text_has_no_folder(vocabulary: Vocabulary) -> None:
    """Facts that are no file have no evidence to compare; the names are kept all the same."""
    problems = Problems()
    facts = parse_facts({"funding": {"budget": "1万元", "source": {"file": "a.txt"}}}, "x", vocabulary, problems)
    assert facts is not None
    assert facts.evidence == {}
    assert facts.facts["funding"][0].source.file == "a.txt"


def test_a_link_that_leads_out_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link to a file elsewhere is a problem; a link inside the folder is a file like any other."""
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("x", "utf-8")
    (folder / "out.txt").symlink_to(outside)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "in.txt").symlink_to(folder / "访谈.txt")
    problems = Problems()
    named = dict.fromkeys(("out.txt", "loop.txt", "in.txt"), HERE)
    assert list(read_evidence(folder, named, "facts", problems)) == ["in.txt"]
    assert [problem.code for problem in problems.errors] == ["evidence-outside", "evidence-outside"]


def test_what_is_no_file_has_no_digest(tmp_path: Path) -> None:
    """A folder, and what is not there, count as missing."""
    assert digest_of_file(tmp_path) == ""
    assert digest_of_file(tmp_path / "none") == ""


def test_a_large_file_is_read_in_pieces(tmp_path: Path) -> None:
    """The digest of a file larger than a buffer is that of all its bytes."""
    content = b"0123456789abcdef" * 70_000
    (tmp_path / "large").write_bytes(content)
    assert digest_of_file(tmp_path / "large") == hashlib.sha256(content).hexdigest()


def test_seal_is_read_as_written(tmp_path: Path) -> None:
    """What is written is read back, sorted by name; binary marks, Windows lines and a BOM do not matter."""
    digests = {"乙.txt": digest("乙"), "甲 1.txt": digest("甲")}
    (tmp_path / SEAL).write_text(seal_text(digests), "utf-8")
    assert read_seal(tmp_path, "facts", Problems()) == digests
    windows = "\ufeff" + seal_text(digests).replace("  ", " *", 1).replace("\n", "\r\n").upper().replace(".TXT", ".txt")
    (tmp_path / SEAL).write_text(windows, "utf-8", newline="")
    assert read_seal(tmp_path, "facts", Problems()) == digests
    assert seal_text(digests) == seal_text(dict(reversed(digests.items())))


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not on this machine")
def test_sha256sum_checks_a_seal(folder: Path) -> None:
    """The seal is in the form that ``sha256sum -c`` reads, so that anyone can check it without this program."""
    seal(folder, "明细账.txt", "证据/批复.txt")
    command = ["sha256sum", "--check", "--strict", "--status", SEAL]  # found on the path on purpose
    assert subprocess.run(command, cwd=folder, check=False).returncode == 0
    (folder / "明细账.txt").write_text("改过", "utf-8")
    assert subprocess.run(command, cwd=folder, check=False).returncode == 1


def test_digest_covers_the_evidence() -> None:
    """The digest of facts without evidence is theirs alone; with evidence it changes with seal and file."""
    assert digest_with("abc", {}) == "abc"
    states = [EvidenceFile("a", HERE, recorded, present) for recorded in ("", "1") for present in ("", "1", "2")]
    assert len({digest_with("abc", {"a": state}) for state in states}) == len(states)
    moved = EvidenceFile("a", Place("elsewhere.yaml", 7, 7), "1", "1")
    assert digest_with("abc", {"a": moved}) == digest_with("abc", {"a": EvidenceFile("a", HERE, "1", "1")})
