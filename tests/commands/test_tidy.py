"""``hookkit tidy``: the fixups of a branch squashed, the files as they were."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.repository_copies import copy, do, printed
from tests.commands.sync_scenario import under_way
from tests.interruption.spread_scenario import add_failing_hooks, subjects
from tests.random_examples import seeds
from tests.repository import Repository
from tests.repository_with_hooks import (
    RepositoryContent,
    install_hooks,
    repository_content,
    run_here,
)

LINES = "".join(f"{number}\n" for number in range(1, 30))
BACKUPS = "refs/hookkit/backup/"


def edited(text: str, **lines: str) -> str:
    """A text with some of its lines replaced: ``_3="x"`` for the third."""
    all_lines = text.splitlines()
    for key, line in lines.items():
        all_lines[int(key[1:]) - 1] = line
    return "\n".join(all_lines) + "\n"


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """Five commits above main, with five fixups of all kinds behind and between them."""
    repo.commit("Begin", {"a.txt": LINES, "b.txt": LINES, "c.txt": LINES})
    repo.git("switch", "-q", "-c", "topic")
    a, b, c = (edited(LINES, _2="one"), edited(LINES, _2="two"), edited(LINES, _2="three"))
    repo.commit("One", {"a.txt": a})
    repo.commit("Two", {"b.txt": b})
    repo.commit("fixup! One", {"a.txt": (a := edited(a, _3="more of one"))})
    repo.commit("Three", {"c.txt": c})
    repo.commit("squash! Two\n\nAnd why.", {"b.txt": (b := edited(b, _9="more of two"))})
    repo.commit("Four", {"a.txt": (a := edited(a, _20="four"))})
    repo.commit("fixup! fixup! One", {"a.txt": edited(a, _4="still one")})
    repo.commit(
        "amend! Three\n\nThree, said better\n\n#3 is the body.", {"c.txt": edited(c, _7="")}
    )
    repo.commit("Five", {"b.txt": edited(b, _25="five")})
    return repo


def names(repo: Repository, text: str) -> str:
    """What was printed, with subjects for ids; a commit of now is told from one before by `new`."""
    log = repo.git("log", "--all", "--reflog", "--format=%h %s", "--abbrev=7").splitlines()
    now = repo.git("log", "--format=%h", "--abbrev=7").split()
    for line in log:
        name, _, subject = line.partition(" ")
        text = text.replace(name, f"<{'new ' if name in now else ''}{subject}>")
    return text


def without_hookkit(seen: RepositoryContent) -> tuple[object, ...]:
    """Files, index, HEAD and refs: all that differs in nothing but objects."""
    refs = [line for line in seen.refs.splitlines() if "refs/hookkit/kept/" not in line]
    return seen.files, seen.index, seen.head, refs


PLAN = """\
  <One>  "One"{one}
    <fixup! One>  "fixup! One"
    <fixup! fixup! One>  "fixup! fixup! One"
  <Two>  "Two"{two}
    <squash! Two>  "squash! Two"
  <Three>  "Three"{three}
    <amend! Three>  "amend! Three"
"""
DONE = (
    "hookkit squashed 4 of 9 commits of topic: the files are the same\n"
    + PLAN.format(one=", as <new One>", two=", as <new Two>", three=", as <new Three, said better>")
    + "look       git range-diff <Five>...<new Five>\n"
    "take back  hookkit undo  = git reset --soft <Five>\n"
)


def test_fixups_of_all_kinds_are_squashed(topic: Repository) -> None:
    tree, old = topic.git("rev-parse", "HEAD^{tree}"), topic.head
    ended = run_here(topic, "tidy")
    assert (ended.status, ended.err, names(topic, ended.out)) == (0, "", DONE)
    assert subjects(topic) == ["Begin", "One", "Two", "Three, said better", "Four", "Five"]
    assert topic.git("rev-parse", "HEAD^{tree}") == tree
    assert topic.git("symbolic-ref", "HEAD") == "refs/heads/topic"
    assert topic.git("log", "-1", "--format=%B", "HEAD~3") == "Two\n\nAnd why."
    said = "Three, said better\n\n#3 is the body."
    assert topic.git("log", "-1", "--format=%B", "HEAD~2") == said
    backup = topic.git("for-each-ref", "--format=%(objectname) %(refname)", BACKUPS)
    assert backup.startswith(f"{old} {BACKUPS}topic/")
    assert topic.git("reflog", "-1", "--format=%gs") == "hookkit: tidy"
    assert topic.git("reflog", "-1", "--format=%gs", "topic") == "hookkit: tidy"
    assert topic.git("fsck", "--strict", "--connectivity-only", "--no-dangling") == ""
    for name in topic.git("rev-list", "HEAD").split():
        assert topic.attempt("rev-list", "--objects", name).returncode == 0


def test_it_is_what_git_itself_makes_of_it(topic: Repository) -> None:
    plain = copy(topic, "plain")
    do(plain, "git -c core.commentChar=% rebase -q -i --autosquash main")
    run_here(topic, "tidy")
    form = "--format=%T %an %ae %at %B"
    assert topic.git("log", form) == plain.git("log", form)


def test_a_dry_run_shows_the_difference_and_changes_nothing(topic: Repository) -> None:
    before = repository_content(topic)
    ended = run_here(topic, "tidy", "--dry-run")
    assert repository_content(topic) == before
    assert (ended.status, ended.err) == (0, "")
    output = names(topic, ended.out).replace("<new ", "<")
    title = "hookkit would squash 4 of 9 commits of topic: nothing was changed\n"
    plan = PLAN.format(one="", two="", three="")
    right = "git range-diff; the right-hand ids are from the dry run:\n"
    assert output.startswith(f"{title}{plan}{right}")
    assert output.endswith("\ndo it  hookkit tidy\n")
    shown = ended.out.splitlines()
    run_here(topic, "tidy")
    old = topic.git("rev-parse", "HEAD@{1}")
    real = topic.git("range-diff", "--no-color", f"{old}...HEAD").splitlines()
    assert [without_ids(line) for line in shown[9:-1]] == [without_ids(line) for line in real]


def without_ids(line: str) -> str:
    """A line of a range-diff without the two ids."""
    words = line.split(" ")
    return " ".join(word for word in words if not re.fullmatch("[0-9a-f]{7}", word)).rstrip()


def test_undo_takes_it_back_exactly(topic: Repository) -> None:
    before = without_hookkit(repository_content(topic))
    ended = run_here(topic, "tidy")
    plain = copy(topic, "plain")
    back = run_here(topic, "undo")
    old = topic.head[:7]
    new = plain.head[:7]
    assert (back.status, back.err) == (0, "")
    assert back.out == (
        f"hookkit took back the squash that made {new}: the branch is at {old} again\n"
        "again  hookkit redo\n"
    )
    assert without_hookkit(repository_content(topic)) == before
    do(plain, printed(ended.out, "take back"))
    assert (plain.head, plain.status) == (topic.head, "")


def test_staged_unstaged_and_untracked_work_stays(topic: Repository) -> None:
    topic.write("a.txt", "staged\n")
    topic.git("add", "a.txt")
    topic.write("a.txt", "edited\n")
    topic.git("rm", "-q", "--cached", "c.txt")
    topic.git("add", "-N", topic.write("new.txt", "new\n").name)
    topic.write("untracked.txt", "mine\n")
    index = (topic.path / ".git" / "index").read_bytes()
    before = repository_content(topic)
    ended = run_here(topic, "tidy")
    after = repository_content(topic)
    assert (ended.status, ended.err) == (0, "")
    assert (after.files, after.index) == (before.files, before.index)
    assert (topic.path / ".git" / "index").read_bytes() == index
    assert run_here(topic, "undo").status == 0
    assert without_hookkit(repository_content(topic)) == without_hookkit(before)


def test_no_hook_and_no_editor_has_a_part_in_it(
    topic: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = add_failing_hooks(topic)
    monkeypatch.setenv("GIT_SEQUENCE_EDITOR", "false")
    assert run_here(topic, "tidy").status == 0
    # git runs that one for an index of ours, too.
    assert not ran.exists() or set(ran.read_text().split()) == {"post-index-change"}
    assert len(subjects(topic)) == 6


def test_hookkits_own_hooks_do_not_run(topic: Repository) -> None:
    install_hooks(topic)
    ended = topic.hookkit("tidy")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert names(topic, ended.stdout) == DONE


def test_a_second_time_there_is_nothing_to_do(topic: Repository) -> None:
    run_here(topic, "tidy")
    before = repository_content(topic)
    ended = run_here(topic, "tidy")
    assert repository_content(topic) == before
    nothing = "hookkit found nothing to squash in 5 commits of topic above main\n"
    assert (ended.status, ended.out, ended.err) == (0, nothing, "")


def test_a_fixup_whose_commit_is_not_on_the_branch_stays_and_is_named(topic: Repository) -> None:
    orphan = topic.commit("fixup! Begin", {"c.txt": "c\n"})[:7]
    stays = f'  {orphan}  "fixup! Begin"  stays: the commit it fixes is not on this branch\n'
    ended = run_here(topic, "tidy", "--dry-run")
    assert (ended.status, stays in ended.out) == (1, True)
    ended = run_here(topic, "tidy")
    assert (ended.status, stays in ended.out) == (1, True)
    assert subjects(topic)[-2:] == ["Five", "fixup! Begin"]
    again = run_here(topic, "tidy")
    title = "hookkit found nothing to squash in 6 commits of topic above main\n"
    now = topic.head[:7]
    assert (again.status, again.out) == (1, title + stays.replace(orphan, now))


def test_commits_below_the_oldest_that_takes_one_keep_their_ids(topic: Repository) -> None:
    kept = topic.head
    topic.git("switch", "-q", "-c", "next")
    topic.commit("Six", {"six.txt": "6\n"})
    topic.commit("fixup! Six", {"six.txt": "six\n"})
    topic.git("branch", "-q", "-f", "main", kept)
    run_here(topic, "tidy")
    assert topic.git("rev-parse", "HEAD~1") == kept


def test_a_fixup_that_changes_nothing_but_the_message(topic: Repository) -> None:
    run_here(topic, "tidy")
    topic.commit("squash! Four\n\nBecause of five.")
    topic.commit("fixup! Five")
    tree = topic.git("rev-parse", "HEAD^{tree}")
    ended = run_here(topic, "tidy")
    assert (ended.status, ended.err) == (0, "")
    assert subjects(topic)[-2:] == ["Four", "Five"]
    assert topic.git("log", "-1", "--format=%B", "HEAD~1") == "Four\n\nBecause of five."
    assert topic.git("rev-parse", "HEAD^{tree}") == tree


def conflicting(repo: Repository) -> None:
    """A fixup of lines that a later commit brought."""
    repo.commit("fixup! One", {"b.txt": edited(repo.read("b.txt").decode(), _25="fifth")})


def reverting(repo: Repository) -> None:
    """A fixup that takes away all that its commit did."""
    repo.commit("Six", {"six.txt": "6\n"})
    repo.git("rm", "-q", "six.txt")
    repo.git("commit", "-q", "-m", "fixup! Six")


@pytest.mark.parametrize(
    ("begin", "sentence"),
    [
        (conflicting, "the squash has a conflict in b.txt: nothing was changed"),
        (
            reverting,
            "git does not squash this: Could not apply {}... fixup! Six: nothing was changed",
        ),
    ],
)
@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_what_git_cannot_squash_is_refused(
    topic: Repository, begin: Callable[[Repository], None], sentence: str, option: tuple[str, ...]
) -> None:
    one = topic.git("log", "--format=%H", "--grep=^One$")[:7]
    begin(topic)
    topic.write("a.txt", "mine\n")
    before = repository_content(topic)
    ended = run_here(topic, "tidy", *option)
    assert repository_content(topic) == before
    assert (ended.status, ended.out) == (1, "")
    # Newer versions of git have the subject behind a #.
    assert ended.err.replace("... # fixup!", "... fixup!") == (
        f"hookkit: {sentence.format(topic.head[:7])}\n"
        f"  repair: GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash {one}^\n"
    )


def detached(repo: Repository) -> None:
    """HEAD is on no branch."""
    repo.git("switch", "-q", "--detach")


def on_main(repo: Repository) -> None:
    """The branch is protected."""
    repo.git("switch", "-q", "main")


def on_target(repo: Repository) -> None:
    """The branch is the one that others are merged into."""
    repo.git("config", "hookkit.target", "topic")


def without_target(repo: Repository) -> None:
    """The target that is configured is not here."""
    repo.git("config", "hookkit.target", "next")


def in_a_merge(repo: Repository) -> None:
    """A merge is under way."""
    repo.git("branch", "side", "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "-s", "ours", side(repo))


def side(repo: Repository) -> str:
    """A commit beside the branch."""
    tree = repo.git("rev-parse", "main^{tree}")
    return repo.git("commit-tree", "-m", "Side", "-p", "main", tree)


def elsewhere(repo: Repository) -> None:
    """Another branch of a remote has the commits."""
    repo.git("remote", "add", "origin", "nowhere")
    repo.git("update-ref", "refs/remotes/origin/next", "topic~2")


def on_top_of_another(repo: Repository) -> None:
    """The branch was begun from another one, which git calls its upstream."""
    elsewhere(repo)
    repo.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    repo.git("branch", "-q", "-u", "origin/next")


@pytest.mark.parametrize(
    ("begin", "sentence", "repair"),
    [
        (detached, "HEAD is on no branch: there is no branch to tidy", "git switch -c topic"),
        (on_main, "main is protected: its commits are not rewritten", "git switch -c topic"),
        (
            on_target,
            "others are merged into topic: its commits are not rewritten",
            "git switch -c topic",
        ),
        (
            without_target,
            "the target of topic is unknown: next is not here",
            "hookkit config target",
        ),
        (in_a_merge, *under_way("merge")),
        (
            elsewhere,
            "origin/next has {one} too: others may build on it",
            "git branch --remotes --contains {one}",
        ),
        (
            on_top_of_another,
            "origin/next has {one} too: others may build on it",
            "git branch --remotes --contains {one}",
        ),
    ],
)
def test_it_refuses_what_could_cost_somebody_something(
    topic: Repository, begin: Callable[[Repository], None], sentence: str, repair: str
) -> None:
    one = topic.git("log", "--format=%H", "--grep=^One$")[:7]
    begin(topic)
    before = repository_content(topic)
    ended = run_here(topic, "tidy")
    assert repository_content(topic) == before
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"hookkit: {sentence.format(one=one)}\n  repair: {repair.format(one=one)}\n"


def test_a_branch_without_a_commit(repo: Repository) -> None:
    repo.git("switch", "-q", "-c", "topic")
    ended = run_here(repo, "tidy")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err == "hookkit: topic has no commit yet\n  repair: git commit\n"


def test_where_a_shallow_clone_ends_is_unknown(topic: Repository, tmp_path: Path) -> None:
    shallow = Repository(tmp_path / "shallow")
    source = f"file://{topic.path}"
    topic.git("clone", "-q", "--depth=3", "--single-branch", source, str(shallow.path))
    shallow.git("remote", "remove", "origin")
    ended = run_here(shallow, "tidy")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "hookkit: where topic begins is unknown in this shallow clone\n"
        "  repair: git fetch --unshallow\n"
    )


def test_what_is_pushed_on_the_branch_itself_needs_a_forced_push(
    topic: Repository, tmp_path: Path
) -> None:
    topic.git("init", "-q", "--bare", str(tmp_path / "origin"))
    topic.git("remote", "add", "origin", str(tmp_path / "origin"))
    topic.git("push", "-q", "-u", "origin", "main", "topic")
    rehearsed = run_here(topic, "tidy", "--dry-run").out.splitlines()[-1]
    assert rehearsed == "do it  hookkit tidy  and then hookkit push"
    ended = run_here(topic, "tidy")
    assert ended.status == 0
    assert ended.out.startswith("hookkit squashed 4 of 9 commits of topic: ")
    assert "\npush       hookkit push  the old commits are pushed\n" in ended.out
    assert run_here(topic, "push", "--yes").status == 0
    assert topic.git("rev-parse", "origin/topic") == topic.head


def test_where_the_branch_is_pushed_under_another_name(topic: Repository, tmp_path: Path) -> None:
    topic.git("init", "-q", "--bare", str(tmp_path / "origin"))
    topic.git("remote", "add", "origin", str(tmp_path / "origin"))
    topic.git("config", "push.default", "upstream")
    topic.git("push", "-q", "-u", "origin", "main", "topic:mine/topic")
    ended = run_here(topic, "tidy")
    assert "\npush       hookkit push  the old commits are pushed\n" in ended.out
    assert run_here(topic, "push", "--yes").status == 0
    assert topic.git("rev-parse", "origin/mine/topic") == topic.head


def test_where_hookkit_would_push_it_elsewhere_the_place_is_named(
    topic: Repository, tmp_path: Path
) -> None:
    for name in ("origin", "other"):
        topic.git("init", "-q", "--bare", str(tmp_path / name))
        topic.git("remote", "add", name, str(tmp_path / name))
    topic.git("push", "-q", "origin", "main")
    topic.git("push", "-q", "other", "topic")
    assert run_here(topic, "tidy", "--dry-run").out.endswith("  and then hookkit push other\n")
    topic.git("config", "branch.topic.remote", "other")
    topic.git("config", "remote.other.push", "refs/heads/topic:refs/heads/mine/topic")
    assert run_here(topic, "tidy", "--dry-run").out.endswith(
        "  and then git push --force-with-lease other topic\n"
    )


def test_above_a_merge_of_the_branch(topic: Repository) -> None:
    topic.git("merge", "-q", "-s", "ours", "-m", "Merge side", side(topic))
    merge = topic.head
    topic.commit("Six", {"six.txt": "6\n"})
    topic.commit("fixup! Six", {"six.txt": "six\n"})
    ended = run_here(topic, "tidy")
    assert ended.status == 0
    assert topic.git("log", "-1", "--format=%s %P") == f"Six {merge}"


def test_without_a_target_what_is_not_pushed_is_tidied_from_the_root(repo: Repository) -> None:
    repo.git("switch", "-q", "-c", "topic")
    repo.commit("One", {"a.txt": "1\n"})
    repo.commit("Two", {"b.txt": "2\n"})
    repo.commit("fixup! One", {"a.txt": "one\n"})
    ended = run_here(repo, "tidy")
    assert (ended.status, subjects(repo), repo.status) == (0, ["One", "Two"], "")
    assert "hookkit squashed 1 of 3 commits of topic: " in ended.out
    assert repo.git("log", "--format=%P", "HEAD~1") == ""


def test_author_and_date_stay_and_the_committer_is_who_tidies(repo: Repository) -> None:
    repo.commit("Begin", {"a.txt": "0\n"})
    repo.git("switch", "-q", "-c", "topic")
    who = ("--author=Ada <ada@example.com>", "--date=2001-02-03T04:05:06+0700")
    repo.commit("One", {"a.txt": "1\n"}, *who)
    repo.commit("fixup! One", {"a.txt": "one\n"})
    repo.git("config", "user.name", "Tidy Person")
    run_here(repo, "tidy")
    output = repo.git("log", "-1", "--format=%an %ae %aI %cn %ce")
    ada = "Ada ada@example.com 2001-02-03T04:05:06+07:00"
    assert output == f"{ada} Tidy Person tests@hookkit.invalid"


def test_a_message_keeps_its_encoding(repo: Repository) -> None:
    repo.commit("Begin", {"a.txt": "0\n"})
    repo.git("switch", "-q", "-c", "topic")
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    message = "Grün\n\n#1 größer\n".encode("latin-1")
    for number, text in enumerate((message, b"fixup! " + "Grün\n".encode("latin-1"))):
        repo.write("a.txt", f"{number}{number}\n")
        repo.git("add", "a.txt")
        repo.git("commit", "-q", "--cleanup=verbatim", "-F", "-", data=text)
    repo.git("config", "--unset", "i18n.commitEncoding")
    assert run_here(repo, "tidy").status == 0
    raw = repo.attempt("cat-file", "commit", "HEAD").stdout
    assert raw.endswith(b"\nencoding ISO-8859-1\n\n" + message)
    assert repo.git("rev-list", "--count", "HEAD") == "2"


def test_commits_are_signed_again(topic: Repository, tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen")
    key = tmp_path / "key"
    do(topic, f"ssh-keygen -q -t ed25519 -N '' -f '{key}' && git status")
    topic.git("config", "gpg.format", "ssh")
    topic.git("config", "user.signingKey", str(key))
    topic.git("config", "commit.gpgSign", "true")
    before = repository_content(topic)
    assert run_here(topic, "tidy", "--dry-run").status == 0
    assert repository_content(topic) == before
    assert run_here(topic, "tidy").status == 0
    for name in topic.git("rev-list", "main..").split():
        assert "\ngpgsig " in topic.git("cat-file", "commit", name)


def test_notes_go_with_the_commits_where_git_is_told_so(topic: Repository) -> None:
    topic.git("config", "notes.rewriteRef", "refs/notes/commits")
    topic.git("notes", "add", "-m", "seen", "HEAD")
    run_here(topic, "tidy")
    assert topic.git("notes", "show", "HEAD") == "seen"


def test_another_branch_that_has_the_old_commits_is_named(topic: Repository) -> None:
    topic.git("branch", "later")
    ended = run_here(topic, "tidy")
    assert "  note later still has the old commits\n" in ended.out


def test_a_repository_with_long_ids(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "long", "--object-format=sha256")
    repo.commit("Begin", {"a.txt": "0\n"})
    repo.git("switch", "-q", "-c", "topic")
    one = repo.commit("One", {"a.txt": "1\n"})
    repo.commit(f"fixup! {one[:12]}", {"a.txt": "one\n"})
    before = without_hookkit(repository_content(repo))
    assert run_here(repo, "tidy").status == 0
    assert (subjects(repo), repo.status) == (["Begin", "One"], "")
    assert run_here(repo, "undo").status == 0
    assert without_hookkit(repository_content(repo)) == before


def test_a_linked_worktree(topic: Repository) -> None:
    topic.git("switch", "-q", "main")
    linked = Repository(topic.path.parent / "linked")
    topic.git("worktree", "add", "-q", str(linked.path), "topic")
    before = repository_content(topic).files, topic.head
    old = linked.head
    assert run_here(linked, "tidy").status == 0
    assert (len(subjects(linked)), linked.status) == (6, "")
    assert (repository_content(topic).files, topic.head) == before
    assert run_here(linked, "undo").status == 0
    assert linked.head == old


def test_from_a_folder_inside(topic: Repository) -> None:
    topic.write("deep/er/x.txt", "x\n")
    inside = Repository(topic.path / "deep" / "er")
    ended = inside.hookkit("tidy")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(subjects(topic)) == 6


def test_commits_made_since_are_not_taken_back(topic: Repository) -> None:
    old = topic.head[:7]
    run_here(topic, "tidy")
    new = topic.head[:7]
    topic.commit("Six", {"six.txt": "6\n"})
    ended = run_here(topic, "undo")
    assert ended.err == (
        f"hookkit: commits have been made since {new}, which would be taken back\n"
        f"  repair: git rebase --onto {old} {new}\n"
    )
    do(topic, f"git rebase -q --onto {old} {new}")
    assert topic.git("rev-parse", "HEAD~1").startswith(old)


def test_after_a_range_was_corrected_it_gives_a_clean_history(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "A = 0\n"})
    repo.git("switch", "-q", "-c", "topic")
    text = "A = 0\n"
    for name in ("one", "two", "three"):
        text += f"\n\ndef {name}(a,b):\n    x={len(name)}\n    return x\n# end of {name}\n"
        repo.commit(f"Add {name}", {"a.py": text})
    assert run_here(repo, "run", "main..", "--mode", "fixup").status == 0
    assert len(subjects(repo)) > 4
    tree = repo.git("rev-parse", "HEAD^{tree}")
    assert run_here(repo, "tidy").status == 0
    assert subjects(repo) == ["Begin", "Add one", "Add two", "Add three"]
    assert (repo.git("rev-parse", "HEAD^{tree}"), repo.status) == (tree, "")
    ended = run_here(repo, "run", "main..", "--check")
    assert ended.status == 0, ended.out


def test_of_many_backups_the_last_stay(topic: Repository) -> None:
    for number in range(23):
        topic.git("update-ref", f"{BACKUPS}topic/{number:020d}", "main")
    topic.git("update-ref", f"{BACKUPS}topic/below/{1:020d}", "main")
    run_here(topic, "tidy")
    refs = topic.git("for-each-ref", "--format=%(refname:lstrip=4)", f"{BACKUPS}topic/").split()
    old = [f"{number:020d}" for number in range(4, 23)]
    assert (refs[:-2], refs[-1]) == (old, f"below/{1:020d}")


MOVER = """\
#!/bin/sh
cat > /dev/null
git update-ref refs/heads/topic main
echo "[GNUPG:] SIG_CREATED " >&2
echo signature
"""


def test_a_branch_that_moves_meanwhile_stays_where_it_went(
    topic: Repository, tmp_path: Path
) -> None:
    program = tmp_path / "gpg"
    program.write_text(MOVER)
    program.chmod(0o755)
    topic.git("config", "gpg.program", str(program))
    topic.git("config", "commit.gpgSign", "true")
    before = repository_content(topic)
    ended = run_here(topic, "tidy")
    assert (ended.status, ended.out) == (3, "")
    assert "cannot lock ref 'HEAD'" in ended.err
    after = repository_content(topic)
    assert (after.files, after.index) == (before.files, before.index)
    assert topic.head == topic.git("rev-parse", "main")
    assert topic.git("for-each-ref", "refs/hookkit") == ""


def random_branch(repo: Repository, seed: int) -> None:
    """Commit random edits of a few files, many of them as fixups of commits before."""
    chosen = random.Random(seed)
    files = {name: LINES.splitlines() for name in ("a.txt", "b.txt")}

    def commit(subject: str) -> None:
        text = {name: "\n".join(lines) + "\n" for name, lines in files.items()}
        repo.commit(subject, text)

    commit("Begin")
    repo.git("switch", "-q", "-c", "topic")
    made: list[str] = []
    for number in range(chosen.randint(4, 9)):
        lines = files[chosen.choice(list(files))]
        at = chosen.randrange(len(lines))
        lines[at : at + chosen.randint(0, 2)] = [f"line of {number}"]
        subject = f"Commit {number}"
        if made and chosen.random() < 0.5:
            kind = chosen.choice(["fixup", "squash", "fixup! fixup", "fixup! squash"])
            subject = f"{kind}! {chosen.choice(made)}"
        else:
            made.append(subject)
        commit(subject)


@pytest.mark.parametrize("seed", seeds(16))
def test_any_branch_comes_out_as_git_makes_it_or_stays(repo: Repository, seed: int) -> None:
    random_branch(repo, seed)
    repo.write("a.txt", "mine\n")
    plain = copy(repo, "plain")
    plain.git("checkout", "-q", "--", "a.txt")
    tree = plain.git("rev-parse", "HEAD^{tree}")
    command = ("rebase", "-i", "--autosquash", "main")
    squashed = plain.attempt(*command, GIT_SEQUENCE_EDITOR=":", GIT_EDITOR=":")
    before = repository_content(repo)
    ended = run_here(repo, "tidy")
    if ended.status == 0:
        form = "--format=%T %an %ae %at %B"
        assert repo.git("log", form) == plain.git("log", form)
        assert (repository_content(repo).files, repository_content(repo).index) == (
            before.files,
            before.index,
        )
        assert repo.git("rev-parse", "HEAD^{tree}") == tree
    else:
        assert squashed.returncode != 0 or plain.git("rev-parse", "HEAD^{tree}") != tree
        assert repository_content(repo) == before
