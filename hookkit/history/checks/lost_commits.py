"""A protected branch that loses commits (HK501), and what a received push takes besides.

A received push may also delete a protected branch (HK502), or move or delete a tag (HK505).
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from hookkit.git.compare_histories import has_merges, may_lack_commits
from hookkit.git.log import read_log
from hookkit.git.refs import TAGS
from hookkit.git.runner import Git
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands, rebase_command
from hookkit.history.finding import Finding, Level, without_off_findings
from hookkit.history.refs.branch_names import is_protected
from hookkit.history.refs.received_refs import ReceivedRef
from hookkit.phrases import short_id


def lost_commits_finding(git: Git, branch: str, old_id: str, new_id: str, level: Level) -> Finding:
    """Make the finding that ``new_id`` lacks commits of ``old_id``, the old tip of the branch."""
    sentence = f"{branch} is protected: {short_id(new_id)} does not descend from {short_id(old_id)}"
    options = ["--rebase-merges"] if has_merges(git, old_id, new_id) else []
    dry_run = try_rebase(git, [new_id], old_id, *options)
    repair = rebase_command(*options, short_id(old_id), shlex.quote(branch))
    if not dry_run.is_exact:
        # Keep the commits on a new branch, and reset this one to its old tip, which others have.
        reset_command = f"git reset --keep {short_id(old_id)}"
        repair = join_commands(
            f"git switch {shlex.quote(branch)}", "git branch NEW-BRANCH", reset_command
        )
        sentence = f"{sentence}; a rebase would {dry_run.problem}"
    return Finding("HK501", "no", level, branch, sentence, repair)


def check_received_ref(
    git: Git, received_ref: ReceivedRef, *, protected: Sequence[str], level: Level
) -> list[Finding]:
    """Check whether a protected branch or a tag would lose something by one received ref.

    A topic may be rewritten and deleted. The repairs are for the clone of the person who pushes.
    """
    if received_ref.is_creation:
        return []
    if received_ref.tag is not None:
        return without_off_findings([_tag_finding(received_ref, received_ref.tag, level)])
    branch = received_ref.branch
    if branch is None or not is_protected(branch, protected):
        return []
    if received_ref.is_deletion:
        sentence = f"{branch} is protected: it would be deleted"
        return without_off_findings([Finding("HK502", "no", level, branch, sentence)])
    return without_off_findings(_update_findings(git, received_ref, branch, level))


def _tag_finding(received_ref: ReceivedRef, tag: str, level: Level) -> Finding:
    if received_ref.is_deletion:
        sentence = f"the tag {tag} would be deleted: who has it keeps it"
        return Finding("HK505", "no", level, tag, sentence)
    sentence = f"the tag {tag} would move: who has it keeps the old one"
    repair = f"git push origin {shlex.quote(received_ref.ref)}:{shlex.quote(f'{TAGS}{tag}.1')}"
    return Finding("HK505", "no", level, tag, sentence, repair)


def _update_findings(
    git: Git, received_ref: ReceivedRef, branch: str, level: Level
) -> list[Finding]:
    old_id, new_id = received_ref.old_id, received_ref.new_id
    if read_log(git, "-1", old_id, f"^{new_id}") == []:
        return []
    if may_lack_commits(git, [new_id], old_id):
        sentence = f"whether {branch} would lose commits is unknown in this shallow repository"
        return [Finding("HK501", "unknown", level, branch, sentence)]
    # The clone of the person who pushes may not have fetched the old commit.
    remote_branch = shlex.quote(f"origin/{branch}")
    options = ["--rebase-merges"] if has_merges(git, old_id, new_id) else []
    finding = lost_commits_finding(git, branch, old_id, new_id, level)
    if try_rebase(git, [new_id], old_id, *options).is_exact:
        return [
            finding._replace(
                repair=join_commands("git fetch origin", rebase_command(*options, remote_branch))
            )
        ]
    reset = f"git reset --keep {remote_branch}"
    keep_on_new_branch = join_commands("git fetch origin", "git branch NEW-BRANCH", reset)
    return [finding._replace(repair=keep_on_new_branch)]
