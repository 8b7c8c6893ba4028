"""Writes a text as a YAML scalar: plain where that reads back as the same text, else in quotes; knows no facts."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final

from checker.source.document import Data
from checker.source.problems import Problems
from checker.source.read import parse_document

_SAFE: Final = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff.（）()、。；/+-]*%?", re.ASCII)
_ESCAPED: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_EMPTY: Final = frozenset({"null", "Null", "NULL"})
NOTHING: Final = _EMPTY | {"", "~"}
"""What is read as nothing when it is not in quotes."""
SINGLE: Final = "'"
DOUBLE: Final = '"'


@lru_cache(maxsize=4096)
def scalar_text(text: str, style: str = "") -> str:
    """Return ``text`` as a scalar that stands anywhere, in braces too; in quotes of a ``style`` when one is given."""
    if style == SINGLE and "\n" not in text and not _ESCAPED.search(text) and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if style != DOUBLE and _plain(text):
        return text
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def _plain(text: str) -> bool:
    if _SAFE.fullmatch(text):
        return text not in _EMPTY
    if not text or text != text.strip() or "\n" in text or "\t" in text:
        return False
    return _reads_as(f"a: {text}", {"a": text}) and _reads_as(f"{{a: {text}, b: c}}", {"a": text, "b": "c"})


def _reads_as(written: str, meant: Data) -> bool:
    document = parse_document(written, "", "", Problems())
    return document is not None and document.data == meant


@lru_cache(maxsize=8192)
def line_scalar(text: str, *, flow: bool) -> str:
    """Return ``text`` as a scalar on one line, in quotes only where it must be.

    ``flow`` says that it stands in brackets or braces. Quotes are double, and single where double ones would need a
    backslash. It may be a name as well as a value.
    """
    if text and _bare(text, flow=flow):
        return text
    simple = text.isprintable() and not _ESCAPED.search(text)
    return scalar_text(text, SINGLE if simple and "'" not in text and ('"' in text or "\\" in text) else DOUBLE)


def _bare(text: str, *, flow: bool) -> bool:
    if _SAFE.fullmatch(text):
        return text not in _EMPTY
    if text != text.strip() or "\n" in text or "\t" in text or not text.isprintable():
        return False
    if flow and not (
        _reads_as(f"{{a: {text}, b: c}}", {"a": text, "b": "c"}) and _reads_as(f"[{text}, b]", [text, "b"])
    ):
        return False
    return (
        _reads_as(f"a: {text}", {"a": text}) and _reads_as(f"- {text}", [text]) and _reads_as(f"{text}: a", {text: "a"})
    )
