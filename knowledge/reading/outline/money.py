"""The money of a heading: what stands apart on its own line and on those below it that hold nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.language.brackets import CLOSING, OPENING, PAIRS, brackets
from knowledge.model import Amount
from knowledge.reading import dates
from knowledge.reading.amounts import Caption, Printed, Role, amounts, captioned
from knowledge.reading.apart import Apart, set_apart, without
from knowledge.reading.budgeted import budgeted
from knowledge.reading.headings import is_sentence
from knowledge.reading.lines import Line
from knowledge.reading.outline.labelled import labelled
from knowledge.reading.outline.nodes import is_year
from knowledge.reading.status import ELSEWHERE, without_status
from knowledge.reading.tables.columns import is_money as is_kind

Legend = dict[str, Caption]
"""What brackets of a form say of the amount within them: 〈 for 〈 〉 令和6年度の当初予算額です."""
_SPACES = " \u3000"
_AROUND = " \u3000\t。" + OPENING + CLOSING
_BUDGETS = ("予算", "補正", "繰越", "決算")
"""What says that a year is the one of the money."""
_LONGEST = 40
"""Characters of a line that tells of nothing but a year."""


@dataclass(frozen=True, slots=True)
class Own:
    """The amounts of a heading, and line and words of those that are not certain to be its own."""

    amounts: tuple[Amount, ...] = ()
    doubtful: tuple[tuple[int, str], ...] = ()


def legend(lines: Sequence[Line], year: int | None) -> Legend:
    """What a page says of amounts in brackets: a line that begins with an empty pair of them."""
    found: Legend = {}
    for line in lines:
        opening, closing = line.text[:1], PAIRS.get(line.text[:1])
        inner, end, rest = line.text[1:].partition(closing) if closing else ("", "", "")
        if end and not inner.strip(_SPACES) and (told := dates.fiscal_year(rest)) and told != year:
            found[opening] = Caption("予算額", told)
    return found


def own(lines: Sequence[Line], caption: Caption, year: int | None, known: Legend) -> Own:
    """The amounts that are set apart on the lines of a heading and of what stands right below it."""
    by_label = labelled(lines[1:], caption.unit, year)
    found = list(by_label.amounts)
    doubtful: list[tuple[int, str]] = []
    elsewhere = any(ELSEWHERE in line.text for line in lines[:2])  # in the heading, or in the mark beside it
    for at, line in enumerate(lines):
        if line.number in by_label.lines:
            continue
        if is_sentence(line.text):
            said = budgeted(line, lines[at - 1].text if at > 1 else "", caption, year)
            found += [each.amount for each in said]
            continue
        if found and "円" not in line.text and (told := _year_alone(line)):
            found[-1] = replace(found[-1], fiscal_year=told)
            continue
        apart = set_apart(line.text, caption.unit)
        again = elsewhere or ELSEWHERE in line.text
        rest = without(line.text, apart)
        others = _tells_of_others(rest, line.text) if at else _names_money(rest)
        if apart and (again or others or _is_of_another_year(rest, apart, year)):
            has_figure = any(map(str.isdigit, "".join(part.words for part in apart)))
            doubtful += [(line.number, line.text)] if has_figure else []
            continue
        printed = [
            each
            for text, about in _by_legend(without_status(line.text), caption, known)
            for each in _read(text, line, about, year)
        ]
        found += [each.amount for each in printed if each.role is Role.OWN]
        doubtful += [(line.number, line.text) for each in printed if each.role is not Role.OWN]
    if len({(amount.fiscal_year, amount.kind) for amount in found}) < len(found):  # whose they are is not certain
        texts = {line.number: line.text for line in lines}
        return Own((), tuple(dict.fromkeys([*doubtful, *((each.line, texts[each.line]) for each in found)])))
    return Own(tuple(found), tuple(dict.fromkeys(doubtful)))


def told(lines: Sequence[Line], year: int | None) -> tuple[Amount, ...]:
    """The amounts that the sentences below a heading say to be its own; none where two of them are the same money."""
    found: dict[tuple[int | None, str], Amount] = {}
    for label, line in zip(("", *(line.text for line in lines)), lines, strict=False):
        for amount in (each.amount for each in budgeted(line, label, Caption(), year)):
            if found.setdefault((amount.fiscal_year, amount.kind), amount).yen != amount.yen:
                return ()
    return tuple(found.values())


def _names_money(title: str) -> bool:
    """Whether a heading ends with what money it is, so that it is no budget: 橋の補修 総事業費 5億円."""
    words = title.split()
    return len(words) > 1 and is_kind(words[-1])


def _is_of_another_year(rest: str, apart: Sequence[Apart], year: int | None) -> bool:
    """Whether a line names another year than the plan's for money that has none of its own, and says more than that."""
    stated = dates.fiscal_year(rest)
    has_own = any(dates.fiscal_year(part.words) for part in apart)
    return stated not in (None, year) and not has_own and not is_year(rest.strip())


def _tells_of_others(rest: str, line: str) -> bool:
    """Whether what a line says besides its money makes it another thing's than the heading's: 国庫支出金 500千円.

    A year does not, nor what stands within brackets around the whole: [道路局予算 1億8,500万円].
    """
    words = rest.strip(_AROUND)
    whole = (0, len(line) - 1) in brackets(line).pairs and not is_kind(words)
    return bool(words) and not whole and not is_year(rest.strip())


def _read(text: str, line: Line, about: Caption, year: int | None) -> Iterator[Printed]:
    """The amounts of a line; a year before them on a line of money alone is theirs: 令和8年度(予定) 1億2,100万円."""
    apart = set_apart(text)
    stated = dates.fiscal_year(text)
    if stated and apart and not any(dates.fiscal_year(part.words) for part in apart) and len(text) <= _LONGEST:
        before = text[: apart[0].span[0]]
        if is_year(before):
            about = replace(about, fiscal_year=stated)
    yield from amounts(text, line.number, captioned(apart, year, about), year)


def _year_alone(line: Line) -> int | None:
    """The year that a line in brackets below an amount names as that of its budget: (令和6年度補正・繰越)."""
    whole = (0, len(line.text) - 1) in brackets(line.text).pairs and len(line.text) <= _LONGEST
    return dates.fiscal_year(line.text) if whole and any(word in line.text for word in _BUDGETS) else None


def _by_legend(text: str, caption: Caption, known: Legend) -> Iterator[tuple[str, Caption]]:
    """The line without what stands in brackets that the legend explains, and each of those by itself."""
    explained = [(left, right) for left, right in brackets(text).pairs if text[left] in known]
    rest = text
    for left, right in explained:
        rest = rest[:left] + " " * (right + 1 - left) + rest[right + 1 :]
    yield rest, caption
    for left, right in explained:
        yield f"({text[left + 1 : right]})", replace(known[text[left]], unit=caption.unit)
