"""The modules that are imported for a clean file: pycodestyle's, and none of autopep8's."""

from __future__ import annotations

import subprocess
import sys

import pytest

FIX = """
import sys
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.pep8.time_limit import Limits
from hookkit.pep8.fix_file import fix_within_limits
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
data = sys.stdin.buffer.read()
options = Pep8Options(ignore=UNCONFIGURED_IGNORE)
fixed = fix_within_limits(FixTask(b"a.py", data, options, "strict"), Limits(60))
assert fixed.outcome.left_alone_reason is None
print(*sys.modules)
"""

CLEAN = b"""\
import os


def join(a, b):  # two
    return os.path.join(a,
                        b)
"""

NEVER = ["ctypes", "json", "logging", "lzma", "shutil", "tempfile", "concurrent.futures"]
"""What no single file needs, clean or not."""


def modules(data: bytes) -> set[str]:
    """The modules that are there when a file has been fixed in a new process."""
    told = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{FIX}"],
        input=data,
        capture_output=True,
        check=True,
    )
    return set(told.stdout.decode().split())


@pytest.mark.parametrize("data", [CLEAN, CLEAN + b"\n\nx = l = 1\n", b"import os\n"])
def test_a_clean_file_needs_neither_autopep8_nor_what_compares_texts(data: bytes) -> None:
    found = modules(data)
    assert "pycodestyle" in found
    assert found.isdisjoint([*NEVER, "autopep8", "argparse", "difflib"])


def test_a_fault_needs_autopep8_and_no_command_line() -> None:
    found = modules(b"x=1\n")
    assert "autopep8" in found
    assert found.isdisjoint(NEVER)
