"""The issues of a plan in Home with their sums; opened ones with what stands below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.charts import bar
from bot.elements import Block, actions, button, header, money, rich, section, small, text
from bot.place import ISSUES, Home
from bot.text import cut
from knowledge import Branch, Entry, Language, say

OPEN, CLOSE, PAGE, ENTRY = "home_open", "home_close", "home_page", "home_entry"
"""Action ids; more of one kind in a block are numbered: home_page:0, home_page:1."""
ROWS = 24
"""Blocks: what stands below the opened ones together."""
BAR = 16
"""Cells of the longest bar."""
QUOTED, ROW = 120, 150
"""Characters."""


def issues(view: Home) -> Iterator[Block]:
    """One page of them, each with what stands below it where it was opened."""
    found = view.overview.issues
    if not found:
        yield small("no_issues", view.say("home_no_issues"))
        return
    pages = range(0, len(found), ISSUES)
    first = pages[min(max(view.place.page, 0), len(pages) - 1)]
    shown = found[first : first + ISSUES]
    longest = max((branch.yen or 0 for branch in found), default=0)
    room = ROWS // (sum(bool(branch.children) for branch in shown) or 1)
    yield header("issues", _levels(found[0].entry, view.language))
    yield small("total", _total(view))
    for branch in shown:
        yield _issue(branch, longest, view)
        if branch.children:
            yield from _below(branch, room, view)
    if len(pages) > 1:
        yield from _pages(first, len(found), view)


def _levels(entry: Entry, language: Language) -> str:
    return entry.level_name or say(f"levels_{entry.level}", language).capitalize()


def _total(view: Home) -> str:
    overview = view.overview
    if overview.yen is None:
        return view.say("home_no_amounts")
    return view.say("home_total", money=money(overview.yen, view.language), count=overview.counted)


def _issue(branch: Branch, longest: int, view: Home) -> Block:
    entry, words = branch.entry, [cut(branch.entry.name, ROW)]
    if branch.yen is not None:
        drawn = f"{bar(branch.yen / longest, BAR)} " if branch.yen > 0 else ""
        share = view.overview.share(branch)
        words.append(f"{drawn}{money(branch.yen, view.language)}{f' · {share}%' if share else ''}")
    elif view.overview.yen is not None:
        words.append(view.say("home_no_amount"))
    action = CLOSE if branch.children else OPEN if branch.below else ENTRY
    return section(f"issue:{entry.id}", "\n".join(words), button(action, view.say(action), entry.id))


def _below(branch: Branch, room: int, view: Home) -> Iterator[Block]:
    """What an opened issue says and what stands below it: all of it, or as much of the next level as there is room."""
    entry = branch.entry
    if entry.body.strip() and room > 2:
        room -= 1
        yield rich(f"body:{entry.id}", {"type": "rich_text_quote", "elements": [text(cut(entry.body.strip(), QUOTED))]})
    rows = list(_rows(branch.children, 0, view))
    if len(rows) <= room:
        yield from rows
        return
    near = [_row(child, 0, view) for child in branch.children][: room - 1]
    yield from near
    left = view.say("home_more", count=len(rows) - len(near))
    yield section(f"more:{entry.id}", left, button(ENTRY, view.say(ENTRY), entry.id))


def _rows(branches: Iterable[Branch], depth: int, view: Home) -> Iterator[Block]:
    for branch in branches:
        yield _row(branch, depth, view)
        yield from _rows(branch.children, depth + 1, view)


def _row(branch: Branch, depth: int, view: Home) -> Block:
    entry = branch.entry
    indent = "　" * (depth - 1) + "└ " if depth else ""
    is_own = bool(entry.amounts) or branch.counted > 1  # the sum of one amount would only say it twice
    amount = f" · {money(branch.yen, view.language)}" if is_own and branch.yen is not None else ""
    words = f"{indent}{cut(entry.name, ROW)}{amount}"
    return section(f"entry:{entry.id}", words, button(ENTRY, view.say(ENTRY), entry.id))


def _pages(first: int, count: int, view: Home) -> Iterator[Block]:
    last = min(first + ISSUES, count)
    yield small("range", view.say("home_range", first=first + 1, last=last, count=count))
    page, turns = first // ISSUES, []
    if first:
        turns.append(button(f"{PAGE}:0", view.say("home_before", count=ISSUES), str(page - 1)))
    if last < count:
        turns.append(button(f"{PAGE}:1", view.say("home_after", count=min(ISSUES, count - last)), str(page + 1)))
    yield actions("pages", *turns)
