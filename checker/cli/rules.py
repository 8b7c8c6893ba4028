"""``checker rules``: runs the cases of packs, and gives the schemas of their files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import checker
from checker.cli.output import console, emit, make_folder, write_whole
from checker.cli.words import one_of
from checker.messages import message
from checker.result import ExitCode
from checker.run import ENGINES, load_sound_pack
from checker.source import Problems, UsageFault

_ALL: Final = "all"
RESULT: Final = "result"
RESULT_SCHEMA: Final = Path(checker.__file__).parent / "schema" / "result.schema.json"


def run_rules_test(packs: list[str], *, engine: str) -> int:
    """Run the cases of ``packs`` (all below ./rules when none is named) and return the exit code."""
    from checker.pack import find_pack  # noqa: PLC0415
    from checker.report.terminal.cases import print_cases  # noqa: PLC0415
    from checker.testing import run_cases  # noqa: PLC0415

    one_of("--engine", engine, [*ENGINES, _ALL])
    engines = list(ENGINES) if engine == _ALL else [engine]
    problems = Problems()
    names = packs or [str(path.parent) for path in sorted(Path("rules").glob("*/pack.yaml"))]
    if not names:
        raise UsageFault(message("没有找到规则包：写规则包的编号，或在有 rules 文件夹的地方运行"))
    folders = [folder for name in names if (folder := find_pack(name, problems, start=Path.cwd()))]
    loaded = [load_sound_pack(folder, problems) for folder in folders]
    problems.raise_if_any()
    reports = [report for pack in loaded if pack is not None for report in run_cases(pack, engines)]
    if not reports:
        raise UsageFault(message("这些规则包没有用例"))
    with console("-") as screen:
        print_cases(reports, screen)
    return ExitCode.CLEAN if all(report.passed for report in reports) else ExitCode.FINDINGS


def run_rules_schema(kind: str, *, output: str) -> int:
    """Print the schema of one kind of file, list the kinds, or write all of them to a folder."""
    from checker.pack.schema import schema_text, schemas  # noqa: PLC0415

    found = {**schemas(), RESULT: json.loads(RESULT_SCHEMA.read_text("utf-8"))}
    if output:
        folder = make_folder(Path(output))
        for name, schema in found.items():
            write_whole(folder / f"{name}.schema.json", schema_text(schema))
    elif kind:
        emit(schema_text(found[one_of("KIND", kind, found)]), "-")
    else:
        emit("\n".join(found) + "\n", "-")
    return ExitCode.CLEAN
