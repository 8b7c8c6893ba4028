"""Turns the sheets that python-calamine loads into rows of text; knows nothing about limits and packages.

Whoever calls has settled before how large a sheet is: python-calamine makes room for every cell.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from python_calamine import CalamineError, PasswordError

from checker.source.sheets.package import Refused, add_broken, add_password
from checker.source.sheets.sheet import Sheet
from checker.source.sheets.text import NOT_FINITE, SERIALS, day_text, number_text, percent_text, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from python_calamine import CalamineSheet

    from checker.source.problems import Place, Problems


@contextmanager
def loading(place: Place, problems: Problems) -> Iterator[None]:
    """Record whatever python-calamine fails at inside the block, and raise ``Refused``."""
    try:
        yield
    except PasswordError:
        add_password(place, problems)
        raise Refused from None
    except (CalamineError, OSError, ValueError):
        add_broken(place, problems)
        raise Refused from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the Rust inside gave up; no Exception, and has no public name
            raise
        add_broken(place, problems)
        raise Refused from None


class Looked(Protocol):
    """What is known of a sheet before it is loaded, and python-calamine does not tell."""

    faults: dict[tuple[int, int], str]
    """The cells that hold an error value, or nothing at all."""
    percents: set[tuple[int, int]]
    """The cells that show a percentage."""


def sheet_of(loaded: CalamineSheet, file: str, looked: Looked) -> Sheet:
    """Return a loaded sheet as text, with what was seen in it before."""
    found = dict(looked.faults)
    serials: set[tuple[int, int]] = set()
    rows = [
        tuple([_text(value, (number, column), serials, looked, found) for column, value in enumerate(row, start=1)])
        for number, row in enumerate(loaded.to_python(skip_empty_area=False), start=1)
    ]
    merged = tuple(
        (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in loaded.merged_cell_ranges or ()
    )
    return Sheet(file, loaded.name, with_faults(rows, found), found, merged=merged, serials=frozenset(serials))


def with_faults(rows: list[tuple[str, ...]], faults: Mapping[tuple[int, int], str]) -> tuple[tuple[str, ...], ...]:
    """Return the rows with the error values in their cells, and without blank rows at the end."""
    for (row, column), word in faults.items():
        rows.extend([()] * (row - len(rows)))
        texts = list(rows[row - 1])
        texts.extend([""] * (column - len(texts)))
        texts[column - 1] = word
        rows[row - 1] = tuple(texts)
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


def _text(
    value: Any,
    position: tuple[int, int],
    serials: set[tuple[int, int]],
    looked: Looked,
    faults: dict[tuple[int, int], str],
) -> str:
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is float or kind is int:
        text = number_text(value)
        if text == NOT_FINITE:
            faults[position] = text
        elif position in looked.percents:
            return percent_text(value)
        elif SERIALS.start <= value < SERIALS.stop and value == int(value):
            serials.add(position)
        return text
    return day_text(value) if kind is datetime else value_text(value)
