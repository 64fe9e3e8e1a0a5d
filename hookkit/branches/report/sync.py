"""The report of ``hookkit sync``: the outcome, dropped or changed commits, next commands."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from hookkit.branches.copy_to_rewritten import NOTES_NOT_COPIED
from hookkit.branches.report.start import remote_age_rows, submodule_rows
from hookkit.branches.sync.outcome import SyncResult
from hookkit.git.commits import Commit
from hookkit.phrases import counted, quoted, short
from hookkit.terminal.rows import NextStep, Row, next_rows, note_below, row

MAX_NAMED = 20


def synced_rows(synced: SyncResult, is_dry: bool = False) -> list[Row]:
    """Give the rows for a sync, or for a dry run of one."""
    rows = [_TITLES[synced.outcome](synced, is_dry), *_commit_rows(synced)]
    rows += [note_below(each) for each in _notes(synced, is_dry)]
    rows += [*submodule_rows(synced.submodules), *remote_age_rows(synced.tracking_branches)]
    return rows + next_rows(_steps(synced, is_dry))


def _current_row(synced: SyncResult, is_dry: bool) -> Row:
    ahead_words = f", with {counted(synced.ahead, 'commit')} of its own" if synced.ahead else ""
    title = f"hookkit found {synced.branch} up to date"
    return row(("title", title), f": {synced.target} has nothing new{ahead_words}")


def _merged_row(synced: SyncResult, is_dry: bool) -> Row:
    title = f"hookkit found {synced.branch} merged"
    return row(("title", title), f": {synced.target} has all of it, and nothing was changed")


def _forwarded_row(synced: SyncResult, is_dry: bool) -> Row:
    verb = "would move" if is_dry else "moved"
    title = f"hookkit {verb} {synced.branch} forward"
    return row(("title", title), f" by {counted(synced.behind, 'commit')}, to {synced.target}")


def _rebased_row(synced: SyncResult, is_dry: bool) -> Row:
    verb = "would rebase" if is_dry else "rebased"
    new_commits = sum(each.new_tree is not None for each in synced.replayed_commits)
    title = f"hookkit {verb} {counted(new_commits, 'commit')}"
    behind_words = f", which had {counted(synced.behind, 'commit')} more" if synced.behind else ""
    dry = ": nothing was changed" if is_dry else ""
    return row(("title", title), f" of {synced.branch} on {synced.target}{behind_words}{dry}")


_TITLES = {
    "current": _current_row,
    "merged": _merged_row,
    "forwarded": _forwarded_row,
    "rebased": _rebased_row,
}


def _commit_rows(synced: SyncResult) -> list[Row]:
    """Name the commits that were dropped or have another change now."""
    dropped_commits = [each.old_commit for each in synced.replayed_commits if each.new_tree is None]
    dropped = [each for each in dropped_commits if len(each.parents) == 1]
    merges = [each for each in dropped_commits if len(each.parents) > 1]
    left_out = [each for each in dropped if each.id in synced.left_out_ids]
    dropped = [each for each in dropped if each.id not in synced.left_out_ids]
    changed = [
        each.old_commit
        for each in synced.replayed_commits
        if each.new_tree is not None and not each.has_same_change
    ]
    squashed, squash_commit = dropped[:0], ""
    if synced.squash_merge is not None:
        number, commit = synced.squash_merge.commit_count, synced.squash_merge.squash_commit
        squashed, dropped = dropped[:number], dropped[number:]
        squash_commit = f"{short(commit.id)} {quoted(commit.shown_subject)}"
    return [
        *_named_rows(squashed, f"dropped: {synced.target} has its change in {squash_commit}"),
        *_named_rows(dropped, f"dropped: {synced.target} has its change already"),
        *_named_rows(left_out, "left out: there is no commit of it any more"),
        *_named_rows(merges, f"dropped: a merge of {synced.target}, which the branch contains"),
        *_named_rows(changed, "its change came out different: look at it"),
    ]


def _named_rows(commits: Sequence[Commit], what: str) -> list[Row]:
    rows = [
        row(
            ("code", short(each.id)),
            f"  {quoted(each.shown_subject)}  ",
            ("warn", what.partition(":")[0]),
            *([":" + what.partition(":")[2]] if ":" in what else []),
            indent=1,
        )
        for each in commits[:MAX_NAMED]
    ]
    rest = len(commits) - MAX_NAMED
    return [*rows, row(f"and {rest:,} more", indent=1)] if rest > 0 else rows


def _notes(synced: SyncResult, is_dry: bool) -> list[str]:
    if synced.outcome != "rebased":
        return []
    moved = "would move along" if is_dry else "moved along"
    notes = [f"{name} {moved}" for name in synced.stacked_branches]
    notes += [f"{name} stays: another worktree is on it" for name in synced.in_other_worktrees]
    notes += [f"{name} still has the old commits" for name in synced.other_branches]
    notes += [f"{name} stays: {synced.target} has all of it" for name in synced.merged_branches]
    if synced.has_lost_notes:
        notes.append(NOTES_NOT_COPIED)
    return notes


def _steps(synced: SyncResult, is_dry: bool) -> list[NextStep]:
    if synced.outcome == "current":
        return []
    if synced.outcome == "merged":
        return [NextStep("delete", _delete_command(synced))]
    if is_dry:
        return [NextStep("do it", "hookkit sync")]
    old = short(synced.old_tip)
    steps = [NextStep("push", each, "the old commits are pushed") for each in synced.push_commands]
    if synced.outcome == "rebased" and synced.new_tip is not None:
        look = f"git range-diff {short(synced.onto)} {old} {short(synced.new_tip)}"
        steps.insert(0, NextStep("look", look))
    reset_command = "" if synced.stacked_branches else f"git reset --keep {old}"
    return [
        *steps,
        NextStep("take back", "hookkit undo", "=" if reset_command else "", reset_command),
    ]


def _delete_command(synced: SyncResult) -> str:
    destination = [synced.base_branch] if synced.base_branch else ["--detach", short(synced.onto)]
    switch, delete = ["git", "switch", *destination], ["git", "branch", "-D", synced.branch]
    return f"{shlex.join(switch)} && {shlex.join(delete)}"
