"""The settings of git that disable all hook files, and the config hooks of HOOK_NAMES."""

from __future__ import annotations

import os

# The hooks of githooks(5) that git runs in a worktree. From git 2.55 on, hook.<event>.enabled
# switches each of them off; an older git ignores this setting.
HOOK_NAMES = (
    *("applypatch-msg", "pre-applypatch", "post-applypatch"),
    *("pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg", "post-commit"),
    *("pre-rebase", "post-checkout", "post-merge", "post-rewrite", "pre-auto-gc"),
    *("post-index-change", "reference-transaction"),
)

HOOK_DISABLING_SETTINGS = {
    "core.hooksPath": os.devnull,
    **{f"hook.{event}.enabled": "false" for event in HOOK_NAMES},
}
"""Each setting with its value."""

DISABLED_HOOK_SECTIONS = "".join(f'[hook "{event}"]\n\tenabled = false\n' for event in HOOK_NAMES)
"""The settings of all events, as text of a configuration file without core.hooksPath."""
