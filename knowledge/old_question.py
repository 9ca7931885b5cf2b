"""Text → Question: hard keys first, then what is wanted; what is left are the words to look up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge import intents, keys
from knowledge.intents import Intent, Want
from knowledge.keys import Keys
from knowledge.language import text
from knowledge.language.text import Kind, Word
from knowledge.model import Language, Reason
from knowledge.naming import Named, Naming, in_fiscal_years
from knowledge.old_hearing import hear, is_romaji_question
from knowledge.question.concepts import Slot
from knowledge.question.trade import Trade, english_form, english_forms
from knowledge.shelf.vocabulary import Vocabulary

LONGEST_IDIOM = 6
"""Words, with particles, of an expression such as 気にかける."""
LONGEST = 2_000
"""Characters of a question that are read."""
MOST_ORDERED = 10
"""Entries of a ranking that does not say how many: 予算の多い事業は?"""
_SENTENCES = re.compile(
    r"[。!?\n]+|\.(?:\s|$)|(?:けれども|けれど|けど|ですが|ますが|たのですが|のですが|んですが|るので|たので|なので|いので)、?\s?|(?:てて|でて|いて|して|って)、"
)
_INITIALS = re.compile(r"[A-ZＡ-Ｚ]{2,5}[?？]?")
"""DV, SNS: words of Japanese that are written in Latin letters."""
_TOSO = re.compile(r"とその")
"""The dictionary reads 屠蘇 (spiced sake) into 児童とその親."""
_BESIDE = re.compile(
    r"(?<!\s)\s{2,}(?:の[^ ]{1,6}?)?(?:と|より|に)"
    r"(?:比べ(?:て|ると|たら)?|比較(?:して|すると)?|の(?:差|違い)|は?どう(?:違|変わ)[^ ?]{0,3})"
    r"|(?:compared (?:to|with)|different from|difference from|since|than)\s{3,}"
)
"""A year before, whose name is blank already, that something is held against."""
_JOINS = re.compile(r"^(?:と|や|、|,|か|・|及び|および|and|or|vs|対|/)$")


_ASKS = re.compile(
    r"[?？]$|(?:です|ます|でしょう|の)か。?$|(?:は|って|とは)$|教えて|知りたい|見せて|一覧|^(?:what|which|how|who|when|where|show)\b"
)
_OF_PEOPLE = re.compile(r"ま(?:した|す|せん|せんでした)か。?\??$")
"""What somebody did, does or might do: 予算の資料は共有しましたか?"""
_OF_PLANS = re.compile(
    r"(?:あり|(?:出て|含まれて|載って|書かれて|使われて|なって)い|含まれ|なり|(?:分|わ)かり|教えて(?:もらえ|くれ|いただけ))"
    r"ま(?:す|せん)か。?\??$"
)
"""What a text does: いくら載っていますか?"""
_WANTED = re.compile(r"は\??$|とは|って何|について|教えて|知りたい|見せて|一覧|^(?:what|which|how much|show)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read."""

    raw: str
    text: str
    """In normal form, slips put right."""
    language: Language
    keys: Keys
    intent: Intent
    topics: tuple[tuple[Slot, ...], ...] = ()
    """What it is about; more than one where things are named side by side: 防災と防犯."""
    talk: Want | None = None
    """Set where the text is only talk."""
    fact: str | None = None
    """The kind of fact that is asked for, of words.toml's."""
    fact_word: str | None = None
    about: tuple[str, ...] = ()
    """Ids of the entries that the conversation is about, where the question leaves them out."""
    corrections: tuple[Reason, ...] = ()
    cut: bool = False
    """Whether the end was left out, because nobody asks that much."""
    named: Named = field(default_factory=lambda: Named(""))
    """What it names in the document's own words."""

    @property
    def want(self) -> Want:
        """The most special thing wanted."""
        return self.intent.want

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All content words."""
        return tuple(slot for topic in self.topics for slot in topic)

    @property
    def is_bare(self) -> bool:
        """Whether it names nothing: no word, no code, no amount."""
        return not (self.topics or self.keys.codes or self.named.departments) and self.keys.bounds is None


@dataclass(frozen=True, slots=True)
class Context:
    """What a question is read against."""

    vocabulary: Vocabulary
    trade: Trade
    organisation: str | None
    printed: Callable[[str], bool] = field(default=lambda _: False)
    """Whether a string stands in the plan."""
    naming: Naming = field(default_factory=Naming)
    """What it calls its levels, its money and its offices."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def read(raw: str, context: Context) -> Question:
    """A question in any language, width and spelling; never fails."""
    asked = text.normal(raw[: LONGEST * 2])
    cut = len(asked) > LONGEST
    asked = _TOSO.sub("と その", asked[:LONGEST])
    language = "ja" if _INITIALS.fullmatch(text.visible(raw).strip()) else _language(asked, context.trade)
    heard = hear(asked, context.vocabulary, context.trade)
    if context.naming.is_table:  # it has many years, each a column of its own: none is a word of a text
        heard = replace(heard, text=in_fiscal_years(heard.text))
    named = context.naming.read(heard.text)
    printed = None if context.naming.is_table else context.printed
    found = keys.read(named.rest, raw[:LONGEST], context.organisation, printed, context.trade)
    found = replace(found, codes=(*named.codes, *found.codes))
    beside = context.naming.is_table and bool(found.shift) and _BESIDE.search(found.rest) is not None
    intent = _in_own_words(intents.read(_BESIDE.sub(_blank, found.rest) if beside else found.rest), named)
    if beside:
        intent = replace(intent, wants=(Want.CHANGE, *(want for want in intent.wants if want is not Want.CHANGE)))
    fact = None if intent.computes else _fact(found.rest if named.kind else heard.text, context.trade)
    rest = _without(intent.rest, fact)
    topics = _asked_last(rest, language, context)
    return Question(
        raw=raw,
        text=heard.text,
        language=language,
        keys=found,
        intent=intent,
        topics=topics,
        talk=intents.talk(heard.text),
        fact=fact[0] if fact else None,
        fact_word=fact[1].group() if fact else None,
        corrections=heard.corrections,
        cut=cut,
        named=named,
    )


def asks(raw: str) -> bool:
    """Whether a text has the form of a question to a plan, not only of talk that mentions its words."""
    asked = text.normal(raw[:LONGEST]).strip()
    if _OF_PEOPLE.search(asked) and not _OF_PLANS.search(asked):
        return False
    return _ASKS.search(asked) is not None and (_WANTED.search(asked) is not None or bool(intents.read(asked).wants))


def _in_own_words(intent: Intent, named: Named) -> Intent:
    """The intent with what the document's own words add to it."""
    if named.per is not None:
        intent = replace(intent, wants=(*intent.wants, Want.PER_ISSUE))
    if named.orders and not {Want.RANKING, Want.CHANGE, Want.COMPARE, Want.FILTER} & {*intent.wants}:
        intent = replace(intent, wants=(Want.RANKING, *intent.wants), most=intent.most or MOST_ORDERED)
    if named.asks_above and Want.RANKING not in intent.wants:
        intent = replace(intent, wants=(Want.PARENT, *intent.wants))
    if not named.levels:
        return intent
    levels = tuple(dict.fromkeys((*named.levels, *intent.levels)))
    level = named.levels[-1] if named.per or named.asks_above else levels[-1]
    return replace(intent, level=level, levels=levels)


def _language(asked: str, trade: Trade) -> Language:
    if text.is_japanese(asked):
        letters = len(re.findall(r"[a-z]{2,}", asked))
        japanese = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]+", asked))
        return "en" if letters > 3 * japanese and letters >= 4 else "ja"
    return "en" if re.search(r"[a-z]{2}", asked) and not is_romaji_question(asked, trade) else "ja"


def _fact(asked: str, trade: Trade) -> tuple[str, re.Match[str]] | None:
    """The kind of fact asked for and the words that say so; the longest way wins."""
    ways = sorted(((way, fact) for fact, words in trade.facts.items() for way in words), key=lambda pair: -len(pair[0]))
    for way, fact in ways:
        found = re.search(rf"\b(?:{way})\b" if way.isascii() else way, asked)
        if found:
            return fact, found
    return None


def _without(rest: str, fact: tuple[str, re.Match[str]] | None) -> str:
    """The text without the words that ask for a fact; every stage keeps the length, so that places agree."""
    if fact is None:
        return rest
    start, end = fact[1].span()
    return rest[:start] + " " * (end - start) + rest[end:]


def _asked_last(rest: str, language: Language, context: Context) -> tuple[tuple[Slot, ...], ...]:
    """All topics; those in sentences before the one that asks stand aside."""
    trade = context.trade
    sentences = [
        tuple(_english_topics(sentence, trade) if language == "en" else _topics(sentence, context))
        for sentence in _SENTENCES.split(rest)
    ]
    telling = [
        at for at, topics in enumerate(sentences) if any(_tells(slot, trade) for topic in topics for slot in topic)
    ]
    asked = telling[-1] if telling else 0
    return tuple(
        topic if at >= asked else tuple(replace(slot, aside=True) for slot in topic)
        for at, topics in enumerate(sentences)
        for topic in topics
    )


def _tells(slot: Slot, trade: Trade) -> bool:
    """Whether a word can say what a question is about."""
    if slot.units:
        return slot.head and not all(_is_light(unit, trade) for unit in slot.units)
    return (trade.generic | trade.context).isdisjoint(english_forms(slot.text))


# Japanese: runs of nouns and single verbs; の before another noun marks the word that only tells more


def _topics(rest: str, context: Context) -> Iterator[tuple[Slot, ...]]:
    topic: list[Slot] = []
    for piece in _pieces(_whole_terms(text.words(rest), context.vocabulary), context.trade):
        if isinstance(piece, Slot):
            topic.append(piece)
        elif _JOINS.match(piece) and topic:
            yield tuple(topic)
            topic = []
    if topic:
        yield tuple(topic)


def _pieces(analysed: tuple[Word, ...], trade: Trade) -> Iterator[Slot | str]:
    """Slots and the links between them, in order."""
    groups = list(_groups(analysed, trade))
    for at, group in enumerate(groups):
        if isinstance(group, str):
            yield group
            continue
        surface = "".join(unit.surface for unit in group)
        head = group[-1].is_nominal and not _tells_more(groups, at, trade)
        yield Slot(surface, group, head=head, aside=group[-1].surface == "以外")


def _tells_more(groups: Sequence[tuple[Word, ...] | str], at: int, trade: Trade) -> bool:
    """Whether a word only tells more of the one behind の, which must be one that says something itself."""
    after = groups[at + 2] if at + 2 < len(groups) and groups[at + 1] == "の" else ""
    return isinstance(after, tuple) and not all(_is_light(unit, trade) for unit in after)


def _is_light(unit: Word, trade: Trade) -> bool:
    forms = (unit.normal, unit.surface)
    return not trade.generic.isdisjoint(forms) or not trade.context.isdisjoint(forms)


def _groups(analysed: tuple[Word, ...], trade: Trade) -> Iterator[tuple[Word, ...] | str]:
    run: list[Word] = []
    for word in _with_idioms(analysed, trade):
        says = word.is_content and not text.is_empty(word) and not _is_filler(word, trade)
        if says and word.is_nominal and (not run or run[-1].end == word.start):
            run.append(word)
            continue
        if run:
            yield from _without_bare_numbers(run)
            run = []
        if says and word.is_nominal:
            run = [word]
        elif says:
            yield (word,)
        elif not word.surface.isspace():
            yield word.surface
    if run:
        yield from _without_bare_numbers(run)


def _without_bare_numbers(run: list[Word]) -> Iterator[tuple[Word, ...]]:
    """A number by itself names nothing in a plan."""
    if not all(word.kind is Kind.NUMBER for word in run):
        yield tuple(run)


def _whole_terms(analysed: tuple[Word, ...], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words, a compound of the plan that begins with a word of no weight taken together: みな + トクモン."""
    found: list[Word] = []
    for word in analysed:
        last = found[-1] if found else None
        together = last is not None and last.is_nominal and last.end == word.start and len(last.surface) < 3
        if (
            together
            and last is not None
            and re.search(r"^[ぁ-ん]+$", last.surface)
            and last.normal + word.normal in vocabulary.by_word
        ):
            found[-1] = text.joined((last, word))
        else:
            found.append(word)
    return tuple(found)


def _with_idioms(analysed: tuple[Word, ...], trade: Trade) -> Iterator[Word]:
    """The words, those of an expression that words.toml has as one taken together: 気にかける."""
    at = 0
    while at < len(analysed):
        length = _idiom_length(analysed[at : at + LONGEST_IDIOM], trade)
        if length > 1:
            content = [word for word in analysed[at : at + length] if word.is_content]
            yield replace(text.joined(tuple(content)), kind=Kind.NOUN, known=True)
        else:
            yield analysed[at]
        at += max(length, 1)


def _idiom_length(ahead: tuple[Word, ...], trade: Trade) -> int:
    """How many words, with the particles between them, make one expression."""
    if not ahead or not ahead[0].is_content:
        return 1
    form, longest = ahead[0].normal, 1
    for length, word in enumerate(ahead[1:], 2):
        if word.kind is Kind.BREAK:
            break
        if word.is_content:
            form += word.normal
            longest = length if form in trade.meanings else longest
    return longest


def _is_filler(word: Word, trade: Trade) -> bool:
    short_kana = len(word.surface) == 1 and re.fullmatch(r"[ぁ-ゖァ-ヺー]", word.surface) is not None
    if word.normal in trade.meanings and len(word.surface) > 2:
        return False
    if word.is_nominal and re.search(r"[\u3400-\u9fffぁ-ん]さ$", word.surface) and word.parts:
        return True  # 大切さ, 良さ: what an adjective is called, not a thing
    return word.normal in trade.filler or word.surface in trade.filler or short_kana or word.kind is Kind.QUALITY


# English: the longest phrases that words.toml knows, else word by word


def _english_topics(rest: str, trade: Trade) -> Iterator[tuple[Slot, ...]]:
    tokens = [
        part
        for token in re.findall(r"[a-z0-9][a-z0-9'\-]*|[^\x00-\x7f]+|,", rest)
        for part in _unhyphened(token, trade)
    ]
    topic: list[Slot] = []
    at = 0
    while at < len(tokens):
        length = _phrase_length(tokens, at, trade)
        phrase = " ".join(tokens[at : at + length])
        if phrase != "," and (length > 1 or not _is_english_filler(phrase, trade)):
            topic.extend(_english_slots(phrase, trade))
        elif _JOINS.match(phrase) and topic:
            yield tuple(topic)
            topic = []
        at += length
    if topic:
        yield tuple(topic)


def _unhyphened(token: str, trade: Trade) -> list[str]:
    """A hyphened word as one where it is Japanese, else its parts."""
    whole = token.replace("-", "")
    if "-" not in token or (text.is_romaji(whole) and trade.filler.isdisjoint(token.split("-"))):
        return [token]
    return [part for part in token.split("-") if part]


def _english_slots(phrase: str, trade: Trade) -> Iterator[Slot]:
    if phrase.isascii():
        yield Slot(phrase)
    else:
        yield from (piece for piece in _pieces(text.words(phrase), trade) if isinstance(piece, Slot))


def _phrase_length(tokens: list[str], at: int, trade: Trade) -> int:
    for length in range(min(trade.longest_phrase, len(tokens) - at), 1, -1):
        if "," in tokens[at : at + length]:
            continue
        if english_form(" ".join(tokens[at : at + length])) in trade.meanings:
            return length
    return 1


def _is_english_filler(word: str, trade: Trade) -> bool:
    known = english_form(word) in trade.meanings and len(word) > 2
    return (
        word == ","
        or (not trade.filler.isdisjoint(english_forms(word)) and not known)
        or (len(word) == 1 and not word.isdigit())
    )
