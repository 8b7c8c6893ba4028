"""Opens the databases tests run on: a DuckDB whenever asked, and one Spark for the whole run."""

from __future__ import annotations

import importlib.util
import os
import shutil
import warnings
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import pytest

from checker.portfolio.session import Session, open_duckdb, open_spark

QUICK: Final = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
}
"""For a few rows it takes longer to compile and to plan again than to interpret; the answers are the same."""
ON_SPARK: Final = pytest.mark.xdist_group("spark")
"""Marks tests that use Spark, so that one worker runs them all."""


def why_no_spark() -> str:
    """Return what this machine lacks to run Spark, empty when nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed"
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        return "there is no java"
    return ""


@cache
def the_spark() -> Session:
    """Return the one Spark session of a test run; skips where Spark cannot run, except in CI, where it must."""
    if (why := why_no_spark()) and not os.environ.get("CI"):
        pytest.skip(why)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="pyspark")
        return open_spark("local[2]", Path(mkdtemp(prefix="spark-")), QUICK)


def close_spark() -> None:
    """Stop Spark if it runs."""
    if the_spark.cache_info().currsize:
        the_spark().close()
        the_spark.cache_clear()


def duckdb_in(folder: Path) -> Session:
    """Return a small DuckDB session."""
    return open_duckdb("2GB", 2, folder / "spill")
