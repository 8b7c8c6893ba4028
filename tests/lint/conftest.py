"""Brings the command to the tests of lint."""

from tests.cli.conftest import checker, plain_surroundings

__all__ = ["checker", "plain_surroundings"]
