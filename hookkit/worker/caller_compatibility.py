"""Whether a fork can stand in for the caller process, by the state that its children inherit.

CannotServe is raised where a fork of this process would differ from a Python that the caller would
start.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NamedTuple

NAMESPACES = ("mnt", "pid", "user", "net")
"""The namespaces that worker and caller must share, so that paths and ids mean the same."""

REPLY_DESCRIPTOR = 9
"""The descriptor by which the caller reads the answer."""

STATUS_READS = 5
"""How many times the caller's signal mask is read, a millisecond apart: bash blocks some signals
for a short time, and the programs that bash starts have the mask from before."""

LOADER_PREFIXES = (b"LD_", b"GLIBC_", b"MALLOC_")
"""Prefixes of the variables that the dynamic loader reads when a program starts."""


class CannotServe(Exception):
    """This process differs from a Python that the caller would start; the message says how."""


class Caller(NamedTuple):
    """The calling process: its id, environment and umask, and the signals that it ignores."""

    pid: int
    environ: dict[bytes, bytes]
    umask: int
    ignored_signals: frozenset[int]


def read_caller(pid: int, reply_stat: os.stat_result) -> Caller:
    """Read the state of the process ``pid``, which made the request.

    ``reply_stat`` is the ``os.fstat`` of the pipe of the answer. Raises CannotServe if the process
    does not have that pipe open, or if it differs from this process in some state that a fork
    cannot take over, and OSError if it has exited.
    """
    # The ids of processes differ between containers.
    if not os.path.samestat(os.stat(f"/proc/{pid}/fd/{REPLY_DESCRIPTOR}"), reply_stat):
        raise CannotServe("it is not the process that asked")
    for name in NAMESPACES:
        links = (os.readlink(f"/proc/{process}/ns/{name}") for process in (pid, "self"))
        _require_equal(f"the namespace {name}", *links)
    if not os.path.samefile(f"/proc/{pid}/root", "/proc/self/root"):
        raise CannotServe("the root folder is another")
    _require_equal("a limit", *(_read_process_file(process, "limits") for process in (pid, "self")))
    own_status = _read_status("self")
    caller_status = _read_status_while_blocking(pid, own_status["SigBlk"])
    for name in ("Uid", "Gid", "Groups", "SigBlk", "CapEff", "NoNewPrivs", "Seccomp"):
        _require_equal(name, caller_status.get(name), own_status.get(name))
    _require_equal("the priority", _read_priority(pid), _read_priority("self"))
    ignored_mask = int(caller_status["SigIgn"], 16)
    numbers = frozenset(each for each in signal.valid_signals() if ignored_mask >> (each - 1) & 1)
    pairs = (each.partition(b"=") for each in _read_process_file(pid, "environ").split(b"\0"))
    environ = {name: value for name, separator, value in pairs if name and separator}
    return Caller(pid, environ, int(caller_status["Umask"], 8), numbers)


def require_same_startup(environ: dict[bytes, bytes], own_environ: dict[bytes, bytes]) -> None:
    """Raise CannotServe if Python could start differently in the two environments.

    That is with another import path, another shared library or another encoding.
    """
    if environ.get(b"PYTHONPATH"):
        raise CannotServe("PYTHONPATH is set")
    _require_equal("HOME", environ.get(b"HOME"), own_environ.get(b"HOME"))
    loader_variables = [name for name in environ if name.startswith(LOADER_PREFIXES)]
    if loader_variables:
        raise CannotServe(f"{os.fsdecode(loader_variables[0])} is set")
    names = [_locale(each) for each in (environ, own_environ)]
    are_utf8 = all(each.lower().replace(b"-", b"").endswith(b".utf8") for each in names)
    if names[0] != names[1] and not are_utf8:
        raise CannotServe(f"the locale is {os.fsdecode(names[0])}")


def _locale(environ: dict[bytes, bytes]) -> bytes:
    values = (environ.get(name) for name in (b"LC_ALL", b"LC_CTYPE", b"LANG"))
    return next(filter(None, values), b"C")


def _require_equal(name: str, callers_value: object, own_value: object) -> None:
    if callers_value != own_value:
        raise CannotServe(f"{name} is another")


def _read_status(process: int | str) -> dict[str, str]:
    lines = _read_process_file(process, "status").decode("utf-8", "surrogateescape").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _read_status_while_blocking(pid: int, blocked: str) -> dict[str, str]:
    """Read the status of the caller, again until its mask of blocked signals is ``blocked``.

    After STATUS_READS reads the last status is returned, with any mask.
    """
    for _ in range(STATUS_READS - 1):
        status = _read_status(pid)
        if status["SigBlk"] == blocked:
            return status
        time.sleep(0.001)
    return _read_status(pid)


def _read_priority(process: int | str) -> bytes:
    # The name of a program may have spaces and brackets: proc(5), /proc/pid/stat.
    return _read_process_file(process, "stat").rpartition(b")")[2].split()[16]


def _read_process_file(process: int | str, name: str) -> bytes:
    return Path(f"/proc/{process}/{name}").read_bytes()
