"""Turns a handbook into one page of HTML that needs nothing else; it runs no script and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.messages import current_language
from checker.report.handbook.words import handbook_words

if TYPE_CHECKING:
    from checker.report.handbook.content import Handbook

_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
_STYLES: Final = (("checker.report.html", "page.css"), ("checker.report.handbook", "handbook.css"))


def render_handbook_html(book: Handbook) -> str:
    """Return the page in the language in use; what a pack says is text in it, never markup."""
    style, digest = _style()
    page = _environment().get_template("handbook.html.j2")
    return page.render(book=book, w=handbook_words(), lang=_LANGUAGES[current_language()], style=style, digest=digest)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("checker.report.handbook", "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> tuple[Markup, Markup]:
    """Return the style and the digest by which the page lets it in and nothing else."""
    text = "".join((files(package) / "template" / name).read_text("utf-8") for package, name in _STYLES)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), Markup(f"sha256-{digest}")  # noqa: S704 - our own files, which no input reaches
