"""Writes a made-up project and what it comes to as one case of a rule, the way people write cases by hand.

Knows nothing about how the project was found or decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from checker.source.text.scalars import line_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checker.witness.project import Given, Witness

CONFIRM: Final = "由程序算出，请对照文件核对后删去这一行"
"""What stands behind ``to_confirm``: in a pack it is read by those who write packs, so it is not translated."""
_WIDTH: Final = 100
_INDENT: Final = "    "


def case_text(  # noqa: PLR0913 - the keys of a case
    name: str,
    witness: Witness,
    *,
    expect: str | Mapping[str, str],
    deduct: str | None = None,
    missing: Sequence[str] | None = None,
    message: str | None = None,
    to_confirm: str | None = CONFIRM,
) -> str:
    """Return one item of ``tests/<rule>.yaml``, with a line break at its end; reading it gives the same project.

    ``expect`` is one outcome, or one for each fact by its key; ``deduct`` the points in all, as cases write them.
    """
    lines = [*_head(name, witness), f"  expect: {_inline(expect)}"]
    if missing is not None:
        lines.append(f"  missing: {_inline(missing)}")
    if deduct is not None:
        lines.append(f"  deduct: {_inline(deduct)}")
    if message is not None:
        lines.append(f"  message: {_scalar(message)}")
    if to_confirm is not None:
        lines.append(f"  to_confirm: {_scalar(to_confirm)}")
    return "\n".join(lines) + "\n"


def project_text(name: str, witness: Witness, *, expect: Mapping[str, Given], to_confirm: str | None = CONFIRM) -> str:
    """Return one item of ``tests/projects/*.yaml``, with a line break at its end; ``expect`` by its keys."""
    lines = [*_head(name, witness), "  expect:"]
    lines += [f"{_INDENT}{key}: {_inline(value)}" for key, value in expect.items()]
    if to_confirm is not None:
        lines.append(f"  to_confirm: {_scalar(to_confirm)}")
    return "\n".join(lines) + "\n"


def given_text(given: Mapping[str, Given], indent: str = "") -> str:
    """Return facts as they stand below ``given``, one entry a line, a fact in braces."""
    return "\n".join(line for name, value in given.items() for line in _entry(name, value, indent))


def _head(name: str, witness: Witness) -> Iterator[str]:
    yield f"- name: {_scalar(name)}"
    yield f"  on: {witness.on.isoformat()}"
    if witness.given:
        yield "  given:"
        yield given_text(witness.given, _INDENT)
    else:
        yield "  given: {}"


def _entry(name: str, value: Given, indent: str) -> Iterator[str]:
    key = f"{indent}{line_scalar(name, flow=False)}:"
    if isinstance(value, str | Mapping):
        whole = f"{key} {_inline(value)}"
        if isinstance(value, str) or len(whole) <= _WIDTH or not value:
            yield whole
            return
        yield key
        for inner, part in value.items():
            yield from _entry(inner, part, indent + "  ")
        return
    if not value:
        yield f"{key} []"
        return
    yield key
    yield from (f"{indent}  - {_inline(item)}" for item in value)


def _inline(value: Given | Mapping[str, str] | Sequence[str]) -> str:
    """Return a value on one line, lists and mappings in brackets."""
    if isinstance(value, str):
        return line_scalar(value, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(_pairs(value.items())) + "}"
    return "[" + ", ".join(_inline(item) for item in value) + "]"


def _pairs(entries: Iterable[tuple[str, Given]]) -> Iterator[str]:
    yield from (f"{line_scalar(name, flow=True)}: {_inline(value)}" for name, value in entries)


def _scalar(text: str) -> str:
    return line_scalar(text, flow=False)
