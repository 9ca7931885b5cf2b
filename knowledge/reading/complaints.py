"""What the reader says when it cannot read: to an administrator in a terminal, in Japanese, with what to do next."""

from __future__ import annotations

from pathlib import Path

from knowledge.phrases import say


class ReadingError(Exception):
    """A document or a folder of documents that cannot be read; the message is one sentence for people."""


def missing(path: Path) -> ReadingError:
    return ReadingError(f"{path} がありません。ファイル名と場所を確かめてください。")


def unreadable(path: Path, reason: str) -> ReadingError:
    return ReadingError(f"{path} を開けません({reason})。読み取りの権限を確かめてください。")


def empty(name: str) -> ReadingError:
    return ReadingError(f"{name} は空です。運営方針のページの文章を保存し直してください。")


def pdf(name: str) -> ReadingError:
    return ReadingError(
        f"{name} はPDFで、このままでは読めません。同じ内容のウェブページを開き、HTMLかテキストで保存してください。"
    )


def binary(name: str) -> ReadingError:
    return ReadingError(f"{name} はテキストではありません。運営方針のウェブページをHTMLかテキストで保存してください。")


def unknown_encoding(name: str) -> ReadingError:
    return ReadingError(f"{name} の文字コードが分かりません。UTF-8で保存し直してください。")


def damaged(name: str, encoding: str) -> ReadingError:
    return ReadingError(f"{name} は{encoding}のようですが、途中で壊れています。もう一度保存し直してください。")


def no_plan(name: str) -> ReadingError:
    return ReadingError(f"{name} に経営課題の見出しが一つもありません。運営方針のページかどうかを確かめてください。")


def no_folder(folder: Path) -> ReadingError:
    return ReadingError(f"文書のフォルダー {folder} がありません。作って、運営方針のテキストを置いてください。")


def no_document(folder: Path) -> ReadingError:
    return ReadingError(f"{folder} に文書がありません。運営方針のページをHTMLかテキストで保存して置いてください。")


def unknown_document(name: str, names: list[str]) -> ReadingError:
    return ReadingError(f"{name} という文書もファイルもありません(ある文書: {'、'.join(names)})。")


def broken_list(path: Path, reason: str) -> ReadingError:
    return ReadingError(f"{path} がTOMLとして読めません({reason})。書き方を直してください。")


def wrong_entry(path: Path, document: str, reason: str) -> ReadingError:
    return ReadingError(f"{path} の [{document}] を直してください: {reason}。")


def table(trouble: str, **values: object) -> ReadingError:
    """What phrases/tables.toml says of a table."""
    return ReadingError(say(f"trouble_table_{trouble}", "ja", **values))
