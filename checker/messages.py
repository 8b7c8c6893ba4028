"""Turns a Chinese sentence with named holes into a lazily translated message; knows nothing about who shows it.

The source language is Chinese; ``checker/locale/en`` translates every sentence to English. A message keeps its
template and arguments so that the same problem can be shown in either language, and is rendered only when shown.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES: Final = ("zh", "en")
_DOMAIN: Final = "checker"
_LOCALE_FOLDER: Final = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="zh")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence template in Chinese and the values for its ``{holes}``; equal when both are equal."""

    text: str
    args: tuple[tuple[str, object], ...] = ()

    def render(self) -> str:
        """Return the sentence in the current language, with nested messages rendered too."""
        template = translate(self.text)
        if not self.args:
            return template
        return template.format_map({name: str(value) for name, value in self.args})

    def __str__(self) -> str:
        return self.render()


def message(text: str, /, **args: object) -> Message:
    """Make a translatable message; ``text`` must be a literal so that the catalogue can be extracted."""
    return Message(text, tuple(args.items()))


def tr(text: str, /, **args: object) -> str:
    """Return ``text`` at once in the current language; for words of a report rather than of a problem."""
    return message(text, **args).render()


def translate(text: str) -> str:
    """Look ``text`` up in the catalogue of the current language; a sentence without translation stays as it is."""
    language = _language.get()
    return text if language == "zh" or not text else _catalogue(language).gettext(text)


def current_language() -> str:
    """Return the language in use, ``zh`` or ``en``."""
    return _language.get()


def use_language(language: str) -> None:
    """Make ``language`` (``zh`` or ``en``) the language of all messages shown from here on."""
    if language not in LANGUAGES:
        raise ValueError(language)
    _language.set(language)


@contextmanager
def language(name: str) -> Iterator[None]:
    """Show messages in ``name`` inside the block, then return to the language before."""
    token = _language.set(name)
    try:
        yield
    finally:
        _language.reset(token)


@lru_cache
def _catalogue(name: str) -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, _LOCALE_FOLDER, [name], fallback=True)
