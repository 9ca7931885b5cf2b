"""Words to match by: a text cut into dictionary words, nouns joined with their affixes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from sudachipy import Morpheme, SplitMode

from knowledge.language.text.analyser import analysed, reading_of
from knowledge.language.text.sounds import fold_reading

MOST_REMEMBERED = 20_000
"""Words of the dictionary that a thread keeps looked up: some 10 MB."""
LONGEST_JOINED = 40
"""Characters of a noun with its affixes from which on no more are joined; the longest of the plans here has 8."""
_BEGINNING = 20
"""Characters by which the first word of a text is told."""
_LINKING = frozenset("から で 及び および または 又は 並びに".split())
"""Words that tie like particles, whatever the dictionary calls them at the front of a text."""
_EMPTY_AFFIXES = frozenset("御 お ご 全 各 当 本 同 現 さん 様 さま 氏 達 たち 等 など ら 毎 ごと".split())
_AUXILIARY_NOUNS = frozenset(
    "こと 事 もの 物 ため 為 の 所 ところ 時 際 中 内 上 下 方 よう 様 それ これ あれ どれ 何 誰 どこ いつ 幾ら".split()
)
_thread = threading.local()


class Kind(Enum):
    """What part a word plays, as far as matching cares."""

    NOUN = auto()
    NUMBER = auto()
    ACTION = auto()
    """A verb."""
    QUALITY = auto()
    """An adjective or adverb."""
    LINK = auto()
    """A particle or an auxiliary: it ties words together and means nothing alone."""
    BREAK = auto()
    """Punctuation, a space, a symbol."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, with what it can be matched by."""

    surface: str
    """As it stands in the normal form of the text."""
    normal: str
    """Dictionary form, so that 子ども, こども and 子供 are one."""
    reading: str
    """Folded reading in Latin letters; see `fold_reading`."""
    start: int
    end: int
    kind: Kind
    known: bool
    """Whether the dictionary has it."""
    groups: tuple[int, ...] = ()
    """The dictionary's synonym groups."""
    place: bool = False
    """Whether the dictionary lists it as a place."""
    parts: tuple[str, ...] = ()
    """Normal forms of the shorter words inside, two characters or more: 高齢者 → 高齢."""

    @property
    def is_content(self) -> bool:
        """Whether the word can say something of an entry."""
        return self.kind not in (Kind.LINK, Kind.BREAK)

    @property
    def is_nominal(self) -> bool:
        """Whether it can stand in a compound."""
        return self.kind in (Kind.NOUN, Kind.NUMBER)


def _kind(morpheme: Morpheme, *, after_case: bool) -> Kind:
    """`after_case`: a particle such as を stands before it, so that かける in 声をかける is a verb of its own."""
    pos = morpheme.part_of_speech()
    match pos[0]:
        case "名詞" if pos[1] == "数詞":
            return Kind.NUMBER
        case "名詞" | "接尾辞" | "接頭辞" | "形状詞":
            return Kind.NOUN
        case "動詞" if pos[1] != "非自立可能" or after_case:
            return Kind.ACTION
        case "形容詞" | "副詞" | "連体詞" if pos[1] != "非自立可能":
            return Kind.QUALITY
        case "補助記号" | "空白" | "記号":
            return Kind.BREAK
        case _:
            return Kind.LINK


class _Sense(NamedTuple):
    """What the dictionary says of a word wherever it stands."""

    word: Word
    """At place 0."""
    affix: str
    """接頭辞, 接尾辞 or nothing."""
    is_case: bool
    """Whether it is a particle after which 非自立可能 verbs stand for themselves."""


_Senses = dict[tuple[int, str, bool], _Sense]


def _senses() -> _Senses:
    """What this thread remembers, because folding a reading takes longer than finding the word."""
    if not hasattr(_thread, "senses"):
        _thread.senses = {}
    senses: _Senses = _thread.senses
    if len(senses) > MOST_REMEMBERED:
        senses.clear()
    return senses


def _sense(morpheme: Morpheme, senses: _Senses, *, after_case: bool) -> _Sense:
    key = (morpheme.word_id(), morpheme.surface(), after_case)
    sense = senses.get(key)
    if sense is None:
        sense = senses[key] = _looked_up(morpheme, after_case=after_case)
    return sense


def _looked_up(morpheme: Morpheme, *, after_case: bool) -> _Sense:
    surface, form, pos = morpheme.surface(), morpheme.normalized_form().lower(), morpheme.part_of_speech()
    parts = (part.normalized_form().lower() for part in morpheme.split(SplitMode.A))
    word = Word(
        surface=surface,
        normal=form,
        reading=fold_reading(reading_of(morpheme)),
        start=0,
        end=len(surface),
        kind=_kind(morpheme, after_case=after_case),
        known=not morpheme.is_oov(),
        groups=tuple(morpheme.synonym_group_ids()),
        place=pos[2] == "地名",
        parts=tuple(part for part in parts if part != form and len(part) > 1),
    )
    return _Sense(word, pos[0] if pos[0] in ("接頭辞", "接尾辞") else "", pos[1] == "格助詞")


def _placed(word: Word, at: int) -> Word:
    """The word at a place; spelled out, because `replace` takes thrice as long."""
    return Word(
        word.surface, word.normal, word.reading, at, at + word.end,
        word.kind, word.known, word.groups, word.place, word.parts,
    )  # fmt: skip


def joined(run: tuple[Word, ...]) -> Word:
    """Neighbouring words as one."""
    whole = run[0]
    for word in run[1:]:
        whole = _joined(whole, word)
    return whole


def _joined(left: Word, right: Word) -> Word:
    """A noun with its prefix or suffix as one word: 避難 + 所."""
    longer = tuple(w.normal for w in (left, right) if len(w.normal) > 1)
    return Word(
        surface=left.surface + right.surface,
        normal=left.normal + right.normal,
        reading=left.reading + right.reading,
        start=left.start,
        end=right.end,
        kind=Kind.NUMBER if left.kind is Kind.NUMBER else Kind.NOUN,
        known=left.known and right.known and (len(left.surface) > 1 or left.kind is Kind.NUMBER),
        parts=tuple(dict.fromkeys((*left.parts, *longer, *right.parts))),
    )


def _is_long(word: Word) -> bool:
    """Whether nothing more is joined to a word: each joining takes as long as the word is, and 第第第… never ends."""
    return len(word.surface) >= LONGEST_JOINED


def words(text: str) -> tuple[Word, ...]:
    """All words of a text in normal form, a noun and its affixes joined; longer texts are cut at `LONGEST`."""
    found: list[Word] = []
    prefix: Word | None = None
    after_case, at, senses = False, 0, _senses()
    for morpheme in analysed(text):
        sense = _sense(morpheme, senses, after_case=after_case)
        after_case, affix, word = sense.is_case, sense.affix, _placed(sense.word, at)
        at = word.end
        if affix and word.surface in _EMPTY_AFFIXES:
            continue
        if affix == "接頭辞":
            prefix = word if prefix is None or _is_long(prefix) else _joined(prefix, word)
            continue
        if prefix is not None:
            word = _joined(prefix, word) if word.is_nominal else word
            prefix = None
        ends = affix == "接尾辞" and found and found[-1].is_nominal and found[-1].end == word.start
        if ends and not _is_long(found[-1]):
            found[-1] = _joined(found[-1], word)
        else:
            found.append(word)
    return tuple(found)


def first_word(text: str) -> tuple[str, bool]:
    """The word that a text begins with, as it stands there, and whether it is a particle, which ties it to what was
    before: の推進 begins with one, のびのび広場 does not."""
    for morpheme in analysed(text[:_BEGINNING]):
        surface, kind = morpheme.surface(), morpheme.part_of_speech()[0]
        return surface, kind in ("助詞", "助動詞") or surface in _LINKING
    return "", False


def is_empty(word: Word) -> bool:
    """Whether a content word stands for nothing by itself, such as こと."""
    return word.normal in _AUXILIARY_NOUNS or (len(word.surface) == 1 and word.surface < "\u3400" and not word.known)


def runs(analysed: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """The unbroken runs of nouns: 防災 + 訓練 stand together, 住民 and 避難所 in 住民による避難所 do not."""
    run: list[Word] = []
    for word in analysed:
        if word.is_nominal and not is_empty(word) and (not run or run[-1].end == word.start):
            run.append(word)
            continue
        if run:
            yield tuple(run)
        run = [word] if word.is_nominal and not is_empty(word) else []
    if run:
        yield tuple(run)
