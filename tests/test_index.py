"""The index of the shipped plan, as somebody sees it who opens the file with sqlite3 or Datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

PAGE = "https://www.city.osaka.lg.jp/minato/page/0000565017.html"

DOCUMENT = {
    "name": "minato-r4",
    "organisation": "大阪市港区",
    "title": "令和4年度港区運営方針",
    "fiscal_year": 2022,
    "years": "2022",
    "url": PAGE,
    "licence": "CC BY 4.0 (大阪市)",
    "page_date": "2024-03-13",
    "page_number": "565017",
    "edition": "920d6197e236",
    "stage": "評価反映",
    "office": "大阪市港区役所",
    "section": "総務課総合政策グループ",
    "address": "〒552-8510 大阪市港区市岡1丁目15番25号(港区役所6階)",
    "telephone": "06-6576-9683",
    "fax": "06-6572-9511",
    "pages": "",
    "corrections": None,  # of a PDF
}

# level, code, title, the parent's code, first and last line, yen, as printed
ENTRIES = [
    ("goal", None, "区の目標(何をめざすのか)", None, 14, 15, None, None),
    ("mission", None, "区の使命(どのような役割を担うのか)", None, 17, 18, None, None),
    ("policy", None, "令和4年度 区運営の基本的な考え方(区長の方針)", None, 20, 21, None, None),
    ("issue", "1", "区民主体のまちづくり", None, 25, 27, None, None),
    ("strategy", "1-2", "地域活動協議会による自律的な地域運営の促進", "1", 29, 30, None, None),
    ("action", "1-2-2", "地域課題解決に向けた取組の支援", "1-2", 32, 33, 32_550_000, "32,550千円"),
    ("issue", "2", "安全・安心・快適なまちづくり", None, 35, 37, None, None),
    ("strategy", "2-1", "防災対策の強化", "2", 39, 40, None, None),
    ("strategy", "2-2", "防犯対策の強化", "2", 42, 43, None, None),
    ("action", "2-1-1", "地域防災の活動支援", "2-1", 45, 46, 2_025_000, "2,025千円"),
    ("action", "2-2-1", "地域防犯・安全対策", "2-2", 48, 49, 1_568_000, "1,568千円"),
    ("issue", "3", "健やかにいきいきと暮らせるまちづくり", None, 51, 55, None, None),
    ("strategy", "3-1", "地域福祉の推進", "3", 57, 58, None, None),
    ("strategy", "3-3", "セーフティネットの充実", "3", 60, 61, None, None),
    ("action", "3-1-2", "高齢者等要援護者見守り支援", "3-1", 63, 64, 14_955_000, "14,955千円"),
    (
        "action",
        "3-3-4",
        "児童虐待未然防止・早期発見機能の強化・DV被害者の支援",
        "3-3",
        66,
        67,
        4_960_000,
        "4,960千円",
    ),
    ("issue", "4", "「子どもの学び」と「子育て世代」を応援するまちづくり", None, 69, 72, None, None),
    ("strategy", "4-1", "「子どもの学び」の応援", "4", 74, 75, None, None),
    ("strategy", "4-2", "「子育て世代」の応援", "4", 77, 78, None, None),
    ("action", "4-1-1", "子どもの学力・体力の向上", "4-1", 80, 81, 515_000, "515千円"),
    ("action", "4-2-1", "子育て支援機関との連携強化・子育て支援情報の充実", "4-2", 83, 84, 1_267_000, "1,267千円"),
    ("issue", "5", "訪れたい魅力と活気あふれるまちづくり", None, 86, 89, None, None),
    ("strategy", "5-1", "地域資源を活かしたまちの活性化", "5", 91, 92, None, None),
    ("strategy", "5-2", "港区エリア別活性化プランの推進", "5", 94, 95, None, None),
    ("action", "5-1-1", "産業振興・次世代人材育成支援", "5-1", 97, 98, 1_632_000, "1,632千円"),
    ("action", "5-2-1", "港区エリア別活性化プランの推進", "5-2", 100, 101, 6_004_000, "6,004千円"),
    ("issue", "6", "区民意見を反映した区政運営", None, 103, 105, None, None),
    ("strategy", "6-1", "区の広聴・広報事業", "6", 107, 108, None, None),
    ("action", "6-1-3", "区民の参画と協働による区政運営", "6-1", 110, 111, 482_000, "482千円"),
    ("reform", None, "歳入の確保(独自財源の確保)", None, 115, 117, None, None),
    ("reform", None, "歳出等の削減", None, 119, 121, None, None),
    ("reform", None, "市民利用施設の見直し", None, 123, 125, None, None),
]

FINDINGS = [
    ("A101", 46),
    ("A102", None),
    ("A201", None),
    ("A301", 84),
    ("A303", 100),
    ("A304", 91),
    ("A401", 10),
    ("A402", 6),
]

# a word, in how many entries it stands, and in which
WORDS = [
    ("防災", ["2", "2-1", "2-1-1"]),
    ("防犯カメラ", ["2-2"]),
    ("区政会議", ["6-1-3"]),
    ("見守り", ["3-1-2", "4-1"]),
]


@pytest.fixture(scope="module")
def file(index: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(file: sqlite3.Connection, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in file.execute(sql, values)]


def test_the_document(file: sqlite3.Connection) -> None:
    [document] = [dict(row) for row in file.execute("SELECT * FROM documents")]
    kept = {name: document.pop(name) for name in ("id", "content_hash", "built_at")}
    assert document == DOCUMENT
    assert len(kept["content_hash"]) == 16
    assert kept["built_at"].endswith("+00:00")


def test_every_entry_of_the_plan(file: sqlite3.Connection) -> None:
    found = rows(
        file,
        """
        SELECT entries.level, entries.code, entries.title, above.code, entries.first_line, entries.last_line,
            amounts.yen, amounts.raw
        FROM entries
        LEFT JOIN entries AS above ON above.id = entries.parent
        LEFT JOIN amounts ON amounts.entry = entries.id
        ORDER BY entries.position
        """,
    )
    assert found == ENTRIES
    assert rows(file, "SELECT sum(yen), count(*) FROM amounts") == [(65_958_000, 10)]


def test_bodies_are_whole_and_hold_nothing_of_the_page_around(file: sqlite3.Connection) -> None:
    bodies = dict(rows(file, "SELECT key, body FROM entries"))
    assert bodies["minato-r4/2-1-1"] == (
        "地域住民による避難所開設訓練や地域における防災学習会の開催支援、"
        "地域における避難行動要支援者の避難支援の取組の促進を支援2,025千円)"
    )
    assert bodies["minato-r4/reform-30"] == "備品・消耗品等の購入について、経費の削減に努める。"
    everything = "".join(bodies.values())
    around = ("ページの先頭", "メニューの終端", "SNSリンク", "Facebook", "探している情報", "メール送信", "06-6576")
    assert [words for words in around if words in everything] == []


def test_every_amount_is_an_inferred_budget_of_the_plans_year(file: sqlite3.Connection) -> None:
    found = rows(file, "SELECT DISTINCT kind, fiscal_year, inferred FROM amounts")
    assert found == [("予算額", 2022, 1)]
    assert rows(file, "SELECT count(*) FROM amounts JOIN entries ON entries.id = entry WHERE line != last_line") == [
        (0,)
    ]


def test_what_the_page_says_above_the_plan(file: sqlite3.Connection) -> None:
    assert rows(file, "SELECT text, date, line FROM remarks") == [
        (
            "運営方針の進捗管理(振り返り)を実施しました。"
            "その結果について、「自己評価」欄に反映しています。(令和5年6月9日)",
            "2023-06-09",
            10,
        )
    ]


def test_everything_odd_is_a_finding_with_its_line(file: sqlite3.Connection) -> None:
    assert rows(file, "SELECT code, line FROM findings ORDER BY code, line") == FINDINGS
    assert all(message.endswith("。") for (message,) in rows(file, "SELECT message FROM findings"))


def test_ids_are_document_and_code_or_level_and_position(file: sqlite3.Connection) -> None:
    expected = [f"minato-r4/{row[1] or f'{row[0]}-{place}'}" for place, row in enumerate(ENTRIES)]
    assert [key for (key,) in rows(file, "SELECT key FROM entries ORDER BY position")] == expected


def test_the_file_is_whole(file: sqlite3.Connection) -> None:
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]
    assert rows(file, "PRAGMA foreign_key_check") == []
    assert rows(file, "PRAGMA journal_mode") == [("wal",)]


def test_sqlite_utils_opens_it_and_shows_the_foreign_keys(index: Path) -> None:
    database = sqlite_utils.Database(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True))
    try:
        keys = {name: _foreign_keys(database, name) for name in ("remarks", "entries", "amounts", "findings", "words")}
    finally:
        database.close()
    assert keys == {
        "remarks": {("document", "documents")},
        "entries": {("document", "documents"), ("parent", "entries")},
        "amounts": {("entry", "entries")},
        "findings": {("document", "documents")},
        "words": {("document", "documents")},
    }


def _foreign_keys(database: sqlite_utils.Database, name: str) -> set[tuple[str, str]]:
    found = database.execute(f"PRAGMA foreign_key_list({name})").fetchall()
    return {(row[3], row[2]) for row in found}


@pytest.mark.parametrize(("word", "codes"), WORDS, ids=[word for word, _ in WORDS])
def test_a_word_is_found_by_hand(file: sqlite3.Connection, word: str, codes: list[str]) -> None:
    """Its row in words; then its id, or the ids of a compound's units as a phrase, in postings."""
    [(number, units, df)] = rows(file, "SELECT id, units, df FROM words WHERE surface = ?", word)
    found = rows(
        file,
        "SELECT code FROM postings JOIN entries ON entries.id = postings.rowid WHERE postings MATCH ? ORDER BY code",
        f'"{units or number}"',
    )
    assert [code for (code,) in found] == codes
    assert df == len(codes)
    printed = rows(file, "SELECT code FROM entries WHERE instr(title || body, ?) > 0 ORDER BY code", word)
    assert [code for (code,) in printed] == codes


def test_a_compound_names_the_words_that_it_is_made_of(file: sqlite3.Connection) -> None:
    words = dict(rows(file, "SELECT id, word FROM words"))
    units = dict(rows(file, "SELECT word, units FROM words WHERE units IS NOT NULL"))
    spelled = {word: [words[int(unit)] for unit in ids.split()] for word, ids in units.items()}
    assert spelled["防犯カメラ"] == ["防犯", "カメラ"]
    assert spelled["区政会議"] == ["区政", "会議"]
    assert all(len(of) > 1 for of in spelled.values())


def test_every_posting_is_a_word_of_the_vocabulary(file: sqlite3.Connection) -> None:
    words = {number for (number,) in rows(file, "SELECT id FROM words")}
    texts = rows(file, "SELECT rowid, title || ' ' || body FROM postings ORDER BY rowid")
    assert [number for number, _ in texts] == [number for (number,) in rows(file, "SELECT id FROM entries ORDER BY id")]
    used = {int(number) for _, text in texts for number in text.split()} - {0}
    assert used <= words


def test_no_word_stands_in_no_entry_or_in_more_than_there_are(file: sqlite3.Connection) -> None:
    assert rows(file, "SELECT word, df FROM words WHERE df NOT BETWEEN 1 AND ?", len(ENTRIES)) == []
