"""The words a rule may be ``for`` besides the pack's own fact types; knows nothing about rules."""

from __future__ import annotations

from typing import Final

from checker.pack.builtin import BUILTIN

BUILTIN_LABELS: Final = {spec.name: spec.label for spec in BUILTIN.values()}
PROJECT: Final = "project"
