"""``checker rules mutate``: changes rules a little, one thing at a time, and says what no case of the packs notices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import console, emit
from checker.cli.packs import opened_packs
from checker.cli.progress import steps
from checker.cli.words import one_of
from checker.messages import message, tr
from checker.source import Problems, UsageFault, did_you_mean

if TYPE_CHECKING:
    from checker.pack import Pack

FORMATS: Final = ("text", "json")
_PACK_FILE: Final = "pack.yaml"
_JOBS: Final = 2


def run_mutate(packs: list[str], *, rule: str, format_: str, output: str) -> int:
    """Try every mutant of ``packs`` (all below ./rules when none is named) and return the exit code: 1 for survivors.

    Packs beside them that inherit from them lend their cases, where those packs are sound. Raises ``InputError``.
    """
    from checker.mutate import mutate_packs  # noqa: PLC0415 - help starts fast

    one_of("--format", format_, FORMATS)
    opened = opened_packs(packs)
    folders, named = [folder for folder, _ in opened], [pack for _, pack in opened]
    if rule and not any(rule in pack.rules and pack.rules[rule].pack == pack.id for pack in named):
        _no_rule(rule, named)
    report = mutate_packs(
        named, _heirs(folders, named), rule=rule, jobs=_JOBS, bar=lambda total: steps(tr("变异检验"), total)
    )
    if format_ == "json":
        from checker.report.mutate_json import render_mutations  # noqa: PLC0415 - as above

        emit(render_mutations(report), output)
    else:
        from checker.report.terminal.mutate import print_mutations  # noqa: PLC0415 - as above

        with console(output) as screen:
            print_mutations(report, screen)
    return report.exit_code


def _heirs(folders: list[Path], named: list[Pack]) -> list[Pack]:
    """Return the sound packs beside those named that extend one of them."""
    from checker.run import load_sound_pack  # noqa: PLC0415 - help starts fast

    ids = {pack.id for pack in named}
    beside = sorted({path.parent for folder in folders for path in folder.parent.glob(f"*/{_PACK_FILE}")})
    known = {folder.resolve() for folder in folders}
    found = []
    for folder in beside:
        if folder.resolve() not in known and "extends" in (folder / _PACK_FILE).read_text("utf-8", errors="replace"):
            problems = Problems()
            pack = load_sound_pack(folder, problems)
            if pack is not None and not problems.errors and ids & {model.id for model in pack.lineage}:
                found.append(pack)
    return found


def _no_rule(rule: str, named: list[Pack]) -> None:
    own = [name for pack in named for name, entry in pack.rules.items() if entry.pack == pack.id]
    hint = did_you_mean(rule, own)
    if hint is None:
        raise UsageFault(message("这些规则包里没有规则“{rule}”", rule=rule))
    raise UsageFault(message("这些规则包里没有规则“{rule}”；{hint}", rule=rule, hint=hint))
