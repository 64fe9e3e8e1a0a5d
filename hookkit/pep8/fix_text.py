"""Text to fixed text by autopep8, with fewer of its passes for the same result.

Each function raises Pep8Failed where autopep8 or pycodestyle fails on the text.
"""

from __future__ import annotations

import argparse
import io
import tokenize
import warnings
from bisect import bisect_left
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import chain
from typing import Any, cast

from hookkit.pep8.outcome import Fault
from hookkit.pep8.results import autopep8_results
from hookkit.settings.autopep8.options import NOTHING, Pep8Options, prefixes_except

_LIBRARIES = ("pycodestyle", "autopep8")


class Pep8Failed(Exception):
    """autopep8 or pycodestyle fails on a text; the message says which and how."""


@contextmanager
def library_failures() -> Iterator[None]:
    r"""Raise Pep8Failed for any error of the two in the body, and let nothing be warned of.

    They compile what they read, and Python warns of an escape such as ``\d`` or of ``1 is 2``:
    that is the author's business. RecursionError and MemoryError come through, as they say more of
    the text than of the two.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (RecursionError, MemoryError):
            raise
        except (Exception, SystemExit) as error:
            said = f"{type(error).__name__}: {error}"
            raise Pep8Failed(f"makes {_failing_library(error)} fail: {said}") from error


def _failing_library(error: BaseException) -> str:
    """Give the one of the two in which an error was raised; autopep8 calls pycodestyle."""
    failing = "autopep8"
    trace = error.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__"))
        failing = name if name in _LIBRARIES else failing
        trace = trace.tb_next
    return failing


REINDENTED = frozenset({"E101", "E111", "E114", "W191"})
"""What autopep8 mends for the file as a whole, without a fixer for the code."""


@cache
def _namespace(options: Pep8Options) -> argparse.Namespace:
    import autopep8

    with warnings.catch_warnings():  # autopep8 warns that `experimental` will go
        warnings.simplefilter("ignore", DeprecationWarning)
        parsed = autopep8.parse_args([*options.arguments(), "file.py"])
    return cast(argparse.Namespace, parsed)


def copied_options(options: Pep8Options, without: Collection[str] = ()) -> argparse.Namespace:
    """Give autopep8's options, with some codes kept from it, for one call of it."""
    # autopep8 changes the options that it is given, so each call gets its own.
    values = vars(_namespace(options))
    copied = argparse.Namespace(**{name: _copied(value) for name, value in values.items()})
    for code in without:
        if copied.select:  # pycodestyle then does not ask what is to be ignored
            selected = (prefixes_except(prefix, code) for prefix in copied.select)
            copied.select = set(chain.from_iterable(selected)) or {NOTHING}
        else:
            copied.ignore = {*copied.ignore, code}
    copied.keeps_comments = "E262" in without
    return copied


def _copied(value: Any) -> Any:
    return set(value) if isinstance(value, (set, frozenset)) else value


@library_failures()
def is_excluded(filename: str, options: Pep8Options) -> bool:
    """Whether autopep8's own ``exclude`` leaves the file out."""
    import autopep8

    excluded = _namespace(options).exclude
    return bool(excluded) and not autopep8.match_file(filename, excluded)


def _readlines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


@library_failures()
def fix(text: str, options: Pep8Options) -> str:
    """Give what ``autopep8 --in-place`` makes of ``text``, its line ends included."""
    import autopep8

    fixed = str(autopep8.fix_lines(_readlines(text), copied_options(options)))
    return fixed if _is_written(_readlines(text), fixed) else text


def _is_written(lines: list[str], fixed: str) -> bool:
    # autopep8 does not write a file in which only line ends would become others.
    last = lines[-1].split("\n")[-1] if lines else ""
    return "".join(lines).splitlines() != fixed.splitlines() or last != fixed.split("\n")[-1]


@library_failures()
def fix_without(codes: Collection[str], text: str, options: Pep8Options) -> str:
    r"""Give what autopep8 makes of ``text`` when these codes are kept from it.

    Lines end with ``\n``.
    """
    return fix_until_unchanged(text, copied_options(options, codes))


def fix_until_unchanged(text: str, options: argparse.Namespace) -> str:
    r"""Give what ``autopep8.fix_lines`` gives for a text whose lines end with ``\n``.

    autopep8 looks at the whole file again after each round of fixes until nothing changes. It
    moves an over-indented comment by one column a round; here it is moved in one. Where
    ``options.keeps_comments`` a comment behind code gets its two spaces and keeps its text.
    """
    import autopep8

    fixed = autopep8.apply_global_fixes(text, options)
    # So many passes and no more, or some lines alone, are a matter of what each of them does.
    is_whole = options.pep8_passes < 0 and not options.line_range
    is_plain = not (is_whole or getattr(options, "keeps_comments", False))
    make = autopep8.FixPEP8 if is_plain else _fixer()
    seen: set[str] = set()
    unshortened: set[str] = set()
    while fixed not in seen and not 0 <= options.pep8_passes < len(seen):
        seen.add(fixed)
        fixed = make("", options, contents=fixed, long_line_ignore_cache=unshortened).fix()
    return cast(str, fixed)


@cache
def _fixer() -> Any:
    import autopep8
    import pycodestyle

    class Fixer(autopep8.FixPEP8):  # type: ignore[misc]  # autopep8 is not typed
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if getattr(self.options, "keeps_comments", False):
                # autopep8's mends E262 along with it, and so changes the comment.
                self.fix_e261 = self._set_apart

        def fix(self) -> str:
            """Fix what pycodestyle finds once, as autopep8 does but for its messages."""
            text = "".join(self.source)
            found = autopep8_results(text, self.options)
            self._fix_source(autopep8.filter_results(text, found, self.options.aggressive))
            return "".join(self.source)

        def _set_apart(self, result: dict[str, Any]) -> None:
            """Put two spaces before a comment behind code."""
            index = result["line"] - 1
            line = self.source[index]
            at = line.index("#", result["column"] - 1)
            self.source[index] = line[:at].rstrip(" \t") + "  " + line[at:]

        def fix_e116(self, result: dict[str, Any]) -> object:
            return self._dedent(result, 0) or super().fix_e116(result)

        def fix_e117(self, result: dict[str, Any]) -> object:
            return self._dedent(result, 4) or super().fix_e117(result)

        def _dedent(self, result: dict[str, Any], deeper: int) -> list[int]:
            """Move a comment to where the line of code above it is, or so much ``deeper``."""
            index = result["line"] - 1
            line = self.source[index]
            code = line.lstrip()
            indent = line[: len(line) - len(code)]
            above = self._column_above(index)
            if above is None or not code.startswith("#") or indent.strip(" "):
                return []
            if len(indent) <= above + deeper:
                return []
            self.source[index] = " " * (above + deeper) + code
            return [result["line"]]

        def _column_above(self, index: int) -> int | None:
            at = bisect_left(self._starts, index)
            line = self.original_source[self._starts[at - 1]] if at else ""
            return pycodestyle.expand_indent(line) if line and "\t" not in line else None

        @cached_property
        def _starts(self) -> list[int]:
            try:
                return [row for row, _ in autopep8._find_logical(self.original_source)[0]]
            except (SyntaxError, tokenize.TokenError):  # a fix has broken it; it will be refused
                return []

    return Fixer


_CONTINUATION = {
    "E121": "continuation line under-indented for hanging indent",
    "E122": "continuation line missing indentation or outdented",
    "E123": "closing bracket does not match indentation of opening bracket's line",
    "E124": "closing bracket does not match visual indentation",
    "E125": "continuation line with same indent as next logical line",
    "E126": "continuation line over-indented for hanging indent",
    "E127": "continuation line over-indented for visual indent",
    "E128": "continuation line under-indented for visual indent",
    "E129": "visually indented line with same indent as next logical line",
    "E131": "continuation line unaligned for hanging indent",
    "E133": "closing bracket is missing indentation",
}
"""pycodestyle's names of what autopep8 checks with a check of its own, which gives numbers."""


@library_failures()
def faults(text: str, options: Pep8Options) -> list[Fault]:
    """Give the faults in ``text`` that autopep8 would set out to fix, one pycodestyle pass."""
    import autopep8

    copied = copied_options(options)
    offered = autopep8.filter_results(text, autopep8_results(text, copied), copied.aggressive)
    return [fault_of(each) for each in offered if has_fix(each["id"])]


def fault_of(each: dict[str, Any]) -> Fault:
    """Give one of ``autopep8_results`` as a value."""
    return Fault(each["id"], each["line"], _name(each["id"], each["info"]))


def _name(code: str, info: str) -> str:
    return _CONTINUATION.get(code) or info.partition(" ")[2]


def has_fix(code: str) -> bool:
    """Whether autopep8 has a fixer for a code."""
    return code in _fixable()


@cache
def _fixable() -> frozenset[str]:
    import autopep8

    # Of the object, not of its class: half of the fixers are made in __init__.
    fixer = autopep8.FixPEP8(filename=None, options=None, contents="")
    names = (name.removeprefix("fix_") for name in dir(fixer) if name.startswith("fix_"))
    return frozenset(name.upper() for name in names) | REINDENTED


@library_failures()
def is_reindented(text: str, options: Pep8Options) -> bool:
    """Whether autopep8's fixes of the file as a whole (indentation) have nothing to do."""
    import autopep8

    return bool(autopep8.apply_global_fixes(text, copied_options(options)) == text)
