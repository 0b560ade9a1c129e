"""The package stands on the standard library, regex and rapidfuzz, and loads neither of these before it needs them."""

import subprocess
import sys

CHECK = """
import sys
before = set(sys.modules)
import wgtracker.text
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(loaded - set(sys.stdlib_module_names)), "dataclasses" in sys.modules)
wgtracker.text.overlay("a b", {"A": wgtracker.text.diff("a b", "a e\\u0301 b")})
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(loaded - set(sys.stdlib_module_names)))
"""


def test_what_the_text_engine_loads() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True, timeout=120)
    first, second = done.stdout.splitlines()
    assert first == "['wgtracker'] False"
    assert set(second.strip("[]").replace("'", "").split(", ")) <= {"_regex", "rapidfuzz", "regex", "wgtracker"}
