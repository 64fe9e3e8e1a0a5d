"""Diagnose settings that cannot be read, or that do nothing in a repository."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from hookkit.errors import HookkitError
from hookkit.git.config import missing_includes
from hookkit.git.refs import HEADS, head_ref
from hookkit.git.remotes import origin_or_first_remote, remote_names
from hookkit.git.runner import Git
from hookkit.history.refs.explain_missing_target import missing_target_phrase, target_fetch_command
from hookkit.history.refs.target_branch import find_target
from hookkit.install.diagnosis import Diagnosis
from hookkit.phrases import plural
from hookkit.server.push_environment import host_variables
from hookkit.server.read_policy import UnknownRepositoryName, read_repository_policy
from hookkit.settings.effective_settings import (
    load_settings,
    server_settings_in_force,
    valid_settings,
)
from hookkit.settings.environment_variables import is_switched_off
from hookkit.settings.settings_file import edit_command
from hookkit.shims.hooks_folder import active_hooks_folder, shim_policy_path
from hookkit.shims.shim_file import read_shim
from hookkit.worker.worker_states import why_worker_cannot_run, worker_state


def diagnose_settings(git: Git) -> Iterator[Diagnosis]:
    """Diagnose the settings, the policy, git's included files, the target and the worker."""
    yield from _diagnose_configuration(git)
    yield from _diagnose_policy(git)
    yield from _diagnose_includes(git)
    yield from _diagnose_target(git)
    yield from _diagnose_worker(git)


def _diagnose_configuration(git: Git) -> Iterator[Diagnosis]:
    if is_switched_off():
        sentence = "HOOKKIT turns everything off in this environment"
        yield Diagnosis("enabled", "warn", sentence, "unset HOOKKIT")
    try:
        settings, rejected = valid_settings(git)
    except HookkitError as error:
        yield Diagnosis("configuration", "bad", error.message, error.repair)
        return
    for each in rejected:
        yield Diagnosis("configuration", "bad", each.message, each.repair)
    if not rejected:
        yield Diagnosis("configuration", "ok", "every setting can be read")
    enabled = next(each for each in settings if each.key == "enabled")
    if not enabled.value and not is_switched_off():
        kind, _, variable = enabled.origin.partition(" ")
        is_variable = kind == "environment"
        repair = f"unset {variable}" if is_variable else "git config hookkit.enabled true"
        yield Diagnosis("enabled", "warn", f"hookkit is turned off by {enabled.origin}", repair)


def _diagnose_policy(git: Git) -> Iterator[Diagnosis]:
    """Say whether the policy of a server is trusted and can be read for this repository."""
    path = shim_policy_path(git)
    if path is None:
        return
    try:
        policy = read_repository_policy(git, path, host_variables(os.environ))
        server_settings_in_force(git, policy=policy.settings)
    except UnknownRepositoryName as error:
        sentence = f"{error.policy_file}: {error.variable} says at each push what holds here"
        yield Diagnosis("policy", "ok", sentence)
        return
    except HookkitError as error:
        yield Diagnosis("policy", "bad", error.message, error.repair)
        return
    if policy.policy_file:
        settings = plural(len(policy.settings), "setting")
        sentence = f"{policy.policy_file} has {settings} for {policy.repository.name}"
        yield Diagnosis("policy", "ok", sentence)
    for each in policy.ended_exceptions:
        sentence = f"an exception ended on {each.until} and no longer holds: {each.reason}"
        repair = edit_command(Path(policy.policy_file), each.line or None)
        yield Diagnosis("policy", "warn", sentence, repair)


def _diagnose_includes(git: Git) -> Iterator[Diagnosis]:
    """Name each missing file that git's configuration includes: git does not warn about it."""
    for origin, path in missing_includes(git):
        sentence = f"{origin} includes {path}, which is not there: git passes over it"
        repair = f"git config --file {shlex.quote(origin)} --get-all include.path"
        yield Diagnosis("git configuration", "warn", sentence, repair)


def _diagnose_target(git: Git) -> Iterator[Diagnosis]:
    """Diagnose an unknown target: a target is protected only if it is known."""
    if git.top is None:
        if git.lines("for-each-ref", "--count=1", HEADS) and git.resolve("HEAD") is None:
            name = (head_ref(git) or "").removeprefix(HEADS)
            sentence = f"HEAD is on {name}, which is not there: the default branch is not protected"
            yield Diagnosis("target", "warn", sentence, "git symbolic-ref HEAD refs/heads/BRANCH")
        return
    try:
        configured = load_settings(git).target
    except HookkitError:  # reported above
        return
    remote = origin_or_first_remote(remote_names(git))
    if find_target(git, configured or None) is not None:
        return
    if configured and git.resolve("HEAD") is not None:
        sentence = f"hookkit.target: {missing_target_phrase(git, configured)}"
        yield Diagnosis("target", "bad", sentence, target_fetch_command(git, configured))
    elif remote is not None:
        sentence = "the branch that others are merged into is unknown, and not protected"
        repair = shlex.join(["git", "remote", "set-head", remote, "--auto"])
        yield Diagnosis("target", "warn", sentence, repair)


def _diagnose_worker(git: Git) -> Iterator[Diagnosis]:
    """Diagnose the resident worker if the settings ask for one."""
    try:
        is_worker_enabled = load_settings(git).worker and git.top is not None
    except HookkitError:  # reported above
        return
    shim = read_shim(active_hooks_folder(git) / "post-commit")
    python = None if shim is None else shim.started_python
    if not is_worker_enabled or python is None:
        return
    problem = why_worker_cannot_run(str(python))
    if problem is not None:
        sentence = f"worker = true does nothing here: {problem}"
        yield Diagnosis("worker", "warn", sentence, "git config hookkit.worker false")
        return
    state = worker_state(str(python))
    sentence = "none runs; a commit of a .py file starts one"
    if state.pid is not None:
        sentence = f"runs as process {state.pid}"
    reason = state.not_served_reason
    reason_text = f"; last reason to start Python instead: {reason}" if reason else ""
    yield Diagnosis("worker", "ok", sentence + reason_text)
