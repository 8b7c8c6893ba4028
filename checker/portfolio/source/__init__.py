"""Opens a portfolio wherever it lies and says which column is which field; knows nothing about what the values mean."""

from checker.portfolio.source.digests import source_digests
from checker.portfolio.source.mapping import SourceMapping, read_mapping
from checker.portfolio.source.opened import (
    FILE,
    JUDGEMENTS,
    PROJECTS,
    REPORTED,
    ROW,
    WAIVERS,
    OpenedSource,
    Origin,
    Placing,
    SourceTable,
)
from checker.portfolio.source.opening import open_source
from checker.portfolio.source.request import SourceRequest

__all__ = [
    "FILE",
    "JUDGEMENTS",
    "PROJECTS",
    "REPORTED",
    "ROW",
    "WAIVERS",
    "OpenedSource",
    "Origin",
    "Placing",
    "SourceMapping",
    "SourceRequest",
    "SourceTable",
    "open_source",
    "read_mapping",
    "source_digests",
]
