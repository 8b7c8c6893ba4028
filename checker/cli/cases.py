"""``checker rules cases``: proposes boundary cases, printed, in a new file, or at the end of the pack's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.kept import write_new
from checker.cli.output import emit
from checker.cli.packs import opened_pack
from checker.cli.progress import steps
from checker.cli.words import one_of
from checker.messages import language, message, tr
from checker.result import ExitCode
from checker.source import Problems, UsageFault
from checker.source.read import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checker.source.document import Node
    from checker.witness.propose import Proposal


def run_cases_command(pack: str, rules: list[str], *, output: str, add: bool) -> int:
    """Propose cases for rules and indicators (all that the pack defines when none is named); nothing is confirmed.

    With ``add`` they are put behind the cases the pack has, else printed or written to a file that is not there yet.
    """
    from checker.witness.propose import Proposer  # noqa: PLC0415 - help starts fast

    if add and output not in {"", "-"}:
        raise UsageFault(message("--add 写进规则包，不能再写 --output"))
    folder, found = opened_pack(pack)
    proposer = Proposer(found)
    known = proposer.known()
    owners = [one_of("RULE", name, known) for name in rules] or [*proposer.owners()]
    proposals = []
    with steps(tr("生成用例"), len(owners)) as advance:
        for owner in owners:
            proposals.append(proposer.propose(owner))
            advance()
    if add:
        _add(folder, proposals)
    else:
        _print(found.id, proposals, output)
    return ExitCode.CLEAN


def _print(pack: str, proposals: Sequence[Proposal], output: str) -> None:
    with language("zh"):  # what is written goes into a pack
        text = "\n".join(_parts(pack, proposals))
    if output in {"", "-"}:
        emit(text, output)
    else:
        write_new([(Path(output), text.encode(), None)])


def _parts(pack: str, proposals: Sequence[Proposal]) -> Iterator[str]:
    count = sum(len(proposal.cases) for proposal in proposals)
    head = tr("规则包 {pack} 的界限用例，共 {count} 条。预期由程序算出，逐条核对后才算数。", pack=pack, count=count)
    yield f"# {head}\n"
    for proposal in proposals:
        yield _heading(proposal)
        if proposal.cases:
            yield "\n".join(proposal.cases)


def _heading(proposal: Proposal) -> str:
    lines = [f"tests/{proposal.file}：{proposal.title}"]
    if proposal.covered:
        lines.append(tr("另有 {count} 条，已有的用例已经说明，没有列出。", count=proposal.covered))
    if not proposal.cases and not proposal.covered:
        lines.append(tr("没有能生成的用例。"))
    return "".join(f"# {line}\n" for line in lines)


def _add(folder: Path, proposals: Sequence[Proposal]) -> None:
    from checker.edit.file_edit import write_files  # noqa: PLC0415 - only when files are changed

    files = [_with_cases(folder / "tests" / proposal.file, proposal) for proposal in proposals if proposal.cases]
    for path, _ in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_files(files)
    emit("".join(_told(proposals)), "-")


def _with_cases(path: Path, proposal: Proposal) -> tuple[Path, bytes]:
    """Return the file with the cases at its end, all else as it was; raises ``UsageFault`` where it is no list."""
    from checker.facts.text.files import text_file  # noqa: PLC0415 - the same

    new = "\n".join(proposal.cases)
    before = path.read_bytes() if path.exists() else b""
    file = text_file(path.as_posix(), before) if before.strip() else None
    if not before.strip():
        return path, new.encode()
    if file is None:
        raise _no_list(path)
    text = f"{file.text.rstrip()}\n\n{new}"
    return path, file.with_text(text, _checked(path, file.text, text, len(proposal.cases))).content


def _checked(path: Path, before: str, after: str, count: int) -> Node:
    """Return the tree of the new text, when it is the old list with so many more items."""
    old, new = (parse_document(text, path.as_posix(), "", Problems()) for text in (before, after))
    if old is None or new is None or not isinstance(old.data, list) or not isinstance(new.data, list):
        raise _no_list(path)
    if new.data[: len(old.data)] != old.data or len(new.data) != len(old.data) + count:
        raise _no_list(path)
    return new.root


def _no_list(path: Path) -> UsageFault:
    return UsageFault(message("{path} 不是每条以“- ”开头的列表，加不进去", path=path))


def _told(proposals: Iterable[Proposal]) -> Iterator[str]:
    for proposal in proposals:
        if proposal.cases:
            yield tr("tests/{file}：加了 {count} 条，待核对", file=proposal.file, count=len(proposal.cases)) + "\n"
    covered = sum(proposal.covered for proposal in proposals)
    if covered:
        yield tr("另有 {count} 条，已有的用例已经说明，没有列出。", count=covered) + "\n"
