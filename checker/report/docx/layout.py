"""The look of an official document (GB/T 9704-2012) as the fixed parts of a Word file: styles, fonts, page, foot.

Knows nothing about what the report says. Lengths are twips (1/20 pt), sizes of type half points.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
NAMESPACES: Final = f"{_W} {_R}"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

BODY: Final = "仿宋_GB2312"
SONG: Final = "宋体"
HEI: Final = "黑体"
KAI: Final = "楷体_GB2312"
TITLE: Final = "方正小标宋简体"
LATIN: Final = "Times New Roman"
_FALLBACKS: Final = {
    BODY: ("仿宋,FangSong,FangSong_GB2312,华文仿宋", "modern"),
    KAI: ("楷体,KaiTi,KaiTi_GB2312,华文楷体", "modern"),
    TITLE: ("方正小标宋_GBK,小标宋体,华文中宋,STZhongsong,宋体", "roman"),
    HEI: ("SimHei,华文黑体", "modern"),
    SONG: ("SimSun,华文宋体", "roman"),
    LATIN: ("Liberation Serif", "roman"),
}
LINE: Final = 580  # 22 lines in 225 mm
PORTRAIT_WIDTH: Final = 8844  # 156 mm
LANDSCAPE_WIDTH: Final = 12756  # 225 mm
_GRID: Final = f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
_CLOSER: Final = '<w:spacing w:val="-5"/>'  # 28 characters of 16 pt a line; a grid of characters is not read alike
_FEET: Final = '<w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
PORTRAIT: Final = (
    f'<w:sectPr>{_FEET}<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1417" w:gutter="0"/>'
    f"{_GRID}</w:sectPr>"
)
LANDSCAPE: Final = (
    f'<w:sectPr>{_FEET}<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984" w:header="851" w:footer="850" w:gutter="0"/>'
    "</w:sectPr>"
)


class Style(NamedTuple):
    """A paragraph style: font and size of type, and the properties of the paragraph in the order Word wants them."""

    id: str
    name: str
    font: str
    size: int
    paragraph: str
    outline: int | None = None
    bold: bool = False


_EXACT: Final = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_APART: Final = _EXACT.replace('w:before="0"', f'w:before="{LINE}"')
_RIGHT: Final = '<w:ind w:leftChars="1100" w:left="3520"/>'
_TITLE_LINES: Final = '<w:spacing w:before="0" w:after="0" w:line="700" w:lineRule="exact"/>'
_SNUG: Final = '<w:snapToGrid w:val="0"/><w:spacing w:before="30" w:after="30" w:line="280" w:lineRule="atLeast"/>'
_INDENT: Final = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_FLUSH: Final = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_HEADING: Final = f'<w:keepNext/>{_EXACT}{_INDENT}<w:jc w:val="both"/>'

STYLES: Final = (
    Style("Title", "Title", TITLE, 44, f'<w:keepNext/>{_TITLE_LINES}{_FLUSH}<w:jc w:val="center"/>'),
    Style("Subtitle", "Subtitle", KAI, 32, f'{_EXACT}{_FLUSH}<w:jc w:val="center"/>'),
    Style("Heading1", "heading 1", HEI, 32, _HEADING, 0),
    Style("Heading2", "heading 2", KAI, 32, _HEADING, 1),
    Style("Heading3", "heading 3", BODY, 32, _HEADING, 2, bold=True),
    Style("BodyText", "Body Text", BODY, 32, f'{_EXACT}{_INDENT}<w:jc w:val="both"/>'),
    Style("AnnexList", "Annex List", BODY, 32, f'<w:keepNext/>{_APART}{_INDENT}'),
    Style("AnnexNext", "Annex Next", BODY, 32, f'<w:keepNext/>{_EXACT}<w:ind w:leftChars="500" w:left="1600"/>'),
    Style("SignatureTop", "Signature Top", BODY, 32, f"<w:keepNext/>{_APART}{_RIGHT}"),
    Style("Signature", "Signature", BODY, 32, f"<w:keepNext/>{_EXACT}{_RIGHT}"),
    Style("TableTitle", "Table Title", HEI, 28, f'<w:keepNext/>{_EXACT}{_FLUSH}<w:jc w:val="center"/>'),
    Style("TableHead", "Table Head", HEI, 21, f'<w:keepNext/>{_SNUG}{_FLUSH}<w:jc w:val="center"/>'),
    Style("TableText", "Table Text", BODY, 21, f'{_SNUG}{_FLUSH}<w:jc w:val="left"/>'),
    Style("TableNumber", "Table Number", BODY, 21, f'{_SNUG}{_FLUSH}<w:jc w:val="center"/>'),
    Style("AnnexMark", "Annex Mark", HEI, 32, f'<w:keepNext/>{_EXACT}{_FLUSH}<w:jc w:val="left"/>'),
    Style("AnnexTitle", "Annex Title", TITLE, 36, f'<w:keepNext/>{_TITLE_LINES}{_FLUSH}<w:jc w:val="center"/>'),
    Style("Small", "Small Text", BODY, 24, f'<w:snapToGrid w:val="0"/>{_EXACT.replace(str(LINE), "400")}'
          '<w:ind w:firstLineChars="200" w:firstLine="480"/><w:jc w:val="both"/>'),
    Style("FootOdd", "Foot Odd", SONG, 28, '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'),
    Style("FootEven", "Foot Even", SONG, 28, '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>'),
)  # fmt: skip
_BUILT_IN: Final = frozenset({"Title", "Subtitle", "heading 1", "heading 2", "heading 3", "Body Text", "Signature"})
_SIZE: Final = 32  # 3号
BLANK: Final = "ToFill"


def fonts(east: str, latin: str = LATIN) -> str:
    """Return the fonts of a run: ``east`` for Chinese and its quotation marks, ``latin`` for letters and numerals."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'


def styles_part() -> str:
    """Return ``word/styles.xml``."""
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl/></w:pPr><w:rPr><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="Run"><w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="Plain"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{BLANK}"><w:name w:val="To Fill"/><w:qFormat/>'
        '<w:rPr><w:highlight w:val="yellow"/></w:rPr></w:style>'
    )  # fmt: skip
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}<w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{normal}{''.join(map(_style, STYLES))}</w:styles>"


def _style(style: Style) -> str:
    latin = style.font if style.id.startswith("Foot") else LATIN  # 页码用宋体阿拉伯数字
    own = "" if style.name in _BUILT_IN else ' w:customStyle="1"'
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    closer = _CLOSER if style.size == _SIZE else ""
    size = f'{closer}<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{style.paragraph}{outline}</w:pPr>'
        f"<w:rPr>{fonts(style.font, latin)}{bold}{size}</w:rPr></w:style>"
    )


def fonts_part() -> str:
    """Return ``word/fontTable.xml``: each font with those that may stand in for it."""
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="{"00" if name == LATIN else "86"}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, (others, family) in _FALLBACKS.items()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{listed}</w:fonts>"


def settings_part() -> str:
    """Return ``word/settings.xml``: odd and even feet, and the line breaking of Chinese."""
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (("compatibilityMode", "15"), ("differentiateMultirowTableHeaders", "1"))
    )
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        f"<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>{compat}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def foot_part(style: str) -> str:
    """Return a foot: the number of the page between two dashes, — 1 —."""
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            "<w:t>—</w:t>",
            '<w:t xml:space="preserve"> </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> </w:t>',
            "<w:t>—</w:t>",
        )
    )
    return f'{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}</w:p></w:ftr>'
