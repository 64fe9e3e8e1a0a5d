"""Install the shims where git runs them, and remove them so that everything is as before."""

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
from hookkit.install.config_hook_shims import EXECUTABLE_MODE, remove_config_hook_shims
from hookkit.install.folder_access import require_writable_folder
from hookkit.install.hook_interpreter import can_import_hookkit, hook_interpreter
from hookkit.install.install_outcome import (
    EventInstallation,
    EventRemoval,
    InstallAction,
    InstallOutcome,
    UninstallOutcome,
)
from hookkit.install.lefthook_and_husky_notes import (
    husky_installations,
    husky_notes,
    lefthook_notes,
    still_running_notes,
)
from hookkit.install.leftover_files import git_dirs
from hookkit.install.other_config_hooks import config_hook_notes, running_hookkit_hooks
from hookkit.install.reversible_file_changes import (
    has_same_mode_and_content,
    link_edited_shim,
    link_or_move,
    make_folder,
    move_edited_shim,
    move_file,
    remove_empty_folder,
    remove_file,
    rename_over,
    write_whole_file,
)
from hookkit.operation_log.log_folder import log_folder_in
from hookkit.shims.config_hooks import active_config_hook_shims
from hookkit.shims.hooks_folder import (
    HookFiles,
    active_hooks_folder,
    default_hooks_folder,
    hooks_path_setting,
    writable_hooks_folder,
)
from hookkit.shims.lefthook_and_husky import LefthookOrHusky, find_lefthook_or_husky
from hookkit.shims.pre_commit_and_prek import (
    events_run_by_pre_commit,
    install_framework,
    installed_framework,
)
from hookkit.shims.shim_file import (
    Shim,
    framework_of_script,
    is_framework_script,
    read_shim,
    render_shim,
    worktree_events,
)

CONFIG_HOOKS_REMOVED_NOTE = (
    "the hooks are files again: git's configuration of this clone names them no more"
)


def install(
    git: Git, event_names: Sequence[str] | None = None, policy: str | None = None
) -> InstallOutcome:
    """Install the shims in the repository; a shim that is current stays as it is.

    ``event_names`` are the events to install, None for all events of a worktree. ``policy`` is the
    policy file of a server, "" for the default one, None for the one that the installed shim names.

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
    python, note = choose_interpreter(git)
    with ExitStack() as rollback:
        # Before the hook files are written: config hooks would do the same work again.
        removed_shims = (
            remove_config_hook_shims(git, "--local", rollback) if event_names is None else []
        )
        make_folder(folder)
        # Here the shim of pre-commit stores what it has looked up, for the shim of commit-msg.
        make_folder(git.common_dir / "hookkit")
        files = [HookFiles(event, folder) for event in event_names or worktree_events()]
        shim_files = [each for each in files if each.event not in pre_commit_owned]
        shim_events = [
            _install_or_leave(each, python, policy, framework, rollback) for each in shim_files
        ]
        # The framework last: its changes cannot be undone from here.
        pre_commit_installed = install_pre_commit_hooks(
            git, [each for each in files if each.event in pre_commit_owned], rollback
        )
        rollback.pop_all()
    remove_empty_folder(config_hook_shims_folder(git))
    has_shims = any(each.owner == "hookkit" for each in shim_events)
    notes = (note, _worktree_note(git, folder)) if has_shims else ()
    shim_notes = tuple(each for each in notes if each is not None)
    hook_notes = config_hook_notes(git, [each.event for each in files])
    lefthook_hints = () if framework is None else lefthook_notes(framework, files)
    hook_python = python if has_shims else None
    method_notes = (CONFIG_HOOKS_REMOVED_NOTE,) if removed_shims else ()
    all_notes = (
        *method_notes,
        *shim_notes,
        *all_clones_notes(git),
        *hook_notes,
        *lefthook_hints,
    )
    return InstallOutcome((*shim_events, *pre_commit_installed), hook_python, all_notes)


def _install_or_leave(
    files: HookFiles,
    python: Path | None,
    policy: str | None,
    framework: LefthookOrHusky | None,
    rollback: ExitStack,
) -> EventInstallation:
    """Install our shim, or leave the event to lefthook, whose configuration runs hookkit there."""
    if framework is None or files.event not in framework.hookkit_events:
        return _install_shim(files, python, policy, rollback)
    removed = remove_shim(files, rollback)
    action: InstallAction = "unchanged" if removed.is_unchanged else "renewed"
    return EventInstallation(
        files.event, framework.path, action, owner="lefthook", edited_copy=removed.edited_copy
    )


def config_hook_shims_folder(git: Git) -> Path:
    """Give the folder of the shims that the configuration of this clone names."""
    return git.common_dir / "hookkit" / "hooks"


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
    files: HookFiles, python: Path | None, policy: str | None, rollback: ExitStack
) -> EventInstallation:
    path = files.shim or files.install_path
    old_shim = read_shim(files.lefthook_old_hook)
    if old_shim is not None and not old_shim.is_edited:
        remove_file(files.lefthook_old_hook, rollback)
    shim = read_shim(path)
    content = render_updated_shim(files.event, shim, python, policy)
    calling_framework = (
        framework_of_script(files.hook) if path == files.pre_commit_legacy_hook else None
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
    is_not_executable = not os.access(files.previous_hook, os.X_OK)
    return replace(outcome, previous_hook=files.previous_hook, is_not_executable=is_not_executable)


def render_updated_shim(
    event: str, shim: Shim | None, python: Path | None, policy: str | None = None
) -> bytes:
    """Give the content of a new shim; ``shim`` is the installed one, None if there is none yet.

    ``policy`` is as in ``install``.
    """
    if shim is None:
        return render_shim(event, python, policy=policy or "")
    policy_path = shim.policy if policy is None else policy
    return render_shim(event, keep_same_interpreter(shim, python), policy=policy_path)


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


def install_pre_commit_hooks(
    git: Git, files: Sequence[HookFiles], rollback: ExitStack
) -> list[EventInstallation]:
    """Install pre-commit or prek for some events, instead of our shims."""
    if not files:
        return []
    framework = installed_framework(files[0].folder)
    removed = [remove_shim(each, rollback) for each in files]
    missing = [each.event for each in files if not is_framework_script(each.hook)]
    output = install_framework(git, framework, missing) if missing else ""
    return [
        EventInstallation(
            each.event,
            each.hook,
            _install_action(each.event in missing, removal),
            owner=framework,
            previous_hook=(
                each.pre_commit_legacy_hook
                if os.path.lexists(each.pre_commit_legacy_hook)
                else None
            ),
            edited_copy=removal.edited_copy,
            output=output if missing[:1] == [each.event] else "",
        )
        for each, removal in zip(files, removed, strict=True)
    ]


def _install_action(is_missing: bool, removal: EventRemoval) -> InstallAction:
    if is_missing:
        return "installed"
    return "unchanged" if removal.is_unchanged else "renewed"


def uninstall(git: Git) -> UninstallOutcome:
    """Remove the shims, also from where pre-commit moved them, and restore the kept hooks.

    Everything else stays: hooks of others, settings, corrections. Raises EnvironmentFailed if a
    file cannot be moved.
    """
    try:
        pre_commit_owned = events_run_by_pre_commit(git.top)
    except WrongUsage:
        # The broken file matters only to the report, and must not stop an uninstall.
        pre_commit_owned = frozenset()
    all_events = (*worktree_events(), *SERVER_EVENTS)
    with ExitStack() as rollback:
        files = [HookFiles(event, folder) for folder in hooks_folders(git) for event in all_events]
        removed = tuple(remove_shim(each, rollback) for each in files)
        removed += tuple(remove_config_hook_shims(git, "--local", rollback))
        rollback.pop_all()
    remove_empty_folder(config_hook_shims_folder(git))
    programs = {
        each.event: framework_of_script(each.hook)
        for each in files
        if each.event in pre_commit_owned
    }
    remaining = sorted((event, program) for event, program in programs.items() if program)
    refs = git.lines("for-each-ref", "--format=%(refname)", "refs/hookkit")
    logs = tuple(each for git_dir in git_dirs(git) if (each := log_folder_in(git_dir)).is_dir())
    configured = tuple(running_hookkit_hooks(git, all_events))
    framework = find_lefthook_or_husky(git)
    notes = () if framework is None else tuple(still_running_notes(framework))
    notes += tuple(_remaining_all_clones_notes(git))
    return UninstallOutcome(removed, tuple(remaining), len(refs), configured, logs, notes)


def _remaining_all_clones_notes(git: Git) -> Iterator[str]:
    if any(each.scope == "global" for each in active_config_hook_shims(git).values()):
        yield (
            "hookkit is still installed for all clones, and works here where something is"
            " configured for it. To end that: hookkit uninstall --global; for this clone alone:"
            " git config hookkit.enabled false"
        )


def hooks_folders(git: Git) -> list[Path]:
    """Give the hooks folders of this repository that may contain shims of hookkit."""
    # core.hooksPath may have been set after the shims were installed. A folder that other
    # repositories use too is not ours to change.
    setting = hooks_path_setting(git)
    folders = [default_hooks_folder(git)]
    if setting is not None and setting[0] in ("local", "worktree") and setting[1]:
        folders.append(active_hooks_folder(git))
    return list(dict.fromkeys(folders))


def choose_interpreter(git: Git) -> tuple[Path | None, str | None]:
    """Give the interpreter to write into the shims, and a note or None.

    The interpreter is None if hookkit is to be looked up on PATH. A linked worktree may be removed
    together with its virtual environment, but all worktrees share the hooks. So the same path in
    the main worktree is taken, if hookkit works there.
    """
    python = hook_interpreter()
    if "\n" in str(python):
        return None, f"{str(python)!r} cannot be written in a shim: hookkit is looked up on PATH"
    relative_path = _path_in_linked_worktree(python, git)
    if relative_path is None:
        return python, None
    first_line = git.line("worktree", "list", "--porcelain").splitlines()[0]
    main_worktree = first_line.removeprefix("worktree ")
    main_python = Path(main_worktree) / relative_path
    if can_import_hookkit(main_python):
        reason = "because a linked worktree's own Python may go away"
        return main_python, f"the shims use {main_python}, {reason}"
    return None, (
        f"{python} belongs to a linked worktree and may go away, and {main_python} has no hookkit:"
        " hookkit is looked up on PATH"
    )


def _path_in_linked_worktree(python: Path, git: Git) -> Path | None:
    if git.top is None or git.git_dir == git.common_dir:
        return None
    resolved = python.parent.resolve() / python.name
    top = git.top.resolve()
    return resolved.relative_to(top) if resolved.is_relative_to(top) else None


def keep_same_interpreter(shim: Shim, python: Path | None) -> Path | None:
    """Give the interpreter of ``shim`` if it is ``python`` by another name, else ``python``."""
    # One virtual environment has several names for its Python: python, python3, python3.12. And the
    # shim may name it by a symbolic link, which an upgrade points to another environment.
    shim_python = shim.python
    if (
        shim_python is None
        or python is None
        or python.parent not in (shim_python.parent, shim_python.parent.resolve())
    ):
        return python
    return shim_python if shim_python.exists() and shim_python.samefile(python) else python


def remove_shim(files: HookFiles, rollback: ExitStack) -> EventRemoval:
    """Remove our shim of one event, also as ``.legacy``, and restore the kept hook.

    Raises EnvironmentFailed if a file cannot be moved; ``rollback`` undoes the changes so far.
    """
    outcome = EventRemoval(files.event)
    for path in (
        files.lefthook_old_hook,
        files.pre_commit_legacy_hook,
        files.shim_in_folder,
        files.hook,
    ):
        shim = read_shim(path)
        if shim is None:
            continue
        outcome = replace(outcome, shim=path)
        if path == files.hook and os.path.lexists(files.previous_hook):
            edited = link_edited_shim(path, rollback) if shim.is_edited else outcome.edited_copy
            rename_over(files.previous_hook, path, rollback)
            return replace(outcome, edited_copy=edited, restored_hook=path)
        if shim.is_edited:
            outcome = replace(outcome, edited_copy=move_edited_shim(path, rollback))
        else:
            remove_file(path, rollback)
    if not os.path.lexists(files.previous_hook):
        return outcome
    return _restore_previous_hook(files, outcome, rollback)


def _restore_previous_hook(
    files: HookFiles, outcome: EventRemoval, rollback: ExitStack
) -> EventRemoval:
    if not os.path.lexists(files.hook):
        move_file(files.previous_hook, files.hook, rollback)
        return replace(outcome, restored_hook=files.hook)
    if has_same_mode_and_content(files.hook, files.previous_hook):
        remove_file(files.previous_hook, rollback)
        return replace(outcome, restored_hook=files.hook)
    # pre-commit runs the file at the shim's path, so the kept hook still runs from there. But
    # pre-commit's own script must not be put there, because it would call itself.
    is_free = is_framework_script(files.hook) and not os.path.lexists(files.pre_commit_legacy_hook)
    if outcome.shim is not None and is_free and not is_framework_script(files.previous_hook):
        move_file(files.previous_hook, files.pre_commit_legacy_hook, rollback)
        return replace(outcome, restored_hook=files.pre_commit_legacy_hook)
    return replace(outcome, unrestored_hook=files.previous_hook)
