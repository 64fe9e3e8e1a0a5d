"""``hookkit server hook``: write the hook of a server to a file of the host's software."""

from __future__ import annotations

import os
from pathlib import Path

import rich_click as click

from hookkit.install.install import install_server_hook
from hookkit.shims.require_no_newer_shims import require_no_newer_shim
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import Row, row


@click.command("hook")
@click.argument("file")
@click.option(
    "--policy", metavar="FILE", help="The policy, if not in the usual place; kept when renewed."
)
@click.option("--downgrade", is_flag=True, help="Also in the place of a newer hookkit's hook.")
def command(file: str, policy: str | None, downgrade: bool) -> int:
    """Write the hook pre-receive to FILE, among the hooks that the software of a host runs.

    That is a file in the folder pre-receive.d of GitLab, Gitea or Forgejo, or the file pre-receive
    among the hooks of gitolite. It is for all repositories for which that software runs it. One
    that is there is renewed in one step, while pushes go on.
    """
    hook_file = Path(os.path.abspath(file))
    if not downgrade:
        require_no_newer_shim(hook_file)
    outcome = install_server_hook(hook_file, os.path.abspath(policy) if policy else policy)
    rows: list[Row] = [
        row(("good", f"the hook is {outcome.action}"), ": ", ("path", str(hook_file)))
    ]
    if outcome.edited_copy is not None:
        rows.append(
            row("it had been edited and was put aside: ", ("path", str(outcome.edited_copy)))
        )
    print_rows(rows)
    return 0
