"""A plan without 経営課題 and codes, or a mayor's speech → entries: headings by their rank, numbering or shape.

What a heading is called, nobody can tell: entries are 見出し, 小見出し and 項目. Money in prose is an entry of its own
where one amount is said to be set aside, with its sentence; any other amount in prose is left to the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.language import money
from knowledge.language.brackets import CLOSING, OPENING
from knowledge.model import Amount, Entry, Level, Source
from knowledge.reading import dates
from knowledge.reading.amounts import Caption, Role, amounts, captioned, set_apart, without
from knowledge.reading.headings import is_sentence
from knowledge.reading.lines import Line

_TITLE = re.compile("方針|所信|施政|施策|計画|目標|プラン|ビジョン|予算")
"""What the name of a plan says."""
_WHOSE = re.compile(r"([^\s0-9年度()「」、。]{1,12}?[都道府県市区町村])(?=長|[ の]|令和|平成|運営|施政|$)")
_STYLES = (
    ("part", re.compile(r"第[0-9一二三四五六七八九十]{1,3}[章編部]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ][ .、:]?|[IVX]{1,4}[ .、:]")),
    ("pillar", re.compile(r"(?:基本目標|重点目標|重点施策|柱|基本方針|施策)[ 0-9①-⑳]{1,3}[ :]?")),
    ("number", re.compile(r"[0-9]{1,2}(?:[.、:]| (?! ))(?![0-9])")),
    ("round", re.compile(r"[(][0-9一二三四五六七八九十]{1,2}[)]|[①-⑳]|[ア-ン][ .、)]")),
    ("bracket", re.compile(r"[【<《〈≪〔]")),
    ("square", re.compile(r"[■◆◇□▼]")),
)
_LONGEST, _SHORT, _LONGEST_ITEM = 60, 25, 60
"""Characters of a heading with a number or a rank, of one without, and of an item of a list."""
_SET_ASIDE = re.compile(r"(?:の予算)?(?:を|が|で)?(?:新たに)?(?:計上|措置|充て|投じ|予算化|盛り込|確保)")
_TOPIC = re.compile(r"[^、。「」]*$")
_PARTICLES = re.compile(
    r"(?:に要する(?:経費|費用)|にかかる(?:経費|費用)|のため(?:の(?:経費|費用))?|として|には?|は|で|を|の|へ){0,6}"
    r"(?:総額|約|合計)?$"
)
_LEVELS = (Level.ISSUE, Level.STRATEGY, Level.ACTION)
_NAMES = {Level.ISSUE: "見出し", Level.STRATEGY: "小見出し", Level.ACTION: "項目"}
_AROUND = " \u3000::・■◆◇□▼"
"""What stands around a title."""
_FEWEST = 2
"""Headings at the top that a plan has."""
_SENTENCE = re.compile(r"[^。\n]+。?")


@dataclass(slots=True)
class _Open:
    level: Level
    title: str
    line: Line
    depth: int
    body: list[Line] = field(default_factory=list)
    parent: int | None = None


def stated(source: Source, above: Sequence[Line], ranks: Mapping[int, int]) -> Source | None:
    """What the page says of itself above its first heading; None where nothing names it a plan."""
    named = [
        line for line in above if _TITLE.search(line.text) and len(line.text) <= _LONGEST and not is_sentence(line.text)
    ]
    with_year = [line for line in named if dates.fiscal_year(line.text) is not None]
    title = min(with_year or named, key=lambda line: (line.number not in ranks, line.number), default=None)
    if title is None:
        return None
    year = next((found for line in (title, *above) if (found := dates.fiscal_year(line.text)) is not None), None)
    whose = next((match[1] for line in (title, *above) if (match := _WHOSE.search(line.folded))), None)
    return replace(
        source,
        title=source.title or title.text,
        fiscal_year=source.fiscal_year or year,
        organisation=source.organisation or whose,
    )


def entries(
    lines: Sequence[Line], ranks: Mapping[int, int], source: Source
) -> tuple[tuple[Entry, ...], tuple[tuple[int, str], ...]] | None:
    """The entries of a plan without codes, and line and words of amounts in prose that are no entry's.

    None where the page has too few headings to be a plan.
    """
    opened = _opened(lines, ranks)
    if sum(each.level is Level.ISSUE for each in opened) < _FEWEST:
        return None
    found: list[Entry] = []
    left: list[tuple[int, str]] = []
    ids: list[str] = []
    caption = Caption()
    for each in opened:
        for line in (each.line, *each.body):
            caption = captioned(set_apart(line.text), source.fiscal_year, caption) if "単位" in line.text else caption
        own = _amounts((each.line, *each.body), caption, source.fiscal_year)
        if len({(amount.fiscal_year, amount.kind) for amount in own}) < len(own):  # whose they are is not certain
            text = {line.number: line.text for line in (each.line, *each.body)}
            left += [(amount.line, text[amount.line]) for amount in own]
            own = ()
        entry = _entry(each, source, len(found), ids[each.parent] if each.parent is not None else None, own)
        found.append(entry)
        ids.append(entry.id)
        taken = {(amount.line, amount.raw) for amount in own}
        for line in each.body:
            for sentence in _SENTENCE.findall(line.text):
                told, rest = _said(sentence, line, source.fiscal_year, taken)
                found += [_of_sentence(each, source, len(found) + at, entry.id) for at, each in enumerate(told)]
                left += [(line.number, rest)] if rest else []
    return tuple(found), tuple(left)


def first_heading(lines: Sequence[Line], ranks: Mapping[int, int]) -> int:
    """The place of the first heading below the page's title; their number where there is none."""
    opened = _opened(lines, ranks)
    return next((at for at, line in enumerate(lines) if opened and line is opened[0].line), len(lines))


def _opened(lines: Sequence[Line], ranks: Mapping[int, int]) -> list[_Open]:
    top = min(ranks.values(), default=0)
    ranked = {number: rank for number, rank in ranks.items() if not (rank == top and _is_alone(ranks, rank))}
    stack: list[str] = []
    opened: list[_Open] = []
    path: list[int] = []
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        style = _style(line, below, ranked)
        if style is None:
            if opened and _is_item(line):
                while path and opened[path[-1]].level is Level.ACTION:
                    path.pop()
                opened.append(_Open(Level.ACTION, _title(line), line, 9, parent=path[-1] if path else None))
                path.append(len(opened) - 1)
            elif opened:
                opened[-1].body.append(line)
            continue
        stack = stack[: stack.index(style)] if style in stack else stack
        stack.append(style)
        level = _LEVELS[min(len(stack), 2) - 1]
        if len(stack) > 2:  # deeper headings are words of the text above
            opened[-1].body.append(line)
            continue
        while path and (opened[path[-1]].level is Level.ACTION or opened[path[-1]].depth >= len(stack)):
            path.pop()
        opened.append(_Open(level, _title(line), line, len(stack), parent=path[-1] if path else None))
        path.append(len(opened) - 1)
    return opened


def _is_alone(ranks: Mapping[int, int], rank: int) -> bool:
    return sum(each == rank for each in ranks.values()) == 1


def _style(line: Line, below: Line | None, ranked: Mapping[int, int]) -> str | None:
    """What sort of heading a line is; None where it is none."""
    if is_sentence(line.text) or len(line.text) > _LONGEST or dates.DAY_ALONE.match(line.folded):
        return None
    if line.number in ranked:
        return f"rank {ranked[line.number]}"
    if line.bullet and line.bullet.strip() not in "■◆◇□▼":
        return None
    text = (line.bullet.strip() + line.folded) if line.bullet else line.folded
    named = next((name for name, pattern in _STYLES if pattern.match(text)), None)
    if named and not set_apart(line.text):
        return named
    plain = len(line.text) <= _SHORT and not re.search(r"[、。::()]|円|[0-9]", line.folded)
    return "plain" if plain and not line.bullet and below is not None and is_sentence(below.text) else None


def _is_item(line: Line) -> bool:
    """・防災訓練の支援: an item of a list and no sentence."""
    return bool(line.bullet) and not is_sentence(line.text) and len(_title(line)) <= _LONGEST_ITEM


def _title(line: Line) -> str:
    text = without(line.text, set_apart(line.text)).strip()
    for name, pattern in _STYLES[:4]:
        match = pattern.match(text)
        if match and name != "pillar":
            text = text[match.end() :]
            break
    text = text.strip(_AROUND)
    whole = text[:1] in OPENING and text[-1:] in CLOSING
    return (text[1:-1] if whole else text).strip() or line.text


def _amounts(lines: Sequence[Line], caption: Caption, year: int | None) -> tuple[Amount, ...]:
    """The amounts that are set apart: at the end of an item, on lines of their own."""
    return tuple(
        each.amount
        for line in lines
        if not is_sentence(line.text)
        for each in amounts(line.text, line.number, caption, year)
        if each.role is Role.OWN
    )


def _entry(each: _Open, source: Source, position: int, parent: str | None, own: tuple[Amount, ...]) -> Entry:
    last = each.body[-1] if each.body else each.line
    return Entry(
        document=source.document,
        code=None,
        level=each.level,
        title=each.title,
        body="\n".join(line.text for line in each.body),
        position=position,
        lines=(each.line.number, last.number),
        heading=each.line.text,
        parent=parent,
        level_name=_NAMES[each.level],
        amounts=own,
    )


# Money in prose


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that sets one amount aside for one thing."""

    topic: str
    sentence: str
    amount: Amount


def _said(sentence: str, line: Line, year: int | None, taken: set[tuple[int, str]]) -> tuple[list[_Told], str | None]:
    """The amounts that a sentence sets aside, each for its own thing; else its words, where it has money all the same.

    備蓄倉庫の建設に4,800万円、毛布の購入に320万円を計上: the last is said to be set aside, the others stand beside it.
    """
    if not is_sentence(sentence):
        return [], None
    folded = money.fold(sentence)
    figures = [each for each in money.find(folded) if each.raw.endswith("円") and (line.number, each.raw) not in taken]
    if not figures:
        return [], None
    begins = [0, *(figure.span[1] for figure in figures[:-1])]
    topics = [
        _topic(folded[begin : figure.span[0]].lstrip("、") if at else folded[: figure.span[0]])
        for at, (begin, figure) in enumerate(zip(begins, figures, strict=True))
    ]
    beside = all(folded[figure.span[1]] == "、" for figure in figures[:-1])
    sure = beside and _SET_ASIDE.match(folded[figures[-1].span[1] :]) is not None and all(topics)
    if not sure or "うち" in folded or "合計" in folded:
        return [], sentence.strip()
    return [
        _Told(topic, sentence.strip(), Amount(each.yen, year, "予算額", sentence[slice(*each.span)], line.number, True))
        for topic, each in zip(topics, figures, strict=True)
    ], None


def _topic(before: str) -> str:
    """What an amount is set aside for, by the words before it; empty where they do not tell."""
    clause = _TOPIC.search(before)
    words = clause[0].strip() if clause else ""
    topic = _PARTICLES.sub("", words)
    return topic if topic != words and 1 < len(topic) <= _LONGEST else ""


def _of_sentence(told: _Told, source: Source, position: int, parent: str) -> Entry:
    return Entry(
        document=source.document,
        code=None,
        level=Level.ACTION,
        title=told.topic,
        body=told.sentence,
        position=position,
        lines=(told.amount.line, told.amount.line),
        heading=told.sentence,
        parent=parent,
        level_name=_NAMES[Level.ACTION],
        amounts=(told.amount,),
    )
