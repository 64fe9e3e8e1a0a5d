"""The commits of a range that is reviewed, and which hunks are theirs."""

from __future__ import annotations

from hookkit.corrections.review.build_review import build_review, find_review_source
from hookkit.corrections.review.review import Review
from hookkit.settings import effective_settings
from tests.repository import Repository


class SilentListener:
    """Nobody looks on."""

    def redraw(self) -> None:
        """Wait."""

    def count_finished(self, path: bytes) -> None:
        """Go on."""


def reviewed(repo: Repository, old: str, new: str) -> Review:
    """Review a range."""
    git, settings = repo.runner, effective_settings.load_settings(repo.runner)
    source = find_review_source(git, settings, None, (old, new))
    return build_review(git, settings, source, SilentListener())


def by_commit(review: Review) -> dict[str | None, list[str]]:
    """What is replaced, by the subject of the commit that it belongs to."""
    hunks = {hunk.id: b"".join(hunk.before).decode() for hunk in review.hunks}
    return {
        each.subject if each.id else None: [hunks[name] for name in each.hunk_ids]
        for each in review.commits
    }


def test_each_hunk_belongs_to_the_newest_commit_that_touched_it(repo: Repository) -> None:
    old = repo.commit("old", {"a.py": "a=1\n# a\n"})
    repo.commit("one", {"a.py": "a=1\n# a\nb=1\nc=1\n# c\nd=1\n"})
    repo.commit("two", {"a.py": "a=1\n# a\nb=1\nc=2\n# c\nd=1\n", "b.py": "e=1\n"})
    repo.commit("words", {"words.txt": "x\n"})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    review = reviewed(repo, old, "HEAD")
    assert by_commit(review) == {
        "one": ["d=1\n"],
        "two": ["b=1\nc=2\n", "e=1\n"],
        "words": [],
        None: ["a=1\n"],
    }
    assert [each.subject for each in review.commits] == ["one", "two", "words", ""]
    assert {each.author for each in review.commits[:3]} == {"hookkit tests"}
    assert all(each.author_time > 0 for each in review.commits[:3])
    assert all(name for each in review.commits for name in each.hunk_ids)


def test_without_older_lines_nothing_is_told_of_them(repo: Repository) -> None:
    old = repo.commit("old", {"a.py": "A = 1\n"})
    repo.commit("one", {"a.py": "A = 1\nb=1\n"})
    assert [each.subject for each in reviewed(repo, old, "HEAD").commits] == ["one"]


def test_behind_a_merge_too_each_has_its_own(repo: Repository) -> None:
    repo.commit("old", {"a.py": "A = 1\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("topic", {"t.py": "t=1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("main", {"m.py": "m=1\n"})
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    assert by_commit(reviewed(repo, "HEAD~2", "HEAD")) == {
        "topic": ["t=1\n"],
        "main": ["m=1\n"],
        "merge": [],
    }
