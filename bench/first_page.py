"""`.venv/bin/python -m bench.first_page`: how long a citizen on a slow line waits until the web chat can be used.

Chromium behind a simulated slow 3G (400 kbit/s, 400 ms for every way there and back) opens the chat of a running
`./huiyin serve` for the first time. It can be used as soon as it is drawn: it works without its script too.
"""

import shutil
from datetime import UTC, datetime
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench import machine
from bench.starting import served
from settings import ROOT

RESULTS = ROOT / "bench" / "first_page_results.md"
TIMES = 5
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # ms, bytes/s
SEEN = """() => { const [page] = performance.getEntriesByType('navigation');
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  const all = [page, ...performance.getEntriesByType('resource')].filter(one => !one.name.endsWith('/events'));
  return { drawn: paint.startTime, scripted: page.domContentLoadedEventEnd,
    bytes: all.reduce((sum, one) => sum + one.transferSize, 0), requests: all.length } }"""


def main() -> None:
    """Open it a few times, each in a browser that has never been there."""
    with served() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        seen = [_opened(browser, address) for _ in range(TIMES)]
        browser.close()
    found = {name: median(one[name] for one in seen) for name in seen[0]}
    rows = [
        ("drawn, and usable without its script", f"{found['drawn']:.0f} ms", "1000 ms"),
        ("its script at work too", f"{found['scripted']:.0f} ms", ""),
        ("over the line, in all", f"{found['bytes'] / 1000:.1f} kB", "150 kB"),
        ("requests", f"{found['requests']:.0f}", ""),
    ]
    table = "".join(f"| {' | '.join(row)} |\n" for row in (("first page", "median", "aim"), ("---",) * 3, *rows))
    line = "Chromium, 400 kbit/s, 400 ms there and back, nothing in its cache"
    told = f"# The first page on a slow line\n\n{datetime.now(UTC):%Y-%m-%d}, {machine.about()}\n\n"
    report = f"{told}    .venv/bin/python -m bench.first_page\n\n{line}; {TIMES} times.\n\n{table}"
    print(report)
    RESULTS.write_text(report, "utf-8")


def _opened(browser: Browser, address: str) -> dict[str, Any]:
    context = browser.new_context()
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(address, wait_until="load")
    seen: dict[str, Any] = page.evaluate(SEEN)
    context.close()
    return seen


if __name__ == "__main__":
    main()
