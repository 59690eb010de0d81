"""Renders Markdown as code hosts do: FILE… → JSON, the elements of each, in order, and its HTML."""

import json
import sys
from html.parser import HTMLParser

from markdown_it import MarkdownIt


class Outline(HTMLParser):
    """Headings, rows of tables with their cells, and what is folded."""

    def __init__(self):
        super().__init__()
        self.items = []
        self.depth = 0
        self.open = None

    def handle_starttag(self, tag, attributes):
        if tag == "details":
            self.depth += 1
        if tag == "tr":
            self.items.append({"tag": "tr", "folded": self.depth > 0, "texts": []})
        if tag in ("th", "td"):
            self.items[-1]["texts"].append("")
            self.open = tag
        if tag in ("h3", "summary", "li"):
            self.items.append({"tag": tag, "folded": self.depth > 0, "texts": [""]})
            self.open = tag

    def handle_endtag(self, tag):
        if tag == "details":
            self.depth -= 1
        if tag == self.open:
            self.open = None

    def handle_data(self, text):
        if self.open:
            self.items[-1]["texts"][-1] += text


def read(path):
    with open(path, encoding="utf-8") as file:
        html = MarkdownIt("commonmark", {"html": True}).enable("table").render(file.read())
    outline = Outline()
    outline.feed(html)
    return outline.items


json.dump([read(path) for path in sys.argv[1:]], sys.stdout)
