"""``hookkit install --config-hooks``: hooks that a clone's configuration names, not hook files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack

from hookkit.git.runner import Git
from hookkit.install.configured_hooks import notes_of
from hookkit.install.configured_shims import name_shims, require_config_hooks, write_shims
from hookkit.install.folders import check_folder
from hookkit.install.install import (
    all_clones_notes,
    choose_interpreter,
    configured_folder,
    hooks_folders,
    install_owned,
    remove_shim,
)
from hookkit.install.outcome import Installed, InstallOutcome, Owner, Removed
from hookkit.shims.event_owner import pre_commit_events
from hookkit.shims.hooks_folder import HookFiles, active_hooks_folder
from hookkit.shims.other_frameworks import OtherFramework, find_other_framework
from hookkit.shims.template import ShimKind, events


def install_by_configuration(git: Git) -> InstallOutcome:
    """Have the configuration of this clone name the shims, which are in its git directory.

    The shims in the hooks folder are removed, and the hooks that they kept are restored. An event
    at which pre-commit, prek, lefthook or husky runs hookkit is left to that framework. Raises
    Refused if this git does not run such hooks, WrongUsage if ``.pre-commit-config.yaml`` is
    broken, GitFailed if git cannot write its configuration, and EnvironmentFailed if a file cannot
    be written.
    """
    require_config_hooks(git)
    folder = configured_folder(git)
    check_folder(folder)
    other = find_other_framework(git)
    owned = pre_commit_events(git.top)
    hookkit_events = frozenset() if other is None else other.hookkit_events
    wanted = [each for each in events() if each not in owned | hookkit_events]
    python, note = choose_interpreter(git)
    with ExitStack() as rollback:
        removed = [
            remove_shim(HookFiles(event, each), rollback)
            for each in hooks_folders(git)
            for event in events()
        ]
        ours = write_shims(folder, wanted, python, ShimKind(is_config_hook=True), rollback)
        name_shims(git, "--local", [each.path for each in ours], rollback)
        listed = [HookFiles(each, active_hooks_folder(git)) for each in events() if each in owned]
        theirs = install_owned(git, listed, rollback)
        rollback.pop_all()
    all_events = (*ours, *_events_left_to(other, hookkit_events), *theirs)
    notes = (note, *_removal_notes(removed), *all_clones_notes(git), *notes_of(git, wanted))
    return InstallOutcome(all_events, python, tuple(each for each in notes if each is not None))


def _events_left_to(
    other: OtherFramework | None, hookkit_events: Collection[str]
) -> Iterator[Installed]:
    """Give the events at which lefthook or husky runs hookkit."""
    if other is None:
        return
    owner: Owner = "husky" if other.name == "husky" else "lefthook"
    for event in sorted(hookkit_events):
        path = other.path / event if owner == "husky" else other.path
        yield Installed(event, path, "unchanged", owner=owner)


def _removal_notes(removed: Sequence[Removed]) -> Iterator[str]:
    """Report the removed shims, and the hooks that were restored."""
    folders = [each.removed.parent for each in removed if each.removed is not None]
    for folder in dict.fromkeys(folders):
        yield f"hookkit's files are gone from {folder}"
    for each in removed:
        if each.restored is not None:
            yield f"{each.event}: {each.restored} is as it was before hookkit"
        if each.edited is not None:
            yield f"{each.event}: the shim had been edited and was put aside: {each.edited}"
