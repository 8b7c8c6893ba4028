"""How much an archive may hold; whoever writes one and whoever reads it keep to the same."""

from __future__ import annotations

from typing import Final

MAX_MEMBERS: Final = 5_000
MAX_BYTES: Final = 256 * 1024 * 1024
"""Of the file itself and of all it unpacks to."""
