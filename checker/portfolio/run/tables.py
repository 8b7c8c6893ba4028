"""Names the tables of a result, the order of their rows and the place of their parts; knows nothing of their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

Written: TypeAlias = "dict[str, tuple[Path, int]]"
"""The file of each table and its rows."""
PROJECTS: Final = "projects"
REJECTS: Final = "rejects"
ASSESSORS: Final = "assessors"
"""What was taken off by whom: counted from the facts, not decided."""
UNKNOWNS: Final = "unknowns"
EACH_UNKNOWN: Final = "unknowns_of_projects"
"""What the table of unknowns adds up, project by project; kept by a run that may be gone on from later."""
FINGERPRINTS: Final = "fingerprints"
"""What an incremental run compares; kept beside the others."""
ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    PROJECTS: ("project",),
    "outcomes": ("project", "rule", "key"),
    "findings": ("project", "rule", "key"),
    "scores": ("project",),
    "problems": ("project", "problem"),
    UNKNOWNS: ("rule", "type", "field"),
    EACH_UNKNOWN: ("project", "rule", "type", "field"),
    ASSESSORS: ("assessor", "indicator", "point"),
    REJECTS: ("source", "type", "place", "project", "key", "field", "code", "reason", "text"),
}
"""The columns that the rows of each table are in the order of."""


def part_path(folder: Path, table: str, number: int) -> Path:
    """Return where a part of a table stands."""
    return folder / table / f"part-{number:05}.parquet"
