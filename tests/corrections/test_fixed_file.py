"""The part of a correction that a version of a file lacks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hookkit.corrections.fixed_file import FixedFile

FILE = FixedFile(b"a.py", "100644", b"a=1\nb = 2\nc=3\n", b"a = 1\nb = 2\nc = 3\n")


@pytest.mark.parametrize(
    ("version", "rest"),
    [
        (FILE.original, FILE.fixed),
        (FILE.fixed, FILE.original),
        (b"a = 1\nb = 2\nc=3\n", b"a=1\nb = 2\nc = 3\n"),
        (b"a = 1\nb = 2\nc=3  # mine\n", b"a=1\nb = 2\nc = 3\n"),
        (b"a=1\nb = 20\nc=3\n", FILE.fixed),
        (b"", FILE.fixed),
    ],
)
def test_the_rest_for_a_version(version: bytes, rest: bytes) -> None:
    assert FILE.remaining_for(version) == FILE._replace(fixed=rest)


@pytest.mark.parametrize("base", [b"a=1\n", b"a=1\r\n"])
def test_nothing_is_left_for_what_is_fixed_already(base: bytes) -> None:
    file = FixedFile(b"a.py", "100644", base, b"a = 1\n")
    assert file.remaining_for(b"a = 1\n").fixed == base
    assert file.remaining_for(base).remaining_for(b"a = 1\n") == file._replace(fixed=base)


def test_a_version_that_is_as_before_or_after_needs_no_hunks() -> None:
    code = (
        "import sys; from hookkit.corrections.fixed_file import FixedFile\n"
        "file = FixedFile(b'', '', b'a=1', b'a = 1')\n"
        "file.remaining_for(b'a=1').remaining_for(b'a = 1')\n"
        "print('hookkit.pep8.hunks' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
