"""A stretch of history, and what is asked about it in memory, against what git says itself."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import pytest

from hookkit.errors import GitFailed
from hookkit.git.commit_range import (
    CommitRange,
    commits_never_in_reflog,
    count_ahead_behind,
    has_commit,
    read_log,
)
from hookkit.git.commits import shallow_boundary
from hookkit.git.log import LogCommit
from tests.random_examples import seeds
from tests.repository import Repository


def drawn(repo: Repository, seed: int) -> list[str]:
    """Make 14 commits with parents drawn by chance, dates too; give their ids, oldest first."""
    chance = random.Random(seed)
    tree = repo.git("write-tree")
    made: list[str] = []
    for number in range(14):
        parents = chance.sample(made, min(len(made), chance.choice([1, 1, 1, 2, 2, 3])))
        words = [word for parent in parents for word in ("-p", parent)]
        date = f"@{1_700_000_000 + chance.randrange(100)} +0000"
        message = ("-m", f"c{number}")
        made.append(
            repo.git(
                "commit-tree", tree, *words, *message, GIT_COMMITTER_DATE=date, GIT_AUTHOR_DATE=date
            )
        )
    return made


@pytest.mark.parametrize("seed", seeds(6))
def test_descent_is_what_git_says(repo: Repository, seed: int) -> None:
    commits = drawn(repo, seed)
    base, tip = commits[2], commits[-1]
    stretch = CommitRange.read(repo.runner, base, tip)
    assert stretch is not None
    assert sorted(stretch.commits_by_id) == sorted(repo.git("rev-list", tip, f"^{base}").split())
    from_base = set(repo.git("rev-list", "--ancestry-path", tip, f"^{base}").split()) | {base}
    assert stretch.descendants(base) == from_base
    asked = [(new, old) for new, old in product(stretch.commits_by_id, from_base) if new != old]
    for new, old in asked:
        ancestor = repo.attempt("merge-base", "--is-ancestor", old, new).returncode == 0
        assert stretch.is_descendant(new, old) is ancestor, (new, old)
        if ancestor:
            merges = repo.git("rev-list", "--merges", f"{old}..{new}").split()
            found = stretch.newest_merge(old, new)
            assert (found.id if found else None) in (merges if merges else [None])
    more = read_log(repo.runner, tip, commits[-2], commits[-3], f"^{base}")
    assert more is not None
    assert set(CommitRange.from_commits(repo.runner, more, base, tip).commits_by_id) == set(
        stretch.commits_by_id
    )
    below = {parent for each in stretch.commits_by_id.values() for parent in each.parents}
    assert stretch.is_complete(base) == (below - stretch.commits_by_id.keys() <= {base})
    line = repo.git("rev-list", "--reverse", "--first-parent", tip, f"^{base}").split()
    assert [entry.id for entry in stretch.first_parent_line(tip)] == line


def test_an_entry_has_all_that_git_tells(repo: Repository) -> None:
    repo.write(".mailmap", "Real Name <real@hookkit.invalid> <old@hookkit.invalid>\n")
    first = repo.commit("One\n\nbody", {"a": "a\n"}, "--author=Other <other@hookkit.invalid>")
    env = {"GIT_COMMITTER_DATE": "@200 +0000", "GIT_AUTHOR_DATE": "@100 +0900"}
    author = ("-c", "user.email=old@hookkit.invalid", "-c", "i18n.commitEncoding=latin1")
    message = "Größe\tgeändert  \n in zwei Zeilen".encode("latin1")
    repo.git(*author, "commit", "-q", "--allow-empty", "-F", "-", data=message, **env)
    tree = repo.git("rev-parse", "HEAD^{tree}")
    log = read_log(repo.runner, "HEAD", f"^{first}")
    assert log == [
        LogCommit(
            cherry_mark=">",
            id=repo.head,
            tree=tree,
            parents=(first,),
            author="Real Name",
            author_email="real@hookkit.invalid",
            committer_email="real@hookkit.invalid",
            earliest_time=100,
            commit_time=200,
            subject="Größe\tgeändert  in zwei Zeilen",
        )
    ]
    assert [entry.author for entry in read_log(repo.runner, first) or []] == ["Other"]


def test_no_configuration_changes_what_is_read(repo: Repository) -> None:
    commits = drawn(repo, 7)
    plain = read_log(repo.runner, commits[-1])
    for key, value in {
        "log.showSignature": "true",
        "log.date": "relative",
        "log.decorate": "full",
        "log.diffMerges": "combined",
        "log.follow": "true",
        "log.mailmap": "false",
        "format.pretty": "oneline",
        "format.notes": "true",
        "color.ui": "always",
        "core.abbrev": "5",
        "i18n.logOutputEncoding": "latin1",
    }.items():
        repo.git("config", key, value)
    assert read_log(repo.runner, commits[-1]) == plain
    assert plain is not None and len(plain) == len(set(plain))


def test_what_is_not_here_is_none(repo: Repository) -> None:
    head = repo.commit("one")
    gone = "1" * 40
    assert read_log(repo.runner, gone) is None
    assert read_log(repo.runner, head, f"^{gone}") is None
    assert read_log(repo.runner, "refs/heads/nowhere") is None
    assert read_log(repo.runner, f"{head}...{gone}") is None
    assert count_ahead_behind(repo.runner, head, gone) is None
    assert count_ahead_behind(repo.runner, "refs/heads/nowhere", head) is None
    assert CommitRange.read(repo.runner, gone, head) is None
    assert not has_commit(repo.runner, gone)
    assert has_commit(repo.runner, head)


def test_another_failure_of_git_is_an_error(repo: Repository) -> None:
    head = repo.commit("one")
    with pytest.raises(GitFailed, match="--no-such-option"):
        read_log(repo.runner, "--no-such-option", head)
    (repo.path / ".git" / "objects" / head[:2] / head[2:]).chmod(0o600)
    (repo.path / ".git" / "objects" / head[:2] / head[2:]).write_bytes(b"broken")
    with pytest.raises(GitFailed):
        count_ahead_behind(repo.runner, "refs/heads/main", "refs/heads/main")


def test_both_sides_are_counted(repo: Repository) -> None:
    repo.commit("base")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("one")
    repo.commit("two")
    repo.git("checkout", "-q", "main")
    repo.commit("three")
    assert count_ahead_behind(repo.runner, "refs/heads/main", "refs/heads/topic") == (1, 2)


def test_a_full_clone_is_cut_nowhere_and_a_shallow_one_at_its_end(
    repo: Repository, tmp_path: Path
) -> None:
    for name in ("one", "two", "three"):
        repo.commit(name)
    assert shallow_boundary(repo.runner) == frozenset()
    repo.git("clone", "-q", "--depth=2", repo.path.as_uri(), str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    assert shallow_boundary(shallow.runner) == {repo.git("rev-parse", "main~1")}
    shallow.git("worktree", "add", "-q", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    assert shallow_boundary(linked.runner) == shallow_boundary(shallow.runner)


def test_what_a_branch_never_had_is_asked_of_its_own_reflog(repo: Repository) -> None:
    base = repo.commit("base")
    repo.git("checkout", "-q", "-b", "topic")
    one, two = repo.commit("one"), repo.commit("two")
    repo.git("reset", "-q", "--hard", base)
    repo.git("checkout", "-q", "-b", "other")
    three = repo.commit("three")
    repo.git("update-ref", "refs/remotes/origin/topic", three)
    runner = repo.runner
    assert commits_never_in_reflog(runner, "refs/heads/topic", two) == frozenset()
    assert commits_never_in_reflog(runner, "refs/heads/topic", three) == frozenset({three})
    assert commits_never_in_reflog(runner, "refs/heads/other", two) == frozenset({one, two})
    assert commits_never_in_reflog(runner, "refs/heads/nowhere", two) is None
    repo.git("reflog", "expire", "--expire=all", "refs/heads/topic")
    assert commits_never_in_reflog(runner, "refs/heads/topic", two) is None


def test_a_reflog_whose_commits_were_pruned_still_answers(repo: Repository) -> None:
    base = repo.commit("base")
    gone = repo.commit("gone")
    repo.git("reset", "-q", "--hard", base)
    (repo.path / ".git" / "objects" / gone[:2] / gone[2:]).unlink()
    other = repo.commit("other", None, "--author=x <x@hookkit.invalid>")
    assert commits_never_in_reflog(repo.runner, "refs/heads/main", other) == frozenset()
