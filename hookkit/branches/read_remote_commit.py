"""Read the commit of a branch from its remote, over the network."""

from __future__ import annotations

import os
import shlex

from hookkit.branches.push_destination import without_password
from hookkit.errors import EnvironmentFailed, Refused, WrongUsage
from hookkit.git.remotes import remote_names
from hookkit.git.run_over_network import run_over_network
from hookkit.git.runner import Git
from hookkit.history.refs.branch_refs import is_url


def read_remote_commit(git: Git, remote: str, ref: str) -> str:
    """Ask a remote for the commit of its branch ``ref``; all zeros if it has no such branch.

    Raises EnvironmentFailed if it does not answer, WrongUsage if no remote has that name, and
    Refused for a remote with several push URLs: their repositories may differ.
    """
    git_result = run_over_network(
        git, "ls-remote", "--end-of-options", _push_address(git, remote), ref
    )
    if git_result.code != 0:
        problem = git_result.err.strip() or f"git ls-remote ended with status {git_result.code}"
        sentence = f"{without_password(remote)} does not answer: nothing was pushed\n{problem}"
        raise EnvironmentFailed(
            sentence, shlex.join(["git", "ls-remote", without_password(remote)])
        )
    # git also lists refs whose names end with the pattern.
    lines = (line.split("\t") for line in os.fsdecode(git_result.out).split("\n")[:-1])
    return next((commit_id for commit_id, listed_ref in lines if listed_ref == ref), git.null_id)


def _push_address(git: Git, remote: str) -> str:
    """Give the argument for ``git ls-remote``: the URL for pushes if the remote has its own one."""
    if is_url(remote):
        return remote
    if remote not in remote_names(git):
        raise WrongUsage(f"there is no remote {remote!r} here", "git remote -v")
    fetch_url = git.line("remote", "get-url", "--end-of-options", remote)
    push_urls = git.line("remote", "get-url", "--push", "--all", "--end-of-options", remote)
    push_url, *other_urls = push_urls.splitlines()
    if other_urls:
        pushes = [
            shlex.join(["hookkit", "push", without_password(each)])
            for each in (push_url, *other_urls)
        ]
        sentence = f"{remote} stands for {1 + len(other_urls)} repositories: push to each alone"
        raise Refused(sentence, " && ".join(pushes))
    return remote if fetch_url == push_url else push_url
