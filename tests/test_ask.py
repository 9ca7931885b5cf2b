"""The command line, through the front door: what was typed, what came back."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app import main
from tests.conftest import DOCUMENTS, ROOT

JAPANESE = "防災訓練の予算はどの取組から出ていますか?"
ENGLISH = "Which initiative funds disaster-prevention training and what is its budget?"
URL = "https://www.city.osaka.lg.jp/minato/page/0000565017.html"
PAGE = (DOCUMENTS / "minato-r4.txt").read_text(encoding="utf-8")

KINDS = {"found", "figures", "list", "choices", "elsewhere", "unknown", "help"}
LEVELS = {"goal", "mission", "policy", "issue", "strategy", "action", "reform"}
HOW = {"exact", "unit", "reading", "abbreviation", "spelling", "synonym", "trade", "meaning"}
ANSWER: dict[str, tuple[type, ...]] = {
    "question": (str,),
    "kind": (str,),
    "language": (str,),
    "text": (str,),
    "entries": (list,),
    "near": (list,),
    "parts": (list,),
    "yen": (int, type(None)),
    "read_as": (str, type(None)),
    "facts": (list,),
    "caveat": (str, type(None)),
    "reasons": (list,),
    "unmatched": (list,),
    "score": (int,),
    "version": (str,),
}
ENTRY: dict[str, tuple[type, ...]] = {
    "document": (str,),
    "code": (str, type(None)),
    "level": (str,),
    "title": (str,),
    "id": (str,),
    "ladder": (list,),
    "amounts": (list,),
    "quote": (str, type(None)),
    "lines": (list,),
    "url": (str, type(None)),
    "score": (int,),
}
STEP: dict[str, tuple[type, ...]] = {"code": (str, type(None)), "title": (str,)}
AMOUNT: dict[str, tuple[type, ...]] = {
    "yen": (int,),
    "fiscal_year": (int, type(None)),
    "kind": (str,),
    "inferred": (bool,),
    "raw": (str,),
}
FACT: dict[str, tuple[type, ...]] = {
    "name": (str,),
    "printed": (str, type(None)),
    "headings": (list,),
    "lines": (list,),
}
REASON: dict[str, tuple[type, ...]] = {"word": (str,), "index": (str,), "how": (str,), "weight": (float, int)}

Run = Callable[..., Result]


def environment(database: Path, **more: str) -> dict[str, str]:
    """Everything that a .env or a shell of the machine could have set is set here."""
    nothing = dict.fromkeys(("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL"), "")
    nothing |= dict.fromkeys(("HOSHIN_DOCUMENTS", "HOSHIN_JOURNAL", "HOSHIN_LOG"), "")
    return nothing | {"HOSHIN_DATABASE": str(database)} | more


@pytest.fixture
def database(index: Path, tmp_path: Path) -> Path:
    """A copy of the shipped plan's index that may be harmed."""
    return Path(shutil.copy(index, tmp_path / "hoshin.db"))


@pytest.fixture
def run(index: Path) -> Run:
    """`python app.py …` over the shipped plan."""

    def typed(*arguments: str, stdin: str | bytes | None = None, **settings: str) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin, env=environment(index, **settings))

    return typed


def ask(run: Run, question: str) -> dict[str, Any]:
    [answer] = objects(run("ask", "--json", question))
    return answer


def objects(result: Result) -> list[dict[str, Any]]:
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.split("\n") if line]


def has_shape(value: dict[str, Any], shape: dict[str, tuple[type, ...]]) -> None:
    assert list(value) == list(shape)
    wrong = {name: item for name, item in value.items() if type(item) not in shape[name]}
    assert wrong == {}


def is_an_answer(answer: dict[str, Any]) -> None:
    """Keeps the contract of `ask --json`, key by key."""
    has_shape(answer, ANSWER)
    assert answer["kind"] in KINDS
    assert answer["language"] in ("ja", "en")
    assert 0 <= answer["score"] <= 100
    assert answer["text"].strip()
    assert all(isinstance(word, str) for word in answer["unmatched"])
    for reason in answer["reasons"]:
        has_shape(reason, REASON)
        assert reason["how"] in HOW
    for fact in answer["facts"]:
        has_shape(fact, FACT)
    for part in answer["parts"]:
        is_an_answer(part)
    for entry in (*answer["entries"], *answer["near"]):
        has_shape(entry, ENTRY)
        assert entry["level"] in LEVELS
        assert entry["id"].startswith(f"{entry['document']}/")
        assert 0 <= entry["score"] <= 100
        assert [type(line) for line in entry["lines"]] == [int, int]
        for step in entry["ladder"]:
            has_shape(step, STEP)
        for amount in entry["amounts"]:
            has_shape(amount, AMOUNT)


CONTRACT = [
    JAPANESE,
    ENGLISH,
    "予算の合計は?",
    "一番高い取組は?",
    "経営課題3の取組は?",
    "支援",
    "給食の献立は?",
    "2-1-9の予算は?",
    "去年の防災の予算は?",
    "こんにちは",
    "",
    "区の目標は?",
    "問い合わせ先は?",
    "市民利用施設の見直しとは?",
    "児童逆待",
    "1000万円以上の取組",
    "防災と防犯どっちが高い?",
    "見守りの電話番号は?",
    "防災の予算は?防犯の予算は?",
]


@pytest.mark.parametrize("question", CONTRACT)
def test_the_contract_of_ask_json(run: Run, question: str) -> None:
    result = run("ask", "--json", question)
    assert result.stdout.isascii()
    assert result.stdout.count("\n") == 1
    [answer] = objects(result)
    is_an_answer(answer)
    assert answer["question"] == question


@pytest.mark.parametrize(
    ("question", "language", "sentence", "steps"),
    [
        (
            JAPANESE,
            "ja",
            "具体的取組2-1-1「地域防災の活動支援」の予算額は2,025千円(202万5千円)です。",
            "経営課題2 › 戦略2-1 防災対策の強化 · 令和4年度港区運営方針(大阪市港区)",
        ),
        (
            ENGLISH,
            "en",
            "Initiative 2-1-1 「地域防災の活動支援」: the budget is 2,025 thousand yen (¥2,025,000).",
            "Management issue 2 › Strategy 2-1 防災対策の強化 · 令和4年度港区運営方針 (大阪市港区)",
        ),
    ],
    ids=["japanese", "english"],
)
def test_the_question_that_hoshin_is_for(run: Run, question: str, language: str, sentence: str, steps: str) -> None:
    answer = ask(run, question)
    is_an_answer(answer)
    [entry] = answer["entries"]
    url, quote = entry.pop("url"), entry.pop("quote")
    assert entry == {
        "document": "minato-r4",
        "code": "2-1-1",
        "level": "action",
        "title": "地域防災の活動支援",
        "id": "minato-r4/2-1-1",
        "ladder": [
            {"code": "2", "title": "安全・安心・快適なまちづくり"},
            {"code": "2-1", "title": "防災対策の強化"},
        ],
        "amounts": [{"yen": 2_025_000, "fiscal_year": 2022, "kind": "予算額", "inferred": True, "raw": "2,025千円"}],
        "lines": [45, 46],
        "score": entry["score"],
    }
    assert (answer["kind"], answer["language"], answer["yen"]) == ("found", language, 2_025_000)
    assert answer["unmatched"] == []
    hit = "".join(reason["index"] for reason in answer["reasons"])
    assert "防災" in hit
    assert "訓練" in hit
    assert "避難所開設訓練" in quote
    assert quote in PAGE
    assert url.startswith(f"{URL}#:~:text=")
    lines = answer["text"].split("\n")
    assert lines[0] == sentence
    assert steps in lines
    assert url in lines
    assert len(lines) <= (5 if language == "ja" else 6)  # the sentence, the quote, the caution, where, the link
    assert "令和4年度" in answer["caveat"]


def test_a_caution_is_said_in_whole_once_a_thread(run: Run) -> None:
    """Then in a word: the reader knows."""
    lines = "防災訓練の予算は?\n防犯の予算は?\n予算の合計は?\n"
    first, second, total = objects(run("ask", "--json", "--thread", "-", stdin=lines))
    assert "※予算・決算の別の記載はなく、令和4年度の予算額と読みました。" in first["text"].split("\n")
    assert "※予算か決算かは記載なし" in second["text"].split("\n")
    [said] = [line for line in total["text"].split("\n") if line.startswith("※")]
    assert said == "※載っている主な具体的取組だけの合計で、区の予算全体ではありません。予算か決算かは記載なし"
    assert second["caveat"] == first["caveat"]  # for programs always whole


TOTALS = [
    ("予算の合計は?", 65_958_000, 10),
    ("全部でいくら?", 65_958_000, 10),
    ("What is the total budget?", 65_958_000, 10),
    ("経営課題3の予算の合計は?", 19_915_000, 2),
    ("戦略2-1の予算の合計は?", 2_025_000, 1),
]


@pytest.mark.parametrize(("question", "yen", "counted"), TOTALS, ids=[question for question, *_ in TOTALS])
def test_a_total_lists_what_it_counted(run: Run, question: str, yen: int, counted: int) -> None:
    answer = ask(run, question)
    assert (answer["kind"], answer["yen"]) == ("figures", yen)
    assert len(answer["entries"]) == counted
    assert sum(amount["yen"] for entry in answer["entries"] for amount in entry["amounts"]) == yen
    for entry in answer["entries"]:
        assert entry["title"] in answer["text"]
        assert f"{entry['amounts'][0]['yen'] // 1000:,}" in answer["text"]


def test_the_total_of_the_page_is_not_the_wards_budget(run: Run) -> None:
    answer = ask(run, "予算の合計は?")
    first = answer["text"].split("\n")[0]
    assert first == "このページに載っている主な具体的取組10件の予算額の合計は65,958千円(6,595万8千円)です。"
    assert "区の予算全体ではありません" in answer["caveat"]
    assert answer["caveat"] in answer["text"]
    english = ask(run, "What is the total budget?")
    assert "65,958 thousand yen" in english["text"].split("\n")[0]
    assert english["caveat"] in english["text"]


SAYS_SO = [
    ("2-1の予算は?", "戦略2-1"),
    ("市民利用施設の見直しの予算は?", "市民利用施設の見直し"),
    ("区の目標", "「暮らして楽しい」「遊んで楽しい」「働いて楽しい」まち 港区の実現"),
    ("電話番号は?", "06-6576-9683"),
    ("ページ番号は?", "565017"),
]


@pytest.mark.parametrize(("question", "words"), SAYS_SO, ids=[question for question, _ in SAYS_SO])
def test_every_answer_is_stamped_with_ward_and_year(run: Run, question: str, words: str) -> None:
    text = ask(run, question)["text"]
    assert words in text
    assert "令和4年度" in text
    assert "港区" in text


OWN_WARD = [
    "港区の防災訓練の予算は?",
    "大阪市港区の防災訓練の予算は?",
    "みなと区の防災訓練の予算は?",
    "How much does Minato Ward spend on disaster prevention training?",
    "Minato-ku disaster prevention training budget",
]


@pytest.mark.parametrize("question", OWN_WARD)
def test_the_plans_own_ward_is_not_elsewhere(run: Run, question: str) -> None:
    answer = ask(run, question)
    assert (answer["kind"], answer["yen"]) == ("found", 2_025_000)


OTHER_WARDS = ["中央区の防災訓練の予算は?", "東京都港区の防災訓練の予算は?", "Naniwa Ward disaster prevention budget"]


@pytest.mark.parametrize("question", OTHER_WARDS)
def test_another_ward_is_elsewhere(run: Run, question: str) -> None:
    answer = ask(run, question)
    assert (answer["kind"], answer["yen"]) == ("elsewhere", None)


def test_a_person_reads_the_same_in_the_terminal(run: Run) -> None:
    result = run("ask", JAPANESE)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.split("\n")
    assert "2,025千円" in lines[0]
    assert "避難所開設訓練" in result.stdout
    assert f"{URL}#:~:text=" in result.stdout
    assert "\x1b" not in result.stdout
    assert "防災訓練" not in run("ask", "予算の合計は?").stdout


def test_the_receipt_shows_which_words_counted(run: Run) -> None:
    without, receipt = run("ask", "児童逆待").stdout, run("ask", "-v", "児童逆待").stdout
    assert len(receipt) > len(without)
    rows = [line for line in receipt.split("\n") if "逆待" in line and "虐待" in line and re.search(r"\d\.\d\d", line)]
    assert rows
    assert "給食" in run("ask", "-v", "給食の献立は?").stdout


DOUBTS = re.compile(r"読み違いの見込み ([\d.]+)%|wrong reading ([\d.]+)%")


def test_the_receipt_shows_how_likely_a_reading_is_wrong(run: Run) -> None:
    """Likelier where words stand in the question that the reading has nothing of; a refusal has no reading."""

    def doubts(question: str) -> list[float]:
        told = " ".join(run("ask", "-v", question).stdout.split())
        return [float(each) for found in DOUBTS.findall(told) for each in found if each]

    for plain, odd in (
        ("防災訓練の予算は?", "防災訓練の予算を両方とも別の残りで比べて?"),
        ("how much for watching over the elderly?", "how much for the other rest of watching over the elderly each?"),
    ):
        assert max(doubts(plain)) < 5
        assert all(each > max(doubts(plain)) for each in doubts(odd))
    assert doubts("防災ドローンの予算は?") == []


def test_a_leading_mention_is_no_part_of_the_question(run: Run) -> None:
    plain = ask(run, JAPANESE)
    for mention in ("<@U0BOT> ", "@hoshin "):
        assert ask(run, mention + JAPANESE) == plain


def test_a_line_in_is_an_object_out_in_order(run: Run) -> None:
    lines = [
        JAPANESE,
        "",
        "防災\u2028訓練の予算は?",
        "防災\r訓練",
        "  ",
        "\x0b\x0c\x1c\x85",
        "予算の合計は?",
        "\ufeff防犯",
        "最後の行に改行はない",
    ]
    answers = objects(run("ask", "--json", "-", stdin="\n".join(lines)))
    assert [answer["question"] for answer in answers] == lines
    assert answers[0]["yen"] == 2_025_000
    assert answers[6]["yen"] == 65_958_000
    for answer in answers:
        is_an_answer(answer)


def test_lines_of_windows_are_lines(run: Run) -> None:
    answers = objects(run("ask", "--json", "-", stdin=b"2-1-1\r\n\r\n2-2-1\r\n"))
    assert [answer["question"] for answer in answers] == ["2-1-1", "", "2-2-1"]
    assert [answer["yen"] for answer in answers][::2] == [ask(run, "2-1-1")["yen"], ask(run, "2-2-1")["yen"]]


def test_no_line_in_is_no_line_out(run: Run) -> None:
    result = run("ask", "--json", "-", stdin="")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_bytes_that_are_no_text_get_an_answer_too(run: Run) -> None:
    answers = objects(
        run("ask", "--json", "-", stdin=b"\xff\xfe\x00\n" + "防災の予算は?".encode("cp932") + b"\n2-1-1\n")
    )
    assert len(answers) == 3
    assert answers[2]["entries"][0]["code"] == "2-1-1"


def test_lines_are_a_conversation_only_when_asked_for(run: Run) -> None:
    lines = "防災訓練はどの取組ですか\n予算は?\n円で言うと?\n"
    alone = objects(run("ask", "--json", "-", stdin=lines))
    thread = objects(run("ask", "--json", "--thread", "-", stdin=lines))
    assert [answer["yen"] for answer in thread[1:]] == [2_025_000, 2_025_000]
    assert "2,025,000円" in thread[2]["text"]
    assert alone[0]["entries"] == thread[0]["entries"]
    assert alone[1] == ask(run, "予算は?")
    assert alone[1]["yen"] != 2_025_000


def test_read_json_shows_how_a_page_is_understood(run: Run) -> None:
    result = run("read", "--json", str(DOCUMENTS / "minato-r4.txt"))
    assert result.stdout.isascii()
    assert result.stdout.count("\n") == 1
    [plan] = objects(result)
    facts = {name: plan[name] for name in ("organisation", "title", "fiscal_year", "stage", "page_date")}
    assert facts == {
        "organisation": "大阪市港区",
        "title": "令和4年度港区運営方針",
        "fiscal_year": 2022,
        "stage": "評価反映",
        "page_date": "2024-03-13",
    }
    assert plan["contact"]["telephone"] == "06-6576-9683"
    assert len(plan["entries"]) == 32
    assert plan["entries"][9] == {
        "level": "action",
        "code": "2-1-1",
        "title": "地域防災の活動支援",
        "parent": {"level": "strategy", "code": "2-1", "title": "防災対策の強化"},
        "amounts": [{"yen": 2_025_000, "fiscal_year": 2022, "kind": "予算額", "inferred": True, "raw": "2,025千円"}],
        "lines": [45, 46],
        "facts": [],
    }
    assert plan["entries"][0]["parent"] is None
    assert [set(finding) for finding in plan["findings"]] == [{"code", "line", "message"}] * len(plan["findings"])
    assert {"A101", "A102", "A201"} <= {finding["code"] for finding in plan["findings"]}


def numbers(line: str) -> list[str]:
    return re.findall(r"[\d,]+(?:千円)?", line)


def test_build_prints_what_it_read(run: Run, tmp_path: Path) -> None:
    result = run("build", HOSHIN_DATABASE=str(tmp_path / "new.db"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "令和4年度港区運営方針" in result.stdout
    levels = {
        "区の目標": ["1"],
        "区の使命": ["1"],
        "経営課題": ["6"],
        "戦略": ["10"],
        "具体的取組": ["10", "10", "65,958千円"],
        "市政改革": ["3"],
    }
    table = [line for line in result.stdout.split("\n") if "│" in line]
    printed = {name: numbers(line) for name in levels for line in table if re.search(rf"│\s*{name}", line)}
    assert printed == levels
    for code, line in (("A101", "46行目"), ("A102", ""), ("A201", ""), ("A401", "10行目"), ("A402", "6行目")):
        assert re.search(rf"^{code} {line}", result.stdout, re.MULTILINE)
    again = run("build", HOSHIN_DATABASE=str(tmp_path / "new.db"))
    assert again.stdout == result.stdout


def test_the_index_may_be_named_on_the_command_line(run: Run, tmp_path: Path) -> None:
    named = tmp_path / "named.db"
    assert run("build", "--database", str(named)).exit_code == 0
    [answer] = objects(run("ask", "--json", "--database", str(named), JAPANESE))
    assert answer["yen"] == 2_025_000


def test_a_true_run_of_the_program(database: Path) -> None:
    lines = f"{JAPANESE}\n\n{ENGLISH}\n防災\u2028訓練\r\n".encode()
    done = subprocess.run(
        [sys.executable, "app.py", "ask", "--json", "-"],
        cwd=ROOT,
        env={"PATH": "", "LC_ALL": "C", **environment(database)},
        input=lines,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.decode("ascii").splitlines()]
    assert [answer["yen"] for answer in answers[:3]] == [2_025_000, None, 2_025_000]
    assert [answer["question"] for answer in answers] == [JAPANESE, "", ENGLISH, "防災\u2028訓練"]


def test_a_true_run_that_cannot_work_says_one_sentence(database: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "app.py", "ask", JAPANESE],
        cwd=ROOT,
        env={"PATH": "", **environment(database, HOSHIN_DOCUMENTS=str(tmp_path / "none"))},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode("utf-8").count("\n") == 1
    assert "Traceback" not in done.stderr.decode("utf-8")


# What a person can get wrong: a folder of documents, what is in it, and what the one sentence must name.
DOCUMENTS_IN_DISORDER = {
    "a folder that is not there": (None, None, "がありません"),
    "an empty folder": ("", None, "文書がありません"),
    "an empty document": ("plan.txt", b"", "plan.txt は空です"),
    "a binary document": ("plan.txt", b"\x89PNG\r\n\0\0", "plan.txt はテキストではありません"),
    "a PDF under another name": ("plan.txt", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "PDF"),
    "a document in two encodings": ("plan.txt", PAGE.encode("cp932", "replace") + PAGE.encode(), "文字コード"),
    "a page without a plan": ("plan.txt", "お知らせ\n今日は晴れ。\n".encode(), "経営課題"),
}


def one_sentence(result: Result, *words: str) -> None:
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert [word for word in words if word not in result.stderr] == []
    assert result.stderr.rstrip().endswith("。")


@pytest.mark.parametrize("command", [("ask", JAPANESE), ("ask", "--json", JAPANESE), ("build",)], ids=" ".join)
@pytest.mark.parametrize("case", DOCUMENTS_IN_DISORDER.values(), ids=DOCUMENTS_IN_DISORDER)
def test_a_shelf_in_disorder(
    run: Run, database: Path, tmp_path: Path, command: tuple[str, ...], case: tuple[str | None, bytes | None, str]
) -> None:
    name, data, words = case
    folder = tmp_path / "documents"
    if name is not None:
        folder.mkdir()
    if name and data is not None:
        (folder / name).write_bytes(data)
    before = database.read_bytes()
    one_sentence(run(*command, HOSHIN_DATABASE=str(database), HOSHIN_DOCUMENTS=str(folder)), words)
    assert database.read_bytes() == before


@pytest.mark.parametrize("command", [("ask", JAPANESE), ("build",)], ids=" ".join)
def test_a_place_that_cannot_be_written(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    for place in (tmp_path / "no" / "such" / "folder.db", tmp_path):
        one_sentence(run(*command, HOSHIN_DATABASE=str(place)), str(place), "HOSHIN_DATABASE")


@pytest.mark.parametrize("command", [("ask", JAPANESE), ("build",)], ids=" ".join)
def test_a_file_that_is_no_database(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("前略。" * 1000, encoding="utf-8")
    before = letter.read_bytes()
    one_sentence(run(*command, HOSHIN_DATABASE=str(letter)), str(letter), "索引ではありません")
    assert letter.read_bytes() == before


def test_an_index_of_another_version_names_the_command_and_the_command_mends_it(run: Run, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE about SET value = 'of another version' WHERE key = 'schema'")
        connection.commit()
    before = database.read_bytes()
    one_sentence(run("ask", JAPANESE, HOSHIN_DATABASE=str(database)), "python app.py build")
    assert database.read_bytes() == before
    assert run("build", HOSHIN_DATABASE=str(database)).exit_code == 0
    [answer] = objects(run("ask", "--json", JAPANESE, HOSHIN_DATABASE=str(database)))
    assert answer["yen"] == 2_025_000


@pytest.mark.parametrize("command", [(), ("ask", JAPANESE), ("build",)], ids=["the bot", "ask", "build"])
def test_one_token_of_two(run: Run, database: Path, command: tuple[str, ...]) -> None:
    before = database.read_bytes()
    one_sentence(run(*command, HOSHIN_DATABASE=str(database), SLACK_BOT_TOKEN="xoxb-test"), "SLACK_APP_TOKEN")
    one_sentence(run(*command, HOSHIN_DATABASE=str(database), SLACK_APP_TOKEN="xapp-test"), "SLACK_BOT_TOKEN")
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "words"),
    [(data, words) for name, data, words in DOCUMENTS_IN_DISORDER.values() if name and data is not None],
    ids=[key for key, (name, *_) in DOCUMENTS_IN_DISORDER.items() if name],
)
def test_read_of_something_else(run: Run, tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(data)
    for flags in ((), ("--json",)):
        one_sentence(run("read", *flags, str(file)), words)


def test_read_of_nothing(run: Run, tmp_path: Path) -> None:
    one_sentence(run("read", str(tmp_path / "none.txt")), "none.txt", "がありません")


def test_the_bot_without_tokens_reads_a_pipe_and_ends(run: Run) -> None:
    result = run(stdin=f"{JAPANESE}\nその上の戦略は?\n終了\n予算の合計は?\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2,025千円" in result.stdout
    assert "防災対策の強化" in result.stdout
    assert "65,958" not in result.stdout
