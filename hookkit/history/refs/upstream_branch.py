"""The upstream of a branch: the remote-tracking branch that it must not fall behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import DEFAULT_REMOTES, name_after_first_slash
from hookkit.history.refs.branch_refs import BranchRef, branches_by_ref


def branch_and_upstream(git: Git, name: str) -> tuple[BranchRef | None, BranchRef | None]:
    """Give the local branch ``name`` and its upstream; each is None if it does not exist.

    The upstream is the branch that git's configuration names if that has the same name, else the
    branch with the same name on a remote, "origin" preferred to "upstream". In a fork whose origin
    is a copy of "upstream", it is the branch of "upstream". If no remote has a branch with the same
    name, it is the branch that git's configuration names.
    """
    usual_refs = [f"{REMOTES}{remote}/{name}" for remote in DEFAULT_REMOTES]
    branches = branches_by_ref(git, [HEADS + name, *usual_refs])
    local_branch = branches.get(HEADS + name)
    upstream_ref = local_branch.configured_upstream if local_branch is not None else ""
    if upstream_ref.startswith(REMOTES) and upstream_ref not in branches:
        branches |= branches_by_ref(
            git, [upstream_ref, HEADS + name_after_first_slash(upstream_ref)]
        )
    upstream = _find_upstream(branches, name, upstream_ref, usual_refs[::-1])
    original = branches.get(usual_refs[0])
    if upstream is None or original is None or upstream.id == original.id:
        return local_branch, upstream
    is_copy = git.is_ancestor(upstream.id, original.id)
    return local_branch, original if is_copy else upstream


def _find_upstream(
    branches: Mapping[str, BranchRef], name: str, upstream_ref: str, usual_refs: Sequence[str]
) -> BranchRef | None:
    """Give the upstream as if this were no fork; ``usual_refs`` begin with the preferred one."""
    followed = name_after_first_slash(upstream_ref)
    refs = [upstream_ref, *usual_refs] if followed == name else [*usual_refs]
    if HEADS + followed not in branches:
        # If main exists locally too, a release that follows origin/main was only created from it.
        refs.append(upstream_ref)
    return next((branches[ref] for ref in refs if ref in branches and ref != HEADS + name), None)
