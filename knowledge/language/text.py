"""Characters into words: the only place that folds, splits or compares characters.

The text of a plan is never changed; what this module makes is a copy to match on.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from typing import NamedTuple

import jaconv
from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

LONGEST = 8_000
"""Characters that are analysed at once; Sudachi refuses more than 49,149 bytes."""

MOST_REMEMBERED = 20_000
"""Words of the dictionary that a thread keeps looked up: some 10 MB."""

_SENTENCE = re.compile(r"[^。\n]+。?")
_INVISIBLE = re.compile(
    r"[\ud800-\udfff\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_EMOJI_NAMES = re.compile(r":[a-z][a-z0-9_+\-]{1,40}:")
_LOOKALIKES = re.compile(r"(?<=[\u3400-\u9fff])[カロエ](?![\u30a1-\u30fa\u30fc所月国年])")
"""Katakana that somebody typed for a kanji of the same look: 学カ."""
LONGEST_JOINED = 40
"""Characters of a noun with its affixes from which on no more are joined; the longest of the plans here has 8."""
_PICTURES = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_JAPANESE = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_ANY_JAPANESE = re.compile(f"[{_JAPANESE}]")
_ANY_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SPACE_IN_JAPANESE = re.compile(rf"(?<=[{_JAPANESE}]) +(?=[{_JAPANESE}])")
_DASHES = re.compile(r"[‐-―−─━⁃﹘﹣]")
_VOICED_APART = re.compile(r"[゛゜]")


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


def visible(text: str) -> str:
    """The text without characters that nobody sees: zero-width, direction marks, controls (as spaces)."""
    return _INVISIBLE.sub("", _CONTROL.sub(" ", text))


@lru_cache(maxsize=512)
def normal(text: str) -> str:
    """The form to compare in: NFKC, lower case, one kind of dash, no picture, no mention, no space inside Japanese;
    柱Ⅱ is 柱2."""
    printed = visible(_ENTITY.sub(" ", text)).translate(_ROMAN)
    folded = unicodedata.normalize("NFKC", printed).translate(_VARIANTS)
    folded = _PICTURES.sub(" ", _VOICED_APART.sub("", folded))
    folded = _DASHES.sub("-", folded).lower()
    folded = _LOOKALIKES.sub(lambda match: "力口工"["カロエ".index(match.group())], _EMOJI_NAMES.sub(" ", folded))
    return closed_up(re.sub(r"\s+", " ", folded).strip())


def closed_up(text: str) -> str:
    """A text without the spaces that stand inside Japanese: 令 和4年度."""
    return _SPACE_IN_JAPANESE.sub("", text)


_VARIANTS = str.maketrans("髙﨑濵德槇邉邊", "高崎浜徳槙辺辺")
"""Characters of names that input methods offer for the usual ones."""
_ROMAN = {0x2160 + at: str(at % 16 + 1) for at in (*range(12), *range(16, 28))}
"""Roman numerals that are one character each."""


def normal_lines(text: str) -> str:
    """The normal form of a text of several lines, line by line."""
    return "\n".join(map(normal, text.splitlines()))


class _Narrow(dict[int, int]):
    """Code point → the narrow one in lower case, or itself; each is looked up once."""

    def __missing__(self, point: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(point)).lower()
        self[point] = ord(folded) if len(folded) == 1 else point
        return self[point]


_NARROW = _Narrow()


def fold_widths(text: str) -> str:
    """The text with full-width letters narrow and in lower case, character for character, so that spans hold."""
    return text.translate(_NARROW)


_ENTITY = re.compile(r"<[!@#][^<>\s]{0,80}>")
_MENTION = re.compile(r"^\s*(?:<@[^>]{1,80}>|[@＠](?:hoshin|ホーシン|運営方針ボット))[\s:、,]*", re.IGNORECASE)


def strip_mentions(text: str) -> str:
    """The text without a mention in front of it."""
    return _MENTION.sub("", text)


def is_hiragana(text: str) -> bool:
    """Whether a text is hiragana and nothing else."""
    return HIRAGANA.fullmatch(text) is not None


def is_japanese(text: str) -> bool:
    """Whether any character of the text is Japanese."""
    return _ANY_JAPANESE.search(text) is not None


def sentences(printed: str) -> list[str]:
    """The sentences of a printed text, each with its full stop."""
    return _SENTENCE.findall(printed)


def has_kanji(text: str) -> bool:
    """Whether any character of the text is a kanji."""
    return _ANY_KANJI.search(text) is not None


_LATIN_FOLDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[^a-z]", ""),
        (r"tch|cch", "tty"),
        (r"sh(?=i)|s(?=i)", "s"),
        (r"sh", "sy"),
        (r"ch(?=i)", "t"),
        (r"ch", "ty"),
        (r"tts|ts", "t"),
        (r"dz|z(?=u)|d(?=u)", "z"),
        (r"j(?=i)|d(?=i)", "z"),
        (r"jy|j", "zy"),
        (r"f", "h"),
        (r"v", "b"),
        (r"l", "r"),
        (r"m(?=[mbp])", "n"),
        (r"ou|oo|oh(?![aiueoy])", "o"),
        (r"uu", "u"),
        (r"aa", "a"),
        (r"ii", "i"),
        (r"ee|ei", "e"),
        (r"zyi", "zi"),
        (r"tyi", "ti"),
        (r"syi", "si"),
    )
]


@lru_cache(maxsize=MOST_REMEMBERED)
def fold_reading(reading: str) -> str:
    """A reading in kana or romaji as plain letters in which spellings of one sound are equal.

    Hepburn and Kunrei meet, long vowels collapse, n stands before m, b and p:
    ぼうさい, ボウサイ, bousai, bōsai and bosai all give bosai. Kanji are dropped.
    """
    kana = jaconv.kata2hira(unicodedata.normalize("NFKC", reading).lower())
    latin = unicodedata.normalize("NFD", jaconv.kana2alphabet(kana))
    for pattern, to in _LATIN_FOLDS:
        latin = pattern.sub(to, latin)
    return latin


_SYLLABLES = re.compile(
    r"(?:(?:kk|gg|ss|zz|tt|dd|hh|bb|pp|mm|rr|cch|tch|ssh|tts|kky|ppy|tty)?"
    r"(?:[kgsztdnhbpmrfjcvw]|ch|sh|ts|dz|[kgnhbpmrstzjdc]y|y)?[aiueoâîûêôāīūēō]|n(?![aiueoy])|n'|m(?=[bpm]))+"
)


def in_hiragana(reading: str) -> str:
    """A reading in katakana as it is written above or behind kanji."""
    return str(jaconv.kata2hira(reading))


def is_romaji(word: str) -> bool:
    """Whether a Latin word can be read as Japanese syllables."""
    return _SYLLABLES.fullmatch(word.lower()) is not None


def to_kana(word: str) -> str:
    """Romaji in hiragana, long vowels written with macrons or circumflexes as two."""
    spelled = unicodedata.normalize("NFKC", word.lower())
    for vowels, plain in (("āâ", "aa"), ("īî", "ii"), ("ūû", "uu"), ("ēê", "ee"), ("ōô", "ou")):
        for vowel in vowels:
            spelled = spelled.replace(vowel, plain)
    return str(jaconv.alphabet2kana(spelled))


_thread = threading.local()
_BEGINNING = 20
"""Characters by which the first word of a text is told."""
_LINKING = frozenset("から で 及び および または 又は 並びに".split())
"""Words that tie like particles, whatever the dictionary calls them at the front of a text."""
_EMPTY_AFFIXES = frozenset("御 お ご 全 各 当 本 同 現 さん 様 さま 氏 達 たち 等 など ら 毎 ごと".split())
_AUXILIARY_NOUNS = frozenset(
    "こと 事 もの 物 ため 為 の 所 ところ 時 際 中 内 上 下 方 よう 様 それ これ あれ どれ 何 誰 どこ いつ 幾ら".split()
)


@cache
def _dictionary() -> Dictionary:
    """One for all threads: loading it takes a tenth of a second."""
    return Dictionary()


def _tokenizer() -> Tokenizer:
    """One tokenizer a thread: a shared one raises under load."""
    if not hasattr(_thread, "tokenizer"):
        _thread.tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
    tokenizer: Tokenizer = _thread.tokenizer
    return tokenizer


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
        reading=fold_reading(surface if re.fullmatch(r"[\u3041-\u30ff]+", surface) else morpheme.reading_form()),
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


class Part(NamedTuple):
    """One morpheme of a text, with its place in it: what grammar is read from."""

    surface: str
    normal: str
    """Dictionary form."""
    reading: str
    """In katakana, as the dictionary has it; the characters themselves where they are kana."""
    start: int
    end: int
    word_class: str
    """Part of speech as in UniDic: 名詞, 動詞, 助詞 …"""
    word_kind: str
    """Its second level: 普通名詞, 非自立可能, 格助詞 …"""
    detail: str
    """Its third level: 地名, 人名, サ変可能 …"""
    known: bool
    """Whether the dictionary has it."""


def path_cost(text: str) -> int:
    """What the best path of the analyser through a text costs: the less, the more it is like written Japanese."""
    return int(_tokenizer().tokenize(text[:LONGEST]).get_internal_cost())


def has_word(surface: str) -> bool:
    """Whether the dictionary lists a word in just this spelling, whatever part of speech it is."""
    return len(_dictionary().lookup(surface)) > 0


def morphemes(text: str) -> tuple[Part, ...]:
    """All morphemes of a text in normal form, none joined and none left out; longer texts are cut at `LONGEST`."""
    found: list[Part] = []
    at = 0
    for each in _tokenizer().tokenize(text[:LONGEST]):
        surface, pos = each.surface(), each.part_of_speech()
        reading = surface if re.fullmatch(r"[\u3041-\u30ff]+", surface) else each.reading_form()
        places = surface, each.normalized_form().lower(), reading, at, at + len(surface)
        part = Part(*places, pos[0], pos[1], pos[2], not each.is_oov())
        found.append(_in_the_standard(part, found[-1] if found else None))
        at += len(surface)
    return tuple(_with_ending(found))


_OF_OSAKA = {"へん": ("ない", "助動詞", "*"), "ひん": ("ない", "助動詞", "*")}
"""Endings that people of Osaka say, which the dictionary takes for nouns: 届いてへん."""
_ENDED = frozenset({"動詞", "形容詞", "助動詞", "接尾辞"})


HIRAGANA = re.compile(r"[\u3041-\u3096ー]+")
"""A stretch of hiragana."""


def _with_ending(found: list[Part]) -> list[Part]:
    """Kana that nothing follows behind an auxiliary is an ending as people speak, and no noun: なんやったかいな."""
    last = next((at for at in reversed(range(len(found))) if found[at].word_class not in ("補助記号", "空白")), 0)
    ends = last and found[last].word_class == "名詞" and is_hiragana(found[last].surface)
    if ends and found[last - 1].word_class == "助動詞":
        found[last] = found[last]._replace(word_class="助詞", word_kind="終助詞", detail="*")
    return found


def _in_the_standard(part: Part, before: Part | None) -> Part:
    """A morpheme, or the ending of the standard language that it stands for behind a verb, an adjective or a suffix."""
    if before is None or part.surface not in _OF_OSAKA or before.end != part.start:
        return part
    if not (before.word_class in _ENDED or before.word_kind == "接続助詞"):
        return part
    normal, word_class, word_kind = _OF_OSAKA[part.surface]
    return part._replace(normal=normal, word_class=word_class, word_kind=word_kind, detail="*")


def _is_long(word: Word) -> bool:
    """Whether nothing more is joined to a word: each joining takes as long as the word is, and 第第第… never ends."""
    return len(word.surface) >= LONGEST_JOINED


def words(text: str) -> tuple[Word, ...]:
    """All words of a text in normal form, a noun and its affixes joined; longer texts are cut at `LONGEST`."""
    found: list[Word] = []
    prefix: Word | None = None
    after_case, at, senses = False, 0, _senses()
    for morpheme in _tokenizer().tokenize(text[:LONGEST]):
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
    for morpheme in _tokenizer().tokenize(text[:_BEGINNING]):
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
