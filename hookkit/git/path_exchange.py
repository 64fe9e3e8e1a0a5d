"""Exchanging two paths in one step, if the system has a call for that."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from functools import lru_cache

_Call = Callable[[bytes, bytes], int]
"""Takes the two paths and gives 0, or -1 with the reason in errno."""

_UNSUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV}
_AT_FDCWD = -100
_EXCHANGE_FLAG = 2
"""RENAME_EXCHANGE of linux/fs.h, and RENAME_SWAP of macOS's sys/stdio.h."""

_RENAMEAT2 = {"x86_64": 316, "aarch64": 276, "riscv64": 276}
"""The number of the system call, for a C library that is older than the call."""


def exchange_paths(first: str, second: str) -> bool:
    """Exchange two paths of one file system in one step.

    Gives False, and does nothing, if the system or the file system does not support that. Raises
    OSError if the exchange failed: FileNotFoundError if one of the two does not exist. Sources:
    renameat2(2), RENAME_EXCHANGE; macOS renamex_np(2), RENAME_SWAP.
    """
    call = _system_call()
    if call is None:
        return False
    import ctypes

    if call(os.fsencode(first), os.fsencode(second)) == 0:
        return True
    code = ctypes.get_errno()
    # EPERM may come from a sandbox that does not know the call. If it means that the folder may not
    # be written, the renames that are tried instead raise it again.
    if code in _UNSUPPORTED or code == errno.EPERM:
        return False
    raise OSError(code, os.strerror(code), first, None, second)


@lru_cache(maxsize=1)
def _system_call() -> _Call | None:
    if sys.platform == "darwin":
        return _macos_call()
    return _linux_call() if sys.platform == "linux" else None


def _macos_call() -> _Call | None:
    import ctypes

    function = getattr(ctypes.CDLL(None, use_errno=True), "renamex_np", None)
    if function is None:
        return None
    return lambda first, second: int(function(first, second, ctypes.c_uint(_EXCHANGE_FLAG)))


def _linux_call() -> _Call | None:
    # Imported here: only code that writes files needs ctypes.
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    function, flags = getattr(library, "renameat2", None), ctypes.c_uint(_EXCHANGE_FLAG)
    if function is not None:
        return lambda first, second: int(function(_AT_FDCWD, first, _AT_FDCWD, second, flags))
    number = _RENAMEAT2.get(os.uname().machine) if sys.maxsize > 2**32 else None
    syscall = getattr(library, "syscall", None)
    if number is None or syscall is None:
        return None
    call = ctypes.c_long(number)
    return lambda first, second: int(syscall(call, _AT_FDCWD, first, _AT_FDCWD, second, flags))
