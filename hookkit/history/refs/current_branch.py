"""The current branch: of HEAD, of a rebase under way, or the one that a CI server names."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.git.refs import HEADS, head_ref
from hookkit.git.runner import Git
from hookkit.history.refs.ci_variables import ci_branch, is_from_fork
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    BranchSource = Literal["HEAD", "rebase", "CI"]
    """The source of a branch's name: HEAD, the rebase under way, or a variable of the CI server."""


class CurrentBranch(NamedTuple):
    """The current branch.

    ``name`` is its name without ``refs/heads/``, None if there is no branch; ``reason`` then says
    why in a few words. ``source`` says where the name comes from, None without a name.
    ``is_unborn`` says that the branch has no commit yet.
    """

    name: str | None
    source: BranchSource | None = None
    is_unborn: bool = False
    reason: str | None = None


def find_current_branch(git: Git, variables: Mapping[str, str]) -> CurrentBranch:
    """Find the current branch; ``variables`` are the environment variables, also of a CI server.

    On a detached HEAD, it is the branch that is being rebased, else the branch that CI names. The
    branch of a fork does not count: it is not a branch of this repository.
    """
    if is_from_fork(variables):
        return CurrentBranch(None, reason="the branch comes from a fork")
    # A short name would be `heads/main` if a tag had the same name.
    ref = head_ref(git)
    if ref is not None:
        is_unborn = git.resolve("HEAD") is None
        if not ref.startswith(HEADS):
            return CurrentBranch(None, is_unborn=is_unborn, reason=f"HEAD is {ref}")
        return CurrentBranch(ref.removeprefix(HEADS), "HEAD", is_unborn)
    return _branch_of_rebase(git) or _branch_of_ci(variables)


def _branch_of_rebase(git: Git) -> CurrentBranch | None:
    """Give the branch that is being rebased; None without a rebase."""
    from hookkit.git.rebase_state import rebased_branch  # rarely needed

    ref = rebased_branch(git)
    if ref is None:
        return None
    if not ref:
        return CurrentBranch(None, reason="a rebase is under way that does not name its branch")
    return CurrentBranch(ref.removeprefix(HEADS), "rebase")


def _branch_of_ci(variables: Mapping[str, str]) -> CurrentBranch:
    name = ci_branch(variables)
    if name is not None:
        return CurrentBranch(name, "CI")
    return CurrentBranch(None, reason="HEAD is on no branch")
