"""Turns a pack into the rows of its workbook, each value with the place it is written at; knows no office format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.edit.book.grades import grade_rows
from checker.edit.book.layout import GRADES, PARAMETERS, SCORING, WEIGHTS
from checker.edit.book.parameters import parameter_rows
from checker.edit.book.rows import PackBook
from checker.edit.book.scoring import scoring_rows
from checker.edit.book.weights import weight_rows

if TYPE_CHECKING:
    from checker.pack import Pack


def book_of(pack: Pack) -> PackBook:
    """Return what the workbook of a sound pack says, in the order of the pack."""
    documents = document_names(pack)
    sheets = {
        PARAMETERS: parameter_rows(pack, documents),
        WEIGHTS: weight_rows(pack),
        SCORING: scoring_rows(pack),
        GRADES: grade_rows(pack),
    }
    return PackBook(pack, sheets, documents)


def document_names(pack: Pack) -> dict[str, str]:
    """Return what each document of a pack is called in the workbook, by its id: its title, where no other has it."""
    titles = [" ".join(entry.model.title.split()) for entry in pack.documents.values()]
    return {
        name: title if titles.count(title) == 1 else name for name, title in zip(pack.documents, titles, strict=True)
    }
