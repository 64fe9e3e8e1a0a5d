"""The entry point, which runs hooks and a few frequent commands without the command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

# The first import, because it stores the time at which this process begins to import.
from hookkit.safe_imports import remove_worktree_from_path  # isort: skip
from hookkit.error_boundary import (
    end_process,
    handle_termination_signals,
    run_catching_errors,
    run_hook_catching_errors,
)

_PLAIN_STATUS = (["status"], ["status", "--short"])
"""The arguments that run without click's command line."""

_STAGED_DEBT = ["debt", "check", "--staged"]
"""The command that hooks run; importing the command line would take a third of flake8's time."""


def _run_hook(args: Sequence[str]) -> int:
    from hookkit.commands.hook import run_hook

    return run_hook(args)


def _run_cli(args: Sequence[str]) -> int:
    from hookkit.cli import run

    return run(args)


def _run_status(args: Sequence[str]) -> int:
    from hookkit.status.show_status import show_status

    return show_status(is_short="--short" in args)


def _event_of(args: Sequence[str]) -> str:
    from hookkit.hook_events import split_shim_arguments

    _, arguments = split_shim_arguments(args)
    return "".join(arguments[:1])


def _run_stdin(args: Sequence[str]) -> int:
    from hookkit.commands.run_stdin import file_from_arguments, run_stdin

    file = file_from_arguments(args)
    return _run_cli(args) if file is None else run_stdin(file, {})


def _check_staged_debt() -> int:
    from hookkit.debt.prestarted_flake8 import prestarted_flake8

    with prestarted_flake8() as flake8:
        from hookkit.commands.debt_check_staged import check_staged

        return check_staged(flake8)


def main(argv: Sequence[str] | None = None) -> int:
    """Run hookkit with ``argv`` (None: the arguments of the process) and give the exit status.

    Hooks and the check of staged debt run at every commit, the status at each prompt, and the
    command of an editor (`run -`) each time that a file is saved, so they start without the
    libraries of the command line.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    remove_worktree_from_path()
    if os.environ.get("PYTHONIOENCODING"):
        from hookkit.terminal.output import use_pythonioencoding

        use_pythonioencoding()
    handle_termination_signals()
    if args[:1] == ["hook"]:
        return run_hook_catching_errors(_event_of(args[1:]), lambda: _run_hook(args[1:]))
    if args in _PLAIN_STATUS:
        return run_catching_errors(lambda: _run_status(args))
    if args[:1] == ["run"] and args[-1:] == ["-"]:
        return run_catching_errors(lambda: _run_stdin(args))
    if args == _STAGED_DEBT:
        return run_catching_errors(_check_staged_debt)
    return run_catching_errors(lambda: _run_cli(args))


GC_THRESHOLD = 100_000
"""Allocations after which Python searches for reference cycles: a short run has fewer."""


def run() -> None:
    """Run hookkit with the arguments of the process, and end the process."""
    gc.set_threshold(GC_THRESHOLD, 10, 10)
    end_process(main())


if __name__ == "__main__":
    run()
