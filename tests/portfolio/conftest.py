"""Sessions for tests: a DuckDB for each test, and one Spark for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.portfolio.session import Session
from tests.portfolio.sessions import duckdb_in, the_spark


@pytest.fixture
def duck(tmp_path: Path) -> Iterator[Session]:
    """A DuckDB session of its own."""
    session = duckdb_in(tmp_path)
    yield session
    session.close()


@pytest.fixture(scope="session")
def spark() -> Session:
    """The one Spark session of a test run."""
    return the_spark()
