"""Branches: their commits, the target of a branch, and whether a branch is protected."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

# "upstream" comes first because in a fork its branches are the ones that count.
USUAL_REMOTES = ("upstream", "origin")
_USUAL_NAMES = ("main", "master")

_GLOB_SIGNS = frozenset("*?[")


class BranchRef(NamedTuple):
    """A branch, local or of a remote.

    ``ref`` is its full name, ``short`` its shortest unambiguous name (``heads/main`` if there is
    also a tag ``main``), ``id`` the id of its commit. ``upstream`` is the full name of the branch
    that it follows, "" if there is none. ``worktree`` is the path of the worktree in which it is
    checked out, "" if there is none.
    """

    ref: str
    short: str
    id: str
    upstream: str
    worktree: str

    @property
    def name(self) -> str:
        """The shown name: without refs/heads/, or without refs/remotes/."""
        return self.ref.removeprefix(HEADS).removeprefix(REMOTES)

    @property
    def bare(self) -> str:
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
    def shown(self) -> str:
        """The shown name: ``main``, ``origin/main``."""
        return self.ref.removeprefix(HEADS).removeprefix(REMOTES)


_FIELD_FORMAT = "%00".join(
    ("%(refname)", "%(refname:short)", "%(objectname)", "%(upstream)", "%(worktreepath)")
)


def _branches(git: Git, *arguments: str) -> list[BranchRef]:
    out = os.fsdecode(git.out_cached("for-each-ref", f"--format={_FIELD_FORMAT}%00", *arguments))
    rows = [line.lstrip("\n").split("\0") for line in out.split("\0\n") if line]
    return [BranchRef(*row) for row in rows]


def is_protected(name: str, patterns: Sequence[str]) -> bool:
    """Whether a branch is protected: its name without refs/heads/ matches one of ``patterns``.

    ``patterns`` are globs in which ``*`` also matches ``/``.
    """
    if name in patterns:
        return True
    from fnmatch import fnmatchcase

    globs = (each for each in patterns if not _GLOB_SIGNS.isdisjoint(each))
    return any(fnmatchcase(name, each) for each in globs)


def branches_at(git: Git, commit: str) -> list[BranchRef]:
    """Give the branches that are at ``commit``, local ones first.

    The HEAD of a remote does not count: it is a symbolic ref.
    """
    found = _branches(git, f"--points-at={commit}", HEADS, REMOTES)
    return [each for each in found if each.is_local or not each.ref.endswith("/HEAD")]


def is_kept_elsewhere(
    git: Git, commit: str, protected: Sequence[str], branch: str, merge: str
) -> bool:
    """Whether ``merge`` merged another protected branch with ``commit`` into ``branch``.

    It did if another protected branch, local or of a remote, has ``commit`` and does not have
    ``merge``. Runs one process.
    """
    options = (f"--contains={commit}", f"--no-contains={merge}")
    return bool(protected_branches(git, protected, branch, *options))


def protected_branches(
    git: Git, protected: Sequence[str], excluded: str, *wanted: str
) -> list[BranchRef]:
    """Give the protected branches, local and of remotes, without the local branch ``excluded``.

    ``wanted`` are options of ``git for-each-ref`` that select some of them.
    """
    found = _branches(git, *wanted, HEADS, REMOTES)
    others = (each for each in found if each.ref != HEADS + excluded)
    return [each for each in others if is_protected(each.bare, protected)]


def branches_named(git: Git, refs: Sequence[str]) -> dict[str, BranchRef]:
    """Give the branches ``refs`` (full names) that exist, by full name."""
    # A pattern also finds refs below the name, as if it were a folder.
    found = _branches(git, *refs) if refs else []
    return {each.ref: each for each in found if each.ref in refs}


def upstream_of(
    git: Git, name: str, remotes: Sequence[str] = USUAL_REMOTES
) -> tuple[BranchRef | None, BranchRef | None]:
    """Give the local branch ``name`` and the remote-tracking branch that it must not fall behind.

    The latter is the configured upstream if that has the same name, else the branch with the same
    name on a remote; of ``remotes``, the last one is preferred, "origin" to "upstream". In a fork
    whose origin is a copy of "upstream", it is the branch of "upstream". If no remote has a branch
    with the same name, it is the configured upstream. Each is None if it does not exist.
    """
    usual_refs = [f"{REMOTES}{remote}/{name}" for remote in remotes]
    found = branches_named(git, [HEADS + name, *usual_refs])
    local = found.get(HEADS + name)
    follows = local.upstream if local is not None else ""
    if follows.startswith(REMOTES) and follows not in found:
        found |= branches_named(git, [follows, HEADS + _name_at_remote(follows)])
    counterpart = _counterpart(found, name, follows, usual_refs[::-1])
    source = found.get(usual_refs[0])
    if counterpart is None or source is None or counterpart.id == source.id:
        return local, counterpart
    is_copy = git.is_ancestor(counterpart.id, source.id)
    return local, source if is_copy else counterpart


def _counterpart(
    found: Mapping[str, BranchRef], name: str, follows: str, usual_refs: Sequence[str]
) -> BranchRef | None:
    followed = _name_at_remote(follows)
    refs = [follows, *usual_refs] if followed == name else [*usual_refs]
    if HEADS + followed not in found:
        # If main exists locally too, a release that follows origin/main was only created from it.
        refs.append(follows)
    return next((found[ref] for ref in refs if ref in found and ref != HEADS + name), None)


def bare_name(ref: str) -> str:
    """Give the name of a branch without refs/heads/ or refs/remotes/REMOTE/, "" for other refs."""
    return ref.removeprefix(HEADS) if ref.startswith(HEADS) else _name_at_remote(ref)


def _name_at_remote(ref: str) -> str:
    """Give the name of a remote-tracking branch without its remote, "" for any other ref."""
    return ref.removeprefix(REMOTES).partition("/")[2] if ref.startswith(REMOTES) else ""


def name_at_remote(ref: str, remotes: Sequence[str]) -> str:
    """Give the name of a remote-tracking branch on its remote, one of ``remotes``.

    ``ref`` is its full name. The name of a remote may contain a slash, and so may the name of a
    branch.
    """
    name = ref.removeprefix(REMOTES)
    remote = remote_in(ref, remotes)
    return name.removeprefix(f"{remote}/") if remote else name.partition("/")[2]


def remote_in(name: str, remotes: Sequence[str]) -> str | None:
    """Give the remote that a name such as ``origin/main`` begins with, None if there is none.

    ``name`` may be a full name (refs/remotes/origin/main). ``remotes`` are the names of the
    remotes; the longest match wins.
    """
    short = name.removeprefix(REMOTES)
    return max((each for each in remotes if short.startswith(f"{each}/")), key=len, default=None)


def find_target(
    git: Git, configured: str | None = None, remotes: Sequence[str] = USUAL_REMOTES
) -> Target | None:
    """Give the target: ``configured``, else the default branch of a remote, else main or master.

    ``configured`` may begin with a remote ("origin/main"); then it is the branch of that remote.
    None if none of them exists. Runs one process, more only in a fork.
    """
    usual = {f"{REMOTES}{remote}/{name}": name for remote in remotes for name in _USUAL_NAMES}
    usual |= {HEADS + name: name for name in _USUAL_NAMES}
    refs = _candidate_refs(configured, remotes) if configured else usual
    heads = [] if configured else [f"{REMOTES}{remote}/HEAD" for remote in remotes]
    out = git.lines_cached("for-each-ref", "--format=%(refname) %(symref)", *heads, *refs)
    listed = dict(line.split(" ", 1) for line in out)
    for head in heads:
        if listed.get(head):
            ref = listed[head]
            name = ref.removeprefix(head.removesuffix("HEAD"))
            source = f"{REMOTES}{remotes[0]}/{name}"
            has_source = source in listed or (name not in _USUAL_NAMES and git.resolve(source))
            return Target(name, _source_if_copy(git, ref, source) if has_source else ref)
    return next((Target(refs[ref], ref) for ref in refs if ref in listed), None)


def _source_if_copy(git: Git, ref: str, source: str) -> str:
    """Give ``source``, a branch of "upstream", if ``ref`` is a copy of it, else ``ref``.

    ``ref`` is a copy in a fork. This is needed because `git remote add` creates no HEAD that tells
    the default branch of "upstream".
    """
    is_copy = git.is_ancestor(ref, source)
    return source if is_copy else ref


def _candidate_refs(configured: str, remotes: Sequence[str]) -> dict[str, str]:
    """Give the refs that a configured target may stand for, with names, the likeliest first."""
    name = branch_of(configured, remotes)
    full_name = configured.removeprefix(HEADS).removeprefix(REMOTES)
    named_remotes = [remote for remote in remotes if full_name == f"{remote}/{name}"]
    refs = {f"{REMOTES}{remote}/{name}": name for remote in named_remotes or remotes}
    other = _name_at_remote(REMOTES + full_name)
    return (
        refs
        | {HEADS + name: name}
        | ({REMOTES + full_name: other} if other and not named_remotes else {})
    )


def branch_of(configured: str, remotes: Sequence[str] = USUAL_REMOTES) -> str:
    """Give the bare name of a branch whose given name may be full or begin with a remote."""
    name = configured.removeprefix(HEADS).removeprefix(REMOTES)
    remote, _, rest = name.partition("/")
    return rest if rest and remote in remotes else name


def target_of(
    git: Git, branch: str | None, protected: Sequence[str], usual: Target | None
) -> Target | None:
    """Give the target of ``branch``: the protected branch that it follows, else ``usual``.

    Thus the target of a fix for a release is that release. ``protected`` are globs. ``branch`` is a
    name, None for no branch. ``usual`` is None if there is no usual target.
    """
    command = ("for-each-ref", "--format=%(upstream)", HEADS + branch) if branch else ()
    follows = next(iter(git.lines_cached(*command) if command else ()), "")
    name = _name_at_remote(follows)
    is_other = name not in ("", branch, usual.name if usual else "")
    return Target(name, follows) if is_other and is_protected(name, protected) else usual


def remote_branches(remote: str | None, excluded: str | None = None) -> list[str]:
    """Give the arguments of ``git rev-list`` for every branch of ``remote``.

    ``remote`` is a name; None or a URL means all remotes, because a URL has no remote-tracking
    branches. ``excluded`` is a branch that is left out, together with the HEAD of the remote.
    """
    name = None if remote is None or is_url(remote) else remote
    left_out = (
        [f"--exclude={name or '*'}/{each}" for each in (excluded, "HEAD")] if excluded else []
    )
    return [*left_out, f"--remotes={name}" if name else "--remotes"]


def is_url(remote: str) -> bool:
    """Whether the argument of a push is a URL or a path, not the name of a remote."""
    return ":" in remote or remote.startswith(("/", "."))


def push_sources(git: Git, remote: str, name: str) -> list[str]:
    """Give the full names of the local branches that are pushed to the branch ``name``."""
    remote_ref = f"{REMOTES}{remote}/{name}"
    lines = git.lines("for-each-ref", "--format=%(refname) %(push)", HEADS)
    pairs = (line.split(" ", 1) for line in lines)
    return [ref for ref, push in pairs if push == remote_ref]
