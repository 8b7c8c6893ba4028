"""``checker rules rename``: calls something in a pack otherwise wherever it is named, or shows what that would do."""

from __future__ import annotations

from checker.cli.output import console
from checker.cli.packs import pack_folders
from checker.result import ExitCode
from checker.source import EngineFault, Problems


def run_rename(pack: str, old: str, new: str, *, dry_run: bool) -> int:
    """Call ``old`` ``new`` in a pack and in those beside it that extend it, and return the exit code.

    Everything was tried out on a copy before; with ``dry_run`` nothing is written.
    """
    from checker.edit.file_edit import write_edits  # noqa: PLC0415 - help starts fast
    from checker.edit.rename import renaming  # noqa: PLC0415
    from checker.messages import message  # noqa: PLC0415
    from checker.report.terminal.edits import print_renaming  # noqa: PLC0415

    problems = Problems()
    (folder,) = pack_folders([pack])
    found = renaming(folder, old, new, problems)
    problems.raise_if_any()
    if found is None:
        raise EngineFault(message("改名没有成功，却没有记下问题"))
    if not dry_run:
        write_edits(found.edits, found.texts, found.moves)
    with console("-") as screen:
        print_renaming(found, (old, new), screen, written=not dry_run)
    return ExitCode.CLEAN
