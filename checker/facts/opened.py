"""Opens the files of a project, each as parts under the names that were written: text, workbooks, and their ledgers.

Knows nothing about what the parts mean; which fact types there are comes in as a ``Vocabulary``. Workbooks and ledgers
are read by modules that are loaded only when there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from checker.facts.files import is_workbook, shown_name
from checker.facts.parts import Part, add_given_twice, name_hint, shortened
from checker.facts.shapes import LEDGERS, TOP_ALIASES
from checker.messages import message
from checker.source import NOTHING_UNSAVED, did_you_mean, read_document, suggest
from checker.source.document import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as PlainMapping

    from checker.facts.rows_read import LedgerCount, Progress
    from checker.facts.vocabulary import FactTypeRule, Vocabulary
    from checker.source import Problems, Unsaved


class FactsFile(Protocol):
    """One file of a project: its words that every pack shares, and its fact types once these are known."""

    @property
    def shared(self) -> PlainMapping[str, Part]:
        """The header, documents, judgements and waivers of the file by id."""
        ...

    @property
    def name(self) -> str:
        """How the file is called to people."""
        ...

    def types(self, vocabulary: Vocabulary, problems: Problems) -> Iterator[tuple[FactTypeRule, Part]]:
        """Yield the fact types that stand in the file, with what is said of them; unknown ones are recorded."""
        ...

    def holds_facts(self, vocabulary: Vocabulary) -> bool:
        """Say whether anything in the file is meant as facts; a workbook may be evidence instead."""
        ...

    def add_no_facts(self, vocabulary: Vocabulary, problems: Problems) -> None:
        """Record that the file holds none."""
        ...


@dataclass(frozen=True, slots=True)
class TextFile:
    """The parts of one text: the shared words by id, and the fact types by the names that were written."""

    name: str
    shared: PlainMapping[str, Part]
    written: tuple[tuple[str, Part], ...]

    def holds_facts(self, vocabulary: Vocabulary) -> bool:
        """Say that a text is always meant as facts."""
        del vocabulary
        return True

    def add_no_facts(self, vocabulary: Vocabulary, problems: Problems) -> None:
        """Record nothing: a text is never taken for anything else."""

    def types(self, vocabulary: Vocabulary, problems: Problems) -> Iterator[tuple[FactTypeRule, Part]]:
        """Yield each fact type with its part; a name that is unknown, or means the same as another, is recorded."""
        seen: dict[str, Part] = {}
        for written, part in self.written:
            name = vocabulary.aliases.get(written)
            if name is None:
                what = message("没有名为“{name}”的事实类型", name=shortened(written))
                near = suggest(written, {**vocabulary.aliases, **TOP_ALIASES})
                hint = did_you_mean(written, [near]) if near else name_hint(written, vocabulary.aliases)
                hint = hint or message("可以写的事实类型见规则包的 vocabulary.yaml")
                problems.add("unknown-type", part.name_place, what, hint)
            elif name in seen:
                add_given_twice(part, seen[name], problems)
            else:
                seen[name] = part
                yield vocabulary.types[name], part


@dataclass(frozen=True, slots=True)
class OpenedFiles:
    """What was opened: the files, name and digest of each file that was read, and the ledgers behind them."""

    files: tuple[FactsFile, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    ledgers: tuple[LedgerCount, ...] = ()
    ledger_files: tuple[Path, ...] = ()


def split(part: Part, problems: Problems) -> TextFile:
    """Return the top level of a text as parts; a name of it that is given twice is recorded."""
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
    return TextFile(part.file, shared, tuple(types))


def open_files(
    paths: Iterable[Path], problems: Problems, progress: Progress | None = None, unsaved: Unsaved = NOTHING_UNSAVED
) -> OpenedFiles:
    """Return what stands in the files, in their order; what cannot be read is recorded and left out.

    A workbook that the mapping of a ledger names is that ledger, and not read as facts, though it may lie beside them.
    """
    paths = list(paths)
    texts = {path: _open_text(path, problems, progress, unsaved) for path in paths if not is_workbook(path)}
    ledgers = {ledger.resolve() for opened in texts.values() for ledger in opened.ledger_files}
    books = {
        path: _open_workbook(path, problems) for path in paths if is_workbook(path) and path.resolve() not in ledgers
    }
    return _joined([(texts | books)[path] for path in paths if path in texts or path in books])


def _joined(opened: list[OpenedFiles]) -> OpenedFiles:
    return OpenedFiles(
        tuple(file for one in opened for file in one.files),
        tuple(digest for one in opened for digest in one.digests),
        tuple(ledger for one in opened for ledger in one.ledgers),
        tuple(dict.fromkeys(file for one in opened for file in one.ledger_files)),
    )


def _open_text(path: Path, problems: Problems, progress: Progress | None, unsaved: Unsaved) -> OpenedFiles:
    document = read_document(path, shown_name(path), problems, unsaved)
    if document is None:
        return OpenedFiles()
    file = split(Part(document.name, document.root), problems)
    here = OpenedFiles((file,), ((path.name, document.digest),))
    ledgers = file.shared.get(LEDGERS.name)
    if ledgers is None or ledgers.blank:
        return here
    from checker.facts.ledger import expand  # noqa: PLC0415 - only a project with ledgers loads what reads them

    expanded = expand(ledgers, path.parent, problems, progress)
    types = tuple(TextFile(document.name, {}, (one,)) for one in expanded.types)
    return _joined([here, OpenedFiles(types, expanded.digests, expanded.counts, expanded.files)])


def _open_workbook(path: Path, problems: Problems) -> OpenedFiles:
    from checker.facts.workbook.book import open_book  # noqa: PLC0415 - a project of texts starts fast

    book = open_book(path, shown_name(path), problems)
    return OpenedFiles() if book is None else OpenedFiles((book,), ((path.name, book.digest),))
