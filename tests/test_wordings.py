"""One question in many wordings: whoever is told, whatever it is for and however it is put, the answer is the same."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import Answer, Desk, Kind

CLASSES: dict[str, list[str]] = {
    "what of a level is above an amount and below an entry": [
        "経営課題3の取組のうち300万円を超えるものは",
        "300万円を超える取組のうち経営課題3のものは",
        "300万円を超える取組で経営課題3に属するもの",
    ],
    "what does not come up to an amount": ["500万円未満の取組は?", "予算が500万円に届かない取組は?"],
    "the largest of each issue": [
        "経営課題ごとに一番予算の大きい取組は?",
        "一番高い取組を課題別に出して",
        "各経営課題で最も予算の多い取組",
        "それぞれの経営課題で予算トップの取組は何?",
        "各課題の取組、それぞれ上位1件だけ見せて",
        "課題ごとに見て一番大きい取組は",
    ],
    "the two smallest of each strategy": ["戦略ごとに予算の少ない取組を2つずつ", "各戦略の取組を予算の少ない順に2つ"],
    "the mean of each issue": ["経営課題ごとの平均は?", "課題別の平均額", "各課題の取組の予算の平均"],
    "the issue with the largest mean": [
        "取組の予算の平均が一番高い経営課題は?",
        "平均が一番高い課題は?",
        "取組1件あたりの予算が一番高い課題はどれ",
        "経営課題のうち取組の平均が一番高いのは",
    ],
    "each issue's initiatives in an order of their own": [
        "課題ごとに取組を予算の多い順に並べて",
        "各課題の取組を予算の多い順に",
    ],
    "whether one is the largest of an issue": [
        "4-2-1は経営課題4の中で一番大きいですか",
        "経営課題4で一番大きいのは4-2-1ですか",
    ],
    "initiatives in an order, in English": [
        "initiatives by budget, largest first",
        "initiatives, largest budget first",
    ],
    "two places of one order": [
        "予算が2番目に大きい取組と3番目に大きい取組の差は?",
        "上から2番目の取組と3番目の取組の差は",
        "予算が2番目の取組と3番目の取組の差は?",
        "予算が2番目と3番目の取組の差額",
    ],
    "two places of one order, in English": [
        "what is the difference between the biggest and the second biggest initiative?",
        "difference between the largest and the second largest initiative",
    ],
    "issues in the order of their means": [
        "list issues by average initiative budget, highest first",
        "issues by average budget, largest first",
    ],
    "a place within an issue": [
        "2-2-1は課題2の中で何番目?",
        "防犯は経営課題2で何位?",
        "経営課題2の中で2-2-1は何番目?",
        "2-2-1は課題2の取組の中で何番目?",
    ],
    "what is above the mean of an issue, in English": [
        "initiatives above the average of issue 3",
        "initiatives with a budget larger than the average of the initiatives of issue 3",
    ],
    "the issue with the largest mean, in English": [
        "which issue has the highest average budget?",
        "which issue has the highest average budget per initiative?",
    ],
    "the two largest of each issue, in English": [
        "the two largest initiatives in each issue",
        "the 2 largest initiatives of every management issue, please",
    ],
    "the first three by their money, in a loan word": ["予算トップ3", "予算トップスリーを教えて"],
    "what is above the mean of an issue": ["経営課題3の取組の平均より高い取組", "経営課題3の平均予算を上回る取組は?"],
    "the first three by their money": ["予算の多い取組を3件", "上から3番目までの取組を金額つきで", "予算3位までの取組"],
    "a part of an issue": ["経営課題3の予算の半分以上を占める取組", "経営課題3の予算の半分を占める取組はどれですか"],
    "a sum that is held to be over an amount": [
        "3-3-4と3-1-2の合計は2,000万円を超えますか",
        "3-3-4と3-1-2の予算を足したら2,000万円超えますか",
    ],
    "all but what a whole title names": ["経営課題1を除いた合計", "区民主体のまちづくりを除いた残りの合計"],
    "an amount that somebody is to be told": [
        "児童虐待の防止の予算額は?",
        "児童虐待の防止の予算額を園長先生にお伝えしたいのですが",
        "児童虐待の防止の予算額を記事に入れたいです",
        "児童虐待の防止の予算額を挨拶文に書きたい",
        "児童虐待の防止の予算額を資料に載せたいので教えて",
        "児童虐待の防止につきまして、予算額をご教示ください",
        "児童虐待の防止の予算を把握したい",
        "児童虐待の防止の予算額を議事録に残したい",
        "児童虐待の防止の予算額を広報紙で紹介したい",
        "児童虐待の防止にかかるお金を知りたいです",
    ],
    "an entry that somebody is to be told of": [
        "見守り支援について教えて",
        "見守り支援を保護者の方に説明したいのですが",
        "見守り支援の内容を記者に伝えたい",
        "見守り支援をチラシに載せたい",
    ],
    "an entry by its code": [
        "2-2-1の内容は?",
        "2-2-1の本文をそのまま貼ってください",
        "2-2-1の趣旨につきまして、本文を拝見いたしたく存じます。",
        "2-2-1を拝読したく、お願い申し上げます。",
        "2-2-1を園長先生にお伝えしたいのですが",
        "生活安全課との打合せ資料用。2-2-1の本文をそのまま貼ってください",
    ],
    "words that are looked for": [
        "「区政会議」が入っている項目を全部",
        "文中に「区政会議」が入っている項目を全部",
        "本文の中に「区政会議」という表現がある項目を全部",
        "「区政会議」の文字が入っている項目を全部",
    ],
    "a sentence that is looked for": [
        "「仕組みの定着を図る」と書かれている戦略は?",
        "「仕組みの定着を図る」の一文がある戦略を特定してください",
        "「仕組みの定着を図る」という一文がある戦略はどれ?",
    ],
    "a figure to be confirmed": [
        "5-2-1の予算は6,004千円で合っていますか",
        "5-2-1の予算「6,004千円」で間違いありませんか",
        "原稿に「5-2-1 6,004千円」とありますが正しい数字ですか",
        "「5-2-1は6,004千円」という数字は正しい?",
    ],
    "issues by how many initiatives they have": [
        "取組の数が一番多い経営課題は?",
        "一番取組の多い経営課題は?",
        "取組数が最も多い経営課題",
        "どの経営課題に取組が一番多い?",
        "経営課題の中で取組が一番多いのはどれ",
    ],
    "issues by a number of initiatives": [
        "取組が2つある経営課題は?",
        "取組の数が2件の経営課題は?",
        "経営課題のうち取組が2つあるのは",
        "経営課題で取組の数が2件のもの",
    ],
    "the number of initiatives of each issue": [
        "経営課題ごとの取組の数",
        "各経営課題の取組数は?",
        "経営課題別の取組の件数は",
    ],
    "what people can do is nothing new": ["相談に触れている取組は?", "相談できる取組は?"],
    "several facts of one entry": [
        "2-2-1は?",
        "2-2-1の予算とどの経営課題か",
        "2-2-1の番号と予算と、どの経営課題か",
    ],
    "the money of the whole plan": [
        "予算の合計は?",
        "うちの区の予算総額は?",
        "当区の予算総額は?",
        "区の予算はいくら?",
        "区の総予算",
    ],
    "the money of every issue": ["経営課題ごとの予算は?", "それぞれの経営課題にいくら使うの?"],
    "the largest where only one speaks of it": ["見守り支援の予算は?", "見守り支援で一番予算が大きいのは?"],
    "an amount as people say it": [
        "防災の予算は?",
        "防災の予算わ?",
        "防災のよさんわ",
        "防災の予算は?w",
        "防災の予算は?(笑)",
        "なあなあ、防災の予算は?",
        "あのさ、防災の予算は?",
        "おーい、防災の予算は?",
        "てか防災の予算なんぼ",
        "防災の予算なんぼかかっとん",
        "防災の予算いくらかかっとーと?",
    ],
    "a mission typed by ear": ["区の使命は?", "区の使めいは?", "区の使めいわ?"],
    "by how much one is more than another": [
        "防災の予算は防犯よりいくら多い?",
        "防災の予算は防犯をいくら上回る?",
        "防災の予算は防犯をどの程度上回っていますか",
    ],
    "which of two issues has more initiatives": [
        "課題2と課題1ではどっちが取組が多い?",
        "課題2と課題1の取組の数を比べて",
        "経営課題2と経営課題1、取組数が多いのはどっち",
    ],
    "by how much one is more, in English": [
        "How much more does 2-2-1 get than 4-1-1?",
        "How many more yen does 2-2-1 get than 4-1-1?",
    ],
    "whether an issue has more initiatives than another": [
        "課題2は課題1より取組が多い?",
        "経営課題2は経営課題1より取組が多いですか",
        "Does issue 2 have more initiatives than issue 1?",
    ],
    "whether one is more than another": [
        "防災は防犯より多い?",
        "防災は防犯を上回ってる?",
        "防災は防犯を上回っていますか",
    ],
    "what is more than an entry": ["防災の予算を上回る取組は?", "防災を上回っている取組は?"],
    "a difference as people say it": [
        "防災と防犯の予算の差は?",
        "防災と防犯の予算の差ぁは?",
        "ぼうさいとぼうはんのよさんのさは?",
    ],
    "most as people say it": [
        "予算が一番多い取組は?",
        "予算いっちばん多い取組は?",
        "予算がいちばんおおい取組わ?",
    ],
    "how many as people say it": ["取組は何個ありますか", "取り組みってなんこあんの?", "取組なんこあるん"],
    "a bound in hiragana": ["予算が200万円を超える取組は?", "予算が200万円をこえる取組は?", "予算が200万こえる取組は?"],
    "a sum": ["経営課題3の取組の予算合計", "経営課題3に属する取組の予算小計", "経営課題3の各取組の予算を足した額"],
    "a sum of everything": [
        "予算の合計はいくらですか",
        "子どもが保育所に通っています。予算の合計はいくらですか",
        "町内会長から問い合わせを受けています。予算の合計はいくらですか",
    ],
    "what is below": ["経営課題4の取組は?", "経営課題4にぶら下がってるやつ全部"],
    "parts that are counted": [
        "取組が1つしかない経営課題は?",
        "経営課題のうち取組が1つしかないのは?",
        "経営課題の中で取組が1つしかないのはどれ",
    ],
    "a place and a figure in one sentence": [
        "防災はどの経営課題にあって、予算はいくらですか",
        "来週の部会で説明します。防災はどの経営課題にあって、予算はいくらですか",
        "防災はどの経営課題に入っていて、予算はいくら?",
    ],
    "a rank": ["4-2-1の予算は何番目に多い?", "4-2-1は金額順だと何番目ですか"],
    "where something stands": ["区政会議はどこに位置づけられていますか", "区政会議は方針のどこに位置づいていますか"],
    "where words are written": ["防犯カメラはどこに書いてありますか", "防犯カメラっていうのはどのへん?"],
    "what costs more than an entry": [
        "5-1-1より予算が多い取組は?",
        "産業振興(5-1-1)より予算が多い取組はどれですか",
        "産業振興(5-1-1)よりお金かかってる取組ある?",
    ],
    "the second by money": [
        "2番目に予算が大きい取組は?",
        "予算額第2位の具体的取組は何か",
        "2番目にお金かかってるのは?",
    ],
    "two together": [
        "見守り支援と児童虐待防止の予算の合計は?",
        "見守り支援および児童虐待防止の予算合計額を教えてください",
        "見守り支援と児童虐待防止でいくら?",
        "見守り支援に児童虐待防止を足した金額",
    ],
    "how many times": [
        "見守り支援は児童虐待防止の何倍?",
        "児童虐待防止に対して見守り支援は何倍の予算ですか",
        "見守り支援って児童虐待防止の何倍くらいかけてるん?",
    ],
    "an amount that is set apart": [
        "産業振興の予算は?",
        "産業振興の取組にいくらついていますか",
        "産業振興の取組に予算はいくらぐらい付いてるの",
        "産業振興にいくらつきましたか",
        "産業振興になんぼついとるん",
    ],
    "what belongs to what was told": [
        "避難訓練に関連する取組の予算は?",
        "避難訓練の担当になりました。関連する取組の予算は?",
    ],
    "what was told is asked by a word alone": [
        "予算が100万円台の取組はどれ",
        "予算が100万円台の取組は三つあるはず。どれか確認したい",
    ],
    "two that were told of": ["防災と防犯、どっちが高い", "防災と防犯を比べたい。どっちが高い"],
    "how many there are": ["経営課題はいくつありますか", "経営課題はなんぼある?"],
    "the office's own address": ["区役所の住所は?", "港区役所の所在地を教えてください"],
    "all parts of a text": ["区の使命を教えて", "区の使命の①②③を教えてください"],
    "quoted words that somebody has heard": [
        "「みなトクモン」はどこに書いてありますか",
        "研修で「みなトクモン」が出てきたんですが、運営方針だとどこに書いてありますか",
        "広報紙に「みなトクモン」と書きたいのですが、どこに記載がありますか",
    ],
}
ASIDES = """
配属されたばかりですみません、{}
生活安全課との打合せ資料用。{}
お世話になっております。総務課の田中です。{}
地域の集まりで話題になりました。{}
チラシに載せるため、{}
議会答弁の準備です。{}
前任者から引き継いだのですが、{}
議員さんから「どうなっているか」と言われました。{}
{} 明日の会議で使うので。
{} 園長先生に渡します。
今年度入庁したばかりで運営方針をまだ読めていません。{}
議会で聞かれるかもしれんねん。{}
課長が来週の幹部会で説明するそうです。{}
見積もりを取る前に確認したくて。{}
数字が合わなくて困っている。{}
{} 課長に見せる。
{} 5分後に議員が来る。
""".split("\n")[1:-1]
QUESTIONS = [
    "2-2-1の予算はいくらですか",
    "経営課題3の取組を教えてください",
    "経営課題3の予算合計は?",
    "予算が一番大きい取組はどれですか",
    "ドローンの予算はいくらですか",
]
UNKNOWN = [
    "ドローンについてですが、予算は?",
    "ドローンを飛ばしたいんですが、いくら使っていますか",
    "2-2-1のドローンの予算は?",
    "ドローンの予算額を記事に入れたい",
    "ドローンの予算を課長に伝えたい",
    "子どもをプールに入れたい",
    "図書館で予算額を知りたい",
    "プールにかかる予算額を知りたい",
    "見守りでドローンを飛ばしたいので予算を教えて",
]


def told(answer: Answer) -> tuple[Any, ...]:
    """What an answer says, whatever it was asked with."""
    return answer.kind, answer.yen, tuple(shown.entry.id for shown in answer.shown), answer.parts == ()


@pytest.mark.parametrize("wordings", CLASSES.values(), ids=CLASSES)
def test_wordings_of_one_question_have_one_answer(desk: Desk, wordings: list[str]) -> None:
    first = told(desk.ask(wordings[0]))
    assert first[0] is not Kind.UNKNOWN
    assert {wording: told(desk.ask(wording)) for wording in wordings} == dict.fromkeys(wordings, first)


@pytest.mark.parametrize(
    ("post", "second"),
    [
        ("防災と防犯の予算を教えて。あと合計も", "防災と防犯の予算の合計は?"),
        ("経営課題3の取組を教えて。合計もお願い", "経営課題3の取組の合計は?"),
        ("経営課題3の取組を教えて。一番大きいのは?", "経営課題3の取組で一番大きいのは?"),
        ("予算トップ3を教えて。その合計も", "予算トップ3の合計は?"),
        ("100万円未満の取組は?その合計は?", "100万円未満の取組の合計は?"),
        ("防災の予算を教えて。あと全体の何%かも", "防災の予算は全体の何%?"),
        (
            "List initiatives over 5 million yen, and what do they add up to?",
            "Total of initiatives over 5 million yen?",
        ),
        ("How many issues are there, and how many initiatives?", "How many initiatives are there?"),
        ("一番高いのはどれで、一番安いのはどれ?", "一番安い取組はどれ?"),
        ("防災の予算を教えてもらって、2-2-1の予算も教えて", "2-2-1の予算は?"),
        ("防災の予算、それと2-2-1の予算をお願いします", "2-2-1の予算は?"),
        ("防災の予算を調べてる。2-2-1の予算も", "2-2-1の予算は?"),
        ("500万円以上の取組がいくつあるか数えたい。合計も知りたい", "500万円以上の取組の合計は?"),
        ("子育ての取組をまとめたい。全部で何件あるか、総額はいくらか。", "子育てに関わる取組の予算の合計は?"),
    ],
)
def test_the_second_question_of_a_post_is_of_what_the_first_asks(desk: Desk, post: str, second: str) -> None:
    parts, alone = desk.ask(post).parts, desk.ask(second)
    assert [told(part) for part in parts[1:]] == [told(alone)]


def test_a_sentence_goes_on_about_what_it_speaks_of(desk: Desk) -> None:
    """予算は is of 防災 and not of the issue that the first half asks for."""
    answer = desk.ask("防災はどの経営課題にあって、予算はいくらですか")
    assert [part.shown[0].entry.code for part in answer.parts] == ["2", "2-1-1"]
    assert answer.yen == 2_025_000


@pytest.mark.parametrize("aside", ASIDES)
def test_an_aside_and_a_question_have_one_answer(desk: Desk, aside: str) -> None:
    for question in QUESTIONS:
        assert told(desk.ask(aside.format(question))) == told(desk.ask(question)), question


@pytest.mark.parametrize(
    "question",
    [
        "防犯対策の戦略を読みたいです",
        "ぼうはんたいさくの せんりゃくを よみたいです",
        "家庭学習の内容を全文で",
        "経営課題6の趣旨は?",
    ],
)
def test_an_entry_that_is_named_is_shown_with_its_whole_text(desk: Desk, question: str) -> None:
    (shown,) = desk.ask(question).shown
    assert shown.quote is not None
    assert shown.quote.text == shown.entry.body.strip()


def test_quoted_words_are_looked_for_as_they_are_printed(desk: Desk) -> None:
    """巡回 is near to パトロール, which nobody asked for."""
    assert [shown.entry.code for shown in desk.ask("「巡回」という単語を含む項目の一覧").shown] == ["3-3-4"]


@pytest.mark.parametrize("question", UNKNOWN)
def test_what_is_asked_about_and_unknown_is_never_passed_over(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    assert (answer.kind, answer.yen) == (Kind.UNKNOWN, None)


@pytest.mark.parametrize(
    "asked",
    [
        "課題3の平均と課題4の平均、どちらが大きい",
        "予算かいてないのどれ",
        "一番安いのと高いのの比率",
        "全体の予算を取組の数で割ると?",
        "一番やすいとりくみどれ",
    ],
)
def test_what_found_no_place_in_the_query_is_refused(desk: Desk, asked: str) -> None:
    """Rather than that another question, often one for the whole plan, is answered."""
    assert not desk.ask(asked).shown


def shown(answer: Answer) -> list[str | None]:
    """The entries of an answer by their codes, in the order that they are told in."""
    return [each.entry.code for part in answer.parts or (answer,) for each in part.shown]


@pytest.mark.parametrize(
    ("listed", "joined"),
    [
        ("防災・防犯・見守りの予算", "防災と防犯と見守りの予算"),
        ("次の予算額を教えてください\n・防災\n・防犯\n・見守り", "防災と防犯と見守りの予算額を教えてください"),
        ("以下のうち一番高いのは?\n①2-1-1\n②2-2-1\n③3-1-2", "2-1-1、2-2-1、3-1-2のうち一番高いのは?"),
        ("課題2\n課題3\n課題4\nそれぞれの予算を知りたいです", "課題2と課題3と課題4の予算"),
        ("2-1-1\n2-2-1\nこれらの合計は?", "2-1-1と2-2-1の合計は?"),
        ("Budget for the following?\n- 2-1-1\n- 2-2-1", "the budgets of 2-1-1 and 2-2-1"),
        ("Please tell me the budgets:\n1. 2-1-1\n2. 2-2-1", "the budgets of 2-1-1 and 2-2-1"),
        ("防災の予算と防犯の予算の合計", "防災と防犯の予算の合計"),
        ("防災の予算、防犯の予算、見守りの予算", "防災と防犯と見守りの予算"),
        ("以下3点について予算額をご教示ください。\n(1) 防災\n(2) 防犯", "防災と防犯の予算額"),
        ("一番高いのと一番安いのを教えて", "一番高い取組と一番安い取組の予算"),
        ("戦略2-1、2-2のそれぞれの合計", "戦略2-1と戦略2-2の予算"),
        ("経営課題2から4までの取組の合計", "経営課題2と経営課題3と経営課題4の取組の合計"),
        ("経営課題2の防災の取組は?", "防災の取組は?"),
        ("経営課題3から5の取組を安い順に3つ", "経営課題3から5までの取組を安い順に3つ"),
        ("子どもの学力の取組は、一番大きい取組の何割ですか", "4-1-1は1-2-2の何割ですか"),
        ("経営課題2で防災の取組は?", "防災の取組は?"),
        ("経営課題2のうち防災の取組の予算は?", "防災の取組の予算は?"),
    ],
)
def test_a_list_says_what_a_sentence_says(desk: Desk, listed: str, joined: str) -> None:
    one, other = desk.ask(listed), desk.ask(joined)
    assert one.kind is not Kind.UNKNOWN
    assert (one.kind, one.yen, shown(one)) == (other.kind, other.yen, shown(other))


@pytest.mark.parametrize(
    ("post", "alone"),
    [
        ("取組の数と、その合計額を教えて", ["取組の数", "取組の合計額"]),
        ("経営課題3の取組は何件で、合計いくら?", ["経営課題3の取組は何件", "経営課題3の取組は合計いくら"]),
        ("防災と防犯の合計と差", ["防災と防犯の合計", "防災と防犯の差"]),
        ("防災と防犯、合わせていくらで差はいくら?", ["防災と防犯を合わせるといくら", "防災と防犯の差"]),
        ("防災と防犯の差額と合計額を出して", ["防災と防犯の差額", "防災と防犯の合計額"]),
        ("経営課題2の戦略の数と取組の数は", ["経営課題2の戦略の数", "経営課題2の取組の数"]),
        ("経営課題3の予算と取組の数", ["経営課題3の予算", "経営課題3の取組の数"]),
        ("the total and the difference of 2-1-1 and 2-2-1", ["the total of 2-1-1 and 2-2-1", "2-1-1 minus 2-2-1"]),
    ],
)
def test_each_figure_of_one_thing_is_answered_in_its_order(desk: Desk, post: str, alone: list[str]) -> None:
    parts, others = desk.ask(post).parts, [desk.ask(question) for question in alone]
    assert [(part.kind, part.yen, shown(part)) for part in parts] == [(o.kind, o.yen, shown(o)) for o in others]


@pytest.mark.parametrize(
    ("post", "entries", "missing"),
    [
        ("防災とドローンと防犯の予算", ["2-1-1", "2-2-1"], "ドローン"),
        ("次の予算を教えて\n・防災\n・給食\n・防犯", ["2-1-1", "2-2-1"], "給食"),
        ("2-1-1と9-9-9の予算", ["2-1-1"], "9-9-9"),
        ("budgets of crime prevention and drones", ["2-2-1"], "drones"),
    ],
)
def test_what_is_not_there_is_named_beside_what_is(desk: Desk, post: str, entries: list[str], missing: str) -> None:
    found, lacking = desk.ask(post).parts
    assert (shown(found), lacking.yen) == (entries, None)
    assert missing in lacking.headline


def test_a_sum_without_one_of_its_parts_is_not_told(desk: Desk) -> None:
    answer = desk.ask("防災とドローンの予算の合計")
    assert (answer.kind, answer.yen) == (Kind.UNKNOWN, None)


def test_texts_of_several_are_each_shown(desk: Desk) -> None:
    """何をする of two initiatives is their texts, and not a list of their names."""
    assert len(desk.ask("2-1-1と2-2-1は何をする取組?").parts) == len(("2-1-1", "2-2-1"))


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("経営課題2は経営課題1より取組が多い?", "はい"),
        ("経営課題1は経営課題2より取組が少ないですか", "はい"),
        ("経営課題2は経営課題3より取組が多い?", "いいえ"),
        ("does issue 1 have more initiatives than issue 2?", "No"),
    ],
)
def test_more_initiatives_than_another_is_yes_or_no(desk: Desk, question: str, yes: str) -> None:
    assert desk.ask(question).headline.startswith(yes)


def test_the_next_by_size_is_the_second(desk: Desk) -> None:
    """次に少ない behind 一番少ない is one initiative, and not all in that order."""
    assert shown(desk.ask("一番少ない取組とその次に少ない取組")) == ["6-1-3", "4-1-1"]


def test_the_mean_of_numbers_of_initiatives_is_no_mean_of_money(desk: Desk) -> None:
    assert desk.ask("経営課題ごとの取組数の平均は?").kind is Kind.UNKNOWN


def test_several_have_a_place_each(desk: Desk) -> None:
    parts = desk.ask("2-1-1と2-2-1は何位ですか").parts
    assert [shown(part)[0] for part in parts] == ["2-1-1", "2-2-1"]
