"""Any query as a plain question of a person, in either language. Reading these words gives an equal query.

The words are put together from few frames, one for each operator; the phrases stand in phrases/queries.toml, their
keys in brackets below. Japanese, with English beside it where the order differs:

    question   {plan}では、{ask}({unit}で)    the plan only where it is not the default one; keys ask_of_plan, ask_unit
    ask        record       {noun}について教えて
               list         {noun}の一覧 · {noun}の{measure}の一覧; one place by its own measure {noun}は?
               with an order the noun without its place: {noun}の{measure}を多い順に{take}, by another measure
                            …を{measure}の大きい順に{take}, by the page …を載っている順に{take}
                            where take is 並べて · 上位3件 · 4番目から6番目まで · 最後の3件
               amount sum mean median difference ratio    {made}は?
               count        {noun}は何件?               exists    {noun}は載っていますか?
               compare      {noun}の{measure}を比べて · with an order {noun}で{measure}が多いのはどれ?
               rank         {noun}の{measure}は{within}の中で何番目に大きい?
               confirm      {set}の{measure}は{value}以上ですか? · {set}は{within}のものですか?
               fact         {noun}の{fact}は? · of the whole ページの{fact}は?
    made       {noun}の{measure}の合計 平均 中央値 差 比, alone {noun}の{measure}, {noun}の件数;
               by a group {set}の部署ごとの{measure}の合計, {set}の部署ごとの件数: then のうち{conditions}もの, and the
               order and the take of the groups as of a list: …の合計を多い順に上位1件
    noun       a set with conditions, then with a place. Of a level the first of them goes straight before it:
               予算額が1,000万円を超える経営課題, 予算額が2番目に大きい経営課題
               Everything else: {set}のうち{conditions}もの, {set}のうち{place}もの, one after the other.
               English: initiatives whose …, those of {set} whose …, the initiative with the largest budget.
    condition  {measure}が{value}を超える · 以上の · 未満の · 以下の · {value}の; several: を超え、 以上で、 未満で、 …
               The value is money (1,000万円), a percentage, a number of entries (3件), or what is `made` of others.
    place      最も大きい · 2番目に大きい · 大きい方から3件の · 大きい方から4番目から6番目までの, from the other end
               大きい順で最後の · 最後から2番目の · 最後の3件の;
               of the page 載っている順で最初の · 2番目の · 最後の3件の
    measure    予算額, 令和3年度の予算額, another kind as printed; 予算額の、{set}に占める割合 (全体 is Whole);
               予算額の、令和3年度から令和4年度への増減 (増減率); 下にある戦略の数, すぐ下にある項目の数.
               What follows a comma comes after 合計, 平均 …: 予算額の合計の、全体に占める割合.
    set        atoms: すべての項目 (Whole) · 経営課題2, or 「a whole title」 where no code is printed (Linked; several
               are joined by ・) · 具体的取組, 戦略や具体的取組 (OfLevel) · 「防災」に触れている項目 (Mentions) ·
               1-2-2から2-2-1までの項目 (CodeRange) · 市民課が担当する項目 (Office)
               {set}の具体的取組, {set}のすぐ下の項目 (Below) · {set}の上の戦略, {set}のすぐ上の項目 (Above) ·
               {set}と同じ並びのほかの項目 (Beside) · {set}と{set} (Or; と、 where one is no atom)
               {set}のうち{set}にも当たるもの, …のうち「防災」に触れているもの, …のうち市民課が担当するもの (And) ·
               {set}のうち{set}を除いたもの (Minus) · {set}のうち令和3年度から令和4年度へ新しく載ったもの (Appeared) ·
               {noun} (Rows)

What binds how: の, が, で belong to the set right before them, read from the left; a clause conditions the noun right
behind it; のうち takes all that stands before it since the last comma or bracket. A set whose end could not be told is
enclosed in ( ): before の where it ends in もの or is loosely joined, in English also before whose, with, placed.

Some queries are one question, and `normal` gives the one of them that its words read back to: AMOUNT, SUM, MEAN …
without a measure ask for Money(), and so do groups, of which AMOUNT is a LIST; the kind 予算額 is the one that is meant
without naming; CONFIRM has the measure of its first condition; RANK and COMPARE have the measure of their order, and
RANK has an order; the inner query of Rows is a LIST without a measure, and is the query itself where that adds nothing;
a take of LIST has an order, or is that of the page; what an ask has no use for is left out.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from knowledge.answers.measured import RELATIONS, numbers, place_key
from knowledge.answers.names import Names, Shelf, opened, source_of
from knowledge.answers.wording import Wording, plain_entry
from knowledge.language.phrases import phrases, say
from knowledge.language.text import is_japanese
from knowledge.model import (
    BUDGET,
    Ask,
    Condition,
    FactKind,
    Group,
    Language,
    Level,
    Money,
    Order,
    Query,
    Rows,
    Take,
    Whole,
)
from knowledge.shelf.catalogue import label, year_name
from knowledge.shelf.document import Document

_MADE = (Ask.AMOUNT, Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.DIFFERENCE, Ask.RATIO)
_BARE = Query(Ask.RECORD, Whole())
_MAY_SAY = frozenset(("measure", "where", "by", "order", "take", "within", "fact", "unit", "year"))
_ROWS = frozenset(("where", "order", "take"))
_KEPT = {
    Ask.RECORD: _ROWS,
    Ask.EXISTS: _ROWS,
    Ask.COUNT: _ROWS | {"by"},
    Ask.LIST: _ROWS | {"measure", "by", "unit"},
    **dict.fromkeys(_MADE, _ROWS | {"measure", "by", "unit"}),
    Ask.COMPARE: frozenset(("measure", "where", "order", "unit")),
    Ask.RANK: frozenset(("measure", "where", "order", "within", "take")),
    Ask.CONFIRM: frozenset(("measure", "where", "within", "unit")),
    Ask.FACT: _ROWS | {"fact", "year"},
    Ask.TALK: frozenset({"fact"}),
}
"""What the words of each ask tell of a query."""


def normal(query: Query) -> Query:
    """The query that the words of this one read back to: see above."""
    inside = replace(query, **{each.name: _normal(getattr(query, each.name)) for each in fields(query)})
    inside = _unfolded(inside)
    measure, order = inside.measure, inside.order
    if inside.ask in _MADE and measure is None:
        measure = Money()
    if inside.ask is Ask.CONFIRM and inside.where:
        measure = inside.where[0].measure
    if inside.ask in (Ask.RANK, Ask.COMPARE):
        measure = (order.measure if order else None) or measure or Money()
        order = Order(measure, order.ascending if order else False) if order or inside.ask is Ask.RANK else None
    ask = Ask.LIST if inside.ask is Ask.AMOUNT and inside.by is not None else inside.ask
    if ask is Ask.LIST and inside.by is not None:
        measure = measure or Money()
    if ask is Ask.LIST and inside.take is not None and order is None:
        order = Order(None)
    kept = _KEPT.get(ask, frozenset())
    told = {name: getattr(_BARE, name) for name in _MAY_SAY - kept}
    return replace(inside, **({"ask": ask, "measure": measure, "order": order} | told))


def _unfolded(query: Query) -> Query:
    """Rows of rows are the rows of one query, where the outer adds nothing that comes before what the inner does."""
    if not isinstance(query.of, Rows) or query.where or query.by is not None or query.ask is Ask.CONFIRM:
        return query
    inner, kept = query.of.query, _KEPT.get(query.ask, frozenset())
    if inner.by is not None:
        return query
    if inner.order is None and inner.take is None:
        return replace(query, of=inner.of, where=inner.where)
    if query.order is None and query.take is None and kept >= _ROWS and query.ask is not Ask.LIST:
        return replace(query, of=inner.of, where=inner.where, order=inner.order, take=inner.take)
    return query


def _normal(value: Any) -> Any:
    """The same in every part of a query; an inner query that is a set says neither what is asked nor a measure."""
    if isinstance(value, tuple):
        return tuple(map(_normal, value))
    if isinstance(value, Money) and value.kind == BUDGET:
        return replace(value, kind=None)
    if isinstance(value, Rows) and isinstance(value.query.by, Level):
        return Rows(normal(value.query))
    if isinstance(value, Rows):
        return Rows(replace(normal(replace(value.query, ask=Ask.RECORD, measure=None)), ask=Ask.LIST))
    if isinstance(value, Query):
        return normal(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _normal(getattr(value, each.name)) for each in fields(value)})
    return value


def canonical(query: Query, language: Language, shelf: Shelf) -> str:
    """The words of a query: what a person would ask."""
    document = opened(shelf, query.document)
    return Canonical(shelf, document, language).question(normal(query))


def wording(names: Names, shelf: Shelf) -> Wording:
    """Words for the parts of a query as a question names them: entries by level and code."""
    return Wording(names, lambda name: source_of(shelf, name), plain_entry)


class Canonical:
    """Words queries to one document in one language."""

    def __init__(self, shelf: Shelf, document: Document, language: Language) -> None:
        self._shelf = shelf
        self._document = document
        self._language = language
        self._words = wording(Names(document, language), shelf)

    def _say(self, key: str, **values: object) -> str:
        return say(key, self._language, **values)

    def question(self, query: Query) -> str:
        """The whole question: what is asked, in which unit, of which plan."""
        asked = self._ask(query)
        if query.unit is not None:
            asked = self._say("ask_unit", question=asked, unit=query.unit)
        if self._document.name == self._shelf.default.name:
            return asked
        return self._say("ask_of_plan", plan=self._plan(), question=asked)

    def _plan(self) -> str:
        """The plan by whose it is, its year and its stage; by its title too where another is called the same."""
        source, default = self._document.source, self._shelf.default.source
        named, ours = (label(each, self._language, stage=True) for each in (source, default))
        return self._say("ask_of_titled", plan=named, title=source.title) if named == ours else named

    def _ask(self, query: Query) -> str:
        words, noun = self._words, self._words.noun
        match query.ask:
            case Ask.RECORD:
                return self._say("ask_record", set=noun(query))
            case Ask.LIST:
                return self._list(query)
            case _ if query.by is not None and query.ask in (*_MADE, Ask.COUNT):
                return self._groups(query)
            case Ask.COUNT:
                return self._say("ask_count", set=noun(query))
            case Ask.COMPARE:
                return self._compare(query)
            case Ask.RANK:
                return self._rank(query)
            case Ask.CONFIRM:
                return self._confirm(query)
            case Ask.EXISTS:
                return self._say("ask_exists", set=noun(query))
            case Ask.FACT:
                return self._fact(query)
            case Ask.TALK:
                return talk(query.fact or "help", self._language)
        return self._say("ask_what", what=words.made(query))

    def _groups(self, query: Query) -> str:
        """One figure for each group: conditions, order and take are those of the groups."""
        if isinstance(query.by, Level) and (query.where or (query.take is not None and query.take.is_one)):
            return self._say("ask_list", what=self._words.noun(query))
        what = self._words.made(query)
        if query.order is None and query.take is None:
            return self._say("ask_what", what=what)
        order = self._order(query, query.order) if query.order else self._say("ask_order_page")
        return self._say("ask_list_by", what=what, order=order, take=self._take(query.take))

    def _list(self, query: Query) -> str:
        words, order, take = self._words, query.order, query.take
        if order and take and take.is_one and order.measure and order.measure == query.measure and not query.by:
            return self._say("ask_which", set=words.noun(query))
        what = words.conditioned(replace(query, by=None))
        if query.measure is not None:
            measure, made = words.halves(query.measure)
            if query.by is not None:
                measure = self._words.grouped(query.by, measure)
            what = self._say("ask_list_measured", set=what, measure=measure, made=made)
        if query.order is None:
            return self._say("ask_list", what=what)
        return self._say("ask_list_by", what=what, order=self._order(query, query.order), take=self._take(query.take))

    def _order(self, query: Query, order: Order) -> str:
        if order.measure is None:
            return self._say("ask_order_page_back" if order.ascending else "ask_order_page")
        if order.measure == query.measure:
            return self._say("ask_order", way=self._words.way(order, many=True))
        return self._say("ask_order_by", measure=self._words.measure(order.measure), way=self._words.way(order))

    def _take(self, take: Take | None) -> str:
        if take is not None and take.each is not None:
            told = self._take(replace(take, each=None))
            return self._say("ask_take_each", take=told, level=self._words.names.in_sentence(take.each))
        key = place_key(take)
        alike = {"first": "top", "last": "bottom", "nth": "range", "nth_last": "range_last"}
        return self._say(f"ask_take_{alike.get(key, key)}", **numbers(take))

    def _compare(self, query: Query) -> str:
        measure, made = self._words.halves(query.measure or Money())
        ways = {None: "", False: "_more", True: "_less"}
        key = f"ask_compare{ways[query.order.ascending if query.order else None]}"
        return self._say(key, set=self._words.conditioned(query), measure=measure, made=made)

    def _rank(self, query: Query) -> str:
        measure, made = self._words.halves(query.measure or Money())
        values: dict[str, object] = {
            "set": self._words.conditioned(query),
            "measure": measure,
            "made": made,
            "way": self._words.way(query.order or Order(query.measure)),
        }
        within = {"within": self._words.right(query.within)} if query.within is not None else {}
        if query.take is not None:
            return self._say("ask_rank_end" if query.within is not None else "ask_rank_end_all", **values, **within)
        if query.within is None:
            return self._say("ask_rank_all", **values)
        return self._say("ask_rank", **values, **within)

    def _confirm(self, query: Query) -> str:
        if query.within is not None:
            return self._say("ask_inside", set=self._words.set(query.of), within=self._words.set(query.within))
        last = len(query.where) - 1
        told = [self._holds(each, is_last=at == last) for at, each in enumerate(query.where)]
        return self._say("ask_confirm", set=self._words.set(query.of), conditions=self._say("where_joined").join(told))

    def _holds(self, condition: Condition, *, is_last: bool) -> str:
        relation = RELATIONS[condition.relation]
        key = f"ask_{relation}" if is_last else f"{relation}_and"
        held = self._say(key, value=self._words.value(condition))
        return self._say("ask_holds", measure=self._words.measure(condition.measure), relation=held)

    def _fact(self, query: Query) -> str:
        fact = fact_name(query, self._language)
        if isinstance(query.of, Whole):
            return self._say("ask_fact_page", fact=fact)
        return self._say("ask_fact", set=self._words.noun(query), fact=fact)


def fact_name(query: Query, language: Language) -> str:
    """What a question calls a fact: its usual name, or else the question's own word; with the year that is asked."""
    name = _fact_name(query, language)
    return say("fact_of_fiscal_year", language, fact=name, year=year_name(query.year, language)) if query.year else name


def _fact_name(query: Query, language: Language) -> str:
    key, words = f"fact_named_{query.fact}", query.fact_words
    is_noun = query.fact in _SAID or words.endswith(_NAMES_A_VALUE)
    if words and is_noun and is_japanese(words) is (language == "ja"):
        return words  # a plan's own heading, or what people call it: 目標 is no 目標値, 被害額 no 料金
    return say(key, language) if key in phrases() else words or query.fact or ""


_SAID = frozenset(map(str, FactKind))
_NAMES_A_VALUE = ("額", "費", "料", "賃", "率")
"""How words end that name a value better than its type does."""


def talk(about: str, language: Language) -> str:
    """How people greet, thank, or ask about the program."""
    key = f"talk_{about}"
    return say(key if key in phrases() else "talk_help", language)


def by_group(group: Group | Level, names: Names) -> str:
    """部署ごと, 経営課題ごと, by office."""
    if isinstance(group, Level):
        return say("each_of_level", names.language, level=names.in_sentence(group))
    return say(f"each_{group}", names.language)
