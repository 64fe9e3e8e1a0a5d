"""The report of ``hookkit tidy``: squashed commits, fixups that stay, and the next commands."""

from __future__ import annotations

from collections.abc import Iterable

from hookkit.branches.rewritten_commits import GIT_NOTES_NOT_COPIED
from hookkit.branches.tidy import Squash, TidyResult
from hookkit.git.commits import Commit
from hookkit.phrases import plural, quote_subject, short_id
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, row, title_note


def tidy_rows(result: TidyResult, is_dry: bool = False) -> list[Row]:
    """Give the rows with the squashed commits; a dry run also has git's range-diff."""
    rows = [_title(result, is_dry), *_squash_rows(result.squashes), *_unmatched_rows(result)]
    if not result.squashes:
        return rows
    rows += [title_note(f"{name} still has the old commits") for name in result.other_branches]
    if result.has_lost_git_notes:
        rows.append(title_note(GIT_NOTES_NOT_COPIED))
    if is_dry:
        rows.append(row(("dim", "git range-diff; the right-hand ids are from the dry run:")))
        rows += [row(line) for line in result.range_diff]
    return rows + next_step_rows(_next_commands(result, is_dry))


def _title(result: TidyResult, is_dry: bool) -> Row:
    commits = f"{plural(result.commit_count, 'commit')} of {result.branch}"
    if not result.squashes:
        description = f" in {commits} above {result.base_name}"
        return row(("title", "hookkit found nothing to squash"), description)
    fixup_count = sum(len(each.fixups) for each in result.squashes)
    verb = "would squash" if is_dry else "squashed"
    files = "nothing was changed" if is_dry else "the files are the same"
    return row(("title", f"hookkit {verb} {fixup_count:,}"), f" of {commits}: {files}")


def _squash_rows(squashes: Iterable[Squash]) -> list[Row]:
    rows = []
    for each in squashes:
        id_pieces: list[StyledText] = (
            [("dim", ", as "), ("code", short_id(each.new_id))] if each.new_id else []
        )
        rows.append(row(*_commit_pieces(each.commit), *id_pieces, indent=1))
        rows += [row(*_commit_pieces(commit), indent=2) for commit in each.fixups]
    return rows


def _commit_pieces(commit: Commit) -> tuple[StyledText, StyledText]:
    return ("code", short_id(commit.id)), ("text", f"  {quote_subject(commit.decoded_subject)}")


def _unmatched_rows(result: TidyResult) -> list[Row]:
    reason, newest_merge = ": the commit it fixes is not on this branch", result.newest_merge
    if newest_merge is not None:
        merge = f"{short_id(newest_merge.id)} {quote_subject(newest_merge.decoded_subject)}"
        reason = f": the commit it fixes is not above the merge {merge}"
    rows = [
        row(*_commit_pieces(each), ("warn", "  stays"), reason, indent=1)
        for each in result.targetless_fixups
    ]
    look = [NextStep("look", "hookkit check fixups")] if rows and newest_merge is not None else []
    return rows + next_step_rows(look)


def _next_commands(result: TidyResult, is_dry: bool) -> list[NextStep]:
    old = short_id(result.old_tip)
    if result.new_tip is None or is_dry:
        return [
            NextStep(
                "do it",
                "hookkit tidy",
                "and then" if result.push_command else "",
                result.push_command or "",
            )
        ]
    steps = [NextStep("look", f"git range-diff {old}...{short_id(result.new_tip)}")]
    if result.push_command:
        steps.append(NextStep("push", result.push_command, "the old commits are pushed"))
    return [*steps, NextStep("take back", "hookkit undo", "=", f"git reset --soft {old}")]
