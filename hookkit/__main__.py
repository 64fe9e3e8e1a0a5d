"""The door from outside: ``hookkit hook EVENT`` for the shims, everything else to the cli."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from hookkit.boundary import guarded


def _run_cli(args: Sequence[str]) -> int:
    import click

    from hookkit.cli import group

    try:
        status = group.main(args=list(args), prog_name="hookkit", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
    return status if isinstance(status, int) else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run hookkit with ``argv`` (the process's own by default) and give the exit status.

    A hook is paid for at every commit, so it starts without the command line's libraries.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    if args[:1] == ["hook"]:
        from hookkit.commands.hook import run_hook

        return guarded(lambda: run_hook(args[1:]))
    return guarded(lambda: _run_cli(args))


if __name__ == "__main__":
    raise SystemExit(main())
