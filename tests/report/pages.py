"""Pages of HTML to look into: the seed's, and that of a project with something missing, bounded, waived and hostile."""

from __future__ import annotations

import re
from contextlib import chdir
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from checker import __version__
from checker.messages import language
from checker.report.html import render_html
from checker.run import open_project, open_project_text

ROOT: Final = Path(__file__).parent.parent.parent
ODD: Final = """
rules: xueliang-2020
检查基准日: 2020-12-31
评价类型: 部门评价
项目名称: 某项目<script>alert(1)</script>"onload=alert(2)
材料: {ledger: '明细账 <b>"x"</b>'}
资金:
  预算数: 300万元
  到位数: 300万元
  支出数: 约280万元
  来源: {材料: ledger, 原文: '"><img src=x onerror=alert(3)>', 页码: 3}
季度运行:
  - {季度: 2019Q3, 批次: 一期, 故障率: 5%}
  - {季度: 2019Q4, 批次: 一期, 故障率: 8.123456789%}
  - {季度: 2020Q1, 批次: 一期, 故障率: 12%}
  - {季度: 2020Q2, 批次: 一期, 故障率: 13%, 来源: ledger}
  - {季度: 2020Q2, 批次: 二期, 故障率: 约10%, 承建单位: '</script><svg onload=alert(4)>'}
  - {季度: 2020Q3, 批次: 一期}
  - {季度: 2020Q3, 批次: 二期, 故障率: 9%至11%}
费用支付:
  - {费用季度: 2019Q4, 支付日期: 2020-02下旬}
  - {费用季度: 2020Q1}
  - {费用季度: 2020Q2, 支付日期: 不早于2020-08-20}
结算单价: []
豁免:
  - {规则: online-rate-below-floor, 事实: 2020Q1/一期, 理由: "停电<i>&amp;</i>", 批准人: 王五, 有效期至: 2021-12-31}
评定:
  - {指标: 社会效益, 得分: 8分, 理由: '{{ 7*7 }} {% raw %}', 评价人: 李四}
"""
_INLINE: Final = frozenset({"a", "b", "button", "code", "path", "circle", "q", "rect", "span", "strong", "wbr"})
_VOID: Final = frozenset({"meta", "input", "br", "img", "link", "wbr"})


@cache
def seed_page(lang: str = "zh") -> str:
    """Return the page of the seed's project."""
    with chdir(ROOT), language(lang):
        checker, facts = open_project("facts/xinjian-2020")
        return render_html(checker, facts, checker.check(facts))


@cache
def odd_page(lang: str = "zh") -> str:
    """Return the page of a project of which much is not known, and whose texts are hostile."""
    return page_of(ODD, lang)


def page_of(facts_text: str, lang: str = "zh") -> str:
    """Return the page of a project given as text."""
    with chdir(ROOT), language(lang):
        checker, facts = open_project_text(facts_text, name="facts.yaml")
        return render_html(checker, facts, checker.check(facts))


class Reader(HTMLParser):
    """Reads a page as a browser without style and script would: its text in lines, its elements, its faults."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    @property
    def lines(self) -> list[str]:
        """The lines that are not empty."""
        lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(self._text).split("\n"))
        return [line for line in lines if line]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if len(attrs) != len(dict(attrs)):
            self.faults.append(f"<{tag}> has an attribute twice: {attrs}")
        if tag not in _VOID:
            self._open.append(tag)
        self._text.append("" if tag in _INLINE else "\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as those of drawings do."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which has to be the last one opened."""
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else at {self.getpos()}")
        self._text.append("" if tag in _INLINE else "\n")

    def handle_data(self, data: str) -> None:
        """Keep the text that is shown."""
        if not {"script", "style"} & set(self._open):
            self._text.append(data.replace("\n", " "))


def visible(page: str) -> str:
    """Return the text of a page, with digests and the version of the program masked."""
    text = "\n".join(Reader(page).lines)
    return re.sub(r"\b[0-9a-f]{64}\b", "<digest>", text).replace(f"\n{__version__}\n", "\n<version>\n")
