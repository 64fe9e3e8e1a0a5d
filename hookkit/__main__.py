"""The entry point: ``hookkit hook EVENT`` for the shims, everything else to the cli."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from hookkit.boundary import guarded, guarded_event, stop_in_order
from hookkit.import_path import keep_worktree_out


def _run_hook(args: Sequence[str]) -> int:
    from hookkit.commands.hook import run_hook

    return run_hook(args)


def _run_cli(args: Sequence[str]) -> int:
    from hookkit.cli import run

    return run(args)


def main(argv: Sequence[str] | None = None) -> int:
    """Run hookkit with ``argv`` (the process's own by default) and give the exit status.

    A hook is paid for at every commit, so it starts without the command line's libraries.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    keep_worktree_out()
    if os.environ.get("PYTHONIOENCODING"):
        from hookkit.terminal.output import use_pythonioencoding

        use_pythonioencoding()
    stop_in_order()
    if args[:1] == ["hook"]:
        return guarded_event("".join(args[1:2]), lambda: _run_hook(args[1:]))
    return guarded(lambda: _run_cli(args))


if __name__ == "__main__":
    raise SystemExit(main())
