"""A budget book of 307 pages, printed by Chromium: is every project read with both years' money and its page?"""

from __future__ import annotations

import json
import multiprocessing
import random
import resource
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from knowledge.reading import read
from tests.pdf.print import chromium, print_page

PAGES = 307
ON_A_PAGE = 12
WORDS = (
    "放課後児童クラブ 学校給食 図書館 保育所 公民館 文化財 予防接種 がん検診 介護予防 商店街 農業用水 道路照明".split()
)
TAILS = "運営事業 整備事業 支援事業 推進事業 管理経費 活用促進及び担い手の育成に関する事業".split()
STYLE = (
    '@page { size: A4; margin: 20mm 12mm; @top-left { content: "令和6年度 高嶺市予算書" } '
    "@bottom-center { content: counter(page) } } "
    "body { font-size: 9pt } table { border-collapse: collapse; width: 100% } "
    "td, th { border: 1px solid; padding: 3px 6px } "
    "td:first-child { width: 12em } .n { text-align: right } table { break-after: page }"
)


def page() -> tuple[str, dict[str, tuple[int, int, int]]]:
    """The book as a web page, and of each project this year's money, last year's, and the page that it stands on."""
    rng = random.Random(307)
    money: dict[str, tuple[int, int, int]] = {}
    heads = ("事業名", "担当課", "令和6年度予算額(千円)", "令和5年度予算額(千円)", "事業の概要")
    head = f"<tr>{''.join(f'<th>{each}</th>' for each in heads)}</tr>"
    tables = []
    for number in range(1, PAGES + 1):
        rows = []
        for place in range(ON_A_PAGE):
            name = f"{rng.choice(WORDS)}{rng.choice(TAILS)}{number}の{place}"
            now, before = rng.randrange(1, 900_000), rng.randrange(1, 900_000)
            money[name] = (now * 1000, before * 1000, number)
            told = "委託により年12回実施し、延べ1,200人の参加を見込む。"
            rows.append(
                f'<tr><td>{name}</td><td>産業振興課</td><td class="n">{now:,}</td><td class="n">{before:,}</td>'
                f"<td>{told}</td></tr>"
            )
        tables.append(f"<table>{head}{''.join(rows)}</table>")
    title = "<title>令和6年度高嶺市予算書</title>"
    return (
        f"<!DOCTYPE html><html lang=ja><meta charset=utf-8>{title}<style>{STYLE}</style>{''.join(tables)}</html>",
        money,
    )


def _read(pdf: Path, answer: multiprocessing.Queue[str]) -> None:
    began = time.perf_counter()
    plan = read(pdf)
    seconds = time.perf_counter() - began
    found = {
        entry.title: (
            {amount.fiscal_year: amount.yen for amount in entry.amounts},
            plan.source.page_of(entry.lines[0]),
        )
        for entry in plan.entries
        if entry.amounts
    }
    told = [[title, years.get(2024), years.get(2023), page] for title, (years, page) in found.items()]
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    answer.put(json.dumps([told, seconds, size]))


def run(console: Console) -> None:
    """Prints the book, reads it in a process of its own, and tells what was found."""
    if chromium() is None:
        console.print("Chromium is not there: the book is not printed.")
        return
    source, money = page()
    with tempfile.TemporaryDirectory() as folder:
        web, pdf = Path(folder, "book.html"), Path(folder, "book.pdf")
        web.write_text(source, encoding="utf-8")
        print_page(web, pdf)
        answer: multiprocessing.Queue[str] = multiprocessing.get_context("spawn").Queue()
        process = multiprocessing.get_context("spawn").Process(target=_read, args=(pdf, answer))
        process.start()
        told, seconds, size = json.loads(answer.get())
        process.join()
    found = {title: tuple(rest) for title, *rest in told}
    right = sum(found.get(name) == expected for name, expected in money.items())
    table = Table("projects", "right with both years and page", "not on the page", "seconds", "MB")
    table.add_row(str(len(money)), str(right), str(len(found.keys() - money.keys())), f"{seconds:.1f}", str(size))
    console.print(table)
