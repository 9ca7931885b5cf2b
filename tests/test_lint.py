from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import lint
from knowledge.model import Finding, Source
from knowledge.reading import read, shelf

DATA = Path(__file__).parent / "data" / "lint"
DOCUMENTS = Path(__file__).parent.parent / "knowledge" / "documents"

ONE_BROKEN_DOCUMENT_EACH = [
    ("A101", 10, "具体的取組1-1-1「案内の配布」の金額 1,240千円 に開き括弧がありません(金額としては数えています)。"),
    ("A102", None, "金額1件に予算額・決算額の別が書かれていないため、2022年度の予算額として読みました。"),
    ("A103", 11, "具体的取組1-1-2「相談会」に金額が書かれていません。"),
    ("A104", 10, "「…子(1部10,20円」を金額として読めません。"),
    ("A105", 6, "金額 5,000千円 がどの項目にも属していません。"),
    ("A106", 10, "「予算額 1,240」に円・千円などの単位がありません(金額として数えていません)。"),
    ("A107", 10, "金額 1,240千円 は再掲または内数と書かれています(合計には数えていません)。"),
    ("A108", 11, "合計は 1,250千円 と書かれていますが、載っている金額の合計は1,240千円です。"),
    ("A201", None, "番号 1-1-1、1-1-2 は印刷されていません。"),
    ("A202", 9, "戦略1-2「連携の支援」の下に具体的取組が印刷されていません。"),
    ("A203", 11, "経営課題2「災害に強いまちづくり」の下に戦略が印刷されていません。"),
    ("A204", None, "番号からみて上にあるはずの 1-1 の見出しが印刷されていません。"),
    ("A205", 11, "番号 1-1-1 が前の見出しと重なっています(後の項目は番号なしで扱います)。"),
    (
        "A206",
        11,
        "見出しのような行「【そのほかの取り組み方】」が経営課題・戦略・具体的取組のどれか分かりません(本文として扱います)。",
    ),
    ("A207", 3, "「区の目標」に本文がありません。"),
    ("A208", None, "経営課題の見出しが一つもありません。"),
    ("A301", 10, "具体的取組1-1-1「案内の配布」の「…を配布するととともに掲…」は、「ととと」の字が重なっています。"),
    ("A302", 10, "具体的取組1-1-1「案内の配布」の「「」に対応する閉じ括弧がありません。"),
    ("A303", 9, "戦略1-1「町会への加入促進」と具体的取組1-1-1の題名が同じです。"),
    (
        "A304",
        7,
        "戦略1-1「地域資源を活かしたまち」の題名が、本文では「地域資源を生かしたまち」と別の字で書かれています。",
    ),
    ("A401", 3, "注記は「自己評価」欄を案内していますが、このページに「自己評価」欄がありません。"),
    ("A402", 2, "ページの日付 2024年3月13日 は2022年度が終わった後ですが、何を更新したかが書かれていません。"),
    ("A403", None, "documents.tomlの年度(2023)とページの年度(2022)が違います。"),
    ("A404", None, "何年度の運営方針かがページから読み取れません。"),
    ("A405", 10, "文字が失われています(�)。保存し直したページを読ませてください。"),
]
CODES = [code for code, _, _ in ONE_BROKEN_DOCUMENT_EACH]

ORDINARY_JAPANESE = [
    "整備することとともに、人を育てる。",
    "ひととともに歩む。",
    "まちににぎわいをつくる。",
    "そのもののの価値。",
    "1)案内 2)相談",
    "参加者は5人未満(<5)とする。",
]


@pytest.mark.parametrize(("code", "line", "message"), ONE_BROKEN_DOCUMENT_EACH, ids=CODES)
def test_each_check_finds_its_own_flaw_and_nothing_else(code: str, line: int | None, message: str) -> None:
    known = Source(document=code, organisation=None, title="", fiscal_year=2023 if code == "A403" else None)
    assert read(DATA / f"{code}.txt", known).findings == (Finding(code, line, message),)


def test_every_check_has_its_broken_document_and_says_what_it_means() -> None:
    assert list(lint.CHECKS) == CODES
    assert all(check.__doc__ for check in lint.CHECKS.values())


def test_a_sound_page_has_no_finding() -> None:
    assert read(DATA / "clean.txt").findings == ()


@pytest.mark.parametrize("text", ORDINARY_JAPANESE)
def test_ordinary_japanese_is_no_slip(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text((DATA / "clean.txt").read_text(encoding="utf-8") + text + "\n", encoding="utf-8")
    assert read(page).findings == ()


def test_the_real_page() -> None:
    (listed,) = shelf(DOCUMENTS)
    assert [(found.code, found.line, found.message) for found in read(listed.path, listed.source).findings] == [
        (
            "A101",
            46,
            "具体的取組2-1-1「地域防災の活動支援」の金額 2,025千円 に開き括弧がありません(金額としては数えています)。",
        ),
        ("A102", None, "金額10件に予算額・決算額の別が書かれていないため、2022年度の予算額として読みました。"),
        (
            "A201",
            None,
            "見出しに「主な」とあるとおり主なものだけが載っていて、"
            "番号 1-1、1-2-1、3-1-1、3-2、3-3-1、3-3-2、3-3-3、6-1-1、6-1-2 は印刷されていません。",
        ),
        (
            "A301",
            84,
            "具体的取組4-2-1「子育て支援機関との連携強化・子育て支援情報の充実」の"
            "「…に発信するととともに、…」は、「ととと」の字が重なっています。",
        ),
        ("A303", 100, "戦略5-2「港区エリア別活性化プランの推進」と具体的取組5-2-1の題名が同じです。"),
        (
            "A304",
            91,
            "戦略5-1「地域資源を活かしたまちの活性化」の題名が、"
            "本文では「地域資源を生かしたまちの活性化」と別の字で書かれています。",
        ),
        ("A401", 10, "注記は「自己評価」欄を案内していますが、このページに「自己評価」欄がありません。"),
        (
            "A402",
            6,
            "ページの日付 2024年3月13日 は2022年度が終わった後ですが、"
            "何を更新したかが書かれていません(最後の注記は2023年6月9日)。",
        ),
    ]
