"""Rows of a report for a person: texts with styles, which a terminal shows as colours.

Tables and the next commands of a report are rows in columns; a next command is followed by the
equivalent in plain git, if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Style = Literal["text", "title", "path", "code", "good", "warn", "bad", "dim", "command"]
else:
    Style = str
"""The style of a text; a terminal shows a colour for each, plain output none."""

StyledText = tuple[Style, str]


class Row(NamedTuple):
    """One line: pieces of text, each with its style, behind ``indent`` steps of two spaces."""

    texts: tuple[StyledText, ...]
    indent: int = 0

    @property
    def text(self) -> str:
        """The line without styles."""
        return "  " * self.indent + "".join(text for _, text in self.texts)


def row(*parts: str | StyledText, indent: int = 0) -> Row:
    """Make a row of plain strings and ``(style, text)`` pairs."""
    texts = tuple(part if isinstance(part, tuple) else ("text", part) for part in parts)
    return Row(texts, indent)


def note(sentence: str) -> Row:
    """Make the row of a note on its own, such as one among findings."""
    return row(("dim", "note"), f"  {sentence}")


def title_note(sentence: str) -> Row:
    """Make the row of a note on the title above it."""
    return row(("dim", "note"), f" {sentence}", indent=1)


class NextStep(NamedTuple):
    """A next command: a label for its purpose, the command, a remark, the same in plain git."""

    label: str
    command: str
    remark: str = ""
    git_command: str = ""


def _step_texts(each: NextStep, label_width: int, command_width: int) -> tuple[StyledText, ...]:
    texts: list[StyledText] = [
        ("dim", each.label.ljust(label_width) + "  "),
        ("command", each.command),
    ]
    if each.remark or each.git_command:
        texts.append(("text", " " * (command_width - len(each.command) + 2)))
    if each.remark:
        texts.append(("dim", each.remark + (" " if each.git_command else "")))
    if each.git_command:
        texts.append(("command", each.git_command))
    return tuple(texts)


def next_step_rows(steps: Sequence[NextStep]) -> list[Row]:
    """Give one row for each step, labels and commands in columns."""
    label_width = max((len(each.label) for each in steps), default=0)
    remarked = [each for each in steps if each.remark or each.git_command]
    command_width = max((len(each.command) for each in remarked), default=0)
    return [row(*_step_texts(each, label_width, command_width)) for each in steps]


MAX_CELL_WIDTH = 44
"""The maximum width of a column; a wider cell shifts the cells after it."""


def table_rows(header: Sequence[str], lines: Sequence[Sequence[StyledText]]) -> Iterator[Row]:
    """Give a head and lines in columns of the needed width; the last column is not padded."""
    cell_widths = [[len(text) for _, text in line] for line in lines]
    cell_widths.append([len(each) for each in header])
    widths = [min(max(column), MAX_CELL_WIDTH) for column in zip(*cell_widths, strict=True)]
    yield _table_row([("dim", each) for each in header], widths)
    for line in lines:
        yield _table_row(line, widths)


def _table_row(cells: Sequence[StyledText], widths: Sequence[int]) -> Row:
    last_index = len(cells) - 1
    padded = [
        (style, text if index == last_index else f"{text.ljust(width)}  ")
        for index, ((style, text), width) in enumerate(zip(cells, widths, strict=True))
    ]
    return row(*padded, indent=1)
