"""``hookkit trust``: let flake8 run plugins that the repository itself defines, as they are now."""

from __future__ import annotations

import time

import rich_click as click

from hookkit.debt.local_plugins import plugins_of_worktree
from hookkit.debt.trusted_plugins import (
    TrustedPlugins,
    add_trusted,
    count_unparsed_lines,
    forget_trusted,
    read_trusted,
)
from hookkit.debt.trusted_plugins_report import (
    describe_plugins,
    forgotten_rows,
    newly_trusted_rows,
    trusted_version_rows,
)
from hookkit.diagnostic_log.write_log import Logger, configure_log
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import require_worktree
from hookkit.terminal.output import print_rows


@click.command()
@click.option("--list", "is_listing", is_flag=True, help="Change nothing; list what is trusted.")
@click.option("--forget", "is_forgetting", is_flag=True, help="Trust none any more.")
def command(is_listing: bool, is_forgetting: bool) -> int:
    """Let hookkit debt run the flake8 plugins that the repository itself defines, as they are now.

    They are known by their content: the section [flake8:local-plugins] and the files that they can
    import, in the worktree. Whatever changes in those is to be trusted again, in a commit of
    somebody else too. It is kept in the git directory, for all worktrees.
    """
    if is_listing and is_forgetting:
        raise WrongUsage("--list and --forget exclude each other", "hookkit trust --help")
    git = require_worktree(Git.discover())
    configure_log(git)
    trusted, unread, now = read_trusted(git), count_unparsed_lines(git), int(time.time())
    if is_forgetting:
        if trusted or unread:
            forget_trusted(git)
        print_rows(forgotten_rows(trusted))
        return 0
    plugins = plugins_of_worktree(git)
    if is_listing:
        print_rows(trusted_version_rows(trusted, plugins, now, unread))
        return 0
    if plugins is not None:
        add_trusted(git, TrustedPlugins(plugins.digest, now, describe_plugins(plugins)))
        Logger(__name__).info("trusted: %s %s", plugins.digest, describe_plugins(plugins))
    print_rows(newly_trusted_rows(plugins))
    return 0
