"""The errors that are printed for a person, each with its exit status."""

from __future__ import annotations

import errno
from collections.abc import Sequence

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EIO: "the disk has an error",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "you have no permission there",
}


def reason_of(error: OSError) -> str:
    """Give the reason of an error of the system in words, with the system's message."""
    message = str(error.strerror or error)
    reason = _REASONS.get(error.errno or 0)
    return f"{reason} ({message})" if reason else message


class HookkitError(Exception):
    """Something that hookkit can explain: what happened, and the command that repairs it.

    ``exit_status`` is the exit status of a process that ends with this error. ``repair`` is the
    command, None if there is none.
    """

    exit_status = 1

    def __init__(self, message: str, repair: str | None = None) -> None:
        """Take a sentence that says what happened and where, and a command to copy."""
        super().__init__(message)
        self.message = message
        self.repair = repair


class Refused(HookkitError):
    """hookkit refuses to do what was asked, because work could be lost or a rule be broken."""


class WrongUsage(HookkitError):
    """The command line or a configuration is wrong."""

    exit_status = 2


# Parts of git's messages about a lock: of a file, and of the tables of reftable.
_LOCK_MESSAGES = (".lock': File exists", "cannot lock references")


class GitFailed(HookkitError):
    """git exited with an unexpected status."""

    exit_status = 3

    def __init__(self, command: Sequence[str], code: int, stderr: str) -> None:
        """Take the git command (without ``git``), its exit status and its stderr.

        As in ``subprocess``, a negative status is the negated number of the signal that ended git.
        """
        command_text = " ".join(command)
        is_locked = any(each in stderr for each in _LOCK_MESSAGES)
        ending = f"ended with status {code}" if code >= 0 else f"was ended by signal {-code}"
        sentence = f"git {command_text} {ending}: {stderr.strip() or 'no message'}"
        super().__init__(sentence, "hookkit doctor" if is_locked else None)
        self.code = code
        self.stderr = stderr


class EnvironmentFailed(HookkitError):
    """Something that hookkit needs is missing or fails: git, a repository, the file system."""

    exit_status = 3


class InstallationChanged(HookkitError):
    """hookkit is or was installed while it ran: its modules may be of two versions, or missing.

    The same command can be repeated later.
    """

    exit_status = 75  # EX_TEMPFAIL of sysexits(3)


class StoppedHalfway(EnvironmentFailed):
    """Only some steps of an operation are done, and ``hookkit undo`` takes them back."""

    def __init__(self, message: str) -> None:
        """Take a sentence that names the finished and the unfinished parts."""
        super().__init__(message, "hookkit undo")
