"""What a page says of itself: title, year, date, number, stage, remarks, contact; and which lines are furniture."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.language.money import fold
from knowledge.model import Contact, Remark, Source
from knowledge.reading import dates
from knowledge.reading.headings import Heading, heading, is_sentence
from knowledge.reading.lines import Line
from knowledge.reading.numbering import is_lettered, numbering

_FURNITURE = re.compile(
    r"ページ(?:の(?:先頭|上)|トップ)(?:です|[へに]).*|メニューの(?:終端|始まり)です。?|本文へ(?:移動|スキップ)?|印刷(?:する)?|"
    r"このページでは.*javascript.*|SNSリンクは.*|.*(?:Acrobat|Adobe) Reader.*|\[?PDFファイル\]?の閲覧には.*|"
    r".*[(\[](?:PDF|Excel|Word|xlsx?|docx?|pptx?|CSV|ZIP)(?:形式|ファイル|文書)? ?[,:、/・ ] ?"
    r"[0-9.,]+ ?[KM]?B(?:yte)?[)\]]",
    re.IGNORECASE,
)
_END = re.compile(
    r"策定(?:経過|の経過)|(?:過去|これまで|以前)の.*運営方針.*|SNSリンク.*|探している情報.*|このページの作成者.*|"
    r"[【<〈]?お?問い?合わ?せ先?.*|メール送信フォーム|(?:添付|関連)(?:ファイル|リンク|ページ|情報).*|"
    r".*(?:Acrobat|Adobe) Reader.*|"
    r"似たページを探す|ページの(?:先頭|上)[へに]戻る|(?:Facebook|X|Twitter|LINE)で(?:シェア|ポスト|送る).*|このページ(?:に関する|への).*"
)
_CONTACT = re.compile(
    r"[【<〈■]?(?:このページの(?:作成者|作成|担当)・?|このページ(?:に関する|への))?お?問い?合わ?せ(?:先|窓口)?[】>〉]?:?(?P<rest>.*)"
)
_BEHIND_OFFICE = re.compile(r"\s+|(?:(?<=役所)|(?<=[局庁]))(?=[^\s()（）]{1,40}(?:課|部|室|係|担当|グループ))")
_BEFORE_PART = re.compile(r"(?<!\s)\s+(?=(?:電話|TEL|ファッ?クス|FAX|〒|住所|所在地))", re.IGNORECASE)
_TITLE = re.compile(r"(?!過去|これまで|以前).{0,30}運営方針.{0,20}")
_PATH = re.compile("[>＞»›]|トップ(?:ページ)?")
_WHOSE = re.compile(r"([^\s0-9年度()]{1,30}(?:区|局|室|所|庁|センター|委員会))(?<!役所)(?:役所)?の? ?運営方針")
_OWNER = r"[^\s0-9()]{0,30}?(?:区|局|室|庁)"
_WHOSE_APART = re.compile(
    rf"^(?={_OWNER} ?(?:令和|平成|20))(.+?)(?= ?(?:令和|平成|20))|(?<=運営方針)[ (]*({_OWNER})(?=[ )]|$)"
)
"""みどり区 令和4年度運営方針, 令和4年度運営方針(みどり区)."""
_PAGE_NUMBER = re.compile(r"ページ番号 ?: ?([0-9]+)")
_STAGES = (
    ("素案", r"素案"),
    ("案", r"[(【「〔<](?!素)[^()【】]{0,3}案[)】」〕>]|運営方針 ?案"),
    ("評価反映", r"(?:自己)?評価(?:結果)?.{0,20}反映|自己評価"),
    ("中間振り返り", r"中間(?:振り?返り|評価)|進捗管理[(]中間[)]"),
    ("確定", r"確定(?!する)|方針を(?:策定|決定)し(?:まし)?た"),
)
_LATEST_FIRST = ("評価反映", "中間振り返り", "確定", "案", "素案")
_PARTS = {
    "address": re.compile(r"(?:住所|所在地) ?: ?(.+)|(〒.+)"),
    "telephone": re.compile(r"(?:電話|TEL)(?:番号)? ?: ?(.+)", re.IGNORECASE),
    "fax": re.compile(r"(?:ファッ?クス|FAX)(?:番号)? ?: ?(.+)", re.IGNORECASE),
}


def without_furniture(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines that may be the plan's, and those of its foot, from the first end mark below the last heading; one that
    comes again, the way back to the top behind each part, ends nothing."""
    last = max((i for i, line in enumerate(lines) if _is_structure(line)), default=0)
    lasts = {line.text: place for place, line in enumerate(lines)}
    ends = (i for i in range(last, len(lines)) if _END.fullmatch(lines[i].folded) and lasts[lines[i].text] == i)
    end = next(ends, len(lines))
    return tuple(line for line in lines[:end] if not _FURNITURE.fullmatch(line.folded)), lines[end:]


def source(document: str, front: tuple[Line, ...], foot: tuple[Line, ...], headings: tuple[Line, ...]) -> Source:
    """The facts that the page prints above its plan (`front`), below it (`foot`) and in the headings of its entries."""
    title = _title(front)
    remarks = tuple(
        Remark(line.text, dates.iso_day(line.text), line.number) for line in front if is_sentence(line.text)
    )
    contact = _contact(foot)
    return Source(
        document=document,
        organisation=_organisation(title.folded if title else "", contact),
        title=title.text if title else document,
        fiscal_year=_first_year(*([title] if title else ()), *_naming_the_plan(front), *headings),
        page_date=next((dates.iso_day(line.text) for line in front if dates.DAY_ALONE.match(line.folded)), None),
        page_number=next((match[1] for line in front if (match := _PAGE_NUMBER.search(line.folded))), None),
        stage=_stage(title.folded) if title and _stage(title.folded) else _latest_stage(remarks),
        remarks=remarks,
        contact=contact,
    )


def _is_structure(line: Line) -> bool:
    found, told = heading(line), numbering(line.text)
    is_worded = told is not None and bool(told.title) and (told.word is not None or is_lettered(told.code))
    return is_worded or (isinstance(found, Heading) and bool(found.keyword or "-" in (found.code or "")))


def _title(front: tuple[Line, ...]) -> Line | None:
    """The line that names the plan: with its year, and above the page's date or number rather than among links."""
    named = [
        (place, line)
        for place, line in enumerate(front)
        if _TITLE.fullmatch(line.folded) and not is_sentence(line.text) and not is_path(line)
    ]
    dated = [
        line for far in (1, 2) for place, line in named if any(_is_dated(below) for below in front[place + far :][:1])
    ]
    with_year = [line for line in dated + [line for _, line in named] if dates.fiscal_year(line.text) is not None]
    return next(iter(with_year + [line for _, line in named]), None)


def is_path(line: Line) -> bool:
    """Whether a line is the way to the page from the site's front: トップページ > 区政情報."""
    return _PATH.search(line.folded) is not None


def _is_dated(line: Line) -> bool:
    return bool(dates.DAY_ALONE.match(line.folded) or _PAGE_NUMBER.search(line.folded))


def _naming_the_plan(front: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines that may tell the plan's year: those that speak of 運営, and a fiscal year alone."""
    return tuple(
        line for line in front if ("運営" in line.text and not is_path(line)) or dates.YEAR_ALONE.fullmatch(line.folded)
    )


def _latest_stage(remarks: tuple[Remark, ...]) -> str | None:
    """What the last step is that the remarks tell of: they stay on the page when the next is added."""
    told = {stage for remark in remarks for stage, pattern in _STAGES if re.search(pattern, fold(remark.text))}
    return next((stage for stage in _LATEST_FIRST if stage in told), None)


def _first_year(*lines: Line) -> int | None:
    return next((year for line in lines if (year := dates.fiscal_year(line.text)) is not None), None)


def _stage(text: str) -> str | None:
    return next((stage for stage, pattern in _STAGES if re.search(pattern, text)), None)


def _organisation(title: str, contact: Contact | None) -> str | None:
    """Whose plan it is by its title, with the city if the contact names it: 港区, 大阪市港区役所 → 大阪市港区."""
    match = _WHOSE.search(title) or _WHOSE_APART.search(title)
    office = contact.office.removesuffix("役所") if contact else ""
    if match is None:
        return office or None
    whose = match[match.lastindex or 0]
    return office if office.endswith(whose) else whose


def _contact(foot: tuple[Line, ...]) -> Contact | None:
    start = next((place for place, line in enumerate(foot) if _CONTACT.fullmatch(line.folded)), None)
    first = _CONTACT.fullmatch(foot[start].folded) if start is not None else None
    if start is None or first is None:
        return None
    rest = replace(foot[start], text=foot[start].text[first.start("rest") :].strip())
    parts: dict[str, str] = {}
    names: list[str] = []
    for line in ([rest] if rest.text else []) + list(foot[start + 1 :]):
        if names and _END.fullmatch(line.folded):
            break
        for text in _BEFORE_PART.split(line.text):
            found = {name: match for name, pattern in _PARTS.items() if (match := pattern.fullmatch(fold(text)))}
            for name, match in found.items():
                parts.setdefault(name, text[match.start(match.lastindex or 0) :])
            if not found and not parts:
                names += _BEHIND_OFFICE.split(text, maxsplit=1)
    if not names:
        return None
    office, section = (*names, None)[:2]
    return Contact(str(office), section, parts.get("address"), parts.get("telephone"), parts.get("fax"))
