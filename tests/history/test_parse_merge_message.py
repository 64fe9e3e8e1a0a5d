"""Subjects of merges and squashes, as git and the servers word them."""

from __future__ import annotations

import pytest

from hookkit.history.parse_merge_message import MergeMessage, parse_merge_message, work_items

SEEN = "Tax for all\n\nSee merge request shop/till!12"


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("Merge branch 'x'", "", MergeMessage("git", ("x",))),
        ("Merge branch 'x' into y", "", MergeMessage("git", ("x",), "y")),
        # git does not quote the branch that it merges into.
        ("Merge branch 'a/b c' into 'main'", "", MergeMessage("GitLab", ("a/b c",), "main")),
        ("Merge branch 'it's'", "", MergeMessage("git", ("it's",))),
        ("Merge branch 'it's' into 'that's'", "", MergeMessage("GitLab", ("it's",), "that's")),
        ("Merge branches 'it's' and 'x'y' into z", "", MergeMessage("git", ("it's", "x'y"), "z")),
        ("Merge branch 'it's' of host:shop", "", MergeMessage("git", ("it's",))),
        ("Merge branch 'x': what it is", "", MergeMessage("git", ("x",))),
        ("Merge branch 'refs/heads/x'", "", MergeMessage("git", ("x",))),
        ("Merge commit 'refs/remotes/origin/x'", "", MergeMessage("git", ("origin/x",))),
        ("Merge commit 'refs/tags/v1' into y", "", MergeMessage("git", ("v1",), "y")),
        ("Merge branch 'main' of host:shop into x", "", MergeMessage("git", ("main",), "x")),
        ("Merge branch 'main' of https://host/shop", "", MergeMessage("git", ("main",))),
        ("Merge branches 'a', 'b' and 'c' into y", "", MergeMessage("git", ("a", "b", "c"), "y")),
        (
            "Merge remote-tracking branch 'origin/x'",
            "",
            MergeMessage("git", ("origin/x",), owner_or_remote="origin"),
        ),
        (
            "Merge remote branch 'refs/remotes/origin/x' into y",
            "",
            MergeMessage("git", ("origin/x",), "y", owner_or_remote="origin"),
        ),
        ("Merge tag 'v1' into y", "", MergeMessage("git", ("v1",), "y")),
        ("Merge commit 'abc123'", "", MergeMessage("git", ("abc123",))),
        ("Squashed commit of the following:", "commit 1", MergeMessage("git")),
        (
            "Merge pull request #12 from you/feature/ABC-1-x",
            "Tax\n\nFor all",
            MergeMessage("GitHub", ("feature/ABC-1-x",), "", "#12", "Tax", "you"),
        ),
        (
            "Merge pull request #12 from you/x",
            "",
            MergeMessage("GitHub", ("x",), "", "#12", owner_or_remote="you"),
        ),
        (
            "Merge pull request #3 in SHOP/till from feature/ABC-10 to main",
            "* commit 'abc':\n  One",
            MergeMessage("Bitbucket", ("feature/ABC-10",), "main", "#3"),
        ),
        (
            "Merge pull request #3 in SHOP/till from ~ANN/till:main to main",
            "",
            MergeMessage("Bitbucket", ("main",), "main", "#3", owner_or_remote="ANN"),
        ),
        ("Tax for all (#12)", "", MergeMessage("GitHub", (), "", "#12", "Tax for all")),
        (
            "Merge branch 'x' into 'main'",
            SEEN,
            MergeMessage("GitLab", ("x",), "main", "!12", "Tax for all"),
        ),
        (
            "Merge branch 'x' into 'main'",
            "See merge request !12",
            MergeMessage("GitLab", ("x",), "main", "!12"),
        ),
        ("Tax", "See merge request shop/till!12", MergeMessage("GitLab", (), "", "!12", "Tax")),
        (
            "Merged in feature/x (pull request #12)",
            "Tax\n\nApproved-by: Ann",
            MergeMessage("Bitbucket", ("feature/x",), "", "#12"),
        ),
        (
            "Pull request #12: Tax",
            "Merge in SHOP/till from feature/x to main\n\n* commit 'abc':",
            MergeMessage("Bitbucket", ("feature/x",), "main", "#12", "Tax"),
        ),
        ("Merged PR 12: Tax", "", MergeMessage("Azure", (), "", "#12", "Tax")),
        ("Merged PR 12", "", MergeMessage("Azure", (), "", "#12")),
        (
            "Merge pull request 12 from feature/x into main",
            "",
            MergeMessage("Azure", ("feature/x",), "main", "#12"),
        ),
        (
            "Merge pull request 'Tax (1)' (#12) from you/x into main",
            "",
            MergeMessage("Gitea", ("you/x",), "main", "#12", "Tax (1)"),
        ),
    ],
)
def test_what_a_message_says(subject: str, body: str, said: MergeMessage) -> None:
    assert parse_merge_message(subject, body) == said


@pytest.mark.parametrize(
    "subject",
    [
        "Add tax",
        "Fix #12",
        "Close (#12) and more",
        "(#12)",
        "Merge two lists",
        "Merged PRs are shown",
        "Revert \"Merge branch 'x'\"",
        "merge branch 'x'",
        "",
    ],
)
def test_a_message_that_speaks_of_no_merge(subject: str) -> None:
    assert parse_merge_message(subject, "as in merge request !12") is None


@pytest.mark.parametrize(("side", "branch"), [(0, ""), (1, "a"), (2, "b"), (3, "")])
def test_each_parent_has_its_branch(side: int, branch: str) -> None:
    assert MergeMessage("git", ("a", "b")).branch_of(side) == branch


@pytest.mark.parametrize(
    ("number", "text"),
    [("", ""), ("#12", "pull request #12"), ("!12", "merge request !12")],
)
def test_the_name_of_a_request(number: str, text: str) -> None:
    assert MergeMessage("git", pull_request=number).pull_request_text == text


def test_the_work_items_of_azure() -> None:
    assert work_items("Merged PR 1: x\n\nRelated work items: #12, #13\n") == ("#12", "#13")
    assert work_items("Merged PR 1: x\n\nNo related work items: #12\n") == ()


@pytest.mark.parametrize(
    ("subject", "branch", "is_pull"),
    [
        ("Merge branch 'main' of host:shop", "main", True),
        ("Merge branch 'main' of host:shop", "origin/main", True),
        ("Merge remote-tracking branch 'origin/main'", "main", True),
        ("Merge remote-tracking branch 'company/main'", "main", True),
        ("Merge branch 'feature/main'", "main", False),
        ("Merge branch 'main' into x", "x", False),
        ("Merge branch 'main' into 'main'", "main", False),
        ("Merge pull request #1 from ann/main", "main", False),
        ("Merge pull request #3 in SHOP/till from ~ANN/till:main to main", "main", False),
        ("Merge branch 'x'", "", False),
    ],
)
def test_whether_a_merge_is_a_pull(subject: str, branch: str, is_pull: bool) -> None:
    merge = parse_merge_message(subject, "")
    assert merge is not None and merge.is_pull_of(branch) == is_pull
