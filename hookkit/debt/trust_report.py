"""The trusted plugins of the repository as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.debt.local_plugins import LocalPlugins
from hookkit.debt.trust import Trusted
from hookkit.phrases import age, counted, path_text
from hookkit.terminal.rows import NextStep, Piece, Row, next_rows, row

SHOWN = 12
"""How many digits of a digest are shown."""

NONE = ("flake8 is to run no plugins of the repository itself", ": nothing is to be trusted")


def name_of(plugins: LocalPlugins) -> str:
    """Describe plugins in a line: their configuration file, codes, and number of files."""
    codes = ", ".join(plugins.codes) or "no codes"
    return f"{plugins.config}: {codes} ({counted(len(plugins.files), 'file')})"


def trusted_rows(plugins: LocalPlugins | None) -> Iterator[Row]:
    """Give the plugins that are trusted from now on, file by file."""
    if plugins is None:
        yield row(("title", NONE[0]), NONE[1])
        return
    yield row(("title", "hookkit trusts"), f" the plugins of {name_of(plugins)}, as they are now")
    yield row(("path", plugins.config), f"  [flake8:local-plugins] {' '.join(plugins.modules)}")
    for path, data in sorted(plugins.files.items()):
        lines = counted(len(data.splitlines()), "line")
        yield row(("path", path_text(path)), f"  {lines}", indent=1)
    if not plugins.files:
        yield row("none of their code is tracked here: it is installed, or missing", indent=1)
    steps = [
        NextStep("from now on", "hookkit debt check", "runs them until a byte of them changes"),
        NextStep("take back", "hookkit trust --forget"),
    ]
    yield from next_rows(steps)


def list_rows(
    trusted: Sequence[Trusted], plugins: LocalPlugins | None, now: int, unread: int
) -> Iterator[Row]:
    """Give the trusted versions with their age, and whether the present plugins are among them.

    ``now`` is a Unix time in seconds; ``unread`` is the number of lines from a newer hookkit that
    cannot be parsed.
    """
    yield row(("title", f"{counted(len(trusted), 'state')} of plugins"), " trusted here")
    current = plugins.digest if plugins else ""
    for each in trusted:
        current_mark: Piece = ("good", "  as they are now" if each.digest == current else "")
        since = f"  {age(each.when, now)}  {each.name}"
        yield row(("code", each.digest[:SHOWN]), since, current_mark, indent=1)
    if unread:
        title = f"{counted(unread, 'line')} {'is' if unread == 1 else 'are'} of a newer hookkit"
        yield row(("warn", title), ": not read here, and kept as written")
        yield from next_rows([NextStep("read", "pip install --upgrade hookkit")])
    if plugins is not None and current not in {each.digest for each in trusted}:
        yield row(("warn", "not trusted as they are now"), f": {name_of(plugins)}")
        yield from next_rows([NextStep("trust", "hookkit trust", "once you have read them")])


def forgotten_rows(trusted: Sequence[Trusted]) -> Iterator[Row]:
    """Say how many versions are no longer trusted."""
    number = counted(len(trusted), "state")
    yield row(("title", f"hookkit forgot {number} of plugins"), ": none is trusted here")
