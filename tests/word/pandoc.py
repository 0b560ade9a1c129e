"""Ask pandoc what the paragraphs of a Word file are where all changes are rejected, or accepted: a second opinion."""

import json
import subprocess

import pytest


def find_pandoc() -> str:
    """Give the path of the pandoc that the tests are pinned to."""
    pypandoc = pytest.importorskip("pypandoc", reason="pandoc is not installed (pip package pypandoc_binary)")
    return str(pypandoc.get_pandoc_path())


def fold(text: str) -> str:
    """Make every run of white space one space, without any at the ends."""
    return " ".join(text.split())


def ask_pandoc(data: bytes, mode: str) -> list[str]:
    """Give pandoc's non-empty paragraphs, folded. mode: accept | reject. Notes are left out."""
    program = find_pandoc()
    done = subprocess.run(
        [program, "-f", "docx", "-t", "json", f"--track-changes={mode}"], input=data, capture_output=True, check=True, timeout=60
    )
    texts: list[str] = []
    _gather(json.loads(done.stdout)["blocks"], texts)
    return [folded for text in texts if (folded := fold(text))]


def _gather(node: object, texts: list[str]) -> None:
    if isinstance(node, list):
        for child in node:
            _gather(child, texts)
    elif isinstance(node, dict):
        if node.get("t") in ("Para", "Plain"):
            texts.append(_write(node["c"]))
        elif node.get("t") == "Header":
            texts.append(_write(node["c"][2]))
        elif node.get("t") == "CodeBlock":
            texts.append(node["c"][1])
        else:
            _gather(list(node.values()), texts)


def _write(node: object) -> str:
    if isinstance(node, list):
        return "".join(_write(child) for child in node)
    if not isinstance(node, dict):
        return ""
    kind, content = node["t"], node.get("c", "")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Note", "Image"):
        return ""
    if kind in ("Code", "Math"):
        return str(content[1])
    return _write(content[1] if kind in ("Span", "Link", "Quoted", "Cite") else content)
