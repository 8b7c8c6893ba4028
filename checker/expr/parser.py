"""Makes the parser of the language from its grammar, or takes the one made before and kept beside it.

Building LALR tables is slow; ``grammar.tables`` keeps them as plain data. They are used only if they were made from
this grammar by this version of lark; ``python -m checker.expr.parser`` writes them anew.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from checker.expr.grammar import grammar_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lark import Lark, Token

    Callbacks = Mapping[str, Callable[[Token], Token]]

TABLES: Final = Path(__file__).with_name("grammar.tables")


@lru_cache(maxsize=4)
def parser(refuse: Callable[[Token], Token] | None = None) -> Lark:
    """Return the parser; ``refuse`` is called with each token that is often written and never right.

    Its basic lexer reads a reserved word as that word wherever it stands.
    """
    from lark import Lark  # noqa: PLC0415 - loaded only when an expression is parsed, to keep the start fast

    callbacks = {} if refuse is None else dict.fromkeys(("GROUPED", "LOOSE_DATE", "BROKEN"), refuse)
    kept = _kept()
    if kept is not None:
        return Lark.__new__(Lark)._load(kept, lexer_callbacks=callbacks)  # as lark's own cache does
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer="basic",
        propagate_positions=True,
        maybe_placeholders=False,
        lexer_callbacks=callbacks,
    )


def _kept() -> dict[str, Any] | None:
    try:
        kept = pickle.loads(TABLES.read_bytes())  # noqa: S301 - part of this package, like its code
    except (OSError, pickle.UnpicklingError, EOFError):
        return None
    return kept["tables"] if kept.get("made_from") == _made_from() else None


def _made_from() -> str:
    import lark  # noqa: PLC0415 - see parser

    return hashlib.sha256(f"{lark.__version__}\n{grammar_text()}".encode()).hexdigest()


def tables() -> bytes:
    """Return the content of ``grammar.tables`` for the grammar as it is."""
    from lark import Lark  # noqa: PLC0415 - see parser

    made = Lark(grammar_text(), parser="lalr", lexer="basic", propagate_positions=True, maybe_placeholders=False)
    buffer = io.BytesIO()
    made.save(buffer)
    content = {"made_from": _made_from(), "tables": pickle.loads(buffer.getvalue())}  # noqa: S301 - made just now
    return pickle.dumps(content, protocol=4)


if __name__ == "__main__":
    TABLES.write_bytes(tables())
