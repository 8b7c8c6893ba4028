"""Earlier texts of a pack, from throw-away repositories."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from checker.history import known_on, last_change, pack_at
from checker.messages import language
from checker.source import InputError, UsageFault
from tests.diff.versions import FIRST, SECOND, SEED, commit, copied, git, repository, sound

FLOOR = "online_rate_floor"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that no test changes."""
    return repository(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def there(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the same repository, and work in it."""
    monkeypatch.chdir(shared)
    return shared


def floor(folder: Path) -> str:
    """Return the floor that a pack lays down."""
    written = yaml.load((folder / "parameters.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only
    return str(written[FLOOR]["values"]["2019-10-01"]["value"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (SEED, "88%"),
        (f"{SEED}@first", "90%"),
        (f"{SEED}@second", "88%"),
        (f"{SEED}@HEAD~1", "90%"),
        (f"{SEED}@main", "88%"),
        (f"{SEED}@1.0.0", "90%"),
        (f"{SEED}@1.1.0", "88%"),
        (f"rules/{SEED}@first", "90%"),
        (f"./rules/{SEED}/@first", "90%"),
    ],
)
@pytest.mark.usefixtures("there")
def test_a_revision_is_a_tag_branch_commit_or_version(name: str, expected: str) -> None:
    """A pack is found by its id or folder, and its text is that of the revision."""
    with pack_at(name) as text:
        assert floor(text.folder) == expected


@pytest.mark.usefixtures("there")
def test_places_name_the_revision_and_the_folder_is_gone_afterwards() -> None:
    """Places of the pack, and of the one it extends, are called by the revision, never by where they were laid out."""
    with pack_at(f"{SEED}@1.0.0") as text:
        pack = sound(text.folder)
    assert str(pack.rules["completion-late"].origin.at("when")) == f"{SEED}@1.0.0:rules/completion-late.yaml:3:7"
    below = str(pack.rules["spent-over-arrived"].origin.at("when"))
    assert below.startswith("national-2020@")
    assert below.endswith(":rules/spent-over-arrived.yaml:3:7")
    assert not text.folder.parent.exists()


def test_what_is_wrong_in_an_old_text_has_its_place_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of an earlier text is reported at ``PACK@REVISION:file``."""
    home = repository(tmp_path, {"rules/completion-late.yaml": {"完成日期 > 应完成日期": "完成日期 > 应完成日起"}})
    monkeypatch.chdir(home)
    with pack_at(f"{SEED}@second") as text, pytest.raises(InputError) as wrong:
        sound(text.folder)
    (problem,) = wrong.value.problems
    assert str(problem.place) == f"{SEED}@second:rules/completion-late.yaml:3:14"


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (f"{SEED}@--output=x", "“--output=x”不能作 git 版本：写提交号、标签、分支或规则包的版本号"),
        (f"{SEED}@-x", "“-x”不能作 git 版本：写提交号、标签、分支或规则包的版本号"),
        (f"{SEED}@a b", "“a b”不能作 git 版本：写提交号、标签、分支或规则包的版本号"),
        (f"{SEED}@a\x00b", "“a\x00b”不能作 git 版本：写提交号、标签、分支或规则包的版本号"),
        (f"{SEED}@", f"“{SEED}@”后面要写版本：提交号、标签、分支或规则包的版本号"),
        (f"{SEED}@frist", f"规则包“{SEED}”没有版本“frist”。你是不是要写“first”？"),
        (f"{SEED}@../first", f"规则包“{SEED}”没有版本“../first”。你是不是要写“first”？"),
        (f"{SEED}@first..second", f"规则包“{SEED}”没有版本“first..second”。你是不是要写“second”？"),
        (f"{SEED}@HEAD:rules", f"规则包“{SEED}”没有版本“HEAD:rules”。可以写：1.0.0、1.1.0、first、main、second"),
        (f"{SEED}@9.0.0", f"规则包“{SEED}”没有版本“9.0.0”。你是不是要写“1.0.0”？"),
    ],
)
def test_a_wrong_revision_is_refused(name: str, said: str) -> None:
    """What is no revision is never handed to git as an option, and the answer says what may be written."""
    with language("zh"), pytest.raises(UsageFault) as refused, pack_at(name):
        pass
    assert str(refused.value) == said


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("name", ["../../etc@first", "@first", "@", "nothing@first", "nothing"])
def test_a_wrong_pack_is_refused(name: str) -> None:
    """A name that is no pack is an input error, whatever stands behind it."""
    with pytest.raises(InputError) as wrong, pack_at(name):
        pass
    assert [problem.code for problem in wrong.value.problems] == ["unknown-pack"]


def test_a_folder_may_have_the_sign_in_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder called ``a@b`` is that folder, and may have a revision behind its name."""
    home = repository(tmp_path / "a@b")
    monkeypatch.chdir(tmp_path)
    with pack_at(f"a@b/rules/{SEED}") as text:
        assert text.commit is None
    with pack_at(f"a@b/rules/{SEED}@first") as text:
        assert floor(text.folder) == "90%"
    assert home.exists()


@pytest.mark.parametrize(
    ("day", "expected"), [(FIRST, "90%"), ("2021-02-28", "90%"), (SECOND, "88%"), ("2030-01-01", "88%")]
)
def test_known_on_is_the_last_commit_of_that_day(there: Path, day: str, expected: str) -> None:
    """The text known on a day is that of the last commit up to its end, and a warning says which."""
    with known_on(there / "rules" / SEED, date.fromisoformat(day)) as text:
        assert floor(text.folder) == expected
        assert [note.code for note in text.notes] == ["known-on"]
        assert text.commit is not None
        assert text.name == f"{SEED}@{text.commit.short}"


def test_nothing_was_known_before_the_first_commit(there: Path) -> None:
    """Before the first commit there is no text, and the day of the first is told."""
    with language("zh"), pytest.raises(UsageFault) as refused, known_on(there / "rules" / SEED, date(2020, 11, 2)):
        pass
    assert str(refused.value) == f"2020-11-02 还没有规则包“{SEED}”的文本：最早的提交是 {FIRST}"


def test_what_was_merged_is_known_from_the_merge_on(tmp_path: Path) -> None:
    """A commit on a branch is not known before the branch is merged."""
    home = repository(tmp_path)
    git(home, "checkout", "-q", "-b", "draft", "first")
    (home / "rules" / SEED / "CHANGELOG.md").write_text("draft\n", "utf-8")
    commit(home, "drafted", "2021-01-15")
    git(home, "checkout", "-q", "main")
    git(home, "merge", "-q", "--no-edit", "draft", day="2021-06-01")
    for day, merged in (("2021-02-01", False), ("2021-06-01", True)):
        with known_on(home / "rules" / SEED, date.fromisoformat(day)) as text:
            assert ((text.folder / "CHANGELOG.md").read_text("utf-8") == "draft\n") is merged


def _change(pack: Path) -> None:
    (pack / "parameters.yaml").write_text((pack / "parameters.yaml").read_text("utf-8") + "\n# more\n", "utf-8")


def _add(pack: Path) -> None:
    (pack / "rules" / "another.yaml").write_text("title: x\n", "utf-8")


def _remove(pack: Path) -> None:
    (pack / "rules" / "completion-late.yaml").unlink()


@pytest.mark.parametrize("dirty", [_change, _add, _remove])
def test_what_is_not_committed_is_not_known(tmp_path: Path, dirty: Callable[[Path], None]) -> None:
    """A change that was not committed is not in the text known, and a warning says so; git is left as it was."""
    pack = repository(tmp_path) / "rules" / SEED
    assert last_change(pack) is not None
    dirty(pack)
    before = git(tmp_path, "status", "--porcelain")
    with known_on(pack, date(2022, 1, 1)) as text:
        assert [note.code for note in text.notes] == ["known-on", "not-committed"]
        assert floor(text.folder) == "88%"
    assert last_change(pack) is None
    assert git(tmp_path, "status", "--porcelain") == before


def test_line_ends_alone_are_no_change(tmp_path: Path) -> None:
    """A checkout with other line ends has no changes of its own."""
    pack = repository(tmp_path) / "rules" / SEED
    file = pack / "parameters.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert last_change(pack) is not None


def test_a_pack_that_is_not_under_git(tmp_path: Path) -> None:
    """Without git there is no earlier text, and the message says what to do."""
    pack = copied(tmp_path)
    said = f"规则包“{SEED}”不在 git 管理之下，没有以前的文本：运行 git init 并提交，或者把旧版本存成另一个文件夹"
    with language("zh"), pytest.raises(UsageFault) as refused, known_on(pack, date(2021, 1, 1)):
        pass
    assert str(refused.value) == said
    with language("zh"), pytest.raises(UsageFault) as refused, pack_at(f"{pack}@first"):
        pass
    assert str(refused.value) == said
    assert last_change(pack) is None


def test_a_pack_that_was_never_committed(tmp_path: Path) -> None:
    """A repository without commits, or without the pack, has no text of it."""
    pack = copied(tmp_path)
    git(tmp_path, "init", "-q")
    with pytest.raises(UsageFault), pack_at(f"{pack}@HEAD"):
        pass
    said = f"规则包“{SEED}”还没有提交到 git：先提交，才有以前的文本"
    with language("zh"), pytest.raises(UsageFault) as refused, known_on(pack, date(2021, 1, 1)):
        pass
    assert str(refused.value) == said


def test_git_that_is_not_installed(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git on the machine the message says so."""
    monkeypatch.setenv("PATH", str(there))
    with pytest.raises(UsageFault, match="没有 git"), pack_at(f"{SEED}@first"):
        pass


def test_a_history_that_was_not_fetched(there: Path, tmp_path: Path) -> None:
    """In a shallow clone what is missing may only not have been fetched, and that is said."""
    git(tmp_path, "clone", "-q", "--depth", "1", there.resolve().as_uri(), "shallow")
    with pytest.raises(UsageFault, match="git fetch --unshallow"), pack_at(f"{tmp_path}/shallow/rules/{SEED}@1.0.0"):
        pass


def test_an_upper_pack_that_lies_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the pack that is extended is not in the commit, the one that lies beside it is taken, with a warning."""
    copied(tmp_path / "rules")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", f"rules/{SEED}")
    git(tmp_path, "commit", "-q", "-m", "alone")
    monkeypatch.chdir(tmp_path)
    with pack_at(f"{SEED}@HEAD") as text:
        assert [note.code for note in text.notes] == ["parent-not-in-history"]
        pack = sound(text.folder)
    assert str(pack.rules["spent-over-arrived"].origin.at("when")) == "national-2020:rules/spent-over-arrived.yaml:3:7"


def test_a_pack_that_is_the_whole_repository(tmp_path: Path) -> None:
    """A pack may be the root of its repository; what it extends lies beside it."""
    pack = copied(tmp_path)
    git(pack, "init", "-q")
    commit(pack, "first", FIRST)
    with pack_at(f"{pack}@first") as text:
        assert floor(text.folder) == "90%"


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """A link in a commit is laid out as a link, so the loader refuses one that leads out of the pack."""
    pack = copied(tmp_path / "rules")
    (pack / "problems.yaml").unlink()
    (pack / "problems.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    git(tmp_path, "init", "-q")
    commit(tmp_path, "linked", FIRST)
    with pack_at(f"{pack}@linked") as text, pytest.raises(InputError) as wrong:
        sound(text.folder)
    assert "outside-pack" in {problem.code for problem in wrong.value.problems}


def test_a_path_that_leads_out_is_not_written(tmp_path: Path) -> None:
    """A tree made by hand, with ``..`` in it, writes nothing outside the folder it is laid out in."""
    pack = repository(tmp_path) / "rules" / SEED
    blob = git(tmp_path, "hash-object", "-w", "--stdin", stdin="evil\n").strip()
    evil = git(tmp_path, "mktree", stdin=f"100644 blob {blob}\tevil.yaml\n").strip()
    whole = git(tmp_path, "ls-tree", f"HEAD:rules/{SEED}") + f"040000 tree {evil}\t..\n"
    tree = git(tmp_path, "mktree", stdin=whole).strip()
    rules = git(tmp_path, "mktree", stdin=f"040000 tree {tree}\t{SEED}\n").strip()
    top = git(tmp_path, "mktree", stdin=f"040000 tree {rules}\trules\n").strip()
    git(tmp_path, "tag", "evil", git(tmp_path, "commit-tree", top, "-m", "evil").strip())
    assert "../evil.yaml" in git(tmp_path, "ls-tree", "-r", "--name-only", "evil")
    with pack_at(f"{pack}@evil") as text:
        assert (text.folder / "pack.yaml").exists()
        assert not list(text.folder.parent.rglob("evil.yaml"))


def test_nothing_that_a_repository_configures_is_run(tmp_path: Path) -> None:
    """Hooks, monitors and filters of a repository are not run, and no variable of the caller leads git elsewhere."""
    pack = repository(tmp_path) / "rules" / SEED
    ran = tmp_path / "ran"
    for name in ("core.fsmonitor", "core.sshCommand", "filter.x.smudge", "filter.x.clean"):
        git(tmp_path, "config", name, f"touch {ran}")
    (tmp_path / ".gitattributes").write_text("* filter=x\n", "utf-8")
    with pack_at(f"{pack}@first") as text:
        assert floor(text.folder) == "90%"
    last_change(pack)
    assert not ran.exists()


def test_variables_of_the_caller_do_not_lead_git_elsewhere(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_DIR and its like are left out, as they are set while a hook of another repository runs."""
    monkeypatch.setenv("GIT_DIR", os.devnull)
    monkeypatch.setenv("GIT_WORK_TREE", os.devnull)
    with pack_at(f"{there}/rules/{SEED}@first") as text:
        assert floor(text.folder) == "90%"
