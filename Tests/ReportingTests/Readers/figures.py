"""Compares the figures of report pages with the records that they were made of.

Takes pairs of a record and its page. Every cell of the tables of figures is read back as a number,
in its own words, and held against the record; a line of JSON says how many agree and which don't.
"""

import html.parser
import json
import re
import sys

SCALES = {"": 1, "k": 1e3, "M": 1e6, "G": 1e9, "%": 0.01, "ns": 1e-9, "µs": 1e-6, "ms": 1e-3,
          "s": 1, "m": 60, "h": 3600}
NOTHING = "–"
ROLES = ("aggregated", "prefill", "decode")

SPREADS = {"TTFT": "ttft", "ITL": "itl", "step gap": "stepGap", "TPOT": "tpot", "stall": "stall",
           "e2e": "e2e", "response": "response", "turn": "turn", "silence": "silence",
           "session": "session"}
STATISTICS = {"mean": "mean", "p50": "p50", "p90": "p90", "p95": "p95", "p99": "p99",
              "p99.9": "p999", "max": "max"}
SINGLES = {
    "requests": "requests", "sessions": "sessions", "goodput": "goodput.fraction",
    "good requests/s": "goodput.requestsPerSecond", "tokens/s": "tokenRate",
    "TPS/user p50": "tpsPerUser.p50", "TPS/user p1": "tpsPerUser.p1", "cache hit": "cacheHit",
    "deadline misses": "deadlineMisses", "underruns": "underruns", "refused": "refused",
    "cancelled": "cancelled"}
PLATFORM = {
    "cache hit": "cache.hitTokens", "with infinite cache": "cache.idealTokens",
    "tenant spread": "tenantSpread", "tokens/s/MW": "efficiency.outputTokensPerSecondPerMegawatt",
    "J/token": "efficiency.joulesPerOutputToken",
    "$/Mtok": "efficiency.dollarsPerMillionOutputTokens",
    "revenue $/MWh": "efficiency.revenuePerMegawattHour", "last session ended at": "end",
    **{name: "counts." + name
       for name in ("arrived", "finished", "refused", "cancelled", "preemptions")}}
TAILS = {"Requests: the time to the last token": "e2e",
         "Requests: the time to the first token": "ttft", "Sessions: their length": "session"}


class Page(html.parser.HTMLParser):
    """Sections, tables by name, and means of bars, as they stand in the page."""

    def __init__(self, text):
        super().__init__()
        self.sections, self.tables, self.means = [], {}, {}
        self.table = self.row = self.cell = None
        self.group = self.title = self.kind = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "section":
            self.sections.append(found["id"])
        if tag == "div" and found.get("role") == "region":
            self.table = self.tables.setdefault(found["aria-label"], [])
        if tag == "tr":
            self.row = []
            self.table.append(self.row)
        if tag in ("th", "td", "h3", "h4") or tag == "span" and found.get("class") == "mean":
            self.kind, self.cell = found.get("class") or tag, ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if self.cell is None or tag not in ("th", "td", "h3", "h4", "span"):
            return
        text = self.cell.strip()
        if tag in ("th", "td"):
            self.row.append(text)
        elif tag == "h3":
            self.group = text
        elif tag == "h4":
            self.title = text
        elif self.kind == "mean":
            self.means.setdefault((self.group, self.title), []).append(text)
        else:
            return
        self.cell = None


def number(text):
    """A cell's value, and the most that it may be off by its rounding."""
    match = re.fullmatch(r"(-?[\d,]+(?:\.(\d+))?(?:e-?\d+)?)(?: (\S+))?", text)
    scale = SCALES[match[3] or ""]
    value = float(match[1].replace(",", ""))
    return value * scale, 0.501 * 10.0 ** -len(match[2] or "") * scale


def dig(value, path):
    for key in path.split("."):
        value = value.get(key) if value is not None else None
    return value


class Judge:
    def __init__(self):
        self.agree, self.wrong = 0, []

    def cell(self, where, text, wanted):
        if wanted is None:
            fits = text == NOTHING
        elif text == NOTHING:
            fits = False
        else:
            value, slack = number(text)
            fits = abs(value - wanted) <= slack
        self.agree += fits
        if not fits:
            self.wrong.append(f"{where}: {text}, not {wanted}")


def busy(arm, role):
    pools = [pool for pool in arm["pools"] if pool["role"] == role]
    engines = sum(pool["engines"] for pool in pools)
    if not engines:
        return None
    return sum((pool["busy"] or 0) * pool["engines"] for pool in pools) / engines


def judge_group(judge, page, arms, name):
    groups = [arm["classes"].get(name) for arm in arms]
    for row in page.tables[f"Figures of {name}"][1:]:
        for arm, group, text in zip(arms, groups, row[1:]):
            wanted = dig(group, SINGLES[row[0]])
            # What nobody was is not told.
            if row[0] in ("refused", "cancelled") and not wanted:
                wanted = None
            judge.cell(f"{arm['policy']} {name} {row[0]}", text, wanted)
    judge_times(judge, page, arms, name)


def judge_times(judge, page, arms, name):
    groups = [arm["classes"].get(name) for arm in arms]
    head, *rows = page.tables[f"Times of {name}"]
    count = (len(head) - 1) // len(arms)
    wanted_rows = {key for key in SPREADS
                   if any(dig(group, SPREADS[key]) for group in groups)}
    if all(dig(group, "stepGap") == dig(group, "itl") for group in groups):
        wanted_rows.discard("step gap")
    if {row[0] for row in rows} != wanted_rows:
        judge.wrong.append(f"{name} has the rows {[row[0] for row in rows]}")
    lines = [(row[0], arms[place // count], groups[place // count], head[1 + place], text)
             for row in rows for place, text in enumerate(row[1:])]
    if len(arms) > 1:
        head, *rows = page.tables[f"Percentiles of {name}"]
        wanted = [(row[0], arm, group) for row in page.tables[f"Times of {name}"][1:]
                  for arm, group in zip(arms, groups) if dig(group, SPREADS[row[0]])]
        if [row[0] for row in rows] != [metric for metric, *_ in wanted]:
            judge.wrong.append(f"{name} has the percentiles of {[row[:2] for row in rows]}")
        lines += [(*who, title, text) for who, row in zip(wanted, rows)
                  for title, text in zip(head[2:], row[2:])]
    if lines and not set(STATISTICS) <= {title.split(" ")[-1] for *_, title, _ in lines}:
        judge.wrong.append(f"{name} lacks statistics")
    for metric, arm, group, title, text in lines:
        statistic = title.split(" ")[-1]
        wanted = dig(group, f"{SPREADS[metric]}.{STATISTICS[statistic]}")
        judge.cell(f"{arm['policy']} {name} {metric} {statistic}", text, wanted)


def judge_tails(judge, page, arms, name):
    for title, subject in TAILS.items():
        profiles = [profile for arm in arms for tails in [dig(arm["classes"], f"{name}.tails")]
                    if subject in tails
                    for profile in (tails[subject]["p99"], tails[subject]["median"])]
        means = page.means.get((name, title), [])
        if len(means) != len(profiles):
            judge.wrong.append(f"{name}, {title}: {len(means)} bars, not {len(profiles)}")
        for text, profile in zip(means, profiles):
            judge.cell(f"{name}, {title}", text.removeprefix("mean "), profile["mean"])
            whole = sum(profile["components"].values())
            if abs(whole - profile["mean"]) > 1e-6 * whole and subject != "session":
                judge.wrong.append(f"{name}, {title}: components are {whole}, not the mean")
        if not profiles:
            continue
        head, *rows = page.tables[f"{title} of {name}"]
        for row, profile in zip(rows, profiles):
            whole = sum(profile["components"].values())
            judge.cell(f"{name}, {title}, {row[0]} count", row[1], profile["count"])
            for component, text in zip(head[2:], row[2:]):
                share = profile["components"].get(component, 0) / whole if whole else 0
                judge.cell(f"{name}, {title}, {row[0]} {component}", text, share)


def judge(record, page):
    arms = record["arms"]
    verdict = Judge()
    names = record["classNames"]
    for name in (["all"] + names if len(names) > 1 else names):
        judge_group(verdict, page, arms, name)
        judge_tails(verdict, page, arms, name)
    for row in page.tables["Platform"][1:]:
        for arm, text in zip(arms, row[1:]):
            role = row[0].removeprefix("busy ")
            wanted = busy(arm, role) if role in ROLES else dig(arm, PLATFORM[row[0]])
            verdict.cell(f"{arm['policy']} {row[0]}", text, wanted)
    marks = {True: "✓ holds", False: "✗ failed"}
    for row in page.tables.get("Assertions", [])[1:]:
        for arm, text in zip(arms, row[1:]):
            judged = [found for found in arm["assertions"] if found["text"] == row[0]]
            mark, _, value = text.partition(": ")
            if mark != marks[judged[0]["passed"]]:
                verdict.wrong.append(f"{arm['policy']} {row[0]}: {text}")
            verdict.cell(f"{arm['policy']} {row[0]}", value or NOTHING, judged[0]["value"])
    for row in page.tables["What was assumed"][1:]:
        figures = [figure for arm in arms for figure in arm["assumed"]
                   if figure["parameter"] == row[0]]
        if not figures:
            verdict.wrong.append(f"{row[0]} is assumed in no arm")
    return {"sections": page.sections, "agree": verdict.agree, "wrong": verdict.wrong,
            "kinds": sorted({kind.split(" of ")[0] for kind in page.tables})}


def main():
    answers = []
    for record, page in zip(sys.argv[1::2], sys.argv[2::2]):
        with open(record, encoding="utf-8") as file:
            run = json.load(file)
        with open(page, encoding="utf-8") as file:
            answers.append(judge(run, Page(file.read())))
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
