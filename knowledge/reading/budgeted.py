"""What a sentence says of the money of the entry that it stands at: 令和7年度は421万円です(令和6年度予算398万円)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from knowledge.language import money, text
from knowledge.model import BUDGET, Amount
from knowledge.reading.amounts import Caption, Printed, Role, described
from knowledge.reading.apart import MONEY_WORDS, MOST_REMEMBERED, SET_ASIDE, WHAT, WHEN, printed_in
from knowledge.reading.lines import Line

_ENDS = "。、;:()〔〕[]【】\t"
"""What parts what is said of one amount from what is said of another."""
_EMPTY = frozenset("助詞 助動詞 副詞 接続詞 補助記号 記号 空白 連体詞 代名詞 形状詞".split())
"""Parts of speech that name nothing that an amount could be for."""
_COMPARING = frozenset({"から", "より"})
"""Particles of what an amount is more or less than: 前年度から23万円の増."""
_GOES_ON = frozenset({"です", "でし", "で", "を", "が", "と", "だ", "に"})
"""What stands behind an amount that is a whole one, where no sign does: neither 23万円の増 nor 5万円まで."""
_LONGEST_LABEL = 15
_COMPARED = re.compile(rf"(?:{WHEN.pattern})(?:の?予算額?)?(?:から|より|に比べて?|と比べて?)$")
"""What an amount is compared with."""
_SAME = re.compile(rf"(?:{WHEN.pattern})(?:の?予算額?)?と同.{{0,2}}の")
_THIS_YEAR = "本年度"
_SHORT = 6
"""Characters between how much more it is and how much it is: 多い, 増となる."""
_ACCOUNT = re.compile(r"^[^、。()]{0,20}会計(?:で|に|において)は?")
"""What is said of an amount and does not say what it is for: 病院事業会計で12億円を計上."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """An amount with what a sentence says of it."""

    before: str
    """Folded, as what is behind it."""
    yen: int
    raw: str
    """As printed."""
    behind: str

    def is_own_behind(self, above: _Clause | None) -> bool:
        """Whether it is the entry's own: in brackets behind the amount of another thing it is that thing's too."""
        is_within = above is not None and above.behind.lstrip().startswith("(") and ")" not in above.behind
        return self.is_own and not (is_within and above is not None and not _is_empty(above.before))

    @property
    def is_own(self) -> bool:
        """Whether nothing is said of it but its year and what money it is."""
        begins = self.behind.lstrip()
        sets_aside = SET_ASIDE.match(begins) is not None
        goes_on = not begins or begins[0] in _ENDS or sets_aside or _first(begins) in _GOES_ON or begins[:2] == "に対"
        return goes_on and _is_empty(_ACCOUNT.sub("", self.before) if sets_aside else self.before)


def names_money(label: str) -> bool:
    """Whether a caption says that money stands below it, and nothing else: お金, 7年度の予算."""
    folded = money.fold(label)
    plain = WHEN.sub(" ", folded)
    return (
        len(label) <= _LONGEST_LABEL
        and _is_empty(folded)
        and any(len(word[0]) > 1 for word in MONEY_WORDS.finditer(plain))
    )


def budgeted(line: Line, label: str, caption: Caption, plan_year: int | None) -> tuple[Printed, ...]:
    """The amounts that a line says in a sentence to be those of its entry; `label` is the caption that it stands below.

    They are such as nothing but a year and a word for money is said of, where sentence or caption are about money.
    """
    own: list[_Clause] = []
    for sentence in text.sentences(line.text):
        clauses = list(_clauses(sentence))
        sets_aside = any(SET_ASIDE.match(each.behind) for each in clauses)
        named = names_money(label) or names_money(line.text.partition(":")[0].partition(":")[0])
        if sets_aside or named or any(map(_says_what, clauses)):
            own += [each for each, above in zip(clauses, (None, *clauses), strict=False) if each.is_own_behind(above)]
    return tuple(Printed(each, Role.OWN, alone=False) for each in _told(own, line.number, caption, plan_year))


def _clauses(sentence: str) -> Iterator[_Clause]:
    """Each amount of a sentence with the words since the one before it that are about it, and those behind it.

    An amount by which the next one differs from another year's is left out, and so are the words that say so; what is
    said of the first of two, 前年度の420万円から735万円に, is said of the second one, but for its year.
    """
    folded = money.fold(sentence)
    figures = printed_in(folded)
    edges = [0, *(edge for figure in figures for edge in figure.span), len(folded)]
    between = [folded[first:last] for first, last in zip(edges[::2], edges[1::2], strict=True)]
    about = ""
    for figure, (before, behind) in zip(figures, pairwise(between), strict=True):
        before = about or _SAME.sub("", _about_the_next(before))
        about = _without_comparison(before, behind)
        if about:
            continue
        if is_first := behind.strip() == "から":
            about = WHEN.sub(_THIS_YEAR, before)
        if not is_first or about != before:
            yield _Clause(before, figure.yen, sentence[slice(*figure.span)], "を" if is_first else behind)


def _without_comparison(before: str, behind: str) -> str:
    """What is said of the amount that one is the difference of: 予算は in 予算は前年度より300万円多い1,500万円."""
    compared = _COMPARED.search(before)
    if compared is None or not behind or len(behind) > _SHORT or any(sign in behind for sign in _ENDS):
        return ""
    return before[: compared.start()] or "の"


def _says_what(clause: _Clause) -> bool:
    """Whether what is said of an amount, or beside it, says what money it is; another year in brackets does too."""
    if clause.is_own and WHEN.search(clause.before) and clause.behind.startswith(")"):
        return True
    return any(WHAT.search(words) for words in (clause.before, clause.behind)) or (
        _is_empty(clause.before)
        and any(len(word[0]) > 1 for word in MONEY_WORDS.finditer(WHEN.sub(" ", clause.before)))
    )


def _about_the_next(before: str) -> str:
    """The words between two amounts that are about the second: those behind the last sign, or all if there are none."""
    pieces = [piece for piece in _split(before) if piece.strip()]
    return pieces[-1] if pieces else ""


def _split(words: str) -> list[str]:
    for sign in _ENDS[1:]:
        words = words.replace(sign, _ENDS[0])
    return words.split(_ENDS[0])


def _told(own: Sequence[_Clause], number: int, caption: Caption, plan_year: int | None) -> Iterator[Amount]:
    """The amounts, each of the year and the kind that is said of it, or else of the one before it."""
    said = caption
    for clause in own:
        beside = described(clause.before, plan_year, Caption())
        behind = described(_in_brackets(clause.behind), plan_year, Caption())
        year = beside.fiscal_year or behind.fiscal_year or said.fiscal_year or plan_year
        kind = beside.kind or behind.kind or said.kind
        if kind == said.kind != BUDGET and plan_year and year and year >= plan_year:
            kind = None  # the year before was settled, this one is not
        said = replace(said, fiscal_year=year, kind=kind)
        yield Amount(clause.yen, year, kind or BUDGET, clause.raw, number, inferred=kind is None)


def _in_brackets(behind: str) -> str:
    """What is said of an amount right behind it, where nothing else is said there: not (前年度 for (前年度 398万円)."""
    inner, closed, _ = behind.lstrip("(").partition(")")
    return _split(inner)[0] if closed or not behind.startswith("(") else ""


@lru_cache(maxsize=MOST_REMEMBERED)
def _is_empty(words: str) -> bool:
    """Whether words name nothing but a year and money, and compare it with nothing."""
    plain = MONEY_WORDS.sub(lambda word: " " * len(word[0]), WHEN.sub(lambda year: " " * len(year[0]), words))
    parts = text.morphemes(plain)
    adverb = ("形容詞", "く")
    return all(
        (part.word_class in _EMPTY or (part.word_class, part.surface[-1]) == adverb)
        and (part.word_class != "助詞" or part.surface not in _COMPARING)
        for part in parts
    )


def _first(words: str) -> str:
    return next((part.surface for part in text.morphemes(words[:20])), "")
