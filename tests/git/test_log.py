"""Commits as ``git log`` lists them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import GitFailed
from hookkit.git.log import (
    CommitSummary,
    LogCommit,
    commit_time,
    commits_between,
    parse_seconds,
    read_detailed_commits,
    read_history,
    read_log,
)
from tests.git.random_commits import drawn
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


def test_of_a_revision_that_is_not_here_nothing_is_listed(repo: Repository) -> None:
    head = repo.commit("one")
    gone = "1" * 40
    assert read_log(repo.runner, gone) is None
    assert read_log(repo.runner, head, f"^{gone}") is None
    assert read_log(repo.runner, "refs/heads/nowhere") is None
    assert read_log(repo.runner, f"{head}...{gone}") is None


def test_another_failure_of_git_is_an_error(repo: Repository) -> None:
    head = repo.commit("one")
    with pytest.raises(GitFailed, match="--no-such-option"):
        read_log(repo.runner, "--no-such-option", head)


def test_a_message_with_everything_in_it_is_read_whole(repo: Repository) -> None:
    text = "Add tax\n\n# a heading\nfor all: ü\n\nTicket: ABC-1\n"
    repo.write("message", text)
    repo.git(
        *("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", "message"),
        GIT_AUTHOR_NAME="Änne",
        GIT_AUTHOR_DATE="2026-03-04T23:00:00-0500",
        GIT_COMMITTER_NAME="Bob",
        GIT_COMMITTER_DATE="2026-03-06T01:00:00+0900",
    )
    head = repo.head
    found = read_detailed_commits(repo.runner, [head])[head]
    assert found == (
        head,
        (),
        "Änne",
        "2026-03-04",
        "Bob",
        "2026-03-06",
        1772683200,
        1772726400,
        text,
    )
