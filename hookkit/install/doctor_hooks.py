"""Diagnose the hooks of a repository, whoever runs them, and the Pythons that they start."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hookkit.errors import Refused, WrongUsage
from hookkit.git.runner import Git
from hookkit.hook_events import OWN_SHIM_EVENTS, SERVER_EVENTS
from hookkit.install.diagnosis import INSTALL_COMMAND, Diagnosis
from hookkit.install.doctor_config_hooks import diagnose_config_hook_shims, reinstall_command
from hookkit.install.folder_write_access import find_folder_problem
from hookkit.install.hook_interpreter import can_import_hookkit
from hookkit.install.lefthook_and_husky_remarks import (
    diagnose_event_run_by_lefthook,
    diagnose_husky,
    diagnose_shim_moved_by_lefthook,
)
from hookkit.install.other_config_hooks import diagnose_other_config_hooks
from hookkit.shims.failing_pre_commit_or_prek_scripts import failing_scripts
from hookkit.shims.hooks_folder import (
    HookFiles,
    active_hooks_folder,
    find_shim,
    writable_hooks_folder,
)
from hookkit.shims.lefthook_and_husky import LefthookOrHusky, find_lefthook_or_husky
from hookkit.shims.other_hook_scripts import (
    is_pre_commit_or_prek_script,
    pre_commit_or_prek_of_folder,
    pre_commit_or_prek_of_script,
)
from hookkit.shims.read_config_hook_shims import ConfigHookShim, active_config_hook_shims
from hookkit.shims.read_pre_commit_config import (
    COMBINED_HOOK,
    PRE_COMMIT_CONFIG,
    events_in_pre_commit_config,
    redundant_hooks,
)
from hookkit.shims.shim_file import Shim, events_with_shim, read_shim, render_shim


def diagnose_hooks(git: Git) -> Iterator[Diagnosis]:
    """Diagnose the hooks folder, the hooks of each event, and the Pythons of the shims."""
    for each in _diagnose_all_hooks(git):
        needs_server_option = git.top is None and each.repair == INSTALL_COMMAND
        yield (replace(each, repair=f"{INSTALL_COMMAND} --server") if needs_server_option else each)


def _diagnose_all_hooks(git: Git) -> Iterator[Diagnosis]:
    framework = find_lefthook_or_husky(git)
    if framework is not None and framework.name == "husky" and framework.hookkit_events:
        yield from diagnose_husky(framework)
        return
    config_hook_shims = {} if git.top is None else active_config_hook_shims(git)
    try:
        folder = writable_hooks_folder(git)
    except Refused as refusal:
        if not config_hook_shims:
            yield Diagnosis("hooks folder", "bad", refusal.message, refusal.repair)
            return
        folder = active_hooks_folder(git)
        yield Diagnosis("hooks folder", "ok", f"{folder}, which is not this clone's own")
    else:
        yield _diagnose_folder(folder, git)
    failing = failing_scripts(git.paths.top, str(folder))
    if failing is not None:
        yield Diagnosis(failing.config, "bad", failing.sentence, failing.repair)
    yield from _diagnose_events(git, folder, framework, config_hook_shims)


def _diagnose_events(
    git: Git,
    folder: Path,
    framework: LefthookOrHusky | None,
    config_hook_shims: Mapping[str, ConfigHookShim],
) -> Iterator[Diagnosis]:
    """Diagnose each event, and the Pythons of the shims that git runs."""
    try:
        events_of_pre_commit_config = events_in_pre_commit_config(git.top)
        yield from _diagnose_redundant_hooks(git)
    except WrongUsage as error:
        yield Diagnosis(PRE_COMMIT_CONFIG, "bad", error.message, error.repair)
        events_of_pre_commit_config = frozenset()
    shims: dict[str, Shim] = {}
    for event in _events_to_diagnose(git, folder):
        files = HookFiles(event, folder)
        yield from _diagnose_event(
            files, event in events_of_pre_commit_config, framework, config_hook_shims, shims
        )
    if git.top is not None:
        events_in_folder = [each for each in shims if find_shim(str(folder), each)]
        yield from diagnose_config_hook_shims(git, events_in_folder, shims)
    yield from diagnose_other_config_hooks(git, _events_to_diagnose(git, folder), shims)
    yield from _diagnose_pythons(shims)


def _diagnose_event(
    files: HookFiles,
    is_in_pre_commit_config: bool,
    framework: LefthookOrHusky | None,
    config_hook_shims: Mapping[str, ConfigHookShim],
    shims: dict[str, Shim],
) -> Iterator[Diagnosis]:
    """Diagnose one event; if git runs our shim for this event, the shim is added to ``shims``.

    ``is_in_pre_commit_config`` is whether ``.pre-commit-config.yaml`` lists a hook of hookkit for
    the event. ``config_hook_shims`` are our shims that git runs because its configuration names
    them, by event.
    """
    if is_in_pre_commit_config and files.event not in OWN_SHIM_EVENTS:
        yield from _diagnose_pre_commit_event(files)
        return
    if framework is not None and files.event in framework.hookkit_events:
        yield diagnose_event_run_by_lefthook(framework, files)
        return
    moved_shim_diagnosis = (
        None if framework is None else diagnose_shim_moved_by_lefthook(framework, files)
    )
    if moved_shim_diagnosis is not None:
        yield moved_shim_diagnosis
    shim = None if files.shim is None else read_shim(files.shim)
    if files.shim is not None and shim is not None:
        shims[files.event] = shim
        yield from _diagnose_installed_shim(files, files.shim, shim)
    elif files.event in config_hook_shims:
        yield from _diagnose_config_hook_shim(files, config_hook_shims[files.event], shims)
    elif moved_shim_diagnosis is None:
        yield _diagnose_missing_hook(files, is_in_pre_commit_config)


def _diagnose_config_hook_shim(
    files: HookFiles, hook: ConfigHookShim, shims: dict[str, Shim]
) -> Iterator[Diagnosis]:
    """Diagnose a shim that git's configuration names."""
    if hook.shim is not None:
        shims[hook.event] = hook.shim
        path = Path(hook.path)
        configured_files = files._replace(folder=path.parent)
        yield _diagnose_shim(configured_files, path, hook.shim, reinstall_command(hook))


def _diagnose_folder(folder: Path, git: Git) -> Diagnosis:
    problem = find_folder_problem(folder)
    if problem is None:
        return Diagnosis("hooks folder", "ok", str(folder))
    event_names = _events_to_diagnose(git, folder)
    is_installed = any(HookFiles(each, folder).shim is not None for each in event_names)
    return Diagnosis("hooks folder", "warn" if is_installed else "bad", *problem)


def _diagnose_redundant_hooks(git: Git) -> Iterator[Diagnosis]:
    names = redundant_hooks(git.top)
    if names:
        sentence = f"the hook {COMBINED_HOOK} does the work of {', '.join(names)}: it is done twice"
        command = f"git grep -n hookkit -- {PRE_COMMIT_CONFIG}"
        yield Diagnosis(PRE_COMMIT_CONFIG, "warn", sentence, command)


def _events_to_diagnose(git: Git, folder: Path) -> Sequence[str]:
    """Give the events to examine: in a bare repository the events of a server."""
    if git.top is None:
        return SERVER_EVENTS
    server_events = [each for each in SERVER_EVENTS if HookFiles(each, folder).shim is not None]
    return (*events_with_shim(), *server_events)


def _diagnose_pre_commit_event(files: HookFiles) -> Iterator[Diagnosis]:
    framework = pre_commit_or_prek_of_script(files.hook) or pre_commit_or_prek_of_folder(
        files.folder
    )
    reason = f"{framework} owns {files.event} by {PRE_COMMIT_CONFIG}"
    if not is_pre_commit_or_prek_script(files.hook):
        yield Diagnosis(
            files.event, "bad", f"{reason}, but has no hook in {files.folder}", INSTALL_COMMAND
        )
    elif files.shim is not None:
        sentence = f"{reason}, and {files.shim} does the work before it: one of them is enough"
        yield Diagnosis(files.event, "warn", sentence, INSTALL_COMMAND)
    else:
        yield Diagnosis(files.event, "ok", f"{reason}: {files.hook}")


def _diagnose_installed_shim(files: HookFiles, path: Path, shim: Shim) -> Iterator[Diagnosis]:
    yield _diagnose_shim(files, path, shim)
    if path == files.pre_commit_legacy_hook and is_pre_commit_or_prek_script(files.previous_hook):
        yield Diagnosis(
            files.event,
            "warn",
            f"a loop: {files.hook} runs {path}, which keeps {files.previous_hook}, and that is the"
            " same script again",
            f"rm -- {shlex.quote(str(files.previous_hook))}",
        )


def _diagnose_missing_hook(files: HookFiles, is_in_pre_commit_config: bool) -> Diagnosis:
    if os.path.lexists(files.previous_hook):
        sentence = f"{files.previous_hook} is kept for a shim that is gone: neither of them runs"
    elif is_in_pre_commit_config:
        sentence = (
            f"{pre_commit_or_prek_of_folder(files.folder)} shows the hooks of {PRE_COMMIT_CONFIG}"
            " only the first ref of a push, and hookkit's own, which sees all of them, is not"
            f" installed in {files.folder}"
        )
    else:
        sentence = f"hookkit is not installed in {files.folder}"
    return Diagnosis(files.event, "bad", sentence, INSTALL_COMMAND)


def _diagnose_shim(
    files: HookFiles, path: Path, shim: Shim, repair_command: str = INSTALL_COMMAND
) -> Diagnosis:
    if not os.access(path, os.X_OK):
        repair = f"chmod +x {shlex.quote(str(path))}"
        return Diagnosis(files.event, "bad", f"{path} is not executable: git skips it", repair)
    if shim.is_newer:
        sentence = f"{path} was written by a newer hookkit, which this one does not understand"
        return Diagnosis(files.event, "bad", sentence, "pip install --upgrade hookkit")
    if shim.is_edited:
        sentence = f"{path} was edited by hand (an install puts the edited file aside)"
        return Diagnosis(files.event, "warn", sentence, repair_command)
    if path.read_bytes() != render_shim(
        files.event, shim.python, shim.search_path, shim.kind, shim.policy_file
    ):
        sentence = f"{path} is from another version of hookkit"
        return Diagnosis(files.event, "warn", sentence, repair_command)
    previous_text = (
        f", after {files.previous_hook}" if os.access(files.previous_hook, os.X_OK) else ""
    )
    return Diagnosis(files.event, "ok", f"{path}{previous_text}")


def _diagnose_pythons(shims: Mapping[str, Shim]) -> Iterator[Diagnosis]:
    """Diagnose each Python that the shims start, once."""
    pythons = list(dict.fromkeys(shim.python for shim in shims.values()))
    for python in pythons:
        events_of_python = [event for event, shim in shims.items() if shim.python == python]
        name = "Python" if len(pythons) == 1 else f"Python of {', '.join(events_of_python)}"
        yield _diagnose_python(name, python)


def _diagnose_python(name: str, python: Path | None) -> Diagnosis:
    if python is not None and python.exists():
        if can_import_hookkit(python):
            return Diagnosis(name, "ok", str(python))
        return Diagnosis(name, "bad", f"{python} cannot import hookkit", INSTALL_COMMAND)
    path_program = shutil.which("hookkit")
    missing_text = "" if python is None else f"{python} is gone; "
    if path_program is None:
        return Diagnosis(
            name, "bad", f"{missing_text}hookkit is not on PATH either", INSTALL_COMMAND
        )
    sentence = f"{missing_text}hookkit is looked up on PATH: {path_program}"
    return Diagnosis(
        name, "warn" if missing_text else "ok", sentence, INSTALL_COMMAND if missing_text else None
    )
