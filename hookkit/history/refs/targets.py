"""Branches: their commits, the target of a branch, and whether a branch is protected."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

# "upstream" comes first because in a fork its branches are the ones that count.
DEFAULT_REMOTES = ("upstream", "origin")
_DEFAULT_NAMES = ("main", "master")

_GLOB_CHARACTERS = frozenset("*?[")


class BranchRef(NamedTuple):
    """A branch, local or of a remote.

    ``ref`` is its full name, ``short_name`` its shortest unambiguous name (``heads/main`` if there
    is also a tag ``main``), ``id`` the id of its commit. ``upstream`` is the full name of the
    branch that it follows, "" if there is none. ``worktree`` is the path of the worktree in which
    it is checked out, "" if there is none.
    """

    ref: str
    short_name: str
    id: str
    upstream: str
    worktree: str

    @property
    def name(self) -> str:
        """The shown name: without refs/heads/, or without refs/remotes/."""
        return self.ref.removeprefix(HEADS).removeprefix(REMOTES)

    @property
    def bare_name(self) -> str:
        """The name without refs/heads/, or without refs/remotes/ and the remote."""
        return bare_name(self.ref)

    @property
    def is_local(self) -> bool:
        """Whether it is a local branch."""
        return self.ref.startswith(HEADS)


class Target(NamedTuple):
    """The branch that topics are merged into.

    ``name`` is its name without refs/heads/. ``ref`` is the full name of the ref that is compared
    with: the remote-tracking branch if there is one, else the local branch.
    """

    name: str
    ref: str

    @property
    def display_name(self) -> str:
        """The shown name: ``main``, ``origin/main``."""
        return self.ref.removeprefix(HEADS).removeprefix(REMOTES)


_FIELD_FORMAT = "%00".join(
    ("%(refname)", "%(refname:short)", "%(objectname)", "%(upstream)", "%(worktreepath)")
)


def _branches(git: Git, *arguments: str) -> list[BranchRef]:
    out = os.fsdecode(git.run_cached("for-each-ref", f"--format={_FIELD_FORMAT}%00", *arguments))
    rows = [line.lstrip("\n").split("\0") for line in out.split("\0\n") if line]
    return [BranchRef(*row) for row in rows]


def is_protected(name: str, patterns: Sequence[str]) -> bool:
    """Whether a branch is protected: its name without refs/heads/ matches one of ``patterns``.

    ``patterns`` are globs in which ``*`` also matches ``/``.
    """
    if name in patterns:
        return True
    from fnmatch import fnmatchcase

    globs = (each for each in patterns if not _GLOB_CHARACTERS.isdisjoint(each))
    return any(fnmatchcase(name, each) for each in globs)


def branches_at(git: Git, commit: str) -> list[BranchRef]:
    """Give the branches that are at ``commit``, local ones first.

    The HEAD of a remote does not count: it is a symbolic ref.
    """
    branches = _branches(git, f"--points-at={commit}", HEADS, REMOTES)
    return [each for each in branches if each.is_local or not each.ref.endswith("/HEAD")]


def is_merge_of_protected(
    git: Git, commit: str, protected: Sequence[str], branch: str, merge: str
) -> bool:
    """Whether ``merge`` merged another protected branch with ``commit`` into ``branch``.

    It did if another protected branch, local or of a remote, has ``commit`` and does not have
    ``merge``. Runs one process.
    """
    options = (f"--contains={commit}", f"--no-contains={merge}")
    return bool(protected_branches(git, protected, branch, *options))


def protected_branches(
    git: Git, protected: Sequence[str], excluded_branch: str, *options: str
) -> list[BranchRef]:
    """Give the protected branches, local and of remotes, without the local ``excluded_branch``.

    ``options`` are options of ``git for-each-ref`` that select some of them.
    """
    branches = _branches(git, *options, HEADS, REMOTES)
    other_branches = (each for each in branches if each.ref != HEADS + excluded_branch)
    return [each for each in other_branches if is_protected(each.bare_name, protected)]


def branches_by_ref(git: Git, refs: Sequence[str]) -> dict[str, BranchRef]:
    """Give the branches ``refs`` (full names) that exist, by full name."""
    # A pattern also finds refs below the name, as if it were a folder.
    branches = _branches(git, *refs) if refs else []
    return {each.ref: each for each in branches if each.ref in refs}


def upstream_of(
    git: Git, name: str, remotes: Sequence[str] = DEFAULT_REMOTES
) -> tuple[BranchRef | None, BranchRef | None]:
    """Give the local branch ``name`` and the remote-tracking branch that it must not fall behind.

    The latter is the configured upstream if that has the same name, else the branch with the same
    name on a remote; of ``remotes``, the last one is preferred, "origin" to "upstream". In a fork
    whose origin is a copy of "upstream", it is the branch of "upstream". If no remote has a branch
    with the same name, it is the configured upstream. Each is None if it does not exist.
    """
    usual_refs = [f"{REMOTES}{remote}/{name}" for remote in remotes]
    branches = branches_by_ref(git, [HEADS + name, *usual_refs])
    local_branch = branches.get(HEADS + name)
    upstream_ref = local_branch.upstream if local_branch is not None else ""
    if upstream_ref.startswith(REMOTES) and upstream_ref not in branches:
        branches |= branches_by_ref(git, [upstream_ref, HEADS + _name_after_remote(upstream_ref)])
    counterpart = _find_counterpart(branches, name, upstream_ref, usual_refs[::-1])
    default_branch = branches.get(usual_refs[0])
    if counterpart is None or default_branch is None or counterpart.id == default_branch.id:
        return local_branch, counterpart
    is_copy = git.is_ancestor(counterpart.id, default_branch.id)
    return local_branch, default_branch if is_copy else counterpart


def _find_counterpart(
    branches: Mapping[str, BranchRef], name: str, upstream_ref: str, usual_refs: Sequence[str]
) -> BranchRef | None:
    followed = _name_after_remote(upstream_ref)
    refs = [upstream_ref, *usual_refs] if followed == name else [*usual_refs]
    if HEADS + followed not in branches:
        # If main exists locally too, a release that follows origin/main was only created from it.
        refs.append(upstream_ref)
    return next((branches[ref] for ref in refs if ref in branches and ref != HEADS + name), None)


def bare_name(ref: str) -> str:
    """Give the name of a branch without refs/heads/ or refs/remotes/REMOTE/, "" for other refs."""
    return ref.removeprefix(HEADS) if ref.startswith(HEADS) else _name_after_remote(ref)


def _name_after_remote(ref: str) -> str:
    """Give the name of a remote-tracking branch without its remote, "" for any other ref."""
    return ref.removeprefix(REMOTES).partition("/")[2] if ref.startswith(REMOTES) else ""


def name_at_remote(ref: str, remotes: Sequence[str]) -> str:
    """Give the name of a remote-tracking branch on its remote, one of ``remotes``.

    ``ref`` is its full name. The name of a remote may contain a slash, and so may the name of a
    branch.
    """
    name = ref.removeprefix(REMOTES)
    remote = remote_in_name(ref, remotes)
    return name.removeprefix(f"{remote}/") if remote else name.partition("/")[2]


def remote_in_name(name: str, remotes: Sequence[str]) -> str | None:
    """Give the remote that a name such as ``origin/main`` begins with, None if there is none.

    ``name`` may be a full name (refs/remotes/origin/main). ``remotes`` are the names of the
    remotes; the longest match wins.
    """
    short = name.removeprefix(REMOTES)
    return max((each for each in remotes if short.startswith(f"{each}/")), key=len, default=None)


def find_target(
    git: Git, configured_target: str | None = None, remotes: Sequence[str] = DEFAULT_REMOTES
) -> Target | None:
    """Give ``configured_target``, else the default branch of a remote, else main or master.

    ``configured_target`` may begin with a remote ("origin/main"); then it is the branch of that
    remote. None if none of them exists. Runs one process, more only in a fork.
    """
    default_refs = {
        f"{REMOTES}{remote}/{name}": name for remote in remotes for name in _DEFAULT_NAMES
    }
    default_refs |= {HEADS + name: name for name in _DEFAULT_NAMES}
    refs = _candidate_refs(configured_target, remotes) if configured_target else default_refs
    heads = [] if configured_target else [f"{REMOTES}{remote}/HEAD" for remote in remotes]
    out = git.lines_cached("for-each-ref", "--format=%(refname) %(symref)", *heads, *refs)
    symrefs = dict(line.split(" ", 1) for line in out)
    for head in heads:
        if symrefs.get(head):
            ref = symrefs[head]
            name = ref.removeprefix(head.removesuffix("HEAD"))
            source = f"{REMOTES}{remotes[0]}/{name}"
            has_source = source in symrefs or (name not in _DEFAULT_NAMES and git.resolve(source))
            return Target(name, _source_if_copy(git, ref, source) if has_source else ref)
    return next((Target(refs[ref], ref) for ref in refs if ref in symrefs), None)


def _source_if_copy(git: Git, ref: str, source: str) -> str:
    """Give ``source``, a branch of "upstream", if ``ref`` is a copy of it, else ``ref``.

    ``ref`` is a copy in a fork. This is needed because `git remote add` creates no HEAD that tells
    the default branch of "upstream".
    """
    is_copy = git.is_ancestor(ref, source)
    return source if is_copy else ref


def _candidate_refs(configured_target: str, remotes: Sequence[str]) -> dict[str, str]:
    """Give the refs that a configured target may stand for, with names, the likeliest first."""
    name = without_remote(configured_target, remotes)
    full_name = configured_target.removeprefix(HEADS).removeprefix(REMOTES)
    named_remotes = [remote for remote in remotes if full_name == f"{remote}/{name}"]
    refs = {f"{REMOTES}{remote}/{name}": name for remote in named_remotes or remotes}
    name_after_remote = _name_after_remote(REMOTES + full_name)
    return (
        refs
        | {HEADS + name: name}
        | (
            {REMOTES + full_name: name_after_remote}
            if name_after_remote and not named_remotes
            else {}
        )
    )


def without_remote(name: str, remotes: Sequence[str] = DEFAULT_REMOTES) -> str:
    """Give the bare name of a branch whose given name may be full or begin with a remote."""
    name = name.removeprefix(HEADS).removeprefix(REMOTES)
    first_component, _, name_after_remote = name.partition("/")
    return name_after_remote if name_after_remote and first_component in remotes else name


def target_of(
    git: Git, branch: str | None, protected: Sequence[str], default_target: Target | None
) -> Target | None:
    """Give the target of ``branch``: the protected branch that it follows, else ``default_target``.

    Thus the target of a fix for a release is that release. ``protected`` are globs. ``branch`` is a
    name, None for no branch. ``default_target`` is None if there is no usual target.
    """
    command = ("for-each-ref", "--format=%(upstream)", HEADS + branch) if branch else ()
    upstream_ref = next(iter(git.lines_cached(*command) if command else ()), "")
    name = _name_after_remote(upstream_ref)
    is_other = name not in ("", branch, default_target.name if default_target else "")
    return (
        Target(name, upstream_ref) if is_other and is_protected(name, protected) else default_target
    )


def remote_branch_options(remote: str | None, excluded_branch: str | None = None) -> list[str]:
    """Give the arguments of ``git rev-list`` for every branch of ``remote``.

    ``remote`` is a name; None or a URL means all remotes, because a URL has no remote-tracking
    branches. ``excluded_branch`` is a branch that is left out, together with the HEAD of the
    remote.
    """
    name = None if remote is None or is_url(remote) else remote
    exclude_options = (
        [f"--exclude={name or '*'}/{each}" for each in (excluded_branch, "HEAD")]
        if excluded_branch
        else []
    )
    return [*exclude_options, f"--remotes={name}" if name else "--remotes"]


def is_url(remote: str) -> bool:
    """Whether the argument of a push is a URL or a path, not the name of a remote."""
    return ":" in remote or remote.startswith(("/", "."))


def push_sources(git: Git, remote: str, name: str) -> list[str]:
    """Give the full names of the local branches that are pushed to the branch ``name``."""
    remote_ref = f"{REMOTES}{remote}/{name}"
    lines = git.lines("for-each-ref", "--format=%(refname) %(push)", HEADS)
    pairs = (line.split(" ", 1) for line in lines)
    return [ref for ref, push in pairs if push == remote_ref]
