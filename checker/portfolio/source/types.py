"""The words by which tables and their columns are recognised: fact types, and the tables every portfolio may have.

Knows nothing about where tables lie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import HEADER, JUDGEMENT, WAIVER
from checker.facts.vocabulary import FactTypeRule, FieldRule
from checker.portfolio.source.opened import JUDGEMENTS, PROJECTS, REPORTED, WAIVERS
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.facts.vocabulary import Vocabulary

PROJECT_NAMES: Final = ("项目编号", "项目", "project", "project_id")
"""How the column may be called that says whose row it is."""
HEADS: Final = FactTypeRule(PROJECTS, "项目清单", (), {name: HEADER.fields[name] for name in ("title", "kind")})
_REPORTED: Final = FactTypeRule(REPORTED, "已报告", ("type",), {"type": FieldRule("type", "类型", Kind.TEXT)})
SHARED: Final = {PROJECTS: HEADS, JUDGEMENTS: JUDGEMENT, WAIVERS: WAIVER, REPORTED: _REPORTED}
_UNIT_WORD: Final = re.compile(r"(?<=[(（])单位[:：]")
_SINGULAR: Final = {"judgement": JUDGEMENTS, "waiver": WAIVERS}


@dataclass(frozen=True, slots=True)
class TypeNames:
    """What a table may be: the fact types of ``vocabulary`` and the shared tables, by id and by label."""

    vocabulary: Vocabulary
    rules: Mapping[str, FactTypeRule] = field(init=False)
    aliases: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        own = _SINGULAR | {name: name for name in SHARED} | {rule.label: name for name, rule in SHARED.items()}
        object.__setattr__(self, "rules", {**SHARED, **self.vocabulary.types})
        object.__setattr__(self, "aliases", {**own, **self.vocabulary.aliases})

    def known(self, name: str) -> bool:
        """Say whether a table of this name is recognised."""
        return name.strip() in self.aliases

    def rule(self, name: str) -> FactTypeRule | None:
        """Return what is called so, None for an unknown name."""
        type_id = self.aliases.get(name.strip())
        return None if type_id is None else self.rules[type_id]


def heading_of(text: str) -> str:
    """Return a heading as it is looked up: without blanks, and with nothing but the unit in the brackets behind it."""
    return _UNIT_WORD.sub("", squeezed(text))


def squeezed(text: str) -> str:
    """Return a heading without blanks, as headings are compared."""
    return "".join(text.split())
