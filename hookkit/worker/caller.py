"""The process that made a request, as /proc shows it, and what a program it starts inherits."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NamedTuple

NAMESPACES = ("mnt", "pid", "user", "net")
"""The namespaces in which a path, a process or a person means the same to both."""

REPLY_DESCRIPTOR = 9
"""The descriptor by which the caller reads the answer."""

STATUS_READS = 5
"""How often the caller's signal mask is read, a millisecond apart: bash blocks some signals for a
short time, and a program that it starts has the mask of before."""

LOADER_PREFIXES = ("LD_", "GLIBC_", "MALLOC_")
"""Prefixes of the variables that the dynamic loader reads when a program starts."""


class CannotServe(Exception):
    """This process differs from a Python that the caller would start; says in what."""


class Caller(NamedTuple):
    """A process: its number, its environment, and of ``/proc/PID/status`` what is inherited."""

    pid: int
    environ: dict[bytes, bytes]
    umask: int
    ignored: frozenset[int]


def read_caller(pid: int, reply: os.stat_result) -> Caller:
    """Read the state of the process that made the request whose pipe is ``reply``.

    Raises CannotServe where it is not that process, or where it differs from this one in what a
    forked child cannot take over, and OSError where it is gone.
    """
    _check_pipe(pid, reply)
    for name in NAMESPACES:
        _check_equal(f"the namespace {name}", *(_link(who, f"ns/{name}") for who in (pid, "self")))
    if not os.path.samefile(f"/proc/{pid}/root", "/proc/self/root"):
        raise CannotServe("the root folder is another")
    _check_equal("a limit", *(_read(who, "limits") for who in (pid, "self")))
    mine = _status("self")
    its = _status_while_blocking(pid, mine["SigBlk"])
    for name in ("Uid", "Gid", "Groups", "SigBlk", "CapEff", "NoNewPrivs", "Seccomp"):
        _check_equal(name, its.get(name), mine.get(name))
    _check_equal("the priority", _nice(pid), _nice("self"))
    ignored = int(its["SigIgn"], 16)
    numbers = frozenset(each for each in signal.valid_signals() if ignored >> (each - 1) & 1)
    return Caller(pid, _environ(pid), int(its["Umask"], 8), numbers)


def check_startup(environ: dict[bytes, bytes], own: dict[bytes, bytes]) -> None:
    """Raise CannotServe where Python would start differently in the two environments: with another
    import path, another shared library, another encoding."""
    if environ.get(b"PYTHONPATH"):
        raise CannotServe("PYTHONPATH is set")
    _check_equal("HOME", environ.get(b"HOME"), own.get(b"HOME"))
    loaded = [name for name in environ if name.startswith(tuple(map(str.encode, LOADER_PREFIXES)))]
    if loaded:
        raise CannotServe(f"{os.fsdecode(loaded[0])} is set")
    names = [_locale(each) for each in (environ, own)]
    if names[0] != names[1] and not all(map(_is_utf8, names)):
        raise CannotServe(f"the locale is {os.fsdecode(names[0])}")


def _locale(environ: dict[bytes, bytes]) -> bytes:
    given = (environ.get(name) for name in (b"LC_ALL", b"LC_CTYPE", b"LANG"))
    return next(filter(None, given), b"C")


def _is_utf8(name: bytes) -> bool:
    return name.lower().replace(b"-", b"").endswith(b".utf8")


def _check_pipe(pid: int, reply: os.stat_result) -> None:
    """Check that the process has the pipe open: in another container its number is another's."""
    if not os.path.samestat(os.stat(f"/proc/{pid}/fd/{REPLY_DESCRIPTOR}"), reply):
        raise CannotServe("it is not the process that asked")


def _check_equal(what: str, its: object, mine: object) -> None:
    if its != mine:
        raise CannotServe(f"{what} is another")


def _status(who: int | str) -> dict[str, str]:
    lines = _read(who, "status").decode("utf-8", "surrogateescape").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _status_while_blocking(pid: int, blocked: str) -> dict[str, str]:
    """Give the status of the caller, if possible one in which it blocks these signals."""
    for _ in range(STATUS_READS - 1):
        status = _status(pid)
        if status["SigBlk"] == blocked:
            return status
        time.sleep(0.001)
    return _status(pid)


def _nice(who: int | str) -> bytes:
    # The name of a program may have spaces and brackets: proc(5), /proc/pid/stat.
    return _read(who, "stat").rpartition(b")")[2].split()[16]


def _environ(pid: int) -> dict[bytes, bytes]:
    pairs = (each.partition(b"=") for each in _read(pid, "environ").split(b"\0"))
    return {name: value for name, separator, value in pairs if name and separator}


def _read(who: int | str, name: str) -> bytes:
    return Path(f"/proc/{who}/{name}").read_bytes()


def _link(who: int | str, name: str) -> str:
    return os.readlink(f"/proc/{who}/{name}")
