"""``hookkit hook EVENT``, which the shims start. It imports no command line library."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence

from hookkit.diagnostic_log.write_log import Logger, configure_log
from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git.runner import Git
from hookkit.hook_events import (
    CONFIG_HOOK_OPTION,
    EVENTS,
    IF_CONFIGURED_OPTION,
    POLICY_OPTION,
    SHIM_VERSION,
    Event,
    find_event,
    newer_shim_version,
    split_shim_arguments,
)
from hookkit.settings import effective_settings, environment_variables
from hookkit.settings.definitions import Settings

_ANSWER_REQUEST_MODULE = "hookkit.worker.answer_request"
"""The module that only a worker's process imports."""

ONE_CHECK_ARGUMENT = "--check"
"""The argument in place of an event if pre-commit or prek runs one check."""

STAGE_ARGUMENT = "--stage"
"""The argument in place of an event if pre-commit or prek runs all checks of its stage."""


def run_hook(args: Sequence[str]) -> int:
    """Do the work of an event, and give the exit status: 1 if something is refused.

    ``args`` are any options of the shim, the name of the event, and the arguments that git gives to
    the hook. Raises WrongUsage for an event that hookkit does not know, EnvironmentFailed if a
    newer hookkit wrote the shim.
    """
    options, words = split_shim_arguments(args)
    name, *hook_arguments = words or ("",)
    _require_known_shim(name, options)
    event = find_event(name)
    if event is None and name not in (ONE_CHECK_ARGUMENT, STAGE_ARGUMENT):
        raise _unknown_event_error(name)
    if event is not None and event.action == "receive":
        from hookkit.commands.hook.pre_receive import run_pre_receive

        return run_pre_receive(_policy_file_option(options))
    # Before anything is read, so that HOOKKIT=0 also helps if a file of settings is broken.
    if environment_variables.is_switched_off():
        return 0
    git = Git.discover()
    with git.batch_session():
        if options and event is not None and _does_nothing_here(git, event, options):
            return 0
        return _run_event(git, name, event, hook_arguments)


def _require_known_shim(event_name: str, options: Collection[str]) -> None:
    version = newer_shim_version(options)
    if version is not None:
        from hookkit.settings.shell_command_of_hookkit import shell_command_of_hookkit

        raise EnvironmentFailed(
            f"the hook of {event_name} was written by a newer hookkit: its form is {version}, and"
            f" {shell_command_of_hookkit()} knows {SHIM_VERSION}",
            "pip install --upgrade hookkit",
        )


def _policy_file_option(options: Collection[str]) -> str:
    """Give the policy file that the shim of a server names, "" for the usual file."""
    policy_options = (each for each in options if each.startswith(POLICY_OPTION))
    return next(policy_options, "").removeprefix(POLICY_OPTION)


def _does_nothing_here(git: Git, event: Event, options: Collection[str]) -> bool:
    """Whether a shim in git's configuration, or a shim for all clones, does nothing here."""
    if IF_CONFIGURED_OPTION in options:
        from hookkit.settings.is_hookkit_configured import is_configured

        if not is_configured(git):
            return True
    if CONFIG_HOOK_OPTION not in options:
        return False
    from hookkit.shims.is_event_handled_elsewhere import is_handled_in_hooks_folder

    return is_handled_in_hooks_folder(git, event.name)


def _run_event(git: Git, name: str, event: Event | None, hook_arguments: Sequence[str]) -> int:
    configure_log(git)
    settings = effective_settings.load_settings(git)
    answer_request = sys.modules.get(_ANSWER_REQUEST_MODULE)
    if answer_request is not None:
        answer_request.require_worker_wanted(settings.worker)
    if not settings.enabled:
        return 0
    Logger(__name__).info("%s in %s", name, git.paths.git_dir)
    if event is not None and _is_left_to_shim(git, event):
        return 0
    if event is not None and event.action == "correct":
        _correct(git, settings, event, hook_arguments)
        if settings.worker and not (answer_request and answer_request.is_forked):
            from hookkit.worker.start_and_stop import start_worker_if_none

            start_worker_if_none()
        return 0
    from hookkit.commands.hook.run_checks_or_framework_stage import (
        check_event,
        run_one_check,
        run_stage,
    )

    if event is None:
        return (run_stage if name == STAGE_ARGUMENT else run_one_check)(
            git, settings, hook_arguments
        )
    return check_event(git, settings, name, hook_arguments, _read_hook_input(event))


def _correct(git: Git, settings: Settings, event: Event, args: Sequence[str]) -> None:
    git.start_object_reader()  # git's process is ready when the imports are done
    from hookkit.commands.hook.correct_commits import (
        correct_after_event,
        correct_under_pre_commit_or_prek,
    )

    if event.name == "post-commit" and environment_variables.runs_under_pre_commit():
        correct_under_pre_commit_or_prek(git, settings)
    else:
        correct_after_event(git, settings, event.name, args, _read_hook_input(event))


def _is_left_to_shim(git: Git, event: Event) -> bool:
    """Whether another hook started this process, and a shim does the work before or after it."""
    is_by_framework = environment_variables.runs_under_pre_commit()
    if not is_by_framework and "HOOKKIT_CHAIN" not in os.environ:
        return False
    from hookkit.shims.called_by_pre_commit_or_prek import parent_argv, parse_argv
    from hookkit.shims.is_event_handled_elsewhere import is_handled_by_shim

    call = parse_argv(parent_argv() or ()) if is_by_framework else None
    return is_handled_by_shim(git, event.name, call is not None and call.is_called_by_git)


def _unknown_event_error(name: str) -> WrongUsage:
    known = ", ".join(each.name for each in EVENTS)
    sentence = f"there is no event {name!r}" if name else "which event is it"
    return WrongUsage(f"{sentence} (events: {known})", f"hookkit hook {EVENTS[0].name}")


def _read_hook_input(event: Event) -> str:
    """Read the lines that git writes to the hook; "" if it writes none or stdin is a terminal."""
    if not event.has_stdin or sys.stdin is None or sys.stdin.isatty():
        return ""
    return os.fsdecode(sys.stdin.buffer.read())
