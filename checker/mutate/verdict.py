"""What became of each mutant of some packs, and of them all: plain data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from checker.result import ExitCode

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.mutate.mutant import Mutant
    from checker.source import Place

Status: TypeAlias = Literal["killed", "invalid", "equivalent", "justified", "survived"]
STATUSES: Final[tuple[Status, ...]] = ("killed", "invalid", "equivalent", "justified", "survived")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one worker found out about one mutant.

    ``killer`` is the case that tells it, at ``killer_place``. A survivor has a ``case`` that would tell it, as YAML for
    the file ``case_file`` of the pack ``case_pack``, or ``why`` there is none; ``why`` also says what was not proven.
    """

    status: Status
    killer: str = ""
    killer_place: Place | None = None
    case: str = ""
    case_file: str = ""
    case_pack: str = ""
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mutant of ``pack`` and what became of it; ``reason`` is the justification its line gives."""

    mutant: Mutant
    pack: str
    found: Finding
    reason: str = ""

    @property
    def status(self) -> Status:
        """What became of it, a justification counted."""
        return "justified" if self.reason and self.found.status == "survived" else self.found.status


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment ``# mutate: ignore`` that does not do its work, and what to write instead."""

    place: Place
    what: Message
    hint: Message


@dataclass(frozen=True, slots=True)
class Line:
    """The count of each status for one owner."""

    pack: str
    owner: str
    title: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many mutants there are."""
        return sum(self.counts)


@dataclass(frozen=True)
class MutationReport:
    """The verdicts in the order of the packs, and what else should be known.

    ``remarks`` are findings too. ``unused`` names the shared indicators nobody uses, by pack: they were not changed.
    ``left_out`` counts the cases, by pack, that do not come out as they expect, so that they tell nothing.
    """

    verdicts: tuple[Verdict, ...]
    remarks: tuple[Remark, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()

    @cached_property
    def survivors(self) -> tuple[Verdict, ...]:
        """The mutants that no case tells, nobody proved equivalent and nobody justified."""
        return tuple(verdict for verdict in self.verdicts if verdict.status == "survived")

    @property
    def counts(self) -> tuple[int, ...]:
        """How many mutants have each of ``STATUSES``."""
        found = Counter(verdict.status for verdict in self.verdicts)
        return tuple(found[status] for status in STATUSES)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The counts for each owner, in the order of the verdicts."""
        groups: dict[tuple[str, str, str], Counter[Status]] = {}
        for verdict in self.verdicts:
            mutant = verdict.mutant
            groups.setdefault((verdict.pack, mutant.owner, mutant.title), Counter())[verdict.status] += 1
        return tuple(Line(*name, tuple(found[status] for status in STATUSES)) for name, found in groups.items())

    @property
    def exit_code(self) -> ExitCode:
        """Clean when no mutant survived and every comment does its work."""
        return ExitCode.FINDINGS if self.survivors or self.remarks else ExitCode.CLEAN
