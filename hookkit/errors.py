"""The errors that a person is meant to read, each with its exit status; what a system refuses."""

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
    """Say why the system refused something."""
    message = str(error.strerror or error)
    reason = _REASONS.get(error.errno or 0)
    return f"{reason} ({message})" if reason else message


class HookkitError(Exception):
    """Something that hookkit can explain: what happened, and the command that repairs it.

    ``status`` is the exit status of the process that ends with this error.
    """

    status = 1

    def __init__(self, message: str, repair: str | None = None) -> None:
        """Take one sentence of what happened and where, and one command to copy."""
        super().__init__(message)
        self.message = message
        self.repair = repair


class Refused(HookkitError):
    """hookkit will not do what was asked, because it could cost somebody something."""


class WrongUsage(HookkitError):
    """The command line or a configuration is wrong."""

    status = 2


# What git says of a lock: on a file, and on the tables of reftable.
_LOCKED = (".lock': File exists", "cannot lock references")


class GitFailed(HookkitError):
    """git ended with a status that was not expected."""

    status = 3

    def __init__(self, command: Sequence[str], code: int, stderr: str) -> None:
        """Take the git command (without ``git``), its exit status and what it printed.

        A status below zero is the number of the signal that ended it, as in ``subprocess``.
        """
        words = " ".join(command)
        is_locked = any(each in stderr for each in _LOCKED)
        how = f"ended with status {code}" if code >= 0 else f"was ended by signal {-code}"
        sentence = f"git {words} {how}: {stderr.strip() or 'no message'}"
        super().__init__(sentence, "hookkit doctor" if is_locked else None)
        self.code = code
        self.stderr = stderr


class EnvironmentFailed(HookkitError):
    """What hookkit needs around it is missing: git, a repository, a place to write."""

    status = 3


class InstallationChanged(HookkitError):
    """hookkit is being installed, or was while it worked: it may be of two versions, or not whole.

    The same can be done again later.
    """

    status = 75  # EX_TEMPFAIL of sysexits(3)


class StoppedHalfway(EnvironmentFailed):
    """Some of what belongs together is done and some is not, and ``hookkit undo`` takes it back."""

    def __init__(self, message: str) -> None:
        """Take one sentence of what is done and what is not."""
        super().__init__(message, "hookkit undo")
