"""Runs a portfolio from its source to its tables: opens, decides part by part, and puts everything in place at once.

Knows nothing about how a part is decided or shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from checker.messages import Message, message, tr
from checker.portfolio.intake.taken import PROJECTS
from checker.portfolio.run.destination import destination_of
from checker.portfolio.run.earlier import Earlier, earlier_result
from checker.portfolio.run.identity import Identity, digest_of_earlier
from checker.portfolio.run.journal import Journal, PartDone, read_journal
from checker.portfolio.run.manifest import (
    facts_part,
    manifest_text,
    read_manifest,
    result_of,
    rules_of,
    source_part,
    tables_part,
    tally_part,
)
from checker.portfolio.run.opening import Opened, opened_mapping, opened_pack, opened_source, taken_in
from checker.portfolio.run.parts import Parts
from checker.portfolio.run.program import program_of, program_or_none
from checker.portfolio.run.ranges import id_ranges
from checker.portfolio.run.request import TABLES
from checker.portfolio.run.sealing import Sealing, refuse_changed, standing
from checker.portfolio.run.selects import files_select
from checker.portfolio.run.tables import part_path
from checker.portfolio.run.tallying import tallied
from checker.portfolio.session import open_duckdb, open_spark
from checker.portfolio.single.remembered import KEY as AGAIN
from checker.portfolio.single.remembered import remembered
from checker.portfolio.source import source_digests

if TYPE_CHECKING:
    from pathlib import Path

    from checker.portfolio.run.destination import Destination
    from checker.portfolio.run.request import BatchRequest, BatchResult, Progress
    from checker.portfolio.session import Session
    from checker.portfolio.source import OpenedSource
    from checker.run import Checker
    from checker.source import Problem

_PLAIN_SIZE = 20_000
"""Projects that are decided singly take time, so less is lost when a run is killed."""


def run_batch(request: BatchRequest, progress: Progress | None = None) -> BatchResult:
    """Decide a portfolio and return what came of it; the tables are at ``request.out``, all of them or none.

    A run that was killed is gone on with when the same is asked of the same sources. Raises ``InputError`` for what is
    wrong with the pack, the mapping or the layout of the source, ``UsageFault`` for a destination that is taken or a
    source that changes meanwhile, and ``EngineFault``; wrong rows raise nothing, they are in the table of rejects.
    """
    checker = opened_pack(request)
    destination = destination_of(request)
    with ExitStack() as stack:
        stack.enter_context(destination.work.held())
        return _Run(request, checker, destination, progress or _quiet, stack).result()


def _quiet(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class _Run:
    """One run, from the moment its work folder is its own; ``stack`` closes what it opens."""

    request: BatchRequest
    checker: Checker
    destination: Destination
    progress: Progress
    stack: ExitStack
    notes: list[Message] = field(default_factory=list)

    def result(self) -> BatchResult:
        """Decide what is not decided yet, and publish."""
        request, work = self.request, self.destination.work
        if not work.published:
            work.restore()
            self.destination.refuse_what_is_there()
        self.progress(tr("读取来源"), 0, 0)
        mapping = opened_mapping(request)
        source = opened_source(request, self.checker, mapping, work.path)
        before = standing(origin.path for origin in source.origins if origin.path is not None)
        pool = self.stack.enter_context(ThreadPoolExecutor(1))
        digests = pool.submit(source_digests, source.origins)
        rules = rules_of(self.checker.plan)
        before_this = digest_of_earlier(work.out) if request.incremental else ""
        identity = Identity(request, rules, "" if mapping is None else mapping.digest, digests, before_this)
        journal = self._gone_on_with(identity)
        if work.published and journal is not None:
            work.clear()
            return result_of(self.destination.shown, read_manifest(work.out))
        opened = self._opened(source)
        parts = self._parts(opened)
        journal = self._decide(parts, journal, identity)
        refuse_changed(before)
        return self._published(parts, journal, identity)

    def _gone_on_with(self, identity: Identity) -> Journal | None:
        """Return the journal of a run like this one that was killed; what another run has left is thrown away."""
        work = self.destination.work
        journal = read_journal(work.journal)
        if journal is None or journal.identity != identity.content():
            if journal is not None and journal.parts:
                self.notes.append(message("上次没有做完的结果是按别的参数、规则或来源做的，没有接着用"))
            work.begin_anew()
            return None
        work.go_on()
        return journal

    def _opened(self, source: OpenedSource) -> Opened:
        request, work = self.request, self.destination.work
        session = self.stack.enter_context(
            closing(open_duckdb(request.memory, request.threads, work.scratch / "spill"))
        )
        return taken_in(request, self.checker, source, session, work.scratch / "intake")

    def _parts(self, opened: Opened) -> Parts:
        request, intake, plan = self.request, opened.intake, self.checker.plan
        plain = request.engine == "plain"
        make = program_or_none if plain else program_of
        program = make(plan, intake.shapes, request.written)
        size = min(request.projects_in_part, _PLAIN_SIZE) if plain else request.projects_in_part
        ranges = id_ranges(opened.session, intake.relations[PROJECTS], intake.projects, size)
        session: Session = opened.session
        if request.engine == "spark":
            session = self.stack.enter_context(
                closing(open_spark(request.master, self.destination.work.scratch / "spark"))
            )
        return Parts(opened, request, self.destination.work, ranges, program, session, self._earlier())

    def _earlier(self) -> Earlier | None:
        """Return the result that rows may be taken over from, if that is asked for and there is one."""
        out = self.destination.work.out
        if not self.request.incremental or not out.exists():
            return None
        found = earlier_result(out, rules_of(self.checker.plan), self.request.written)
        if isinstance(found, Message):
            self.notes.append(message("全部项目都重新判断：{why}", why=found))
            return None
        return found

    def _decide(self, parts: Parts, journal: Journal | None, identity: Identity) -> Journal:
        """Make the parts that are not done; each is in the journal once it is on the disk."""
        rows = sum(count.used for count in parts.opened.intake.counts.values())
        done = set() if journal is None else set(journal.parts)
        self.progress(tr("判断"), rows * len(done) // parts.number, rows)
        sealing = self.stack.enter_context(closing(Sealing()))
        for number, written, kept in parts.made(frozenset(done)):
            if journal is None:
                journal = Journal(self.destination.work.journal)
                journal.begin(identity.content())
            sealing.record(journal, number, written, {"kept": kept})
            done.add(number)
            self.progress(tr("判断"), rows * len(done) // parts.number, rows)
        sealing.settle()
        assert journal is not None  # noqa: S101 - there is at least one part
        return journal

    def _published(self, parts: Parts, journal: Journal, identity: Identity) -> BatchResult:
        """Write the manifest and put everything in its place."""
        self.progress(tr("写出结果"), 0, 0)
        done = [journal.parts[number] for number in sorted(journal.parts)]
        files = _files(self.destination.work.new, done)
        content = self._manifest(parts.opened, done, files, identity)
        shown = {name: paths for name, paths in files.items() if name in TABLES}
        self.destination.publish(shown, manifest_text(content))
        result = result_of(self.destination.shown, content)
        kept = sum(part.counts["kept"] for part in done)
        notes: tuple[Message | Problem, ...] = (*self.notes, *parts.opened.intake.notes)
        return replace(result, tally=replace(result.tally, kept=kept), notes=notes)

    def _manifest(
        self, opened: Opened, done: list[PartDone], files: Mapping[str, tuple[Path, ...]], identity: Identity
    ) -> dict[str, Any]:
        intake, session, request = opened.intake, opened.session, self.request
        rejected = sum(count.rejected for count in intake.counts.values())
        tally = tallied(session, files, self.checker.plan, rejected)
        columns = {name: session.columns(files_select(paths)) for name, paths in files.items()}
        return {
            **rules_of(self.checker.plan),
            "engine": request.engine,
            "source": source_part(opened.source, identity.digests.result(), identity.mapping),
            AGAIN: remembered(
                request.source, request.rules, request.mapping, request.projects, self.destination.work.out
            ),
            "facts": facts_part(intake),
            "counts": tally_part(tally),
            "tables": tables_part([*files], done, columns, files=request.form == "parquet"),
        }


def _files(folder: Path, done: list[PartDone]) -> dict[str, tuple[Path, ...]]:
    """Return the files of each table in the order of their parts."""
    names = dict.fromkeys(name for part in done for name in part.files)
    return {
        name: tuple(part_path(folder, name, part.number) for part in done if name in part.files)
        for name in sorted(names)
    }
