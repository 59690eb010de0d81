"""Opens pages in headless Chromium, in a wide and a narrow window and as they are printed, and
says what it saw, as JSON.

Speaks the DevTools protocol over the browser's pipe, so that nothing but Python is needed.
"""

import fcntl
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

# Upright A4 without its margins is so wide.
VIEWS = ((1280, "screen"), (390, "screen"), (718, "print"))

# Shows what a page shows when asked.
OPEN = "document.querySelectorAll('input[type=checkbox]').forEach(box => { box.checked = true; })"

# Of the page: charts, tables, headings, texts that lie over each other, and what sticks out; tables
# that can't be seen, those aside that others stand for.
LOOK = """
(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('title')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const scroll = parent.closest('.scroll');
    const clip = scroll ? scroll.getBoundingClientRect() : null;
    for (const box of range.getClientRects()) {
      const right = clip ? Math.min(box.right, clip.right) : box.right;
      if (box.width < 1 || box.height < 1 || right <= box.left) continue;
      texts.push({node, text: node.data.trim(), left: box.left, right,
                  top: box.top, bottom: box.bottom});
    }
  }
  texts.sort((a, b) => a.top - b.top);
  const overlaps = [];
  for (let i = 0; i < texts.length; i++) {
    for (let j = i + 1; j < texts.length && texts[j].top < texts[i].bottom; j++) {
      const [a, b] = [texts[i], texts[j]];
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Boxes of lines are a little higher than their letters.
      if (a.node !== b.node && width > 1 && height > 0.3 * (a.bottom - a.top)) {
        overlaps.push(a.text + ' | ' + b.text);
      }
    }
  }
  const unnamed = [...document.querySelectorAll('svg')].filter(
    s => !s.getAttribute('aria-label') && s.getAttribute('aria-hidden') !== 'true').length;
  return {
    overlaps, unnamed,
    hidden: [...document.querySelectorAll('table')].filter(
      t => !t.getClientRects().length && !t.closest('.compared')).length,
    charts: document.querySelectorAll('svg[role=img]').length,
    tables: document.querySelectorAll('table').length,
    headings: [...document.querySelectorAll('h2')].map(h => h.textContent),
    overflow: document.documentElement.scrollWidth - window.innerWidth,
  };
})()
"""


class Browser:
    def __init__(self, folder):
        names = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
        name = next(filter(None, names), None)
        if not name:
            sys.exit("there is no browser")
        read, child_write = os.pipe()
        child_read, write = os.pipe()
        # Out of the way of 3 and 4, at which the browser looks for its ends.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (child_read, child_write)]

        def place():
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(
            [name, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--hide-scrollbars",
             "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"],
            preexec_fn=place, pass_fds=(3, 4), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        for end in (child_read, child_write, *ends):
            os.close(end)
        self.read, self.write = read, write
        self.buffer, self.number, self.events = b"", 0, []

    def next(self, until):
        while b"\0" not in self.buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.read], [], [], left)[0]:
                raise TimeoutError("the browser doesn't answer")
            piece = os.read(self.read, 1 << 16)
            if not piece:
                raise EOFError("the browser ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + 120
        while True:
            answer = self.next(until)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        until = time.monotonic() + 120
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.next(until))

    def evaluate(self, session, expression):
        found = self.ask("Runtime.evaluate", session, expression=expression, returnByValue=True)
        return found["result"].get("value")

    def look(self, path, width, medium):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable", session)
        self.ask("Emulation.setDeviceMetricsOverride", session, width=width, height=900,
                 deviceScaleFactor=1, mobile=width < 600)
        self.ask("Emulation.setEmulatedMedia", session, media=medium)
        self.events.clear()
        page = pathlib.Path(path).as_uri()
        start = time.monotonic()
        self.ask("Page.navigate", session, url=page)
        self.wait("Page.loadEventFired")
        seconds = time.monotonic() - start
        found = self.evaluate(session, LOOK)
        if medium == "screen":
            self.evaluate(session, OPEN)
            opened = self.evaluate(session, LOOK)
            found["overlaps"] += opened["overlaps"]
            found["overflow"] = max(found["overflow"], opened["overflow"])
            found["hidden"] = opened["hidden"]
        problems, requests = [], []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                problems.append(json.dumps(parameters["exceptionDetails"]))
            elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
                problems.append(json.dumps(parameters["args"]))
            elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                problems.append(parameters["entry"]["text"])
            elif method == "Network.requestWillBeSent":
                url = parameters["request"]["url"]
                if url != page:
                    requests.append(url)
        self.ask("Target.closeTarget", targetId=target)
        return {"page": pathlib.Path(path).name, "width": width, "medium": medium, "seconds": seconds,
                "problems": problems, "requests": requests, **found}

    def close(self):
        try:
            self.ask("Browser.close")
        except (OSError, EOFError, TimeoutError, RuntimeError):
            self.process.kill()
        self.process.wait()


def main():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(folder)
        try:
            print(json.dumps([browser.look(os.path.abspath(path), *view)
                              for path in sys.argv[1:] for view in VIEWS]))
        finally:
            browser.close()


if __name__ == "__main__":
    main()
