"""Settings with which git runs no hook: neither a file nor one that its configuration names."""

from __future__ import annotations

import os

# githooks(5), those that git runs in a worktree. Each can be switched off from git 2.55 on, by
# hook.<event>.enabled, which an older git ignores.
EVENTS = (
    *("applypatch-msg", "pre-applypatch", "post-applypatch"),
    *("pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg", "post-commit"),
    *("pre-rebase", "post-checkout", "post-merge", "post-rewrite", "pre-auto-gc"),
    *("post-index-change", "reference-transaction"),
)

WITHOUT_HOOKS = {
    "core.hooksPath": os.devnull,
    **{f"hook.{event}.enabled": "false" for event in EVENTS},
}
"""Each setting with its value."""

SECTIONS = "".join(f'[hook "{event}"]\n\tenabled = false\n' for event in EVENTS)
"""The same, but for the files, as text of a configuration file."""
