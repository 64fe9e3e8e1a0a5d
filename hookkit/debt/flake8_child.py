"""flake8 as a child process that imports its modules before it receives its arguments.

Python is started with the path of this file: in isolated mode it may not find hookkit.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

GC_THRESHOLD = 100_000
"""Threshold of the garbage collector: a short run makes fewer objects, so it never collects."""


def run() -> None:
    """Run flake8 in the folder and with the arguments that stdin has, then exit.

    The folder and each argument end with NUL. Exits with an error, without a check, if stdin is
    empty or cut off.
    """
    gc.set_threshold(GC_THRESHOLD, 10, 10)
    from flake8.main.cli import main

    *fields, cut_off = map(os.fsdecode, sys.stdin.buffer.read().split(b"\0"))
    if cut_off or not fields:
        raise SystemExit("no folder to check was given")
    os.chdir(fields[0])
    sys.argv[1:] = fields[1:]
    _exit_quickly(main())


def _exit_quickly(exit_status: int) -> None:
    """Exit after the functions of ``atexit`` have run and all output is written.

    The memory is not freed, which would take a tenth of the time that flake8 needs for one file.
    If a thread is still running that is no daemon, the process exits in the normal way.
    """
    threading = sys.modules.get("threading")
    threads = set(threading.enumerate()) - {threading.main_thread()} if threading else set()
    if all(each.daemon for each in threads):
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(exit_status)
    raise SystemExit(exit_status)


if __name__ == "__main__":
    run()
