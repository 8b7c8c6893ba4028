"""Runs SQL on Apache Spark, on this machine or on a cluster; knows nothing about rules or facts.

Numbers that run over are errors, times are UTC, and what Java prints is not shown.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp, parse_one

from checker.messages import message
from checker.portfolio.session.java import start_java
from checker.portfolio.session.session import Dialect, Query
from checker.source import EngineFault, UsageFault
from checker.sql.dialects import to_sql
from checker.sql.exact_sums import FUNCTION, MOST_SUM

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES: Final[Mapping[str, str]] = {
    "BIGINT": "BIGINT", "HUGEINT": "DECIMAL(38,0)", "VARCHAR": "STRING", "BOOLEAN": "BOOLEAN",
}  # fmt: skip
_SETTINGS: Final[Mapping[str, str]] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.variable.substitute": "false",  # ${…} in a text of a pack is a text
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.sources.commitProtocolClass": (
        "org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol"
    ),
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}
_LOCAL_SETTINGS: Final[Mapping[str, str]] = {
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "4",
}
_ROUNDED: Final = frozenset({"double", "float"})


def open_spark(master: str, temp: Path | None = None, settings: Mapping[str, str] | None = None) -> SparkDatabase:
    """Return a session of Spark at ``master`` (``local[2]`` for this machine); one at a time in a process.

    ``temp`` takes what does not fit into memory; ``settings`` are Spark's own and go before those here. Raises
    ``UsageFault`` when Java or pyspark are missing or Spark does not start.
    """
    try:
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - only Spark needs it
        from pyspark.sql import SparkSession  # noqa: PLC0415 - the same
    except ImportError as fault:
        raise UsageFault(message("没有装 pyspark：装 jixiao-checker[spark]，或改用 --engine duckdb")) from fault
    conf = SparkConf(loadDefaults=False).setMaster(master).setAppName("checker").setAll(list(_SETTINGS.items()))
    if master.startswith("local"):
        conf.set("spark.pyspark.python", sys.executable)
        conf.setAll(list(_LOCAL_SETTINGS.items()))
    if temp is not None:
        temp.mkdir(parents=True, exist_ok=True)
        conf.set("spark.local.dir", str(temp)).set("spark.sql.warehouse.dir", str(temp / "warehouse"))
    conf.setAll(list((settings or {}).items()))
    try:
        context = SparkContext(conf=conf, gateway=start_java(conf))
    except UsageFault:
        raise
    except Exception as fault:
        raise UsageFault(message("Spark 没有启动：{why}", why=_first_line(fault))) from fault
    context.setLogLevel("OFF")
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # repeats what is raised, with Java's stack
    return SparkDatabase(SparkSession(context))


def exact_sum_within(most: int) -> Callable[[list[tuple[Decimal, Decimal]] | None], tuple[Decimal, Decimal] | None]:
    """Return what workers add fractions (top, divisor) by: the sum in lowest terms, None of none.

    It is sent to them whole and needs no package there; it raises ``OverflowError`` beyond ``most``.
    """

    def add_up(parts: list[tuple[Decimal, Decimal]] | None) -> tuple[Decimal, Decimal] | None:
        from decimal import Decimal as Whole  # noqa: PLC0415 - where it is carried out, nothing is imported yet
        from fractions import Fraction  # noqa: PLC0415 - the same

        if not parts:
            return None
        total = sum((Fraction(int(top), int(over)) for top, over in parts), Fraction(0))
        if abs(total.numerator) > most or total.denominator > most:
            raise OverflowError("exact_sum: Overflow")
        return Whole(total.numerator), Whole(total.denominator)

    return add_up


class SparkDatabase:
    """A ``Session`` of Spark; kept relations stay in memory, and on disk as far as they do not fit."""

    dialect: Dialect = "spark"

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark
        parts = "struct<t:decimal(38,0),b:decimal(38,0)>"
        spark.udf.register(FUNCTION, exact_sum_within(MOST_SUM), parts)
        self._kept: dict[str, DataFrame] = {}

    def _frame(self, select: Query) -> DataFrame:
        return self._spark.sql(_text(select))

    def view(self, name: str, select: Query) -> None:
        """Give a select a name."""
        with _faults():
            frame = self._frame(select)
            self.drop(name)
            frame.createOrReplaceTempView(name)

    def keep(self, name: str, select: Query) -> None:
        """Work a select out, and keep its rows; what is made of them does not know how they came about.

        (A cached view would carry its whole plan along, which doubles with every relation that is read twice.)
        """
        with _faults():
            frame = self._frame(select).localCheckpoint(eager=True)
            self.drop(name)
            frame.createOrReplaceTempView(name)

    def scan(self, name: str, paths: Sequence[Path]) -> None:
        """Give the rows of Parquet files a name."""
        with _faults():
            frame = self._spark.read.parquet(*map(str, paths))
            self.drop(name)
            frame.createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        """Forget a relation."""
        with _faults():
            self._spark.catalog.dropTempView(name)
            frame = self._kept.pop(name, None)
            if frame is not None:
                frame.unpersist()

    def rows(self, select: Query) -> list[dict[str, object]]:
        """Return the rows by column name."""
        with _faults():
            return [
                {name: _plain(value) for name, value in zip(row.__fields__, row, strict=True)}
                for row in self._frame(select).collect()
            ]

    def count(self, name: str) -> int:
        """Return how many rows a relation has."""
        with _faults():
            return self._spark.table(name).count()

    def columns(self, select: Query) -> dict[str, str]:
        """Return the columns of a select with their types, as Spark names them."""
        with _faults():
            return dict(self._frame(select).dtypes)

    def load_rows(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Make a relation of given rows."""
        schema = ", ".join(f"`{column}` {_TYPES[kind]}" for column, kind in columns.items())
        text = json.dumps([dict(zip(columns, row, strict=True)) for row in rows], default=str)
        with _faults():
            # as one text, because Spark hands rows of Python to a Python of its own, which need not be there
            frame = self._spark.sql(f"SELECT inline(from_json(:rows, 'array<struct<{schema}>>'))", {"rows": text})
            self.drop(name)
            self._kept[name] = frame.persist()
            frame.createOrReplaceTempView(name)

    def write(self, select: Query, path: Path) -> int:
        """Write one Parquet file through a folder beside it."""
        return self._write(select, [path], None)[0]

    def write_parts(self, select: Query, paths: Sequence[Path], part: str) -> list[int]:
        """Write the rows with ``part`` = 0, 1, … each into its file, all at the same time."""
        return self._write(select, paths, part)

    def _write(self, select: Query, paths: Sequence[Path], part: str | None) -> list[int]:
        with _faults():
            frame = self._frame(select)
            _refuse_rounded(frame)
            order = _order(select)
            wanted = frame.repartition(1) if part is None else frame.repartitionById(len(paths), frame[part])
            if order:
                wanted = wanted.sortWithinPartitions(*order)
            if part is not None:
                wanted = wanted.drop(part)
            folder = paths[0].with_name(f".{paths[0].name}.writing")
            paths[0].parent.mkdir(parents=True, exist_ok=True)
            wanted.write.mode("overwrite").parquet(str(folder))
            self._place(folder, paths, wanted)
            return [self._spark.read.parquet(str(path)).count() for path in paths]

    def _place(self, folder: Path, paths: Sequence[Path], frame: DataFrame) -> None:
        """Put the files Spark wrote where they belong; a part without rows has none yet, so an empty one is written."""
        written = {int(file.name.split("-")[1]): file for file in folder.glob("part-*.parquet")}
        for number, path in enumerate(paths):
            path.parent.mkdir(parents=True, exist_ok=True)
            if number not in written:
                empty = folder / f"empty-{number}"
                frame.limit(0).coalesce(1).write.parquet(str(empty))
                written[number] = next(empty.glob("part-*.parquet"))
            written[number].replace(path)
            path.with_name(f".{path.name}.crc").unlink(missing_ok=True)
        shutil.rmtree(folder)

    def close(self) -> None:
        """Stop Spark; the Java behind it ends with the process."""
        self._spark.stop()


def _refuse_rounded(frame: DataFrame) -> None:
    rounded = [name for name, kind in frame.dtypes if kind in _ROUNDED]
    if rounded:
        raise EngineFault(message("列 {names} 写成 Parquet 会损失精度", names="、".join(rounded)))


def _order(select: Query) -> list[str]:
    """Return the names of the columns a select is ordered by."""
    tree = select if isinstance(select, exp.Expr) else parse_one(select, dialect="spark")
    order = tree.args.get("order")
    return [] if order is None else [term.this.name for term in order.expressions]


def _plain(value: Any) -> object:
    return int(value) if isinstance(value, Decimal) and value.as_tuple().exponent == 0 else value


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Turn what Spark refuses into a fault."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; loaded already
    from pyspark.errors import PySparkException  # noqa: PLC0415 - the same

    try:
        yield
    except (PySparkException, Py4JError) as fault:
        raise EngineFault(message("数据库没有算成：{why}", why=_first_line(fault))) from fault


def _first_line(fault: Exception) -> str:
    said = str(getattr(fault, "java_exception", None) or fault)
    return next(filter(str.strip, said.splitlines()), type(fault).__name__)


def _text(select: Query) -> str:
    return to_sql(select, "spark", pretty=False) if isinstance(select, exp.Expr) else select
