"""What stands at a name and is no part of it: whether it is new or printed elsewhere, and marks of notes."""

from __future__ import annotations

from knowledge.language.brackets import CLOSING, OPENING, PAIRS, brackets, is_enclosed

ELSEWHERE = "再掲"
"""What says that a thing is printed, and its money counted, elsewhere."""
_WORDS = frozenset(
    "新規 拡充 拡大 充実 継続 重点 縮小 廃止 組替 見直し 完了 終了 変更 一部新規 一部拡充 ★ ☆".split()
) | {ELSEWHERE}
_SHORT = {word[: len(word) - 1] for word in _WORDS if 1 < len(word) < len("一部新規")}
"""How such words are cut in brackets: 新, 充, 見直."""
_NEW = ("新規", "新", "皆増")
_SPACES = " \u3000\t"


def is_status(text: str) -> bool:
    """Whether a text is nothing but such a word, in brackets or not: 【新規】, 拡充."""
    word = text.strip(_SPACES + OPENING + CLOSING)
    return word in _WORDS or (word in _SHORT and is_enclosed(text.strip(_SPACES)))


def unmarked(line: str) -> str:
    """A line, as long as it was, without such words in brackets before its heading: 〔新規〕1-1 訓練."""
    begin = 0
    for left, right in brackets(line).pairs:
        if line[begin:left].strip(_SPACES) or not is_status(line[left : right + 1]):
            break
        begin = right + 1
    return " " * begin + line[begin:]


def without_status(title: str) -> str:
    """A name without such words before or behind it, where brackets or a space part them from it, and without ※1."""
    name = title.strip(_SPACES)
    while (shorter := _without_mark(_behind(_before(name)))) != name:
        name = shorter
    return name or title.strip(_SPACES)


def without_new(title: str) -> str:
    """A name without such words in brackets of a heading's kind; (新規) and 【再掲】 are read as part of it."""
    name = without_status(title)
    mark = title.replace(name, "", 1).strip(_SPACES)
    return title.strip(_SPACES) if mark[:1] in ("(", "（") or ELSEWHERE in mark else name


def status_of(heading: str) -> str:
    """Such words in brackets in a line of a heading, as printed: 【新規】."""
    pairs = brackets(heading).pairs
    return "".join(each for left, right in pairs if is_status(each := heading[left : right + 1]))


def says_new(line: str) -> bool:
    """Whether a line that is no sentence marks what it stands at as new: 【新規】, 区分: 新規, 7,538千円(新規)."""
    if "。" in line:
        return False
    pairs = brackets(line).pairs
    marks = (*(line[left + 1 : right] for left, right in pairs), line.replace("：", ":").rpartition(":")[2])
    return any(mark.strip(_SPACES + OPENING + CLOSING) in _NEW for mark in marks)


def _before(name: str) -> str:
    """Without 【新規】 or 拡充 and a space at the front."""
    if name[:1] in PAIRS:
        mark, closing, rest = name.partition(PAIRS[name[0]])
        return rest.strip(_SPACES) if is_status(mark + closing) else name
    word, space, rest = name.replace("\u3000", " ").partition(" ")
    return name[len(word) :].strip(_SPACES) if space and rest.strip() and is_status(word) else name


def _behind(name: str) -> str:
    """Without 【拡充】, a sign such as ☆, or a space and 拡充, at the end."""
    if name[-1:] in _WORDS and not name[-1:].isalnum():
        return name[:-1].strip(_SPACES)
    rest, space, word = name.replace("\u3000", " ").rpartition(" ")
    if space and rest.strip() and is_status(word):
        return name[: len(rest)].strip(_SPACES)
    if name[-1:] in CLOSING and name[-1:]:
        at = max(name.rfind(sign) for sign, other in PAIRS.items() if other == name[-1])
        return name[:at].strip(_SPACES) if at > 0 and is_status(name[at:]) else name
    return name


def _without_mark(name: str) -> str:
    """Without what leads to a note at the end: ※1, 注2."""
    stem = name.rstrip("0123456789０１２３４５６７８９")
    leads = stem[-1:] == "※" or (stem != name and stem[-1:] in ("注", "*", "＊"))
    return stem[:-1].strip(_SPACES) if leads else name
