"""Fix a text by autopep8: the same result in fewer passes.

Pep8Failed is raised if autopep8 or pycodestyle fails on the text.
"""

from __future__ import annotations

import io
from collections.abc import Collection

from hookkit.pep8.autopep8_calls import convert_library_errors, make_autopep8_options
from hookkit.settings.autopep8.options import Pep8Options


def _readlines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


@convert_library_errors()
def fix(text: str, options: Pep8Options) -> str:
    """Give ``text`` as ``autopep8 --in-place`` would write it, line ends included."""
    import autopep8

    from hookkit.pep8.autopep8_passes import fix_until_unchanged

    lines = _readlines(text)
    text_with_line_feeds = "".join(autopep8.normalize_line_endings(lines, "\n"))
    copied = make_autopep8_options(options)
    copied.reads_noqa = False  # as autopep8 itself
    fixed_lines = io.StringIO(fix_until_unchanged(text_with_line_feeds, copied)).readlines()
    newline = autopep8.find_newline(lines)
    fixed = "".join(autopep8.normalize_line_endings(fixed_lines, newline))
    return fixed if _is_written(lines, fixed) else text


def _is_written(lines: list[str], fixed: str) -> bool:
    # autopep8 does not write a file in which only line ends would change.
    last_line = lines[-1].split("\n")[-1] if lines else ""
    return "".join(lines).splitlines() != fixed.splitlines() or last_line != fixed.split("\n")[-1]


@convert_library_errors()
def fix_without(codes: Collection[str], text: str, options: Pep8Options) -> str:
    r"""Give ``text`` fixed by autopep8, without the fixes of ``codes``.

    Lines must end with ``\n``.
    """
    from hookkit.pep8.autopep8_passes import fix_until_unchanged

    return fix_until_unchanged(text, make_autopep8_options(options, codes))
