"""``checker pack-up`` and ``checker replay``: keep a check in one file, and decide it again from that file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checker.archive import pack_up, replay
from checker.cli.output import STDIN, emit, write_whole
from checker.cli.words import day
from checker.messages import message, tr
from checker.report.json import render_json
from checker.report.words import grade_text, points
from checker.result import ExitCode
from checker.source import UsageFault, digest_of

if TYPE_CHECKING:
    from checker.result import CheckResult


def run_pack_up(facts: str, *, output: str, rules: str, as_of: str) -> int:
    """Write the archive and return the exit code: 0 when it is written, 3 when nothing at all was decided."""
    if facts == STDIN:
        raise UsageFault(message("归档要写事实所在的文件或文件夹，不能用标准输入"))
    if output in {"", STDIN}:
        raise UsageFault(message("没有说写到哪里：用 -o 写文件名，如 -o archive.zip"))
    packed = pack_up(Path(facts), render_json, rules=rules or None, as_of=day("--as-of", as_of))
    write_whole(Path(output), packed.content)
    lines = [
        tr("存下了 {count} 个文件：{file}", count=len(packed.members), file=output),
        tr("归档的 SHA-256：{digest}", digest=digest_of(packed.content)),
        _came_to(packed.result),
    ]
    emit("".join(f"{line}\n" for line in lines), STDIN)
    return ExitCode.CLEAN if packed.result.decided else ExitCode.UNDECIDED


def run_replay(archive: str) -> int:
    """Decide an archive again; return 0 when the result is the same to the byte, 1 when it differs."""
    replayed = replay(Path(archive), render_json)
    if replayed.same:
        emit(tr("重新检查的结果与归档的逐字节相同") + f"\n{_came_to(replayed.result)}\n", STDIN)
        return ExitCode.CLEAN
    lines = [tr("重新检查的结果与归档的不同："), *(f"- {text}" for text in replayed.differences)]
    emit("".join(f"{line}\n" for line in lines), STDIN)
    return ExitCode.FINDINGS


def _came_to(result: CheckResult) -> str:
    return tr("综合得分 {score} 分，等级 {grade}", score=points(result.score), grade=grade_text(result))
