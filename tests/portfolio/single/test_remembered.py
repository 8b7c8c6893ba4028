"""A result remembers where its source, mapping and pack lie, and notices when they are no longer the same."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.portfolio.single.remembered import (
    KEY,
    Remembered,
    recalled,
    refuse_other_pack,
    refuse_other_source,
    remembered,
)
from checker.source import UsageFault

FILES = [{"name": "资金.csv", "sha256": "11"}, {"name": "projects.csv", "sha256": "22"}]


def manifest(again: dict[str, object] | None, kind: str = "files", mapping: str = "") -> dict[str, Any]:
    """Return a manifest as a run writes it, as far as it matters here."""
    told: dict[str, Any] = {
        "pack": {"id": "small", "version": "1.0.0", "digest": "aa"},
        "as_of": "2020-12-31",
        "source": {"name": "事实", "kind": kind, "files": FILES, "mapping": mapping},
    }
    return told if again is None else {**told, KEY: again}


def test_paths_are_seen_from_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Source, mapping and pack are found again from the result, also when all of it was moved together."""
    monkeypatch.chdir(tmp_path)
    for name in ("here/事实", "here/规则", "here/out"):
        Path(name).mkdir(parents=True)
    mapping = Path("here/mapping.yaml")
    again = remembered("here/事实", "here/规则", mapping, ("P1",), Path("here/out"))
    assert again == {"source": "../事实", "rules": "../规则", "mapping": "../mapping.yaml", "projects": ["P1"]}
    Path("here").rename("there")
    told = recalled(manifest(again), Path("there/out"))
    assert (told.source, told.rules, told.mapping, told.projects) == (
        "there/事实", "there/规则", Path("there/mapping.yaml"), ("P1",),
    )  # fmt: skip


def test_a_pack_may_be_named_by_its_id(tmp_path: Path) -> None:
    """The id of a pack stays as it is, and what is said now goes before what was kept."""
    again = remembered(str(tmp_path / "facts.duckdb"), "small", None, (), tmp_path / "out")
    assert again["rules"] == "small"
    assert recalled(manifest(again), tmp_path / "out").rules == "small"
    told = recalled(manifest(again), tmp_path / "out", source="elsewhere", rules="packs/small")
    assert (told.source, told.rules) == ("elsewhere", "packs/small")


def test_an_address_is_not_kept(tmp_path: Path) -> None:
    """The address of a server may hold a password: it is asked for again."""
    again = remembered("postgresql://me:secret@db/budget", "small", None, (), tmp_path)
    assert "secret" not in str(again)
    with pytest.raises(UsageFault, match="--source"):
        recalled(manifest(again), tmp_path)
    with pytest.raises(UsageFault, match="--source"):
        recalled(manifest(None), tmp_path)


@pytest.fixture
def told(tmp_path: Path) -> Remembered:
    """What a result was made of."""
    return recalled(manifest(remembered("x", "small", None, (), tmp_path), mapping="33"), tmp_path)


def test_what_changed_is_named(told: Remembered) -> None:
    """A changed, added or missing file, mapping or pack is refused by name; the same ones are not."""
    same = {"资金.csv": "11", "projects.csv": "22"}
    refuse_other_source(told, same, "33")
    refuse_other_pack(told, "aa")
    with pytest.raises(UsageFault, match=r"变了：new\.csv、资金\.csv。"):
        refuse_other_source(told, {**same, "资金.csv": "12", "new.csv": "1"}, "33")
    with pytest.raises(UsageFault, match=r"projects\.csv"):
        refuse_other_source(told, {"资金.csv": "11"}, "33")
    with pytest.raises(UsageFault, match="对照文件"):
        refuse_other_source(told, same, "34")
    with pytest.raises(UsageFault, match=r"1\.0\.0"):
        refuse_other_pack(told, "ab")


def test_a_server_is_not_compared(told: Remembered) -> None:
    """Of a server only the rows of the chosen projects are read, which says nothing about all rows."""
    refuse_other_source(replace(told, kind="postgresql"), {"budget": "99"}, "33")
