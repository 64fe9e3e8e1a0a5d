"""The one error boundary: it turns every ending into an exit status and a line to read."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Callable

from hookkit.errors import EnvironmentFailed, HookkitError, InstallationChanged
from hookkit.import_path import check_not_replaced

INTERRUPTED = 130
BUG = 70
_STORED_ENTRIES = "hookkit.operation_log.stored_entries"


class Terminated(BaseException):
    """The process was told to end: what it was doing is taken back while it ends."""


def handle_termination_signals() -> None:
    """Have SIGTERM and SIGHUP end the process as Ctrl-C does, so that no lock stays behind."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup a hang-up is to be ignored, and stays so.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _: object) -> None:
    raise Terminated(number)


def guarded(action: Callable[[], int]) -> int:
    """Run ``action`` and give its exit status.

    An error made for people is said on stderr with its repair and gives its own status. What the
    system refuses (a full disk, a file that cannot be written) gives 3, Ctrl-C gives 130, SIGTERM
    and SIGHUP give 128 and their number. What hookkit cannot import, and any error of a process
    whose modules were replaced meanwhile, gives 75. Anything else is a bug of hookkit: its
    traceback goes to the log, its one line to stderr, and the status is 70.
    """
    stored_entries = sys.modules.get(_STORED_ENTRIES)
    if stored_entries is not None:
        stored_entries.start_command()
    try:
        return _in_one_version(action)
    except InstallationChanged as error:
        # Nothing may be imported any more: the files may be gone, or others.
        print(f"hookkit: {error}", file=sys.stderr)
        return error.status
    except HookkitError as error:
        from hookkit.terminal.errors import say_error

        error.repair = _usable_here(error.repair)
        say_error(error)
        return error.status
    except KeyboardInterrupt:
        print("hookkit: interrupted" + _undo_hint(), file=sys.stderr)
        return INTERRUPTED
    except Terminated as stopped:
        if _undo_hint():
            print("hookkit: told to end" + _undo_hint(), file=sys.stderr)
        return 128 + int(stopped.args[0])
    except OSError as error:
        from hookkit.terminal.errors import say_error

        say_error(environment_error(error))
        return EnvironmentFailed.status
    except (Exception, SystemExit) as error:  # argparse, inside autopep8, ends by SystemExit
        from hookkit.log.bug import record_bug
        from hookkit.terminal.errors import say_bug

        say_bug(error, record_bug(error))
        return BUG


def _in_one_version(action: Callable[[], int]) -> int:
    """Run ``action``. Raises InstallationChanged for an error that an installation may make."""
    try:
        return action()
    except (Exception, SystemExit) as error:
        check_not_replaced()
        if isinstance(error, ImportError):
            raise InstallationChanged(f"it is not installed whole: {error}") from error
        raise


def _usable_here(repair: str | None) -> str | None:
    """Give a repair as it does no harm under the configuration of the repository around."""
    if "git " not in (repair or ""):
        return repair
    from hookkit.git.runner import Git
    from hookkit.history.checks.autostash import usable_repair, without_autostash

    try:
        is_asked = repair and without_autostash(repair) != repair
        return usable_repair(Git.discover(), repair) if is_asked else repair
    except HookkitError:  # no repository: the repair may be for another one
        return without_autostash(repair or "")


def _undo_hint() -> str:
    """Say how what was changed before an interruption is taken back, "" where nothing was."""
    # What was never imported has written nothing, and an import now could be interrupted again.
    stored_entries = sys.modules.get(_STORED_ENTRIES)
    is_changed = stored_entries is not None and stored_entries.has_logged_changes()
    return ", after something was changed\n  repair: hookkit undo" if is_changed else ""


def environment_error(error: OSError) -> EnvironmentFailed:
    """Tell in a person's words what the system refused."""
    place = f": {error.filename}" if error.filename else ""
    return EnvironmentFailed(f"{error.strerror or error}{place}", "hookkit doctor")


def guarded_event(event: str, action: Callable[[], int]) -> int:
    """Run the work of a hook and give its exit status, as ``guarded`` does.

    What git does not wait for is done already, so that a failure cannot stop it and would only
    look as if it had: after ``post-…`` the status is 0 whatever was said. Nor does a bug of
    hookkit stop what a person does; but a server takes nothing that it could not check.
    """
    status = guarded(action)
    if status == InstallationChanged.status and event in ("post-commit", "post-rewrite"):
        print("  repair: hookkit run", file=sys.stderr)
    is_let_go = status == BUG and event != "pre-receive"
    return 0 if event.startswith("post-") or is_let_go else status


def end_process(status: int) -> None:
    """End the process: what is registered for its end is done, and all output written.

    What it has in memory is not taken apart, which takes a tenth of the time of a commit. Where
    something is still at work or cannot be written, Python ends it in its own way.
    """
    if not _is_anything_at_work():
        try:
            atexit._run_exitfuncs()
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        except Exception as error:
            raise SystemExit(status) from error
        os._exit(status & 0xFF)
    raise SystemExit(status)


def _is_anything_at_work() -> bool:
    threading = sys.modules.get("threading")
    if threading is None:
        return False
    others = [each for each in threading.enumerate() if each is not threading.main_thread()]
    return any(not each.daemon for each in others)
