"""How a result appears: at once, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.portfolio.run.folder import MANIFEST, WorkFolder, refuse_what_is_there
from checker.source import UsageFault


def built(out: Path, content: str = "new") -> WorkFolder:
    """Return a work folder in which a result is ready."""
    work = WorkFolder(out)
    work.path.mkdir(exist_ok=True)
    work.begin_anew()
    (work.new / MANIFEST).write_text(content)
    return work


def test_result_replaces_an_earlier_one(tmp_path: Path) -> None:
    """The new result stands where the old one was, and nothing else is left beside it."""
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_text("old")
    work = built(out)
    work.publish(work.new)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (out / MANIFEST).read_text() == "new"


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_out_is_never_half_a_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int) -> None:
    """Killed before either rename or after both, the old or the new result is whole, or comes back whole."""
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_text("old")
    work = built(out)
    rename = Path.rename
    done: list[Path] = []

    def dying(path: Path, target: Path = Path()) -> Path:
        if len(done) == renames:
            raise KeyboardInterrupt
        done.append(path)
        return rename(path, target)

    work.journal.touch()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", dying)
        patched.setattr("shutil.rmtree", dying)
        with pytest.raises(KeyboardInterrupt):
            work.publish(work.new)
    assert out.exists() == (renames != 1)
    again = WorkFolder(out)
    assert again.published == (renames == 2)
    again.restore()
    assert (out / MANIFEST).read_text() == ("new" if renames == 2 else "old")
    again.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    """A result that is there is refused without --force, and a folder that is none is refused with it."""
    out = tmp_path / "out"
    refuse_what_is_there(out, force=False)
    out.mkdir()
    refuse_what_is_there(out, force=True)
    (out / "论文.docx").write_text("mine")
    for force in (False, True):
        with pytest.raises(UsageFault):
            refuse_what_is_there(out, force=force)
    (out / MANIFEST).write_text("{}")
    refuse_what_is_there(out, force=True)
    with pytest.raises(UsageFault, match="--force"):
        refuse_what_is_there(out, force=False)
