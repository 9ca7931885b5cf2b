"""App Home: the plan as a place to walk through. Pure: no network, no state.

Every block is named, so that Slack redraws only what a press has changed; and every part has its own number of blocks,
which together stay below what a view may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot import branches
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
    option,
    rich,
    rule,
    section,
    small,
    text,
    typeahead,
)
from bot.place import Home
from bot.text import cut
from knowledge import Entry, Finding, Holding, Language, Source, level_name

ASK, RECENT, ANSWER_CLOSE, SUGGEST = "home_ask", "home_recent", "home_answer_close", "suggest"
LANGUAGE, FOLLOWUPS = "home_language", "home_followups"
"""Action ids; more of one kind in a block are numbered: home_ask:0, home_ask:1."""
ON, OFF = "on", "off"

ANSWER = 20
"""Blocks of an answer."""
ASKED, EXAMPLES, DOCUMENTS, FINDINGS, MISSES = 5, 3, 10, 12, 10
"""How many of a kind are listed."""
AIMS = 3
"""Of goals, and of missions."""
AIM, LINE, QUESTION = 400, 200, 2_000
"""Characters."""
URL_LIMIT = 2_500


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
            *branches.issues(view),
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
        yield actions(
            "answer_close", button(ANSWER_CLOSE, view.say("home_close_answer"), view.place.answer or branches.CLOSE)
        )
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
