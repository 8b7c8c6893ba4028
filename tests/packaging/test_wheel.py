"""The wheel: what is in it, and that it works where nothing of the checkout can be seen."""

from __future__ import annotations

import os
import re
import shutil
import site
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from checker import __version__

ROOT = Path(__file__).parent.parent.parent
LEFT_OUT = {"__pycache__", "tests", "docs", "build", "dist", "benchmarks"}
KINDS = {
    ".css", ".docx", ".j2", ".js", ".json", ".lark", ".md", ".mo", ".po", ".py", ".tables", ".typed", ".yaml",
}  # fmt: skip


def run(command: list[str | Path], cwd: Path, path: str = "") -> subprocess.CompletedProcess[bytes]:
    """Run a command without Chinese or English being asked for."""
    unset = {"LANG", "LC_ALL", "LC_MESSAGES", "PYTHONPATH", "PYTHONHOME"}
    env = {name: value for name, value in os.environ.items() if name not in unset}
    env |= {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **({"PYTHONPATH": path} if path else {})}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout, with the build tools that are installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command: list[str | Path] = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    built = run(command, cwd=folder)
    assert built.returncode == 0, (built.stdout + built.stderr).decode()
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[PurePosixPath]:
    """Return the files in the wheel."""
    return [PurePosixPath(name) for name in zipfile.ZipFile(wheel).namelist()]


def sources(folder: str) -> set[str]:
    """Return the files below a folder of the checkout, relative to it."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT / folder).as_posix() for path in files if "__pycache__" not in path.parts}


def test_wheel_is_named_after_the_version(wheel: Path) -> None:
    """The wheel is for every platform and Python 3, under the version the code names."""
    assert wheel.name == f"jixiao_checker-{__version__}-py3-none-any.whl"


def test_wheel_holds_code_grammar_catalogue_schemas_and_packs(names: list[PurePosixPath]) -> None:
    """Every file of the checker is in the wheel, and every rule pack, with its cases, beside it."""
    inside = {str(name) for name in names}
    wanted = {f"checker/{name}" for name in sources("checker")} | {f"checker/packs/{name}" for name in sources("rules")}
    assert not wanted - inside
    for kind in ("checker/expr/*.lark", "checker/locale/en/LC_MESSAGES/checker.mo", "checker/schema/*.schema.json"):
        assert any(name.match(kind) for name in names), kind
    assert "checker/packs/xueliang-2020/pack.yaml" in inside


def test_wheel_holds_nothing_else(names: list[PurePosixPath]) -> None:
    """Nothing of tests, documentation, caches or working files is published."""
    outside = {name for name in names if name.parts[0] != "checker" and not name.parts[0].endswith(".dist-info")}
    assert not outside
    inside = [name for name in names if name.parts[0] == "checker"]
    assert not [name for name in inside if name.suffix not in KINDS]
    packed = {name for name in inside if name.parts[1] != "packs"}
    assert not [name for name in packed if LEFT_OUT & set(name.parts)]
    assert not [name for name in names if any(part.startswith(".") for part in name.parts)]


def test_metadata_names_what_is_needed(wheel: Path) -> None:
    """The metadata has the command, the licence and the libraries needed, and none of the development tools."""
    with zipfile.ZipFile(wheel) as content:
        info = f"jixiao_checker-{__version__}.dist-info"
        metadata = content.read(f"{info}/METADATA").decode()
        commands = content.read(f"{info}/entry_points.txt").decode()
    assert "checker = checker.cli:main" in commands
    assert "License-Expression: Apache-2.0" in metadata
    needed = set(re.findall(r"^Requires-Dist: ([\w-]+)(?!.*extra ==)", metadata, re.MULTILINE))
    assert {"durable-rules", "jinja2", "lark", "pydantic", "pyyaml", "rich", "typer"} <= needed
    assert not needed & {"pytest", "mypy", "ruff", "babel", "hatchling"}


def test_installed_wheel_checks_the_seed(wheel: Path, tmp_path: Path) -> None:
    """Installed far from the checkout, the command brings all it needs along: 93.07, in two languages."""
    target, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    install: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        target,
        wheel,
    ]
    installed = run(install, cwd=elsewhere)
    assert installed.returncode == 0, installed.stderr.decode()
    shutil.copytree(ROOT / "facts" / "xinjian-2020", elsewhere / "facts")
    path = os.pathsep.join([str(target), *site.getsitepackages()])

    def checker(*words: str) -> tuple[int, str]:
        done = run([sys.executable, "-m", "checker", *words], cwd=elsewhere, path=path)
        return done.returncode, (done.stdout + done.stderr).decode()

    where = run([sys.executable, "-c", "import checker; print(checker.__file__)"], cwd=elsewhere, path=path)
    assert Path(where.stdout.decode().strip()).is_relative_to(target)
    code, shown = checker("check", "facts")
    assert (code, "综合得分 93.07 分（满分 100）  等级：优" in shown) == (1, True), shown
    code, shown = checker("check", "facts", "--rules", "xueliang-2020", "--lang", "en")
    assert (code, "Score 93.07 (of 100)  Grade: 优" in shown) == (1, True), shown
    assert checker("--version") == (0, f"{__version__}\n")
