"""A PostgreSQL server for the tests of sources, and folders to work in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portfolio.servers import missing_programs, postgresql
from tests.portfolio.source.opening import Bench


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a private PostgreSQL server; without its programs the test is skipped, but not in CI."""
    missing = missing_programs()
    if missing and not os.environ.get("CI"):
        pytest.skip(f"PostgreSQL is not installed: {', '.join(missing)}")
    with postgresql() as url:
        yield url


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """An empty folder for a source, and one for copies."""
    return Bench.under(tmp_path)
