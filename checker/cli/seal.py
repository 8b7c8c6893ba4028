"""``checker facts seal``: records the digests of the evidence files that facts name, and says what became different."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.output import STDIN, emit, write_whole
from checker.facts.evidence import SEAL, read_seal, seal_text
from checker.facts.files import shown_name
from checker.messages import message, tr
from checker.result import ExitCode
from checker.run import open_project
from checker.source import Problems, UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.facts import EvidenceFile


def run_seal(facts: str, *, rules: str) -> int:
    """Write ``evidence.sha256`` beside the facts; return 0, or 2 when a file that is named is not there.

    What was recorded for a missing file stays. Digests of files that nobody names any more are dropped, unless the
    facts are a single file: others in its folder may name them.
    """
    if facts == STDIN:
        raise UsageFault(message("封存要写事实所在的文件或文件夹，不能用标准输入"))
    path = Path(facts)
    _, found = open_project(path, rules=rules or None)
    folder = path if path.is_dir() else path.parent
    problems = Problems()
    before = read_seal(folder, shown_name(folder), problems)
    problems.raise_if_any()
    kept = {} if path.is_dir() else {name: digest for name, digest in before.items() if name not in found.evidence}
    named = {name: file.present or file.recorded for name, file in found.evidence.items()}
    after = {**kept, **{name: digest for name, digest in named.items() if digest}}
    seal = folder / SEAL
    _write(seal, after, before)
    missing = sum(file.missing for file in found.evidence.values())
    lines = [*_lines(found.evidence, before, after), *_totals(len(found.evidence) - missing, missing, shown_name(seal))]
    emit("".join(f"{line}\n" for line in lines), STDIN)
    return ExitCode.INVALID if missing else ExitCode.CLEAN


def _write(seal: Path, after: Mapping[str, str], before: Mapping[str, str]) -> None:
    if after and after != before:
        write_whole(seal, seal_text(after))
    elif not after:
        seal.unlink(missing_ok=True)


def _lines(files: Mapping[str, EvidenceFile], before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name, file in files.items():
        if file.missing:
            yield tr("找不到  {file}（写在 {place}）", file=name, place=file.place)
        elif file.unsealed:
            yield tr("新增    {file}", file=name)
        elif file.changed:
            yield tr("有变动  {file}", file=name)
        else:
            yield tr("未变    {file}", file=name)
    for name in sorted(set(before) - set(after)):
        yield tr("去掉    {file}（没有事实再写它）", file=name)


def _totals(sealed: int, missing: int, seal: str) -> Iterator[str]:
    if sealed:
        yield tr("封存了 {count} 个证据文件，摘要记在 {seal}", count=sealed, seal=seal)
    elif not missing:
        yield tr("没有可以封存的证据文件：在事实的来源里写“文件: 证据/故障统计.pdf”")
    if missing:
        yield tr("有 {count} 个证据文件找不到：放进事实文件夹，或改正事实里写的名称", count=missing)
