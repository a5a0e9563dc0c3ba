"""Every message that reading a file can give stands in a golden file: whoever adds a message brings the file that shows it."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import PORTAL, require, tree_of
from tests.intake.golden_files import FOLDER

READERS = (
    "intake/cells.py",
    "intake/spoilt.py",
    "intake/files.py",
    "intake/checking.py",
    "residents/files.py",
    "residents/intake.py",
    "doses/files.py",
    "doses/deciding.py",
    "text/encodings.py",
    "text/wareki.py",
)
_PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"
# What no file can bring about by itself, and why; the beginning of the message is enough.
NOT_OF_A_FILE = {
    "読み込んだファイルがサーバーに見つかりません": "the file is lost on the server's disk",
    "このファイルを取り込まないことにして": "the file is lost on the server's disk",
    "もう一度読み込んでください": "the file is lost on the server's disk",
    "別の方の記録がこの番号で載りました": "comes up between the check and the taking over",
    "もう一度ファイルを読み込み、決め直してください": "comes up between the check and the taking over",
    f"1行目が{_PLACE}列です": "of a layout without headings, which only a city makes (tests/doses/test_layout_rules.py)",
    "見出しのないこの並びは": "of a layout without headings, which only a city makes (tests/doses/test_layout_rules.py)",
    "並びの選び方とファイルを": "of a layout without headings, which only a city makes (tests/doses/test_layout_rules.py)",
    "新しい記録": "a word of the result, of no fault",
    "改まった記録": "a word of the result, of no fault",
    "同じ記録がもうあった": "a word of the result, of no fault",
    "確認済みの記録と違うため見比べ待ち": "a word of the result, of no fault",
    "行目のあたりの文字が読めません": "the file was changed between its two readings",
}
_HIRAGANA = re.compile("[ぁ-ん]")


def messages(name: str) -> Iterator[str]:
    """The sentences written in a module, with a mark for what is filled in; docstrings and the examples of columns are none."""
    tree = tree_of(PORTAL / name)
    passed_over = {id(part) for node in ast.walk(tree) if _is_no_message(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for part in ast.walk(node) if part is not node}
        if id(node) not in passed_over:
            yield from (sentence for sentence in _text_of(node).split("。") if _HIRAGANA.search(sentence))


def _is_no_message(node: ast.AST) -> bool:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Column", "compile"))


def _text_of(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _PLACE for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{\w*\}", _PLACE, node.value)
    return ""


def _stands_in(message: str, text: str) -> bool:
    return re.search(".*?".join(re.escape(part) for part in message.split(_PLACE)), text) is not None


@pytest.mark.parametrize("name", READERS)
def test_every_message_stands_in_a_golden_file(name: str) -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.expected.txt")))
    found = [message for message in messages(name) if not any(message.strip(_PLACE).startswith(known) for known in NOT_OF_A_FILE)]

    assert found
    require(
        [f"portal/{name}: {message.replace(_PLACE, '…')}" for message in found if not _stands_in(message, told)],
        "put a file that shows it into tests/intake/golden and run `python -m tests.intake.golden_files`; "
        "or say in NOT_OF_A_FILE why no file can.",
    )
