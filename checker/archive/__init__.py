"""Keeps facts, rules, digests of evidence and the result of a check in one file, and decides it again from that file.

``pack_up`` makes the archive, ``replay`` decides it again. How a result is written down comes in as a function: reports
stand above.
"""

from checker.archive.pack_up import PackedUp, pack_up
from checker.archive.replay import Replayed, replay

__all__ = ["PackedUp", "Replayed", "pack_up", "replay"]
