"""Corrections: kept once, found by every name, and listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hookkit.corrections.correction import Correction, corrected_id, find_correction, fixed_files
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.drop_and_expire import expire_corrections_and_entries
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.list_kept_corrections import list_corrections
from hookkit.errors import EnvironmentFailed, HookkitError
from hookkit.git.commits import read_commit
from hookkit.git.refs import delete_refs
from hookkit.operation_log.log_folder_and_files import FORMER_ENTRY_REFS
from tests.interruption.placement_scenario import SLOPPY, correct, keep, place, sloppy, state
from tests.repository import Repository

NOW = 2_000_000_000
HASH_COMMIT = ("hash-object", "-w", "-t", "commit", "--stdin")


def test_a_correction_is_a_commit_upon_the_corrected_one(repo: Repository) -> None:
    correction = sloppy(repo)
    commit = correction.commit
    assert repo.git("rev-parse", CORRECTION_REFS + repo.head) == commit.id
    assert commit.parents == (repo.head,)
    assert corrected_id(commit) == repo.head
    assert commit.subject == b"fixup! Add sloppy lines"
    assert repo.git("diff", "--name-only", repo.head, commit.id) == "a.py"
    assert repo.blob(f"{commit.id}:a.py") == correct(SLOPPY)


def test_to_keep_one_touches_nothing_else(repo: Repository) -> None:
    sloppy(repo)
    repo.write("a.py", b"mine\n")
    ref = CORRECTION_REFS + repo.head
    delete_refs(repo.runner, {ref: repo.git("rev-parse", ref)})
    before = state(repo)
    keep(repo)
    assert state(repo) == before
    assert not list((repo.path / ".git").glob("hookkit-*"))


def test_the_same_correction_again_is_the_one_that_is_there(repo: Repository) -> None:
    sloppy(repo)
    first = make_old(repo)
    assert keep(repo) == first


def test_another_correction_of_the_commit_takes_its_place(repo: Repository) -> None:
    first = sloppy(repo)
    second = keep(repo, fix=lambda data: data.replace(b"x=1", b"x = 1"))
    assert second.commit.id != first.commit.id
    assert find_correction(repo.runner, None) == second


def test_it_takes_the_plain_git_cherry_pick_that_is_promised(repo: Repository) -> None:
    correction = sloppy(repo)
    repo.git("cherry-pick", correction.commit.id[:7])
    assert repo.read("a.py") == correct(SLOPPY)


def test_it_is_found_by_every_name_of_the_commit_and_by_its_own(repo: Repository) -> None:
    correction = sloppy(repo)
    head = repo.head
    repo.git("tag", "-a", "-m", "v1", "v1")
    for name in (
        None,
        "HEAD",
        head,
        head[:7],
        "main",
        "v1",
        correction.commit.id,
        CORRECTION_REFS + head,
    ):
        assert find_correction(repo.runner, name) == correction
    place(repo, "fixup", correction)
    assert find_correction(repo.runner, None) == correction
    repo.commit("Later")
    assert find_correction(repo.runner, "HEAD~2") == correction


def test_without_one_the_error_says_how_to_make_it(repo: Repository) -> None:
    repo.commit("Clean")
    with pytest.raises(HookkitError, match='no correction of .* "Clean"') as caught:
        find_correction(repo.runner, None)
    assert caught.value.repair == f"hookkit run {repo.head[:7]}"


def test_on_an_unborn_branch_there_is_none(repo: Repository) -> None:
    assert list_corrections(repo.runner) == []
    with pytest.raises(EnvironmentFailed):
        find_correction(repo.runner, None)


def test_files_come_back_with_any_name_and_mode(repo: Repository) -> None:
    name = b"two\nlines \xff.py"
    repo.write(name, SLOPPY).chmod(0o755)
    repo.git("add", "--all")
    repo.commit("Odd")
    correction = keep(repo)
    assert fixed_files(repo.runner, correction) == [
        FixedFile(name, "100755", SLOPPY, correct(SLOPPY))
    ]
    (listed,) = list_corrections(repo.runner)
    assert (listed.file_count, listed.commit, listed.correction) == (
        1,
        repo.head,
        correction.commit.id,
    )


def make_old(repo: Repository) -> Correction:
    """Let the correction of HEAD have been made long ago."""
    made = repo.git("cat-file", "commit", CORRECTION_REFS + repo.head) + "\n"
    dated = re.sub(r"(?m)^(committer .*> )\d+", r"\g<1>1000000000", made).encode()
    repo.git("update-ref", CORRECTION_REFS + repo.head, repo.git(*HASH_COMMIT, data=dated))
    return find_correction(repo.runner, None)


def test_the_list_has_the_newest_first_and_knows_what_is_taken(repo: Repository) -> None:
    sloppy(repo)
    older = make_old(repo)
    repo.commit("Second", {"b.py": SLOPPY})
    newer = keep(repo, fix=lambda data: correct(data) + b"# new\n")
    found = list_corrections(repo.runner)
    assert [each.correction for each in found] == [newer.commit.id, older.commit.id]
    assert [each.taken for each in found] == ["none", "none"]
    assert [each.subject for each in found] == ["Second", "Add sloppy lines"]
    place(repo, "fixup", older)
    # The newer one has the file of the older one too, and another line in it.
    assert [each.taken for each in list_corrections(repo.runner)] == ["part", "all"]


def test_corrections_are_listed_without_a_worktree_and_without_a_branch(
    repo: Repository, tmp_path: Path
) -> None:
    sloppy(repo)
    repo.git("clone", "-q", "--bare", "--mirror", ".", str(tmp_path / "bare"))
    assert len(list_corrections(Repository(tmp_path / "bare").runner)) == 1
    repo.git("checkout", "-q", "--orphan", "empty")
    (listed,) = list_corrections(repo.runner)
    assert listed.taken == "none"


def test_other_refs_below_that_name_are_passed_over(repo: Repository) -> None:
    sloppy(repo)
    repo.git("update-ref", CORRECTION_REFS + "theirs", "HEAD^")
    repo.git("update-ref", CORRECTION_REFS + "blob", repo.git("rev-parse", "HEAD:a.py"))
    repo.git("update-ref", FORMER_ENTRY_REFS + "blob", repo.git("rev-parse", "HEAD:a.py"))
    assert len(list_corrections(repo.runner)) == 1
    expire_corrections_and_entries(repo.runner, 50, 90, NOW)


def test_a_correction_that_a_newer_hookkit_made_is_left_alone(repo: Repository) -> None:
    kept, ref = sloppy(repo).commit, CORRECTION_REFS + repo.head
    raw = repo.attempt("cat-file", "commit", kept.id).stdout
    for number, is_newer in ((1, False), (2, True)):
        data = raw + b"Hookkit-Format: %d\n" % number
        made = repo.git(*HASH_COMMIT, data=data)
        repo.git("update-ref", ref, made)
        if not is_newer:
            assert find_correction(repo.runner, None).commit.id == made
            continue
        with pytest.raises(HookkitError, match="was made by a newer hookkit") as caught:
            find_correction(repo.runner, None)
        assert caught.value.repair == "pip install --upgrade hookkit"
        with pytest.raises(HookkitError, match="was made by a newer hookkit"):
            keep(repo)
        assert repo.git("rev-parse", ref) == made


def test_a_trailer_names_the_corrected_commit(repo: Repository) -> None:
    oid = "a" * 40
    cases = {
        f"S\n\nHookkit-Corrects: {oid}\n": oid,
        f"S\n\nHookkit-Corrects: {'b' * 64}\n": "b" * 64,
        f"S\n\nHookkit-Corrects: {oid} not\n": None,
        f"S\n\n> Hookkit-Corrects: {oid}\n": None,
        "S\n\nHookkit-Corrects: abc\n": None,
        "S\n": None,
    }
    for message, found in cases.items():
        made = repo.git("commit-tree", repo.git("write-tree"), "-m", message)
        assert corrected_id(read_commit(repo.runner, made)) == found
