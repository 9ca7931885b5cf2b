"""App Home: the plan as a place to walk through. Pure: no network, no state.

Every block is named, so that Slack redraws only what a press has changed; and every part has its own number of blocks,
which together stay below what a view may hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.charts import bar
from bot.elements import (
    Block,
    actions,
    bullets,
    button,
    field,
    header,
    line,
    link,
    menu,
    moment,
    money,
    option,
    rich,
    rule,
    section,
    small,
    text,
    typeahead,
)
from bot.state import Preferences
from bot.text import cut
from knowledge import Branch, Entry, Finding, Holding, Language, Overview, Source, level_name, say

OPEN, CLOSE, PAGE, ENTRY = "home_open", "home_close", "home_page", "home_entry"
ASK, RECENT, ANSWER_CLOSE, SUGGEST = "home_ask", "home_recent", "home_answer_close", "suggest"
LANGUAGE, FOLLOWUPS = "home_language", "home_followups"
"""Action ids; more of one kind in a block are numbered: home_ask:0, home_ask:1."""
ON, OFF = "on", "off"

ISSUES, ROWS, ANSWER = 20, 24, 20
"""Blocks: issues on one page, what stands below the opened ones together, and an answer."""
ASKED, EXAMPLES, DOCUMENTS, FINDINGS, MISSES = 5, 3, 10, 12, 10
"""How many of a kind are listed."""
AIMS = 3
"""Of goals, and of missions."""
BAR = 16
"""Cells of the longest bar."""
AIM, QUOTED, ROW, LINE, QUESTION = 400, 120, 150, 200, 2_000
"""Characters."""
URL_LIMIT = 2_500
METADATA = 3_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands in Home; it travels with the view, so that a press can redraw it."""

    opened: tuple[str, ...] = ()
    """Ids of opened entries, the latest last."""
    page: int = 0
    """Which part of the issues is shown, from 0."""
    answer: str = ""
    """Id in the journal of the answer that is shown; empty: none."""

    def open(self, entry: str) -> Place:
        """An entry is opened."""
        return replace(self, opened=(*self.close(entry).opened, entry)[-ISSUES:])

    def close(self, entry: str) -> Place:
        """An entry is closed again."""
        return replace(self, opened=tuple(each for each in self.opened if each != entry))

    def turn(self, page: str) -> Place:
        """Another part of the issues is shown; `page` is the value of the button."""
        return replace(self, page=int(page) if page.isdecimal() else 0)

    def write(self) -> str:
        """As the view's metadata; what was opened first is forgotten where there is no room."""
        opened = self.opened
        while len(written := json.dumps([opened, self.page, self.answer])) > METADATA and opened:
            opened = opened[1:]
        return written

    @classmethod
    def read(cls, metadata: str) -> Place:
        """What `write` wrote; the beginning where that was another version."""
        try:
            match json.loads(metadata or "null"):
                case [list(opened), int(page), str(answer)]:
                    return cls(tuple(map(str, opened)), page, answer)
        except ValueError:
            pass
        return cls()


@dataclass(frozen=True, slots=True)
class Keeper:
    """What only those see who keep the plan, besides the findings."""

    misses: tuple[str, ...] = ()
    """Questions without an answer and answers that did not help, a line each, the latest first."""


@dataclass(frozen=True, slots=True)
class Home:
    """All that Home shows to one person."""

    overview: Overview
    """With the branches below `place.opened`."""
    documents: tuple[Holding, ...]
    settings: Preferences
    language: Language
    """Of buttons and words."""
    place: Place = Place()
    answer: tuple[Block, ...] = ()
    """Laid out for views."""
    recent: tuple[tuple[str, str], ...] = ()
    """Id in the journal and question, the latest first; the person's own."""
    examples: tuple[str, ...] = ()
    keeper: Keeper | None = None

    def say(self, key: str, **values: object) -> str:
        """A phrase in the reader's language."""
        return say(key, self.language, **values)


def matching(action: str) -> re.Pattern[str]:
    """The action ids of a kind, numbered or not; anchored, because Bolt searches and does not match."""
    return re.compile(rf"^{re.escape(action)}(:\w+)?$")


def home(view: Home) -> Block:
    """The whole view."""
    return {
        "type": "home",
        "callback_id": "home",
        "private_metadata": view.place.write(),
        "blocks": [
            *_plan(view),
            *_issues(view),
            *_yours(view),
            *_how(view),
            *_shelf(view),
            *_kept(view),
            *_settings(view),
        ],
    }


# The plan: what it is, the search, the answer, what it aims at


def _plan(view: Home) -> Iterator[Block]:
    source = view.overview.source
    about = _about(source, view)
    yield header("title", source.title or view.say("home_untitled"))
    if about:
        yield small("about", " · ".join(about))
    # A new name empties the field: chosen once, the same entry could not be chosen again.
    finder = typeahead(SUGGEST, view.say("home_search_placeholder"))
    yield field(f"search:{view.place.answer}", view.say("home_search"), finder) | {"dispatch_action": True}
    if view.answer:
        yield rule("answer_begins")
        yield from view.answer[:ANSWER]
        yield actions("answer_close", button(ANSWER_CLOSE, view.say("home_close_answer"), view.place.answer or CLOSE))
        yield rule("answer_ends")
    aims = (*view.overview.goal[:AIMS], *view.overview.mission[:AIMS])
    if aims:
        yield rich("aims", *(part for entry in aims for part in _aim(entry, view.language)))


def _aim(entry: Entry, language: Language) -> tuple[Block, ...]:
    words = cut(entry.body.strip() or entry.title, AIM)
    return line(text(cut(level_name(entry, language), LINE), bold=True)), {
        "type": "rich_text_quote",
        "elements": [text(words)],
    }


# The issues with their sums; opened ones with what stands below


def _issues(view: Home) -> Iterator[Block]:
    issues = view.overview.issues
    if not issues:
        yield small("no_issues", view.say("home_no_issues"))
        return
    pages = range(0, len(issues), ISSUES)
    first = pages[min(max(view.place.page, 0), len(pages) - 1)]
    shown = issues[first : first + ISSUES]
    longest = max((branch.yen or 0 for branch in issues), default=0)
    room = ROWS // (sum(bool(branch.children) for branch in shown) or 1)
    yield header("issues", _levels(issues[0].entry, view.language))
    yield small("total", _total(view))
    for branch in shown:
        yield _issue(branch, longest, view)
        if branch.children:
            yield from _below(branch, room, view)
    if len(pages) > 1:
        yield from _pages(first, len(issues), view)


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


# What one asked, how to ask, what is known


def _yours(view: Home) -> Iterator[Block]:
    yield rule("plan_ends")
    if not view.recent:
        return
    asked = view.recent[:ASKED]
    yield header("recent", view.say("home_recent"))
    yield actions("asked", *(button(f"{RECENT}:{at}", words, key) for at, (key, words) in enumerate(asked)))
    yield small("recent_note", view.say("home_recent_note"))


def _how(view: Home) -> Iterator[Block]:
    ways = ("home_how_mention", "home_how_message", "home_how_command")
    yield header("how", view.say("home_how"))
    yield rich("ways", bullets(line(text(view.say(way))) for way in ways))
    examples = view.examples[:EXAMPLES]
    if examples:
        yield small("for_example", view.say("home_how_examples"))
        yield actions(
            "examples", *(button(f"{ASK}:{at}", asked, asked[:QUESTION]) for at, asked in enumerate(examples))
        )


def _shelf(view: Home) -> Iterator[Block]:
    yield header("documents", view.say("home_documents"))
    lines = [_document(holding, view) for holding in view.documents[:DOCUMENTS]]
    if lines:
        yield rich("shelf", bullets(lines))
    if len(view.documents) > DOCUMENTS:
        yield small("shelf_more", view.say("home_more", count=len(view.documents) - DOCUMENTS))


def _document(holding: Holding, view: Home) -> Block:
    source = holding.source
    title = cut(source.title or source.document, LINE)
    linked = source.url is not None and re.match("https?://", source.url) and len(source.url) <= URL_LIMIT
    about = [*_about(source, view), view.say("home_items", count=holding.extent.entries), view.say("home_indexed")]
    pieces = [link(title, source.url or "") if linked else text(title)]
    pieces += [text(f" · {' · '.join(about)} "), moment(holding.built_at)]
    if len(view.documents) > 1 and source.document == view.overview.source.document:
        pieces.append(text(f" · {view.say('home_answers')}", bold=True))
    return line(*pieces)


def _about(of: Source, view: Home) -> list[str]:
    """Whose document it is, and the day of its page."""
    about = [cut(of.organisation, LINE)] if of.organisation else []
    if of.page_date:
        year, month, day = map(int, of.page_date.split("-"))
        about.append(view.say("home_page_date", date=view.say("date", year=year, month=month, day=day)))
    return about


# For those who keep the plan, and settings


def _kept(view: Home) -> Iterator[Block]:
    if view.keeper is None:
        return
    findings = view.overview.findings
    found = [f"{each.code} {_where(each, view)}{each.message}" for each in findings[:FINDINGS]]
    if len(findings) > FINDINGS:
        found.append(view.say("home_more", count=len(findings) - FINDINGS))
    yield rule("keeper")
    yield header("findings", view.say("home_findings", count=len(findings)))
    yield small("keeper_note", view.say("home_keeper_note"))
    yield _list("finding", found, view)
    yield header("misses", view.say("home_misses"))
    yield _list("miss", view.keeper.misses[:MISSES], view)


def _where(finding: Finding, view: Home) -> str:
    return view.say("home_finding_line", line=finding.line) if finding.line else ""


def _list(name: str, lines: Sequence[str], view: Home) -> Block:
    return rich(name, bullets(line(text(cut(each, LINE))) for each in lines or (view.say("home_none"),)))


def _settings(view: Home) -> Iterator[Block]:
    yield rule("settings_begin")
    yield header("settings", view.say("home_settings"))
    languages = [option(view.say(f"home_language_{each}"), each) for each in ("auto", "ja", "en")]
    yield section("language", view.say(LANGUAGE), menu(LANGUAGE, languages, view.settings.language))
    answers = [option(view.say(f"home_followups_{each}"), each) for each in (ON, OFF)]
    chosen = ON if view.settings.followups else OFF
    yield section("followups", view.say(FOLLOWUPS), menu(FOLLOWUPS, answers, chosen))
