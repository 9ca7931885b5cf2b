"""Documents come onto the shelf and leave it by command; whatever breaks off leaves a whole shelf."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from knowledge import Desk, ReadingError, Store, StoreError, add, build, remove
from knowledge.reading.listing import with_document, without_document
from knowledge.shelf import writing
from tests.breaking_off import ORGANISATION, STEPS, STEPS_OF_THE_INDEX, found
from tests.conftest import DOCUMENTS

pytestmark = pytest.mark.usefixtures("without_meaning")
ROOT = Path(__file__).parent.parent
SHELF = Path(__file__).parent / "data" / "shelf"
KUSUNOKI = SHELF / "kusunoki-r5.txt"


@pytest.fixture
def place(tmp_path: Path, index: Path) -> Path:
    """A folder with the shipped plan, its index and a page to add."""
    made = tmp_path / "place"
    made.mkdir()
    shutil.copytree(DOCUMENTS, made / "documents")
    shutil.copy(index, made / "hoshin.db")
    shutil.copy(KUSUNOKI, made / "page.txt")
    return made


def run(place: Path, *words: str, typed: str = "") -> Result:
    told = {"HOSHIN_DATABASE": str(place / "hoshin.db"), "HOSHIN_DOCUMENTS": str(place / "documents")}
    return CliRunner(env=told).invoke(main, words, input=typed)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def listed(place: Path) -> str:
    return (place / "documents" / "documents.toml").read_text(encoding="utf-8")


def change(place: Path, old: str, new: str) -> None:
    page = place / "page.txt"
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


# What the commands say


def test_a_plan_is_added_answers_and_is_removed(place: Path) -> None:
    before, comment = files(place / "documents"), listed(place).splitlines()[0]
    added = run(
        place, "add", "--yes", str(place / "page.txt"), "--organisation", ORGANISATION, "--url", "https://example.jp/9"
    )
    assert added.exit_code == 0
    assert "18,630千円" in added.output
    assert added.output.splitlines()[-1].startswith("page として棚に入れました")
    assert (place / "documents" / "page.txt").read_bytes() == KUSUNOKI.read_bytes()
    assert listed(place).splitlines()[0] == comment
    assert listed(place).endswith(
        f'\n\n[page]\nfile = "page.txt"\norganisation = "{ORGANISATION}"\nurl = "https://example.jp/9"\n'
    )
    assert "3,800千円" in run(place, "ask", "楠木区の防犯の予算は?").output

    declined = run(place, "remove", "page", typed="n\n")
    assert declined.output.endswith("何も変えていません。\n")
    assert (place / "documents" / "page.txt").exists()
    assert "page を棚から外し" in run(place, "remove", "page", "--yes").output
    assert files(place / "documents") == before
    assert json.loads(run(place, "ask", "--json", "楠木区の防犯の予算は?").output)["yen"] is None


def test_the_same_file_again_changes_nothing_and_says_so(place: Path) -> None:
    run(place, "add", "--yes", str(place / "page.txt"), "--organisation", ORGANISATION)
    before = files(place / "documents")
    again = run(place, "add", "--yes", str(place / "page.txt"))
    assert again.output == "同じ文書がもう page として棚にあるので、何も変えていません。\n"
    assert files(place / "documents") == before


def test_a_changed_file_says_what_changed(place: Path) -> None:
    run(place, "add", "--yes", str(place / "page.txt"), "--organisation", ORGANISATION)
    change(place, "3,800千円", "3,900千円")
    change(place, "窓口の多言語案内", "庁舎の省エネ")
    change(place, "外国から来た住民のために、窓口の案内を六つの言語で用意する。", "照明を取り替える。")
    again = run(place, "add", "--yes", str(place / "page.txt"))
    assert again.output.splitlines()[-5:-1] == [
        f"page を新しい版に置き換えました({place / 'documents' / 'page.txt'})。"
        "新しい項目1件、なくなった項目1件、変わった項目1件です。",
        "新規: 庁舎の省エネ 980千円",
        "なし: 窓口の多言語案内 980千円",
        "変更: 防犯カメラの設置補助 3,800千円 → 防犯カメラの設置補助 3,900千円",
    ]
    assert json.loads(run(place, "ask", "--json", "楠木区の防犯の予算は?").output)["yen"] == 3_900_000


def test_another_stage_stands_beside_the_older_one(place: Path) -> None:
    draft, settled = SHELF / "minato-r5-draft.txt", SHELF / "minato-r5.txt"
    for number, file in enumerate((draft, settled)):
        (place / str(number)).mkdir()
        shutil.copy(file, place / str(number) / "plan.txt")
        run(place, "add", "--yes", str(place / str(number) / "plan.txt"), "--organisation", "大阪市港区")
    shown = run(place, "documents").output
    assert [name in shown for name in ("plan ", "plan-2 ", "minato-r4 ")] == [True] * 3
    assert "旧段階" in next(line for line in shown.splitlines() if "│ plan  " in line)
    assert "既定" in next(line for line in shown.splitlines() if "│ plan-2" in line)
    assert json.loads(run(place, "ask", "--json", "防犯の予算は?").output)["yen"] == 1_700_000
    assert json.loads(run(place, "ask", "--json", "素案では防犯の予算は?").output)["yen"] == 1_650_000


def test_two_plans_side_by_side_and_as_csv(place: Path) -> None:
    run(place, "add", "--yes", str(SHELF / "minato-r5.txt"), "--organisation", "大阪市港区")
    shown = run(place, "diff", "minato-r4", "minato-r5").output
    assert shown.splitlines()[1] == "載っている予算額の合計: 65,958千円 → 69,141千円(増減 +3,183、+4.8%)"
    printed = run(place, "diff", "minato-r4", "minato-r5", "--csv").stdout_bytes
    assert printed.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(printed.decode("utf-8-sig"), newline="")))
    by_title = {row["項目(後)"] or row["項目(前)"] or row["区分"]: row for row in rows}
    assert by_title["地域防犯・安全対策"]["増減(千円)"] == "132"
    assert "+132 " in next(line for line in shown.splitlines() if "地域防犯・安全対策" in line)
    assert [by_title["合計"][name] for name in ("予算額 前(千円)", "予算額 後(千円)", "増減率(%)")] == [
        "65958",
        "69141",
        "4.8",
    ]
    assert by_title["産業振興・次世代人材育成支援"]["区分"] == "掲載なし"
    assert by_title["子どもの学力・体力の向上"]["増減(千円)"] == ""
    assert by_title["児童虐待の未然防止とDV被害者への支援"]["区分"] == "題名変更"


@pytest.mark.parametrize("first", ["=", "+", "@"])
def test_no_title_acts_as_a_formula(place: Path, first: str) -> None:
    change(place, "防犯カメラの設置補助", f"{first}HYPERLINK防犯")
    run(place, "add", "--yes", str(place / "page.txt"), "--organisation", ORGANISATION)
    printed = run(place, "diff", "minato-r4", "page", "--csv").stdout_bytes.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(printed, newline="")) for cell in row]
    assert f"'{first}HYPERLINK防犯" in cells
    assert [
        cell
        for cell in cells
        if cell.startswith(("=", "+", "@")) or (cell[:1] == "-" and not cell[1:].replace(".", "").isdigit())
    ] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "--yes", "missing.pdf"], "missing.pdf がありません"),
        (["remove", "nobody", "--yes"], "「nobody」という名前の文書はありません(ある文書: minato-r4)"),
        (["diff", "minato-r4", "nobody"], "「nobody」という名前の文書はありません(ある文書: minato-r4)"),
    ],
    ids=["add", "remove", "diff"],
)
def test_what_is_not_there_is_said_in_one_sentence(place: Path, words: list[str], said: str) -> None:
    result = run(place, *words)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert said in result.output


def test_a_damaged_pdf_is_refused_by_the_reader(place: Path) -> None:
    (place / "plan.pdf").write_bytes(b"%PDF-1.7\n")
    before = files(place / "documents")
    result = run(place, "add", "--yes", str(place / "plan.pdf"))
    assert (result.exit_code, "PDF" in result.output) == (1, True)
    assert files(place / "documents") == before


HOSTILE_NAMES = (
    "minato-r4.txt.unlisted",
    "page.txt.unlisted",
    "minato-r4.unlisted",
    "documents.toml",
    "documents.txt",
    ".hidden",
    "..txt",
    "-rf.txt",
    "a\nb\tc.txt",
    "\u202etxt.exe",
    "=HYPERLINK(1).txt",
    "<!channel>.txt",
    "方" * 80 + ".txt",
    "minato-r4.txt",
    "minato-r4.txt.new",
    "con.",
)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_whatever_a_file_is_called_it_becomes_a_document_and_takes_no_others_place(place: Path, name: str) -> None:
    (place / "elsewhere").mkdir()
    page = (place / "page.txt").rename(place / "elsewhere" / name)
    before = files(place / "documents")
    for _ in range(2):  # the second add clears up what the first may have left
        done = run(place, "add", "--yes", str(page), "--organisation", ORGANISATION)
        assert done.exit_code == 0, done.output
    other = shutil.copy(SHELF / "minato-r5.txt", place / "other.txt")
    assert run(place, "add", "--yes", str(other)).exit_code == 0
    after = files(place / "documents")
    assert after["minato-r4.txt"] == before["minato-r4.txt"]
    assert listed(place).startswith(before["documents.toml"].decode())
    assert len(after) == len(before) + 2
    assert sorted(path.name for path in place.iterdir()) == sorted(["documents", "elsewhere", "hoshin.db", "other.txt"])
    assert {path.name for path in (place / "elsewhere").iterdir()} == {name}
    with closing(Desk.open(place / "hoshin.db", place / "documents")) as desk:
        assert len(desk.holdings()) == 3
        assert desk.ask("楠木区の防犯の予算は?").yen == 3_800_000
        assert desk.ask("港区の令和4年度の防災訓練の予算は?").yen == 2_025_000


def test_somebodys_own_file_of_a_markers_name_is_left_alone(place: Path) -> None:
    (place / "documents" / "minato-r4.txt.unlisted").write_text("これは手紙です。\n", encoding="utf-8")
    (place / "documents" / "documents.toml").unlink()
    assert run(place, "add", "--yes", str(place / "page.txt"), "--organisation", ORGANISATION).exit_code == 0
    assert {"minato-r4.txt", "minato-r4.txt.unlisted", "page.txt"} < set(files(place / "documents"))
    assert "2,025千円" in run(place, "ask", "港区の防災訓練の予算は?").output


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x"])
def test_no_name_in_the_list_leads_out_of_the_folder(place: Path, name: str) -> None:
    for key, file in ((name, "minato-r4.txt"), ("x", name)):
        with (place / "documents" / "documents.toml").open("a", encoding="utf-8") as opened:
            opened.write(f'["{key}"]\nfile = "{file}"\n')
        result = run(place, "build")
        assert result.exit_code == 1
        assert f"[{key}]" in result.output
        (place / "documents" / "documents.toml").write_bytes((DOCUMENTS / "documents.toml").read_bytes())


def test_the_first_document_of_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    assert run(tmp_path, "add", "--yes", str(KUSUNOKI)).exit_code == 0
    assert "3,800千円" in run(tmp_path, "ask", "防犯の予算は?").output


def test_a_page_without_a_city_asks_for_it(place: Path) -> None:
    change(place, "大阪市楠木区役所 企画課(創作)", "企画課(創作)")
    assert "--organisation" in run(place, "add", "--yes", str(place / "page.txt")).output.splitlines()[-1]


# documents.toml as people wrote it

WRITTEN = """# The ward's own list.

[minato-r4]   # the shipped one
file = "minato-r4.txt"   # untouched
url = 'https://example.jp/'

# about the next
["港 区"]
file = "a.txt"
"""


def test_comments_and_order_of_the_list_stay() -> None:
    more = with_document(WRITTEN, "minato-r4", {"file": "minato-r4.txt", "title": '"題"\\'})
    assert more == WRITTEN.replace(
        "url = 'https://example.jp/'\n", 'url = \'https://example.jp/\'\ntitle = "\\"題\\"\\\\"\n'
    ).replace('file = "minato-r4.txt"   # untouched', 'file = "minato-r4.txt"')
    assert without_document(WRITTEN, "港 区") == WRITTEN[: WRITTEN.index("\n# about the next")]
    new = with_document(WRITTEN, "楠木 r5", {"file": "k.txt", "fiscal_year": 2023})
    assert new == WRITTEN + '\n["楠木 r5"]\nfile = "k.txt"\nfiscal_year = 2023\n'
    assert without_document(new, "楠木 r5") == WRITTEN


def test_a_list_that_cannot_be_edited_line_by_line_is_left_alone(place: Path) -> None:
    path = place / "documents" / "documents.toml"
    path.write_text('minato-r4 = { file = "minato-r4.txt" }\npage = { file = "minato-r4.txt" }\n', encoding="utf-8")
    before = files(place / "documents")
    with pytest.raises(ReadingError, match=r"documents\.toml"):
        remove(Store.create(place / "hoshin.db"), place / "documents", "page")
    assert files(place / "documents") == before


# Whatever breaks off

State = dict[str, object]
OLD: State = {"documents": {"minato-r4": "大阪市港区"}, "yen": None}
NEW: State = {"documents": {"minato-r4": "大阪市港区", "page": ORGANISATION}, "yen": 3_800_000}
CHANGED: State = {**NEW, "yen": 3_900_000}


def prepared(place: Path, what: str) -> tuple[State, State]:
    """The shelf before a change and after it."""
    if what == "ADD":
        return OLD, NEW
    run(place, "add", "--yes", str(place / "page.txt"), "--organisation", ORGANISATION)
    if what == "CHANGE":
        change(place, "3,800千円", "3,900千円")
        return NEW, CHANGED
    return NEW, OLD


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("what", ["ADD", "CHANGE", "REMOVE"])
def test_a_program_that_dies_at_any_step_leaves_a_whole_shelf(place: Path, what: str) -> None:
    before, after = prepared(place, what)
    command = [sys.executable, "-m", "tests.breaking_off", what, str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True, timeout=300)
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(seen) > 5
    assert [each for each in seen if each not in (before, after)] == []
    assert seen[-1] == after
    turn = seen.index(after)
    assert seen == [before] * turn + [after] * (len(seen) - turn)


@pytest.mark.parametrize("what", ["ADD", "CHANGE", "REMOVE"])
def test_an_error_at_any_step_leaves_everything_as_it_was(
    place: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = prepared(place, what)
    store, folder = Store.create(place / "hoshin.db"), place / "documents"
    untouched = files(folder)
    for last in count(1):
        steps = count(1)
        failed = False
        with monkeypatch.context() as patch:
            for owner, name in (*STEPS, *((writing, name) for name in STEPS_OF_THE_INDEX)):
                real = getattr(owner, name)

                def broken(*given: object, _real: object = real, **named: object) -> object:
                    if next(steps) == last:  # noqa: B023  (called inside this turn of the loop)
                        raise OSError("the disk is gone")
                    assert callable(_real)
                    return _real(*given, **named)

                patch.setattr(owner, name, broken)
            try:
                if what == "REMOVE":
                    remove(store, folder, "page")
                else:
                    add(store, folder, place / "page.txt", {"organisation": ORGANISATION})
            except (OSError, ReadingError, StoreError):
                failed = True
        if not failed:
            break
        state = found(place)
        assert state in (before, after), last
        if state == after:  # only what clears up behind the change was left undone
            break
        left = {name for name in files(folder) if name.endswith(".new")}
        assert {name: data for name, data in files(folder).items() if name not in left} == untouched, last
    store.close()
    assert found(place) == after


def test_two_programs_add_at_once(place: Path) -> None:
    told = {**os.environ, "HOSHIN_DATABASE": str(place / "hoshin.db"), "HOSHIN_DOCUMENTS": str(place / "documents")}
    pages = [SHELF / name for name in ("minato-r5.txt", "kusunoki-r4.txt", "kusunoki-r5.txt", "tokyo-minato-r5.txt")]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.without_meaning", "add", "--yes", str(page)],
            cwd=ROOT,
            env=told,
            stdout=subprocess.PIPE,
        )
        for page in pages
    ]
    said = [each.communicate(timeout=180)[0] for each in running]
    assert [each.returncode for each in running] == [0] * 4, said
    desk = Desk.open(place / "hoshin.db", place / "documents", "大阪市港区")
    names = {each.source.document for each in desk.holdings()}
    yen = desk.ask("東京都港区の防犯の予算は?").yen
    desk.close()
    assert names == {"minato-r4", *(page.stem for page in pages)}
    assert yen == 7_700_000
    assert all(f"[{page.stem}]" in listed(place) for page in pages)
    assert [change.is_new for change in build(place / "hoshin.db", place / "documents")] == [False] * 5
