"""How the work of every regular expression of the project grows with the text: `python -m tests.patterns` tells.

A process of its own, since a pattern that backtracks without bound holds the interpreter and can only be killed. It
prints a line for each pattern whose work grows faster than its text, and at the end how many it has tried. Patterns as
arguments are tried in place of the project's.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from tempfile import TemporaryDirectory
from types import FrameType, ModuleType
from typing import Any

RECORDED: list[tuple[re.Pattern[Any], str, str]] = []
"""What the program has compiled so far, by which function of re, and where."""
_compile = re._compile  # type: ignore[attr-defined]


def _recorded(pattern: Any, flags: int) -> re.Pattern[Any]:
    compiled: re.Pattern[Any] = _compile(pattern, flags)
    caller = sys._getframe(2)
    if str(caller.f_globals.get("__name__")).startswith(("bot.", "knowledge.")):
        place = f"{caller.f_globals['__name__']}:{caller.f_lineno}"
        RECORDED.append((compiled, sys._getframe(1).f_code.co_name, place))
    return compiled


re._compile = _recorded  # type: ignore[attr-defined]  # before anything of the program is read

import bot  # noqa: E402
import knowledge  # noqa: E402

QUESTIONS = Path(__file__).parent / "questions" / "own.jsonl"
DOCUMENTS = Path(str(knowledge.__file__)).parent / "documents"
SHORT = 8_000
"""Characters of a run; a quadratic search takes 10 ms for it or more, a linear one mostly less than one."""
NOTABLE = 0.004
"""Seconds of processor time for a short run from which on a longer one is tried."""
HEAVIEST = 3
"""So many runs of a pattern, those that are most work, are tried at full length."""
LONGER, TOO_MUCH = 8, 24
"""So many times the text may take so many times the work: linear takes 8 times, quadratic 64 times."""
HOPELESS = 2.0
"""Seconds of processor time after which a short run will never end."""
ANCHORED = ("match", "fullmatch")
"""These begin at one place; everything else begins at every place."""
METHODS = (*ANCHORED, "search", "finditer", "findall", "sub", "subn", "split")
CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_DIGIT": "あ", "NOT_SPACE": "あ", "NOT_WORD": "!"}
OTHERS = "あa1 !(\n"
"""Characters, one of which is outside of any class of characters."""

Key = tuple[str | bytes, int]
"""Pattern and flags."""
Uses = Mapping[str, set[str]]
"""Name of a pattern → the methods that are called on it."""


class TooMuchWorkError(Exception):
    """The run was stopped."""


# Which patterns there are, and how they are used


class Collection:
    """Every pattern of the project with the ways in which it is used."""

    def __init__(self) -> None:
        self.ways: dict[Key, set[str]] = defaultdict(set)
        self.places: dict[Key, str] = {}

    def add(self, pattern: re.Pattern[Any], way: str, place: str) -> None:
        """Note a use."""
        key = (pattern.pattern, pattern.flags)
        self.ways[key].add(way if way in ANCHORED else "search")
        self.places.setdefault(key, place)

    def add_attributes(self, module: ModuleType, everywhere: Uses, here: Uses) -> None:
        """What stands in a module by name, or in something that does; the latter may be used in any way."""
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                for way in (here if name.startswith("_") else everywhere).get(name) or {"search"}:
                    self.add(value, way, f"{module.__name__}.{name}")
            else:
                for pattern in _inside(value, set()):
                    self.add(pattern, "search", f"{module.__name__}.{name}")

    def add_literals(self, module: ModuleType, tree: ast.Module) -> None:
        """What stands in a call of re.…, however rarely the program comes by."""
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in METHODS:
                for written in _written(node.args[0], vars(module)):
                    with suppress(re.error):
                        self.add(re.compile(written), node.func.attr, f"{module.__name__}:{node.lineno}")


def collected() -> Collection:
    """Of all modules of the program."""
    found = Collection()
    modules = [module for package in (bot, knowledge) for module in _modules(package)]
    trees = {module: ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")) for module in modules}
    everywhere = _uses(trees.values())
    for module, tree in trees.items():
        found.add_attributes(module, everywhere, _uses([tree]))
        found.add_literals(module, tree)
    return found


def add_what_is_made_on_the_way(found: Collection) -> None:
    """Patterns that the program makes of its data or of what people ask, as it reads a plan and answers questions."""
    with TemporaryDirectory() as folder:
        desk = knowledge.Desk.open(Path(folder) / "hoshin.db", DOCUMENTS)
        for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
            desk.ask(str(json.loads(line)["q"]))
        desk.close()
    for pattern, way, place in RECORDED:
        if way != "compile" or (pattern.pattern, pattern.flags) not in found.ways:
            found.add(pattern, way, place)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for told in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(told.name)


def _uses(trees: Iterable[ast.Module]) -> Uses:
    """Name of a pattern → how it is used anywhere; whatever is done with it but a call may be a search."""
    uses: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        called = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                name = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                if node.attr in METHODS:
                    uses[name].add(node.attr)
                if node.attr in (*METHODS, "pattern", "flags"):
                    called.add(node.value)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in called:
                uses[node.id].add("search")
    return uses


def _inside(value: object, seen: set[int]) -> Iterator[re.Pattern[Any]]:
    """The patterns in a container or an object of ours."""
    if id(value) in seen:
        return
    seen.add(id(value))
    parts: list[object] = []
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        parts = [*value, *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    elif (value if isinstance(value, type) else type(value)).__module__.partition(".")[0] in ("bot", "knowledge"):
        slots = getattr(type(value), "__slots__", ())
        parts = [*getattr(value, "__dict__", {}).values(), *(getattr(value, name, None) for name in slots)]
    for part in parts:
        yield from _inside(part, seen)


def _written(argument: ast.expr, names: Mapping[str, object]) -> Iterator[str | bytes]:
    """The pattern that an argument spells; where a variable holds it, every text that the module keeps at hand."""
    try:
        yield _spelled(argument, names)
    except NameError:
        if isinstance(argument, ast.Name):
            yield from _texts([value for value in names.values() if not isinstance(value, str)])


def _spelled(argument: ast.expr, names: Mapping[str, object]) -> str | bytes:
    if not isinstance(argument, ast.JoinedStr):
        found = eval(compile(ast.Expression(argument), "", "eval"), dict(names))
        if not isinstance(found, str | bytes):
            raise NameError(ast.unparse(argument))
        return found
    spelled = ""
    for part in argument.values:
        try:
            spelled += str(_spelled(part.value if isinstance(part, ast.FormattedValue) else part, names))
        except NameError:
            spelled += "語"  # some word of the page or the question, escaped
    return spelled


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _texts(part)


# How much work they are


def characters(parsed: Any) -> Iterator[str]:
    """One character for every literal and some for every class of a pattern, in order."""
    for code, argument in parsed:
        match str(code):
            case "LITERAL":
                yield chr(argument)
            case "NOT_LITERAL":
                yield next(other for other in OTHERS if ord(other) != argument)
            case "ANY":
                yield "あ"
            case "IN":
                yield from _of_class(argument)
            case "BRANCH":
                for branch in argument[1]:
                    yield from characters(branch)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from characters(argument[2])
            case "SUBPATTERN":
                yield from characters(argument[3])
            case "ASSERT" | "ASSERT_NOT":
                yield from characters(argument[1])
            case "ATOMIC_GROUP":
                yield from characters(argument)


def _of_class(members: Any) -> Iterator[str]:
    found: list[str] = []
    for kind, member in members:
        match str(kind):
            case "LITERAL":
                found.append(chr(member))
            case "RANGE":
                found.append(chr(member[0]))
            case "CATEGORY":
                found.append(CATEGORIES[str(member).removeprefix("CATEGORY_")])
    negated = str(members[0][0]) == "NEGATE"
    yield from [next(other for other in OTHERS if other not in found)] if negated else found


def words(parsed: Any) -> Iterator[str]:
    """The literal words of a pattern, such as where in 「where .* fit」."""
    word = ""
    for code, argument in parsed:
        if str(code) == "LITERAL":
            word += chr(argument)
            continue
        yield from [word] if len(word) > 1 else []
        word = ""
        for part in argument if isinstance(argument, list | tuple) else ():
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, parser.SubPattern):
                    yield from words(inner)
    yield from [word] if len(word) > 1 else []


def hostile_units(pattern: str | bytes, flags: int) -> list[str]:
    """What hostile runs repeat: each character of the pattern, each with the one that follows it there, and words."""
    flags = flags if isinstance(pattern, bytes) else flags & ~re.UNICODE
    parsed = parser.parse(pattern, flags)
    single = list(dict.fromkeys(characters(parsed)))
    units = [*single, *(before + after for before, after in pairwise(single))]
    if "MAXREPEAT" in str(parsed):  # something in it repeats without bound
        units += dict.fromkeys(spelled for word in words(parsed) for spelled in (word, f"{word.strip()} "))
    return units


def complaint(pattern: str | bytes, flags: int, way: str) -> str | None:
    """The unit of a run for which the pattern's work grows faster than the text; None if it never does."""
    compiled = re.compile(pattern, flags)
    search = getattr(compiled, way) if way in ANCHORED else lambda text: sum(1 for _ in compiled.finditer(text))
    unit, heavy = "", []
    try:
        for unit in hostile_units(pattern, flags):
            work = _work(search, pattern, unit, SHORT, HOPELESS)
            heavy += [(work, unit)] if work > NOTABLE else []
        for work, unit in sorted(heavy)[-HEAVIEST:]:
            _work(search, pattern, unit, SHORT * LONGER, work * TOO_MUCH)
    except TooMuchWorkError:
        return unit
    return None


def _work(search: Callable[[Any], object], pattern: str | bytes, unit: str, length: int, most: float) -> float:
    """Seconds of this process's own time for a run of this length that ends otherwise than it began."""
    text = unit * (length // len(unit)) + "\0"
    hostile = text.encode("latin-1", "replace") if isinstance(pattern, bytes) else text
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        search(hostile)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooMuchWorkError


def main(patterns: list[str]) -> None:
    """Try the patterns that are told, or all of the project."""
    signal.signal(signal.SIGVTALRM, _stop)
    found = Collection()
    if patterns:
        for number, told in enumerate(patterns):
            found.add(re.compile(told), "search", f"argument {number}")
    else:
        found = collected()
        add_what_is_made_on_the_way(found)
    for (pattern, flags), ways in found.ways.items():
        for way in sorted(ways):
            unit = complaint(pattern, flags, way)
            if unit is not None:
                print(f"{found.places[pattern, flags]}: {way} over a run of {unit!r}: {pattern[:200]!r}", flush=True)
    print(len(found.ways))


if __name__ == "__main__":
    main(sys.argv[1:])
