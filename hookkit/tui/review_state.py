"""The state of a review on the screen: answers, focused pane, cursors, scroll positions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from hookkit.terminal.rows import Row
from hookkit.tui.hunk_choices import HunkChoices
from hookkit.tui.hunk_groups import HunkGroup, group_hunks

PaneName = Literal["hunk groups", "hunks"]
"""The panes: the list of groups (all hunks, those of a file, those of a rule), and the hunks of the
group under the cursor."""

DialogName = Literal["help", "place", "quit"]


class Dialog(NamedTuple):
    """A dialog in place of the panes.

    ``keys`` are the characters that end the interface, ``top`` is the first visible line.
    """

    name: DialogName
    keys: str
    rows: tuple[Row, ...]
    top: int = 0


MakePlacementDialog = Callable[[HunkChoices], "Dialog | None"]
"""Makes the dialog that asks for the place of the taken hunks; None if there is nothing to ask."""


@dataclass(frozen=True, slots=True)
class ReviewState:
    """All that the screen shows and the keys change.

    ``group_index`` and ``hunk_index`` are the cursors of the panes: an index into ``groups``, and
    an index into the hunks of that group. ``hunks_top`` and ``groups_top`` are the first visible
    lines of the panes, ``left_column`` is the first visible column of code. ``range_start`` is the
    index of the hunk where a range begins, None without a range. ``search`` is the last search,
    ``typed_search`` the search that is being typed, None if none is. ``message`` is shown until the
    next key.
    """

    hunk_choices: HunkChoices
    groups: tuple[HunkGroup, ...]
    pane: PaneName = "hunks"
    group_index: int = 0
    hunk_index: int = 0
    hunks_top: int = 0
    groups_top: int = 0
    left_column: int = 0
    range_start: int | None = None
    is_zoomed: bool = False
    search: str = ""
    typed_search: str | None = None
    message: str = ""
    dialog: Dialog | None = None

    @property
    def shown_hunk_numbers(self) -> tuple[int, ...]:
        """The numbers of the hunks of the group that is shown."""
        return self.groups[self.group_index].hunk_numbers

    @property
    def current_hunk_number(self) -> int | None:
        """The number of the hunk under the cursor, None if no hunk is shown."""
        return self.shown_hunk_numbers[self.hunk_index] if self.shown_hunk_numbers else None

    @property
    def range_ends(self) -> tuple[int, int]:
        """The first and the last index of the range; without a range, the cursor twice."""
        start = self.hunk_index if self.range_start is None else self.range_start
        return min(self.hunk_index, start), max(self.hunk_index, start)

    @property
    def selected_hunk_numbers(self) -> tuple[int, ...]:
        """The numbers of the hunks that a key changes: of a group, of a range, or of one hunk."""
        if self.pane == "hunk groups":
            return self.shown_hunk_numbers
        first, last = self.range_ends
        return self.shown_hunk_numbers[first : last + 1]


def initial_state(hunk_choices: HunkChoices) -> ReviewState:
    """Give the state that the interface begins with."""
    return ReviewState(hunk_choices, group_hunks(hunk_choices.hunks))
