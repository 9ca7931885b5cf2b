from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from knowledge import lint
from knowledge.model import Finding, Source
from knowledge.reading import read
from knowledge.shelf.folder import documents_in

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
    (
        "A109",
        10,
        "具体的取組1-1-1「案内の配布」に2022年度の予算額が2つあります(1,240千円、1,300千円)。"
        "年度や種類が違わないか確かめてください(すべて数えています)。",
    ),
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
    (
        "A209",
        10,
        "番号 1-1-2 の見出しのような行「具体的取組1-1-2でかける図書館」を見出しとして読めません(本文として扱います)。",
    ),
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
    (listed,) = documents_in(DOCUMENTS)
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


def run(*arguments: str, folder: Path = DOCUMENTS) -> Result:
    return CliRunner().invoke(main, ["lint", *arguments], env={"HOSHIN_DOCUMENTS": str(folder)})


def test_lint_prints_code_line_and_sentence_and_is_content() -> None:
    """Findings are news, no failure: the exit status is 0."""
    result = run(str(DATA / "A101.txt"))
    assert (result.exit_code, result.stderr) == (0, "")
    (_, line, message) = ONE_BROKEN_DOCUMENT_EACH[0]
    assert result.stdout == f"令和4年度みどり区運営方針\nA101 {line}行目: {message}\n"


@pytest.mark.parametrize("named", [["minato-r4"], [str(DOCUMENTS / "minato-r4.txt")], []], ids=["name", "path", "all"])
def test_a_document_is_named_by_its_short_name_or_its_file(named: list[str]) -> None:
    """However it is named, what documents.toml knows of it counts."""
    (listed,) = documents_in(DOCUMENTS)
    findings = read(listed.path, listed.source).findings
    lines = run(*named).stdout.splitlines()
    assert lines[0] == "令和4年度港区運営方針"
    assert [line[:4] for line in lines[1:]] == [found.code for found in findings]


def test_a_sound_page_is_told_so() -> None:
    assert run(str(DATA / "clean.txt")).stdout.splitlines()[-1] == "気になる点はありません。"


@pytest.mark.parametrize("document", ["nowhere", str(DATA), __file__], ids=["unknown", "folder", "no plan"])
def test_only_what_cannot_be_read_is_a_failure(document: str) -> None:
    result = run(document)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")


LETTER = """大阪市港区役所 総務課総合政策グループ 御中

お世話になっております。
「令和4年度港区運営方針」のページを拝見しました。
https://www.city.osaka.lg.jp/minato/page/0000565017.html
次の点が気になりましたので、お知らせいたします。お手すきの折にご確認いただけますと幸いです。

・46行目: 具体的取組2-1-1「地域防災の活動支援」の金額 2,025千円 に開き括弧がありません。
・84行目: 具体的取組4-2-1「子育て支援機関との連携強化・子育て支援情報の充実」の\
「…に発信するととともに、…」は、「ととと」の字が重なっています。
・91行目: 戦略5-1「地域資源を活かしたまちの活性化」の題名が、\
本文では「地域資源を生かしたまちの活性化」と別の字で書かれています。
・10行目: 注記は「自己評価」欄を案内していますが、このページに「自己評価」欄がありません。
・6行目: ページの日付 2024年3月13日 は2022年度が終わった後ですが、何を更新したかが書かれていません。

行番号は、ページの文章を保存したときのものです。行き違いの節は、ご容赦ください。
どうぞよろしくお願いいたします。
"""


def test_the_message_to_the_office_is_ready_to_send() -> None:
    """It names what the office can mend, without what the program makes of it."""
    assert run("minato-r4", "--for-owner").stdout == LETTER


def test_an_office_is_not_bothered_with_nothing() -> None:
    assert run(str(DATA / "clean.txt"), "--for-owner").stdout == (
        "「令和4年度みどり区運営方針」に、お知らせする点はありません。\n"
    )


SUMS = [
    ("小計 1,545千円\n{issue2}", None),
    ("{issue2}\n合計 1,645千円", None),
    ("{issue2}\n予算総額:1,645千円", None),
    ("{issue2}\n令和4年度予算額合計(1,645千円)", None),
    ("{issue2}\n令和3年度決算額合計 1,645千円", "合計 1,645千円 と比べられる金額が載っていません。"),
    ("小計 1,540千円\n{issue2}", "合計は 1,540千円 と書かれていますが、載っている金額の合計は1,545千円です。"),
    ("{issue2}\n合計 1,640千円", "合計は 1,640千円 と書かれていますが、載っている金額の合計は1,645千円です。"),
]


@pytest.mark.parametrize(("text", "message"), SUMS, ids=[text.replace("\n", " ") for text, _ in SUMS])
def test_sums_that_the_page_states_are_checked(text: str, message: str | None, tmp_path: Path) -> None:
    """By issue and for the whole page; a sum is nobody's budget."""
    page = tmp_path / "page.txt"
    first = (DATA / "clean.txt").read_text(encoding="utf-8") + "【具体的取組 1-1-2 相談】\n応じる。(予算額 305千円)\n"
    issue2 = "経営課題2 安全\n備える。\n【戦略 2-1 備え】\n続ける。\n【具体的取組 2-1-1 訓練】\n行う。(予算額 100千円)"
    page.write_text(first + text.format(issue2=issue2), encoding="utf-8")
    plan = read(page)
    assert [found.message for found in plan.findings] == ([message] if message else [])
    assert sum(amount.yen for entry in plan.entries for amount in entry.amounts) == 1_645_000
