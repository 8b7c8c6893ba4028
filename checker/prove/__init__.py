"""Proves what the rules of a pack can and cannot do, or says that it cannot tell; the only part that knows z3."""

from checker.prove.pack_proof import Proof, prepare_proof, prove_pack
from checker.prove.separate import Separation, separate_rules, separate_scores
from checker.prove.verdict import State, Verdict

__all__ = [
    "Proof",
    "Separation",
    "State",
    "Verdict",
    "prepare_proof",
    "prove_pack",
    "separate_rules",
    "separate_scores",
]
