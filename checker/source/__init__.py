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
from checker.source.read import MAX_BYTES, digest_of, read_bounded, read_bytes, read_document, read_text, refusal

__all__ = [
    "MAX_BYTES",
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
    "UsageFault",
    "did_you_mean",
    "digest_of",
    "read_bounded",
    "read_bytes",
    "read_document",
    "read_text",
    "refusal",
    "suggest",
]
