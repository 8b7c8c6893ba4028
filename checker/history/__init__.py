"""Gives the text a pack had at an earlier revision or day; knows nothing about what the text means."""

from checker.history.git import Commit
from checker.history.versions import PackText, known_on, last_change, pack_at

__all__ = ["Commit", "PackText", "known_on", "last_change", "pack_at"]
