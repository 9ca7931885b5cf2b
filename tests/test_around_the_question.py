"""What stands around a question is no word of it: addresses, names, a mail's lines. Words count where they stand."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.said import said
from knowledge import Desk, Kind, Subject
from knowledge.language.asides import apart
from tests.conftest import Run
from tests.slack_standin import BOT, StandIn

ASKED = "見守りの予算は?"
PAGE = "https://www.city.osaka.lg.jp/minato/page/0000565017.html"
TWO_YEARS = Path(__file__).parent / "data" / "two-years"

AROUND = {
    "a page's address before": "https://example.jp/bousai/2-1-1 見守りの予算は?",
    "an address with signs": "https://example.jp/view?id=2-1-1&q=防災 見守りの予算は?",
    "an address behind": "見守りの予算は? https://example.jp/a(b)/2-1-1.html",
    "an address in brackets": "見守りの予算は? (https://example.jp/2-1-1)",
    "an address without a scheme": "city.example.lg.jp/bousai/2-1-1.html を見ました。見守りの予算は?",
    "the plan's own page": f"{PAGE} 見守りの予算は?",
    "the plan's own page and a particle": f"{PAGE}#:~:text=%E9%98%B2 の見守りの予算は?",
    "a mail address": "見守りの予算は? bosai-2-1-1@city.example.lg.jp",
    "mail's own lines": "From: 防災課\nTo: 子育て課各位\nSubject: Re: Fwd: 見守りの予算は?",
    "an answer's mark": "RE: Re[2]: 見守りの予算は?",
    "a subject": "件名:見守りの予算は?",
    "a date with dashes": "2023-11-14 見守りの予算は?",
    "a date with strokes": "11/14までに見守りの予算を教えて",
    "a date and a time": "2023/11/14 10:30 見守りの予算は?",
    "a day of the week": "11月14日(火) 13:00〜14:30の打合せで使います。見守りの予算は?",
    "a meeting's date in another year": "令和5年11月14日の会議で使う見守りの予算は?",
    "a person": "田中さん、見守りの予算は?",
    "a person of an office": "防災課の田中さんに聞かれた見守りの予算は?",
    "a person whose name is a place": "渋谷さんが言っていた見守りの予算",
    "a person whose name is a word of the plan": "港さん、見守りの予算を教えて",
    "an office's head": "子育て課長から聞かれた見守りの予算は?",
    "an office as a person": "防災さん、見守りの予算は?",
    "somebody's rank": "上田主査に頼まれた、見守りの予算",
    "whom it is for": "秋葉部長宛に見守りの予算を出したい",
    "who writes": "鈴木様\nいつもお世話になっております。\n見守りの予算を教えてください。",
    "a channel": "#防災担当 見守りの予算は?",
    "a user": "@tanaka.taro 見守りの予算は?",
    "a signature below dashes": "見守りの予算は?\n-- \n港区役所 防災課 山田太郎\nTEL 06-1234-5678 内線 2-1-1",
    "a signature between rules": "見守りの予算は?\n\n────────\n子育て担当 山田\n〒552-8510 港区市岡1-15-25\n────────\n",
    "an English name": "Mr. Tanaka, how much for watching over the elderly?",
    "a name as in Japan": "Tanaka-san: how much for watching over the elderly?",
}


@pytest.mark.parametrize("post", AROUND.values(), ids=AROUND)
def test_what_stands_around_a_question_changes_nothing(desk: Desk, post: str) -> None:
    answer = desk.ask(post)
    assert ([shown.entry.code for shown in answer.shown], answer.yen) == (["3-1-2"], 14_955_000)
    assert not answer.parts
    assert answer.question == post


ABOUT_IT = {
    "another page's own money": ("https://example.jp/x の予算は?", Kind.UNKNOWN),
    "who an officer is": ("防災課長は誰?", Kind.UNKNOWN),
    "people in general": ("妊婦さんの支援は?", Kind.FOUND),
    "somebody in general": ("事業所さんへの補助金の予算は?", Kind.UNKNOWN),
    "a code": ("2-1-1の予算は?", Kind.FOUND),
    "a code that could be a day": ("3-1", Kind.FOUND),
    "nothing but another page": ("https://example.jp/2-1-1", Kind.UNKNOWN),
}


@pytest.mark.parametrize(("post", "kind"), ABOUT_IT.values(), ids=ABOUT_IT)
def test_what_a_question_is_about_is_no_aside(desk: Desk, post: str, kind: Kind) -> None:
    answer = desk.ask(post)
    assert answer.kind == kind
    assert kind is not Kind.UNKNOWN or answer.yen is None


def test_a_plans_own_page_names_that_plan(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for path in TWO_YEARS.iterdir():
        (documents / path.name).write_bytes(path.read_bytes())
    listed = (documents / "documents.toml").read_text(encoding="utf-8")
    names = [line.strip("[]") for line in listed.splitlines() if line.startswith("[")]
    kept = [line for line in listed.splitlines() if not line.startswith("url")]
    at = [
        f'{line}\nurl = "https://tsubaki.example.jp/{line.strip("[]")}.html"' if line[:1] == "[" else line
        for line in kept
    ]
    (documents / "documents.toml").write_text("\n".join(at) + "\n", encoding="utf-8")
    with closing(Desk.open(tmp_path / "hoshin.db", documents)) as desk:
        for name in names:
            for post in (
                f"https://tsubaki.example.jp/{name}.html?a=1#b 合計はいくら?",
                f"tsubaki.example.jp/{name}.html",
            ):
                answer = desk.ask(post, Subject(document=names[0]))
                assert answer.source is not None
                assert answer.source.document == name
                assert answer.kind in (Kind.FIGURES, Kind.LIST)


@pytest.mark.parametrize(
    "noise", ["http://[", "https://", "@", "#", "Re:" * 5_000, "a." * 5_000, "田中さん" * 2_000, "a@" * 4_000]
)
def test_a_post_of_nothing_else_is_no_question(desk: Desk, noise: str) -> None:
    assert desk.ask(noise).yen is None
    assert len(apart(noise).text) <= 2 * len(noise)


# Where words stand in Slack


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


FORWARDED = {
    "is_share": True,
    "author_name": "防災 太郎",
    "from_url": "https://minato.slack.com/archives/C2/p1",
    "text": ASKED,
    "fallback": "[November 14th, 2023 10:30 AM] bousai.taro: 見守りの予算は?",
    "message_blocks": [{"team": "T1", "message": {"blocks": [rich({"type": "text", "text": ASKED})]}}],
}
TABLE = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "見守り"}, rich({"type": "text", "text": "予算は?"})]],
}
WORDS: dict[str, tuple[dict[str, Any], str]] = {
    "a forwarded message": ({"text": "", "attachments": [FORWARDED]}, ASKED),
    "a forwarded message without blocks": ({"text": "", "attachments": [{"is_share": True, "text": ASKED}]}, ASKED),
    "a forwarded message and a remark": (
        {"text": "お願いします", "attachments": [FORWARDED]},
        f"{ASKED}\nお願いします",
    ),
    "a message that Slack shows below its link": (
        {"text": ASKED, "attachments": [{"is_msg_unfurl": True, "text": "防災"}]},
        ASKED,
    ),
    "a page that Slack shows below a link": (
        {"text": ASKED, "attachments": [{"title": "防災", "text": "防災"}]},
        ASKED,
    ),
    "blocks of people": (
        {"text": "", "blocks": [rich({"type": "user", "user_id": "U2"}, {"type": "text", "text": ASKED})]},
        ASKED,
    ),
    "blocks of an app": (
        {
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": "問い合わせ"}},
                {
                    "type": "section",
                    "text": {"type": "mrkdwn", "text": "<@U2> 見守り &amp; <https://example.jp|予算>は?"},
                },
                {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "承認"}}]},
            ]
        },
        "問い合わせ\n見守り & 予算は? https://example.jp",
    ),
    "what looks like a mention in plain text": (
        {"blocks": [rich({"type": "text", "text": "a <b> & <@U2> c"})]},
        "a <b> & <@U2> c",
    ),
    "a table": ({"blocks": [TABLE]}, "見守り予算は?"),
    "an attachment of an app": (
        {"attachments": [{"pretext": "問い合わせ", "title": "件", "fields": [{"title": "内容", "value": ASKED}]}]},
        f"問い合わせ\n件\n内容\n{ASKED}",
    ),
    "nothing": ({}, ""),
    "what Slack never sends": ({"text": None, "blocks": {"a": 1}, "attachments": ["x", [[]], {"text": 5}]}, ""),
}


@pytest.mark.parametrize(("message", "heard"), WORDS.values(), ids=WORDS)
def test_words_are_read_where_they_stand(message: dict[str, Any], heard: str) -> None:
    assert said(message, BOT) == heard


def test_blocks_within_blocks_without_end_are_read_to_a_limit() -> None:
    deep: dict[str, Any] = {"type": "text", "text": "深い"}
    for _ in range(500):
        deep = {"type": "rich_text_section", "elements": [deep]}
    wide = rich(*({"type": "text", "text": "広い" * 100} for _ in range(10_000)))
    assert said({"blocks": [deep]}, BOT) == ""
    assert 0 < len(said({"blocks": [wide]}, BOT)) <= 40_000


def test_a_forwarded_message_is_answered(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.dm("U1", "", attachments=[FORWARDED])
        slack.dm("U2", "", attachments=[{"is_msg_unfurl": True, "text": ASKED}])
        slack.wait_posts(2)
        slack.mention("C1", "U1", f"<@{BOT}>")  # asks nothing: whatever was passed on stands elsewhere
        slack.wait_posts(3)
    assert ["14,955千円" in post.text for post in slack.posts()] == [True, True, False]


def test_a_file_alone_gets_one_sentence(slack: StandIn, bot: Run) -> None:
    snippet = {"id": "F1", "mode": "snippet", "preview": "見守りの予算は?"}
    with bot():
        slack.dm("U1", "", subtype="file_share", files=[snippet])
        slack.wait_posts(1)
        slack.dm("U1", "見守りの予算は?", subtype="file_share", files=[snippet])
        slack.wait_posts(2)
        slack.post("C1", "U1", "", subtype="file_share", files=[snippet])
        slack.wait_acks()
    alone, asked = slack.posts()
    assert alone.text == "ファイルやスニペットの中身は読めません。お尋ねになりたいことを、文字で送ってください。"
    assert "14,955千円" in asked.text
    assert "添付のファイルの中身は読んでいません。" in asked.text


def test_names_of_people_and_channels_are_no_words(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.dm(
            "U1",
            "<@U2|防災 太郎>さん <#C9|子育て> 見守りの予算は? <https://example.jp/防災/2-1> <mailto:b@example.jp|防災>",
        )
        slack.dm("U2", "<#C9|子育て>で聞かれた見守りの予算は?")
        slack.wait_posts(2)
    assert all("14,955千円" in post.text for post in slack.posts())
