"""The finding that a protected branch loses commits (HK501)."""

from __future__ import annotations

import shlex

from hookkit.git.compare_histories import has_merges
from hookkit.git.runner import Git
from hookkit.history.checks.rebase_dry_run import try_rebase
from hookkit.history.checks.repair_commands import join_commands, rebase_command
from hookkit.history.finding import Finding, Level
from hookkit.phrases import short_id


def lost_commits_finding(
    git: Git, branch: str, old_id: str, new_id: str, level: Level, *, is_received: bool = False
) -> Finding:
    """Make the finding that ``new_id`` lacks commits of ``old_id``, the old tip of the branch.

    ``is_received`` says that the repair is for the clone of the person who pushes, which may not
    have fetched the old tip.
    """
    sentence = f"{branch} is protected: {short_id(new_id)} does not descend from {short_id(old_id)}"
    options = ["--rebase-merges"] if has_merges(git, old_id, new_id) else []
    dry_run = try_rebase(git, [new_id], old_id, *options)
    onto = shlex.quote(f"origin/{branch}") if is_received else short_id(old_id)
    if dry_run.gives_expected_files:
        repair = rebase_command(*options, onto, "" if is_received else shlex.quote(branch))
    else:
        # Keep the commits on a new branch, and reset this one to its old tip, which others have.
        switch = "" if is_received else f"git switch {shlex.quote(branch)}"
        repair = join_commands(switch, "git branch NEW-BRANCH", f"git reset --keep {onto}")
        sentence += dry_run.problem_phrase
    repair = join_commands("git fetch origin" if is_received else "", repair)
    return Finding("HK501", "no", level, branch, sentence, repair)
