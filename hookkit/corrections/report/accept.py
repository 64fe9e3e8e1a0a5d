"""The report of ``hookkit accept``."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from hookkit.corrections.accept import AcceptAs, own_commit_subject
from hookkit.corrections.correction import Correction, corrected_id
from hookkit.corrections.placement_result import PlacementResult
from hookkit.corrections.report.file_rows import MAX_NAMES, dropped_rows
from hookkit.corrections.state_before_accept import StateBeforeAccept
from hookkit.git.autosquash import autosquash_command, is_fixup
from hookkit.git.commits import Commit
from hookkit.phrases import quote_subject, shell_word, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row


def accepted_rows(
    correction: Correction,
    accept_as: AcceptAs,
    placed: PlacementResult,
    state_before: StateBeforeAccept,
    squash_options: Sequence[str] = (),
    description: str = "the correction",
    can_tidy: bool = False,
) -> list[Row]:
    """Report where the correction was put, with the plain git commands that do the same.

    ``state_before`` is the state before the placement. ``squash_options`` are the options of the
    rebase that squashes the correction; ``description`` names the correction or a part of it.
    ``can_tidy`` says that ``hookkit tidy`` can squash it.
    """
    corrected = correction.corrected
    corrected_name = f"{short_id(corrected.id)} {quote_subject(corrected.decoded_subject)}"
    if placed.commit is None:
        title = row(("title", "hookkit took nothing"), f" of the correction of {corrected_name}")
        reason = [] if any(placed.dropped.values()) else [row("it is there already", indent=1)]
        return [title, *reason, *dropped_rows(placed.dropped)]
    new: StyledText = ("code", short_id(placed.commit))
    if accept_as == "amend":
        title = row(("title", "hookkit amended"), f" {corrected_name} to ", new)
    else:
        kind = "fixup! commit" if accept_as == "fixup" else "commit"
        title = row(
            ("title", f"hookkit took {description}"), f" of {corrected_name} as the {kind} ", new
        )
    is_whole = not any(placed.dropped.values())
    steps = _next_steps(
        correction,
        accept_as,
        placed.commit,
        state_before if is_whole else None,
        squash_options,
        can_tidy,
    )
    ignored = blame_ignore_rows("it") if accept_as == "commit" else []
    return [title, *dropped_rows(placed.dropped), *next_step_rows(steps), *ignored]


def nothing_to_take_rows(
    correction: Correction, head: Commit, squash_options: Sequence[str], can_tidy: bool
) -> list[Row]:
    """Say that nothing is left of a correction, and give the next command.

    ``head`` is the last commit. ``squash_options`` are the options of the rebase that squashes this
    commit; ``can_tidy`` says that ``hookkit tidy`` can squash it.
    """
    corrected = correction.corrected
    title = row(
        ("title", "nothing is left to take"),
        f" of the correction of {short_id(corrected.id)}"
        f" {quote_subject(corrected.decoded_subject)}",
    )
    step = NextStep("next", "hookkit status")
    if corrected_id(head) == corrected.id and is_fixup(head.decoded_subject):
        command = autosquash_command(corrected.id, len(corrected.parents), squash_options)
        step = NextStep("squash", "hookkit tidy" if can_tidy else command)
    return [title, *next_step_rows([step])]


def _next_steps(
    correction: Correction,
    accept_as: AcceptAs,
    commit: str,
    state_before: StateBeforeAccept | None,
    options: Sequence[str],
    can_tidy: bool,
) -> list[NextStep]:
    corrected = correction.corrected
    steps = [NextStep("look", f"git show {short_id(commit)}")]
    if accept_as == "fixup":
        command = autosquash_command(corrected.id, len(corrected.parents), options)
        steps.append(NextStep("squash", "hookkit tidy" if can_tidy else command))
    undo_command = git_undo_command(state_before) if state_before else None
    steps.append(
        NextStep("take back", "hookkit undo", "=" if undo_command else "", undo_command or "")
    )
    git_command = _git_command(correction, accept_as, state_before) if state_before else None
    return [*steps, NextStep("done by git", git_command)] if git_command else steps


def blame_ignore_rows(description: str) -> list[Row]:
    """Give the commands so that ``git blame`` skips the last commit, named ``description``."""
    ignore_file = ".git-blame-ignore-revs"
    return [
        row(("dim", f"so that git blame passes over {description}:")),
        row(("command", f"git rev-parse HEAD >> {ignore_file}"), indent=1),
        row(("command", f"git config blame.ignoreRevsFile {ignore_file}"), indent=1),
    ]


def git_undo_command(state_before: StateBeforeAccept) -> str | None:
    """Give the plain git command that takes an accept back, None if there is none."""
    if state_before.is_head_correction and state_before.files_state == "fixed":
        return f"git reset --soft {short_id(state_before.head)}"
    if state_before.is_index_clean and state_before.files_state == "original":
        return f"git reset --keep {short_id(state_before.head)}"
    if state_before.is_index_clean and state_before.files_state == "fixed":
        return f"git reset {short_id(state_before.head)}"
    return None


def _git_command(
    correction: Correction, accept_as: AcceptAs, state_before: StateBeforeAccept
) -> str | None:
    """Give the plain git command that does the same as an accept, None if there is none."""
    if accept_as == "amend" and state_before.is_head_correction:
        # This only works if the worktree has the fixed files.
        is_there = state_before.files_state == "fixed"
        return "git reset --soft HEAD^ && git commit --amend --no-edit" if is_there else None
    kept = short_id(correction.commit.id)
    subject = shlex.quote(own_commit_subject(len(state_before.paths)).decode())
    if (
        state_before.files_state == "original"
        and state_before.is_index_clean
        and state_before.is_kept
    ):
        pick = f"git cherry-pick --no-commit {kept} && git commit"
        return {
            "fixup": f"git cherry-pick {kept}",
            "commit": f"{pick} -m {subject}",
            "amend": f"{pick} --amend --no-edit",
        }[accept_as]
    if (
        state_before.files_state == "fixed"
        and not state_before.is_head_correction
        and len(state_before.paths) <= MAX_NAMES
    ):
        commit = {
            "fixup": f"--fixup {short_id(correction.corrected.id)}",
            "commit": f"-m {subject}",
            "amend": "--amend --no-edit",
        }[accept_as]
        return f"git commit {commit} -- {' '.join(map(shell_word, state_before.paths))}"
    return None
