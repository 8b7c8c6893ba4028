"""Turns ledgers that auditors already have into facts, as the list 台账 of a facts file says.

The format is docs/reference/ledgers.md. Knows nothing about fact types: what it gives are parts like those of a facts
file, in which every value stands in its cell, so that the reader of facts gives them types and says what is wrong.

``expand(part, folder, problems, progress)`` takes the part of ``台账`` and the folder of its file, and gives ``types``
(the name of a fact type as written, and its part), ``digests`` (file name and SHA-256 of each ledger), ``counts`` (what
was read and passed over) and ``files``. A total is a ``partial`` part: the reader joins it with what facts files say.
"""

from checker.facts.ledger.expand import Expanded, expand

__all__ = ["Expanded", "expand"]
