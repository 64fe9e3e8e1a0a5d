"""Each mode beside everything that a person may have in the same file, and undo after it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from hookkit.corrections.correction import Correction
from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import (
    CLEAN,
    FAULTS,
    MODES,
    SLOPPY,
    at_head,
    check_sound,
    correct,
    faults_in,
    in_index,
    in_worktree,
    keep,
    place,
    sloppy,
    state,
)
from tests.long_runs import case
from tests.repository import Repository

Scenario = Callable[[Repository], Correction]
SCENARIOS: dict[str, Scenario] = {}
ELSEWHERE = SLOPPY.replace(b"import os\n", b"import os\nimport sys\n")
OVERLAPPING = SLOPPY.replace(b"y=2", b"y=22")
BOTH = ELSEWHERE.replace(b"y=2", b"y=22").replace(b"LAST", b"# the end\nLAST")


def scenario(build: Scenario) -> Scenario:
    """Name a scenario by its function."""
    SCENARIOS[build.__name__] = build
    return build


@scenario
def nothing(repo: Repository) -> Correction:
    return sloppy(repo)


@scenario
def unstaged_elsewhere(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("a.py", ELSEWHERE)
    return made


@scenario
def unstaged_overlapping(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("a.py", BOTH)
    return made


@scenario
def unstaged_that_overlaps_every_fix(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("a.py", SLOPPY.replace(b"=", b"= "))
    return made


@scenario
def unstaged_that_does_not_parse(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("a.py", ELSEWHERE + b"def fourth(:\n")
    return made


@scenario
def unstaged_with_the_fix_in_it_already(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("a.py", correct(ELSEWHERE, FAULTS[:1]))
    return made


@scenario
def staged_elsewhere(repo: Repository) -> Correction:
    made = unstaged_elsewhere(repo)
    repo.git("add", "a.py")
    return made


@scenario
def staged_overlapping(repo: Repository) -> Correction:
    made = unstaged_overlapping(repo)
    repo.git("add", "a.py")
    return made


@scenario
def staged_but_not_in_the_worktree(repo: Repository) -> Correction:
    made = staged_overlapping(repo)
    repo.write("a.py", SLOPPY)
    return made


@scenario
def staged_and_unstaged_alike_and_different(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("a.py", ELSEWHERE)
    repo.git("add", "a.py")
    repo.write("a.py", ELSEWHERE.replace(b"y=2", b"y=22"))
    return made


@scenario
def staged_and_unstaged_overlapping_differently(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("a.py", SLOPPY.replace(b"x=1", b"x=11"))
    repo.git("add", "a.py")
    repo.write("a.py", OVERLAPPING)
    return made


@scenario
def untracked_files(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("new.py", b"n=1\n")
    repo.write("a.py.orig", SLOPPY)
    return made


@scenario
def deleted(repo: Repository) -> Correction:
    made = sloppy(repo)
    (repo.path / "a.py").unlink()
    return made


@scenario
def deleted_and_staged(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.git("rm", "-q", "a.py")
    return made


@scenario
def taken_from_the_index_alone(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.git("rm", "-q", "--cached", "a.py")
    return made


@scenario
def staged_under_another_name(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.git("mv", "a.py", "b.py")
    return made


@scenario
def another_file_intended_to_be_added(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.write("new.py", b"n=1\n")
    repo.git("add", "-N", "new.py")
    return made


@scenario
def itself_intended_to_be_added(repo: Repository) -> Correction:
    made = taken_from_the_index_alone(repo)
    repo.git("add", "-N", "a.py")
    return made


@scenario
def skip_worktree(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.git("update-index", "--skip-worktree", "a.py")
    return made


@scenario
def skip_worktree_with_an_edit(repo: Repository) -> Correction:
    made = skip_worktree(repo)
    repo.write("a.py", BOTH)
    return made


@scenario
def skip_worktree_without_the_file(repo: Repository) -> Correction:
    made = skip_worktree(repo)
    (repo.path / "a.py").unlink()
    return made


@scenario
def assume_unchanged_with_an_edit(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.git("update-index", "--assume-unchanged", "a.py")
    repo.write("a.py", BOTH)
    return made


@scenario
def both_flags(repo: Repository) -> Correction:
    made = assume_unchanged_with_an_edit(repo)
    repo.git("update-index", "--skip-worktree", "a.py")
    return made


@scenario
def crlf_by_autocrlf(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.git("config", "core.autocrlf", "true")
    repo.write("a.py", BOTH.replace(b"\n", b"\r\n"))
    return made


@scenario
def crlf_by_attribute(repo: Repository) -> Correction:
    repo.commit("Attributes", {".gitattributes": b"*.py text eol=crlf\n"})
    made = sloppy(repo)
    (repo.path / "a.py").unlink()
    repo.git("checkout", "--", "a.py")
    assert b"\r\n" in repo.read("a.py")
    return made


@scenario
def crlf_in_the_commit(repo: Repository) -> Correction:
    made = sloppy(repo, data=SLOPPY.replace(b"\n", b"\r\n"))
    repo.write("a.py", ELSEWHERE.replace(b"\n", b"\r\n"))
    return made


@scenario
def mixed_line_ends(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.git("config", "core.autocrlf", "true")
    parts = ELSEWHERE.split(b"\n")
    repo.write("a.py", b"\r\n".join(parts[:8]) + b"\n" + b"\n".join(parts[8:]))
    return made


@scenario
def byte_order_mark_and_no_last_line_end(repo: Repository) -> Correction:
    made = sloppy(repo, data=b"\xef\xbb\xbf" + SLOPPY.rstrip(b"\n"))
    repo.write("a.py", b"\xef\xbb\xbf" + ELSEWHERE.rstrip(b"\n"))
    return made


@scenario
def executable_in_the_worktree_alone(repo: Repository) -> Correction:
    made = unstaged_elsewhere(repo)
    (repo.path / "a.py").chmod(0o755)
    return made


@scenario
def executable_in_the_index_alone(repo: Repository) -> Correction:
    made = sloppy(repo)
    repo.git("update-index", "--chmod=+x", "a.py")
    return made


@scenario
def executable_where_git_does_not_look(repo: Repository) -> Correction:
    made = unstaged_elsewhere(repo)
    repo.git("config", "core.fileMode", "false")
    (repo.path / "a.py").chmod(0o750)
    return made


@scenario
def read_only_file(repo: Repository) -> Correction:
    made = unstaged_elsewhere(repo)
    (repo.path / "a.py").chmod(0o444)
    return made


@scenario
def hard_link(repo: Repository) -> Correction:
    made = unstaged_elsewhere(repo)
    os.link(repo.path / "a.py", repo.path.parent / "twin.py")
    return made


@scenario
def replaced_by_a_link(repo: Repository) -> Correction:
    made = sloppy(repo)
    (repo.path / "a.py").rename(repo.path / "kept.py")
    (repo.path / "a.py").symlink_to("kept.py")
    return made


@scenario
def replaced_by_a_staged_link(repo: Repository) -> Correction:
    made = replaced_by_a_link(repo)
    repo.git("add", "a.py")
    return made


@scenario
def replaced_by_a_folder(repo: Repository) -> Correction:
    made = sloppy(repo)
    (repo.path / "a.py").unlink()
    repo.write("a.py/a.py", SLOPPY)
    return made


@scenario
def replaced_by_a_submodule(repo: Repository) -> Correction:
    made = replaced_by_a_folder(repo)
    shutil.rmtree(repo.path / "a.py")
    inner = Repository.init(repo.path / "a.py")
    inner.commit("Inner", {"inner.txt": b"inner\n"})
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "a.py")
    return made


@scenario
def conflict_in_the_index(repo: Repository) -> Correction:
    made = sloppy(repo)
    blob = repo.git("rev-parse", "HEAD:a.py")
    lines = [f"0 {'0' * 40}\ta.py", *(f"100644 {blob} {stage}\ta.py" for stage in (1, 2, 3))]
    repo.git("update-index", "--index-info", data="\n".join(lines).encode() + b"\n")
    return made


@scenario
def split_index(repo: Repository) -> Correction:
    made = staged_and_unstaged_alike_and_different(repo)
    repo.git("config", "core.splitIndex", "true")
    repo.git("update-index", "--split-index")
    return made


@scenario
def untracked_cache(repo: Repository) -> Correction:
    made = unstaged_overlapping(repo)
    repo.git("update-index", "--force-untracked-cache")
    return made


@scenario
def detached_head(repo: Repository) -> Correction:
    made = staged_and_unstaged_alike_and_different(repo)
    repo.git("checkout", "-q", "--detach")
    return made


def takes_part(repo: Repository, mode: str) -> set[bytes]:
    """The faults that the mode must mend: their lines stand wherever the fix has to go."""
    if mode == "propose":
        return set()
    mine = in_worktree(repo)
    free = set(FAULTS) if mine is None else faults_in(mine)
    if mode == "worktree":
        return free if mine is not None else set()
    staged = in_index(repo)
    is_skipped = repo.git("ls-files", "-v", "a.py")[:1] in ("S", "s")
    if staged is None or mine is None and not is_skipped:
        return set()
    # A fix that is in the worktree already takes part, too: the others still have the fault.
    there = {line for line in FAULTS if mine is not None and better_line(line) in lines(mine)}
    return (free | there) & faults_in(staged) & faults_in(at_head(repo) or b"")


def better_line(line: bytes) -> bytes:
    """The line as the fix has it."""
    return correct(line, [line])


def lines(data: bytes) -> list[bytes]:
    """The lines without their ends."""
    return data.splitlines()


# Each scenario has two of the modes in the normal run, one after the other.
PLACEMENTS = [
    case(name, mode, stays=(2 * number - at) % 5 in (0, 1))
    for number, name in enumerate(SCENARIOS)
    for at, mode in enumerate([*MODES, "amend"])
]


@pytest.mark.parametrize(("name", "mode"), PLACEMENTS)
def test_a_placement_changes_the_faulty_lines_alone_and_undo_brings_all_back(
    repo: Repository, name: str, mode: str
) -> None:
    correction = SCENARIOS[name](repo)
    before = state(repo)
    old_head, old_index, old_file = at_head(repo), in_index(repo), in_worktree(repo)
    wanted = takes_part(repo, mode)

    placed = place(repo, mode, correction)

    after = state(repo)
    assert placed.is_empty == (not wanted)
    moves_branch = mode in ("fixup", "commit", "amend") and bool(wanted)
    if old_file is not None:
        assert in_worktree(repo) == correct(old_file, wanted)
    assert without(after.worktree) == without(before.worktree)
    assert [entry[1] for entry in modes(after.worktree)] == [
        entry[1] for entry in modes(before.worktree)
    ]
    if moves_branch:
        assert old_index is not None and old_head is not None
        assert in_index(repo) == correct(old_index, wanted)
        assert at_head(repo) == correct(old_head, wanted)
        below = f"{before.head}^" if mode == "amend" else before.head
        assert repo.git("rev-parse", "HEAD^") == repo.git("rev-parse", below)
        assert repo.git("diff", "--name-only", before.head, "HEAD") == "a.py"
        assert without_blobs(after.index) == without_blobs(before.index)
        assert after.status == before.status
        if not before.status:
            repo.git("diff-files", "--quiet")  # no plumbing takes a clean file for an edited one
    else:
        assert (after.head, after.index) == (before.head, before.index)
    assert after.branch == before.branch
    check_sound(repo)

    if not placed.is_empty:
        undone = undo(repo.runner)
        assert undone.dropped == {}
    assert state(repo) == before
    check_sound(repo)


def without(worktree: dict[str, tuple[str, int, bytes]]) -> dict[str, tuple[str, int, bytes]]:
    """The worktree but for the file that is placed into."""
    return {name: seen for name, seen in worktree.items() if name != "a.py"}


def modes(worktree: dict[str, tuple[str, int, bytes]]) -> list[tuple[str, int]]:
    """The files and their modes."""
    return [(name, seen[1]) for name, seen in sorted(worktree.items())]


def without_blobs(index: list[str]) -> list[list[str]]:
    """The index entries: flags, mode, stage and path."""
    return [[words[0], words[1], *words[3:]] for words in map(str.split, index) if words]


@pytest.mark.parametrize("mode", MODES)
def test_the_other_name_of_a_hard_link_keeps_its_bytes(repo: Repository, mode: str) -> None:
    correction = hard_link(repo)
    twin = repo.path.parent / "twin.py"
    before = twin.read_bytes()
    place(repo, mode, correction)
    assert twin.read_bytes() == before
    assert twin.samefile(repo.path / "a.py") == (mode == "propose"), "as git does it"


@pytest.mark.parametrize("mode", MODES)
def test_what_lies_behind_a_linked_folder_is_left_alone(repo: Repository, mode: str) -> None:
    correction = sloppy(repo, "pkg/a.py")
    outside = repo.path.parent / "outside"
    (repo.path / "pkg").rename(outside)
    (repo.path / "pkg").symlink_to(outside)
    before = state(repo)
    assert place(repo, mode, correction).is_empty
    assert state(repo) == before
    assert (outside / "a.py").read_bytes() == SLOPPY


@pytest.mark.parametrize("mode", MODES)
def test_links_in_a_circle_are_no_bug(repo: Repository, mode: str) -> None:
    correction = sloppy(repo, "pkg/a.py")
    shutil.rmtree(repo.path / "pkg")
    (repo.path / "pkg").symlink_to("pkg")
    assert place(repo, mode, correction).is_empty


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sparse_index", ["false", "true"])
def test_a_sparse_checkout_gets_no_file_that_it_leaves_out(
    repo: Repository, mode: str, sparse_index: str
) -> None:
    correction = sloppy(repo, "in/a.py", "out/deep/b.py")
    repo.git("config", "index.sparse", sparse_index)
    repo.git("sparse-checkout", "set", "--cone", "in")
    assert not (repo.path / "out").exists()
    before = state(repo)
    placed = place(repo, mode, correction)
    after = state(repo)
    assert set(after.worktree) == set(before.worktree)
    assert without_blobs(after.index) == without_blobs(before.index)
    if mode in ("fixup", "commit"):
        assert placed.dropped == {b"in/a.py": (), b"out/deep/b.py": ()}
        for path in ("in/a.py", "out/deep/b.py"):
            assert at_head(repo, path) == in_index(repo, path) == correct(SLOPPY)
        assert after.status == ""
    check_sound(repo)
    if not placed.is_empty:
        undo(repo.runner)
    assert state(repo) == before


@pytest.mark.parametrize("mode", ["fixup", "commit", "amend"])
def test_the_first_commit_of_a_repository_is_like_any_other(repo: Repository, mode: str) -> None:
    repo.commit("First", {"a.py": SLOPPY})
    before = state(repo)
    correction = keep(repo)
    place(repo, mode, correction)
    assert at_head(repo) == in_index(repo) == in_worktree(repo) == correct(SLOPPY)
    assert repo.status == ""
    undo(repo.runner)
    assert replace(state(repo), status="") == replace(before, status="")


def test_the_clean_file_has_no_fault() -> None:
    assert correct(CLEAN) == CLEAN
