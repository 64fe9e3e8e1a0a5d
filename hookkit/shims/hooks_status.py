"""The status of the hooks of a repository: whether they work, without running any of them."""

from __future__ import annotations

import os

from hookkit.errors import HookkitError
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import is_bare
from hookkit.hook_events import SERVER_EVENTS
from hookkit.named_tuple import NamedTuple
from hookkit.settings.definitions import Settings
from hookkit.settings.is_hookkit_configured import is_configured
from hookkit.shims.failing_pre_commit_or_prek_scripts import failing_scripts
from hookkit.shims.hooks_folder import active_hooks_path, find_shim
from hookkit.shims.other_hook_scripts import (
    is_pre_commit_or_prek_script,
    pre_commit_or_prek_of_folder,
)
from hookkit.shims.read_config_hook_shims import active_config_hook_shims
from hookkit.shims.read_pre_commit_config import PRE_COMMIT_CONFIG
from hookkit.shims.shim_file import Shim, events_with_shim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    HooksState = Literal["alive", "in part", "broken", "off", "silent", "pre-commit", "none"]
    """``alive``: each event has its shim; ``in part``: some events have one; ``broken``: the hooks
    fail; ``off``: a setting switches them off; ``silent``: they are for all clones, and nothing is
    configured here; ``pre-commit``: a framework runs hookkit; ``none``: there are no hooks. The
    JSON documents have the same words."""


class HooksStatus(NamedTuple):
    """The state of the hooks: ``installed_count`` of ``wanted_count`` events have a shim.

    ``reason`` is the fault or the setting in words if the state is ``broken`` or ``off``, the name
    of the framework if it is ``pre-commit``, else "".
    """

    state: HooksState
    installed_count: int = 0
    wanted_count: int = 0
    reason: str = ""


def find_hooks_status(git: Git, settings: Settings) -> HooksStatus:
    """Find the state of the shims that git would run; in a bare repository, of a server's shims."""
    if os.environ.get("HOOKKIT") == "0":
        return HooksStatus("off", reason="HOOKKIT=0 is set")
    if not settings.enabled:
        return HooksStatus("off", reason="hookkit.enabled is false")
    try:
        event_names = SERVER_EVENTS if is_bare(git) else events_with_shim()
    except HookkitError as error:
        return HooksStatus("broken", reason=error.message)
    folder = active_hooks_path(git)
    found = {event: find_shim(folder, event) for event in event_names}
    shims = {event: each[1] for event, each in found.items() if each is not None}
    failing = failing_scripts(git.paths.top, folder)
    if failing is not None:
        return HooksStatus("broken", len(shims), len(event_names), failing.sentence)
    config_hook_shims = {} if is_bare(git) else active_config_hook_shims(git)
    shims = {
        event: shim for event, each in config_hook_shims.items() if (shim := each.shim)
    } | shims
    is_silent = any(
        each.kind.global_folder for each in shims.values()
    ) and not _is_active_for_all_clones(git, shims)
    if is_silent:
        shims = {event: each for event, each in shims.items() if not each.kind.global_folder}
    # If pre-commit runs hookkit, only the events of a push have shims.
    if not shims.keys() & {"post-commit", *SERVER_EVENTS}:
        hooks = (os.path.join(folder, event) for event in event_names)
        if any(is_pre_commit_or_prek_script(each) for each in hooks) and _lists_hookkit(git):
            return HooksStatus(
                "pre-commit",
                wanted_count=len(event_names),
                reason=pre_commit_or_prek_of_folder(folder),
            )
        without_shims = _without_shims(git, folder, len(event_names))
        has_no_hooks = is_silent and without_shims.state == "none"
        return (
            HooksStatus("silent", wanted_count=len(event_names)) if has_no_hooks else without_shims
        )
    missing = [each.interpreter for each in shims.values() if not _can_start(each.interpreter)]
    if missing:
        return HooksStatus(
            "broken", len(shims), len(event_names), f"their Python is gone: {missing[0]}"
        )
    return HooksStatus(
        "alive" if len(shims) == len(event_names) else "in part", len(shims), len(event_names)
    )


def _is_active_for_all_clones(git: Git, shims: Mapping[str, Shim]) -> bool:
    """Whether the shims for all clones do anything here."""
    from hookkit.shims.global_install_paths import installed_marker

    folders = {each.kind.global_folder for each in shims.values() if each.kind.global_folder}
    return any(installed_marker(each).exists() for each in folders) and is_configured(git)


def _without_shims(git: Git, folder: str, wanted_count: int) -> HooksStatus:
    """Give the state without shims: whether lefthook or husky runs hookkit after a commit."""
    from pathlib import Path

    from hookkit.shims.lefthook_and_husky import lefthook_or_husky_in

    framework = None if git.top is None else lefthook_or_husky_in(git.top, Path(folder))
    if framework is not None and "post-commit" in framework.hookkit_events:
        return HooksStatus("pre-commit", wanted_count=wanted_count, reason=framework.name)
    return HooksStatus("none", wanted_count=wanted_count)


def _can_start(interpreter: str) -> bool:
    if interpreter:
        return os.access(interpreter, os.X_OK)
    import shutil

    return shutil.which("hookkit") is not None


def _lists_hookkit(git: Git) -> bool:
    try:
        return git.top is not None and b"hookkit" in (git.top / PRE_COMMIT_CONFIG).read_bytes()
    except OSError:
        return False
