"""Find whether the hooks of a repository work, without running any of them."""

from __future__ import annotations

import os

from hookkit.errors import HookkitError
from hookkit.git.runner import Git
from hookkit.git.worktree import is_bare
from hookkit.named_tuple import NamedTuple
from hookkit.settings.configured import is_configured
from hookkit.settings.events import PRE_COMMIT_CONFIG, SERVER_EVENTS
from hookkit.settings.schema import Settings
from hookkit.shims.config_hooks import hooks_in_force
from hookkit.shims.hooks_folder import find_shim, place_in_force
from hookkit.shims.missing_configuration import failing_scripts
from hookkit.shims.template import Shim, events, is_generated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    HooksState = Literal["alive", "in part", "broken", "off", "silent", "pre-commit", "none"]
    """``alive``: each event has its shim; ``in part``: some events have one; ``broken``: the hooks
    fail; ``off``: a setting switches them off; ``silent``: they are for all clones, and nothing is
    configured here; ``pre-commit``: a framework runs hookkit; ``none``: there are no hooks. The
    JSON documents have the same words."""


class Hooks(NamedTuple):
    """The state of the hooks: ``installed`` of ``wanted`` events have a shim.

    ``reason`` is the fault or the setting in words if the state is ``broken`` or ``off``, the name
    of the framework if it is ``pre-commit``, else "".
    """

    state: HooksState
    installed: int = 0
    wanted: int = 0
    reason: str = ""


def look_at_hooks(git: Git, settings: Settings) -> Hooks:
    """Find the state of the shims that git would run; in a bare repository, of a server's shims."""
    if os.environ.get("HOOKKIT") == "0":
        return Hooks("off", reason="HOOKKIT=0 is set")
    if not settings.enabled:
        return Hooks("off", reason="hookkit.enabled is false")
    try:
        names = SERVER_EVENTS if is_bare(git) else events()
    except HookkitError as error:
        return Hooks("broken", reason=error.message)
    folder = place_in_force(git)
    found = {event: find_shim(folder, event) for event in names}
    shims = {event: each[1] for event, each in found.items() if each is not None}
    failing = failing_scripts(git.paths.top, folder)
    if failing is not None:
        return Hooks("broken", len(shims), len(names), failing.sentence)
    configured = {} if is_bare(git) else hooks_in_force(git)
    shims = {event: shim for event, each in configured.items() if (shim := each.shim)} | shims
    is_silent = any(each.kind.all_clones for each in shims.values()) and not _works(git, shims)
    if is_silent:
        shims = {event: each for event, each in shims.items() if not each.kind.all_clones}
    # If pre-commit runs hookkit, only the events of a push have shims.
    if not shims.keys() & {"post-commit", *SERVER_EVENTS}:
        hooks = (os.path.join(folder, event) for event in names)
        if any(is_generated(each) for each in hooks) and _is_listed(git):
            from hookkit.shims.owner import installed_framework

            return Hooks("pre-commit", wanted=len(names), reason=installed_framework(folder))
        without_shims = _without_shims(git, folder, len(names))
        is_quiet = is_silent and without_shims.state == "none"
        return Hooks("silent", wanted=len(names)) if is_quiet else without_shims
    missing = [each.interpreter for each in shims.values() if not _is_there(each.interpreter)]
    if missing:
        return Hooks("broken", len(shims), len(names), f"their Python is gone: {missing[0]}")
    return Hooks("alive" if len(shims) == len(names) else "in part", len(shims), len(names))


def _works(git: Git, shims: Mapping[str, Shim]) -> bool:
    """Whether the shims for all clones do anything here."""
    from hookkit.shims.all_clones_folder import installed_marker

    folders = {each.kind.all_clones for each in shims.values() if each.kind.all_clones}
    return any(installed_marker(each).exists() for each in folders) and is_configured(git)


def _without_shims(git: Git, folder: str, wanted: int) -> Hooks:
    """Give the state without shims: whether lefthook or husky runs hookkit after a commit."""
    from pathlib import Path

    from hookkit.shims.other_frameworks import other_framework_in

    framework = None if git.top is None else other_framework_in(git.top, Path(folder))
    if framework is not None and "post-commit" in framework.hookkit_events:
        return Hooks("pre-commit", wanted=wanted, reason=framework.name)
    return Hooks("none", wanted=wanted)


def _is_there(interpreter: str) -> bool:
    if interpreter:
        return os.access(interpreter, os.X_OK)
    import shutil

    return shutil.which("hookkit") is not None


def _is_listed(git: Git) -> bool:
    try:
        return git.top is not None and b"hookkit" in (git.top / PRE_COMMIT_CONFIG).read_bytes()
    except OSError:
        return False
