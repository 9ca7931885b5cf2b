"""What the reader says when it cannot read: to an administrator in a terminal, in Japanese, with what to do next."""

from __future__ import annotations

from pathlib import Path

from knowledge.language.phrases import say


class ReadingError(Exception):
    """A document or a folder of documents that cannot be read; the message is one sentence for people."""


class UndecidedError(ReadingError):
    """A table whose amounts may be each other's parts; the message says what repeats and the sum each way."""


class NoPlanError(ReadingError):
    """A page without any heading of a plan."""


class NoListError(ReadingError):
    """Tables none of which is a list of projects."""


class NoDocumentError(ReadingError):
    """The folder holds no document."""


def missing(path: Path) -> ReadingError:
    return ReadingError(f"{path} がありません。ファイル名と場所を確かめてください。")


def unreadable(path: Path, reason: str) -> ReadingError:
    return ReadingError(f"{path} を開けません({reason})。読み取りの権限を確かめてください。")


def empty(name: str) -> ReadingError:
    return ReadingError(f"{name} は空です。運営方針のページの文章を保存し直してください。")


def no_file(path: Path) -> ReadingError:
    return ReadingError(
        f"{path} を開けません(ファイルではありません)。保存したページか表のファイルを指定してください。"
    )


def too_large(name: str, most: int) -> ReadingError:
    return ReadingError(
        f"{name} は{most // 1_000_000}MBより大きいため読みません。必要な部分だけを保存し直してください。"
    )


def page_too_long(name: str, most: int) -> ReadingError:
    return ReadingError(
        f"{name} の文章は{most // 10_000:,}万字より長いため読みません。運営方針のページだけを保存し直してください。"
    )


def page_too_deep(name: str) -> ReadingError:
    return ReadingError(
        f"{name} は要素の数か入れ子がブラウザーで表示できる範囲を超えているため読みません。"
        "文章をテキストで保存し直してください。"
    )


def too_much_money(name: str) -> ReadingError:
    return ReadingError(
        f"{name} の金額を合わせると数えられないほど大きくなります。金額の単位(円・千円など)を確かめてください。"
    )


def pdf(trouble: str, name: str, **values: object) -> ReadingError:
    """What phrases/tables.toml says of a PDF."""
    return ReadingError(say(f"trouble_pdf_{trouble}", "ja", file=name, **values))


def binary(name: str) -> ReadingError:
    return ReadingError(f"{name} はテキストではありません。運営方針のウェブページをHTMLかテキストで保存してください。")


def unknown_encoding(name: str) -> ReadingError:
    return ReadingError(f"{name} の文字コードが分かりません。UTF-8で保存し直してください。")


def damaged(name: str, encoding: str) -> ReadingError:
    return ReadingError(f"{name} は{encoding}のようですが、途中で壊れています。もう一度保存し直してください。")


def no_plan(name: str) -> ReadingError:
    return NoPlanError(say("trouble_no_plan", "ja", file=name))


def no_folder(folder: Path) -> ReadingError:
    return ReadingError(f"文書のフォルダー {folder} がありません。作って、運営方針のテキストを置いてください。")


def no_document(folder: Path) -> ReadingError:
    return NoDocumentError(f"{folder} に文書がありません。運営方針のページをHTMLかテキストで保存して置いてください。")


def broken_list(path: Path, reason: str) -> ReadingError:
    return ReadingError(f"{path} がTOMLとして読めません({reason})。書き方を直してください。")


def wrong_entry(path: Path, document: str, reason: str) -> ReadingError:
    return ReadingError(f"{path} の [{document}] を直してください: {reason}。")


def table(trouble: str, **values: object) -> ReadingError:
    """What phrases/tables.toml says of a table."""
    kind = NoListError if trouble == "no_list" else ReadingError
    return kind(say(f"trouble_table_{trouble}", "ja", **values))


def no_such_document(name: str, names: list[str]) -> ReadingError:
    there = "、".join(names) or "まだ一つもありません"
    return ReadingError(f"「{name}」という名前の文書はありません(ある文書: {there})。")


def unusable_name(name: str, usable: str) -> ReadingError:
    return ReadingError(
        f"「{name}」は名前に使えません。文字と数字、- と . だけで、たとえば {usable} のように付けてください。"
    )


def has_a_name(name: str) -> ReadingError:
    return ReadingError(
        f"この文書は {name} という名前で棚にあります。--name を外して add するか、先に remove {name} してください。"
    )


def taken_name(name: str) -> ReadingError:
    return ReadingError(f"{name} という名前は別の文書が使っています。ほかの名前を付けてください。")


def unwritable(path: Path, reason: str) -> ReadingError:
    return ReadingError(f"{path} に書き込めません({reason})。フォルダーの書き込み権限と空き容量を確かめてください。")


def uneditable_list(path: Path) -> ReadingError:
    return ReadingError(f"{path} は書き方が特殊で書き足せません。[文書の短い名前] の下に項目を1行ずつ並べてください。")


def word(trouble: str, name: str) -> ReadingError:
    """What phrases/forms.toml says of a Word document."""
    return ReadingError(say(f"trouble_word_{trouble}", "ja", file=name))


def nothing_pasted() -> ReadingError:
    return ReadingError(say("trouble_nothing_pasted", "ja"))


def erratum(trouble: str, **values: object) -> ReadingError:
    """What phrases/forms.toml says of a correction."""
    return ReadingError(say(f"trouble_erratum_{trouble}", "ja", **values))


def page_list(numbers: list[int]) -> str:
    """「3ページ、7〜9ページ」."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}ページ" if len(run) == 1 else f"{run[0]}〜{run[-1]}ページ" for run in runs)


def skip_pages(numbers: list[int]) -> str:
    """How to read a PDF without these pages."""
    return say("trouble_pdf_skip", "ja", numbers=",".join(map(str, numbers)))
