"""Find the destination of a push: the remote, and the branch there, without asking the remote.

Also find all branches of remotes that a branch may have been pushed to.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git.config import config_text
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.refs.target_branch import Target

_UPSTREAM_VALUES = ("upstream", "tracking")  # two values of push.default with the same meaning
_PASSWORD_PATTERN = re.compile(r"(://[^/@:]*):[^/@]*(?=@)")


class Destination(NamedTuple):
    """A branch of another repository.

    ``remote`` is the name of the remote, or a URL. ``ref`` is the full name of the branch there.
    ``has_upstream`` is whether the local branch has an upstream already, this one or another.
    """

    remote: str
    ref: str
    has_upstream: bool

    @property
    def name(self) -> str:
        """The name of the branch, without refs/heads/."""
        return self.ref.removeprefix(HEADS)

    @property
    def shown_name(self) -> str:
        """Remote and branch as reports name them: ``origin/main``."""
        return f"{without_password(self.remote)}/{self.name}"


def without_password(remote: str) -> str:
    """Give a remote as a report may show it: remove the password from a URL."""
    return _PASSWORD_PATTERN.sub(r"\1", remote)


def find_destination(git: Git, branch: str, remote: str | None) -> Destination:
    """Find the branch of ``remote`` that the local ``branch`` is pushed to.

    ``remote`` is a name or a URL, None for git's choice. The branch there has the same name, unless
    a refspec of the remote or ``push.default = upstream`` says otherwise. Raises WrongUsage if
    there are several remotes to choose from, and EnvironmentFailed if there is none.
    """
    names = remote_names(git)
    fields = (
        "%(push:remotename)%00%(push:remoteref)%00%(upstream:remotename)%00%(upstream:remoteref)"
    )
    configured_refs = git.line("for-each-ref", f"--format={fields}", HEADS + branch).split("\n")[0]
    push_remote, push_ref, upstream_remote, upstream_ref = configured_refs.split("\0")
    chosen_remote = remote or _default_remote(push_remote, names)
    ref = HEADS + branch
    if chosen_remote == push_remote and push_ref:
        ref = push_ref
    elif chosen_remote == upstream_remote and upstream_ref:
        if config_text(git, "push.default").strip() in _UPSTREAM_VALUES:
            ref = upstream_ref
    return Destination(chosen_remote, ref, bool(upstream_ref))


def _default_remote(configured: str, names: list[str]) -> str:
    if configured not in ("", "."):
        return configured
    if len(names) == 1 or "origin" in names:
        return names[0] if len(names) == 1 else "origin"
    if not names:
        raise EnvironmentFailed("there is no remote to push to", "git remote add origin URL")
    raise WrongUsage(f"push to which one: {', '.join(names)}?", f"hookkit push {names[0]}")


class RemoteBranch(NamedTuple):
    """A branch in a remote repository: the remote, and the name of the branch there."""

    remote: str
    name: str


def remote_branches_of(git: Git, branch: str, target: Target | None) -> dict[str, RemoteBranch]:
    """Give the branches of remotes that a local branch may be pushed to, by remote-tracking ref.

    The refs need not exist.
    """
    # Not the upstream: the upstream of a stacked branch may be the branch below it.
    command = ("for-each-ref", "--format=%(push) %(push:remotename)", HEADS + branch)
    ref, _, remote = next(iter(git.lines_cached(*command)), "").partition(" ")
    has_configured_branch = ref.startswith(REMOTES) and (target is None or ref != target.ref)
    configured_branch = (
        {ref: RemoteBranch(remote, ref.removeprefix(f"{REMOTES}{remote}/"))}
        if has_configured_branch
        else {}
    )
    remotes = remote_names(git)
    return configured_branch | {
        f"{REMOTES}{each}/{branch}": RemoteBranch(each, branch) for each in remotes
    }
