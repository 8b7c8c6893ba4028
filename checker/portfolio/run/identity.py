"""Says what a run is, so that it is known whether parts done before are parts of it; knows nothing about parts."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.messages import current_language
from checker.portfolio.run.manifest import NAME
from checker.portfolio.run.sealing import file_digest

if TYPE_CHECKING:
    from pathlib import Path

    from checker.portfolio.run.request import BatchRequest


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything that the parts of a run depend on; ``digests`` of the sources are there once they are worked out."""

    request: BatchRequest
    rules: Mapping[str, object]
    mapping: str
    digests: Future[dict[str, str]]
    earlier: str

    def content(self) -> dict[str, object]:
        """Return it as plain data, waiting for the digests."""
        request = self.request
        return {
            **self.rules,
            "language": current_language(),  # in which the reasons of rejects are worded
            "engine": request.engine,
            "tables": list(request.written),
            "carry": None if request.carry is None else list(request.carry),
            "projects": list(request.projects),
            "part_size": request.projects_in_part,
            "incremental": request.incremental,
            "earlier": self.earlier,
            "mapping": self.mapping,
            "sources": dict(self.digests.result()),
        }


def digest_of_earlier(out: Path) -> str:
    """Return the digest of the manifest of the result at ``out``, empty when there is none."""
    path = out / NAME
    return file_digest(path) if path.is_file() else ""
