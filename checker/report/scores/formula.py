"""Turns a scoring expression into a formula over the cells of a score book, or says why it cannot.

A formula is given only where the value is exact now, and moves with the facts as the engine would: an emptied cell
makes it ``#N/A``, never zero. Knows nothing about sheets beyond where ``Names`` says that values stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from checker.expr.evaluate import in_force
from checker.expr.tree import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Comparison,
    Constant,
    Expr,
    Field,
    Function,
    Known,
    Not,
    Parameter,
)
from checker.messages import tr
from checker.report.scores.formula_functions import applied
from checker.report.scores.formula_gather import gathered
from checker.report.scores.formula_place import Here, cell_of
from checker.report.scores.formula_text import (
    ATOM,
    COMPARED,
    MISSING,
    MOST_LENGTH,
    PRODUCT,
    SUM,
    Inexpressible,
    Text,
    call,
    constant,
    day_text,
    from_cell,
    quoted,
    smooth,
)
from checker.values import Interval, Kind, Unknown, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.report.scores.names import Cell
    from checker.values import Value

_STRENGTHS: Final = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT}
_MOST_REFS: Final = 250


def formula_of(node: Expr, here: Here) -> str:
    """Return the formula for ``node``, with the ``=``; raises ``Inexpressible`` with the reason."""
    return compiled_formula(node, here, str)


def compiled_formula(node: Expr, here: Here, shown: Callable[[str], str]) -> str:
    """Return the formula for what is shown of ``node``; as ``formula_of``."""
    needed: dict[str, None] = {}
    text = shown(compiled(node, replace(here, needed=needed)).text)
    if len(needed) > _MOST_REFS:
        raise Inexpressible(tr("涉及的事实太多"))
    text = guarded(text, list(needed))
    if len(text) > MOST_LENGTH:
        raise Inexpressible(tr("公式太长"))
    return f"={text}"


def guarded(text: str, needed: Sequence[str]) -> str:
    """Return a formula that has no value while one of the cells it needs is empty."""
    if not needed:
        return text
    empty = f'{needed[0]}=""' if len(needed) == 1 else f"COUNTA({','.join(needed)})<{len(needed)}"
    return f"IF({empty},{MISSING},{text})"


def compiled(node: Expr, here: Here) -> Text:
    """Return ``node`` as a part of a formula; in a branch not taken, what cannot be said is ``#N/A``."""
    if here.strict:
        return _COMPILERS[type(node)](node, here)
    try:
        return _COMPILERS[type(node)](node, here)
    except Inexpressible:
        return Text(MISSING)


def _constant(node: Constant, _here: Here) -> Text:
    return constant(node.value, node.kind)


def _field(node: Field, here: Here) -> Text:
    cell = cell_of(node, here)
    value = here.known(node)
    if here.strict and isinstance(value, Unknown | Interval):
        raise Inexpressible(_why_open(node, value))
    if cell is None:
        if node.record == "evaluation" and not isinstance(value, Unknown):
            return constant(value, node.kind)
        raise Inexpressible(_why_open(node, value))
    return here.read(cell, node.kind)


def _why_open(node: Field, value: Value) -> str:
    name = node.label or node.name
    if isinstance(value, Interval):
        return tr("{label}只知道{bounded}", label=name, bounded=show(value, node.kind, node.unit))
    return tr("{label}还不知道", label=name)


def _parameter(node: Parameter, here: Here) -> Text:
    """Pick the version by the day, then the value by the key, as nested conditions where either may change."""
    if here.strict and isinstance(here.known(node), Unknown | Interval):
        raise Inexpressible(tr("参数“{label}”没有确切的值", label=node.label))
    if node.at is None:
        versions = in_force(node.versions, Fraction(here.env.as_of))
        return _keyed(node, versions[0].since, here) if versions else Text(MISSING)
    day = smooth(compiled(node.at, here), Kind.DATE).at(SUM)
    found = Text(MISSING)
    for version in node.versions:
        picked = _keyed(node, version.since, here)
        found = call("IF", f"{day}>={day_text(Fraction(version.since))}", picked.text, found.text, rough=True)
    return found


def _keyed(node: Parameter, since: int, here: Here) -> Text:
    cells = {key: cell for (name, day, key), cell in here.names.parameters.items() if (name, day) == (node.name, since)}
    if node.key is None:
        return _value_of(cells.get(""), node)
    if isinstance(node.key, Constant):
        return _value_of(cells.get(str(node.key.value)), node)
    key = compiled(node.key, here).at(SUM)
    found = Text(MISSING)
    for name, cell in reversed(cells.items()):
        value = _value_of(cell, node)
        found = call("IF", f"{key}={quoted(name)}", value.text, found.text, rough=value.rough or found.rough)
    return found


def _value_of(cell: Cell | None, node: Parameter) -> Text:
    if cell is None or cell.fault:
        raise Inexpressible(cell.fault if cell else tr("参数“{label}”没有确切的值", label=node.label))
    text = from_cell(cell.ref, node.kind, cell.factor)
    return text._replace(rough=True) if cell.computed else text


def _arithmetic(node: Arithmetic, here: Here) -> Text:
    value = here.known(node)
    if here.strict and node.sign == "/" and isinstance(value, Unknown) and here.known(node.right) == 0:
        raise Inexpressible(tr("除数是零"))
    left, right = _sides(node.left, node.right, here) if node.sign == "/" else (None, None)
    if left is None or right is None:
        left = _weight(node.left, here) if node.sign in "*-" else None
        left, right = left or compiled(node.left, here), compiled(node.right, here)
    place = _STRENGTHS[node.sign]
    return Text(f"{left.at(place)}{node.sign}{right.at(place + 1)}", place, rough=True)


def _sides(left: Expr, right: Expr, here: Here) -> tuple[Text | None, Text | None]:
    """Return two amounts of money counted in the same unit as they stand, so that they need not be turned into 元."""
    if not (isinstance(left, Field) and isinstance(right, Field) and left.kind is right.kind is Kind.MONEY):
        return None, None
    cells = cell_of(left, here), cell_of(right, here)
    if None in cells or cells[0].factor != cells[1].factor or cells[0].fault or cells[1].fault:  # type: ignore[union-attr]  # neither is None
        return None, None
    texts = compiled(left, here), compiled(right, here)
    strip = f"*{cells[0].factor}"  # type: ignore[union-attr]  # as above
    return tuple(Text(text.text.removesuffix(strip), ATOM, text.rough) if here.strict else text for text in texts)  # type: ignore[return-value]  # two of them


def _weight(node: Expr, here: Here) -> Text | None:
    """Return the cell of the weight where an expression names the weight of its indicator."""
    if here.weight and isinstance(node, Constant) and node.kind is Kind.SCORE and node.value == here.weight[0]:
        return Text(here.weight[1])
    return None


def _comparison(node: Comparison, here: Here) -> Text:
    sign = "<>" if node.comparator == "!=" else node.comparator
    left, right = _sides(node.left, node.right, here)
    if left is None or right is None:
        left, right = compiled(node.left, here), compiled(node.right, here)
    if node.left.kind.ordered:
        left, right = smooth(left, node.left.kind), smooth(right, node.right.kind)
    elif node.left.kind is not Kind.TRUTH and not (_caseless(node.left) or _caseless(node.right)):
        same = call("EXACT", left.text, right.text)
        return same if sign == "=" else call("NOT", same.text)
    return Text(f"{left.at(SUM)}{sign}{right.at(SUM)}", COMPARED)


def _caseless(node: Expr) -> bool:
    """Say whether a part is a text in which capitals cannot matter; ``=`` in a formula does not tell them apart."""
    return isinstance(node, Constant) and isinstance(node.value, str) and node.value.upper() == node.value.lower()


def _joined(node: AllOf | AnyOf, here: Here) -> Text:
    """Let one definite answer outweigh what is missing, as the three-valued ``and`` and ``or`` do."""
    name, neutral = ("AND", "TRUE") if isinstance(node, AllOf) else ("OR", "FALSE")
    open_ = [isinstance(here.known(item), Unknown) for item in node.items]
    if not any(open_):
        return call(name, *(compiled(item, here).text for item in node.items))
    if here.strict and isinstance(here.known(node), Unknown):
        for item in node.items:
            compiled(item, here)  # the one that cannot be told says why
    items = [compiled(item, here.lax()).text for item in node.items]
    whole = call(name, *items).text
    sure = call(name, *(f"IFERROR({item},{neutral})" for item in items)).text
    return call("IF", sure, whole, "FALSE") if neutral == "TRUE" else call("IF", sure, "TRUE", whole)


def _not(node: Not, here: Here) -> Text:
    return call("NOT", compiled(node.item, here).text)


def _known(node: Known, here: Here) -> Text:
    if isinstance(node.item, Field):
        cell = cell_of(node.item, here)
        if cell is None:
            return Text("FALSE")
        if cell.known and not cell.computed:
            return Text(f"COUNTA({cell.known})>0", COMPARED)
    return call("NOT", call("ISERROR", compiled(node.item, here.lax()).text).text)


def _choose(node: Choose, here: Here) -> Text:
    if _is_bounded(node):
        return compiled(node.then, here)
    picked = here.known(node.condition)
    if isinstance(picked, Unknown) and here.strict:
        if not isinstance(here.known(node), Fraction):
            compiled(node.condition, here)  # says what is missing
            raise Inexpressible(tr("还不能确定"))
        return compiled(node.then, here)  # both come to the same
    condition = compiled(node.condition, here)
    then = compiled(node.then, here if picked is True else here.lax())
    otherwise = compiled(node.otherwise, here if picked is False else here.lax())
    return call("IF", condition.text, then.text, otherwise.text, rough=then.rough or otherwise.rough)


def _is_bounded(node: Choose) -> bool:
    """Say whether this is “a value, or anything between two ends when it is unknown”, which no formula says better."""
    match node:
        case Choose(condition=Known(item=item), otherwise=Choose(condition=Comparison("=", left, right))):
            return item == node.then == left == right
    return False


def _function(node: Function, here: Here) -> Text:
    first = _weight(node.arguments[0], here) if node.name == "min" else None
    arguments = [first or compiled(node.arguments[0], here), *(compiled(item, here) for item in node.arguments[1:])]
    return applied(node, arguments)


def _aggregate(node: Aggregate, here: Here) -> Text:
    return gathered(node, here, compiled)


_COMPILERS: Final[dict[type[Any], Callable[[Any, Here], Text]]] = {
    Constant: _constant,
    Field: _field,
    Parameter: _parameter,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    AllOf: _joined,
    AnyOf: _joined,
    Not: _not,
    Known: _known,
    Choose: _choose,
    Function: _function,
    Aggregate: _aggregate,
}
"""One per node class; a test holds it to cover them all."""
