"""Text to fixed text: the one user of autopep8 and of pycodestyle.

Each function raises Pep8Failed where one of the two fails on the text.
"""

from __future__ import annotations

import argparse
import io
import re
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from string import digits
from typing import Any, NamedTuple, cast

from hookkit.pep8.library_failure import contained
from hookkit.pep8.outcome import Fault
from hookkit.pep8.passes import fix_to_rest
from hookkit.pep8.results import Rules, results
from hookkit.settings.autopep8.options import Pep8Options

NEVER_TAKEN = {
    "E266": "'##' can be meant for a documentation tool",
    "E402": "moving an import changes when it runs",
    "E711": "'is None' asks another question than '== None'",
    "E712": "dropping '== True' asks another question",
    "E713": "'not in' is another expression",
    "E714": "'is not' is another expression",
    "E721": "isinstance() also accepts subclasses",
    "E722": "a named exception is another clause",
    "E731": "a def is not the lambda that was assigned",
}
"""These fixes can never pass: they always give another program or another comment. Kept from
autopep8, they do not spoil the harmless fixes of the same lines."""

LINE_BREAKS = frozenset(["E401", "E501", "E502", "E701", "E702", "E703", "E704"])
"""These fixes cut or join lines. Where one may not be taken, the other fixes of its lines are tried
without it."""

COMMENTS = frozenset(["E262", "E265"])
"""These fixes change the text of a comment. Where one may not be taken, the other fixes of its
lines are tried without it."""

INDENTATION = frozenset(["E101", "E111", "E112", "E113", "E114", "E115", "E116", "E117", "W191"])
"""These fixes move a line to the right or to the left: a line of a block not without the others."""

REINDENTED = frozenset({"E101", "E111", "E114", "W191"})
"""What autopep8 mends for the file as a whole, without a fixer for the code."""


@cache
def _namespace(options: Pep8Options) -> argparse.Namespace:
    import autopep8

    with warnings.catch_warnings():  # autopep8 warns that `experimental` will go
        warnings.simplefilter("ignore", DeprecationWarning)
        parsed = autopep8.parse_args([*options.arguments(), "file.py"])
    return cast(argparse.Namespace, parsed)


def _fresh(options: Pep8Options, without: Collection[str] = ()) -> argparse.Namespace:
    # autopep8 changes the options that it is given, so each call gets its own.
    values = vars(_namespace(options))
    fresh = argparse.Namespace(**{name: _copied(value) for name, value in values.items()})
    for code in without:
        if fresh.select:  # pycodestyle then does not ask what is to be ignored
            fresh.select = {each for prefix in fresh.select for each in _except(prefix, code)}
            fresh.select = fresh.select or {_NOTHING}
        else:
            fresh.ignore = {*fresh.ignore, code}
    fresh.keeps_comments = "E262" in without
    return fresh


_NOTHING = "-"  # no code begins so; to select nothing at all would mean the default


def _except(prefix: str, code: str) -> Iterator[str]:
    """Give the prefixes that stand for all codes of ``prefix`` but this one."""
    if not code.startswith(prefix):
        yield prefix
    elif prefix != code:
        for character in "EW" if not prefix else digits:
            yield from _except(prefix + character, code)


def _copied(value: Any) -> Any:
    return set(value) if isinstance(value, (set, frozenset)) else value


@contained()
def is_excluded(filename: str, options: Pep8Options) -> bool:
    """Whether autopep8's own ``exclude`` leaves the file out."""
    import autopep8

    excluded = _namespace(options).exclude
    return bool(excluded) and not autopep8.match_file(filename, excluded)


def _readlines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


@contained()
def fix(text: str, options: Pep8Options) -> str:
    """Give what ``autopep8 --in-place`` makes of ``text``, its line ends included."""
    import autopep8

    fixed = str(autopep8.fix_lines(_readlines(text), _fresh(options)))
    return fixed if _is_written(_readlines(text), fixed) else text


def _is_written(lines: list[str], fixed: str) -> bool:
    # autopep8 does not write a file in which only line ends would become others.
    last = lines[-1].split("\n")[-1] if lines else ""
    return "".join(lines).splitlines() != fixed.splitlines() or last != fixed.split("\n")[-1]


@contained()
def fix_without(codes: Collection[str], text: str, options: Pep8Options) -> str:
    r"""Give what autopep8 makes of ``text`` when these codes are kept from it.

    Lines end with ``\n``.
    """
    return fix_to_rest(text, _fresh(options, codes))


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


@contained()
def faults(text: str, options: Pep8Options) -> list[Fault]:
    """Give the faults in ``text`` that autopep8 would set out to fix, one pycodestyle pass."""
    import autopep8

    fresh = _fresh(options)
    offered = autopep8.filter_results(text, _found(text, fresh), fresh.aggressive)
    return [_fault(each) for each in offered if has_fix(each["id"])]


def _found(text: str, asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Give what pycodestyle finds, as autopep8 takes it."""
    return [
        {"id": each.code, "line": each.line, "column": each.offset, "info": each.text}
        for each in results(text, Rules.of(asked))
    ]


def _fault(each: dict[str, Any]) -> Fault:
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


class Examined(NamedTuple):
    """A fault, whatever is configured, and what stands between it and its fix.

    ``is_asked`` says whether the options ask for its code. ``is_silenced`` says whether a
    ``# noqa`` hides it, and ``switched_off`` is the line of the ``# fmt: off`` or ``# autopep8:
    off`` that does. ``level`` is the aggressiveness from which on autopep8 takes it on, None where
    it never does (in strings, in code that is commented out).
    """

    fault: Fault
    is_asked: bool
    is_silenced: bool
    switched_off: int | None
    level: int | None


@contained()
def examine(text: str, options: Pep8Options) -> list[Examined]:
    r"""Give every fault in ``text`` (lines end with ``\n``), whatever the options ignore."""
    import autopep8

    everything, asked = _fresh(options), _fresh(options)
    everything.select, everything.ignore = {"E", "W"}, set()
    found = _found(_NOQA.sub("# nn", text), everything)
    heard = Counter((each["id"], each["line"]) for each in _found(text, everything))
    ranges = autopep8.get_disabled_ranges(text)
    levels = _levels(text, found)
    return [
        Examined(
            _fault(each),
            _is_asked(each["id"], asked),
            not heard[each["id"], each["line"]],
            next((first for first, last in ranges if first <= each["line"] <= last), None),
            levels.get(number),
        )
        for number, each in enumerate(found)
    ]


_NOQA = re.compile(r"# no(?=(?:qa|pep8)\b)", re.IGNORECASE)
"""pycodestyle's own pattern, to be replaced by as many characters that mean nothing."""

HIGHEST = 3
"""autopep8's highest level of aggressiveness."""


def _levels(text: str, found: list[dict[str, Any]]) -> dict[int, int]:
    """Give the lowest level at which autopep8 takes a fault on, by the fault's number."""
    import autopep8

    numbered = [{**each, "number": number} for number, each in enumerate(found)]
    levels: dict[int, int] = {}
    for level in range(HIGHEST + 1):
        for each in autopep8.filter_results(text, numbered, level):
            levels.setdefault(each["number"], level)
    return levels


def _is_asked(code: str, asked: argparse.Namespace) -> bool:
    """Whether pycodestyle would tell about a code: what is selected is not asked otherwise."""
    if asked.select:
        return code.startswith(tuple(asked.select))
    return not code.startswith(tuple(asked.ignore))


def is_at_rest(text: str, faults: Iterable[Fault], options: Pep8Options) -> bool:
    """Whether autopep8 has nothing to do in a text with these faults, all of them NEVER_TAKEN."""
    is_left = all(fault.code in NEVER_TAKEN for fault in faults)
    return is_left and is_reindented(text, options)


@contained()
def is_reindented(text: str, options: Pep8Options) -> bool:
    """Whether autopep8's fixes of the file as a whole (indentation) have nothing to do."""
    import autopep8

    return bool(autopep8.apply_global_fixes(text, _fresh(options)) == text)
