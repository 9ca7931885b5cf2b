"""Answers about the plan as a whole: help, lists of a level, arithmetic over everything that is printed."""

from __future__ import annotations

import re

from knowledge.about import About
from knowledge.figures import Figures
from knowledge.intents import Want
from knowledge.model import Answer, Kind, Level
from knowledge.writer import Writer

_IN_ORDER = re.compile(r"順|並べ|ランキング|in order|sort|rank(?:ing|ed)")
_SINGLE = re.compile(
    r"一番|最も|もっとも|最大|最小|最高|最低|最多|最少|トップ(?!\d)|ワースト(?!\d)|largest|biggest|highest|smallest|lowest|most|least"
)
_BOTH_ENDS = re.compile(
    r"(?:大|高|多|大き|高い|多い).{0,80}(?:小|低|少|安)|(?:小|低|少|安).{0,80}(?:大|高|多)|(?:largest|biggest|highest|most).{0,80}(?:smallest|lowest|least)|(?:smallest|lowest|least).{0,80}(?:largest|biggest|highest|most)"
)


class Overall:
    """Answers to one question that names neither word nor code."""

    def __init__(self, writer: Writer, figures: Figures, about: About) -> None:
        self._writer = writer
        self._figures = figures
        self._about = about
        self._document = writer.document
        self._question = writer.question

    def help(self, key: str = "help") -> Answer:
        return self._writer.answer(Kind.HELP, self._writer.say(key), examples=self.examples())

    def examples(self) -> tuple[str, ...]:
        """Three questions that this plan answers, made from it."""
        priced = self._figures.everything()
        if not priced:
            return ()
        entry = priced[min(1, len(priced) - 1)]
        issue = self._document.ladder(entry)[:1] or (entry,)
        say = self._writer.say
        return (
            say("example_amount", title=entry.title, code=entry.code),
            say("example_ranking"),
            say("example_list", code=issue[0].code or issue[0].title),
        )

    def answer(self) -> Answer:
        """All that can be asked of the plan as a whole; a bare follow-up is taken up before this."""
        intent, figures = self._question.intent, self._figures
        everything = figures.everything()
        if not everything and intent.want is not Want.ABOUT:
            return self._writer.answer(Kind.UNKNOWN, self._writer.say("fact_missing"))
        match intent.want:
            case Want.PER_ISSUE:
                return figures.per_issue(ascending=intent.ascending)
            case Want.DIFFERENCE if _BOTH_ENDS.search(self._question.text):
                return figures.extremes()
            case Want.TOTAL if Want.RANKING in intent.wants and intent.most is not None:
                return figures.total_of_first(intent.most, ascending=intent.ascending)
            case Want.RANKING | Want.TOTAL if Want.RANKING in intent.wants and intent.level in (
                Level.POLICY,
                Level.ISSUE,
                Level.STRATEGY,
                Level.PROGRAMME,
            ):
                most = intent.most or (None if intent.rank or _SINGLE.search(self._question.text) else len(everything))
                return figures.rank_sums(
                    figures.sums(intent.level), ascending=intent.ascending, most=most, rank=intent.rank
                )
            case Want.RANKING if intent.most is None and intent.rank is None and _IN_ORDER.search(self._question.text):
                return figures.ranking(everything, ascending=intent.ascending, most=len(everything), rank=None)
            case Want.RANKING:
                return figures.ranking(everything, ascending=intent.ascending, most=intent.most, rank=intent.rank)
            case Want.TOTAL | Want.COMPARE:
                return figures.total(everything, self._writer.say("total_all"), whole=True)
            case Want.AVERAGE:
                return figures.average(everything, self._writer.say("total_all"))
            case Want.COUNT:
                return self._count_all(intent.level or Level.ACTION)
        if intent.level is not None:
            entries = self._document.of_level(intent.level)
            count = self._document.count(intent.level)
            headline = self._writer.say("list_level", level=self._writer.levels(intent.level), count=count)
            return self._about.list(entries, headline)
        if Want.AMOUNT in intent.wants:
            return figures.total(everything, self._writer.say("total_all"), whole=True)
        return self._writer.answer(Kind.UNKNOWN, self._writer.say("unknown_follow"), examples=self.examples())

    def _count_all(self, level: Level) -> Answer:
        entries = self._document.of_level(level)
        headline = self._writer.say("count_all", level=self._writer.levels(level), count=self._document.count(level))
        return self._about.list(entries, headline)
