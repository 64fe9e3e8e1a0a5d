"""The default branch of a repository, and the settings in force there."""

from __future__ import annotations

import os
import shlex
from typing import NamedTuple

from hookkit.debt.tracked_files import blob_ids, read_blobs
from hookkit.errors import EnvironmentFailed
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.target_branch import Target, find_target
from hookkit.settings.definitions import TEAM_FILES
from hookkit.settings.effective_settings import Setting, server_settings_in_force


class DefaultBranch(NamedTuple):
    """The default branch of a repository.

    ``name``, ``commit`` and the full name ``ref`` are "" if there is none. ``settings`` come from
    the team's file in that commit and from the repository's own configuration.
    ``settings_rejection`` says why the settings of the file are not used, "" if they are.
    """

    name: str
    ref: str
    commit: str
    settings: tuple[Setting, ...]
    settings_rejection: str = ""


def find_default_branch(git: Git, forge_branch: str) -> DefaultBranch:
    """Find the default branch; ``forge_branch`` is its name on a forge, "" for none.

    The setting ``target`` has precedence over other names. Raises WrongUsage if the repository's
    own configuration is wrong, EnvironmentFailed if the commit of the branch is missing.
    """
    target_without_setting = _target_without_setting(git, forge_branch)
    commit = _commit_of(git, target_without_setting) if target_without_setting is not None else ""
    settings, error = server_settings_in_force(git, commit or None)
    settings_rejection = (
        error.message if error else _missing_team_file(git, commit) if commit else ""
    )
    target_setting = next(each.value for each in settings if each.key == "target")
    target = find_target(git, str(target_setting)) if target_setting else target_without_setting
    if target is None:
        return DefaultBranch("", "", "", settings, settings_rejection)
    tip = commit if target == target_without_setting else _commit_of(git, target)
    return DefaultBranch(target.name, target.ref, tip, settings, settings_rejection)


def _commit_of(git: Git, target: Target) -> str:
    found = git.resolve(target.ref)
    if found is None:
        sentence = f"{target.ref} is at a commit that is not here: the repository is damaged"
        raise EnvironmentFailed(sentence, shlex.join(["git", "-C", git.paths.folder, "fsck"]))
    return found


def _missing_team_file(git: Git, commit: str) -> str:
    """Say which settings file of the team a partial clone lacks, "" if none is missing."""
    try:
        read_blobs(git, blob_ids(git, commit, TEAM_FILES))
    except EnvironmentFailed as error:
        return error.message
    return ""


def _target_without_setting(git: Git, forge_branch: str) -> Target | None:
    """Give the forge's default branch, or a bare repository's HEAD, or a branch of usual name."""
    found = find_target(git, forge_branch) if forge_branch else None
    if found is None and git.top is None:
        found = _head_target(git)
    return found or find_target(git) or _head_target(git)


def _head_target(git: Git) -> Target | None:
    ref = os.fsdecode(git.try_run("symbolic-ref", "-q", "HEAD").out).rstrip("\n")
    exists = ref.startswith(HEADS) and git.resolve(ref) is not None
    return Target(ref.removeprefix(HEADS), ref) if exists else None
