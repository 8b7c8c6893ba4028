"""Replaying: the same bytes from the archive alone, or what differs, or which file was altered."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from checker import __version__
from checker.archive import Replayed, pack_up, replay
from checker.archive.pack_up import zipped
from checker.messages import language
from checker.report.json import render_json
from checker.source import InputError
from tests.archive.archives import FACTS, ROOT, make_project, members_of, resealed

RULE = "rules/lower/rules/fault-rate-high.yaml"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of the small project, alone in the folder worked in."""
    source, here = tmp_path / "source", tmp_path / "here"
    here.mkdir()
    make_project(source)
    monkeypatch.chdir(source)
    content = pack_up(Path("facts"), render_json).content
    shutil.rmtree(source / "facts")
    shutil.rmtree(source / "rules")
    monkeypatch.chdir(here)
    (here / "a.zip").write_bytes(content)
    return Path("a.zip")


def again(archive: Path, content: bytes | None = None) -> Replayed:
    """Return how an archive comes out, with other bytes where they are given."""
    if content is not None:
        archive.write_bytes(content)
    return replay(archive, render_json)


def refusal(archive: Path, content: bytes) -> list[tuple[str, str]]:
    """Return the code and place of each problem with which an archive is refused."""
    with pytest.raises(InputError) as raised:
        again(archive, content)
    return [(problem.code, str(problem.place)) for problem in raised.value.problems]


def test_archive_alone_gives_the_same_bytes(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without facts, rules or evidence at hand the result is the same in any folder, and nothing is left there."""
    assert again(archive) == Replayed(again(archive).result, True, ())
    assert [path.name for path in Path.cwd().iterdir()] == ["a.zip"]
    monkeypatch.chdir(tmp_path)
    assert again(Path("here/a.zip")).same
    assert Path.cwd() == tmp_path


def test_rules_at_hand_do_not_matter(archive: Path) -> None:
    """A pack of the same name in the folder worked in is not used in place of the archived one."""
    make_project(Path.cwd())
    Path(RULE).write_text("title: 别的\nfor: service\nwhen: 故障率 > 0%\nmessage: 别的\n", "utf-8")
    assert again(archive).same


def test_language_is_that_of_the_archive(archive: Path) -> None:
    """Whoever replays in another language comes to the same bytes."""
    with language("en"):
        assert again(archive).same


def test_seed_is_replayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example comes to 93.07 from its archive, elsewhere."""
    monkeypatch.chdir(ROOT)
    content = pack_up(Path("facts/xinjian-2020"), render_json).content
    monkeypatch.chdir(tmp_path)
    replayed = again(tmp_path / "seed.zip", content)
    assert replayed.same
    assert float(replayed.result.score) == 93.07  # type: ignore[arg-type]  # the seed's score is exact


def test_seal_and_evidence_come_from_the_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result with stale evidence is the same where the evidence is not at hand at all."""
    facts = make_project(tmp_path)
    (facts / "evidence.sha256").write_text(f"{'0' * 64}  证据/统计.txt\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    content = pack_up(Path("facts"), render_json).content
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    replayed = again(Path("a.zip"), content)
    assert replayed.same
    assert replayed.result.outcomes[0].stale == ("证据文件“证据/统计.txt”在封存后有变动",)


DIFFERENT: dict[str, tuple[str, bytes, bytes, list[str]]] = {
    "a rule": (
        RULE,
        "> 故障率上限".encode(),
        "> 故障率上限 + 5%".encode(),
        ["规则包的摘要不同", "检查 fault-rate-high[2020Q1]：归档时 fail，现在 pass"],
    ),
    "a parameter": (
        "rules/upper/parameters.yaml",
        b"10%",
        b"5%",
        ["规则包的摘要不同", "检查 fault-rate-high[2020Q2]：归档时 pass，现在 fail"],
    ),
    "a fact": (
        "facts/project.yaml",
        b"11%",
        b"12%",
        ["事实或证据的摘要不同", "检查 fault-rate-high[2020Q1] 的内容不同：message、evidence"],
    ),
    "a fact more": (
        "facts/project.yaml",
        b"2020Q2",
        b"2020Q3",
        [
            "事实或证据的摘要不同",
            "检查 fault-rate-high[2020Q2] 现在没有了",
            "检查 fault-rate-high[2020Q3] 是归档时没有的，结果是 pass",
        ],
    ),
    "the result": ("result.json", b'"title": "\xe6\x9f\x90', b'"title": "\xe5\x88\xab', ["结果里的 project 不同"]),
    "the bytes of the result alone": ("result.json", b'\n  "tool"', b'\n   "tool"', ["内容相同，只是写法不同"]),
    "the version": (
        "result.json",
        b'"version": "',
        b'"version": "x',
        [f"程序版本：归档时 x{__version__}，现在 {__version__}"],
    ),
}


@pytest.mark.parametrize("change", DIFFERENT)
def test_differences_are_told(archive: Path, change: str) -> None:
    """An archive whose manifest was made to fit is decided, and what came out otherwise is told."""
    member, before, after, told = DIFFERENT[change]
    members = members_of(archive.read_bytes())
    assert before in members[member]
    replayed = again(archive, resealed({**members, member: members[member].replace(before, after, 1)}))
    assert not replayed.same
    assert list(replayed.differences) == told


@pytest.mark.parametrize("member", ["facts/project.yaml", RULE, "result.json", "rules/upper/pack.yaml"])
def test_an_altered_file_is_named(archive: Path, member: str) -> None:
    """A file that does not have the digest of the manifest is named, and nothing is decided."""
    members = members_of(archive.read_bytes())
    spoiled = zipped({**members, member: members[member] + b"\n"})
    assert refusal(archive, spoiled) == [("archive-tampered", f"a.zip:{member}")]


def test_an_altered_manifest_is_refused(archive: Path) -> None:
    """A manifest that was changed by hand is refused, though every file is as it says."""
    members = members_of(archive.read_bytes())
    spoiled = members["manifest.json"].replace(b"2020-12-31", b"2020-12-30")
    expected = [("archive-tampered", "a.zip:manifest.json")]
    assert refusal(archive, zipped({**members, "manifest.json": spoiled})) == expected
    del members["manifest.json"]
    assert refusal(archive, zipped(members)) == expected


def test_missing_and_added_files_are_named(archive: Path) -> None:
    """Every file that is gone and every one that the manifest does not know is named, all at once."""
    members = members_of(archive.read_bytes())
    del members["facts/project.yaml"], members["result.json"]
    spoiled = zipped({**members, "facts/more.yaml": b"a: 1\n"})
    assert refusal(archive, spoiled) == [
        ("archive-member", "a.zip:facts/more.yaml"),
        ("archive-missing", "a.zip:facts/project.yaml"),
        ("archive-missing", "a.zip:result.json"),
    ]


def test_a_pack_that_is_missing_is_not_taken_from_elsewhere(archive: Path) -> None:
    """A pack that is extended has to be in the archive, even where one of that name is at hand."""
    make_project(Path.cwd())
    members = members_of(archive.read_bytes())
    kept = {name: content for name, content in members.items() if not name.startswith("rules/upper/")}
    with pytest.raises(InputError):
        again(archive, resealed(kept))


def raw_zip(entries: Sequence[tuple[zipfile.ZipInfo | str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip file with just these entries, whatever their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for entry, content in entries:
            made.writestr(entry, content)
    return stream.getvalue()


def linked() -> zipfile.ZipInfo:
    """Return an entry that says it is a symbolic link."""
    entry = zipfile.ZipInfo("facts/link.yaml")
    entry.external_attr = 0o120777 << 16
    return entry


UNSAFE: dict[str, tuple[zipfile.ZipInfo | str, str]] = {
    "up": ("facts/../../evil.yaml", "facts/../../evil.yaml"),
    "absolute": ("/facts/evil.yaml", "/facts/evil.yaml"),
    "backslash": ("facts\\..\\evil.yaml", "facts\\\\..\\\\evil.yaml"),
    "drive": ("C:/facts/evil.yaml", "C:/facts/evil.yaml"),
    "elsewhere": ("other/evil.yaml", "other/evil.yaml"),
    "folder": ("facts/", "facts/"),
    "control": ("facts/a\x1bb.yaml", "facts/a\\x1bb.yaml"),
    "link": (linked(), "facts/link.yaml"),
}


@pytest.mark.parametrize("way", UNSAFE)
def test_unsafe_members_are_refused(archive: Path, tmp_path: Path, way: str) -> None:
    """A member that would land outside the folder, or is no plain file, is named; nothing is written anywhere."""
    entry, shown = UNSAFE[way]
    members = [*members_of(archive.read_bytes()).items()]
    before = sorted(tmp_path.rglob("*"))
    assert refusal(archive, raw_zip([*members, (entry, b"x")])) == [("archive-member", f"a.zip:{shown}")]
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")  # zipfile warns while the test makes the file
def test_a_member_given_twice_is_refused(archive: Path) -> None:
    """Of two files of one name neither is believed."""
    members = [*members_of(archive.read_bytes()).items()]
    expected = [("archive-member", "a.zip:facts/project.yaml")]
    assert refusal(archive, raw_zip([*members, ("facts/project.yaml", FACTS.encode())])) == expected


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no zip": lambda _: b"not a zip",
    "without its end": lambda content: content[:-30],
    "another zip": lambda _: raw_zip([("word/document.xml", b"<a/>"), ("[Content_Types].xml", b"<a/>")]),
    "half": lambda content: content[: len(content) // 2],
    "one character": lambda content: content.replace("偏高".encode(), "偏低".encode(), 1),
    # claims that its list of contents is described elsewhere (zip64)
    "wide": lambda content: content[:-22] + b"PK\x06\x07" + bytes(16) + content[-22:],
}


@pytest.mark.parametrize("way", DAMAGED)
def test_damaged_files_are_refused(archive: Path, way: str) -> None:
    """What is no archive, or only part of one, is said to be that."""
    assert refusal(archive, DAMAGED[way](archive.read_bytes())) == [("bad-archive", "a.zip")]


def test_a_bomb_is_refused(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is unpacked than an archive may hold, whatever sizes it declares."""
    monkeypatch.setattr("checker.archive.unpack.MAX_BYTES", 100_000)
    bomb = raw_zip([("facts/a.yaml", bytes(10_000_000))], zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert refusal(archive, bomb) == [("archive-too-large", "a.zip")]
    assert refusal(archive, bytes(100_001)) == [("archive-too-large", "a.zip")]


def test_a_crowd_of_members_is_refused(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither too many members nor a list of contents that only claims to be long is gone through."""
    monkeypatch.setattr("checker.archive.unpack.MAX_MEMBERS", 10)
    assert refusal(archive, raw_zip([(f"facts/{n}", b"") for n in range(11)])) == [("archive-too-large", "a.zip")]
    content = archive.read_bytes()
    claimed = content[:-10] + struct.pack("<L", 2**31) + content[-6:]
    assert refusal(archive, claimed) == [("archive-too-large", "a.zip")]


def test_encrypted_members_are_refused(archive: Path) -> None:
    """A member that says it is encrypted is refused rather than guessed at."""
    content = bytearray(archive.read_bytes())
    first = content.index(b"PK\x01\x02")
    content[first + 8] |= 1
    assert [code for code, _ in refusal(archive, bytes(content))] == ["archive-member"]


def test_compressed_again_is_as_good(archive: Path) -> None:
    """Whoever packs the same files with another program has the same archive."""
    members = [*members_of(archive.read_bytes()).items()]
    assert again(archive, raw_zip(members[::-1], zipfile.ZIP_DEFLATED)).same


def test_a_forged_result_is_no_fault_of_the_tool(archive: Path) -> None:
    """A result that is none, in an archive made to fit, is a problem of the archive."""
    members = members_of(archive.read_bytes())
    for forged in (b"{}", b"no json", b"[" * 100_000):
        assert refusal(archive, resealed({**members, "result.json": forged})) == [("bad-archive", "a.zip:result.json")]


def test_a_forged_manifest_leads_nowhere_else(archive: Path) -> None:
    """Facts or rules that are not in the archive are problems, not files of this machine."""
    make_project(Path.cwd())
    members = members_of(archive.read_bytes())
    for changes in ({"rules": "missing"}, {"facts": {"path": "facts/none.yaml", "folder": "facts"}}):
        with pytest.raises(InputError):
            again(archive, resealed(members, **changes))
    for path in ("rules/lower", "../here", "/here"):
        with pytest.raises(ValueError, match="validation error"):
            resealed(members, facts={"path": path, "folder": path})


def test_a_missing_file_is_said_to_be_missing() -> None:
    """An archive that is not there is a problem with its name."""
    with pytest.raises(InputError) as raised:
        replay(Path("none.zip"), render_json)
    assert [problem.code for problem in raised.value.problems] == ["unreadable"]
