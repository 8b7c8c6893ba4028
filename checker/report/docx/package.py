"""Packs the parts of a Word file into one; knows nothing about what stands in them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from checker.report.book import fixed_package
from checker.report.docx.layout import DECLARATION, fonts_part, foot_part, settings_part, styles_part

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_PARTS: Final = (("styles", "styles"), ("settings", "settings"), ("footer1", "footer"), ("footer2", "footer"),
                 ("fontTable", "fontTable"))  # fmt: skip


def package(document: str, on: date) -> bytes:
    """Return a Word file with the layout's styles, settings, fonts and feet around a body; made on the day given."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (("officeDocument", "word/document.xml", _OFFICE),
             ("metadata/core-properties", "docProps/core.xml", f"{_PACKAGE}/relationships"))
        ),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations((kind, f"{name}.xml", _OFFICE) for name, kind in _PARTS),
        "word/styles.xml": styles_part(),
        "word/settings.xml": settings_part(),
        "word/footer1.xml": foot_part("FootOdd"),
        "word/footer2.xml": foot_part("FootEven"),
        "word/fontTable.xml": fonts_part(),
        "docProps/core.xml": _core(on),
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text.encode())
    return fixed_package(stream.getvalue(), on)


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *_PARTS)
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(targets: Iterable[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{place}" Type="{where}/{kind}" Target="{target}"/>'
        for place, (kind, target, where) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(on: date) -> str:
    moment = f"{on.isoformat()}T00:00:00Z"
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>绩效评价报告模板</dc:title><dc:creator>checker</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )
