"""``hookkit doctor``: find what keeps hookkit from working, and report it with its repair."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from hookkit.corrections.refused_hunks import count_unreadable_lines
from hookkit.git.operation_in_progress import ending_commands, operation_in_progress
from hookkit.git.refs import lacks_ref_files
from hookkit.git.runner import Git
from hookkit.install.diagnosis import Diagnosis, DiagnosisState
from hookkit.install.doctor_hooks import diagnose_hooks
from hookkit.install.doctor_leftovers import diagnose_leftovers
from hookkit.install.doctor_settings import diagnose_settings
from hookkit.install.folder_write_access import find_git_dir_problem
from hookkit.operation_log.stopped_sync_entry import (
    CONTINUE_SYNC,
    branch_of_sync,
    find_stopped_sync,
    is_sync_rebase_under_way,
)
from hookkit.phrases import plural
from hookkit.terminal.rows import Row, StyledText, row

OLDEST_GIT = (2, 31)

_STATE_LABELS: dict[DiagnosisState, StyledText] = {
    "ok": ("good", "ok  "),
    "warn": ("warn", "warn"),
    "bad": ("bad", "bad "),
}


def diagnose_repository(git: Git) -> tuple[Diagnosis, ...]:
    """Diagnose the repository and everything around it that hookkit needs.

    Nothing is changed. A fault is returned as a diagnosis, never raised.
    """
    return (
        diagnose_git_version(git.line("version")),
        *_diagnose_ref_format(git),
        *_diagnose_git_dir(git),
        *diagnose_hooks(git),
        *diagnose_settings(git),
        *_diagnose_operation(git),
        *_diagnose_refused_hunks(git),
        *diagnose_leftovers(git),
    )


def is_healthy(diagnoses: tuple[Diagnosis, ...]) -> bool:
    """Say whether hookkit can work: no diagnosis is ``bad``."""
    return all(each.state != "bad" for each in diagnoses)


def diagnose_git_version(version: str) -> Diagnosis:
    """Diagnose the output of ``git version``."""
    numbers = re.search(r"(\d+)\.(\d+)", version)
    needed = ".".join(map(str, OLDEST_GIT))
    if numbers is not None and (int(numbers[1]), int(numbers[2])) >= OLDEST_GIT:
        return Diagnosis("git", "ok", f"{version} ({needed} or newer is needed)")
    return Diagnosis("git", "bad", f"{version} is too old: {needed} or newer is needed")


def _diagnose_ref_format(git: Git) -> Iterator[Diagnosis]:
    """Name the ref format if refs are not files; hookkit works with each format."""
    if lacks_ref_files(git):
        kind = git.line("rev-parse", "--show-ref-format")
        yield Diagnosis("refs", "ok", f"kept as {kind}, in no files of their own")


def _diagnose_git_dir(git: Git) -> Iterator[Diagnosis]:
    problem = find_git_dir_problem(git)
    if problem is not None:
        yield Diagnosis("git directory", "bad", *problem)


def _diagnose_operation(git: Git) -> Iterator[Diagnosis]:
    name = operation_in_progress(git)
    stored_entry = find_stopped_sync(git)
    consequence = "until it ends corrections are only proposed"
    if (
        name is not None
        and stored_entry is not None
        and is_sync_rebase_under_way(git, stored_entry)
    ):
        branch = branch_of_sync(stored_entry.entry)
        sentence = f"the sync of {branch} is stopped in a conflict: {consequence}"
        yield Diagnosis("state", "warn", sentence, CONTINUE_SYNC)
    elif name is not None:
        finish, abort = ending_commands(name)
        abort_text = f"; to take it back: {abort}" if abort else ""
        yield Diagnosis("state", "warn", f"{name} is under way: {consequence}{abort_text}", finish)


def _diagnose_refused_hunks(git: Git) -> Iterator[Diagnosis]:
    count = count_unreadable_lines(git)
    if count:
        subject = f"{plural(count, 'refused hunk')} {'is' if count == 1 else 'are'}"
        sentence = f"{subject} of a newer hookkit: not read here, and may be proposed again"
        yield Diagnosis("refused hunks", "warn", sentence, "pip install --upgrade hookkit")


def doctor_rows(diagnoses: Sequence[Diagnosis]) -> list[Row]:
    """Give a row for each diagnosis, the command that repairs it under it, and a summary.

    Diagnoses with the same sentence and repair share a row; shims of one folder that are in order
    share a row, too.
    """
    groups: dict[tuple[object, ...], list[Diagnosis]] = {}
    for index, each in enumerate(diagnoses):
        groups.setdefault(_group_key(each) or (index,), []).append(each)
    rows = []
    for each, *others in groups.values():
        names = ", ".join(diagnosis.name for diagnosis in (each, *others))
        is_shims = others and each.repair is None
        sentence = f"in {os.path.dirname(each.sentence)}" if is_shims else each.sentence
        rows.append(row(_STATE_LABELS[each.state], "  ", ("title", names), f": {sentence}"))
        if each.repair is not None:
            rows.append(row("run: ", ("command", each.repair), indent=3))
    return [*rows, _summary([group[0] for group in groups.values()])]


def _group_key(diagnosis: Diagnosis) -> tuple[object, ...] | None:
    """Give the key that all diagnoses of a row share; None for one with its own row."""
    if diagnosis.repair is not None:
        return diagnosis.state, diagnosis.sentence, diagnosis.repair
    folder, name = os.path.split(diagnosis.sentence)
    return (diagnosis.state, folder) if folder and name == diagnosis.name else None


def removed_path_rows(removed: Sequence[Path]) -> list[Row]:
    """Give a row for each removed path: a killed process left it, or it is the cache of fixes."""
    return [row(("good", "removed"), f"  {path}") for path in removed]


def _summary(diagnoses: Sequence[Diagnosis]) -> Row:
    bad = sum(each.state == "bad" for each in diagnoses)
    if bad:
        return row(("bad", f"{plural(bad, 'thing')} to repair before hookkit can work"))
    warned = sum(each.state == "warn" for each in diagnoses)
    if warned:
        return row(("warn", f"hookkit works, with {plural(warned, 'warning')}"))
    return row(("good", "everything is in order"))
