"""Packing up: everything a check depends on in one file, the same bytes every time."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from checker.archive import pack_up
from checker.archive.manifest import is_safe, manifest_text, parse_manifest
from checker.messages import language
from checker.report.json import render_json
from checker.run import check_path
from checker.source import InputError, digest_of
from tests.archive.archives import ROOT, SEED, make_project, manifest_of, members_of


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The facts of the small project, as seen from the folder worked in."""
    make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Path("facts")


def test_archive_holds_what_the_check_depends_on(facts: Path) -> None:
    """Facts, the packs with those they extend, manifest and result; no evidence, no tests, nothing that is not read."""
    packed = pack_up(facts, render_json)
    assert packed.members == tuple(members_of(packed.content))
    assert packed.members == (
        "facts/project.yaml",
        "manifest.json",
        "result.json",
        "rules/lower/pack.yaml",
        "rules/lower/rules/fault-rate-high.yaml",
        "rules/upper/pack.yaml",
        "rules/upper/parameters.yaml",
        "rules/upper/vocabulary.yaml",
    )


def test_manifest_names_everything(facts: Path) -> None:
    """The manifest says how and when it was checked, and has the digest of every file and of the evidence."""
    members = members_of(pack_up(facts, render_json).content)
    manifest = manifest_of(members)
    assert manifest["as_of"] == "2020-12-31"
    assert manifest["rules"] == "lower"
    assert manifest["facts"] == {"path": "facts", "folder": "facts"}
    assert manifest["tool"]["engine"] == "durable"
    assert manifest["evidence"] == [{"file": "证据/统计.txt", "recorded": "", "present": digest_of(b"11%")}]
    assert manifest["members"] == {
        name: digest_of(content) for name, content in members.items() if name != "manifest.json"
    }


def test_result_is_that_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The result of facts below the folder worked in is to the byte what ``checker check --format json`` gives."""
    monkeypatch.chdir(ROOT)
    members = members_of(pack_up(Path("facts/xinjian-2020"), render_json).content)
    assert members["result.json"].decode() == render_json(check_path("facts/xinjian-2020"))


def test_same_contents_same_bytes(facts: Path) -> None:
    """The archive does not depend on when files were written, nor on where the facts lie or how they are named."""
    first = pack_up(facts, render_json).content
    os.utime(facts / "project.yaml", (1, 1))
    assert pack_up(facts, render_json).content == first
    assert pack_up(facts.resolve(), render_json).content == first
    assert pack_up(Path("facts/../facts/"), render_json).content == first


def test_facts_elsewhere_have_no_absolute_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts outside the folder worked in are named by their own folder, so that no machine's paths are archived."""
    make_project(tmp_path / "a")
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "b")
    rules = str(tmp_path / "a" / "rules" / "lower")
    for facts in (tmp_path / "a" / "facts", Path("../a/facts"), tmp_path / "a" / "facts" / "project.yaml"):
        content = pack_up(facts, render_json, rules=rules).content
        assert str(tmp_path).encode() not in content
        assert b"../" not in content
    assert b'"path": "facts/project.yaml"' in content


def test_a_single_file_in_the_folder_worked_in(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without a folder before its name is archived too, with the evidence beside it."""
    monkeypatch.chdir(facts)
    packed = pack_up(Path("project.yaml"), render_json, rules="../rules/lower")
    assert manifest_of(members_of(packed.content))["facts"] == {"path": "facts/project.yaml", "folder": "facts"}
    assert packed.result.review_notes[-1].id == "evidence-unsealed"


def test_seal_is_kept(facts: Path) -> None:
    """The record of the evidence goes along, so that the files can be checked against it later."""
    (facts / "evidence.sha256").write_text(f"{digest_of(b'10%')}  证据/统计.txt\n", "utf-8")
    members = members_of(pack_up(facts, render_json).content)
    assert members["facts/evidence.sha256"] == (facts / "evidence.sha256").read_bytes()
    result = json.loads(members["result.json"])
    assert result["findings"][0]["stale"] == ["证据文件“证据/统计.txt”在封存后有变动"]


def test_day_and_language_are_kept(facts: Path) -> None:
    """Another day or language is another result, and the manifest says which."""
    with language("en"):
        manifest = manifest_of(members_of(pack_up(facts, render_json, as_of=date(2021, 6, 1)).content))
    assert (manifest["as_of"], manifest["language"]) == ("2021-06-01", "en")


def test_wrong_facts_are_not_archived(facts: Path) -> None:
    """Facts with a mistake give its problem and no archive."""
    (facts / "project.yaml").write_text("rules: lower\nservice: [{quarter: 2020Q1, fault_rate: 很高}]\n", "utf-8")
    with pytest.raises(InputError) as raised:
        pack_up(facts, render_json)
    assert [str(problem.place) for problem in raised.value.problems] == ["facts/project.yaml:2:41"]


def test_seed_is_small_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example with both its packs is archived, and nothing in it names the machine."""
    monkeypatch.chdir(ROOT)
    packed = pack_up(SEED, render_json)
    assert {name.split("/")[1] for name in packed.members if name.startswith("rules/")} == {
        "national-2020",
        "xueliang-2020",
    }
    assert str(ROOT).encode() not in packed.content


@pytest.mark.parametrize(
    "name", ["", "/a", "a/../b", "..", "a//b", "a/", "./a", "C:/a", "a\\b", "a\0b", "a\nb", "a\ud800", "x" * 1001]
)
def test_unsafe_names(name: str) -> None:
    """A name that could lead anywhere but below the folder it is unpacked into is not safe."""
    assert not is_safe(name)


def test_manifest_is_read_as_written(facts: Path) -> None:
    """A manifest is read back; with anything in it changed, or as something else, it is none."""
    text = members_of(pack_up(facts, render_json).content)["manifest.json"].decode()
    manifest = parse_manifest(text.encode())
    assert manifest is not None
    assert manifest_text(manifest) == text
    spoiled = ["", "[]", "{}", "{", "null", '{"digest": 1}', "[" * 100_000, text.replace("2020-12-31", "2020-12-30")]
    for other in (*spoiled, text.replace('"folder": "facts"', '"folder": "../facts"')):
        assert parse_manifest(other.encode()) is None
