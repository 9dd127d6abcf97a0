"""How live the page is: painted updates a second, smoothness, and Play to the first update.

``python -m tests.benchmarks.page``: a real server and a real browser on this machine.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import sync_playwright

from tests.journeys.browser import launch
from tests.journeys.conftest import Server
from tests.journeys.visitor import Visitor

SECONDS = 6
LINKS = {
    "4-2": "?data=circle",
    "8-8-8-8-8-8, all features": "?data=spiral&features=[x1,x2,x1_squared,x2_squared,x1x2,sin_x1,"
    "sin_x2]&model=[" + ",".join(["Dense(8,tanh)"] * 6) + "]",
}
COUNT = """seconds => new Promise(done => {
  const hub = globalThis.layerPlayground, began = performance.now(), first = hub.received;
  let frames = 0, last = began, longest = 0;
  (function next(now) {
    frames += 1; longest = Math.max(longest, now - last); last = now;
    if (now - began < seconds * 1000) return requestAnimationFrame(next);
    const passed = (now - began) / 1000;
    done({updates: (hub.received - first) / passed, frames: frames / passed, longest});
  })(began);
})"""
FIRST = """() => new Promise(done => {
  const hub = globalThis.layerPlayground, began = performance.now();
  const play = [...document.querySelectorAll('*')].flatMap(
    each => each.shadowRoot ? [...each.shadowRoot.querySelectorAll('button.play')] : []
  ).concat([...document.querySelectorAll('button.play')])[0];
  const before = hub.frame.header.epoch;
  play.click();
  (function look() {
    if (hub.frame.header.epoch > before && hub.frame.acknowledged) {
      return done(performance.now() - began);
    }
    requestAnimationFrame(look);
  })();
})"""


def main() -> None:
    """Print one line a link and speed."""
    server = Server("app.py")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, link in LINKS.items():
            for speed in ("60", "0"):
                visitor = Visitor(browser, f"{server.url}/{link}")
                visitor.page.wait_for_timeout(1500)
                first = []
                for _ in range(5):
                    first.append(visitor.page.evaluate(FIRST))
                    visitor.pause()
                visitor.page.locator(".runbar select").select_option(speed)
                visitor.play()
                visitor.page.wait_for_timeout(1000)
                seen = visitor.page.evaluate(COUNT, SECONDS)
                print(f"{name}, {'60 epochs a second' if speed == '60' else 'flat out'}: "
                      f"Play to first painted update {statistics.median(first):.0f} ms, "
                      f"{seen['updates']:.1f} updates and {seen['frames']:.1f} animation frames a "
                      f"second, longest frame {seen['longest']:.0f} ms", flush=True)
                visitor.leave()
        browser.close()
    server.stop()


if __name__ == "__main__":
    main()
