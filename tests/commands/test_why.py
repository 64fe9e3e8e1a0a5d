"""``hookkit why``: every way in which a commit comes in, with all that is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hookkit.history.refs.ci_variables import BRANCH_VARIABLES
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here, short_ids

TARGETS = ("GITHUB_REF", "GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET")
ME = "hookkit tests"
NONE = "  ticket      none is named\n"


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is written on one day and committed on the next; no server says anything."""
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-03-04T12:00:00Z")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-03-05T12:00:00Z")
    for name in (*BRANCH_VARIABLES, *TARGETS):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A main of one commit."""
    repo.commit("begin", {"a.py": "x = 1\n"})
    return repo


def why(repo: Repository, *args: str) -> str:
    """Run the command, which must end with 0, and give its output, with subjects for ids."""
    ended = run_here(repo, "why", *args)
    assert (ended.status, ended.err) == (0, "")
    return short_ids(repo, ended.out)


def on(repo: Repository, branch: str, *subjects: str, at: str = "main") -> None:
    """Make a branch with commits."""
    repo.git("switch", "-q", "-c", branch, at)
    for subject in subjects:
        repo.commit(subject, {f"{subject}.txt": subject})


def merge(repo: Repository, into: str, message: str, *branches: str) -> None:
    """Merge branches into one with a message."""
    repo.git("switch", "-q", into)
    repo.git("merge", "-q", "--no-ff", "-m", message, *branches)


GITHUB = "Merge pull request #12 from u/feature/ABC-1-x"
GITLAB = "Merge branch 'feature/ABC-1-x' into 'main'"
BITBUCKET = "Merged in feature/ABC-1-x (pull request #12)"


@pytest.mark.parametrize(
    ("message", "of", "rest"),
    [
        (
            "Merge branch 'feature/ABC-1-x'",
            " of feature/ABC-1-x",
            "  ticket      ABC-1, from the branch feature/ABC-1-x\n",
        ),
        (
            f"{GITHUB}\n\nTax for all",
            " of feature/ABC-1-x",
            '  request     pull request #12 "Tax for all"\n'
            "  ticket      ABC-1, from the branch feature/ABC-1-x\n",
        ),
        (
            f"{GITLAB}\n\nTax for all\n\nCloses #7\n\nSee merge request g/p!12",
            " of feature/ABC-1-x",
            '  request     merge request !12 "Tax for all"\n'
            "  ticket      ABC-1, from the branch feature/ABC-1-x\n"
            "  ticket      #7, from the merge <merge>: trailer Closes\n",
        ),
        (
            BITBUCKET,
            " of feature/ABC-1-x",
            "  request     pull request #12\n"
            "  ticket      ABC-1, from the branch feature/ABC-1-x\n",
        ),
        (
            "Merged PR 12: ABC-1 Tax\n\nRelated work items: #7",
            "",
            '  request     pull request #12 "ABC-1 Tax"\n'
            "  ticket      ABC-1, from the merge <merge>: title of pull request #12\n"
            "  ticket      #7, from the merge <merge>: related work items\n",
        ),
    ],
    ids=["git", "GitHub", "GitLab", "Bitbucket", "Azure"],
)
def test_a_merge_of_every_server(begun: Repository, message: str, of: str, rest: str) -> None:
    on(begun, "x", "one", "two")
    merge(begun, "main", message, "x")
    subject = f"<{begun.git('log', '-1', '--format=%s')}>"
    said = why(begun, "x~1").replace(subject, "<merge>")
    assert said == (
        f'<one> "one" by {ME} on 2026-03-04\n'
        f"  came in by  the merge <merge>{of} into main, by {ME} on 2026-03-05\n"
        f"{rest}"
        "the merge    git show <merge>\n"
        "its commits  git log --oneline <merge>^1..<merge>\n"
        "a picture    hookkit graph --unfold <merge>^1..<merge>\n"
    )


def test_merges_within_merges(begun: Repository) -> None:
    on(begun, "release", "r1")
    on(begun, "12-topic", "t1", at="release")
    merge(begun, "release", "Merge branch '12-topic' into release", "12-topic")
    merge(begun, "main", "A release\n\nTicket: ABC-9", "release")
    inner = "<Merge branch '12-topic' into release>"
    assert why(begun, "12-topic") == (
        f'<t1> "t1" by {ME} on 2026-03-04\n'
        f"  came in by  the merge {inner} of 12-topic into release, by {ME} on 2026-03-05\n"
        f'  then by     the merge <A release> into main, by {ME} on 2026-03-05 "A release"\n'
        "  ticket      #12, from the branch 12-topic\n"
        "  ticket      ABC-9, from the merge <A release>: trailer Ticket\n"
        f"the merge    git show {inner}\n"
        f"its commits  git log --oneline {inner}^1..{inner}\n"
        "a picture    hookkit graph --unfold <A release>^1..<A release>\n"
    )


def test_a_merge_of_two_branches_and_a_pull(begun: Repository) -> None:
    on(begun, "a", "a1")
    on(begun, "b", "b1")
    begun.git("switch", "-q", "main")
    begun.commit("more")
    merge(begun, "main", "Merge branches 'a' and 'b'", "a", "b")
    on(begun, "mine", "mine", at="main~1")
    merge(begun, "mine", "Merge branch 'main' of host:shop", "main")
    begun.git("branch", "-f", "main", "mine")
    assert why(begun, "b").splitlines()[1:3] == [
        "  came in by  the merge <Merge branches 'a' and 'b'> of b into main,"
        f" by {ME} on 2026-03-05",
        "  then by     the merge <Merge branch 'main' of host:shop> of main into main (a pull),"
        f" by {ME} on 2026-03-05",
    ]


def test_a_pull_is_of_the_branch_itself_and_not_of_one_that_ends_so(begun: Repository) -> None:
    on(begun, "main2", "two")
    merge(begun, "main", "Merge branch 'main' of host:shop", "main2")
    begun.git("update-ref", "refs/remotes/origin/main", "main")
    top = "<Merge branch 'main' of host:shop>"
    line = f"  came in by  the merge {top} of main into {{}}, by {ME} on 2026-03-05"
    assert why(begun, "main2").splitlines()[1] == line.format("origin/main (a pull)")
    begun.git("branch", "release/main", "main")
    begun.git("config", "hookkit.target", "release/main")
    assert why(begun, "main2").splitlines()[1] == line.format("release/main")


def direct(begun: Repository, name: str, subject: str, how: str, rest: str) -> None:
    """Compare what is said of a commit on main itself."""
    assert why(begun, name) == (
        f'<{subject}> "{subject}" by {ME} on 2026-03-04\n'
        f"  came in as  {how}, by {ME} on 2026-03-05\n{rest}look  git show <{subject}>\n"
    )


@pytest.mark.parametrize(
    ("message", "how", "rest"),
    [
        ("Tax", "a commit on main itself, without a merge", NONE),
        (
            "ABC-1: tax in UTF-8",
            "a commit on main itself, without a merge",
            "  ticket      ABC-1, from its subject\n",
        ),
        (
            "Tax\n\nTicket: ABC-1\nReviewed-by: X-2 <x@y.z>",
            "a commit on main itself, without a merge",
            "  ticket      ABC-1, from its trailer Ticket\n",
        ),
        (
            "Tax (#12)\n\nFixes #7",
            "the squash or the rebase of pull request #12, on main itself",
            '  request     pull request #12 "Tax"\n  ticket      #7, from its trailer Fixes\n',
        ),
        (
            BITBUCKET,
            "the squash or the rebase of pull request #12, on main itself",
            "  request     pull request #12\n"
            "  ticket      ABC-1, from the branch feature/ABC-1-x\n",
        ),
    ],
)
def test_a_commit_on_main_itself(begun: Repository, message: str, how: str, rest: str) -> None:
    begun.commit(message)
    direct(begun, "HEAD", message.split("\n")[0], how, rest)


def test_the_first_commit_and_a_tag_of_it(begun: Repository) -> None:
    begun.git("tag", "-a", "-m", "First", "v1")
    begun.commit("more")
    begun.git("switch", "-q", "--detach")
    direct(begun, "v1", "begin", "the first commit on main itself, without a merge", NONE)


@pytest.mark.parametrize(
    "name", ["HEAD^", ":/begin", "main@{0}~1", "v1", "v1^{commit}", "heads/main~1"]
)
def test_any_revision_will_do(begun: Repository, name: str) -> None:
    begun.git("tag", "v1")
    begun.commit("more")
    assert why(begun, name).startswith('<begin> "begin"')


def test_a_merge_that_a_server_made_is_told_of_who_asked_for_it(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(begun, "x", "one")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ann")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "GitHub")
    merge(begun, "main", "Merge pull request #12 from ann/x", "x")
    begun.commit("Tax (#13)")
    top = "<Merge pull request #12 from ann/x>"
    assert why(begun, "x").splitlines()[1] == (
        f"  came in by  the merge {top} of x into main, by Ann on 2026-03-05"
    )
    assert why(begun, "main^").splitlines()[1] == (
        "  came in as  a merge of x, on main itself, by Ann on 2026-03-05"
    )
    assert why(begun, "main").splitlines()[:2] == [
        '<Tax (#13)> "Tax (#13)" by Ann on 2026-03-04',
        "  came in as  the squash or the rebase of pull request #13, on main itself,"
        " by GitHub on 2026-03-05",
    ]


def test_a_squash_by_plain_git(begun: Repository) -> None:
    begun.commit("Squashed commit of the following:\n\ncommit 1\n\n    ABC-1 one")
    how = "the squash of several commits, on main itself"
    direct(begun, "HEAD", begun.git("log", "-1", "--format=%s"), how, NONE)


@pytest.mark.parametrize(
    ("branch", "ticket"),
    [
        ("feature/ABC-12-tax", "ABC-12"),
        ("ABC-12", "ABC-12"),
        ("me/fix/12_tax", "#12"),
        ("gh-12-tax", "#12"),
        ("origin/12-tax", "#12"),
        ("feature/utf-8-names", None),
        ("feature/UTF-8-names", None),
        ("2026-03-notes", None),
        ("python3-12", None),
        ("release/12", None),
        ("origin/release/12", None),
        ("dependabot/pip/12-x", None),
        ("1234567", None),
    ],
)
def test_the_ticket_of_a_branch_where_no_pattern_is_set(
    begun: Repository, branch: str, ticket: str | None
) -> None:
    on(begun, "x", "one")
    merge(begun, "main", f"Merge branch '{branch}'", "x")
    found = f"{ticket}, from the branch {branch}" if ticket else "none is named"
    assert why(begun, "x").splitlines()[2] == f"  ticket      {found}"


def test_a_commit_is_missing(begun: Repository) -> None:
    on(begun, "x", "one")
    begun.git("switch", "-q", "main")
    lost = begun.commit("lost")
    begun.commit("more")
    (begun.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    ended = run_here(begun, "why", "x")
    assert (ended.status, ended.err) == (0, "")
    name = begun.git("rev-parse", "--short=7", "x")
    assert ended.out == (
        f'{name} "one" by {ME} on 2026-03-04\n'
        "  ticket   none is named\n"
        "  unknown  whether main has it: a commit below main is missing here\n"
        f"look      git show {name}\n"
        "find out  git fsck --connectivity-only\n"
    )


def test_the_target_is_the_one_that_is_configured(begun: Repository) -> None:
    begun.git("branch", "next")
    begun.git("config", "hookkit.target", "next")
    begun.commit("one")
    assert why(begun, "main").splitlines()[1:3] == ["  not in  next", "  on      main"]


def test_a_merge_itself(begun: Repository) -> None:
    on(begun, "x", "one")
    merge(begun, "main", "Merge branch 'x'", "x")
    assert why(begun, "main") == (
        f"<Merge branch 'x'> \"Merge branch 'x'\" by {ME} on 2026-03-04\n"
        f"  came in as  a merge of x, on main itself, by {ME} on 2026-03-05\n"
        "  ticket      none is named\n"
        "look         git show <Merge branch 'x'>\n"
        "its commits  git log --oneline <Merge branch 'x'>^1..<Merge branch 'x'>\n"
    )


def test_a_rebased_branch_is_found_by_its_copy(begun: Repository) -> None:
    on(begun, "x", "one")
    begun.git("switch", "-q", "main")
    begun.commit("theirs")
    begun.git("cherry-pick", "x")
    copy, old = begun.head, begun.git("rev-parse", "x")
    ended = run_here(begun, "why", "x")
    assert ended.out == (
        f'{old[:7]} "one" by {ME} on 2026-03-04\n'
        "  not in     main: no merge has brought it in yet\n"
        f"  copied as  {copy[:7]}, which a rebase or a pick made of it\n"
        "  on         x\n"
        "  ticket     none is named\n"
        f"look       git show {old[:7]}\n"
        f"a picture  hookkit graph main..{old[:7]}\n"
        f"the copy   hookkit why {copy[:7]}\n"
    )


def picked(repo: Repository, branch: str, *args: str) -> tuple[str, str]:
    """Pick the commit "one" of x to a branch, and give the ids of both."""
    repo.git("switch", "-q", branch)
    repo.commit("theirs")
    repo.git("cherry-pick", *args, "x")
    return repo.git("rev-parse", "x"), repo.head


def test_a_picked_commit_is_a_copy_of_the_one_that_it_names(begun: Repository) -> None:
    on(begun, "x", "one")
    old, copy = picked(begun, "main", "-x")
    assert run_here(begun, "why", "HEAD").out == (
        f'{copy[:7]} "one" by {ME} on 2026-03-04\n'
        f"  came in as   a commit on main itself, without a merge, by {ME} on 2026-03-05\n"
        f"  copied from  {old[:7]}\n"
        "  ticket       none is named\n"
        f"look          git show {copy[:7]}\n"
        f"the original  hookkit why {old[:7]}\n"
    )
    assert f"  copied as  {copy[:7]}, which" in run_here(begun, "why", "x").out


@pytest.mark.parametrize("option", [("-x",), ()])
def test_what_is_picked_from_the_target_is_the_copy(
    begun: Repository, option: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    on(begun, "x", "one")
    begun.git("switch", "-q", "-c", "release", "main")
    begun.git("branch", "-f", "main", "x")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-03-06T12:00:00Z")
    old, copy = picked(begun, "release", *option)
    said = run_here(begun, "why", "HEAD")
    assert f"  copied from  {old[:7]}\n" in said.out and "copied as" not in said.out
    document = json.loads(run_here(begun, "why", "HEAD", "--format", "json").out)
    assert (document["copy"], document["original"]) == (None, old)
    assert "copied" not in run_here(begun, "why", "main").out


def test_the_original_of_a_picked_commit_may_be_elsewhere(begun: Repository) -> None:
    begun.commit(f"one\n\n(cherry picked from commit {'1' * 40})")
    said = run_here(begun, "why", "HEAD").out
    assert "  copied from  1111111, which is not here\n" in said and "the original" not in said


@pytest.mark.parametrize("branch", ["main", "12-x"])
def test_a_commit_that_is_not_merged(begun: Repository, branch: str) -> None:
    on(begun, "12-x", "one", "two")
    begun.git("branch", "other")
    begun.git("update-ref", "refs/remotes/origin/12-x", "12-x")
    begun.git("switch", "-q", branch)
    where = "main" if branch == "12-x" else "main: no merge has brought it in yet"
    assert why(begun, "other~1") == (
        f'<one> "one" by {ME} on 2026-03-04\n'
        f"  not in  {where}\n"
        "  on      12-x, other, origin/12-x\n"
        "  ticket  #12, from the branch 12-x\n"
        "look       git show <one>\n"
        "a picture  hookkit graph main..<one>\n"
    )


def test_a_commit_of_no_branch(begun: Repository) -> None:
    begun.commit("lost")
    lost = begun.head
    begun.git("reset", "-q", "--hard", "HEAD^")
    assert why(begun, lost).splitlines()[1:3] == [
        "  not in  main: no merge has brought it in yet",
        "  on      no branch",
    ]


def test_a_merge_that_is_not_pushed_yet(begun: Repository) -> None:
    begun.git("update-ref", "refs/remotes/origin/main", "main")
    on(begun, "12-x", "one")
    merge(begun, "main", "Merge branch '12-x'", "12-x")
    assert why(begun, "12-x") == (
        f'<one> "one" by {ME} on 2026-03-04\n'
        "  not in      origin/main\n"
        f"  came in by  the merge <Merge branch '12-x'> of 12-x into main, by {ME} on 2026-03-05\n"
        "  on          12-x, main\n"
        "  ticket      #12, from the branch 12-x\n"
        "the merge    git show <Merge branch '12-x'>\n"
        "its commits  git log --oneline <Merge branch '12-x'>^1..<Merge branch '12-x'>\n"
        "a picture    hookkit graph --unfold"
        " <Merge branch '12-x'>^1..<Merge branch '12-x'>\n"
    )


def test_a_pattern_of_tickets_is_all_that_counts(begun: Repository) -> None:
    begun.git("config", "hookkit.ticketPattern", "T[0-9]+")
    on(begun, "ABC-1-t7-x", "one")
    begun.git("branch", "-m", "ABC-1-T7-x")
    begun.commit("UTF-8 for T8\n\nCloses #9")
    assert why(begun, "HEAD").splitlines()[3:5] == [
        "  ticket  T8, from its subject",
        "  ticket  T7, from the branch ABC-1-T7-x",
    ]


def test_a_shallow_clone_says_what_it_cannot_know(begun: Repository, tmp_path: Path) -> None:
    for number in range(5):
        begun.commit(f"old {number}")
    on(begun, "x", "one", "two", "three", at="main~4")
    merge(begun, "main", "Merge branch 'x'", "x")
    url, place = f"file://{begun.path}", str(tmp_path / "clone")
    begun.git("clone", "-q", "--depth", "3", "--no-single-branch", url, place)
    clone = Repository(tmp_path / "clone")
    unknown = "this shallow clone lacks a part of origin/main\n"
    assert why(clone, "origin/x") == (
        f'<three> "three" by {ME} on 2026-03-04\n'
        f"  came in by  the merge <Merge branch 'x'> of x into origin/main, by {ME} on 2026-03-05\n"
        "  ticket      none is named\n"
        f"  unknown     whether another merge was first: {unknown}"
        "the merge    git show <Merge branch 'x'>\n"
        "its commits  git log --oneline <Merge branch 'x'>^1..<Merge branch 'x'>\n"
        "a picture    hookkit graph --unfold"
        " <Merge branch 'x'>^1..<Merge branch 'x'>\n"
        "find out     git fetch --unshallow\n"
    )
    clone.git("update-ref", "refs/remotes/origin/main", "origin/main~1")
    clone.git("reset", "-q", "--hard", "origin/main")
    assert why(clone, "origin/x") == (
        f'<three> "three" by {ME} on 2026-03-04\n'
        "  ticket   none is named\n"
        f"  unknown  whether origin/main has it: {unknown}"
        "look      git show <three>\n"
        "find out  git fetch --unshallow\n"
    )


def test_a_merge_whose_parents_a_shallow_clone_lacks(begun: Repository, tmp_path: Path) -> None:
    on(begun, "SHOP-7-x", "one")
    merge(begun, "main", "Merge branch 'SHOP-7-x'", "SHOP-7-x")
    begun.commit("last")
    place = str(tmp_path / "clone")
    begun.git("clone", "-q", "--depth", "2", f"file://{begun.path}", place)
    clone = Repository(tmp_path / "clone")
    assert why(clone, "HEAD~1") == (
        f"<Merge branch 'SHOP-7-x'> \"Merge branch 'SHOP-7-x'\" by {ME} on 2026-03-04\n"
        "  came in as  a commit or a merge on origin/main itself,"
        f" by {ME} on 2026-03-05\n"
        "  ticket      SHOP-7, from the branch SHOP-7-x\n"
        "  unknown     whether it is a merge: this shallow clone does not have what was before\n"
        "look      git show <Merge branch 'SHOP-7-x'>\n"
        "find out  git fetch --unshallow\n"
    )
    clone.git("fetch", "-q", "--unshallow")
    said = why(clone, "HEAD~1").splitlines()
    assert said[1] == (
        f"  came in as  a merge of SHOP-7-x, on origin/main itself, by {ME} on 2026-03-05"
    )
    # What has its parents here is known in a shallow clone too.
    deeper = str(tmp_path / "deeper")
    begun.git("clone", "-q", "--depth", "3", f"file://{begun.path}", deeper)
    assert why(Repository(tmp_path / "deeper"), "HEAD~1").splitlines()[1] == said[1]


@pytest.fixture
def lines(begun: Repository) -> Repository:
    """A file whose second line has been reformatted by a commit that blame is to pass over."""
    begun.commit("Add tax", {"src/t.py": "a = 1\nb=2\n"})
    begun.commit("Format all", {"src/t.py": "a = 1\nb = 2\n"})
    begun.write("ignored", begun.head + "\n")
    return begun


@pytest.mark.parametrize(
    ("config", "subject"), [((), "Format all"), (("blame.ignoreRevsFile", "ignored"), "Add tax")]
)
@pytest.mark.parametrize("place", ["src/t.py:2", "src/t.py:2:5", "./src/t.py:2:"])
def test_the_commit_that_touched_a_line(
    lines: Repository, config: tuple[str, ...], subject: str, place: str
) -> None:
    if config:
        lines.git("config", *config)
    shown = place.split(":")[0]
    assert why(lines, place) == (
        f'{shown}:2: <{subject}> "{subject}" by {ME} on 2026-03-04\n'
        f"  came in as  a commit on main itself, without a merge, by {ME} on 2026-03-05\n"
        "  ticket      none is named\n"
        f"look  git show <{subject}>\n"
    )


@pytest.mark.parametrize("place", ["--local", "--global"])
def test_a_list_of_ignored_commits_that_is_not_here(lines: Repository, place: str) -> None:
    lines.git("config", place, "blame.ignoreRevsFile", "nowhere")
    ended = run_here(lines, "why", "src/t.py:2")
    assert (ended.status, ended.out) == (3, "")
    message, _, repair = ended.err.partition("\n  repair: ")
    assert message == "hookkit: blame.ignoreRevsFile is nowhere, which is not here"
    lines.git(*repair.split()[1:])
    assert why(lines, "src/t.py:2").startswith('src/t.py:2: <Format all> "Format all"')


def test_a_line_from_within_a_folder(lines: Repository) -> None:
    inside = Repository(lines.path / "src")
    assert why(inside, "t.py:1").startswith('t.py:1: <Add tax> "Add tax"')


def test_a_line_that_a_shallow_clone_cannot_follow(lines: Repository, tmp_path: Path) -> None:
    place = str(tmp_path / "clone")
    lines.git("clone", "-q", "--depth", "1", f"file://{lines.path}", place)
    said = why(Repository(tmp_path / "clone"), "src/t.py:1").splitlines()
    assert said[3:] == [
        "  unknown     whether the line is older: this shallow clone does not have what was before",
        "look      git show <Format all>",
        "find out  git fetch --unshallow",
    ]


@pytest.mark.parametrize(
    ("name", "status", "message", "repair"),
    [
        (
            "nope",
            3,
            "there is no commit 'nope' here, and no file and line",
            "git log --oneline --all",
        ),
        (
            "nope.py:3",
            3,
            "there is no commit 'nope.py:3' here, and no file and line",
            "git log --oneline --all",
        ),
        ("src/t.py", 2, "src/t.py is a file: name a line of it", "hookkit why src/t.py:1"),
        ("src/t.py:9", 2, "src/t.py has 2 lines: there is no line 9", "hookkit why src/t.py:2"),
        ("src/t.py:0", 2, "there is no line 0: the first line is 1", "hookkit why src/t.py:1"),
        ("ignored:1", 2, "no commit has ignored yet", "git status -- ignored"),
        ("a.py:1", 2, "line 1 of a.py is not committed yet", "git diff HEAD -- a.py"),
        ("src", 2, "src is a folder: name a line of a file", "hookkit why --help"),
        ("src:1", 2, "src is a folder: name a line of a file", "hookkit why --help"),
        ("{out}:1", 2, "{out} is not in the worktree {top}", "git status"),
        ("empty:1", 2, "empty is empty: there is no line 1", "hookkit why --help"),
    ],
)
def test_a_wrong_name(lines: Repository, name: str, status: int, message: str, repair: str) -> None:
    lines.commit("Empty", {"empty": ""})
    lines.write("a.py", "x = 2\n")
    outside = lines.path.parent / "outside"
    outside.write_text("x")
    ended = run_here(lines, "why", name.replace("{out}", str(outside)))
    message = message.replace("{top}", str(lines.path)).replace("{out}", str(outside))
    assert (ended.status, ended.out) == (status, "")
    assert ended.err == f"hookkit: {message}\n  repair: {repair}\n"


def test_a_repository_without_a_commit(repo: Repository) -> None:
    ended = run_here(repo, "why", "HEAD")
    message = "there is no commit 'HEAD': there is none yet"
    assert (ended.status, ended.err) == (3, f"hookkit: {message}\n  repair: git commit\n")


def test_a_name_that_a_shallow_clone_lacks(lines: Repository, tmp_path: Path) -> None:
    place = str(tmp_path / "clone")
    lines.git("clone", "-q", "--depth", "1", f"file://{lines.path}", place)
    ended = run_here(Repository(tmp_path / "clone"), "why", "HEAD^")
    message = "there is no commit 'HEAD^' in this shallow clone"
    repair = "git fetch --unshallow"
    assert (ended.status, ended.err) == (3, f"hookkit: {message}\n  repair: {repair}\n")


def test_the_same_for_programs(begun: Repository) -> None:
    on(begun, "12-x", "one")
    merge(begun, "main", "Merge branch '12-x'", "12-x")
    commit, top, base = (begun.git("rev-parse", each) for each in ("12-x", "main", "main^"))
    ended = run_here(begun, "why", "12-x", "--format", "json")
    who = {"author": ME, "date": "2026-03-04", "committer": ME, "committed": "2026-03-05"}
    assert (ended.status, json.loads(ended.out)) == (
        0,
        {
            "place": None,
            "commit": commit,
            "subject": "one",
            **who,
            "parents": [base],
            "merged": None,
            "request": None,
            "branch": "main",
            "answer": "yes",
            "lacking": [],
            "merges": [
                {
                    "commit": top,
                    "subject": "Merge branch '12-x'",
                    **who,
                    "parents": [base, commit],
                    "merged": "12-x",
                    "request": None,
                }
            ],
            "branches": [],
            "copy": None,
            "original": None,
            "tickets": [{"name": "#12", "source": "the branch 12-x"}],
            "problem": None,
            "repair": None,
        },
    )


def test_nothing_is_changed(begun: Repository) -> None:
    on(begun, "x", "one")
    begun.write("a.py", "x = 2\n")
    before = repository_content(begun)
    why(begun, "x")
    assert repository_content(begun) == before


def test_a_line_end_in_a_name_is_no_line_of_the_report(repo: Repository) -> None:
    name = "new\nline.py"
    repo.commit("one", {name: "x = 1\n"})
    ended = run_here(repo, "why", f"{name}:1")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("new\\nline.py:1: ")
    assert run_here(repo, "why", name).err == (
        "hookkit: new\\nline.py is a file: name a line of it\n"
        "  repair: hookkit why $'new\\nline.py:1'\n"
    )
    assert run_here(repo, "why", f"{name}:9").err == (
        "hookkit: new\\nline.py has 1 line: there is no line 9\n"
        "  repair: hookkit why $'new\\nline.py:1'\n"
    )
    for asked in (f"{name}:1", f"{name}:9", f"no{name}:1", f"no{name}"):
        printed = run_here(repo, "why-not", asked)
        assert not any(
            line.startswith("line.py") for line in (printed.out + printed.err).splitlines()
        )
        assert "new\\nline.py" in printed.out + printed.err
