"""Turns facts files into a typed ``FactSet`` in which every value has its text, place and source.

Knows nothing about packs and rules: what may stand in a facts file comes in as a ``Vocabulary``. The JSON Schema of a
facts file is made by ``checker.facts.model``, which is imported only where it is needed: pydantic is slow to load.
"""

from checker.facts.evidence import SEAL, EvidenceFile
from checker.facts.facts import Fact, FactSet, FieldValue, Judgement, Source, Waiver
from checker.facts.header import Header
from checker.facts.read import (
    RawFacts,
    open_facts,
    open_facts_text,
    open_tree,
    parse_facts,
    parse_facts_at,
    read_facts,
    read_header,
)
from checker.facts.shapes import EVALUATION_KINDS, SOURCE_ALIASES, TOP_ALIASES
from checker.facts.vocabulary import FactTypeRule, FieldRule, Vocabulary

__all__ = [
    "EVALUATION_KINDS",
    "SEAL",
    "SOURCE_ALIASES",
    "TOP_ALIASES",
    "EvidenceFile",
    "Fact",
    "FactSet",
    "FactTypeRule",
    "FieldRule",
    "FieldValue",
    "Header",
    "Judgement",
    "RawFacts",
    "Source",
    "Vocabulary",
    "Waiver",
    "open_facts",
    "open_facts_text",
    "open_tree",
    "parse_facts",
    "parse_facts_at",
    "read_facts",
    "read_header",
]
