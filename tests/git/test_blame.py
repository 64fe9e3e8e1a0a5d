"""The commits of a range, and who touched each line last."""

from __future__ import annotations

from hookkit.dry_run.scratch_repository import scratch_repository
from hookkit.git.blame import AuthoredCommit, blame, commits_between
from tests.repository import Repository


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
    assert AuthoredCommit(topic, "Änne", 1234567890, "on topic") in found
    assert commits_between(repo.runner, repo.head, repo.head) == []


def test_who_touched_each_line(repo: Repository) -> None:
    root = repo.commit("root", {"a b.py": "1\n2\n3\n"})
    one = repo.commit("one", {"a b.py": "1\none\n3\n"})
    repo.git("mv", "a b.py", "b.py")
    repo.commit("move")
    two = repo.commit("two", {"b.py": "1\none\n3\ntwo\r\rtwo"})
    for scope in ("--local", "--global"):
        repo.git("config", scope, "blame.ignoreRevsFile", "nowhere")
    with scratch_repository(repo.runner, two) as git:
        assert blame(git, root, two, b"b.py") == [root, one, root, two]
        assert blame(git, one, two, b"b.py")[3] == two


def test_an_empty_file(repo: Repository) -> None:
    root = repo.commit("root")
    repo.commit("one", {"a.py": ""})
    with scratch_repository(repo.runner, repo.head) as git:
        assert blame(git, root, repo.head, b"a.py") == []
