"""What a follow-up means does not hang on how it is worded, and it never quietly leaves what was talked about."""

from __future__ import annotations

import pytest

from knowledge import Answer, Desk, Subject

BEFORE = {
    "an initiative": "防犯の取組を教えて",
    "an issue": "経営課題3について教えて",
    "what is under an issue": "経営課題2の取組は?",
    "an order": "予算が多い取組トップ3は?",
    "a condition": "予算が300万円以上の取組は?",
    "a sum": "防災と防犯の予算の合計は?",
}
ALIKE = {
    "amount": "予算は? / いくら? / で、予算は? / おいくら / なんぼ? / 金額は? / 予算額を教えて / それいくらなん?",
    "sum": "全部だといくら? / 合計は? / 合わせていくら? / トータルは? / ぜんぶ足したら? / 合計出して / 計いくら?",
    "largest": "一番大きいのは? / 一番予算が多いのは? / 最大は? / どれが一番高い? / 一番お金かかってるのは?",
    "smallest": "一番小さいのは? / 一番安いのは? / 最小は? / いちばん少ないやつは? / どれが一番少ない?",
    "second": "2番目は? / 二番目は? / 2つ目は? / 2つめ / 2番目を教えて / 2つ目のやつは?",
    "the issue": "経営課題は? / 何番の経営課題? / どこの経営課題に属しますか / 経営課題でいうとどれ?",
    "others": "他には? / ほかにある? / その他は? / 他に何がある?",
    "share": "全体の何%? / 全体に占める割合は? / 全体の何割? / それは全体の何パーセント?",
    "unit": "万円で言うと? / 万円だと? / 万円単位で / 万円に直すと / 万円換算だと?",
    "count": "何件? / いくつある? / 何個? / 何件ありますか / 数は?",
    "bound": "1000万円以上は? / 1,000万円以上のは? / 1千万円以上はどれ? / 1000万以上のやつは? / 1000万円を超えるのは?",
    "order": "多い順に並べて / 予算の多い順に / 金額順に並べて / 大きい順で / 高い順に",
    "from the small end": "少ない順に並べて / 安い順に / 小さい順で / 予算の少ない順に",
    "mean": "平均は? / 平均するといくら? / 平均額は? / 1件あたりいくら?",
    "rank": "何番目に大きい? / 順位は? / 全体で何番目? / 全体で何位? / 上から何番目ですか",
    "more": "詳しく / もう少し詳しく / 中身は? / 説明して / 何するの? / どういうこと?",
}
NARROWED = (
    ("経営課題ごとの平均は?", "一番高いのは?", "平均が一番高い経営課題は?"),
    ("経営課題ごとの平均は?", "一番低いのはどこ?", "平均が一番低い経営課題は?"),
    ("経営課題ごとの平均は?", "高い順に並べて", "経営課題ごとの平均を高い順に並べて"),
    ("経営課題ごとの平均は?", "500万円を超えるのは?", "平均が500万円を超える経営課題は?"),
    ("経営課題ごとの平均は?", "課題3は?", "経営課題3の取組の予算の平均は?"),
    ("経営課題ごとの平均は?", "戦略ごとだと?", "戦略ごとの平均は?"),
    ("経営課題ごとに一番大きい取組は?", "戦略ごとだと?", "戦略ごとに一番大きい取組は?"),
    ("各課題の上位2つの取組は?", "上位3つだと?", "各課題の上位3つの取組は?"),
    ("経営課題ごとに一番大きい取組は?", "課題4のは?", "経営課題4で一番大きい取組は?"),
    ("経営課題ごとに一番大きい取組は?", "防災の予算は?", "防災の予算は?"),
    ("経営課題3について教えて", "一番大きいのは?", "経営課題3の取組で一番大きいのは?"),
    ("経営課題3について教えて", "その中で一番小さいのは?", "経営課題3の取組で一番小さいのは?"),
    ("経営課題3について教えて", "取組は何件?", "経営課題3の取組は何件?"),
    ("経営課題3について教えて", "500万円未満は?", "経営課題3の取組のうち500万円未満は?"),
    ("経営課題3の予算は?", "内訳は?", "経営課題3の予算の内訳は?"),
    ("予算が一番大きい経営課題は?", "その中で一番大きい取組は?", "経営課題1の取組で一番大きいのは?"),
    ("経営課題の予算を少ない順に", "2番目は?", "経営課題4"),
    ("予算が2番目に大きい経営課題は?", "そのうち一番小さいのは?", "経営課題3の取組で一番小さいのは?"),
    ("経営課題2の取組は?", "防災以外は?", "2-2-1"),
    ("2-2-1", "それが最下位?", "2-2-1が最下位?"),
    ("2-2-1", "1-2-2より多い?", "2-2-1は1-2-2より多い?"),
    ("予算が300万円以上の取組は?", "100万円以上は?", "予算が100万円以上の取組は?"),
    ("経営課題3について教えて", "一番大きいのを除いた合計は?", "3-3-4"),
    ("2-1-1", "going back to the elderly watch-over one, which issue does it belong to?", "経営課題3は?"),
    ("2-1-1", "is that more than the elderly watch-over program?", "is 2-1-1 more than 3-1-2?"),
    ("2-1-1", "次の取組は?", "2-2-1"),
    ("経営課題5の取組は?", "次の経営課題は?", "経営課題6"),
    ("2-2-1", "他の取組は?", "2-1-1"),
    ("2-2-1", "前の取組は?", "2-1-1"),
    ("戦略4-1は?", "ひとつ前の戦略は?", "戦略3-3は?"),
    ("戦略4-1は?", "2つ次の戦略は?", "戦略5-1は?"),
    ("2-2-1", "一つ前の経営課題の予算は?", "経営課題1の予算は?"),
    ("3-3-4", "隣の戦略は?", "戦略3-1は?"),
    ("戦略3-1は?", "次の戦略の取組の予算は?", "3-3-4"),
    ("戦略3-1は?", "次の課題の戦略は?", "経営課題4の戦略は?"),
    ("2-2-1", "その次の項目は何?", "3-1-2"),
    ("戦略3-1は?", "さらにその上は", "経営課題3"),
    ("予算が一番大きい経営課題は?", "取組が少ないほうから2つを順番に並べて", "取組の予算が少ないほうから2つ"),
    ("戦略3-1は?", "次の戦略と合わせるといくら?", "戦略3-1と戦略3-3の合計は?"),
    ("3-3-4", "ひとつ前の取組との差は?", "3-3-4と3-1-2の差は?"),
    ("予算が多い取組トップ3は?", "2番目の次は?", "5-2-1"),
    ("2-2-1", "その課題の戦略を全部", "経営課題2の戦略は?"),
    ("経営課題4の取組は?", "もう片方の文章は?", "4-2-1"),
    ("防災は?", "2-2-1の次の取組の予算は?", "3-1-2"),
    ("防災は?", "2-1-1とその次の取組の合計は?", "2-1-1と2-2-1の合計は?"),
    ("4-1-1", "経営課題4には他に何の取組がありますか", "4-2-1"),
    ("4-1-1", "経営課題4にほかの戦略はある?", "戦略4-2は?"),
    ("2-1-1", "同じ課題のもう一つの取組はいくら?", "2-2-1"),
    ("戦略2-1は?", "同じ課題のもう一つと比べてどう?", "戦略2-1と戦略2-2を比べて"),
    ("戦略4-1は?", "隣の、子育て世代の戦略は?", "戦略4-2は?"),
    ("経営課題3について教えて", "ほかの取組は?", "経営課題3の取組は?"),
    ("経営課題2の戦略は?", "下の方の取組は?", "戦略2-2の取組は?"),
    ("経営課題2の戦略は?", "上の戦略の取組は?", "戦略2-1の取組は?"),
    ("経営課題2の取組は?", "その中で小さいほうの本文を見せて", "2-2-1"),
    ("2-1-1", "取組全体の何%?", "2-1-1は全体の何%?"),
    ("戦略を全部教えて", "課題4のぶんだけにして", "経営課題4の戦略は?"),
    ("予算が300万円以上の取組は何件?", "未満の方は?", "予算が300万円未満の取組は?"),
    ("予算が300万円以上の取組は何件?", "300万円未満の方は何件?", "予算が300万円未満の取組は?"),
    ("予算が500万円以上の取組は? > その合計は?", "500万円未満の中で一番高いのは?", "3-3-4"),
    ("予算の総額は?", "500万円以上のやつだけ出して", "予算が500万円以上の取組は?"),
    ("予算が多い取組トップ3は?", "逆に少ないのは?", "予算が少ない取組3つは?"),
    ("予算が多い取組トップ3は?", "逆は?", "予算が少ない取組3つは?"),
    ("一番大きい課題は全体の何%?", "2番目の課題だと何%?", "経営課題3は?"),
    ("防災の予算は? > 防犯は?", "さっきのより多いですか", "2-2-1は2-1-1より多い?"),
    ("経営課題4の合計は? > 経営課題5は?", "さっきのより少ない?", "経営課題5の取組は?"),
    ("1-2-2の予算は? > 5-2-1は? > 3-1-2は?", "最初のとの差は?", "1-2-2と3-1-2の差は?"),
    ("防災の予算は? > 防犯は?", "一番最初のはどの戦略?", "戦略2-1は?"),
    ("水族館の予算は?", "経営課題6だけだと?", "経営課題6の予算は?"),
    ("4-1-1 > 4-2-1", "その二つ以外に課題5には何がある?", "経営課題5の取組は?"),
    ("4-1-1 > その戦略は?", "その戦略の隣の戦略の取組は?", "4-2-1"),
    ("経営課題2の取組は? > 200万円以上だと?", "1番少ないのは?", "2-2-1"),
    ("予算が500万円以上の取組は? > 一番小さいのは? > 経営課題3", "残りの二つは?", "1-2-2と3-1-2"),
    ("2-1-1 > 2-2-1", "how far apart are they?", "2-1-1と2-2-1の差は?"),
    ("2-1-1 > 2-2-1", "その差は?", "2-1-1と2-2-1の差は?"),
    ("1-2-2の予算は? > 5-2-1は? > 3-1-2は?", "最初のやつとこれの差は?", "1-2-2と3-1-2の差は?"),
    ("1-2-2の予算は? > 2-1-1は? > 3-1-2は?", "2番目に聞いたのと最後のの差は?", "3-1-2と2-1-1の差は?"),
    ("予算が多い経営課題トップ2は?", "list the initiatives of the second one", "経営課題3の取組は?"),
    ("What are the management issues?", "Show me the strategies under no. 2", "strategies of issue 2"),
    ("What are the management issues?", "strategies under the second one", "strategies of issue 2"),
    (
        "initiatives under issue 2 > what share of those is 2-1-1?",
        "leave that one out, what is the sum?",
        "2-2-1の予算の合計は?",
    ),
    ("経営課題5の予算は?", "その下で一番大きい取組は?", "経営課題5の取組で一番大きいのは?"),
    ("4-1-1", "その課題にはほかに何がある?", "4-2-1"),
    ("4-1-1", "what else is in that issue?", "4-2-1"),
    ("経営課題2の予算の合計は? > 経営課題3の合計は?", "一番大きいのは?", "経営課題3"),
    ("防災と防犯の予算を比べて", "最初のやつより少ない取組は?", "予算が2-1-1より少ない取組は?"),
)
"""One question or more, one behind them, and the question that says the same alone."""


def after(desk: Desk, said: str) -> Subject:
    subject = Subject()
    for asked in said.split(" > "):
        subject = desk.ask(asked, subject).subject
    return subject


ON_ROWS = (
    "全部の取組の予算合計は? > 500万円以上のやつだけ出して = 予算が500万円以上の取組は?"
    " > 合計は? = 予算が500万円以上の取組の合計は?",
    "取組の予算、全部でいくら? > 100万円未満に絞ると? = 予算が100万円未満の取組は?",
    "経営課題2の取組を高い順に > 1番目を除いた合計は? = 2-2-1の予算の合計は?",
    "経営課題2の取組を高い順に > 2番目は? = 2-2-1 > これを除くといくら? = 2-1-1の予算の合計は?",
    "予算の大きい取組トップ3は? > 4番目は? > それも足したらいくら? = 予算の大きい取組トップ4の合計は?",
    "予算の大きい取組トップ3は? > 4番目は? > それを含めた4つの合計は? = 予算の大きい取組トップ4の合計は?",
    "経営課題ごとの予算は? > 一番多い課題は? > 2番目の課題だと? = 予算が2番目に多い経営課題は?",
    "経営課題ごとの予算は? > 一番多い課題は? > 1番目と2番目を足した額は? = 経営課題1と経営課題3の予算の合計は?",
    "経営課題3の取組は? > この2件、額が上なのは? = 3-1-2の予算は? > 次に高いのは? = 3-3-4の予算は?",
    "経営課題3の取組は? > 取組を高い順で = 経営課題3の取組を高い順で",
    "経営課題3の取組は? > 高い方の2つは? = 経営課題3の取組を高い順で",
    "経営課題3の取組は? > 少ない方は? = 3-3-4の予算は? > 差は? = 3-1-2と3-3-4の差は?",
    "見守りの予算は? > 次に高いのは? = 5-2-1の予算は? > その次は? = 3-3-4の予算は?",
    "取組の平均予算は? > それより多いのは何件? = 平均より予算が多い取組は? > 合計は? = 1-2-2と3-1-2の合計は?",
    "予算500万円以上の取組は何件? > どれ? = 予算が500万円以上の取組は? > それを一覧で = 予算が500万円以上の取組は?",
    "予算が一番高い取組は? > 2番目は? > 3番目は? > その上から3つ足すといくら? = 予算の大きい取組トップ3の合計は?",
    "防災と防犯の予算は? > 見守りも足すと合計は? = 2-1-1と2-2-1と3-1-2の予算の合計は?"
    " > その3つで一番大きいのは? = 3-1-2の予算は?",
    "各課題の取組件数は? > 一番少ない課題は? = 取組が一番少ない経営課題は?"
    " > 予算が一番多い課題は? = 予算が一番多い経営課題は?",
    "予算の少ない取組5つは? > 合計で > 4番目と5番目の差は? = 2-2-1と5-1-1の差は?",
    "予算500万円未満の取組は何件? > 具体的には? = 予算が500万円未満の取組は? > 一番高いのは? = 3-3-4の予算は?"
    " > それを含めず合計すると? = 2-1-1、2-2-1、4-1-1、4-2-1、5-1-1、6-1-3の予算の合計は?",
    "100万円台の取組は? > 150万以上で = 予算が150万円以上200万円未満の取組は?",
    "予算の少ない取組2つの合計は? > 上位2件では? = 予算の大きい取組トップ2の合計は?",
    "100万円台の取組は? > 経営課題2のものだけ見せて = 2-2-1の予算は?",
    "経営課題5の予算は? > 取組別に見ると? = 経営課題5の取組の予算は?",
    "経営課題3の取組は? > 大きいほうはどっち > 課題4も同じように並べて = 経営課題4の取組は?",
    "予算の大きい取組トップ3は? > その合計は? > 3番目を除くと = 1-2-2と3-1-2の予算の合計は?"
    " > 代わりに4番目を入れると = 1-2-2と3-1-2と3-3-4の予算の合計は? > 防災も加えると"
    " = 1-2-2と2-1-1と3-1-2と3-3-4の予算の合計は?",
    "防災の予算は? > 防犯は? > どっちが大きい? > その差は? = 防災と防犯の予算の差は? > 見守りも入れて3つの合計は?"
    " = 2-1-1と2-2-1と3-1-2の予算の合計は?",
    "経営課題3の予算は? > 取組を並べて = 経営課題3の取組は? > 安い方の取組は = 3-3-4の予算は? > 課題全体ではいくら"
    " = 経営課題3の予算の合計は?",
    "防災と防犯の予算を比べて > 少ない方は? > 同じ課題にほかの取組はある? > 予算は? = 2-1-1の予算は?",
    "予算の大きい取組トップ3は? > その合計は? > 全体に占める割合は? > 逆に一番少ないのは? = 予算が一番少ない取組は?",
    "経営課題ごとに一番大きい取組は? > 逆に一番小さいのは? = 経営課題ごとに一番小さい取組は?",
    "300万円以上の取組は? > 何件? > 300万円未満は何件? = 予算が300万円未満の取組は何件? > その合計は?"
    " = 2-1-1、2-2-1、4-1-1、4-2-1、5-1-1、6-1-3の予算の合計は?",
    "防災の予算は? > 同じ経営課題にある防犯の方は? = 2-2-1",
    "3-3-4 > 4-2-1の子育て支援との差は? = 3-3-4と4-2-1の差は?",
    "DVの取組は? > 予算は? > 防災は? > 最初の取組に戻って = 3-3-4 > 最初に聞いたやつの予算は? = 3-3-4の予算は?",
    "経営課題2の合計は? > 経営課題3は? > 足して = 経営課題2と経営課題3の予算の合計は?",
    "経営課題5の取組は? > にぎわいの方の中身は? = 5-2-1 > 経営課題2の方は? = 経営課題2",
    "100万円以上の取組は何件? > 除いたのはどれ? > 除いたものの合計は? = 4-1-1と6-1-3の予算の合計は?",
    "3-3-4 > 同じ戦略にほかの取組はある? > 同じ課題では? > 予算は? = 3-1-2の予算は?",
    "防災と見守りの予算を比べて > 課題2の方は? = 2-1-1",
    "経営課題3と経営課題5の予算はそれぞれいくら? > 差はいくら > 多い方の課題の取組は? = 経営課題3の取組は?",
    "2-1-1と2-2-1の予算は? > 経営課題3の取組を予算順に > 上から2つ足して = 3-1-2と3-3-4の予算の合計は?",
    "防災の予算は? > 戦略の合計は? = 戦略2-1の予算の合計は? > 課題だと = 経営課題2の予算の合計は?",
    "経営課題3の戦略は? > 2番目の下の取組 = 戦略3-3の取組は?",
    "経営課題5の取組を予算の大きい順に > 課題4もおなじように並べて = 経営課題4の取組を予算の大きい順に"
    " > 課題3も同様に = 経営課題3の取組を予算の大きい順に > 課題2も大きい順で = 経営課題2の取組を予算の大きい順に",
)
EDITED = {
    "1-2-2と3-1-2の予算の合計は?": "5-2-1を除くと / 5-2-1を外したら / 5-2-1抜きだと / 3番目を除くと"
    " / 3番目は外して / without 5-2-1",
    "1-2-2と3-1-2と3-3-4と5-2-1の予算の合計は?": "3-3-4も足すと / 3-3-4を足すと / 3-3-4を加えたら / 4番目も入れると"
    " / それに3-3-4を足すと / 4番目も入れて4つの合計は / add 3-3-4",
    "1-2-2と3-1-2と2-1-1の予算の合計は?": "5-2-1の代わりに防災を入れると / 5-2-1を外して防災を足すと"
    " / 5-2-1の代わりに2-1-1だと",
}
"""What edits the sum of the three largest, by the sum that it comes to."""
SHARES = (
    ("経営課題3の予算は?", "見守りがその何%占めてる?", "75.1%"),
    ("3-1-2と3-3-4の予算の合計は?", "多い方の占める割合は?", "75.1%"),
    ("経営課題3の取組は?", "少ない方の取組が占める割合は?", "24.9%"),
    ("経営課題ごとの予算を大きい順に", "2番目の課題だと何%?", "30.2%"),
    ("予算が一番多い経営課題は?", "2番目は何%?", "30.2%"),
    ("3-1-2", "経営課題3全体の何%?", "75.1%"),
    ("経営課題3の取組は? > 2番目は?", "合計すると全体の何%?", "30.2%"),
    ("経営課題3の取組は?", "多い方は全体の何%?", "22.7%"),
    ("経営課題3の取組は? > 多い方は全体の何%?", "少ないほうも", "7.5%"),
    ("防災と防犯の予算の合計は?", "それ全体の何%?", "5.4%"),
    ("見守りは全体の何%? > 虐待防止は?", "足すと?", "30.2%"),
    ("予算が多い取組トップ3は? > 残りの取組の合計は?", "残りは全体の何%?", "18.9%"),
    ("予算の大きい取組トップ3は?", "4位も入れると全体の何%?", "88.6%"),
    ("予算の大きい取組トップ3は?", "この三つで全体のどれくらい?", "81.1%"),
    ("3-1-2", "課題の中で何割?", "75.1%"),
    ("3-1-2", "課題全体の何%?", "75.1%"),
    ("3-1-2", "取組全体の何%?", "22.7%"),
    ("経営課題3の取組は? > 多い方は?", "what share of the two?", "75.1%"),
    ("予算の大きい取組トップ3は? > 一番小さい取組は?", "what share of the three is it?", "0.9%"),
    ("経営課題3の取組は?", "2番目のは課題の中で何割?", "24.9%"),
)


def ids(answer: Answer) -> list[str]:
    return [shown.entry.id for shown in answer.shown]


def gist(answer: Answer) -> tuple[object, ...]:
    return answer.kind, answer.yen, ids(answer)


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("asked", ALIKE)
def test_however_a_follow_up_is_worded_it_is_answered_alike(desk: Desk, before: str, asked: str) -> None:
    subject = after(desk, BEFORE[before])
    first, *others = ALIKE[asked].split(" / ")
    wanted = gist(desk.ask(first, subject))
    assert {other: gist(desk.ask(other, subject)) for other in others} == dict.fromkeys(others, wanted)


@pytest.mark.parametrize("alone", EDITED)
def test_what_is_taken_from_a_sum_or_put_to_it_is_reckoned_with_the_rest(desk: Desk, alone: str) -> None:
    subject = after(desk, "予算の大きい取組トップ3は? > その合計は?")
    found = {asked: desk.ask(asked, subject).yen for asked in EDITED[alone].split(" / ")}
    assert found == dict.fromkeys(found, desk.ask(alone).yen)


@pytest.mark.parametrize("asked", ["同じ課題のほかの取組は?", "2番目の下の取組は?"])
def test_what_two_things_have_not_in_common_is_not_told_of_one(desk: Desk, asked: str) -> None:
    assert not desk.ask(asked, after(desk, "防災と見守りの予算を比べて")).shown


@pytest.mark.parametrize("asked", ["代わりに3-3-4を入れたら", "防犯も入れて5つの合計は"])
def test_nothing_is_put_in_the_place_of_what_nobody_took_away(desk: Desk, asked: str) -> None:
    assert desk.ask(asked, after(desk, "予算の大きい取組トップ3は? > その合計は?")).yen is None


@pytest.mark.parametrize(
    "asked", ["上の戦略の文章をお願いします", "それが属する戦略の説明は?", "上の戦略には何が書いてある?"]
)
def test_the_words_of_what_stands_above_are_shown_where_they_are_wanted(desk: Desk, asked: str) -> None:
    (shown,) = desk.ask(asked, after(desk, "2-2-1")).shown
    assert shown.entry.code == "2-2"
    assert shown.quote


@pytest.mark.parametrize(("before", "asked", "alone"), NARROWED)
def test_a_follow_up_is_of_what_was_shown_before(desk: Desk, before: str, asked: str, alone: str) -> None:
    ids = [shown.entry.id for shown in desk.ask(asked, after(desk, before)).shown]
    assert ids == [shown.entry.id for shown in desk.ask(alone).shown] != []


@pytest.mark.parametrize(
    "asked", ["2-2-1は一番大きい?", "見守り支援が一番お金かかってる?", "2-2-1は一番小さい取組ですか"]
)
def test_one_thing_is_never_the_largest_of_itself(desk: Desk, asked: str) -> None:
    assert desk.ask(asked).headline.startswith("いいえ、予算額が最も")


@pytest.mark.parametrize("asked", ["差は?", "何倍?"])
def test_of_three_nothing_is_subtracted_that_nobody_named(desk: Desk, asked: str) -> None:
    assert desk.ask(asked, after(desk, BEFORE["an order"])).yen is None


@pytest.mark.parametrize("asked", ["次の課題は?", "前の戦略の取組は?", "隣の取組の予算は?", "その次は?", "上の戦略は?"])
def test_nothing_is_next_to_what_nobody_named(desk: Desk, asked: str) -> None:
    assert not desk.ask(asked).shown
    assert not desk.ask("前の課題は?", after(desk, "経営課題1は?")).shown


def test_a_share_is_of_no_two_issues_together(desk: Desk) -> None:
    """その課題全体に占める割合 behind two initiatives: of the one issue of both, and of two issues nothing is told."""
    together = desk.ask("4-1-1と4-2-1の差は?")
    assert desk.ask("その課題に占める割合は?", together.subject).shown
    apart = desk.ask("4-1-1と2-2-1の差は?")
    assert not desk.ask("その課題に占める割合は?", apart.subject).shown


@pytest.mark.parametrize("asked", ["合計は?", "一番大きいのは?", "何件?", "平均は?", "その合計は?", "件数で比べると?"])
def test_of_nothing_that_was_found_nothing_is_told(desk: Desk, asked: str) -> None:
    assert not desk.ask(asked, after(desk, "1億円以上の取組は?")).shown


@pytest.mark.parametrize("talk", ON_ROWS)
def test_what_was_shown_is_filtered_ordered_added_up_and_picked_from(desk: Desk, talk: str) -> None:
    subject = Subject()
    for turn in talk.split(" > "):
        asked, _, alone = turn.partition(" = ")
        answer = desk.ask(asked, subject)
        subject = answer.subject
        if alone:
            wanted = desk.ask(alone)
            assert (asked, ids(answer), answer.yen) == (asked, ids(wanted) or None, wanted.yen)


@pytest.mark.parametrize(("before", "asked", "share"), SHARES)
def test_a_share_is_of_what_was_shown_where_it_is_said_so(desk: Desk, before: str, asked: str, share: str) -> None:
    assert share in desk.ask(asked, after(desk, before)).headline


@pytest.mark.parametrize(
    ("before", "told"),
    {
        "2-2-1 > それは経営課題2ですか?": "はい、",
        "2-2-1 > 経営課題2の取組ですか": "はい、",
        "2-2-1 > これって経営課題3の取組?": "いいえ、",
        "2-2-1 > それは経営課題2ですか? > 見守りは?": "いいえ、",
        "2-2-1 > それは経営課題3ですか? > 課題2は?": "はい、",
        "2-2-1 > 戦略2-2に入ってますよね": "はい、",
        "経営課題3の取組は? > 全部経営課題3ですか": "はい、",
        "予算が300万円以上の取組は? > 全部経営課題3ですか": "いいえ、",
        "見守りは経営課題3の取組でしたっけ": "はい、",
        "2-2-1 > is that in issue 2?": "Yes, ",
        "経営課題3 > そこに防犯も入る?": "いいえ、",
        "経営課題3 > そこに防犯も入る? > その課題に見守りもありますか": "はい、",
        "予算が100万円台の取組は? > 防犯はその中に入ってる?": "はい、",
        "予算が100万円台の取組は? > 防犯はその中に入ってる? > 見守りは?": "いいえ、",
        "予算が100万円台の取組は? > 見守りはその中に入ってる? > 産業振興もその中にありますか": "はい、",
        "2-2-1 > does it belong to issue 3?": "No, ",
        "2-2-1 > is it under issue 3? > what about issue 2?": "Yes, ",
    }.items(),
)
def test_what_is_said_to_stand_under_something_is_confirmed_or_denied(desk: Desk, before: str, told: str) -> None:
    *earlier, asked = before.split(" > ")
    answer = desk.ask(asked, after(desk, " > ".join(earlier)) if earlier else None)
    assert answer.headline.startswith(told)


@pytest.mark.parametrize("asked", ["500万円以上?", "500万円以上ですか?", "500万円以上になる?", "500万円以上なの?"])
def test_an_amount_that_is_held_true_is_confirmed(desk: Desk, asked: str) -> None:
    assert desk.ask(asked, after(desk, BEFORE["a sum"])).headline.startswith("いいえ、")


@pytest.mark.parametrize("before", ["経営課題3の取組は?", "予算が300万円以上の取組は?", "防犯の予算は?"])
@pytest.mark.parametrize(
    "asked", ["その中で一番高いのは?", "一番安いのは?", "もう一つは?", "合計は?", "予算は?", "その戦略は?", "課題は?"]
)
def test_nothing_older_is_answered_after_one_was_picked_that_was_not_understood(
    desk: Desk, before: str, asked: str
) -> None:
    picked = desk.ask("逆側のまんなかへんのやつ", after(desk, before))
    assert not picked.shown
    assert not desk.ask(asked, picked.subject).shown
    assert desk.ask("防災の予算は?", picked.subject).yen == 2_025_000


@pytest.mark.parametrize("asked", ["予算いくら?", "合計は?", "一番高いのは?"])
def test_behind_a_first_question_that_was_not_understood_nothing_is_told_of_the_whole(desk: Desk, asked: str) -> None:
    unread = desk.ask("窓口関係の取組はどれ?")
    assert not unread.shown
    assert not desk.ask(asked, unread.subject).shown
