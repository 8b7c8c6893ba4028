"""The page in a browser, offline: it opens, filters, finds, follows and prints, and complains of nothing."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.office import CHROMEDRIVER, CHROMIUM, needs_chromium
from tests.report.pages import odd_page, seed_page

pytestmark = needs_chromium

_SWITCHES: Final = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PDFTOTEXT: Final = shutil.which("pdftotext")


class Page:
    """A page opened in the browser."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self.driver = driver
        self._folder = folder

    def open(self, text: str, width: int = 1280, height: int = 900) -> None:
        """Open a page from a file in a window of a size, and forget what was complained of before."""
        file = self._folder / "page.html"
        file.write_text(text, "utf-8")
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get("about:blank")
        self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it untyped
        self.driver.get(file.as_uri())

    def one(self, selector: str) -> Any:
        """Return the element a selector finds first."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def shown(self, selector: str) -> int:
        """Return how many elements a selector finds that are shown."""
        return sum(found.is_displayed() for found in self.driver.find_elements(By.CSS_SELECTOR, selector))

    def ask(self, expression: str) -> Any:
        """Return the value of an expression."""
        return self.driver.execute_script(f"return {expression}")

    @property
    def complaints(self) -> list[Any]:
        """What the browser's console has been told."""
        return list(self.driver.get_log("browser"))  # type: ignore[no-untyped-call]  # selenium leaves it untyped


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Start one browser, offline and with a profile of its own, for all tests."""
    folder = tmp_path_factory.mktemp("browser")
    options = Options()
    options.binary_location = CHROMIUM or ""
    for switch in (*_SWITCHES, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service(CHROMEDRIVER), options=options)
    driver.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    yield Page(driver, folder)
    driver.quit()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("text", [seed_page, odd_page], ids=["seed", "odd"])
def test_page_fits_and_complains_of_nothing(page: Page, text: Any, width: int) -> None:
    """On a desk and on a telephone nothing runs over the side, opened or not, and the console stays empty."""
    page.open(text(), width)
    assert page.one(".gauge svg").is_displayed()
    assert page.ask("document.documentElement.scrollWidth <= window.innerWidth")
    page.driver.execute_script("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert page.ask("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.complaints == []


def test_hostile_page_runs_nothing(page: Page) -> None:
    """What facts say is never run: there is no dialog, and no element of theirs."""
    page.open(odd_page())
    assert page.one("h1").text == '某项目<script>alert(1)</script>"onload=alert(2)'
    assert page.ask("document.querySelectorAll('img, main script').length") == 0


def test_finding_opens_its_why(page: Page) -> None:
    """A click on a finding opens the condition with its values, the basis, and the smallest change."""
    page.open(seed_page())
    assert not page.shown("#C1 .why")
    page.one("#C1 > summary").click()
    told = page.one("#C1").text
    for part in ("在线率 < 在线率下限", "= 83.62%", "差距 -6.38%", "探头在线率", "由16.38%改为10%"):
        assert part in told
    page.one("#C1 > summary").click()
    assert not page.shown("#C1 .why")


def test_keys_are_enough(page: Page) -> None:
    """A finding is reached and opened by keys alone."""
    page.open(seed_page())
    page.driver.execute_script("document.querySelector('#checks input').focus()")
    for _ in range(3):
        page.ask("document.activeElement")
        webdriver.ActionChains(page.driver).send_keys(Keys.TAB).perform()
    assert page.ask("document.activeElement.parentElement.id") == "C1"
    webdriver.ActionChains(page.driver).send_keys(Keys.ENTER).perform()
    assert page.shown("#C1 .why")


def test_filters_show_the_right_counts(page: Page) -> None:
    """Each button shows as many checks as it says, and only those; the first shows all again."""
    page.open(odd_page())
    for button in page.driver.find_elements(By.CSS_SELECTOR, "#checks [data-filter]"):
        button.click()
        outcome = button.get_attribute("data-filter")
        count = int(button.find_element(By.CSS_SELECTOR, ".count").text)
        assert page.shown("#checks .check") == count
        assert page.shown(f"#checks .check[data-outcome='{outcome}']") == (count if outcome else 0)
        assert button.get_attribute("aria-pressed") == "true"
        assert f"显示 {count} 项" in page.one("#checks .shown").text
    page.one("#checks [data-filter='']").click()
    assert page.shown("#checks .check") == 19


def test_search_finds_checks(page: Page) -> None:
    """The search finds rules, facts and what is inside checks that are closed; all words have to be there."""
    page.open(seed_page())
    search = page.one("#search-project")
    search.send_keys("在线率 二期")
    assert page.shown("#checks .check") == 1
    assert page.one("#C3").is_displayed()
    search.clear()
    search.send_keys("没有这样的字")
    assert page.shown("#checks .check") == 0
    assert "显示 0 项" in page.one("#checks .shown").text
    assert page.shown("#review .check") == 42


def test_all_open_and_close(page: Page) -> None:
    """One button opens all checks of a list that are shown, and one closes them."""
    page.open(seed_page())
    page.one("#checks [data-filter='fail']").click()
    page.one("#checks [data-open='true']").click()
    assert page.ask("document.querySelectorAll('#checks .check[open]').length") == 5
    page.one("#checks [data-open='false']").click()
    assert page.ask("document.querySelectorAll('#checks .check[open]').length") == 0


def test_evidence_leads_to_the_fact_and_back(page: Page) -> None:
    """A link from evidence scrolls to the row of the fact; the one back opens the check, hidden by a filter or not."""
    page.open(seed_page())
    page.one("#C1 > summary").click()
    link = page.one("#C1 .evidence a")
    row = f"#{link.text}"
    link.click()
    box = f"document.querySelector('{row}').getBoundingClientRect()"
    assert page.ask(f"{box}.top >= 0 && {box}.bottom <= window.innerHeight")
    page.driver.execute_script("document.querySelector('#checks [data-filter=pass]').click()")
    page.driver.execute_script("document.querySelector('#C1').open = false")
    page.one(f"{row} a[href='#C1']").click()
    assert page.one("#C1 .why").is_displayed()


@pytest.mark.skipif(_PDFTOTEXT is None, reason="pdftotext is not installed: Debian's poppler-utils")
def test_paper_has_everything_opened(page: Page, tmp_path: Path) -> None:
    """On paper everything is open and nothing filtered away, controls are gone; the screen stays as it was."""
    page.open(seed_page())
    page.one("#checks [data-filter='pass']").click()
    file = tmp_path / "page.pdf"
    printed = page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    file.write_bytes(base64.b64decode(printed["data"]))
    assert _PDFTOTEXT is not None
    text = subprocess.run([_PDFTOTEXT, "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    for part in ("差距 -6.38%", "由 16.38% 改为 10%", "online-rate-below-floor", "1/"):
        assert part.replace(" ", "") in text.replace(" ", "")
    assert text.count("为什么") == 56
    assert "全部展开" not in text
    assert page.shown("#checks .check") == 9
    assert page.complaints == []
