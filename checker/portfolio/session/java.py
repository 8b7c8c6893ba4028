"""Finds the Java that Spark needs, and starts it quietly; knows nothing about SQL."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from checker.messages import message
from checker.source import UsageFault

if TYPE_CHECKING:
    from pyspark import SparkConf

OLDEST_JAVA: Final = 17


def find_java() -> Path:
    """Return the program ``java`` from ``JAVA_HOME``, else from ``PATH``; ``UsageFault`` when none is new enough."""
    home = os.environ.get("JAVA_HOME")
    found = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if found is None or not Path(found).exists():
        where = message("JAVA_HOME 指的文件夹里没有 bin/java") if home else message("没有找到 Java")
        what = message("{where}：Spark 要 Java {least} 或更新。装好后用 JAVA_HOME 指明，或改用 --engine duckdb",
                       where=where, least=OLDEST_JAVA)  # fmt: skip
        raise UsageFault(what)
    version = _version(found)
    if version < OLDEST_JAVA:
        what = message("找到的 Java 是第 {version} 版，Spark 要第 {least} 版或更新：用 JAVA_HOME 指明另一个",
                       version=version, least=OLDEST_JAVA)  # fmt: skip
        raise UsageFault(what)
    return Path(found)


def _version(java: str) -> int:
    """Return the feature release: 17 for both ``17.0.15`` and, in the old way of counting, 8 for ``1.8.0``."""
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603 - a program found above
    numbers = re.search(r'version "(\d+)(?:\.(\d+))?', said)
    if numbers is None:
        raise UsageFault(message("{java} 没有说明自己的版本，不像是 Java", java=Path(java).name))
    first, second = int(numbers[1]), int(numbers[2] or 0)
    return second if first == 1 else first


@cache
def _started(settings: tuple[tuple[str, str], ...]) -> Any:
    from pyspark import SparkConf  # noqa: PLC0415 - only Spark needs it
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415 - the same

    java = find_java()
    os.environ.setdefault("JAVA_HOME", str(java.resolve().parent.parent))
    conf = SparkConf(loadDefaults=False).setAll(list(settings))
    with TemporaryFile() as said:
        try:
            return launch_gateway(conf, {"stdout": said, "stderr": said})  # type: ignore[no-untyped-call]  # pyspark has no type for it
        except Exception as fault:
            said.seek(0)
            last = said.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            why = last[0] if last else type(fault).__name__
            raise UsageFault(message("Spark 没有启动：{why}", why=why)) from fault


def start_java(conf: SparkConf) -> Any:
    """Return the way to a Java that runs Spark, one for the whole process; what it prints is not shown.

    Raises ``UsageFault`` when there is no Java or it does not start.
    """
    from pyspark import SparkContext  # noqa: PLC0415 - only Spark needs it

    return SparkContext._gateway or _started(tuple(sorted(conf.getAll())))
