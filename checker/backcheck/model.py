"""What a report consists of and what comparing it came to: plain data; knows nothing about how either is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.messages import Message, message
from checker.result import ExitCode

if TYPE_CHECKING:
    from fractions import Fraction

    from checker.source import Place
    from checker.values import Amount, Kind


Label: TypeAlias = str | Message
"""The name of something known: a label of the pack, or words of the checker that are shown in the reader's language."""
CODES: Final = (
    "fact-differs", "limit-differs", "period-differs", "measure-differs", "title-differs", "statement-differs",
    "score-differs", "weight-differs", "deduction-differs", "total-differs", "grade-differs", "indicator-count",
    "indicator-list", "deduction-without-problem",
)  # fmt: skip
"""What may disagree with facts, rules and scores."""
CODES_OF_ITSELF: Final = (
    "said-twice", "total-not-sum", "weights-not-sum", "deduction-not-difference", "grade-not-score", "list-count",
    "rate-not-parts", "calculation-wrong", "impossible-date",
)  # fmt: skip
"""Where a report contradicts itself or cannot be right, whatever the facts are."""
NOTE_CODES: Final = ("deduction-unexplained", "problem-missing", "problem-extra")
"""What is to be looked at, but does not make the report wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where something stands in a report: line and column of a text, or paragraph or table cell of a Word file.

    All are counted from 1; 0 is “not so”. ``note`` marks a footnote or a text box.
    """

    file: str
    line: int = 0
    column: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    note: str = ""

    def words(self) -> Message:
        """Return the place as people say it."""
        if self.table:
            return message(
                "{file} 表{table} 第{row}行第{cell}格", file=self.file, table=self.table, row=self.row, cell=self.cell
            )
        if self.line:
            return message("{file}:{line}:{column}", file=self.file, line=self.line, column=self.column)
        if self.note:
            return message("{file} 脚注第{number}段", file=self.file, number=self.paragraph)
        return message("{file} 第{number}段", file=self.file, number=self.paragraph)

    def __str__(self) -> str:
        return self.words().render()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or table cell; ``text`` has digits made half-width, character for character.

    A cell knows the heading of its column, and the cells of its row with their headings. ``columns`` are the columns
    of the characters in the file where marks of a format were taken out.
    """

    text: str
    spot: Spot
    heading: bool = False
    head: str = ""
    row: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    columns: tuple[int, ...] = ()

    @property
    def is_cell(self) -> bool:
        """Whether this is a cell of a table."""
        return bool(self.row)

    @property
    def at(self) -> int:
        """Where this cell stands in ``row``, from 0; like cells of a row are told apart by their headings."""
        if self.spot.table:
            return self.spot.cell - 1
        like = [index for index, text in enumerate(self.row) if text == self.text]
        under = [index for index in like if self.heads[index : index + 1] == (self.head,)]
        return (under or like or [0])[0]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, amount, rate, date or count in block ``block``, characters ``start`` to ``end``.

    ``value`` is in the unit of its kind and ``step`` one unit of the last digit written; ``bound`` says that the text
    states a limit (``below``, ``at_most``, ``above``, ``at_least``, ``about``). A date without a year has
    ``yearless`` true and its value in a year of no meaning. ``fault`` says why it cannot be true.
    """

    block: int
    start: int
    end: int
    text: str
    kind: Kind
    value: Amount
    step: Fraction | None = None
    bound: str = ""
    unit: str = ""
    per: str = ""
    yearless: bool = False
    fault: Message | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A word by which a candidate is named; ``sure`` when it is its label, or said so by the pack."""

    text: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Key:
    """What tells facts of one type apart; ``others`` are the words that would mean another fact."""

    kind: Kind
    value: Amount | str
    word: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something known that a number of the report may state: a field of a fact, a parameter, a score.

    ``group`` is the same for one field of all facts of a type; ``limit`` marks a parameter (a limit or target), which
    is ``firm`` when it rests on a document: a report may speak of other limits than those the pack has set itself.
    ``about`` are the pack's own words for it.
    """

    id: str
    group: str
    label: Label
    kind: Kind
    value: Amount
    shown: str
    unit: str = ""
    place: Place | None = None
    terms: tuple[Term, ...] = ()
    keys: tuple[Key, ...] = ()
    limit: bool = False
    firm: bool = True
    about: str = ""


@dataclass(frozen=True, slots=True)
class Tied:
    """A number of the report that agrees with what is known."""

    quantity: Quantity
    spot: Spot
    candidate: str
    label: Label
    shown: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing in the report that disagrees; ``start`` and ``end`` mark it in ``sentence``.

    ``info`` is something to look at that does not make the report wrong.
    """

    code: str
    spot: Spot
    sentence: str
    start: int
    end: int
    what: Message
    written: str = ""
    expected: str = ""
    candidate: str = ""
    place: Place | None = None
    info: bool = False


@dataclass(frozen=True, slots=True)
class BackCheck:
    """What comparing one report came to, in the order of the report."""

    report: str
    digest: str
    facts: str
    pack: str
    title: str
    tied: tuple[Tied, ...]
    disagreements: tuple[Disagreement, ...]
    notes: tuple[Disagreement, ...]
    untied: tuple[tuple[Quantity, Spot], ...] = field(default=())

    @property
    def exit_code(self) -> ExitCode:
        """1 when something disagrees, 3 when nothing could be tied, else 0."""
        if self.disagreements:
            return ExitCode.FINDINGS
        return ExitCode.CLEAN if self.tied else ExitCode.UNDECIDED
