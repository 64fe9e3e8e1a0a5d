"""The keys of ``hookkit review -i``: what each does, and which of them answer a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookkit.corrections.review.chosen_hunks import ChosenHunks
from hookkit.corrections.review.hunk_answers import HunkAnswers
from hookkit.corrections.review.placement_modes import PlacementMode
from hookkit.terminal.rows import Row, StyledText, row

HUNK_HELP = {
    "y": "take this hunk",
    "n": "leave it out",
    "a": "take it and all later hunks of this file",
    "d": "leave it and all later hunks of this file out",
    "c": "take it and all later hunks of the same rules",
    "x": "leave it and all later hunks of the same rules out",
    "s": "split it into smaller hunks",
    "e": "edit it, and take it as edited",
    "r": "refuse it: leave it out, and do not propose it again",
    "/": "search: ask next about the first hunk with a text in it",
    "u": "undo the last answer",
    "q": "ask no more: what is left is left out",
}

UNAVAILABLE_REASONS = {
    "s": "it cannot be split",
    "/": "no hunk comes after it",
    "u": "nothing is answered yet",
}
"""The reason why a key cannot answer now."""

EQUIVALENT_KEYS = {"c": "y", "x": "n"}
"""The key that has the same effect if no later hunk has the same rules."""

PLACEMENT_KEYS: dict[str, PlacementMode] = {
    "w": "worktree",
    "f": "fixup",
    "s": "spread",
    "c": "commit",
    "a": "amend",
    "p": "propose",
}
"""The key of each mode in which a correction can be placed."""

PLACEMENT_HELP = {
    "w": "put it into the files, as uncommitted edits",
    "f": "put it on the branch as a fixup! commit",
    "s": "put it on the branch as a fixup! for each commit that has a part in it",
    "c": "put it on the branch as a commit of its own",
    "a": "amend the commit itself with it",
    "p": "keep it as the proposal: no file is touched",
    "t": "take the edits that were placed back from the files",
    "y": "do not propose again what was refused",
    "u": "undo the last answer",
    "q": "change nothing",
}


def last_question_keys(
    chosen: ChosenHunks,
    placement_modes: Sequence[PlacementMode],
    has_untaken_in_files: bool,
    answers: HunkAnswers,
) -> str:
    """Give the keys that answer the last question: what becomes of the chosen hunks.

    ``has_untaken_in_files`` says whether the files contain hunks that were not taken.
    """
    if chosen.taken_files:
        keys = "".join(key for key, mode in PLACEMENT_KEYS.items() if mode in placement_modes)
    else:
        keys = "t" * has_untaken_in_files + "y" * bool(chosen.refused_hunks)
    return keys + "u" * (answers.previous is not None) + "q"


def help_rows(keys: str, texts: Mapping[str, str]) -> list[Row]:
    """Give a row for each key, with what it does."""
    return [row(("command", key), f"  {texts[key]}", indent=1) for key in keys]


def no_answer_rows(
    key: str, keys: str, texts: Mapping[str, str], unavailable: Mapping[str, str]
) -> list[Row]:
    """Say in a line why a key is no answer; ``?`` explains all of them."""
    if key == "?":
        return help_rows(keys, texts)
    if key in unavailable:
        return [row(("command", key), f": {unavailable[key]}", indent=1)]
    known: StyledText = ("command", ",".join(keys))
    return [row("the answers are ", known, ", and ", ("command", "?"), " explains them", indent=1)]
