"""The process that asks, as /proc shows it: what a Python that it starts would be given."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NamedTuple

SPACES = ("mnt", "pid", "user", "net")
"""The namespaces in which a path, a process or a person means the same to both."""

ANSWER = 9
"""The descriptor by which the caller reads the answer."""

LOOKS = 5
"""How often the caller's signals are looked at, a millisecond apart: bash blocks some for moments,
and a program that it starts has them as before."""

LOADER = ("LD_", "GLIBC_", "MALLOC_")
"""What variables begin with that the loader reads when a program starts."""


class Unlike(Exception):
    """A Python that the caller starts would be another than this one; says why."""


class Caller(NamedTuple):
    """A process: its number, its environment, and of ``/proc/PID/status`` what is inherited."""

    pid: int
    environ: dict[bytes, bytes]
    umask: int
    ignored: frozenset[int]


def look_at(pid: int, reply: os.stat_result) -> Caller:
    """Look at the process that asked by the pipe ``reply``.

    Raises Unlike where it is not that process, or one that differs from this in what a forked child
    could not be given, and OSError where it is gone.
    """
    _check_pipe(pid, reply)
    for name in SPACES:
        _check_equal(f"the namespace {name}", *(_link(who, f"ns/{name}") for who in (pid, "self")))
    if not os.path.samefile(f"/proc/{pid}/root", "/proc/self/root"):
        raise Unlike("the root folder is another")
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
    """Raise Unlike where Python would start in another way with the one environment than with the
    other: with other folders of modules, another library of the system, another encoding."""
    if environ.get(b"PYTHONPATH"):
        raise Unlike("PYTHONPATH is set")
    _check_equal("HOME", environ.get(b"HOME"), own.get(b"HOME"))
    loaded = [name for name in environ if name.startswith(tuple(map(str.encode, LOADER)))]
    if loaded:
        raise Unlike(f"{os.fsdecode(loaded[0])} is set")
    names = [_locale(each) for each in (environ, own)]
    if names[0] != names[1] and not all(map(_is_utf8, names)):
        raise Unlike(f"the locale is {os.fsdecode(names[0])}")


def _locale(environ: dict[bytes, bytes]) -> bytes:
    given = (environ.get(name) for name in (b"LC_ALL", b"LC_CTYPE", b"LANG"))
    return next(filter(None, given), b"C")


def _is_utf8(name: bytes) -> bool:
    return name.lower().replace(b"-", b"").endswith(b".utf8")


def _check_pipe(pid: int, reply: os.stat_result) -> None:
    """See that the process has the pipe open: in another container its number is another's."""
    if not os.path.samestat(os.stat(f"/proc/{pid}/fd/{ANSWER}"), reply):
        raise Unlike("it is not the process that asked")


def _check_equal(what: str, its: object, mine: object) -> None:
    if its != mine:
        raise Unlike(f"{what} is another")


def _status(who: int | str) -> dict[str, str]:
    lines = _read(who, "status").decode("utf-8", "surrogateescape").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _status_while_blocking(pid: int, blocked: str) -> dict[str, str]:
    """The status of the caller, if it can be at a moment at which it blocks these signals."""
    for _ in range(LOOKS - 1):
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
