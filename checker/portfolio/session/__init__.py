"""Talks to the databases that decide a portfolio: an embedded DuckDB, or Apache Spark."""

from checker.portfolio.session.duck import open_duckdb
from checker.portfolio.session.execute import execute, forget
from checker.portfolio.session.session import Dialect, Query, Session
from checker.portfolio.session.spark import open_spark

__all__ = ["Dialect", "Query", "Session", "execute", "forget", "open_duckdb", "open_spark"]
