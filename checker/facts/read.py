"""Turns facts files, or data of the same form, into a ``FactSet``: everything wrong with them is recorded at once.

Facts name their pack, and reading them needs the pack's vocabulary: so files are opened first (``open_facts`` gives the
header) and typed then (``RawFacts.typed``), and no file is read twice. Knows nothing about packs, rules or workbooks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.facts.decisions import read_judgements, read_waivers
from checker.facts.facts import Fact, FactSet, Judgement, Waiver
from checker.facts.files import combined_digest, facts_files, read_files, shown_name
from checker.facts.header import Header, read_header_parts
from checker.facts.limit import limited
from checker.facts.parts import Part, add_given_twice, name_hint, shortened
from checker.facts.plain_data import plain_part
from checker.facts.records import FactReader
from checker.facts.shapes import TOP_ALIASES
from checker.facts.sources import SourceReader
from checker.messages import message
from checker.source import did_you_mean, digest_of, suggest
from checker.source.document import Mapping
from checker.source.read import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as PlainMapping
    from pathlib import Path

    from checker.facts.vocabulary import Vocabulary
    from checker.source import Document, Problems, Step


@dataclass(frozen=True, slots=True)
class _File:
    """The parts of one file: the shared words by id, and the fact types by the names that were written."""

    shared: PlainMapping[str, Part]
    types: tuple[tuple[str, Part], ...]


@dataclass(frozen=True, slots=True)
class RawFacts:
    """Facts read from files but not yet typed; ``sound`` says that nothing was wrong so far."""

    name: str
    header: Header
    digest: str
    sound: bool
    files: tuple[_File, ...]

    def typed(self, vocabulary: Vocabulary, problems: Problems) -> FactSet | None:
        """Return the facts by the fact types of ``vocabulary``, or None when anything was wrong, now or at opening."""
        before = len(problems.errors)
        read: dict[str, list[Fact]] = {}
        judgements: list[Judgement] = []
        waivers: list[Waiver] = []
        with limited(problems) as found:
            sources = SourceReader(self.header.documents if self.sound else None, found)
            reader = FactReader(sources, found, read)
            for file in self.files:
                _read_types(file, vocabulary, reader)
                if "judgements" in file.shared:
                    judgements += read_judgements(file.shared["judgements"], sources, found)
                if "waivers" in file.shared:
                    waivers += read_waivers(file.shared["waivers"], found)
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
            digest=self.digest,
            name=self.name,
        )


def open_facts(path: Path, problems: Problems) -> RawFacts | None:
    """Read a facts file, or all facts files of a folder, and their header; None when there is nothing to go on with."""
    before = len(problems.errors)
    documents = read_files(facts_files(path, problems), problems)
    if not documents:
        return None
    digest = combined_digest((document.name.rpartition("/")[2], document.digest) for document in documents)
    return _opened(shown_name(path), [_part(document, ()) for document in documents], digest, before, problems)


def open_facts_text(text: str, name: str, problems: Problems) -> RawFacts | None:
    """Read facts from text called ``name``, such as what came through standard input."""
    before = len(problems.errors)
    document = parse_document(text, name, digest_of(text.encode("utf-8", "surrogatepass")), problems)
    if document is None:
        return None
    digest = combined_digest([(name, document.digest)])
    return _opened(name, [_part(document, ())], digest, before, problems)


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
    raw = _opened(document.name, [_part(document, path)], document.digest, before, problems)
    return raw.typed(vocabulary, problems)


def parse_facts(
    data: PlainMapping[str, object], name: str, vocabulary: Vocabulary, problems: Problems
) -> FactSet | None:
    """Return the facts of data in memory; problems are placed by ``name`` and the names on the way (``a[1].b``).

    Raises ``TypeError`` for a binary float.
    """
    before = len(problems.errors)
    part, digest = plain_part(data, name, problems)
    return _opened(name, [part], digest, before, problems).typed(vocabulary, problems)


def _part(document: Document, path: tuple[Step, ...]) -> Part:
    node = document.node(path)
    if node is None:
        raise KeyError(path)
    return Part(document.name, node)


def _opened(name: str, parts: Iterable[Part], digest: str, before: int, problems: Problems) -> RawFacts:
    header, files = Header(), []
    with limited(problems) as found:
        files += [_split(part, found) for part in parts]
        header = read_header_parts([file.shared for file in files], found)
    return RawFacts(name, header, digest, len(problems.errors) == before, tuple(files))


def _split(part: Part, problems: Problems) -> _File:
    if not isinstance(part.node, Mapping) and not part.blank:
        hint = message("最外层写“事实类型: ……”，如“项目名称: 雪亮工程”")
        problems.add("not-a-mapping", part.place, message("事实文件的最外层要写成“名称: 值”"), hint)
    shared: dict[str, Part] = {}
    types: list[tuple[str, Part]] = []
    for written, child in part.entries():
        name = TOP_ALIASES.get(written)
        if name is None:
            types.append((written, child))
        elif name in shared:
            add_given_twice(child, shared[name], problems)
        else:
            shared[name] = child
    return _File(shared, tuple(types))


def _read_types(file: _File, vocabulary: Vocabulary, reader: FactReader) -> None:
    seen: dict[str, Part] = {}
    for written, part in file.types:
        name = vocabulary.aliases.get(written)
        if name is None:
            what = message("没有名为“{name}”的事实类型", name=shortened(written))
            near = suggest(written, {**vocabulary.aliases, **TOP_ALIASES})
            hint = did_you_mean(written, [near]) if near else name_hint(written, vocabulary.aliases)
            hint = hint or message("可以写的事实类型见规则包的 vocabulary.yaml")
            reader.problems.add("unknown-type", part.name_place, what, hint)
        elif name in seen:
            add_given_twice(part, seen[name], reader.problems)
        else:
            seen[name] = part
            reader.read(part, vocabulary.types[name])


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
