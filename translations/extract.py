"""Find the sentences to translate in Python files, also inside f-strings, which Babel's own reading of Python 3.11 passes over."""

import ast
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

Found = tuple[int, str, tuple[str | None, ...], list[str]]


def extract_calls(file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Any) -> Iterator[Found]:
    """Give line, function, arguments (None where one is no literal) and comments of each call that translates, as Babel asks."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            if name in keywords and node.args:
                yield node.lineno, name, tuple(_literal(argument) for argument in node.args), []


def _literal(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None
