"""What a post has around its question: addresses, mail's own lines, signatures, people by name, times of day.

None of it is a word of the question. It becomes a space before the question is read, or else an address would be taken
for a code and a colleague's name for a word of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge.language.text import Part, morphemes

_ADDRESS = re.compile(
    r"(?:(?:https?://|(?<![a-z0-9@.-])www\.)[!-;=?-~]{1,2000}"
    r"|(?<![a-z0-9@./-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:jp|com|org|net)(?:/[!-;=?-~]{0,2000}|(?![a-z0-9.-])))"
    r"(?:(?<==)[^\x00-\x7f\s、。「」（）]{1,100}[!-;=?-~]{0,500}){0,10}",
    re.IGNORECASE,
)
"""A page's address, also without its scheme; it ends where the letters of addresses do, but for a value behind =."""
_MAIL = re.compile(r"(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}", re.I | re.A)
_CLOSING = ".,;:!?)]}>'\""
"""What stands behind an address and is none of it."""
_CALLED = re.compile(r"(?<![\w@＠#＃])[@＠#＃](?![\d０-９])[^\s@＠#＃、。,?？!！]{1,80}(?=[\s、,]|$)")
"""A person or a channel by name, with a space behind, as Slack and people write them."""
_HEADER = re.compile(
    r"^[ \t>]*(?:(?:to|cc|bcc|from|sent|date|宛先|差出人|送信日時|日時)[ \t]*[:：](?:[^?？。\n]{0,500}$)?"
    r"|(?:(?:re|fwd?|subject|件名|返信|転送)(?:\[\d{1,3}\])?[ \t]*[:：][ \t]*){1,20})",
    re.IGNORECASE | re.MULTILINE,
)
"""A mail's own lines, and what stands before its subject."""
_TIME = re.compile(r"(?<![\d:：])\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?![\d:：])(?:\s?[~〜～-]\s?\d{1,2}[:：]\d{2}(?!\d))?")
_DAY = re.compile(
    r"(?:(?:(?:令和|平成|R|H)\s?[\d元]{1,2}|(?:19|20)\d\d)年\s?)?\d{1,2}月\s?\d{1,2}日"
    r"(?:\s?[(（][月火水木金土日祝]{1,3}[)）]|(?=\s?(?:まで|〆|締|付け?で|の?(?:会議|打ち?合わ?せ|委員会|議会|説明会|研修))))"
)
"""A day that somebody's calendar has, and not the plan."""
_RULE = re.compile(r"^[ \t]*(?:--|[-=_*~─━＝―ー〜]{4,})[ \t]*$", re.MULTILINE)
_CONTACT = re.compile(
    r"(?:(?:tel|fax|e-?mail)(?![a-z])|電話|内線|直通|メール)[ \t]*[.:：]?[ \t]*[(（]?[0-9A-Za-z+@-]|〒\s?\d"
    r"|(?<!\d)0\d{1,4}-\d{1,4}-\d{4}(?!\d)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[?？]|[。!！]\s*$|(?:ですか|ますか|ください|下さい|たい|です|ます|ません)\s*$")
"""A line that is one, and so none of a signature."""
_OFFICES = frozenset("さん 様 さま 課長 部長 係長 局長 室長 次長".split())
"""Behind an office's name as behind a person's: 子育て課長, 防災さん."""
_TITLES = _OFFICES | frozenset("氏 殿 ちゃん 先生 議員 主査 主任 主幹 参事".split())
_MAY_NAME = re.compile("さん|様|さま|氏|殿|ちゃん|先生|議員|[課部係局室次]長|主[査任幹]|参事")
_ENGLISH = re.compile(r"\b(?:[A-Z][a-z]{1,20}[- ]san|(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]{1,20})\b")
_ROOMS = ("課", "係", "部", "局", "室", "担当", "役所", "センター")
"""Last characters of where somebody works."""
_TELLS = re.compile(
    r"、|,|宛|から(?!の)|(?:に|より)(?=(?:、|.{0,12}?)(?:聞|きか|言わ|いわ|頼|たのま|説明|報告|渡|相談|質問|問い|依頼|指示|送|見せ|伝|提出|尋))"
    r"|が(?:言|い[っう]|聞|きい|お?っしゃ|仰|知り|気に|尋|質問|依頼)"
)
"""Behind whoever asked or is told."""
_NOUNS = ("名詞", "接頭辞", "接尾辞", "動詞")
"""Of what a compound is made; the dictionary takes 見守り for a verb."""
_ASKED_ABOUT = frozenset("は って とは の".split())
"""Behind a name, these say that the question is about it."""
_PEOPLE = frozenset("者婦員長生客親母父子民人方皆位児族家夫妻主手士師供り")
"""Last characters of words for people in general: 妊婦さん is nobody's name."""


@dataclass(frozen=True, slots=True)
class Words:
    """A post without what stands around its question."""

    text: str
    pages: tuple[str, ...]
    """The addresses that stood in it."""

    @property
    def are_none(self) -> bool:
        """Whether nothing is left to read."""
        return not any(character.isalnum() for character in self.text)


def apart(post: str, is_known: Callable[[str], object] = lambda _: False) -> Words:
    """A post's own words, and the addresses that stand in it; `is_known` tells those of pages that can be asked."""
    words, pages = _without_addresses(_MAIL.sub(" ", _without_signature(post)), is_known)
    for pattern in (_HEADER, _CALLED, _DAY, _TIME, _ENGLISH):
        words = pattern.sub(" ", words)
    return Words(_without_names(words), pages)


def _without_addresses(post: str, is_known: Callable[[str], object]) -> tuple[str, tuple[str, ...]]:
    kept: list[str] = []
    pages: list[str] = []
    at = 0
    for match in _ADDRESS.finditer(post):
        address = match.group().rstrip(_CLOSING)
        kept.append(post[at : match.start()])
        at = match.start() + len(address)
        pages.append(address)
        # A question about another page is none about the plan: the page's name stays, a word to be looked for.
        is_asked = not is_known(address) and post[at : at + 2].lstrip().startswith("の")
        kept.append(_host(address) if is_asked else " ")
    return "".join((*kept, post[at:])), tuple(pages)


def _host(address: str) -> str:
    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:  # such as http://[
        return ""


def page_key(address: str) -> str:
    """What two addresses of one page have in common: host and path, without scheme, query and fragment."""
    path = re.sub(r"^(?:[a-z]+:)?(?://)?[^/?#]*|[?#].*", "", address, flags=re.IGNORECASE)
    return f"{_host(address).removeprefix('www.')}{path.rstrip('/')}"


def _without_signature(post: str) -> str:
    """The post up to its last paragraph, if that tells how to reach its writer and has no sentence; without rules."""
    lines = ["" if _RULE.match(line) else line for line in post.splitlines()]
    while lines and not lines[-1].strip():
        lines.pop()
    start = len(lines)
    while start and lines[start - 1].strip() and not _SENTENCE.search(lines[start - 1]):
        start -= 1
    block = lines[start:]
    told = any(_CONTACT.search(line) or _MAIL.search(line) for line in block)
    return "\n".join(lines[:start] if start and told else lines)


def _without_names(post: str) -> str:
    """The post without 田中さん, 山本課長 and 子育て課長から; who is asked about stays."""
    if not _MAY_NAME.search(post):
        return post
    kept, at = [], 0
    for start, end in _names(post, morphemes(post)):
        kept.append(post[at:start])
        at = end
    return " ".join((*kept, post[at:]))


def _names(post: str, parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Where people are named by a name or an office with a title behind."""
    first = 0
    """Of the run of nouns so far."""
    at = 0
    while at < len(parts):
        length = _title_at(parts, at)
        if length and at > first:
            end = at + length
            while end < len(parts) and parts[end].surface in ("さん", "様"):
                end += 1
            if _is_nobody_asked_about(post, parts, at, end):
                yield parts[_with_room(parts, first)].start, parts[end - 1].end
            first = at = end
            continue
        if parts[at].word_class not in _NOUNS or parts[at].word_kind == "数詞":
            first = at + 1
        at += 1


def _title_at(parts: Sequence[Part], at: int) -> int:
    """Of how many parts a title is that begins here: 課長 is one, 部長 two."""
    lengths = range(min(2, len(parts) - at), 0, -1)
    return next((n for n in lengths if "".join(part.surface for part in parts[at : at + n]) in _TITLES), 0)


def _with_room(parts: Sequence[Part], first: int) -> int:
    """Where a name begins, with the place of work before it: 防災課の田中さん."""
    if first < 2 or parts[first - 1].surface != "の" or not parts[first - 2].surface.endswith(_ROOMS):
        return first
    at = first - 2
    while at and parts[at - 1].word_class in _NOUNS:
        at -= 1
    return at


def _is_nobody_asked_about(post: str, parts: Sequence[Part], title: int, end: int) -> bool:
    behind = parts[end].surface if end < len(parts) else ""
    if behind in _ASKED_ABOUT:
        return False
    named, called = parts[title - 1], "".join(part.surface for part in parts[title:end])
    if named.word_kind == "固有名詞":
        return True
    if named.surface[-1] in _PEOPLE and not called.startswith(("課", "部", "係", "局", "室", "次")):
        return False
    return called.startswith(tuple(_OFFICES)) and _TELLS.match(post, parts[end - 1].end) is not None
