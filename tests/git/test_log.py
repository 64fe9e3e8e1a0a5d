"""Commits as ``git log`` lists them."""

from __future__ import annotations

from pathlib import Path

from hookkit.git.log import (
    CommitSummary,
    LogCommit,
    commit_time,
    commits_between,
    parse_seconds,
    read_history,
)
from tests.history.checks.scenarios import watched
from tests.repository import Repository


def test_a_commit_with_all_that_is_told_of_it(repo: Repository) -> None:
    begin = repo.commit("begin")
    repo.write(".mailmap", "Ann <ann@hookkit.invalid> <old@hookkit.invalid>\n")
    message = "fixup! ä\nb\n\nTicket: 12\n"
    repo.git(
        *("commit", "-q", "--allow-empty", "-m", message),
        GIT_AUTHOR_NAME="A",
        GIT_AUTHOR_EMAIL="old@hookkit.invalid",
        GIT_AUTHOR_DATE="@1700000000 +0500",
        GIT_COMMITTER_DATE="@1700000060 -0800",
    )
    repo.git("config", "log.showSignature", "true")
    known = LogCommit(
        ">",
        repo.head,
        repo.git("rev-parse", "HEAD^{tree}"),
        (begin,),
        *("Ann", "ann@hookkit.invalid", "tests@hookkit.invalid"),
        *(1_700_000_000, 1_700_000_060),
        subject="fixup! ä b",
        message="",
    )
    assert read_history(repo.runner, begin, repo.head, with_messages=False) == [known]
    whole = known._replace(message=message)
    assert read_history(repo.runner, begin, repo.head, with_messages=True) == [whole]


def test_children_come_before_their_parents_in_one_process(
    repo: Repository, tmp_path: Path
) -> None:
    names = [repo.commit(subject) for subject in ("a", "b", "c")]
    seen = watched(repo, tmp_path)
    found = read_history(seen.runner, None, repo.head, with_messages=False)
    assert [each.id for each in found] == names[::-1]
    assert [each.is_merge for each in found] == [False] * 3
    assert len(seen.started) == 1
    assert read_history(repo.runner, repo.head, repo.head, with_messages=True) == []


def test_dates_that_no_calendar_has(repo: Repository) -> None:
    tree = repo.git("mktree", data=b"")
    raw = f"tree {tree}\nauthor a <a@b> -9 +0000\ncommitter a <a@b> 9999999999999 +0000\n\nx\n"
    odd = repo.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", data=raw.encode())
    (found,) = read_history(repo.runner, None, odd, with_messages=False)
    assert 0 <= found.earliest_time <= found.commit_time <= 253_402_300_799
    assert commit_time(repo.runner, odd) == found.commit_time
    assert (parse_seconds(""), parse_seconds("9" * 5_000)) == (0, 253_402_300_799)


def test_the_commits_of_a_range_the_oldest_first(repo: Repository) -> None:
    root = repo.commit("root")
    repo.git("checkout", "-q", "-b", "topic")
    by = ("--author=Änne <a@b>", "--date=@1234567890 +0200")
    topic = repo.commit("on\ntopic", None, *by)
    repo.git("checkout", "-q", "main")
    main = repo.commit("on main")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    found = commits_between(repo.runner, root, repo.head)
    assert {each.id for each in found[:2]} == {main, topic}
    assert found[2].subject == "merge"
    assert CommitSummary(topic, "Änne", 1234567890, "on topic") in found
    assert commits_between(repo.runner, repo.head, repo.head) == []
