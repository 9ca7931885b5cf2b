"""The windows that open in Slack: search, feedback, a sentence. Pure: no network, no state."""

from __future__ import annotations

from collections.abc import Sequence

from bot.elements import Block, alert, field, line, option, plain, rich, rule, small, text, typeahead
from bot.text import cut
from knowledge import Language, say

SEARCH, FEEDBACK, SENTENCE = "search", "feedback", "sentence"
"""Callback ids."""
QUESTION, SUGGEST, MISSING, WORDS = "question", "suggest", "missing", "words"
"""Action ids; a block is named like the field in it, so that a value is at values[name][name]."""
TITLE, LONGEST_QUESTION, LONGEST_WORDS, LONGEST_SENTENCE = 24, 500, 1_000, 2_500
BLOCKS = 80
"""Of an answer that is shown in a window of at most 100."""


def search(language: Language, answer: Sequence[Block] = (), question: str = "", metadata: str = "") -> Block:
    """The search window, with the answer to what was asked in it; `metadata` comes back with what is pressed there."""
    asked: Block = {
        "type": "plain_text_input",
        "action_id": QUESTION,
        "max_length": LONGEST_QUESTION,
        "placeholder": plain(say("modal_question_placeholder", language)),
    }
    if question.strip():
        asked["initial_value"] = question.strip()[:LONGEST_QUESTION]
    blocks = [
        field(QUESTION, say("modal_question", language), asked),
        field(SUGGEST, say("modal_entry", language), typeahead(SUGGEST, say("home_search_placeholder", language))),
    ]
    if answer:
        blocks += [rule("answer"), *answer[:BLOCKS]]
    return _window(SEARCH, language, blocks, submit=say("modal_search_submit", language), metadata=metadata)


def feedback(language: Language, answer_id: str) -> Block:
    """What was looked for, where the answer of that id did not help."""
    missing: Block = {
        "type": "checkboxes",
        "action_id": MISSING,
        "options": [option(say("modal_feedback_missing_option", language), MISSING)],
    }
    words: Block = {
        "type": "plain_text_input",
        "action_id": WORDS,
        "multiline": True,
        "max_length": LONGEST_WORDS,
        "placeholder": plain(say("modal_feedback_words_placeholder", language)),
    }
    fields = {
        SUGGEST: ("modal_feedback_entry", typeahead(SUGGEST, say("home_search_placeholder", language))),
        MISSING: ("modal_feedback_missing", missing),
        WORDS: ("modal_feedback_words", words),
    }
    blocks = [
        small("intro", say("modal_feedback_intro", language)),
        *(field(name, say(label, language), element) for name, (label, element) in fields.items()),
    ]
    title, submit = say("modal_feedback_title", language), say("modal_feedback_submit", language)
    return _window(FEEDBACK, language, blocks, title=title, submit=submit, metadata=answer_id)


def copy(language: Language, line: str, caveat: str) -> Block:
    """A line for minutes, ready to be copied, with what must be said with its figure."""
    words = cut(line, LONGEST_SENTENCE).strip() or "–"
    blocks: list[Block] = [rich("copy", {"type": "rich_text_preformatted", "elements": [text(words)]})]
    if caveat:
        blocks.append(alert("caveat", "info", caveat))
    return _window(SENTENCE, language, blocks, title=say("modal_copy_title", language))


def thanks(language: Language) -> Block:
    """After feedback."""
    return sentence(language, say("modal_thanks", language))


def waiting(language: Language) -> Block:
    """While an answer takes longer than Slack waits for one."""
    return sentence(language, say("modal_waiting", language))


def sentence(language: Language, words: str) -> Block:
    """A sentence in a window of its own."""
    return _window(SENTENCE, language, [rich("sentence", line(text(cut(words, LONGEST_SENTENCE).strip() or "–")))])


def _window(
    callback: str, language: Language, blocks: Sequence[Block], title: str = "", submit: str = "", metadata: str = ""
) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title or say("modal_search_title", language), TITLE),
        "close": plain(say("modal_cancel" if callback == FEEDBACK else "modal_close", language), TITLE),
        "private_metadata": metadata,
        "blocks": list(blocks),
    }
    return view | ({"submit": plain(submit, TITLE)} if submit else {})
