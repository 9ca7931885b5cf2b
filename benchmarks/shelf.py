"""A full shelf: the plans of many wards and years beside lists of thousands of projects. All of it is invented."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import million
from benchmarks.clock import in_own_process, percentile, resident_megabytes, tell
from knowledge.desk import Desk
from knowledge.model import Amount, Entry, Level, Source
from knowledge.shelf.acquisition import add
from knowledge.shelf.store import Store

CITY = "架空市"
WARDS = tuple(f"{name}区" for name in "桜井 楓原 柳瀬 椿山 杉田 松坂 梅園 竹里 藤代 萩野 菊川 蓮池".split()) + tuple(
    f"{name}区" for name in "桐生野 柏台 榎木 樫村 椎名野 樺山 栃原 檜垣 欅台 槙尾 梓川 楡原".split()
)
YEARS = range(2013, 2026)
ISSUES, STRATEGIES, ACTIONS = 6, 3, 2
"""Of a plan, of an issue and of a strategy: 60 entries in all."""
MUNICIPALITIES = tuple(f"{name}市" for name in "青波 白浜野 赤岳 黒森 緑野 紫原 金沢野 銀山 銅谷 鉄川".split())
PROJECTS = 5_000
QUESTIONS = 200
"""Of each kind."""
SEED = 20_220_401
CHANGES = 0.15
"""Share of a plan's entries that are other ones in the next year."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is generated, from the phrases of a real plan."""

    corpus: million.Mixed

    def plan(self, ward: int, year: int) -> str:
        """A page: most entries are those of the year before, with other amounts."""
        era = year - 2018
        name = f"令和{'元' if era == 1 else era}年度" if era > 0 else f"平成{year - 1988}年度"
        lines = [f"{name}{WARDS[ward]}運営方針", "", "この文書は測定のための創作です。"]
        for issue in range(1, ISSUES + 1):
            lines += ["", f"経営課題{issue} {self.title(ward, year, issue * 100)}", self._body(ward, year, issue * 100)]
            for strategy in range(1, STRATEGIES + 1):
                at, code = issue * 100 + strategy * 10, f"{issue}-{strategy}"
                lines += [f"【主な戦略 {code} {self.title(ward, year, at)}】", self._body(ward, year, at)]
                for action in range(1, ACTIONS + 1):
                    title, body = self.title(ward, year, at + action), self._body(ward, year, at + action)
                    yen = random.Random(f"{ward} {year} {at + action}").randrange(100, 30_000)
                    lines += [f"【主な具体的取組 {code}-{action} {title}】", f"{body}({yen:,}千円)"]
        return "\n".join(lines) + "\n"

    def title(self, ward: int, year: int, place: int) -> str:
        """The title of an entry."""
        return self.corpus.item(self._item(ward, year, place)).title

    def _body(self, ward: int, year: int, place: int) -> str:
        return self.corpus.item(self._item(ward, year, place)).body

    def _item(self, ward: int, year: int, place: int) -> int:
        """Which invented entry stands at a place: the one of the last year in which it changed."""
        changed = year
        while changed > YEARS[0] and random.Random(f"{ward} {changed} {place} change").random() > CHANGES:
            changed -= 1
        return random.Random(f"{ward} {changed} {place}").randrange(self.corpus.size)

    def projects(self, city: int) -> Iterator[Entry]:
        """A municipality's projects, in no order of words."""
        chance = random.Random(f"projects {city}")
        for position in range(PROJECTS):
            item = self.corpus.item(chance.randrange(self.corpus.size))
            line = position + 1
            amount = Amount(chance.randrange(100, 90_000) * 1000, 2025, "予算額", "", line)
            document, code = f"projects-{city}", str(position + 1)
            yield Entry(
                document,
                code,
                Level.ACTION,
                item.title,
                item.body,
                position,
                (line, line),
                item.title,
                amounts=(amount,),
            )


@dataclass(frozen=True, slots=True)
class Timed:
    """Questions of one kind."""

    kind: str
    asked: tuple[str, ...]


def questions(shelf: Shelf) -> list[Timed]:
    """What people would ask of such a shelf."""
    chance = random.Random(SEED)

    def titled(ward: int, year: int) -> str:
        place = chance.randrange(1, ISSUES + 1) * 100 + chance.randrange(1, STRATEGIES + 1) * 10 + 1
        return shelf.title(ward, year, place)

    newest = YEARS[-1]
    wards = range(len(WARDS))
    elsewhere = [(chance.choice(wards), chance.choice(YEARS)) for _ in range(QUESTIONS)]
    return [
        Timed("the default ward", tuple(f"{titled(0, newest)}の予算は?" for _ in range(QUESTIONS))),
        Timed("last year", tuple(f"去年の{titled(0, newest - 1)}の予算は?" for _ in range(QUESTIONS))),
        Timed("a year beside another", tuple(f"{titled(0, newest)}の予算は前年度と比べて?" for _ in range(QUESTIONS))),
        Timed(
            "any ward, any year",
            tuple(f"{WARDS[ward]}の{year}年度の{titled(ward, year)}は?" for ward, year in elsewhere),
        ),
        Timed(
            "words that only others have", tuple(f"{titled(chance.choice(wards), 2020)}は?" for _ in range(QUESTIONS))
        ),
    ]


def run(folder: Path, list_of_projects: Path) -> None:
    """Measures and prints."""
    shelf = Shelf(million.mixed(1_000_000, list_of_projects))
    plans = len(WARDS) * len(YEARS)
    tell(f"shelf: {plans} plans of 60 entries, {len(MUNICIPALITIES)} lists of {PROJECTS:,} projects")
    added, listed = in_own_process(_filled, shelf, folder)
    entries = plans * 60 + len(MUNICIPALITIES) * PROJECTS
    print(f"A shelf of {plans} plans and {len(MUNICIPALITIES)} lists: {entries:,} entries\n")
    print("| processor time | first · middle · last tenth |\n| --- | --- |")
    print(_growth("`add` of a plan of 60 entries", added))
    print(_growth(f"a list of {PROJECTS:,} projects", listed))
    times, memory = in_own_process(_asked, shelf, folder)
    everything = [time for found in times.values() for time in found]
    print("\n| questions, processor time | p50 · p95 · longest |\n| --- | --- |")
    for kind, found in (*times.items(), ("all together", everything)):
        print(f"| {kind} | {percentile(found, 50):.1f} · {percentile(found, 95):.1f} · {max(found):.0f} ms |")
    told = " → ".join(f"{megabytes:.0f}" for megabytes in memory)
    print(f"\nResident memory after every {len(everything) // max(1, len(memory) - 1)} questions: {told} MB\n")


def _growth(what: str, seconds: Sequence[float]) -> str:
    """The median time of the first, the middle and the last tenth."""
    tenth = max(1, len(seconds) // 10)
    middle = len(seconds) // 2
    parts = (seconds[:tenth], seconds[middle : middle + tenth], seconds[-tenth:])
    told = " · ".join(f"{1000 * percentile(part, 50):.0f}" for part in parts)
    return f"| {what} | {told} ms |"


def _filled(shelf: Shelf, folder: Path) -> tuple[list[float], list[float]]:
    """The seconds of processor time that each plan and each list took; plans come last, onto a shelf of lists."""
    store, documents, pages = Store.create(folder / "hoshin.db"), folder / "documents", folder / "pages"
    documents.mkdir()
    pages.mkdir()
    listed = [_timed(_put, store, shelf, city) for city in range(len(MUNICIPALITIES))]
    added: list[float] = []
    for year in YEARS:
        for ward, name in enumerate(WARDS):
            page = pages / f"w{ward}-{year}.txt"
            page.write_text(shelf.plan(ward, year), encoding="utf-8")
            facts = {"organisation": f"{CITY}{name}"}
            added.append(_timed(add, store, documents, page, facts))
        tell(f"  {year}: {added[-1]:.2f} s for the last")
    store.close()
    return added, listed


def _put(store: Store, shelf: Shelf, city: int) -> None:
    name = MUNICIPALITIES[city]
    source = Source(f"projects-{city}", name, f"令和7年度{name}事務事業一覧", 2025)
    store.replace(source, shelf.projects(city), content_hash="made")


def _timed(function: object, *given: object) -> float:
    if not callable(function):
        raise TypeError(function)
    start = time.thread_time()
    function(*given)
    return time.thread_time() - start


def _asked(shelf: Shelf, folder: Path) -> tuple[dict[str, list[float]], list[float]]:
    """Milliseconds of processor time by kind, and the memory before and after each of five parts."""
    desk = Desk(Store.create(folder / "hoshin.db"), f"{CITY}{WARDS[0]}")
    kinds = questions(shelf)
    mixed = [(timed.kind, text) for timed in kinds for text in timed.asked]
    random.Random(SEED).shuffle(mixed)
    for _, text in mixed[:20]:
        desk.ask(text)
    times: dict[str, list[float]] = {timed.kind: [] for timed in kinds}
    memory = [resident_megabytes()]
    for at, (kind, text) in enumerate(mixed, 1):
        start = time.thread_time()
        desk.ask(text)
        times[kind].append(1000 * (time.thread_time() - start))
        if at % (len(mixed) // 5) == 0:
            memory.append(resident_megabytes())
    return times, memory
