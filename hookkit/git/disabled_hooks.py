"""Settings with which git runs no hook: neither a file nor a command in its configuration."""

from __future__ import annotations

import os

# The hooks of githooks(5) that git runs in a worktree. From git 2.55 on, hook.<event>.enabled
# switches each of them off; an older git ignores this setting.
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
"""The settings of all events, as text of a configuration file without core.hooksPath."""
