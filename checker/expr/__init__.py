"""The expression language: text to syntax tree, to typed tree, to value.

Knows nothing about packs, facts files or engines; its meaning is docs/reference/expressions.md.
"""

from checker.expr.check import compile_text, expect
from checker.expr.evaluate import Env, Row, evaluate, evaluator, truth
from checker.expr.parse import ExprFault, parse
from checker.expr.scope import FieldSpec, ParameterSpec, RecordSpec, Scope
from checker.expr.show import text_of, value_text
from checker.expr.tree import Expr, Version, children, walk

__all__ = [
    "Env",
    "Expr",
    "ExprFault",
    "FieldSpec",
    "ParameterSpec",
    "RecordSpec",
    "Row",
    "Scope",
    "Version",
    "children",
    "compile_text",
    "evaluate",
    "evaluator",
    "expect",
    "parse",
    "text_of",
    "truth",
    "value_text",
    "walk",
]
