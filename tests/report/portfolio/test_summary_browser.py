"""The page of a summary in a browser, offline: it opens, fits, prints, and complains of nothing."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Final

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from checker.report.portfolio import render_summary_html
from tests.office import CHROMEDRIVER, CHROMIUM, needs_chromium
from tests.report.portfolio.test_summary_page import HOSTILE, full_summary

pytestmark = needs_chromium

_SWITCHES: Final = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start one browser, offline and with a profile of its own, on the page with hostile words."""
    folder = tmp_path_factory.mktemp("browser")
    options = Options()
    options.binary_location = CHROMIUM or ""
    for switch in (*_SWITCHES, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(service=Service(CHROMEDRIVER), options=options)
    started.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    started.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    file = folder / "summary.html"
    file.write_text(render_summary_html(full_summary(hostile=HOSTILE), 15), "utf-8")
    started.get(file.as_uri())
    yield started
    started.quit()


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_page_fits_and_complains_of_nothing(driver: webdriver.Chrome, width: int) -> None:
    """On any screen nothing runs over the side, both plots are drawn in colour, and the console stays empty."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    assert driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    assert driver.execute_script("return document.querySelectorAll('.plot svg').length") == 2
    fill = "return getComputedStyle(document.querySelector('.plot .settled')).fill"
    assert driver.execute_script(fill) not in {"none", "rgb(0, 0, 0)"}
    assert driver.execute_script("return document.querySelectorAll('img, script').length") == 0
    assert driver.get_log("browser") == []  # type: ignore[no-untyped-call]  # selenium leaves it untyped


def test_page_prints(driver: webdriver.Chrome) -> None:
    """The page becomes a PDF of a few sheets."""
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    assert base64.b64decode(printed["data"]).count(b"/Type /Page\n") in range(1, 12)
