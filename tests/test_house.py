"""Holds the house rules that no linter knows; knows nothing about what the checker does."""

import ast
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "checker").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef
Defined = Function | ast.ClassDef

MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 50
# Names that say nothing about what is inside.
VAGUE = re.compile(r"_?(utils?|helpers?|managers?|base)", re.IGNORECASE)
# Written in pieces, so that this file does not name what it forbids.
REGISTRIES = ["py" + "pi.", "python" + "hosted.", "ana" + "conda.org", "npm" + "js."]
MACHINE_PATH = re.compile(r"(?<![\w.~%-])/(?:root|home|Users|work|mnt|opt|private)/\w", re.ASCII)
WINDOWS_PATH = re.compile(r"\b[A-Z]:\\+(?:Users|Windows|Program)", re.IGNORECASE)


def parse(file: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(file.read_text("utf-8"), str(file))


def place(file: Path, node: Defined) -> str:
    """Return ``file:line name``, as an editor can follow it."""
    return f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"


def public_definitions(scope: ast.Module | ast.ClassDef) -> Iterator[Defined]:
    """Yield the public functions and classes of a module and, inside its public classes, the public methods."""
    for node in scope.body:
        if isinstance(node, Defined) and not node.name.startswith("_") and not documented_elsewhere(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


def documented_elsewhere(node: Defined) -> bool:
    """Say whether a definition is a second half whose docstring stands at the first: an overload or a setter."""
    return any(re.search(r"\b(overload|override|setter)$", ast.unparse(mark)) for mark in node.decorator_list)


def project_files() -> list[Path]:
    """Return every file under version control or about to be; in an unpacked sdist, every file that is not hidden."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        names = [Path(name) for name in listing.split("\0") if name]
    else:
        names = [file.relative_to(ROOT) for file in ROOT.rglob("*")]
        names = [name for name in names if not any(part.startswith(".") for part in name.parts)]
    return sorted(ROOT / name for name in names if (ROOT / name).is_file())


def written_text(file: Path) -> str:
    """Return the text of a file, or nothing if it is not text."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_imports_only_downwards() -> None:
    """Every import contract of pyproject.toml holds; the report of a broken one names the lines."""
    command = Path(sysconfig.get_path("scripts")) / "lint-imports"
    result = subprocess.run(
        [command, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_module_is_small(file: Path) -> None:
    """A module has at most 300 lines and a function at most 50, docstring included."""
    lines = len(file.read_text("utf-8").splitlines())
    assert lines <= MAX_MODULE_LINES, f"{file.relative_to(ROOT)} has {lines} lines: split it by what it turns into what"
    long = [
        place(file, node)
        for node in ast.walk(parse(file))
        if isinstance(node, Function) and (node.end_lineno or node.lineno) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert not long, f"over {MAX_FUNCTION_LINES} lines: {long}"


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_public_names_have_docstrings(file: Path) -> None:
    """Every module of the checker and every public function, class and method in it has a docstring."""
    tree = parse(file)
    assert ast.get_docstring(tree), f"{file.relative_to(ROOT)}: say what the module turns into what"
    bare = [place(file, node) for node in public_definitions(tree) if not ast.get_docstring(node)]
    assert not bare, f"without docstring: {bare}"


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_test_states_its_promise(file: Path) -> None:
    """Every test function has a docstring: the promise that is broken when it fails."""
    silent = [
        place(file, node)
        for node in ast.walk(parse(file))
        if isinstance(node, Function) and node.name.startswith("test") and not ast.get_docstring(node)
    ]
    assert not silent, f"without docstring: {silent}"


def test_module_names_say_what_is_inside() -> None:
    """No module or package of the checker has a name that would fit any content."""
    parts = {part for file in CODE for part in file.relative_to(ROOT).with_suffix("").parts}
    assert not {part for part in parts if VAGUE.fullmatch(part)}


def test_no_file_depends_on_one_machine() -> None:
    """No file names a package registry's host or an absolute path of someone's machine."""
    found = [
        f"{file.relative_to(ROOT)}: {hit}"
        for file in project_files()
        for text in [written_text(file)]
        for hit in [
            *(host for host in REGISTRIES if host in text.lower()),
            *MACHINE_PATH.findall(text),
            *WINDOWS_PATH.findall(text),
        ]
    ]
    assert not found, found
