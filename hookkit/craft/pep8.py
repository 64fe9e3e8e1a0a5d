"""Text to fixed text: the one user of autopep8 and of pycodestyle."""

from __future__ import annotations

import argparse
import io
import warnings
from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from hookkit.doors.pep8_config import Pep8Options
from hookkit.values.outcome import Fault

# These fixes can never pass: they always give another program or another comment. Kept from
# autopep8, they do not spoil the harmless fixes of the same lines.
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


@cache
def _namespace(options: Pep8Options) -> argparse.Namespace:
    import autopep8

    with warnings.catch_warnings():  # autopep8 warns that `experimental` will go
        warnings.simplefilter("ignore", DeprecationWarning)
        parsed = autopep8.parse_args([*options.arguments(), "file.py"])
    return cast(argparse.Namespace, parsed)


def _fresh(options: Pep8Options, without: Iterable[str] = ()) -> argparse.Namespace:
    # autopep8 changes the options that it is given, so each call gets its own.
    values = vars(_namespace(options))
    fresh = argparse.Namespace(**{name: _copied(value) for name, value in values.items()})
    fresh.ignore = set(fresh.ignore) | set(without)
    return fresh


def _copied(value: Any) -> Any:
    return set(value) if isinstance(value, (set, frozenset)) else value


def is_excluded(filename: str, options: Pep8Options) -> bool:
    """Whether autopep8's own ``exclude`` leaves the file out."""
    import autopep8

    excluded = _namespace(options).exclude
    return bool(excluded) and not autopep8.match_file(filename, excluded)


def _readlines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


def fix(text: str, options: Pep8Options) -> str:
    """Give what ``autopep8 --in-place`` makes of ``text``, its line ends included."""
    import autopep8

    return str(autopep8.fix_lines(_readlines(text), _fresh(options)))


def fix_layout(text: str, options: Pep8Options) -> str:
    """Give what autopep8 makes of ``text`` without the fixes that are never taken."""
    import autopep8

    return str(autopep8.fix_lines(_readlines(text), _fresh(options, NEVER_TAKEN)))


def faults(text: str, options: Pep8Options) -> list[Fault]:
    """Give the faults in ``text`` that autopep8 would set out to fix, one pycodestyle pass."""
    import autopep8
    import pycodestyle

    found: list[dict[str, Any]] = []

    class Collect(pycodestyle.BaseReport):  # type: ignore[misc]  # pycodestyle is not typed
        def error(self, line_number: int, offset: int, text: str, check: object) -> str | None:
            code = cast("str | None", super().error(line_number, offset, text, check))
            if code:
                found.append({"id": code, "line": line_number, "column": offset, "info": text})
            return code

    fresh = _fresh(options)
    pycodestyle.Checker(
        "",
        lines=_readlines(text),
        reporter=Collect,
        ignore=fresh.ignore,
        select=fresh.select,
        max_line_length=fresh.max_line_length,
        hang_closing=fresh.hang_closing,
    ).check_all()
    offered = autopep8.filter_results(text, found, fresh.aggressive)
    return [
        Fault(each["id"], each["line"], each["info"].partition(" ")[2])
        for each in offered
        if hasattr(autopep8.FixPEP8, f"fix_{each['id'].lower()}") or each["id"] in _ALIASES
    ]


# autopep8 makes these fixers when it makes the object (FixPEP8.__init__).
_ALIASES = frozenset(
    "E115 E121 E122 E123 E124 E126 E127 E128 E129 E133 E202 E203 E204 E211 E221 E222 E223 E226"
    " E227 E228 E241 E242 E252 E261 E272 E273 E274 E275 E306 E501 E703 W292 W293".split()
)


def is_reindented(text: str, options: Pep8Options) -> bool:
    """Whether autopep8's fixes of the file as a whole (indentation) have nothing to do."""
    import autopep8

    return bool(autopep8.apply_global_fixes(text, _fresh(options)) == text)
