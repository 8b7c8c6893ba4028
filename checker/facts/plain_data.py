"""Turns data from memory (a rule case, a web form) into the tree of a facts file; knows nothing about its meaning."""

from __future__ import annotations

import json
from collections.abc import Mapping as PlainMapping
from datetime import date
from decimal import Decimal

from checker.facts.parts import Part
from checker.messages import message
from checker.source import Place, Problems, digest_of
from checker.source.document import Mapping, Node, Scalar, Sequence, plain


def plain_part(data: PlainMapping[str, object], name: str, problems: Problems) -> tuple[Part, str]:
    """Return data from memory as a part called ``name``, and its digest.

    Texts, whole numbers, ``Decimal``, ``date``, truths, lists and mappings may stand in it. Raises ``TypeError`` for
    anything else: a binary float has already lost the number that was written.
    """
    part = Part(name, _node(data, name, "", problems))
    written = json.dumps(plain(part.node), sort_keys=True, separators=(",", ":"))
    return part, digest_of(written.encode())


def _node(data: object, file: str, trail: str, problems: Problems) -> Node:
    if isinstance(data, PlainMapping):
        items = {}
        for key, value in data.items():
            name = str(key).encode("utf-8", "replace").decode()
            items[name] = (
                Scalar(name, 0, 0, 0, 0),
                _node(value, file, f"{trail}.{name}" if trail else name, problems),
            )
        return Mapping(items, 0, 0)
    if isinstance(data, (list, tuple)):
        nodes = (_node(item, file, f"{trail}[{number}]", problems) for number, item in enumerate(data, start=1))
        return Sequence(tuple(nodes), 0, 0)
    text = _text(data)
    if text is not None and any("\ud800" <= char <= "\udfff" for char in text):
        place = Place(f"{file}: {trail}")
        problems.add("broken-text", place, message("文字里有残缺的字符"), message("重新输入这段文字"))
        text = None
    return Scalar(text, 0, 0, 0, 0)


def _text(data: object) -> str | None:
    if data is None or isinstance(data, str):
        return data
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, int):
        return str(data)
    if isinstance(data, Decimal) and data.is_finite():
        return f"{data:f}"
    if type(data) is date:
        return data.isoformat()
    raise TypeError(f"a fact may not hold {data!r}: give numbers as text, int or Decimal")
