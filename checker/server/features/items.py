"""Makes the items an editor offers when a word is completed; knows nothing about where they are offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    InsertTextFormat,
    MarkupContent,
    MarkupKind,
    Range,
    TextEdit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be written: the word, what it is in short, what there is to say of it, and other words it is found by.

    ``insert`` is written in the place of the word when it differs; ``rank`` puts the likelier ones first.
    """

    word: str
    kind: CompletionItemKind
    detail: str = ""
    about: str = ""
    found_by: str = ""
    insert: str = ""
    snippet: str = ""
    rank: int = 5


Offers: TypeAlias = "Iterable[Offer]"


def items(offers: Offers, range_: Range, *, snippets: bool) -> list[CompletionItem]:
    """Return offers as items that replace the text in ``range_``; each word once, in the order offered."""
    found: dict[tuple[str, str], Offer] = {}
    for offer in offers:
        found.setdefault((offer.word, offer.detail), offer)
    ranked = sorted(found.values(), key=lambda offer: offer.rank)
    return [_item(offer, number, range_, snippets=snippets) for number, offer in enumerate(ranked)]


def _item(offer: Offer, number: int, range_: Range, *, snippets: bool) -> CompletionItem:
    with_snippet = snippets and bool(offer.snippet)
    text = offer.snippet if with_snippet else offer.insert or offer.word
    return CompletionItem(
        label=offer.word,
        kind=offer.kind,
        detail=offer.detail or None,
        documentation=MarkupContent(MarkupKind.Markdown, offer.about) if offer.about else None,
        filter_text=f"{offer.word} {offer.found_by}" if offer.found_by else offer.word,
        sort_text=f"{number:04}",
        insert_text_format=InsertTextFormat.Snippet if with_snippet else InsertTextFormat.PlainText,
        text_edit=TextEdit(range_, text),
    )
