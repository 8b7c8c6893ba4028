"""Reads files into trees that know where every value stands, and carries what is wrong with them.

Turns bytes into ``Document`` trees and failures into ``Problem`` values; knows nothing about packs or facts.
"""

from checker.source.document import Data, Document, Step
from checker.source.problems import (
    CheckerError,
    EngineFault,
    InputError,
    Place,
    Problem,
    Problems,
    Severity,
    UsageFault,
    did_you_mean,
    suggest,
)
from checker.source.read import (
    MAX_BYTES,
    NOTHING_UNSAVED,
    Unsaved,
    digest_of,
    full_path,
    read_bounded,
    read_bytes,
    read_document,
    read_text,
    refusal,
)

__all__ = [
    "MAX_BYTES",
    "NOTHING_UNSAVED",
    "CheckerError",
    "Data",
    "Document",
    "EngineFault",
    "InputError",
    "Place",
    "Problem",
    "Problems",
    "Severity",
    "Step",
    "Unsaved",
    "UsageFault",
    "did_you_mean",
    "digest_of",
    "full_path",
    "read_bounded",
    "read_bytes",
    "read_document",
    "read_text",
    "refusal",
    "suggest",
]
