"""Whether the hooks are alive, without starting one of them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Literal, NamedTuple

from hookkit.errors import HookkitError
from hookkit.git.config import config_values
from hookkit.git.runner import Git
from hookkit.settings.schema import Settings
from hookkit.shims.hooks_folder import HookFiles, default_folder
from hookkit.shims.owner import PRE_COMMIT_CONFIG, installed_framework
from hookkit.shims.template import events, is_generated, read_shim

HooksState = Literal["alive", "in part", "broken", "off", "pre-commit", "none"]
"""``alive``: each event has its shim; ``in part``: some have; ``broken``: their Python is gone;
``off``: switched off by a setting; ``pre-commit``: pre-commit or prek runs them; ``none``."""


class Hooks(NamedTuple):
    """The state of the hooks: how many of how many events, and what is wrong in words.

    Where pre-commit or prek runs them ``reason`` is which of the two.
    """

    state: HooksState
    installed: int = 0
    wanted: int = 0
    reason: str = ""


def look_at_hooks(git: Git, settings: Settings) -> Hooks:
    """Look at the shims that git would run."""
    if os.environ.get("HOOKKIT") == "0":
        return Hooks("off", reason="HOOKKIT=0 is set")
    if not settings.enabled:
        return Hooks("off", reason="hookkit.enabled is false")
    try:
        names = events()
    except HookkitError as error:
        return Hooks("broken", reason=error.message)
    folder = _folder(git)
    files = [HookFiles(event, folder) for event in names]
    shims = [shim for each in files if each.shim and (shim := read_shim(each.shim)) is not None]
    if not shims or not _is_installed(files):
        by_framework = any(is_generated(each.hook) for each in files) and _is_listed(git)
        if by_framework:
            return Hooks("pre-commit", wanted=len(names), reason=installed_framework(folder))
        return Hooks("none", wanted=len(names))
    gone = [each.python for each in shims if not _is_there(each.python)]
    if gone:
        return Hooks("broken", len(shims), len(names), f"their Python is gone: {gone[0]}")
    return Hooks("alive" if len(shims) == len(names) else "in part", len(shims), len(names))


def _is_installed(files: list[HookFiles]) -> bool:
    """Whether a shim runs after a commit; beside pre-commit only those of pushes are hookkit's."""
    return any(each.event == "post-commit" and each.shim is not None for each in files)


def _folder(git: Git) -> Path:
    values = config_values(git, "core.hookspath")
    if not values or not values[-1]:
        return default_folder(git)
    return Path(os.path.normpath((git.top or git.git_dir) / os.path.expanduser(values[-1])))


def _is_there(python: Path | None) -> bool:
    return bool(shutil.which("hookkit")) if python is None else os.access(python, os.X_OK)


def _is_listed(git: Git) -> bool:
    try:
        return git.top is not None and b"hookkit" in (git.top / PRE_COMMIT_CONFIG).read_bytes()
    except OSError:
        return False
