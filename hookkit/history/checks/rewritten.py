"""The finding that a protected branch would lose commits (HK501)."""

from __future__ import annotations

from hookkit.dry_run.repair import remade
from hookkit.git.commit_range import has_merges
from hookkit.git.runner import Git
from hookkit.history.checks.wording import commands, rebase, word
from hookkit.history.finding import Finding, Level
from hookkit.phrases import short


def rewritten(git: Git, branch: str, old: str, new: str, level: Level) -> Finding:
    """Make the finding; ``old`` is where the branch was, ``new`` what does not have it."""
    sentence = f"{branch} is protected: {short(new)} does not go on from {short(old)}"
    how = ["--rebase-merges"] if has_merges(git, old, new) else []
    trial = remade(git, [new], old, *how)
    repair = rebase(*how, short(old), word(branch))
    if not trial.is_exact:
        # What is here gets another name, and the branch goes back to what the others have.
        back = f"git reset --keep {short(old)}"
        repair = commands(f"git switch {word(branch)}", "git branch NEW-BRANCH", back)
        sentence = f"{sentence}; a rebase would {trial.said}"
    return Finding("HK501", "no", level, branch, sentence, repair)
