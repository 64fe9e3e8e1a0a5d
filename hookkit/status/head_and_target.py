"""Find HEAD, its branch, the branch's target, where it is pushed, and the operation under way.

``history.refs`` finds the branches too; this needs only one ``git config`` and ``git cat-file``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookkit.git.config import config_values, read_config
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.refs import HEADS, REMOTES, head_ref, lacks_ref_files
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import is_bare
from hookkit.history.refs.branch_names_and_protection import (
    DEFAULT_REMOTES,
    is_protected,
    without_remote,
)
from hookkit.history.refs.target_branch import Target
from hookkit.named_tuple import NamedTuple
from hookkit.operation_log.stopped_sync_entry import find_stopped_sync, is_sync_rebase_under_way
from hookkit.settings.definitions import Settings

STOPPED_SYNC = "a sync that stopped in a conflict"
"""The name of the operation that waits for a person to resolve a conflict of ``hookkit sync``."""

_USUAL_DEFAULT_BRANCHES = ("main", "master")


class HeadState(NamedTuple):
    """The state of HEAD.

    ``branch`` is "" on a detached HEAD. ``commit`` is None if there is no commit yet. ``target`` is
    None if it is unknown or is the branch itself, and ``target_id`` is its commit. ``push_ref`` is
    the full name of the remote-tracking branch that a push updates, and ``push_id`` its commit, ""
    if it has none. ``has_remote`` is whether there is a remote. ``operation`` is git's operation
    under way, such as a rebase, or STOPPED_SYNC; it is None for none. ``is_bare`` is whether the
    repository is bare.
    """

    branch: str
    commit: str | None
    target: Target | None = None
    target_id: str = ""
    push_ref: str = ""
    push_id: str = ""
    has_remote: bool = False
    operation: str | None = None
    is_bare: bool = False


def read_head_state(git: Git, settings: Settings) -> HeadState:
    """Read the state of HEAD."""
    operation = _operation(git)
    branch = (head_ref(git) or _rebased_branch(git)).removeprefix(HEADS)
    head_object = git.read_objects(["HEAD"]).get("HEAD")
    if head_object is None:
        return HeadState(branch, None, operation=operation, is_bare=is_bare(git))
    target, target_id = _target(git, settings, branch)
    push_ref = _push_ref(git, branch)
    push_id = _commit_ids(git, [push_ref]).get(push_ref, "") if push_ref else ""
    if target is not None and target.name == branch:
        # The target itself is only compared with its branch at the remote.
        target, target_id = None, ""
    keys = (each.key for each in read_config(git))
    has_remote = any(each.startswith("remote.") and each.endswith(".url") for each in keys)
    return HeadState(
        branch,
        head_object.id,
        target,
        target_id,
        push_ref,
        push_id,
        has_remote,
        operation,
        is_bare(git),
    )


def _rebased_branch(git: Git) -> str:
    from hookkit.git.rebase_state import rebased_branch  # rarely needed

    return rebased_branch(git) or ""


def _operation(git: Git) -> str | None:
    operation = operation_in_progress(git)
    stored_entry = find_stopped_sync(git) if operation else None
    return (
        STOPPED_SYNC
        if stored_entry is not None and is_sync_rebase_under_way(git, stored_entry)
        else operation
    )


def _read_text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read()).strip()
    except OSError:
        return ""


def _commit_ids(git: Git, refs: Sequence[str]) -> dict[str, str]:
    return {ref: each.id for ref, each in git.read_objects(refs).items() if each.type == "commit"}


def _target(git: Git, settings: Settings, branch: str) -> tuple[Target | None, str]:
    """Find the target and the id of its commit, "" if there is none.

    The target is git's upstream if that is another, protected branch, else the usual target
    (``history.refs.target_branch``).
    """
    name = without_remote(settings.target) if settings.target else ""
    names = [name] if name else _default_branch_names(git)
    refs = {f"{REMOTES}{remote}/{each}": each for remote in DEFAULT_REMOTES for each in names}
    if name and settings.target != name:
        refs = {REMOTES + settings.target.removeprefix(REMOTES): name, **refs}
    refs |= {HEADS + each: each for each in names}
    upstream = _configured_upstream(git, branch)
    upstream_name = upstream.removeprefix(REMOTES).partition("/")[2]
    ids = _commit_ids(git, [*refs, *([upstream] if upstream else [])])
    usual_target = next((Target(refs[ref], ref) for ref in refs if ref in ids), None)
    is_other = upstream_name not in ("", branch, usual_target.name if usual_target else "")
    if is_other and upstream in ids and is_protected(upstream_name, settings.protected):
        return Target(upstream_name, upstream), ids[upstream]
    return usual_target, ids[usual_target.ref] if usual_target else ""


def _default_branch_names(git: Git) -> list[str]:
    """Give the names that a default branch may have, the likeliest first."""
    heads = [f"{REMOTES}{remote}/HEAD" for remote in DEFAULT_REMOTES]
    if lacks_ref_files(git):
        default_refs = git.lines("for-each-ref", "--format=%(symref)", *heads)
    else:
        texts = (_read_text(os.path.join(git.paths.common_dir, each)) for each in heads)
        default_refs = [each.removeprefix("ref: ") for each in texts]
    folders = [each.removesuffix("HEAD") for each in heads]
    names = [
        ref.removeprefix(folder)
        for folder in folders
        for ref in default_refs
        if ref.startswith(folder)
    ]
    return list(dict.fromkeys([*names, *_USUAL_DEFAULT_BRANCHES]))


def _last_value(git: Git, key: str) -> str:
    values = config_values(git, key)
    return (values[-1] or "") if values else ""


def _configured_upstream(git: Git, branch: str) -> str:
    """Give git's own upstream of a branch, by the usual refspec, as a full name; "" for none."""
    keys = (f"branch.{branch}.remote", f"branch.{branch}.merge")
    remote, merge = (_last_value(git, key) for key in keys)
    if not remote or not merge.startswith(HEADS):
        return ""
    return merge if remote == "." else f"{REMOTES}{remote}/{merge.removeprefix(HEADS)}"


def _push_ref(git: Git, branch: str) -> str:
    """Give the remote-tracking branch that a push updates, "" if HEAD is on no branch."""
    if not branch:
        return ""
    keys = (f"branch.{branch}.pushremote", "remote.pushdefault", f"branch.{branch}.remote")
    remote = next(filter(None, (_last_value(git, key) for key in keys)), "")
    if remote in ("", "."):
        remote = "origin"
    upstream = _configured_upstream(git, branch)
    pushes_to_upstream = _last_value(git, "push.default") in ("upstream", "tracking")
    if pushes_to_upstream and upstream.startswith(f"{REMOTES}{remote}/"):
        return upstream
    return f"{REMOTES}{remote}/{branch}"
