"""Commits that are to be squashed, on their way to a protected branch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hookkit.history.checks.fixups import check_fixups, check_targetless_fixups
from hookkit.history.finding import Finding
from tests.history.checks.scenarios import (
    branch,
    grow,
    lines_of,
    merge,
    run_repair,
    verdicts,
    watched,
)
from tests.long_runs import some
from tests.repository import Repository


@pytest.fixture(params=some(["sha1", "sha256"], ["sha1"]))
def topic(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    """A repository on the branch "topic", two commits above main."""
    repo = Repository.init(tmp_path / "repo", f"--object-format={request.param}")
    grow(repo, "base")
    branch(repo, "topic", "main", "Add a", "Add b")
    return repo


def judge(repo: Repository, **more: Any) -> list[Finding]:
    """Check what a merge of the topic would bring to main."""
    where = {"branch": "main", "base": "main", "named_branch": "topic"}
    policy = {**where, "level": "refuse", **more}
    return check_fixups(repo.runner, "refs/heads/topic", ["refs/heads/main"], **policy)


def squashed(repo: Repository) -> list[str]:
    """Give the subjects that are left after git's own autosquash."""
    rebase = ("rebase", "-q", "-i", "--autosquash", "main", "topic")
    repo.git(*rebase, GIT_SEQUENCE_EDITOR=":", GIT_EDITOR="true")
    return repo.git("log", "--reverse", "--format=%s", "main..topic").splitlines()


SQUASH = "git switch topic && hookkit tidy"
REWORD = "GIT_SEQUENCE_EDITOR='sed -i.bak 1s/pick/reword/' git rebase -i"


@pytest.mark.parametrize(
    "subject",
    [
        "fixup! Add a",
        "squash! Add b",
        "amend! Add a",
        "fixup! fixup! Add a",
        "fixup! squash! Add b",
        "fixup!  Add a",  # git passes over more than one space
        "fixup! Add",  # a beginning is enough
    ],
)
def test_what_autosquash_takes_is_to_be_squashed_before(topic: Repository, subject: str) -> None:
    # The message of an amend! is the new one.
    topic.commit(f"{subject}\n\nAdd a", {"fix": "fix\n"})
    assert lines_of(topic, judge(topic)) == [
        f"HK601 no refuse main: main would get 1 commit that should be squashed before: <{subject}>"
        f' "{subject}" | {SQUASH}'
    ]
    assert squashed(topic) == ["Add a", "Add b"]
    assert judge(topic) == []


def test_a_commit_is_named_by_its_id_too(topic: Repository) -> None:
    first = topic.git("rev-parse", "--short=7", "topic~1")
    topic.commit(f"fixup! {first}", {"fix": "fix\n"})
    assert [each.rule for each in judge(topic)] == ["HK601"]
    assert squashed(topic) == ["Add a", "Add b"]


@pytest.mark.parametrize(
    "subject",
    [
        "fixup! Remove a",
        "squash! base",
        "fixup! add a",
        "fixup! Add a and more",
        "fixup! deadbee",
        "amend! Add c",
    ],
)
def test_what_autosquash_would_leave_is_an_orphan(topic: Repository, subject: str) -> None:
    topic.commit(subject, {"fix": "fix\n"})
    found = judge(topic)
    assert lines_of(topic, found) == [
        f'HK602 no refuse <{subject}>: <{subject}> "{subject}" is to be squashed, but into no'
        f" commit that main would get | {REWORD} <{subject}>^ topic"
    ]
    assert squashed(topic) == ["Add a", "Add b", subject]
    tree = topic.git("rev-parse", "topic^{tree}")
    editor = "printf 'Fix it\\n' >"
    run_repair(topic, str(judge(topic)[0].repair), GIT_EDITOR=f'f() {{ {editor} "$1"; }}; f')
    assert topic.git("log", "--format=%s", "main..topic").splitlines() == [
        "Fix it",
        "Add b",
        "Add a",
    ]
    assert topic.git("rev-parse", "topic^{tree}") == tree
    assert judge(topic) == []


@pytest.mark.parametrize(
    "subject",
    [
        "fixup!Add a",
        "fixup Add a",
        "Fixup! Add a",
        " fixup! Add a",
        "fixup! ",  # git strips the blank that would make it one
        'Revert "fixup! Add a"',
        "wip! Add a",
    ],
)
def test_what_git_takes_for_a_plain_commit_is_one(topic: Repository, subject: str) -> None:
    topic.commit(subject, {"fix": "fix\n"}, "--cleanup=verbatim")
    assert judge(topic) == []
    assert squashed(topic) == ["Add a", "Add b", subject.rstrip()]


def test_a_fixup_below_its_target_is_an_orphan(topic: Repository) -> None:
    topic.git("checkout", "-q", "-B", "topic", "main")
    grow(topic, "fixup! Add a", "Add a")
    assert [each.rule for each in judge(topic)] == ["HK602"]
    assert squashed(topic) == ["fixup! Add a", "Add a"]


def test_a_fixup_of_an_orphan_goes_into_the_orphan_and_stays_one(topic: Repository) -> None:
    grow(topic, "fixup! Gone", "Add c")
    topic.commit("fixup! fixup! Gone", {"fix": "fix\n"})
    assert [(each.rule, each.answer) for each in judge(topic)] == [("HK602", "no")] * 2
    assert squashed(topic) == ["Add a", "Add b", "fixup! Gone", "Add c", "fixup! fixup! Gone"]


@pytest.mark.parametrize("topic", ["sha1", "sha256"], indirect=True)
def test_many_are_counted_and_squashed_at_once(topic: Repository) -> None:
    grow(
        topic, "fixup! Add a", "squash! Add b", "fixup! Add a again", "amend! Add a", "fixup! Add b"
    )
    found = judge(topic)
    assert lines_of(topic, found) == [
        "HK601 no refuse main: main would get 4 commits that should be squashed before:"
        ' <fixup! Add a> "fixup! Add a", <squash! Add b> "squash! Add b",'
        f' <amend! Add a> "amend! Add a" and 1 more | {SQUASH}',
        'HK602 no refuse <fixup! Add a again>: <fixup! Add a again> "fixup! Add a again" is to be'
        " squashed, but into no commit that main would get"
        f" | {REWORD} <fixup! Add a again>^ topic",
    ]
    tree = topic.git("rev-parse", "topic^{tree}")
    # It ends with 1 for what it has left.
    run_repair(topic, f"{found[0].repair} || test $? = 1")
    assert topic.git("rev-parse", "topic^{tree}") == tree
    assert [each.rule for each in judge(topic)] == ["HK602"]


def test_merges_on_the_way_stay_merges(topic: Repository) -> None:
    topic.git("checkout", "-q", "main")
    merge(topic, "topic")
    branch(topic, "second", "main", "Add s")
    topic.commit("fixup! Add s", {"fix": "fix\n"})
    merge(topic, "second")
    old = topic.git("rev-parse", "main^1^1")
    tip = topic.head
    policy: dict[str, Any] = {"branch": "main", "base": old, "level": "refuse"}
    found = check_fixups(topic.runner, tip, [old], **policy)
    assert lines_of(topic, found) == [
        "HK601 no refuse main: main would get 1 commit that should be squashed before:"
        ' <fixup! Add s> "fixup! Add s" | GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash'
        " --rebase-merges --keep-base <base>"
    ]
    tree = topic.git("rev-parse", "main^{tree}")
    run_repair(topic, str(found[0].repair))
    assert topic.git("rev-parse", "main^{tree}") == tree
    assert check_fixups(topic.runner, topic.head, [old], **policy) == []
    assert topic.git("log", "--first-parent", "--format=%s") == "Merge second\nMerge topic\nbase"


def test_a_repair_begins_as_the_caller_says(topic: Repository) -> None:
    grow(topic, "fixup! Add a")
    topic.git("checkout", "-q", "main")
    topic.git("merge", "--no-ff", "--no-commit", "topic")
    (found,) = judge(topic, first_command="git merge --abort")
    assert found.repair == f"git merge --abort && {SQUASH}"
    run_repair(topic, found.repair)
    assert judge(topic) == []


SQUASH_BY_GIT = "GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash --keep-base"


@pytest.mark.parametrize(("name", "end"), [("topic", " topic"), ("", "")])
def test_on_the_branch_itself_only_git_squashes(topic: Repository, name: str, end: str) -> None:
    grow(topic, "fixup! Add a")
    (found,) = judge(topic, named_branch=name, is_on_branch=True)
    assert (found.repair, found.repair_method) == (f"{SQUASH_BY_GIT} main{end}", "")
    run_repair(topic, str(found.repair))
    assert judge(topic, is_on_branch=True) == []


def test_hookkit_squashes_what_has_no_merge(topic: Repository) -> None:
    grow(topic, "fixup! Add a")
    (found,) = judge(topic)
    assert (found.repair, found.repair_method) == (SQUASH, "tidy")
    (found,) = judge(topic, named_branch="")
    assert found.repair == "hookkit tidy"


def test_where_git_would_stop_at_a_conflict_nothing_is_told_to_run(topic: Repository) -> None:
    topic.commit("Add c", {"c": "1\n"})
    topic.commit("Edit c", {"c": "2\n"})
    topic.commit("fixup! Add c", {"c": "3\n"})
    (found,) = judge(topic, is_on_branch=True)
    assert found.repair is None


def below(repo: Repository, not_rewritten: str, *, is_on_branch: bool = False) -> list[Finding]:
    """Check the last commit of the topic alone, and look for what it belongs to below."""
    policy: dict[str, Any] = {"branch": "main", "level": "warn"}
    tip, known = "refs/heads/topic", ["refs/heads/topic^"]
    found = check_fixups(repo.runner, tip, known, base="main", **policy)
    assert [each.rule for each in found] == ["HK602"]
    return check_targetless_fixups(
        repo.runner, found, tip, [not_rewritten], is_on_branch=is_on_branch, **policy
    )


@pytest.mark.parametrize(
    ("is_base", "repair"), [(False, "hookkit tidy"), (True, f"{SQUASH_BY_GIT} '<Add a>^'")]
)
def test_an_orphan_of_a_range_belongs_to_a_commit_below_it(
    topic: Repository, is_base: bool, repair: str
) -> None:
    grow(topic, "fixup! Add a")
    assert lines_of(topic, below(topic, "main", is_on_branch=is_base)) == [
        'HK601 no warn <fixup! Add a>: <fixup! Add a> "fixup! Add a" is to be squashed into'
        f' <Add a> "Add a", which main has below the range | {repair}'
    ]


def test_one_whose_commit_is_not_rewritten_stays_an_orphan(topic: Repository) -> None:
    grow(topic, "fixup! Add a")
    (found,) = below(topic, "topic~2")
    assert found.rule == "HK602"


def test_a_commit_without_a_parent_is_not_squashed_into(topic: Repository) -> None:
    topic.commit("fixup! base", {"base": "again\n"})
    unrelated = topic.git("commit-tree", "-m", "Unrelated", "HEAD^{tree}")
    (found,) = below(topic, unrelated)
    assert (found.rule, found.level, found.repair) == ("HK601", "warn", None)


def test_only_what_the_branch_does_not_have_is_judged(topic: Repository) -> None:
    grow(topic, "fixup! Add a")
    topic.git("checkout", "-q", "main")
    topic.git("merge", "-q", "topic")
    topic.git("checkout", "-q", "topic")
    grow(topic, "Add c")
    assert judge(topic) == []


def test_levels_are_the_callers(topic: Repository) -> None:
    grow(topic, "fixup! Add a", "fixup! Gone")
    assert verdicts(judge(topic, level="warn")) == [
        ("HK601", "no", "warn"),
        ("HK602", "no", "warn"),
    ]
    assert judge(topic, level="off") == []


def test_what_is_not_here_is_unknown(topic: Repository) -> None:
    gone = "1" * len(topic.head)
    on = topic.runner
    found = check_fixups(on, topic.head, [gone], branch="main", base="main", level="refuse")
    assert lines_of(topic, found) == [
        "HK601 unknown refuse main: what main would get is unknown: not all of it is here"
        " | git fetch"
    ]


def test_it_takes_one_git_process(topic: Repository, tmp_path: Path) -> None:
    grow(topic, "fixup! Add a", "fixup! Gone away")
    runner = watched(topic, tmp_path)
    policy: dict[str, Any] = {"branch": "main", "base": "main", "level": "refuse"}
    assert len(check_fixups(runner.runner, "refs/heads/topic", ["refs/heads/main"], **policy)) == 2
    assert len(runner.started) == 1
    # A word alone may be a tag.
    grow(topic, "fixup! Gone")
    assert len(check_fixups(runner.runner, "refs/heads/topic", ["refs/heads/main"], **policy)) == 3
    assert len(runner.started) == 3
