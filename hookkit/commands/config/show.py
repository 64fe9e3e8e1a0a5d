"""``hookkit config [SETTING | FILE]``: the settings in force, and their origins."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import rich_click as click

from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.phrases import close_match, did_you_mean, format_value, shell_word
from hookkit.settings.autopep8.option_finder import FileOptions, find_autopep8_options
from hookkit.settings.autopep8.options import DEFAULT_IGNORE
from hookkit.settings.autopep8.project_formatter import FORMATTER_CODES, Formatter
from hookkit.settings.definitions import SETTINGS
from hookkit.settings.effective_settings import Setting
from hookkit.terminal.load_settings_with_warnings import list_settings_with_warnings
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import Row, StyledText, row


def _aligned_rows(lines: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Give the rows of lines of key, value and origin, in aligned columns."""
    table = [tuple(line) for line in lines]
    key_width = max(len(key) for key, _, _ in table)
    value_width = max(len(value) for _, value, _ in table)
    for key, value, origin in table:
        name, shown = key.ljust(key_width), value.ljust(value_width)
        yield row(("code", name), f" = {shown}  ", ("dim", origin), indent=1)


def settings_rows(settings: Iterable[Setting]) -> list[Row]:
    """Give each setting of hookkit with its value and its origin."""
    lines = ((each.key, format_value(each.value), each.origin) for each in settings)
    return [row(("title", "hookkit")), *_aligned_rows(lines)]


def options_rows(file_options: FileOptions, name: str) -> list[Row]:
    """Give the options of autopep8 for the file ``name``, and the files they come from."""
    # The decisions of a formatter are shown below.
    options = file_options.configured_options
    lines = [
        (name, format_value(value), "" if value != options._field_defaults[name] else "default")
        for name, value in options._asdict().items()
    ]
    rows = [row(("title", "autopep8"), f" for {name}"), *_aligned_rows(lines)]
    if not (options.ignore or options.select or options.aggressive):
        rows.append(row(f"without ignore and select autopep8 ignores {DEFAULT_IGNORE}", indent=1))
    if file_options.formatter is not None:
        rows += _formatter_rows(file_options.formatter)
    if not file_options.files:
        return [*rows, row("from hookkit, because nothing configures autopep8 here", indent=1)]
    return rows + [row("from ", ("path", str(path)), indent=1) for path in file_options.files]


def _formatter_rows(formatter: Formatter) -> list[Row]:
    codes = ", ".join(FORMATTER_CODES)
    place: StyledText = ("path", f"{formatter.path}, line {formatter.line}")
    return [
        row(f"{formatter.name} formats the files, and decides what is left out here:", indent=1),
        row(("code", codes), indent=2),
        row("by ", place, indent=2),
    ]


@click.command("show", hidden=True)
@click.argument("name", required=False, metavar="[SETTING | FILE]")
@click.argument("other_arguments", nargs=-1, metavar="")
def show(name: str | None, other_arguments: tuple[str, ...]) -> int:
    """Show every setting with its value and where it is from, or the one called SETTING."""
    if name is not None and other_arguments:
        raise _too_many_arguments_error(name, other_arguments)
    git = Git.discover()
    settings = list_settings_with_warnings(git)
    named_settings = [each for each in settings if each.key == name]
    if named_settings and name is not None and not os.path.lexists(name):
        print_rows(settings_rows(named_settings))
        return 0
    path = _file_to_show(name) if name is not None else (git.top or git.git_dir) / "any.py"
    shown_name = name if name is not None else "a file at the top level"
    print_rows(
        [*settings_rows(settings), row(""), *options_rows(find_autopep8_options(path), shown_name)]
    )
    return 0


def _too_many_arguments_error(name: str, values: Sequence[str]) -> WrongUsage:
    """Give the error for more than one argument, with the command that sets the setting."""
    sentence = "hookkit config shows one setting or one file; hookkit config set sets one"
    known = close_match(name, SETTINGS)
    texts = [each.removeprefix("=") for each in values if each != "="]
    words = ["hookkit config set", known, *map(shell_word, texts)] if known and texts else []
    return WrongUsage(sentence, " ".join(words) or "hookkit config")


def _file_to_show(name: str) -> Path:
    """Give the file to show options for; a ``.py`` file need not exist.

    Raises WrongUsage if ``name`` is neither a file nor a folder.
    """
    path = Path(name)
    if path.is_dir():
        return path / "any.py"
    if path.exists() or path.suffix in (".py", ".pyi"):
        return path
    close = close_match(name, SETTINGS)
    sentence = f"{shell_word(name)} is neither a setting nor a file{did_you_mean(name, SETTINGS)}"
    raise WrongUsage(sentence, f"hookkit config {close}" if close else "hookkit config")
