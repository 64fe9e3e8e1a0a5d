"""The facts for ``hookkit fleet status``, read with some eight git processes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.errors import EnvironmentFailed
from hookkit.fleet.default_branch_and_settings import (
    DefaultBranch,
    find_default_branch,
)
from hookkit.fleet.inspection import Facts
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.repository_fingerprint import git_config_file_paths
from hookkit.fleet.untrusted_repository import open_untrusted_repository
from hookkit.git.config import read_config
from hookkit.git.log import commit_time
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import is_bare
from hookkit.hook_events import SERVER_EVENTS, SHIM_VERSION
from hookkit.settings.definitions import TEAM_FILES
from hookkit.settings.effective_settings import load_valid_settings
from hookkit.shims.global_install_paths import installed_marker
from hookkit.shims.hooks_folder import PREVIOUS_HOOK_SUFFIX, active_hooks_path, find_shim
from hookkit.shims.hooks_status import HooksStatus, find_hooks_status
from hookkit.shims.lefthook_and_husky import lefthook_and_husky_files
from hookkit.shims.read_config_hook_shims import active_config_hook_shims, read_config_hook_shims
from hookkit.shims.read_pre_commit_config import PRE_COMMIT_CONFIG
from hookkit.shims.shim_file import Shim, events_with_shim

_MAX_BYTES = 1_000_000
"""The largest size of a hook in bytes: a larger file is no script."""

_INFO_FOLDER_PATTERN = re.compile(r"hookkit-([^-]+)\.dist-info")


class StatusFacts(NamedTuple):
    """The state of hookkit in a repository.

    ``tip`` is the newest commit of ``branch``, ``committed`` its time. ``hooks`` is the state of
    the hooks: ``installed`` of ``wanted`` events have one, and ``reason`` says what is wrong.
    ``versions`` are the versions of hookkit that the hooks run, "" for one that was not found.
    ``is_current`` is True if all hooks have the form that this hookkit writes. ``policy`` are the
    settings that differ from the defaults, ``places`` are their sources, and ``policy_id`` is equal
    for equal policies. ``rejected`` says why the team's settings are not used, "" if they are.
    ``corrections`` is the number of kept corrections, ``corrected`` the commit of the newest one,
    and ``corrected_at`` its time. Times are in seconds since 1970, None if there is none.
    """

    is_bare: bool
    is_shallow: bool
    is_partial: bool
    branch: str
    tip: str
    committed: int | None
    hooks: str
    installed: int
    wanted: int
    reason: str
    versions: tuple[str, ...]
    is_current: bool
    policy: dict[str, object]
    policy_id: str
    places: tuple[str, ...]
    rejected: str
    corrections: int
    corrected: str
    corrected_at: int | None


class _Installation(NamedTuple):
    """The version of hookkit beside an interpreter, "" if it is not found, and its folder.

    Without a version ``folder`` is the environment that was searched, "" for none.
    """

    version: str
    folder: str


def inspect_status(repository: ListedRepository, _: str) -> tuple[Facts, list[str]]:
    """Read the status of a repository, and the files on which it depends besides its refs."""
    # HOOKKIT is a variable of the person who asks, not of the repository.
    os.environ.pop("HOOKKIT", None)
    facts, other_files = _read_status(
        open_untrusted_repository(repository.path), repository.default_branch
    )
    return facts._asdict(), other_files


def _read_status(git: Git, forge_branch: str) -> tuple[StatusFacts, list[str]]:
    """Read the facts, and the files and folders on which they depend besides refs.

    ``forge_branch`` is the default branch that the forge names, "" for none. Raises HookkitError if
    the repository cannot be read.
    """
    with git.batch_session():
        branch = find_default_branch(git, forge_branch)
        settings, _ = load_valid_settings(git)
        folder = active_hooks_path(git)
        configured_files = [each.path for each in read_config_hook_shims(git).values()]
        hook_files = [os.path.join(folder, each) for each in (*events_with_shim(), *SERVER_EVENTS)]
        files = [*hook_files, *configured_files]
        _require_regular_files(files)
        hooks = find_hooks_status(git, settings)
        shims = _shims(git, folder)
        interpreters = dict.fromkeys(each.interpreter for each in shims)
        installations = {each: _find_installed_hookkit(each) for each in interpreters}
        other_files = [
            folder,
            *files,
            *git_config_file_paths(git),
            *_configuration_in_worktree(git.top, folder),
        ]
        other_files += [
            str(installed_marker(each.kind.global_folder))
            for each in shims
            if each.kind.global_folder
        ]
        other_files += [*installations, *(each.folder for each in installations.values())]
        facts = _read_facts(git, branch, hooks, shims, list(installations.values()))
        return facts, list(filter(None, other_files))


def _read_facts(
    git: Git,
    branch: DefaultBranch,
    hooks: HooksStatus,
    shims: list[Shim],
    installations: list[_Installation],
) -> StatusFacts:
    written = [each for each in branch.settings if each.origin != "default"]
    policy = {each.key: each.value for each in written}
    corrected, corrected_at, corrections = _corrections(git)
    return StatusFacts(
        is_bare=is_bare(git),
        is_shallow=git.is_shallow,
        is_partial=any(
            each.key.startswith("remote.") and each.key.endswith((".promisor", "clonefilter"))
            for each in read_config(git)
        ),
        branch=branch.name,
        tip=branch.commit,
        committed=commit_time(git, branch.commit) if branch.commit else None,
        hooks=hooks.state,
        installed=hooks.installed_count,
        wanted=hooks.wanted_count,
        reason=hooks.reason,
        versions=tuple(dict.fromkeys(each.version for each in installations)),
        is_current=all(each.version == SHIM_VERSION for each in shims),
        policy=policy,
        policy_id=_policy_id(policy),
        places=tuple(dict.fromkeys(_short_source(each.origin) for each in written)),
        rejected=branch.settings_rejection,
        corrections=corrections,
        corrected=corrected,
        corrected_at=corrected_at,
    )


def _short_source(origin: str) -> str:
    """Give the source of a setting as one word: its file, or git's configuration."""
    if origin.startswith("git config"):
        return "git config"
    return re.sub(r"( \[.*\])?(, line \d+)?( \+ .*)?$", "", origin)


def _policy_id(policy: dict[str, object]) -> str:
    """Give seven hexadecimal digits that identify the settings, "" for no settings."""
    text = json.dumps(policy, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:7] if policy else ""


def _corrections(git: Git) -> tuple[str, int | None, int]:
    """Give the commit of the newest kept correction, its time, and the number of corrections."""
    format_option = "--format=%(refname) %(committerdate:unix)"
    lines = git.lines("for-each-ref", "--sort=-committerdate", format_option, CORRECTION_REFS)
    found = [words for words in map(str.split, lines) if len(words) == 2]
    if not found:
        return "", None, 0
    ref, when = found[0]
    return ref.removeprefix(CORRECTION_REFS), int(when), len(found)


def _shims(git: Git, folder: str) -> list[Shim]:
    """Give the shims that git runs: from the hooks folder and from git's configuration."""
    found = (find_shim(folder, each) for each in (*events_with_shim(), *SERVER_EVENTS))
    configured = (each.shim for each in active_config_hook_shims(git).values())
    return [each[1] for each in found if each is not None] + [each for each in configured if each]


def _require_regular_files(files: list[str]) -> None:
    """Raise EnvironmentFailed for a hook that is a pipe, a device or huge: hooks are read whole."""
    for file in files:
        for path in (file, f"{file}.legacy", file + PREVIOUS_HOOK_SUFFIX):
            try:
                status = os.stat(path)
            except (OSError, ValueError):
                continue
            is_file = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
            if not is_file or status.st_size > _MAX_BYTES:
                is_regular = stat.S_ISREG(status.st_mode)
                kind = f"a file of {status.st_size:,} bytes" if is_regular else "a pipe or a device"
                raise EnvironmentFailed(f"the hook {path} is no script: it is {kind}")


def _configuration_in_worktree(top: Path | None, folder: str) -> list[str]:
    """Give the files that configure hookkit, pre-commit, lefthook or husky in a worktree."""
    if top is None:
        return []
    own_files = [top / each for each in (*TEAM_FILES, PRE_COMMIT_CONFIG)]
    return [str(each) for each in (*own_files, *lefthook_and_husky_files(top, Path(folder)))]


def _find_installed_hookkit(interpreter: str) -> _Installation:
    """Find hookkit in the environment of ``interpreter``, "" for the hookkit on PATH.

    A shim may name a program of anybody, so the program is not run: only file names are read.
    """
    program = interpreter or shutil.which("hookkit") or ""
    prefix = os.path.dirname(os.path.dirname(program))
    for folder in _package_folders(prefix) if prefix else ():
        for name in _entry_names(folder):
            match = _INFO_FOLDER_PATTERN.fullmatch(name)
            if match is not None:
                return _Installation(match[1], folder)
    return _Installation("", prefix)


def _package_folders(prefix: str) -> Iterator[str]:
    for name in ("lib", "Lib"):
        library = os.path.join(prefix, name)
        versions = (each for each in _entry_names(library) if each.startswith("python"))
        for folder in (library, *(os.path.join(library, each) for each in versions)):
            yield os.path.join(folder, "site-packages")


def _entry_names(folder: str) -> list[str]:
    with suppress(OSError, ValueError):
        return sorted(os.listdir(folder))
    return []
