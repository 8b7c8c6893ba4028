"""Engines that decide a plan: durable-rules, and the plain evaluator it is held to. They give the same rulings."""

from checker.engine.agreement import disagreement
from checker.engine.durable import DurableEngine
from checker.engine.plain import PlainEngine
from checker.engine.ruling import Decisions, Engine, Ruling, Waivers, waivers_in_force
from checker.engine.trace import Tracer
from checker.engine.wording import basis_refs, unworded, word_rulings

__all__ = [
    "Decisions",
    "DurableEngine",
    "Engine",
    "PlainEngine",
    "Ruling",
    "Tracer",
    "Waivers",
    "basis_refs",
    "disagreement",
    "unworded",
    "waivers_in_force",
    "word_rulings",
]
