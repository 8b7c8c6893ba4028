"""Rule packs: folders of rules, fact types, parameters and indicators, read into frozen, checked entries.

Knows nothing about facts, engines or reports; what expressions and templates mean is checked by ``checker.plan``.
"""

from checker.pack.cases import load_cases
from checker.pack.find import find_pack
from checker.pack.load import load_pack
from checker.pack.pack import Entry, Origin, Pack
from checker.pack.specs import parameter_specs, record_specs

__all__ = [
    "Entry",
    "Origin",
    "Pack",
    "find_pack",
    "load_cases",
    "load_pack",
    "parameter_specs",
    "record_specs",
]
