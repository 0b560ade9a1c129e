"""The house rules that a machine can check: floors, sizes, names, docstrings, and what a command loads."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = sorted((ROOT / "wgtracker").rglob("*.py"))
OURS = MODULES + sorted((ROOT / "bench").rglob("*.py")) + sorted((ROOT / "tests").rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def run_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_only_go_down() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("command", ["import wgtracker.text", "compile --help", "inspect --help", "sample --help", "workcopy --help"])
def test_a_command_loads_no_more_than_it_needs(command: str) -> None:
    report = "print('loaded', *sorted({'flask', 'sqlalchemy', 'docx'} & set(sys.modules)))"
    if command.startswith("import"):
        code = f"import sys; {command}; {report}; assert 'lxml' not in sys.modules"
    else:
        code = f"import sys\nfrom wgtracker.cli import main\ntry:\n    main({command.split()!r})\nexcept SystemExit:\n    {report}"
    assert run_python(code).splitlines()[-1] == "loaded"


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_modules_and_functions_stay_small() -> None:
    assert [name(path) for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []
    functions = [(path, node) for path, tree in trees().items() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [f"{name(path)}: {node.name}" for path, node in functions if (node.end_lineno or 0) - node.lineno >= 60] == []
    assert len(functions) > 1000


def test_no_module_is_a_grab_bag() -> None:
    assert [name(path) for path in OURS if path.stem in {"utils", "util", "helpers", "helper", "common", "misc"}] == []


def test_everything_public_says_what_it_does() -> None:
    silent = []
    for path, tree in trees().items():
        if tree.body and not ast.get_docstring(tree):
            silent.append(name(path))
        offered = set(_offered(tree))
        for node in ast.walk(tree):
            is_public = isinstance(node, ast.ClassDef) or (isinstance(node, ast.FunctionDef) and node in offered)
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and is_public and not node.name.startswith("_"):
                silent += [] if ast.get_docstring(node) else [f"{name(path)}: {node.name}"]
    assert silent == []


def _offered(tree: ast.Module) -> list[ast.FunctionDef]:
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))]
    return [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]


def test_no_module_reaches_for_the_private_names_of_another() -> None:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wgtracker"):
                private = [alias.name for alias in node.names if re.match("_[a-z]", alias.name)]
                assert not private, f"{name(path)} imports {private} of {node.module}"
