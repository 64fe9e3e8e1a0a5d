"""The baseline of the worktree, of the index and of commits, and the repair of a damaged one."""

from __future__ import annotations

from contextlib import suppress

from hookkit.debt.baseline import NAME, Baseline, DamagedBaseline, parse_baseline
from hookkit.debt.commit_contents import blobs_at, read_blobs
from hookkit.errors import EnvironmentFailed, HookkitError, WrongUsage
from hookkit.git.runner import Git
from hookkit.git.worktree import typed_path
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import shell_word, short

MAX_COMMITS = 50
"""How many commits that changed the baseline are searched for a whole one, newest first."""


class ForkBaseline(NamedTuple):
    """The baseline at the start of a range, None for none, and the commit that has it.

    ``remark`` says why the baseline of the fork itself is not used, "" if it is.
    """

    baseline: Baseline | None
    commit: str
    remark: str = ""


def worktree_baseline(git: Git) -> Baseline | None:
    """Give the baseline of the worktree, None if there is none.

    Raises WrongUsage if it is damaged, EnvironmentFailed if it cannot be read.
    """
    data = _worktree_data(git)
    if data is None:
        return None
    try:
        return parse_baseline(data, NAME)
    except DamagedBaseline as error:
        raise WrongUsage(error.message, _repair_of_worktree(git)) from error


def _worktree_data(git: Git) -> bytes | None:
    assert git.top is not None
    try:
        return (git.top / NAME).read_bytes()
    except FileNotFoundError:
        if (git.top / NAME).is_symlink():
            sentence = f"{NAME} is a link that leads nowhere"
            raise EnvironmentFailed(sentence, f"ls -l {_typed_name(git)}") from None
        return None
    except OSError as error:
        raise EnvironmentFailed(f"{NAME} cannot be read: {error.strerror}") from error


def index_baseline(git: Git) -> Baseline | None:
    """Give the staged baseline, None if there is none.

    Raises WrongUsage if it is damaged, EnvironmentFailed if it cannot be read.
    """
    try:
        return _baseline_of(git, "", "the index")
    except DamagedBaseline as error:
        raise WrongUsage(error.message, _repair_of_index(git)) from error


def commit_baseline(git: Git, commit: str) -> Baseline | None:
    """Give the baseline of a commit, None if there is none.

    Raises WrongUsage if it is damaged, EnvironmentFailed if it cannot be read.
    """
    try:
        return _baseline_of(git, commit, short(commit))
    except DamagedBaseline as error:
        raise WrongUsage(error.message, _repair_by_history(git, commit)) from error


def fork_baseline(git: Git, commit: str) -> ForkBaseline:
    """Give the baseline of the commit at which a range starts.

    A damaged baseline cannot be repaired in that commit, and must not stop the range that repairs
    it: the newest whole baseline before it is used. Raises EnvironmentFailed if no baseline can be
    read.
    """
    try:
        return ForkBaseline(_baseline_of(git, commit, short(commit)), commit)
    except DamagedBaseline as error:
        whole_commit = _newest_whole_commit(git, commit)
        if whole_commit is None:
            remark = f"{error.message}; there is no whole one before it"
            return ForkBaseline(None, commit, remark)
        remark = f"{error.message}; the one of {short(whole_commit)} is taken instead"
        return ForkBaseline(
            _baseline_of(git, whole_commit, short(whole_commit)), whole_commit, remark
        )


def _baseline_of(git: Git, commit: str, label: str) -> Baseline | None:
    data = read_blobs(git, blobs_at(git, commit, [NAME])).get(NAME.encode())
    return None if data is None else parse_baseline(data, f"{label}:{NAME}")


def _repair_of_worktree(git: Git) -> str:
    if _has_whole_baseline(git, ""):
        return f"git restore -- {_typed_name(git)}"
    return _repair_by_history(git, "HEAD")


def _repair_of_index(git: Git) -> str:
    with suppress(HookkitError):
        data = None if git.top is None else _worktree_data(git)
        if data is not None and not parse_baseline(data, NAME).has_conflict:
            return f"git add -- {_typed_name(git)}"
    return _repair_by_history(git, "HEAD")


def _repair_by_history(git: Git, commit: str) -> str:
    whole_commit = _newest_whole_commit(git, commit)
    if whole_commit is None:  # keep the damaged file; the next baseline is made from the findings
        return f"mv {_typed_name(git)} {_typed_name(git)}.damaged"
    return f"git restore --source={short(whole_commit)} --staged --worktree -- {_typed_name(git)}"


def _newest_whole_commit(git: Git, commit: str) -> str | None:
    """Give the newest commit, among ``commit`` and its ancestors, with a whole baseline."""
    answer = git.ask("rev-list", f"--max-count={MAX_COMMITS}", commit, "--", f":/{NAME}")
    return next(
        (each for each in answer.out.decode().split() if _has_whole_baseline(git, each)), None
    )


def _has_whole_baseline(git: Git, commit: str) -> bool:
    with suppress(HookkitError):
        baseline = _baseline_of(git, commit, "")
        return baseline is not None and not baseline.has_conflict
    return False


def _typed_name(git: Git) -> str:
    return shell_word(typed_path(git, NAME))
