"""The command line: reads words, calls ``run``, prints; ends with the documented exit code."""

from checker.cli.main import main

__all__ = ["main"]
