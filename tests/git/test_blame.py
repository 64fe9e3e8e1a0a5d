"""Who touched each line last."""

from __future__ import annotations

from hookkit.dry_run.scratch_repository import scratch_repository
from hookkit.git.blame import blamed_commits
from tests.repository import Repository


def test_who_touched_each_line(repo: Repository) -> None:
    root = repo.commit("root", {"a b.py": "1\n2\n3\n"})
    one = repo.commit("one", {"a b.py": "1\none\n3\n"})
    repo.git("mv", "a b.py", "b.py")
    repo.commit("move")
    two = repo.commit("two", {"b.py": "1\none\n3\ntwo\r\rtwo"})
    for scope in ("--local", "--global"):
        repo.git("config", scope, "blame.ignoreRevsFile", "nowhere")
    with scratch_repository(repo.runner, two) as git:
        assert blamed_commits(git, root, two, b"b.py") == [root, one, root, two]
        assert blamed_commits(git, one, two, b"b.py")[3] == two


def test_an_empty_file(repo: Repository) -> None:
    root = repo.commit("root")
    repo.commit("one", {"a.py": ""})
    with scratch_repository(repo.runner, repo.head) as git:
        assert blamed_commits(git, root, repo.head, b"a.py") == []
