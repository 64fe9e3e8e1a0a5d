"""Install the shims as files in the hooks folder, or one among the hooks of a host's software."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from hookkit.errors import Refused, WrongUsage
from hookkit.git.runner import Git
from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.config_hook_shims import config_hook_shims_folder, remove_config_hook_shims
from hookkit.install.folder_write_access import require_writable_folder
from hookkit.install.hook_interpreter import (
    interpreter_as_shim_names_it,
    interpreter_for_shims,
    this_python_through_link,
)
from hookkit.install.install_and_uninstall_outcomes import (
    EventInstallation,
    InstallAction,
    InstallOutcome,
)
from hookkit.install.install_pre_commit_or_prek import install_pre_commit_or_prek
from hookkit.install.lefthook_and_husky_remarks import (
    husky_installations,
    husky_notes,
    lefthook_notes,
)
from hookkit.install.other_config_hooks import config_hook_notes
from hookkit.install.reversible_file_changes import (
    EXECUTABLE_MODE,
    has_same_mode_and_content,
    link_edited_shim,
    link_or_move,
    make_folder,
    remove_empty_folder,
    remove_file,
    write_whole_file,
)
from hookkit.install.uninstall import remove_shim
from hookkit.shims.hooks_folder import HookFiles, writable_hooks_folder
from hookkit.shims.lefthook_and_husky import LefthookOrHusky, find_lefthook_or_husky
from hookkit.shims.other_hook_scripts import pre_commit_or_prek_of_script
from hookkit.shims.read_config_hook_shims import active_config_hook_shims
from hookkit.shims.read_pre_commit_config import events_run_by_pre_commit
from hookkit.shims.shim_file import Shim, events_with_shim, read_shim, render_shim

CONFIG_HOOKS_REMOVED_NOTE = (
    "the hooks are files again: git's configuration of this clone names them no more"
)


def install(
    git: Git, event_names: Sequence[str] | None = None, policy_file: str | None = None
) -> InstallOutcome:
    """Install the shims in the repository; a shim that is current stays as it is.

    ``event_names`` are the events to install, None for all events of a worktree. ``policy_file`` is
    that of a server, "" for the default one, None for the one that the installed shim names.

    An existing hook is kept and runs first. If ``.pre-commit-config.yaml`` lists a hook of hookkit
    for an event, pre-commit (or prek, if its scripts are installed) is installed for the event
    instead; but not for a push, because its hooks see only the first ref of a push. An event at
    which the files of lefthook run hookkit is left to lefthook; if husky runs hookkit at any event,
    all events are left to husky. Either all events are installed or none. Raises Refused if another
    hook would be lost, WrongUsage if ``.pre-commit-config.yaml`` is broken, and EnvironmentFailed
    if a file cannot be written.
    """
    framework = find_lefthook_or_husky(git)
    if (
        event_names is None
        and framework is not None
        and framework.name == "husky"
        and framework.hookkit_events
    ):
        return InstallOutcome(husky_installations(framework), None, (*husky_notes(framework),))
    folder = writable_hooks_folder(git)
    for each in (folder, git.common_dir / "hookkit"):
        require_writable_folder(each)
    pre_commit_owned = events_run_by_pre_commit(git.top)
    python, note = interpreter_for_shims(git)
    with ExitStack() as rollback:
        # Before the hook files are written: config hooks would do the same work again.
        removed_shims = (
            remove_config_hook_shims(git, "--local", rollback) if event_names is None else []
        )
        make_folder(folder)
        # Here the shim of pre-commit stores what it has looked up, for the shim of commit-msg.
        make_folder(git.common_dir / "hookkit")
        files = [HookFiles(event, folder) for event in event_names or events_with_shim()]
        shim_files = [each for each in files if each.event not in pre_commit_owned]
        shim_events = [
            _install_or_leave(each, python, policy_file, framework, rollback) for each in shim_files
        ]
        # The framework last: its changes cannot be undone from here.
        pre_commit_installed = install_pre_commit_or_prek(
            git, [each for each in files if each.event in pre_commit_owned], rollback
        )
        rollback.pop_all()
    remove_empty_folder(config_hook_shims_folder(git))
    has_shims = any(each.owner == "hookkit" for each in shim_events)
    notes = (
        CONFIG_HOOKS_REMOVED_NOTE if removed_shims else None,
        *((note, _worktree_note(git, folder)) if has_shims else ()),
        *all_clones_notes(git),
        *config_hook_notes(git, [each.event for each in files]),
        *(() if framework is None else lefthook_notes(framework, files)),
    )
    return InstallOutcome(
        (*shim_events, *pre_commit_installed),
        python if has_shims else None,
        tuple(each for each in notes if each is not None),
    )


def _install_or_leave(
    files: HookFiles,
    python: Path | None,
    policy_file: str | None,
    framework: LefthookOrHusky | None,
    rollback: ExitStack,
) -> EventInstallation:
    """Install our shim, or leave the event to lefthook, whose configuration runs hookkit there."""
    if framework is None or files.event not in framework.hookkit_events:
        return _install_shim(files, python, policy_file, rollback)
    removed = remove_shim(files, rollback)
    action: InstallAction = "unchanged" if removed.is_unchanged else "renewed"
    return EventInstallation(
        files.event, framework.path, action, owner="lefthook", edited_copy=removed.edited_copy
    )


def all_clones_notes(git: Git) -> Iterator[str]:
    """Note an installation for all clones: in this clone only the clone's own hooks run."""
    if any(each.scope == "global" for each in active_config_hook_shims(git).values()):
        yield "hookkit is installed for all clones too: here this clone's own hooks run instead"


def _worktree_note(git: Git, folder: Path) -> str | None:
    """Warn if the hooks folder is in the worktree and could be committed; else give None."""
    if git.top is None or folder.is_relative_to(git.common_dir):
        return None
    if not folder.resolve().is_relative_to(git.top.resolve()):
        return None
    if git.try_run("check-ignore", "--quiet", "--", str(folder / "hook")).code == 0:
        return None
    return (
        f"{folder} is in the worktree: do not commit these files, which name a Python of this"
        " machine"
    )


def _install_shim(
    files: HookFiles, python: Path | None, policy_file: str | None, rollback: ExitStack
) -> EventInstallation:
    path = files.shim or files.install_path
    old_shim = read_shim(files.lefthook_old_hook)
    if old_shim is not None and not old_shim.is_edited:
        remove_file(files.lefthook_old_hook, rollback)
    shim = read_shim(path)
    content = render_updated_shim(files.event, shim, python, policy_file)
    calling_framework = (
        pre_commit_or_prek_of_script(files.hook) if path == files.pre_commit_legacy_hook else None
    )
    outcome = EventInstallation(files.event, path, "installed", calling_framework=calling_framework)
    is_executable_file = os.access(path, os.X_OK) and not path.is_symlink()
    if shim is not None and is_executable_file and path.read_bytes() == content:
        outcome = replace(outcome, action="unchanged")
    else:
        if shim is not None:
            edited = link_edited_shim(path, rollback) if shim.is_edited else None
            outcome = replace(outcome, action="renewed", edited_copy=edited)
        elif os.path.lexists(path):
            _keep_previous_hook(path, files.previous_hook, rollback)
        write_whole_file(path, content, EXECUTABLE_MODE, rollback)
    if not os.path.lexists(files.previous_hook):
        return outcome
    is_previous_not_executable = not os.access(files.previous_hook, os.X_OK)
    return replace(
        outcome,
        previous_hook=files.previous_hook,
        is_previous_not_executable=is_previous_not_executable,
    )


def render_updated_shim(
    event: str, shim: Shim | None, python: Path | None, policy_file: str | None = None
) -> bytes:
    """Give the content of a new shim; ``shim`` is the installed one, None if there is none yet.

    ``policy_file`` is as in ``install``.
    """
    if shim is None:
        return render_shim(event, python, policy_file=policy_file or "")
    return render_shim(
        event,
        interpreter_as_shim_names_it(shim, python),
        policy_file=shim.policy_file if policy_file is None else policy_file,
    )


def _keep_previous_hook(hook: Path, previous_hook: Path, rollback: ExitStack) -> None:
    if not os.path.lexists(previous_hook):
        link_or_move(hook, previous_hook, rollback)
    elif not has_same_mode_and_content(hook, previous_hook):
        quoted = shlex.quote(str(previous_hook))
        command = "hookkit install --server" if hook.name in SERVER_EVENTS else "hookkit install"
        raise Refused(
            f"{hook} is another's hook, and {previous_hook} keeps an earlier one: only one of them"
            " can run before hookkit. Put one away, then install again",
            f"mv {quoted} {quoted}.old && {command}",
        )


def install_server_hook(path: Path, policy_file: str | None = None) -> EventInstallation:
    """Write the shim of ``pre-receive`` to a file that the software of a host runs, in one step.

    ``policy_file`` is as in ``install``. An existing shim is renewed; if it was edited, it is put
    aside. Raises WrongUsage if ``path`` is a folder, Refused if ``path`` is another's file, and
    EnvironmentFailed if ``path`` cannot be written.
    """
    (event,) = SERVER_EVENTS
    if path.is_dir():
        example = shlex.quote(str(path / "hookkit"))
        raise WrongUsage(f"{path} is a folder: name the file", f"hookkit server hook {example}")
    shim = read_shim(path)
    if shim is None and os.path.lexists(path):
        quoted = shlex.quote(str(path))
        raise Refused(f"{path} is another's hook", f"mv -n {quoted} {quoted}.old")
    content = render_updated_shim(event, shim, this_python_through_link(), policy_file)
    action: InstallAction = "installed" if shim is None else "renewed"
    if shim is not None and os.access(path, os.X_OK) and shim.content == content:
        return EventInstallation(event, path, "unchanged")
    with ExitStack() as rollback:
        make_folder(path.parent)
        edited = link_edited_shim(path, rollback) if shim is not None and shim.is_edited else None
        write_whole_file(path, content, EXECUTABLE_MODE, rollback)
        rollback.pop_all()
    return EventInstallation(event, path, action, edited_copy=edited)
