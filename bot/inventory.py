"""What the commands of the shelf print: documents, what an add changed, two documents side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bot.text import printable
from knowledge import (
    Added,
    Change,
    Comparison,
    Coverage,
    Entry,
    Finding,
    Holding,
    Layout,
    Level,
    Outcome,
    Plan,
    Reading,
    Share,
    Unit,
    cell,
    column_names,
    level_name,
    measures,
    rate,
    revision,
    say,
    signed,
    tree,
)

COLUMNS = ("name", "organisation", "title", "year", "stage", "entries", "sum", "built", "answers")
MOST_LINES = 20
"""Findings that are printed one by one, and lines of more of them."""
MOST_TWIGS = 60
"""Entries of a tree that is shown whole."""
WIDTH = 120
"""Columns of a table that goes into a file or a pipe."""
NUMERIC = ("year", "entries", "sum")


def show_change(change: Change) -> None:
    """A document as it was understood: how many entries of each level, their money, what is odd."""
    console = Console(highlight=False)
    source = change.plan.source
    console.print(
        f"{source.title} ({source.organisation or say('unknown_organisation', 'ja')})", style="bold", markup=False
    )
    table = Table("", say("build_count", "ja"), say("build_amounts", "ja"), say("build_sum", "ja"))
    for column in table.columns[1:]:
        column.justify = "right"
    for level in Level:
        entries = [entry for entry in change.plan.entries if entry.level is level]
        money = defaultdict[str, list[int]](list)
        for amount in (amount for entry in entries for amount in entry.amounts):
            money[f"{amount.fiscal_year or ''} {amount.kind}".strip()].append(amount.yen)
        sums = {name: _printed(sum(yen)) for name, yen in money.items()}
        if entries:
            count = str(sum(map(len, money.values())) or "")
            total = next(iter(sums.values())) if len(sums) == 1 else ""
            table.add_row(level_name(entries[0], "ja"), str(len(entries)), count, total)
        for name in sums if len(sums) > 1 else ():
            table.add_row(f"  {name}", "", str(len(money[name])), sums[name])
    console.print(table)
    for line in findings(change.plan.findings):
        click.echo(line)


def findings(found: Sequence[Finding]) -> Iterator[str]:
    """Code, line and sentence of each finding; of many of one kind the first, and how many more there are."""
    if len(found) <= MOST_LINES:
        yield from map(_finding, found)
        return
    kinds: dict[str, list[Finding]] = defaultdict(list)
    for each in found:
        kinds[each.code].append(each)
    for same in list(kinds.values())[: MOST_LINES - 1]:
        more = say("build_more", "ja", count=len(same) - 1) if len(same) > 1 else ""
        yield _finding(same[0]) + more
    if len(kinds) >= MOST_LINES:
        yield say("build_more_kinds", "ja", count=len(kinds) - MOST_LINES + 1)


def show_finding(finding: Finding) -> None:
    """Code, line and sentence."""
    click.echo(_finding(finding))


def _finding(finding: Finding) -> str:
    where = say("build_line", "ja", line=finding.line) if finding.line else ""
    where = say("build_page", "ja", page=finding.page) if finding.page else where
    return f"{finding.code} {where}{finding.message}"


def show_reading(reading: Reading) -> None:
    """A document as it was understood, before it is stored: columns, counts, what is odd, and its tree with sums."""
    if reading.layout is not None:
        show_layout(reading.layout)
    show_change(Change(reading.plan, is_new=True))
    for line in tree_lines(reading.plan):
        click.echo(line)


def tree_lines(plan: Plan) -> Iterator[str]:
    """The sums of a plan's money, then its tree; of a large one only what has others below it."""
    for measure, yen in measures(plan):
        year = say("layout_year", "ja", year=measure.fiscal_year) if measure.fiscal_year else ""
        yield say("build_total", "ja", measure=f"{year}{measure.kind}", sum=_printed(yen))
    twigs = tree(plan)
    shown = twigs if len(twigs) <= MOST_TWIGS else [each for each in twigs if each.below or each.depth == 0]
    for twig in shown[:MOST_TWIGS]:
        count = say("build_below", "ja", count=f"{twig.below:,}") if twig.below else ""
        money = "" if twig.yen is None else f" {_printed(twig.yen)}"
        yield f"{'  ' * twig.depth}{_name(twig.entry)}{count}{money}"
    if len(twigs) > len(shown[:MOST_TWIGS]):
        yield say("build_twigs", "ja", count=f"{len(twigs) - len(shown[:MOST_TWIGS]):,}")


def coverage(found: Coverage) -> Iterator[str]:
    """How much of a document is accounted for, and each amount that is not."""
    yield say("coverage_lines", "ja", known=found.lines.known, of=found.lines.of, share=_share(found.lines))
    if found.cells is not None:
        yield say("coverage_cells", "ja", known=found.cells.known, of=found.cells.of, share=_share(found.cells))
    amounts = {"amounts": found.amounts, "text": found.in_text, "told": found.told, "left": len(found.left)}
    yield say("coverage_amounts", "ja", **amounts)
    for line, words in found.left:
        yield say("coverage_left", "ja", line=line, words=words)


def _share(share: Share) -> str:
    return f"{100 * share.known / share.of:.1f}" if share.of else "100.0"


def _printed(yen: int) -> str:
    return f"{yen:,}円" if yen % 1000 else f"{yen // 1000:,}千円"


def show_layout(layout: Layout) -> None:
    """What stands in each column of a table, as it was recognised."""
    shown = layout.shown()
    table = Table(*shown.columns, title=layout.sheet or None)
    for row in shown.rows:
        table.add_row(*map(escape, row))
    Console(highlight=False).print(table)


def added(what: Added) -> Iterator[str]:
    """What an add did, line by line."""
    source, revised = what.plan.source, revision(what)
    yield say(
        f"window_added_{what.outcome}",
        "ja",
        name=source.document,
        path=what.path,
        new=len(revised.new) if revised else 0,
        gone=len(revised.gone) if revised else 0,
        changed=len(revised.changed) if revised else 0,
    )
    if revised is not None:
        yield from (say("window_revised_new", "ja", entry=_entry(entry)) for entry in revised.new)
        yield from (say("window_revised_gone", "ja", entry=_entry(entry)) for entry in revised.gone)
        for pair in revised.changed:
            old, new = _entry(pair.old), _entry(pair.new)
            yield say("window_revised_changed", "ja", entry=new if old == new else f"{old} → {new}")
    if what.outcome is Outcome.SAME:
        return
    if source.url is None:
        yield say("window_added_no_url", "ja")
    if source.organisation is None:
        yield say("window_added_unknown_organisation", "ja")
    elif len(source.organisation) < 5 and source.organisation.endswith("区"):
        yield say("window_added_no_city", "ja", organisation=source.organisation)


def _name(entry: Entry) -> str:
    code = f"{level_name(entry, 'ja')}{entry.code} " if entry.code else ""
    return f"{code}{printable(entry.title)}"


def _entry(entry: Entry) -> str:
    return " ".join((_name(entry), *(amount.raw for amount in entry.amounts)))


def holdings(held: Sequence[Holding], console: Console) -> None:
    """Every document on the shelf as one row."""
    rows = [_holding(each) for each in held]
    _print([say(f"window_documents_{column}", "ja") for column in COLUMNS], rows, NUMERIC, COLUMNS, console)


def _holding(each: Holding) -> tuple[str, ...]:
    source, extent = each.source, each.extent
    role = "window_documents_default" if each.is_default else "" if each.is_current else "window_documents_older"
    return (
        source.document,
        source.organisation or say("unknown_organisation", "ja"),
        source.title,
        str(source.fiscal_year or ""),
        source.stage or "",
        f"{extent.entries:,}",
        "" if extent.yen is None else _thousands(extent.yen),
        each.built_at[:10],
        say(role, "ja") if role else "",
    )


def comparison(found: Comparison, old: str, new: str) -> Iterator[str]:
    """The heading of a comparison: how many entries changed how, and the sums."""
    states = Counter(each.state for each in found.rows)
    counts = {f"{state}_count" if state == "new" else state: states[state] for state in STATES}
    yield say("window_diff_summary", "ja", **({"old": old, "new": new} | counts))
    old, new = (say("window_diff_money", "ja", money=cell(yen, found.unit), unit=found.unit) for yen in found.sums)
    moved = f"{signed(found.change, found.unit)}、{rate(*found.sums)}%"
    yield say("window_diff_total", "ja", old=old, new=new, change=moved)


STATES = ("new", "gone", "renamed", "changed", "same")


def differences(found: Comparison, console: Console) -> None:
    """Every entry of both documents as one row, and the sums of both below them."""
    columns = ("state", "new_title", "old_yen", "new_yen", "change", "rate")
    rows = [
        (
            say(f"difference_is_{each.state}", "ja"),
            " → ".join(dict.fromkeys(entry.name for entry in (each.old, each.new) if entry)),
            *_moved(each.old_yen, each.new_yen, found.unit, is_moved=bool(each.old and each.new)),
        )
        for each in found.rows
    ]
    total = ("", say("sum_row", "ja"), *_moved(*found.sums, found.unit))
    headings = column_names(found, columns, "ja")
    headings[1] = say("column_title", "ja")
    _print(headings, [*rows, total], columns[2:], columns, console)


def refreshed(found: Comparison, name: str, console: Console) -> Iterator[str]:
    """What a page that was saved again says otherwise than the one on the shelf: entries, money, texts."""
    otherwise = tuple(each for each in found.rows if each.state != "same")
    texts = [each.new.name for each in found.rows if each.new and each.is_reworded]
    yield from comparison(found, name, say("window_refresh_saved", "ja"))
    if otherwise:
        differences(replace(found, rows=otherwise), console)
    if texts:
        yield say("window_refresh_texts", "ja", count=len(texts), names="、".join(texts[:MOST_LINES]))
    if not otherwise and not texts:
        yield say("window_refresh_nothing", "ja", name=name)


def _moved(old: int | None, new: int | None, unit: Unit, *, is_moved: bool = True) -> tuple[str, str, str, str]:
    """Both amounts, the difference, and the difference in percent; empty where nothing is printed."""
    money = ("" if old is None else cell(old, unit), "" if new is None else cell(new, unit))
    if old is None or new is None or not is_moved:
        return (*money, "", "")
    return (*money, signed(new - old, unit), rate(old, new))


def _print(
    headings: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    numeric: Sequence[str],
    columns: Sequence[str],
    console: Console,
) -> None:
    if not console.is_terminal:
        console.width = max(console.width, WIDTH)
    grid = Table(header_style="bold")
    for heading, column in zip(headings, columns, strict=True):
        is_number = column in numeric
        short = is_number or not column.endswith("title")
        grid.add_column(heading, justify="right" if is_number else "left", overflow="fold", no_wrap=short)
    for row in rows:
        grid.add_row(*(Text(printable(cell)) for cell in row))
    console.print(grid)


def _thousands(yen: int) -> str:
    """千円; an amount that is no whole number of them with its decimals."""
    return f"{yen // 1000:,}" if yen % 1000 == 0 else f"{yen / 1000:,.3f}"
