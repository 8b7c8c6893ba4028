"""``checker rules prove``: proves what the rules of packs can and cannot do, with an example for whatever is wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.cli.output import console, emit
from checker.cli.packs import sound_packs
from checker.cli.progress import steps
from checker.cli.words import one_of
from checker.messages import message, tr
from checker.result import ExitCode
from checker.source import UsageFault
from checker.values import Kind, WrittenFault, parse_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.prove import Verdict

FORMATS: Final = ("text", "json")


def run_prove(packs: list[str], *, format_: str, output: str, seconds: str) -> int:
    """Show what can be proved of ``packs`` (all below ./rules when none is named) and return the exit code.

    Something wrong is a finding; something that can be neither proved nor refuted leaves it undecided; an example that
    the engine does not confirm is a fault of the tool.
    """
    one_of("--format", format_, FORMATS)
    budget = _seconds(seconds)
    loaded = sound_packs(packs)
    from checker.prove import prepare_proof  # noqa: PLC0415 - help starts fast
    from checker.report.proofs_json import render_proofs  # noqa: PLC0415
    from checker.report.terminal.prove import print_proofs  # noqa: PLC0415

    proofs = [prepare_proof(pack, seconds=budget, engine="durable") for pack in loaded]
    with steps(tr("证明规则"), sum(len(proof.questions) for proof in proofs)) as advance:
        proved = [(proof.pack, proof.verdicts(advance)) for proof in proofs]
    if format_ == "json":
        emit(render_proofs(proved), output)
    else:
        with console(output) as screen:
            print_proofs(proved, screen)
    return exit_code([verdict for _, verdicts in proved for verdict in verdicts])


def exit_code(verdicts: Sequence[Verdict]) -> ExitCode:
    """Return the exit code of verdicts, the worst first."""
    from checker.prove import State  # noqa: PLC0415

    states = {verdict.state for verdict in verdicts}
    if State.FAULT in states:
        return ExitCode.FAULT
    if State.BAD in states:
        return ExitCode.FINDINGS
    return ExitCode.UNDECIDED if State.OPEN in states else ExitCode.CLEAN


def _seconds(text: str) -> float:
    """Return the budget of a question; nothing of it reaches a fact, a rule or a score."""
    try:
        value = parse_value(text, Kind.NUMBER).value
    except WrittenFault as fault:
        raise UsageFault(message("--seconds：{what}。写成如 5", what=fault.what)) from None
    if not isinstance(value, Fraction) or not 0 < value <= 600:  # noqa: PLR2004 - ten minutes for one question
        raise UsageFault(message("--seconds 要写大于 0、不超过 600 的一个数，如 5"))
    return float(value)
