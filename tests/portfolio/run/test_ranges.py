"""How a portfolio is cut into ranges."""

from __future__ import annotations

import pytest
from sqlglot import exp

from checker.portfolio.run.ranges import IdRange, id_ranges
from checker.portfolio.session import Session

HEADS = exp.select("project").from_("heads")


def loaded(duck: Session, ids: list[str]) -> None:
    """Put projects into a session."""
    duck.load_rows("heads", {"project": "VARCHAR"}, [(name,) for name in ids])


@pytest.mark.parametrize(("count", "size"), [(10, 10), (12, 10), (13, 10), (5000, 1000), (200, 1), (300, 7)])
def test_every_project_is_in_one_range(duck: Session, count: int, size: int) -> None:
    """The ranges together hold every project once, in order, and none is much larger than asked for."""
    ids = sorted(f"{number}号'\"\\项目" for number in range(count))
    loaded(duck, ids[::-1])
    ranges = id_ranges(duck, HEADS, count, size)
    found = [[str(row["project"]) for row in duck.rows(part.of(HEADS))] for part in ranges]
    assert [name for part in found for name in sorted(part)] == ids
    assert max(map(len, found)) <= max(2 * size, 12)


def test_ranges_depend_on_the_ids_alone(duck: Session) -> None:
    """The order in which projects lie changes nothing, so a run that goes on finds the same ranges."""
    ids = [f"P{number:05}" for number in range(4000)]
    loaded(duck, ids)
    first = id_ranges(duck, HEADS, len(ids), 500)
    loaded(duck, ids[::-1])
    assert id_ranges(duck, HEADS, len(ids), 500) == first
    assert len(first) == 8


def test_few_projects_are_not_cut(duck: Session) -> None:
    """A quarter more than the size asked for still stays in one piece, and so does nothing at all."""
    loaded(duck, [])
    assert id_ranges(duck, HEADS, 0, 100) == (IdRange(),)
    assert id_ranges(duck, HEADS, 125, 100) == (IdRange(),)
