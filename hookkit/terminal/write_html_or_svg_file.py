"""Write an HTML page or an SVG image to a file in one step, and open it in a browser."""

from __future__ import annotations

import os
import shlex
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, Refused, WrongUsage
from hookkit.terminal.output import print_rows, write_raw
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row

GENERATOR_TAG = b'<meta name="generator" content="hookkit">'
SVG_GENERATOR = f"<!-- {GENERATOR_TAG.decode()} -->"
"""The tag and the comment by which hookkit recognises its own pages and images."""


class Page(NamedTuple):
    """A page, and the words that its command prints about it.

    ``text`` is the HTML or SVG. ``title`` says what hookkit did, ``size_text`` how much is on it.
    ``show_command`` writes the page again and opens it. ``command`` is the command whose option
    ``--<file_option>`` names the file; if ``file_option`` is "", the file is its argument.
    """

    text: str
    title: str
    size_text: str
    show_command: str
    command: str
    file_option: str = "html"


def write_and_report_page(
    page: Page, file: str | None, default_path: Path, should_open: bool
) -> None:
    """Write a page to ``file`` (``-``: stdout; None: ``default_path``); show it if ``should_open``.

    Prints the path of the page. Raises the same errors as ``write_page``.
    """
    if file == "-":
        write_raw(page.text.encode())
        return
    path = default_path if file is None else Path(file)
    if file is None:
        path.parent.mkdir(exist_ok=True)
    write_page(path, page.text, page.command, page.file_option)
    is_shown = should_open and show_page(path)
    print_rows(_written_rows(page, path, should_open, is_shown))


def _written_rows(page: Page, path: Path, should_open: bool, is_shown: bool) -> list[Row]:
    rows = [row(("title", page.title), ": ", ("path", str(path)), f" ({page.size_text})")]
    if is_shown:
        return [*rows, row("a browser shows it", indent=1)]
    if should_open:
        problem = row(("warn", "no browser could be started"), ": open the file by hand", indent=1)
        return [*rows, problem]
    return rows + next_step_rows(
        [NextStep("show", page.show_command, "or open the file in a browser")]
    )


def write_page(path: Path, text: str, command: str, file_option: str) -> None:
    """Write a page in one step; an older page of hookkit is replaced.

    ``command`` is the command whose option ``--<file_option>`` names the path; if ``file_option``
    is "", the path is its argument. Raises WrongUsage if the path is a folder, Refused if another
    file exists there, EnvironmentFailed if the page cannot be written.
    """
    words = command.split(" ")
    name = f"{'-'.join(words)}.{file_option or 'html'}"

    def command_with(other: Path) -> str:
        option = [f"--{file_option}"] if file_option else []
        return shlex.join(["hookkit", *words, *option, str(other)])

    if path.is_dir():
        raise WrongUsage(f"{path} is a folder", command_with(path / name))
    if os.path.lexists(path) and not _is_hookkit_page(path):
        is_file = path.is_file()
        other_path = path.with_name(f"{path.stem}-{name}") if is_file else Path(name)
        sentence = f"{path} is there already, and is no page of hookkit's: it was left alone"
        raise Refused(sentence, command_with(other_path))
    try:
        _write_atomically(path, text.encode())
    except OSError as error:
        sentence = f"{path} cannot be written: {error.strerror}"
        raise EnvironmentFailed(sentence, command_with(Path(name))) from error


def _write_atomically(path: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".hookkit-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _is_hookkit_page(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return GENERATOR_TAG in file.read(4096)
    except OSError:  # a folder, or not readable
        return False


def show_page(path: Path) -> bool:
    """Open a page in a browser; False if no browser could be started."""
    try:
        return webbrowser.open(path.absolute().as_uri())
    except webbrowser.Error:
        return False
