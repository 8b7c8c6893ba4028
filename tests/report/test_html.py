"""The result as a page: complete, self-contained, the same every time; what facts say is text, never markup."""

from __future__ import annotations

import base64
import hashlib
import importlib
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest
from syrupy.assertion import SnapshotAssertion

from checker.messages import language
from checker.report.html.words import page_words
from checker.result import Outcome
from tests.report.pages import ODD, Reader, odd_page, page_of, seed_page, visible

html: Any = importlib.import_module("lxml.html")  # it has no types
EMPTY: Final = "rules: xueliang-2020\n检查基准日: 2020-12-31\n评价类型: 部门评价\n"
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
PAGES: Final[dict[str, Callable[[], str]]] = {"seed": seed_page, "odd": odd_page, "empty": lambda: page_of(EMPTY)}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    """Return one page after the other."""
    return PAGES[request.param]()


def test_page_of_the_seed(snapshot: SnapshotAssertion) -> None:
    """All that is said of the seed's project, without style and script."""
    assert visible(seed_page()) == snapshot


def test_page_of_an_undecided_project(snapshot: SnapshotAssertion) -> None:
    """What is missing, bounded, waived and not applicable is shown as such, never as zero."""
    assert visible(odd_page()) == snapshot


def test_page_is_well_formed(page: str) -> None:
    """Every element is closed in its turn, no id stands twice, and no attribute either."""
    reader = Reader(page)
    assert not reader.faults
    ids = Counter(found["id"] for _, found in reader.elements if "id" in found)
    assert not [name for name, count in ids.items() if count > 1]
    assert html.document_fromstring(page).find("body") is not None


def test_every_link_resolves(page: str) -> None:
    """A link leads to a place of the page, and so does whatever names another element by its id."""
    elements = Reader(page).elements
    ids = {found["id"] for _, found in elements if "id" in found}
    links = [found["href"] for _, found in elements if "href" in found]
    labels = [found["aria-labelledby"] for _, found in elements if "aria-labelledby" in found]
    patterns = re.findall(r"url\(#(\w+)\)", page)
    assert links
    assert not [link for link in links if not link.startswith("#")]
    assert not {link.removeprefix("#") for link in [*links, *labels, *patterns]} - ids


def test_nothing_is_loaded(page: str) -> None:
    """No element and no style names anything outside the page, and the page forbids itself to load anything."""
    elements = Reader(page).elements
    assert not {"img", "link", "iframe", "object", "embed", "base", "image", "use"} & {tag for tag, _ in elements}
    assert not [found for _, found in elements if {"src", "srcset", "data", "action", "style"} & found.keys()]
    assert "http:" not in page
    assert "https:" not in page
    assert "@import" not in page
    assert not [url for url in re.findall(r"url\(([^)]*)", page) if not url.startswith("#")]


def test_only_its_own_script_and_style_run(page: str) -> None:
    """The policy names the digests of the one script and the one style there are, and lets in nothing else."""
    tree = html.document_fromstring(page)
    policy = str(tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)"))
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_hostile_texts_come_out_literally() -> None:
    """Markup, scripts, quotes and template signs in facts are shown as they were written."""
    reader = Reader(odd_page())
    tags = Counter(tag for tag, _ in reader.elements)
    assert tags["script"] == 1
    assert not {"img", "i"} & tags.keys()
    assert not [name for _, found in reader.elements for name in found if name.startswith("on")]
    text = "\n".join(reader.lines)
    for written in (
        '某项目<script>alert(1)</script>"onload=alert(2)',
        '明细账 <b>"x"</b>',
        '"><img src=x onerror=alert(3)>',
        "</script><svg onload=alert(4)>",
        "{{ 7*7 }} {% raw %}",
        "停电<i>&amp;</i>",
    ):
        assert written in text


def test_same_facts_same_bytes() -> None:
    """The page is the same however often it is made."""
    assert page_of(ODD) == page_of(ODD)


def test_seed_page_is_small() -> None:
    """The seed's page can be sent by mail: below 400 KB."""
    assert len(seed_page().encode()) < 400_000


def test_every_check_and_fact_has_its_place() -> None:
    """Each check is an item that opens, each with its own outcome; each value of a fact is a row."""
    tree = html.document_fromstring(seed_page())
    checks = tree.xpath("//section[@id='checks']//details[contains(@class, 'check ')]")
    outcomes = Counter(check.get("data-outcome") for check in checks)
    assert outcomes == {Outcome.FAIL: 5, Outcome.PASS: 9}
    assert [check.get("id") for check in checks] == [f"C{number}" for number in range(1, 15)]
    rows = tree.xpath("//section[@id='facts']//tr[starts-with(@id, 'F')]")
    assert [row.get("id") for row in rows] == [f"F{number}" for number in range(1, len(rows) + 1)]


def test_evidence_leads_to_its_fact_and_back() -> None:
    """A finding names its fact by a number; the row of it has value, place and source, and names the finding."""
    tree = html.document_fromstring(seed_page())
    (value,) = tree.xpath("//details[@id='C1']//*[@class='value'][starts-with(normalize-space(), '故障率16.38%')]/a")
    (row,) = tree.xpath(f"//tr[@id='{value.get('href').removeprefix('#')}']")
    assert [" ".join(cell.text_content().split()) for cell in row.xpath("th | td")][1:4] == [
        "故障率",
        "16.38%",
        "facts/xinjian-2020/service.yaml:5:17",
    ]
    assert "#C1" in row.xpath(".//a/@href")


def test_gauge_shows_a_range_when_the_score_is_open() -> None:
    """A score that cannot be told has two pointers, an arc between them, and no grade band of its own."""
    decided, open_ = (html.document_fromstring(made()) for made in (seed_page, odd_page))
    assert len(decided.xpath("//path[@class='pointer']")) == 1
    assert decided.xpath("//text[contains(@class, 'band-name current')]/text()") == ["优"]
    assert len(open_.xpath("//path[@class='pointer']")) == 2
    assert open_.xpath("//path[@class='span']")
    assert not open_.xpath("//path[contains(@class, 'band current')]")


def test_nothing_decided_is_said() -> None:
    """A project without facts says that nothing could be decided, and what is needed."""
    text = visible(page_of(EMPTY))
    assert "没有一项检查能够判断：事实还不够" in text
    assert "待补材料" in text


def test_page_speaks_english() -> None:
    """With --lang en every word of the page itself is English, and the page says so."""
    page = seed_page("en")
    assert '<html lang="en">' in page
    assert '<html lang="zh-CN">' in seed_page()
    with language("en"):
        words = page_words()
    assert not {name: word for name, word in words.items() if CHINESE.search(word)}
