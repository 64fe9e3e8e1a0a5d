"""The one error boundary: it turns every error and signal into an exit status and a message."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Callable

from hookkit.errors import EnvironmentFailed, HookkitError, InstallationChanged
from hookkit.safe_imports import require_unreplaced_modules

INTERRUPTED_STATUS = 130
BUG_STATUS = 70
_STORED_ENTRIES_MODULE = "hookkit.operation_log.stored_entries"


class Terminated(BaseException):
    """A signal asks the process to end; as an exception it lets ``finally`` blocks clean up."""


def handle_termination_signals() -> None:
    """Make SIGTERM and SIGHUP raise an exception as Ctrl-C does, so that no lock is left behind."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup SIGHUP is ignored, and stays so.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _raise_terminated)


def _raise_terminated(number: int, _: object) -> None:
    raise Terminated(number)


def run_catching_errors(action: Callable[[], int]) -> int:
    """Run ``action`` and give its exit status.

    A HookkitError is printed on stderr with its repair and gives its own status. An OSError (a full
    disk, a file that cannot be written) gives 3, Ctrl-C gives 130, SIGTERM and SIGHUP give 128 plus
    their number. An ImportError, and any error of a process whose modules were replaced meanwhile,
    gives 75. Anything else is a bug of hookkit: its traceback goes to the log, a line to stderr,
    and the status is 70.
    """
    stored_entries = sys.modules.get(_STORED_ENTRIES_MODULE)
    if stored_entries is not None:
        stored_entries.forget_changed_entries()
    try:
        return _run_checked(action)
    except InstallationChanged as error:
        # Nothing may be imported from here on: the files may be gone or replaced.
        print(f"hookkit: {error}", file=sys.stderr)
        return error.exit_status
    except HookkitError as error:
        from hookkit.terminal.error_messages import print_error

        error.repair = _safe_repair(error.repair)
        print_error(error)
        return error.exit_status
    except KeyboardInterrupt:
        print("hookkit: interrupted" + _undo_hint(), file=sys.stderr)
        return INTERRUPTED_STATUS
    except Terminated as stopped:
        if hint := _undo_hint():
            print("hookkit: told to end" + hint, file=sys.stderr)
        return 128 + int(stopped.args[0])
    except OSError as error:
        from hookkit.terminal.error_messages import print_error

        print_error(environment_error(error))
        return EnvironmentFailed.exit_status
    except (Exception, SystemExit) as error:  # argparse, inside autopep8, raises SystemExit
        from hookkit.diagnostic_log.record_bug import record_bug
        from hookkit.terminal.error_messages import print_bug

        print_bug(error, record_bug(error))
        return BUG_STATUS


def _run_checked(action: Callable[[], int]) -> int:
    """Run ``action``. Raises InstallationChanged for an error that a new installation may cause."""
    try:
        return action()
    except (Exception, SystemExit) as error:
        require_unreplaced_modules()
        if isinstance(error, ImportError):
            raise InstallationChanged(f"it is not installed whole: {error}") from error
        raise


def _safe_repair(repair: str | None) -> str | None:
    """Give a repair that is safe with the autostash settings of the current repository."""
    if repair is None or "git " not in repair:
        return repair
    from hookkit.git.runner import Git
    from hookkit.history.checks.repair_commands import repair_without_autostash, without_autostash

    try:
        may_stash = without_autostash(repair) != repair
        return repair_without_autostash(Git.discover(), repair) if may_stash else repair
    except HookkitError:  # no repository: the repair may be for another one
        return without_autostash(repair)


def _undo_hint() -> str:
    """Say how to undo the changes made before an interruption; "" if there are none."""
    # A module that was not imported has written nothing; an import could be interrupted again.
    stored_entries = sys.modules.get(_STORED_ENTRIES_MODULE)
    is_changed = stored_entries is not None and stored_entries.has_logged_changes()
    return ", after something was changed\n  repair: hookkit undo" if is_changed else ""


def environment_error(error: OSError) -> EnvironmentFailed:
    """Turn an error of the system into an error that a person can read."""
    file = f": {error.filename}" if error.filename else ""
    return EnvironmentFailed(f"{error.strerror or error}{file}", "hookkit doctor")


def run_hook_catching_errors(event: str, action: Callable[[], int]) -> int:
    """Run the work of a hook and give its exit status, as ``run_catching_errors`` does.

    After ``post-…`` the status is 0 even after an error: git has already done its work, and another
    status would look as if git had failed. A bug of hookkit does not stop git either, except on a
    server, which must not accept an unchecked push.
    """
    status = run_catching_errors(action)
    if status == InstallationChanged.exit_status and event in ("post-commit", "post-rewrite"):
        print("  repair: hookkit run", file=sys.stderr)
    is_ignored = status == BUG_STATUS and event != "pre-receive"
    return 0 if event.startswith("post-") or is_ignored else status


def end_process(status: int) -> None:
    """End the process after its exit functions have run and its output is flushed.

    Python's own exit also frees all objects, which takes a tenth of the time of a commit. It is
    used only if other threads run or the output cannot be flushed.
    """
    if not _has_other_threads():
        try:
            atexit._run_exitfuncs()
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        except Exception as error:
            raise SystemExit(status) from error
        os._exit(status & 0xFF)
    raise SystemExit(status)


def _has_other_threads() -> bool:
    threading = sys.modules.get("threading")
    if threading is None:
        return False
    others = [each for each in threading.enumerate() if each is not threading.main_thread()]
    return any(not each.daemon for each in others)
