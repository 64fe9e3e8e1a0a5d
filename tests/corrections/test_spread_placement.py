"""A correction spread over the commits it belongs to, and squashed into them by git itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.corrections.spread_placement import Spread, faults_in_later_version
from hookkit.errors import Refused
from hookkit.git.commits import read_commit
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault
from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import (
    at_head,
    better,
    check_sound,
    correct_all,
    in_index,
    in_worktree,
    keep,
    place,
    state,
)
from tests.interruption.spread_scenario import (
    add_failing_hooks,
    check_squashes,
    five,
    remove_failing_hooks,
    rows,
    spread_all,
    spread_kept,
    squash,
    subjects,
)
from tests.repository import Repository

FIXUPS_OF_FIVE = [f"fixup! Add {each}" for each in "abcde"]


def parts_by_subject(done: Spread) -> dict[str | None, int]:
    """How many parts each commit got, by its subject; None for the commit of its own."""
    return {
        each.corrected.decoded_subject if each.corrected else None: len(each.parts)
        for each in done.commits
    }


def test_a_range_of_five_commits_becomes_five_fixups_that_squash(repo: Repository) -> None:
    made = five(repo)
    done = spread_all(repo)
    assert subjects(repo, f"{made[-1]}..") == FIXUPS_OF_FIVE
    assert [each.corrected.id for each in done.fixups if each.corrected] == made
    assert [(each.hunk_count, each.fault_count) for each in done.commits] == [(2, 2)] * 5
    assert done.placement.commit == repo.head
    assert done.kept_together_paths == ()
    for name in ("a.py", *(f"own_{each}.py" for each in "abcde")):
        base = repo.blob(f"{made[-1]}:{name}")
        assert repo.read(name) == repo.blob(f"HEAD:{name}") == correct_all(base) != base
    assert repo.status == ""
    check_sound(repo)
    check_squashes(repo, done)
    assert subjects(repo) == ["Begin", *(f"Add {each}" for each in "abcde")]
    for number, each in enumerate("abcde", start=1):
        assert repo.blob(f"HEAD~{5 - number}:own_{each}.py") == f"{each} = 2\n".encode()
        text = "# begin\n" + rows(*"abcde"[:number])
        assert repo.blob(f"HEAD~{5 - number}:a.py") == correct_all(text.encode())


def test_a_fixup_says_what_it_mends_and_in_which_commit(repo: Repository) -> None:
    made = five(repo)
    spread_all(repo)
    assert repo.git("log", "-1", "--format=%B", "HEAD~4") == (
        f"fixup! Add a\n\nautopep8 corrected E225 (2).\n\nHookkit-Corrects: {made[0]}"
    )


def test_undo_takes_all_of_it_back_at_once(repo: Repository) -> None:
    five(repo)
    repo.write("a.py", repo.read("a.py") + b"# mine\n")
    repo.git("add", "a.py")
    repo.write("a.py", repo.read("a.py") + b"# mine, too\n")
    before = state(repo)
    spread_all(repo)
    assert state(repo) != before
    undo(repo.runner)
    assert state(repo) == before


def test_nothing_of_it_runs_a_hook_or_leaves_a_trace(repo: Repository) -> None:
    five(repo)
    ran = add_failing_hooks(repo)
    log = ("log", "-g", "--format=%H %gs")
    reflog = repo.git(*log)
    refs = repo.git("for-each-ref", "refs/heads", "refs/remotes")
    keep_only = {each.name for each in (repo.path / ".git").iterdir()}
    done = spread_all(repo)
    assert not ran.exists() or set(ran.read_text().split()) == {"post-index-change"}
    assert repo.git("worktree", "list").count("\n") == 0
    assert repo.git(*log).splitlines() == [f"{repo.head} hookkit: spread", *reflog.splitlines()]
    assert repo.git("for-each-ref", "refs/heads", "refs/remotes") != refs
    assert {each.name for each in (repo.path / ".git").iterdir()} == keep_only | {"hookkit"}
    remove_failing_hooks(repo)
    check_squashes(repo, done)


# Whose a line is


def test_lines_right_beside_each_other_go_to_the_later_commit(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "# begin\n"})
    for number, name in enumerate("abc", start=1):
        text = "".join(f"{each}=1\n" for each in "abc"[:number])
        repo.commit(f"Add {name}", {"a.py": "# begin\n" + text})
    done = spread_all(repo)
    assert parts_by_subject(done) == {"Add b": 1, "Add c": 2}
    assert done.kept_together_paths == ()
    check_squashes(repo, done)


def test_older_lines_become_a_commit_of_their_own(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": rows("a", "b")})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    tip = repo.commit("Add c", {"a.py": rows("a", "b", "c")})
    done = spread_all(repo)
    assert parts_by_subject(done) == {"Add c": 1, None: 2}
    assert subjects(repo, f"{tip}..") == ["fixup! Add c", "Correct PEP 8 faults in 1 file"]
    check_squashes(repo, done)
    assert subjects(repo) == ["Begin", "Add c", "Correct PEP 8 faults in 1 file"]
    assert repo.blob("HEAD^:a.py") == b"a=1\n# a\nb=1\n# b\nc = 1\n# c\n"


def test_an_old_line_beside_a_new_one_is_old(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "a=1\n"})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.commit("Add b", {"a.py": "a=1\nb=1\n"})
    done = spread_all(repo)
    assert parts_by_subject(done) == {"Add b": 1, None: 1}
    check_squashes(repo, done)


def test_what_is_pushed_gets_no_fixup(repo: Repository, tmp_path: Path) -> None:
    Repository.init(tmp_path / "remote", "--bare")
    made = five(repo)
    repo.git("remote", "add", "origin", str(tmp_path / "remote"))
    repo.git("push", "-q", "origin", f"{made[1]}:refs/heads/main")
    done = spread_all(repo, since=f"{made[0]}^")
    assert parts_by_subject(done) == {"Add c": 2, "Add d": 2, "Add e": 2, None: 4}
    check_squashes(repo, done)
    assert repo.attempt("merge-base", "--is-ancestor", "origin/main", "HEAD").returncode == 0


def test_nothing_below_the_range_gets_a_fixup(repo: Repository) -> None:
    made = five(repo)
    done = spread_all(repo, since=made[2])
    assert parts_by_subject(done) == {"Add d": 2, "Add e": 2, None: 6}
    check_squashes(repo, done)


def test_nothing_below_a_merge_gets_a_fixup(repo: Repository) -> None:
    five(repo)
    repo.git("checkout", "-q", "-b", "topic", "HEAD~2")
    repo.commit("On topic", {"t.py": "t=1\n"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    repo.commit("Add f", {"f.py": "f=1\n"})
    done = spread_all(repo)
    assert parts_by_subject(done) == {"Add f": 1, None: 11}
    check_squashes(repo, done)
    assert repo.git("log", "-1", "--format=%s", "--merges") == "Merge topic"


def test_on_top_of_a_merge_all_is_one_commit_of_its_own(repo: Repository) -> None:
    five(repo)
    repo.git("checkout", "-q", "-b", "topic", "HEAD~2")
    repo.commit("On topic", {"t.py": "t=1\n"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    assert parts_by_subject(spread_all(repo)) == {None: 11}
    assert subjects(repo)[-1] == "Correct PEP 8 faults in 7 files"
    assert repo.status == ""


def test_a_root_commit_gets_its_fixup(repo: Repository) -> None:
    root = repo.commit("Begin", {"a.py": rows("a", "b")})
    repo.commit("Add c", {"a.py": rows("a", "b", "c")})
    done = spread_all(repo)
    assert parts_by_subject(done) == {"Begin": 2, "Add c": 1}
    assert done.fixups[0].corrected == read_commit(repo.runner, root)
    check_squashes(repo, done)
    assert subjects(repo) == ["Begin", "Add c"]


def test_where_a_shallow_clone_ends_the_stack_ends(repo: Repository, tmp_path: Path) -> None:
    five(repo)
    repo.git("clone", "-q", "--depth=3", f"file://{repo.path}", str(tmp_path / "shallow"))
    clone = Repository(tmp_path / "shallow")
    clone.git("remote", "remove", "origin")
    done = spread_all(clone)
    assert parts_by_subject(done) == {"Add d": 2, "Add e": 2, None: 6}
    check_squashes(clone, done)


# Files that come, go and move


def test_files_that_are_added_renamed_and_deleted_in_the_range(repo: Repository) -> None:
    repo.commit("Begin", {"old.py": rows("a", "b"), "gone.py": rows("x")})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.commit("Add new", {"new.py": rows("n")})
    repo.git("mv", "old.py", "moved.py")
    repo.commit("Move old")
    repo.commit("Add to it", {"moved.py": rows("a", "b", "c")})
    repo.git("rm", "-q", "gone.py")
    repo.commit("Delete gone")
    repo.commit("Have it again", {"gone.py": rows("x", "y")})
    repo.git("update-index", "--chmod=+x", "new.py")
    (repo.path / "new.py").chmod(0o755)
    repo.commit("Make it a program")
    done = spread_all(repo)
    assert parts_by_subject(done) == {
        "Add new": 1,
        "Move old": 2,
        "Add to it": 1,
        "Have it again": 2,
    }
    assert repo.git("ls-tree", "HEAD", "new.py").startswith("100755 ")
    check_squashes(repo, done)
    assert repo.git("ls-tree", "HEAD", "new.py").startswith("100755 ")


def test_a_file_that_was_a_link(repo: Repository) -> None:
    repo.commit("Begin", {"b.py": "# b\n"})
    (repo.path / "a.py").symlink_to("b.py")
    repo.git("add", "a.py")
    repo.commit("Link a")
    (repo.path / "a.py").unlink()
    repo.commit("Make it a file", {"a.py": rows("a")})
    repo.commit("Add b", {"a.py": rows("a", "b")})
    done = spread_all(repo)
    assert parts_by_subject(done) == {"Make it a file": 1, "Add b": 1}
    check_squashes(repo, done)


def test_odd_names(repo: Repository) -> None:
    names = ["two words.py", 'quo"te.py', "new\nline.py", "*.py", "ümlaut.py", "-dash.py"]
    for number, name in enumerate(names):
        repo.write(name, rows("a"))
        repo.git("--literal-pathspecs", "add", "--", name)
        repo.commit(f"Commit {number}")
    done = spread_all(repo)
    assert parts_by_subject(done) == {f"Commit {number}": 1 for number in range(len(names))}
    check_squashes(repo, done)


@pytest.mark.parametrize(
    "data",
    [
        b"# -*- coding: latin-1 -*-\r\na=1\r\n# \xe9\r\n",
        b"\xef\xbb\xbfa=1\n# \xc3\xa9\n",
        b"# one\ra=1\r# two\r\n",
        b"# one\n# two\na=1",
    ],
    ids=["crlf-latin-1", "mark", "lone-cr", "no-last-end"],
)
def test_every_other_byte_stays(repo: Repository, data: bytes) -> None:
    repo.commit("Begin", {"a.py": b"# begin\n"})
    repo.commit("Add a", {"a.py": data})
    tip = repo.commit("Add more", {"a.py": data + b"\n# z\nz=1\n"})

    def fix(text: bytes) -> bytes:
        return text.replace(b"=1", b" = 1")

    done = spread_all(repo, fix=fix)
    assert in_worktree(repo) == at_head(repo) == fix(repo.blob(f"{tip}:a.py"))
    check_squashes(repo, done)


def test_where_only_the_ends_of_lines_differ(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "# begin\n"})
    repo.commit("Add a", {"a.py": b"a = 1\r\nb = 1\n"})
    done = spread_all(repo, fix=lambda data: data.replace(b"\r\n", b"\n"))
    assert parts_by_subject(done) == {"Add a": 1}
    assert at_head(repo) == in_worktree(repo) == b"a = 1\nb = 1\n"
    check_squashes(repo, done)


# Subjects


def test_two_commits_with_one_subject_are_told_apart(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "# begin\n"})
    first = repo.commit("Work", {"a.py": rows("a")})
    second = repo.commit("Work", {"a.py": rows("a", "b")})
    done = spread_all(repo)
    assert subjects(repo, f"{second}..") == [f"fixup! {first}", f"fixup! {second}"]
    check_squashes(repo, done)
    assert repo.blob("HEAD^:a.py") == b"a = 1\n# a\n"


def test_subjects_that_begin_alike_are_told_apart(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "# begin\n"})
    text: list[str] = []
    for name, subject in (("a", "Add it all"), ("b", "Add it"), ("c", "Add")):
        text.append(name)
        repo.commit(subject, {"a.py": rows(*text)})
    done = spread_all(repo)
    assert subjects(repo)[-3:] == ["fixup! Add it all", "fixup! Add it", "fixup! Add"]
    check_squashes(repo, done)
    assert [repo.blob(f"HEAD~{n}:a.py").count(b" = ") for n in (2, 1, 0)] == [1, 2, 3]


def test_a_subject_in_another_encoding(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "# begin\n"})
    repo.git("config", "i18n.commitEncoding", "latin-1")
    repo.write("a.py", rows("a"))
    repo.git("commit", "-q", "-a", "-F", "-", data="Füge a hinzu\n".encode("latin-1"))
    done = spread_all(repo)
    repo.git("config", "--unset", "i18n.commitEncoding")
    assert subjects(repo)[-1] == "fixup! Füge a hinzu"
    check_squashes(repo, done)


def test_what_touches_a_fixup_goes_where_that_one_goes(repo: Repository) -> None:
    five(repo)
    text = repo.read("a.py").decode()
    tip = repo.commit("fixup! Add b", {"a.py": text.replace("b=1", "b=11")})
    done = spread_all(repo)
    assert subjects(repo, f"{tip}..") == FIXUPS_OF_FIVE
    check_squashes(repo, done)
    assert subjects(repo) == ["Begin", *(f"Add {each}" for each in "abcde")]
    assert repo.blob("HEAD~3:a.py") == b"# begin\na = 1\n# a\nb = 11\n# b\n"


def test_a_fixup_without_its_commit_is_squashed_into_by_id(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": "# begin\n"})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    alone = repo.commit("fixup! Add a", {"a.py": rows("a")})
    done = spread_all(repo)
    assert subjects(repo)[-1] == f"fixup! {alone}"
    check_squashes(repo, done, "fixup! Add a")


def test_fixups_that_do_not_squash_without_us_get_a_commit_of_its_own(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "# begin\n"})
    repo.commit("Add a", {"a.py": rows("a")})
    repo.commit("Change a", {"a.py": rows("aa")})
    tip = repo.commit("fixup! Add a", {"a.py": rows("aaa")})
    done = spread_all(repo)
    assert parts_by_subject(done) == {None: 1}
    assert done.kept_together_paths == (b"a.py",)
    assert subjects(repo, f"{tip}..") == ["Correct PEP 8 faults in 1 file"]


def test_hunks_that_git_would_misplace_are_kept_together(repo: Repository) -> None:
    """The same lines come twice: that a later commit moved them cannot be seen line by line."""
    block = "a=1\n# one\n# two\n# three\n"
    repo.commit("Begin", {"a.py": "# begin\n"})
    repo.commit("Add block", {"a.py": "# begin\n" + block + "# end\n"})
    repo.commit("Add it above", {"a.py": "# begin\n" + block + "# between\n" + block + "# end\n"})
    done = spread_all(repo)
    assert set(parts_by_subject(done)) <= {"Add block", "Add it above"}
    check_squashes(repo, done)


# Beside the edits of a person


def test_edits_of_a_person_stay_and_their_parts_are_dropped(repo: Repository) -> None:
    five(repo)
    head = repo.blob("HEAD:a.py")
    staged = head.replace(b"b=1", b"b=22")
    edited = staged.replace(b"d=1", b"d=44") + b"# mine\n"
    repo.write("a.py", staged)
    repo.git("add", "a.py")
    repo.write("a.py", edited)
    repo.write("untracked.py", b"u=1\n")
    done = spread_all(repo)
    reasons = {each.first: each.reason for each in done.placement.dropped[b"a.py"]}
    assert reasons == {
        4: "you have staged other edits there",
        8: "you have other edits there",
    }
    assert parts_by_subject(done) == {"Add a": 2, "Add b": 1, "Add c": 2, "Add d": 1, "Add e": 2}
    assert [each.fault_count for each in done.commits] == [2, 1, 2, 1, 2]
    left = (b"b=1", b"d=1", b"b=22", b"d=44")

    def wanted(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        return b"".join(line if line.strip() in left else better(line) for line in lines)

    assert at_head(repo) == wanted(head)
    assert in_index(repo) == wanted(staged)
    assert in_worktree(repo) == wanted(edited)
    assert repo.read("untracked.py") == b"u=1\n"
    repo.git("stash", "-q", "-u")
    check_squashes(repo, done)


def test_where_everything_meets_edits_nothing_moves(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "# begin\n"})
    repo.commit("Add a", {"a.py": "a=1\n"})
    correction = keep(repo, fix=correct_all)
    repo.write("a.py", b"a=2\n")
    before = state(repo)
    done = spread_kept(repo, correction)
    assert (done.commits, done.placement.is_empty) == ((), True)
    assert state(repo) == before


def test_what_is_in_the_files_already_is_taken(repo: Repository) -> None:
    five(repo)
    correction = keep(repo, fix=correct_all)
    place(repo, "worktree", correction)
    assert repo.status != ""
    done = spread_kept(repo, correction)
    assert repo.status == ""
    assert spread_kept(repo, correction).commits == ()
    check_squashes(repo, done)


def test_a_correction_of_an_older_commit_is_fitted_to_the_last_one(repo: Repository) -> None:
    made = five(repo)
    correction = keep(repo, made[2], fix=correct_all)
    done = spread_kept(repo, correction)
    # The line of d lies on that of c's end, the line of c is nobody else's.
    assert parts_by_subject(done) == {"Add a": 2, "Add b": 2, "Add c": 2}
    assert [each.fault_count for each in done.commits] == [2, 2, 2]
    check_squashes(repo, done)


def test_a_commit_that_is_not_on_the_branch_is_refused(repo: Repository) -> None:
    five(repo)
    correction = keep(repo, fix=correct_all)
    repo.git("reset", "-q", "--hard", "HEAD^")
    before = state(repo)
    with pytest.raises(Refused, match="is not on this branch"):
        spread_kept(repo, correction)
    assert state(repo) == before


def test_signed_where_the_person_signs(repo: Repository, tmp_path: Path) -> None:
    signer = tmp_path / "signer"
    signer.write_text(
        "#!/bin/sh\ncat > /dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\n"
        "echo '-----BEGIN PGP SIGNATURE-----'\necho x\necho '-----END PGP SIGNATURE-----'\n"
    )
    signer.chmod(0o755)
    five(repo)
    repo.git("config", "gpg.program", str(signer))
    repo.git("config", "commit.gpgSign", "true")
    done = spread_all(repo)
    for each in done.commits:
        assert "gpgsig" in repo.git("cat-file", "commit", each.id)
    repo.git("config", "commit.gpgSign", "false")
    check_squashes(repo, done)


def test_the_new_commits_lie_below_what_comes_later(repo: Repository) -> None:
    five(repo)
    done = spread_all(repo)
    repo.commit("Add z", {"z.txt": "z\n"})
    oldest = done.fixups[0].corrected
    assert oldest is not None
    squash(repo, f"{oldest.id}^")
    assert subjects(repo)[1:] == [*(f"Add {each}" for each in "abcde"), "Add z"]


def test_faults_are_found_again_in_a_later_version() -> None:
    faults = [Fault("E225", line, "x") for line in (1, 2, 3, 4)]
    base, now = b"a\nb\nc\nd\n", b"new\na\nb\nnew\nc\nd\n"
    assert faults_in_later_version(faults, (), base, base) == faults
    found = faults_in_later_version(faults, (Dropped(2, 3, "why"),), base, now)
    assert [fault.line for fault in found] == [2, 6]
