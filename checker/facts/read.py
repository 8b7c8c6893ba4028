"""Turns facts files and workbooks, or data of that form, into a ``FactSet``: everything wrong is recorded at once.

Facts name their pack, and reading them needs the pack's vocabulary: so files are opened first (``open_facts`` gives the
header) and typed then (``RawFacts.typed``), and no file is read twice. Knows nothing about packs or rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.facts.decisions import read_judgements, read_waivers
from checker.facts.evidence import as_recorded, digest_with, read_evidence
from checker.facts.facts import Fact, FactSet, Judgement, Waiver
from checker.facts.files import combined_digest, facts_files, shown_name
from checker.facts.header import Header, read_header_parts
from checker.facts.limit import limited
from checker.facts.opened import OpenedFiles, open_files, split
from checker.facts.parts import Part
from checker.facts.plain_data import plain_part
from checker.facts.records import FactReader
from checker.facts.shapes import LEDGERS
from checker.facts.sources import SourceReader
from checker.messages import message
from checker.source import NOTHING_UNSAVED, digest_of
from checker.source.read import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as PlainMapping
    from pathlib import Path

    from checker.facts.evidence import EvidenceFile
    from checker.facts.opened import FactsFile
    from checker.facts.rows_read import LedgerCount, Progress
    from checker.facts.vocabulary import Vocabulary
    from checker.source import Document, Place, Problems, Step, Unsaved
    from checker.source.document import Mapping


@dataclass(frozen=True, slots=True)
class RawFacts:
    """Facts read from files but not yet typed; ``sound`` says that nothing was wrong so far.

    ``folder`` is where evidence files are looked for, None for facts that came as text; ``evidence`` is the state of
    those files where it is known from elsewhere (an archive). ``read_from`` are all files that were read, ``ledgers``
    what was read of ledgers.
    """

    name: str
    header: Header
    digest: str
    sound: bool
    files: tuple[FactsFile, ...]
    folder: Path | None = None
    read_from: tuple[Path, ...] = ()
    evidence: PlainMapping[str, EvidenceFile] | None = None
    ledgers: tuple[LedgerCount, ...] = ()

    def typed(self, vocabulary: Vocabulary, problems: Problems) -> FactSet | None:
        """Return the facts by the fact types of ``vocabulary``, or None when anything was wrong, now or at opening."""
        before = len(problems.errors)
        read: dict[str, list[Fact]] = {}
        judgements: list[Judgement] = []
        waivers: list[Waiver] = []
        evidence: PlainMapping[str, EvidenceFile] = {}
        with limited(problems) as found:
            sources = SourceReader(self.header.documents if self.sound else None, found)
            reader = FactReader(sources, found, read)
            for file in self.files:
                for rule, part in file.types(vocabulary, found) if file.holds_facts(vocabulary) else ():
                    reader.read(part, rule)
                if "judgements" in file.shared:
                    judgements += read_judgements(file.shared["judgements"], sources, found)
                if "waivers" in file.shared:
                    waivers += read_waivers(file.shared["waivers"], found)
            for file in self.files:
                if not file.holds_facts(vocabulary) and file.name.rpartition("/")[2] not in sources.files:
                    file.add_no_facts(vocabulary, found)
            evidence = self._evidence(sources.files, found)
        if not self.sound or len(problems.errors) > before:
            return None
        facts = {name: tuple(read[name]) for name in vocabulary.types if name in read}
        return FactSet(
            title=self.header.title,
            rules=self.header.rules,
            as_of=self.header.as_of,
            kind=self.header.kind,
            facts=facts,
            judgements=tuple(judgements),
            waivers=_with_keys(waivers, facts, vocabulary),
            documents=self.header.documents or {},
            digest=digest_with(self.digest, evidence),
            name=self.name,
            evidence=evidence,
        )

    def _evidence(self, named: PlainMapping[str, Place], problems: Problems) -> PlainMapping[str, EvidenceFile]:
        if self.evidence is not None:
            return as_recorded(self.evidence, named)
        return read_evidence(self.folder, named, shown_name(self.folder) if self.folder else "", problems)


def open_facts(
    path: Path, problems: Problems, progress: Progress | None = None, unsaved: Unsaved = NOTHING_UNSAVED
) -> RawFacts | None:
    """Read a facts file, or all facts files of a folder, and their header; None when there is nothing to go on with.

    Text files and workbooks are read alike; ``progress`` is told how far the reading of large ledgers is. A text in
    ``unsaved`` stands in for what its file holds.
    """
    before = len(problems.errors)
    paths = facts_files(path, problems)
    opened = OpenedFiles()
    with limited(problems) as found:
        opened = open_files(paths, found, progress, unsaved)
    if not opened.files:
        return None
    raw = _raw(shown_name(path), opened.files, combined_digest(opened.digests), before, problems)
    folder = path if path.is_dir() else path.parent
    return replace(
        raw, folder=folder, read_from=tuple(dict.fromkeys((*paths, *opened.ledger_files))), ledgers=opened.ledgers
    )


def open_facts_text(text: str, name: str, problems: Problems) -> RawFacts | None:
    """Read facts from text called ``name``, such as what came through standard input."""
    before = len(problems.errors)
    document = parse_document(text, name, digest_of(text.encode("utf-8", "surrogatepass")), problems)
    if document is None:
        return None
    digest = combined_digest([(name, document.digest)])
    return _opened(name, _part(document, ()), digest, before, problems)


def read_header(path: Path, problems: Problems) -> Header | None:
    """Return what a facts file or folder says about itself; who goes on to read the facts uses ``open_facts``."""
    raw = open_facts(path, problems)
    return None if raw is None else raw.header


def read_facts(path: Path, vocabulary: Vocabulary, problems: Problems) -> FactSet | None:
    """Return the facts of a file or folder; everything wrong is recorded in ``problems`` and gives None."""
    raw = open_facts(path, problems)
    return None if raw is None else raw.typed(vocabulary, problems)


def parse_facts_at(
    document: Document, path: tuple[Step, ...], vocabulary: Vocabulary, problems: Problems
) -> FactSet | None:
    """Return the facts that stand at ``path`` of another file (``given`` of a rule case), with their places there."""
    before = len(problems.errors)
    raw = _opened(document.name, _part(document, path), document.digest, before, problems)
    return raw.typed(vocabulary, problems)


def open_tree(node: Mapping, name: str, digest: str, problems: Problems) -> RawFacts:
    """Return the facts of a tree of which every node knows its place, such as one made of the rows of tables."""
    return _opened(name, Part(name, node), digest, len(problems.errors), problems)


def parse_facts(
    data: PlainMapping[str, object], name: str, vocabulary: Vocabulary, problems: Problems
) -> FactSet | None:
    """Return the facts of data in memory; problems are placed by ``name`` and the names on the way (``a[1].b``).

    Raises ``TypeError`` for a binary float.
    """
    before = len(problems.errors)
    part, digest = plain_part(data, name, problems)
    return _opened(name, part, digest, before, problems).typed(vocabulary, problems)


def _part(document: Document, path: tuple[Step, ...]) -> Part:
    node = document.node(path)
    if node is None:
        raise KeyError(path)
    return Part(document.name, node)


def _opened(name: str, part: Part, digest: str, before: int, problems: Problems) -> RawFacts:
    """Return the facts of one text; ledgers lie beside a file, so that none can be read from here."""
    files: list[FactsFile] = []
    with limited(problems) as found:
        file = split(part, found)
        files.append(file)
        if LEDGERS.name in file.shared:
            what = message("这里不能写“{label}”", label=LEDGERS.label)
            found.add(
                "no-ledgers", file.shared[LEDGERS.name].name_place, what, message("写在事实文件里，再检查那个文件")
            )
    return _raw(name, files, digest, before, problems)


def _raw(name: str, files: Iterable[FactsFile], digest: str, before: int, problems: Problems) -> RawFacts:
    header, files = Header(), tuple(files)
    with limited(problems) as found:
        header = read_header_parts([file.shared for file in files], found)
    return RawFacts(name, header, digest, len(problems.errors) == before, files)


def _with_keys(
    waivers: list[Waiver], facts: PlainMapping[str, tuple[Fact, ...]], vocabulary: Vocabulary
) -> tuple[Waiver, ...]:
    """Give waivers the key of their fact, which may also be written as the fact writes it (``2020年7-9月/一期``)."""
    keys = {
        "/".join(fact.fields[name].text for name in vocabulary.types[fact.type].key): fact.key
        for of_type in facts.values()
        for fact in of_type
    }
    return tuple(replace(waiver, key=keys.get(waiver.key, waiver.key)) for waiver in waivers)
