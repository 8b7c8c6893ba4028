"""Says by which bytes a source is recognised: the SHA-256 of each file that was read; knows nothing about tables."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.portfolio.source.opened import Origin


def source_digests(origins: Iterable[Origin], threads: int = 2) -> dict[str, str]:
    """Return the digest in hexadecimal of each origin by its name, in the order of the names.

    May be called in a thread of its own: reading and hashing leave the others time. Raises ``OSError`` for a file that
    is gone.
    """
    listed = sorted(set(origins), key=lambda origin: origin.name)
    with ThreadPoolExecutor(threads) as pool:
        return dict(zip((origin.name for origin in listed), pool.map(_digest, listed), strict=True))


def _digest(origin: Origin) -> str:
    if origin.path is None:
        return origin.digest
    with origin.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
