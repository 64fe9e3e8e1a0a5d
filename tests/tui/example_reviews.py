"""Reviews for the tests of the interface, and functions that send keys to its state."""

from __future__ import annotations

from rich.text import Text

from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.corrections.run_outcome import Outcome
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from hookkit.pep8.review_hunks import find_review_hunks
from hookkit.terminal.rows import row
from hookkit.tui.dialogs import placement_dialog
from hookkit.tui.handle_keys_and_mouse import KeyContext, ReviewEnd, handle_key
from hookkit.tui.hunk_choices import HunkChoices, leave_all_hunks
from hookkit.tui.hunk_texts import HunkTexts
from hookkit.tui.review_state import Dialog, ReviewState, initial_state
from hookkit.tui.screen_layout import Screen
from hookkit.tui.screen_lines import screen_lines

OPERATOR = "missing whitespace around operator"
COMMA = "missing whitespace after ','"


def review(*files: tuple[str, str, str]) -> Review:
    """A review of some files: path, content, fixed content. A line with = has E225, others E231."""
    return Review(Outcome(None, "", "propose"), tuple(map(_file, files)))


def _file(file: tuple[str, str, str]) -> ReviewedFile:
    name, base, fixed = file
    path, old, new = name.encode(), base.encode(), fixed.encode()
    kept = {*fixed.splitlines()}
    faults = [
        Fault("E225", number, OPERATOR) if "=" in line else Fault("E231", number, COMMA)
        for number, line in enumerate(base.splitlines(), 1)
        if line not in kept
    ]
    hunks = tuple(find_review_hunks(path, old, new, faults))
    return ReviewedFile(path, "100644", old, new, FileOutcome(path), hunks, ((1, 99),))


SMALL = review(
    ("a.py", "a=1\nb = 2\nc=3\nd\n[1,2]\n", "a = 1\nb = 2\nc = 3\nd\n[1, 2]\n"),
    ("pkg/b.py", "z=1\n", "z = 1\n"),
)
"""Four hunks: two of E225 and one of E231 in a.py, one of E225 in pkg/b.py."""


class Interface:
    """The interface without a terminal: keys are pressed, and the screen is read."""

    def __init__(self, some: Review, width: int = 100, height: int = 30) -> None:
        """Begin with a review on a screen of some size."""
        self.texts = HunkTexts(some)
        self.state: ReviewState = initial_state(leave_all_hunks(some.hunks))
        self.end: ReviewEnd | None = None
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Give the screen another size."""
        texts = self.texts
        self.screen_cells = Screen(width, height, texts.height_of_hunk)

    def press(self, *keys: str) -> Interface:
        """Press keys, each its sign or its name."""
        for key in keys:
            assert self.end is None
            context = KeyContext(self.screen_cells, self.texts.parts_of, self.make_placement_dialog)
            after = handle_key(self.state, key, context)
            if isinstance(after, ReviewEnd):
                self.end = after
            else:
                self.state = after
        return self

    @property
    def taken(self) -> str:
        """The answers to all hunks, a sign for each: x, r or -."""
        signs = {"take": "x", "leave": "-", "refuse": "r"}
        return "".join(signs[each] for each in self.state.hunk_choices.answers)

    @property
    def screen(self) -> list[str]:
        """The lines of the screen without the blanks at their ends."""
        return [line.plain.rstrip() for line in self.lines]

    @property
    def lines(self) -> list[Text]:
        """The lines of the screen."""
        return screen_lines(self.state, self.screen_cells, self.texts, '1a2b3c4 "Add a"')

    def make_placement_dialog(self, hunk_choices: HunkChoices) -> Dialog | None:
        """Make the dialog that asks for the place, None if all hunks are left."""
        if hunk_choices.is_all_left:
            return None
        taken = hunk_choices.count("take")
        return placement_dialog("wfp" if taken else "y", [row(f"{taken} taken")], bool(taken))


def no_place(hunk_choices: HunkChoices) -> Dialog | None:
    """Have nothing to place."""
    return None
