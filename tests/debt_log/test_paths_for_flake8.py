"""The path that flake8 is given for a content."""

from __future__ import annotations

import pytest

from hookkit.debt_log.paths_for_flake8 import path_for_flake8


@pytest.mark.parametrize(
    ("path", "lints_under_real_paths", "expected"),
    [
        (b"src/a.py", False, "module.py"),
        (b"src/__init__.py", False, "__init__.py"),
        (b"src/a.py", True, "src/a.py"),
        (b"src/.tox/a.py", False, "src/.tox/a.py"),
        (b"x.egg/a.py", False, "x.egg/a.py"),
        (b"gr\xf6\xdfe.py", True, "gr\ufffd\ufffde.py"),
        (b"a\x1e\x1fb.py", True, "a\ufffd\ufffdb.py"),
        (b"../a//.py", True, "\ufffd/a/\ufffd/.py"),
    ],
)
def test_a_content_is_where_what_is_found_may_depend_on(
    path: bytes, lints_under_real_paths: bool, expected: str
) -> None:
    assert path_for_flake8(path, lints_under_real_paths) == expected
