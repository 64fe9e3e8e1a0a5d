"""The notes on files that were left alone, with the commands that correct them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hookkit.corrections.files_and_lines_to_fix import FilesToFix
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.pep8.fix_task_and_outcome import NOT_REACHED, FileOutcome
from hookkit.phrases import path_text, shell_word, short_id

_TOO_LARGE_REASON = re.compile(r"^has (\d+) \w+, more than (max_\w+) allows$")

MAX_NAMES = 20
"""How many files are named in a command."""


def left_alone_notes(
    git: Git, files_to_fix: FilesToFix, outcomes: Sequence[FileOutcome]
) -> tuple[str, ...]:
    """Give the notes on files that are too large, and on files that a hook had no time for."""
    return (*_too_large_notes(git, outcomes), *_not_reached_notes(git, files_to_fix, outcomes))


def _not_reached_notes(
    git: Git, files_to_fix: FilesToFix, outcomes: Sequence[FileOutcome]
) -> Iterator[str]:
    reasons = {each.path: each.left_alone_reason or "" for each in outcomes}
    not_reached = [path for path, reason in reasons.items() if reason.startswith(NOT_REACHED)]
    if not_reached and files_to_fix.commit is not None:
        files = "1 file" if len(not_reached) == 1 else f"{len(not_reached):,} files"
        command = _command_for_not_reached(git, files_to_fix, not_reached)
        yield f"{files} not looked at yet: {command}"


def _command_for_not_reached(
    git: Git, files_to_fix: FilesToFix, not_reached: Sequence[bytes]
) -> str:
    """Give the command for the files that were not reached; a rebase has several commits."""
    if files_to_fix.has_only_commit_files and files_to_fix.commit is not None:
        return f"hookkit run {short_id(files_to_fix.commit.id)}"
    if len(not_reached) > MAX_NAMES:
        return "hookkit run --all-files"
    return _run_command(git, not_reached)


def too_large_files(outcomes: Iterable[FileOutcome]) -> list[FileOutcome]:
    """Give the files that are larger than the settings allow: there is a note for each."""
    return [each for each in outcomes if _TOO_LARGE_REASON.match(each.left_alone_reason or "")]


def _too_large_notes(git: Git, outcomes: Sequence[FileOutcome]) -> Iterator[str]:
    for each in too_large_files(outcomes):
        found = _TOO_LARGE_REASON.match(each.left_alone_reason or "")
        assert found is not None
        allowed = f"HOOKKIT_{found[2].upper()}={found[1]}"
        yield f"correct anyway: {allowed} {_run_command(git, [each.path])}"


def _run_command(git: Git, paths: Sequence[bytes]) -> str:
    """Give the command that corrects some files, as it is typed in the current folder."""
    names = (path_from_current_folder(git, path_text(each)) for each in paths)
    shown_paths = (name if name.startswith("../") else f"./{name}" for name in names)
    return " ".join(["hookkit run", *map(shell_word, shown_paths)])
