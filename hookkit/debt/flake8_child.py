"""flake8 as a process that imports what it needs before it is told what to look at.

Python is started with the path of this file: isolated as it is, it need not find hookkit.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

GC_THRESHOLD = 100_000
"""New containers after which Python looks for circles among them: all of a short run has fewer."""


def run() -> None:
    """Be flake8, in the folder and with the arguments that stdin says: the process ends here.

    Each of them ends with NUL. What says nothing, or not all, asks for nothing.
    """
    gc.set_threshold(GC_THRESHOLD, 10, 10)
    from flake8.main.cli import main

    *words, rest = map(os.fsdecode, sys.stdin.buffer.read().split(b"\0"))
    if rest or not words:
        raise SystemExit("nothing to look at was named")
    os.chdir(words[0])
    sys.argv[1:] = words[1:]
    _end(main())


def _end(status: int) -> None:
    """End the process: what is registered for its end is done, and all output written.

    What it has in memory is not taken apart, which takes a tenth of the time that flake8 needs
    for one file. Where something is still at work, Python ends it in its own way.
    """
    threading = sys.modules.get("threading")
    threads = set(threading.enumerate()) - {threading.main_thread()} if threading else set()
    if all(each.daemon for each in threads):
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    raise SystemExit(status)


if __name__ == "__main__":
    run()
