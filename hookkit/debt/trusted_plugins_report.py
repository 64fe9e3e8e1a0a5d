"""The report of the trusted plugins as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.debt.local_plugins import LocalPlugins
from hookkit.debt.trusted_plugins import TrustedPlugins
from hookkit.phrases import age, path_text, plural
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row

SHOWN_DIGITS = 12
"""How many digits of a digest are shown."""

NO_PLUGINS = ("flake8 is to run no plugins of the repository itself", ": nothing is to be trusted")


def describe_plugins(plugins: LocalPlugins) -> str:
    """Describe plugins in a line: their configuration file, codes, and number of files."""
    codes = ", ".join(plugins.code_prefixes) or "no codes"
    return f"{plugins.config}: {codes} ({plural(len(plugins.files), 'file')})"


def newly_trusted_rows(plugins: LocalPlugins | None) -> Iterator[Row]:
    """Give the plugins that are trusted from now on, file by file."""
    if plugins is None:
        yield row(("title", NO_PLUGINS[0]), NO_PLUGINS[1])
        return
    yield row(
        ("title", "hookkit trusts"), f" the plugins of {describe_plugins(plugins)}, as they are now"
    )
    yield row(("path", plugins.config), f"  [flake8:local-plugins] {' '.join(plugins.modules)}")
    for path, data in sorted(plugins.files.items()):
        lines = plural(len(data.splitlines()), "line")
        yield row(("path", path_text(path)), f"  {lines}", indent=1)
    if not plugins.files:
        yield row("none of their code is tracked here: it is installed, or missing", indent=1)
    steps = [
        NextStep("from now on", "hookkit debt check", "runs them until a byte of them changes"),
        NextStep("take back", "hookkit trust --forget"),
    ]
    yield from next_step_rows(steps)


def trusted_version_rows(
    trusted: Sequence[TrustedPlugins],
    plugins: LocalPlugins | None,
    now: int,
    unparsed_line_count: int,
) -> Iterator[Row]:
    """Give the trusted versions with their age, and whether the present plugins are among them.

    ``now`` is a Unix time in seconds; ``unparsed_line_count`` is the number of lines from a newer
    hookkit that cannot be parsed.
    """
    yield row(("title", f"{plural(len(trusted), 'version')} of plugins"), " trusted here")
    current = plugins.digest if plugins else ""
    for each in trusted:
        current_mark: StyledText = ("good", "  as they are now" if each.digest == current else "")
        since = f"  {age(each.time, now)}  {each.name}"
        yield row(("code", each.digest[:SHOWN_DIGITS]), since, current_mark, indent=1)
    if unparsed_line_count:
        verb = "is" if unparsed_line_count == 1 else "are"
        title = f"{plural(unparsed_line_count, 'line')} {verb} of a newer hookkit"
        yield row(("warn", title), ": not read here, and kept as written")
        yield from next_step_rows([NextStep("read", "pip install --upgrade hookkit")])
    if plugins is not None and current not in {each.digest for each in trusted}:
        yield row(("warn", "not trusted as they are now"), f": {describe_plugins(plugins)}")
        yield from next_step_rows([NextStep("trust", "hookkit trust", "once you have read them")])


def forgotten_rows(trusted: Sequence[TrustedPlugins]) -> Iterator[Row]:
    """Say how many versions are no longer trusted."""
    number = plural(len(trusted), "version")
    yield row(("title", f"hookkit forgot {number} of plugins"), ": none is trusted here")
