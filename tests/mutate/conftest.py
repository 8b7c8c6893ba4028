"""Runs the command as in the tests of all commands."""

from tests.cli.conftest import checker, plain_surroundings

__all__ = ["checker", "plain_surroundings"]
