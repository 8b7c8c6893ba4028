"""Folders and packs for the tests of intake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checker.portfolio.session import Session
from tests.portfolio.intake.bench import Bench, bench_of


@pytest.fixture
def xueliang(tmp_path: Path, duck: Session) -> Bench:
    """An empty source for the pack of the seed's project."""
    return bench_of(tmp_path, duck, "rules/xueliang-2020", date(2020, 12, 31))


@pytest.fixture
def training(tmp_path: Path, duck: Session) -> Bench:
    """An empty source for the pack of training projects."""
    return bench_of(tmp_path, duck, "tests/packs/training-2022", date(2022, 12, 31))
