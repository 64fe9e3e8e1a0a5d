"""Where a placement happens: kinds of repositories, hooks, signatures, encodings, races."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from hookkit.corrections.correction import find_correction
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.worktree_placement import place_in_worktree
from hookkit.errors import EnvironmentFailed, GitFailed, Refused, StoppedHalfway
from hookkit.git import file_replacement
from hookkit.git.commits import read_commit
from hookkit.git.file_replacement import Replacement
from hookkit.git.index_update import IndexDraft, IndexLocked
from hookkit.git.path_exchange import exchange_paths
from hookkit.git.rewrite_worktree_files import FileRewrite, rewrite_and_move_head
from hookkit.git.runner import Git
from hookkit.operation_log.stored_entries import migrate_and_read_entries
from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import (
    MODES,
    SLOPPY,
    at_head,
    check_sound,
    check_tidy,
    correct,
    in_index,
    in_worktree,
    keep,
    place,
    sloppy,
    state,
    worktree,
)
from tests.repository import Repository

BRANCH_MODES = ("fixup", "commit", "amend")
STAGED = SLOPPY.replace(b"import os\n", b"import os\nimport sys\n")
UNSTAGED = STAGED.replace(b"y=2", b"y=22")


def plain(path: Path) -> Repository:
    return Repository.init(path)


def sha256(path: Path) -> Repository:
    return Repository.init(path, "--object-format=sha256")


def separate_git_dir(path: Path) -> Repository:
    return Repository.init(path, f"--separate-git-dir={path.parent / 'store'}")


def linked_worktree(path: Path) -> Repository:
    main = Repository.init(path.parent / "main")
    main.commit("Root", {"root.txt": b"root\n"})
    main.git("worktree", "add", "-q", "-b", "topic", str(path))
    return Repository(path)


def submodule(path: Path) -> Repository:
    source = Repository.init(path.parent / "source")
    source.commit("Root", {"root.txt": b"root\n"})
    outer = Repository.init(path)
    outer.git("submodule", "--quiet", "add", str(source.path), "inner")
    return Repository(path / "inner")


def odd_folder_name(path: Path) -> Repository:
    return Repository.init(path.parent / "a 'b\" \x0c\u2028 $(x) é")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "build", [plain, sha256, separate_git_dir, linked_worktree, submodule, odd_folder_name]
)
def test_in_every_kind_of_repository(tmp_path: Path, build: object, mode: str) -> None:
    assert callable(build)
    repo: Repository = build(tmp_path / "repo")
    correction = sloppy(repo)
    repo.write("a.py", STAGED)
    repo.git("add", "a.py")
    repo.write("a.py", UNSTAGED)
    repo.write("untracked.py", b"u=1\n")
    before = state(repo)
    placed = place(repo, mode, correction)
    expected = {b"    x=1", b"    z=3"} if mode != "propose" else set()
    assert in_worktree(repo) == correct(UNSTAGED, expected)
    if mode in BRANCH_MODES:
        assert in_index(repo) == correct(STAGED, expected)
        assert at_head(repo) == correct(SLOPPY, expected)
        assert state(repo).status == before.status
    check_sound(repo)
    if not placed.is_empty:
        undo(repo.runner)
    assert state(repo) == before


ALL_HOOKS = (
    *("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-rewrite"),
    *("post-checkout", "pre-rebase", "post-merge", "pre-auto-gc"),
    *("reference-transaction", "post-index-change"),
)


@pytest.mark.parametrize("mode", [*MODES, "amend"])
def test_no_hook_of_the_person_runs_but_those_of_refs_and_index(
    repo: Repository, mode: str
) -> None:
    correction = sloppy(repo)
    log = repo.path.parent / "hooks.log"
    for name in ALL_HOOKS:
        hook = repo.path / ".git" / "hooks" / name
        hook.write_text(f'#!/bin/sh\necho "{name} $HOOKKIT" >>{shlex.quote(str(log))}\n')
        hook.chmod(0o755)
    place(repo, mode, correction)
    ran = set(log.read_text().split("\n")[:-1]) if log.exists() else set()
    # HOOKKIT=0: whatever they start, it is not hookkit once more.
    assert ran <= {"reference-transaction 0", "post-index-change 0"}
    check_sound(repo)


def test_a_hook_that_talks_a_lot_does_not_block(repo: Repository) -> None:
    correction = sloppy(repo)
    hook = repo.path / ".git" / "hooks" / "reference-transaction"
    hook.write_text("#!/bin/sh\nhead -c 300000 /dev/zero | tr '\\0' x >&2\n")
    hook.chmod(0o755)
    assert place(repo, "fixup", correction).commit == repo.head


def test_a_hook_that_refuses_the_ref_is_heard_and_nothing_moves(repo: Repository) -> None:
    correction = sloppy(repo)
    hook = repo.path / ".git" / "hooks" / "reference-transaction"
    hook.write_text('#!/bin/sh\ngrep -q refs/heads/ || exit 0\necho "frozen today" >&2\nexit 1\n')
    hook.chmod(0o755)
    before = state(repo)
    with pytest.raises(GitFailed, match="frozen today"):
        place(repo, "fixup", correction)
    hook.unlink()
    assert state(repo) == before
    assert list(migrate_and_read_entries(repo.runner)) == []
    check_sound(repo)


@pytest.fixture
def gpg(sealed_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of gpg with a throw-away key."""
    if shutil.which("gpg") is None:
        pytest.skip("gpg is not installed")
    home = sealed_home / "gnupg"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    who = "hookkit tests <tests@hookkit.invalid>"
    command = ["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", who]
    subprocess.run([*command, "ed25519", "sign"], check=True, capture_output=True)
    return home


def check_signed(repo: Repository, mode: str) -> None:
    correction = sloppy(repo)
    place(repo, mode, correction)
    assert repo.git("verify-commit", "HEAD") == ""
    assert at_head(repo) == correct(SLOPPY)
    # Only what comes on the branch: a proposal must not ask for a passphrase.
    for ref in repo.git("for-each-ref", "--format=%(refname)", CORRECTION_REFS).split("\n"):
        assert "gpgsig" not in repo.git("cat-file", "commit", ref)
    undo(repo.runner)
    check_sound(repo)


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_a_commit_is_signed_with_gpg_where_the_person_signs(
    repo: Repository, gpg: Path, mode: str
) -> None:
    repo.git("config", "commit.gpgSign", "true")
    try:
        check_signed(repo, mode)
    finally:
        subprocess.run(["gpgconf", "--kill", "all"], capture_output=True)


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_a_commit_is_signed_with_ssh_where_the_person_signs(
    repo: Repository, sealed_home: Path, mode: str
) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    key = sealed_home / "key"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(command, check=True, capture_output=True)
    allowed = sealed_home / "allowed"
    allowed.write_text(f"tests@hookkit.invalid {key.with_suffix('.pub').read_text()}")
    repo.git("config", "gpg.format", "ssh")
    repo.git("config", "user.signingKey", str(key))
    repo.git("config", "gpg.ssh.allowedSignersFile", str(allowed))
    repo.git("config", "commit.gpgSign", "true")
    check_signed(repo, mode)


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_a_signer_that_fails_is_named_and_nothing_moves(repo: Repository, mode: str) -> None:
    correction = sloppy(repo)
    repo.git("config", "commit.gpgSign", "true")
    repo.git("config", "gpg.program", "false")
    before = state(repo)
    with pytest.raises(GitFailed, match="gpg failed to sign the data"):
        place(repo, mode, correction)
    assert state(repo) == before
    assert list(migrate_and_read_entries(repo.runner)) == []
    check_sound(repo)


@pytest.mark.parametrize("mode", ["propose", "worktree"])
def test_a_signer_that_fails_does_not_matter_where_no_commit_is_made(
    repo: Repository, mode: str
) -> None:
    repo.git("config", "gpg.program", "false")
    correction = sloppy(repo)
    repo.git("config", "commit.gpgSign", "true")
    assert keep(repo) == correction
    place(repo, mode, correction)


LATIN = "Größe geändert".encode("latin-1")


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_the_encoding_of_the_commit_is_that_of_its_correction(repo: Repository, mode: str) -> None:
    repo.git("config", "i18n.commitEncoding", "latin-1")
    repo.commit("Begin")
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    repo.git("commit", "-q", "-F", "-", data=LATIN + b"\n\nK\xf6rper\n")
    repo.git("config", "--unset", "i18n.commitEncoding")
    old = read_commit(repo.runner, "HEAD")
    place(repo, mode, keep(repo))
    new = read_commit(repo.runner, "HEAD")
    assert new.encoding == old.encoding == "latin-1"
    if mode == "fixup":
        assert new.subject == b"fixup! " + LATIN
        squash(repo, "--root")
        assert repo.git("log", "--format=%s") == "Größe geändert\nBegin"
    if mode == "amend":
        assert new.message == old.message


def squash(repo: Repository, *base: str) -> None:
    """Let git squash the fixup! commits."""
    repo.git("rebase", "-q", "-i", "--autosquash", *base, GIT_SEQUENCE_EDITOR=":")


def test_amend_keeps_author_dates_and_message_byte_for_byte(repo: Repository) -> None:
    repo.commit("Begin")
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    env = {"GIT_AUTHOR_NAME": "Ärnie <O>", "GIT_AUTHOR_EMAIL": "a@b.c"}
    env |= {"GIT_AUTHOR_DATE": "1234567890 -0730", "GIT_COMMITTER_DATE": "1234567891 +0100"}
    message = b"\n\n  odd subject \nsecond line\n\n\n# kept\n  body \t\n\n\n"
    command = ("commit", "-q", "--cleanup=verbatim", "-F", "-")
    repo.git(*command, data=message, **env)
    old = read_commit(repo.runner, "HEAD")
    assert b"# kept\n  body \t\n\n\n" in old.message
    place(repo, "amend", keep(repo))
    new = read_commit(repo.runner, "HEAD")
    assert (new.author, new.message, new.parents) == (old.author, old.message, old.parents)
    assert new.author.endswith(b" 1234567890 -0730")
    assert at_head(repo) == correct(SLOPPY)


def test_without_a_name_for_the_person_nothing_moves(repo: Repository, sealed_home: Path) -> None:
    correction = sloppy(repo)
    (sealed_home / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    before = state(repo)
    with pytest.raises(EnvironmentFailed, match="git does not know whose commit"):
        place(repo, "commit", correction)
    assert state(repo) == before
    check_sound(repo)


def test_an_identity_from_the_environment_is_enough(
    repo: Repository, sealed_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction = sloppy(repo)
    (sealed_home / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Envy")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "envy@hookkit.invalid")
    # git exports the author of the commit under way to its hooks: that is not who runs hookkit.
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Other")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "other@hookkit.invalid")
    place(repo, "commit", correction)
    assert repo.git("log", "-1", "--format=%an %cn") == "Envy Envy"


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_an_index_that_another_command_holds_is_not_touched(repo: Repository, mode: str) -> None:
    correction = sloppy(repo)
    lock = repo.path / ".git" / "index.lock"
    lock.write_bytes(b"theirs")
    before = state(repo)
    with pytest.raises(IndexLocked) as caught:
        place(repo, mode, correction)
    assert caught.value.repair == "hookkit doctor"
    assert lock.read_bytes() == b"theirs"
    assert state(repo) == before
    lock.unlink()
    check_sound(repo)


def test_a_lock_that_another_command_takes_after_ours_is_not_removed(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction = sloppy(repo)
    lock = repo.path / ".git" / "index.lock"
    replace = os.replace

    def replace_and_be_overtaken(old: object, new: object) -> None:
        replace(str(old), str(new))
        if str(old) == str(lock):
            lock.write_bytes(b"theirs")

    monkeypatch.setattr(os, "replace", replace_and_be_overtaken)
    place(repo, "fixup", correction)
    assert lock.read_bytes() == b"theirs"


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_a_file_edited_at_the_last_moment_stops_everything(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """The first file has been written by then; it gets its old bytes back."""
    correction = sloppy(repo, "a.py", "b.py")
    apply = Replacement.apply

    def apply_after_an_edit(replacement: Replacement) -> None:
        if replacement.snapshot.name == b"b.py":
            repo.write("b.py", STAGED)
        apply(replacement)

    before = state(repo)
    monkeypatch.setattr(Replacement, "apply", apply_after_an_edit)
    sentence = "b.py has just been edited: nothing was changed: a.py is as before"
    with pytest.raises(Refused, match=sentence):
        place(repo, mode, correction)
    after = state(repo)
    assert after.worktree.pop("b.py")[2] == STAGED
    assert before.worktree.pop("b.py")[2] == SLOPPY
    assert (after.worktree, after.index, after.head) == (
        before.worktree,
        before.index,
        before.head,
    )
    assert list(migrate_and_read_entries(repo.runner)) == []
    check_sound(repo)


def test_in_the_worktree_the_other_files_are_still_written(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction = sloppy(repo, "a.py", "b.py")
    apply = Replacement.apply

    def apply_after_an_edit(replacement: Replacement) -> None:
        if replacement.snapshot.name == b"a.py":
            repo.write("a.py", STAGED)
        apply(replacement)

    monkeypatch.setattr(Replacement, "apply", apply_after_an_edit)
    placed = place(repo, "worktree", correction)
    assert [each.reason for each in placed.dropped[b"a.py"]] == ["the file has just been edited"]
    assert (in_worktree(repo), in_worktree(repo, "b.py")) == (STAGED, correct(SLOPPY))
    monkeypatch.undo()
    undo(repo.runner)
    assert (in_worktree(repo), in_worktree(repo, "b.py")) == (STAGED, SLOPPY)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_an_interruption_leaves_nothing_half_done(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    correction = sloppy(repo, "a.py", "b.py")

    apply = Replacement.apply

    def interrupted(replacement: Replacement) -> None:
        apply(replacement)
        if replacement.snapshot.name == b"b.py":
            raise error

    before = state(repo)
    monkeypatch.setattr(Replacement, "apply", interrupted)
    with pytest.raises(error):
        place(repo, "fixup", correction)
    assert state(repo) == before
    check_sound(repo)


def test_what_cannot_be_put_back_stays_in_the_record(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction = sloppy(repo, "a.py", "b.py")

    def fail_for_good(first: str, second: str) -> bool:
        if second.endswith("b.py") or in_worktree(repo) != SLOPPY:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return exchange_paths(first, second)

    before = state(repo)
    monkeypatch.setattr(file_replacement, "exchange_paths", fail_for_good)
    with pytest.raises(StoppedHalfway) as caught:
        place(repo, "fixup", correction)
    assert caught.value.message == (
        "b.py cannot be written: the disk has an error (Input/output error): stopped halfway,"
        " a.py is changed already, b.py is as before"
    )
    assert caught.value.repair == "hookkit undo"
    monkeypatch.undo()
    assert in_worktree(repo) == correct(SLOPPY)
    undo(repo.runner)
    [left] = repo.path.glob(".hookkit-*")
    assert left.read_bytes() == SLOPPY
    left.unlink()
    assert state(repo) == before


def test_a_head_that_does_not_move_in_the_end_is_no_loss(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction = sloppy(repo)

    def fail_at_the_end(rewrites: list[FileRewrite], draft: IndexDraft, _: object) -> None:
        def fail() -> None:
            raise GitFailed(["update-ref"], 128, "no room for the reflog")

        rewrite_and_move_head(rewrites, draft, fail)

    before = state(repo)
    in_the_end = "hookkit.corrections.branch_placement.rewrite_and_move_head"
    monkeypatch.setattr(in_the_end, fail_at_the_end)
    with pytest.raises(StoppedHalfway, match="no room for the reflog") as caught:
        place(repo, "fixup", correction)
    assert caught.value.message.endswith("changed already: the index, a.py")
    monkeypatch.undo()
    assert in_index(repo) == in_worktree(repo) == correct(SLOPPY)
    undo(repo.runner)
    assert state(repo) == before


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_a_head_that_moved_meanwhile_stays_there(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    correction = sloppy(repo)
    locked_refs = Git.locked_refs

    def held_too_late(git: Git, moves: Sequence[tuple[str, str, str]], reason: str) -> object:
        tree, parent = repo.git("rev-parse", "HEAD^{tree}"), repo.head
        theirs = repo.git("commit-tree", "-m", "Theirs", "-p", parent, tree)
        repo.git("update-ref", "HEAD", theirs)
        return locked_refs(git, moves, reason)

    before = state(repo)
    monkeypatch.setattr(Git, "locked_refs", held_too_late)
    with pytest.raises(GitFailed):
        place(repo, mode, correction)
    assert repo.git("log", "-1", "--format=%s") == "Theirs"
    after = state(repo)
    assert (after.index, after.worktree) == (before.index, before.worktree)
    assert list(migrate_and_read_entries(repo.runner)) == []
    check_tidy(repo.runner)


def test_a_bare_repository_has_no_place_to_put_it(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "repo")
    sloppy(repo)
    repo.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    bare = Repository(tmp_path / "bare")
    correction = keep(bare)
    for mode in BRANCH_MODES:
        with pytest.raises(EnvironmentFailed, match="needs a worktree"):
            place(bare, mode, correction)


def test_on_an_unborn_branch_files_are_corrected_and_taken_back(repo: Repository) -> None:
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    repo.write("a.py", STAGED)
    before = worktree(repo), repo.git("ls-files", "-s")
    files = [FixedFile(b"a.py", "100644", SLOPPY, correct(SLOPPY))]
    place_in_worktree(repo.runner, "", files, "worktree")
    assert in_worktree(repo) == correct(STAGED)
    repo.git("gc", "-q", "--prune=now")
    undo(repo.runner)
    assert (worktree(repo), repo.git("ls-files", "-s")) == before


@pytest.mark.parametrize("mode", BRANCH_MODES)
def test_in_a_partial_clone_nothing_is_fetched(tmp_path: Path, mode: str) -> None:
    source = Repository.init(tmp_path / "source")
    source.commit("Begin", {"pkg/beside.py": "b = 1\n", "far/away.py": "f = 1\n", "top.txt": "t\n"})
    source.git("config", "uploadpack.allowFilter", "true")
    url, clone = f"file://{source.path}", str(tmp_path / "clone")
    source.git("clone", "-q", "--filter=blob:none", "--no-checkout", url, clone)
    repo = Repository(tmp_path / "clone")
    repo.git("sparse-checkout", "set", "--cone", "mine")
    repo.git("checkout", "-q")
    source.path.rename(tmp_path / "away")
    repo.write("mine/a.py", SLOPPY)
    repo.write("pkg/b.py", SLOPPY)
    repo.git("add", "--sparse", "mine", "pkg/b.py")
    repo.git("commit", "-q", "-m", "Sloppy")
    placed = place(repo, mode, keep(repo))
    assert placed.dropped == {b"mine/a.py": (), b"pkg/b.py": ()}
    assert at_head(repo, "pkg/b.py") == in_worktree(repo, "pkg/b.py") == correct(SLOPPY)
    undo(repo.runner)
    assert at_head(repo, "pkg/b.py") == in_worktree(repo, "pkg/b.py") == SLOPPY


def test_the_three_stay_together_where_a_later_commit_edited_the_file(repo: Repository) -> None:
    correction = sloppy(repo)
    repo.commit("Later", {"a.py": UNSTAGED})
    placed = place(repo, "fixup", correction)
    expected = {b"    x=1", b"    z=3"}
    assert at_head(repo) == in_index(repo) == in_worktree(repo) == correct(UNSTAGED, expected)
    assert [each.reason for each in placed.dropped[b"a.py"]] == ["a later commit changed it"]


def test_a_repository_of_fifty_thousand_files_takes_seconds_at_most(repo: Repository) -> None:
    blob = repo.git("hash-object", "-w", "--stdin", data=b"x\n")
    paths = [f"data/{number % 200}/{number}.txt" for number in range(50_000)]
    entries = "".join(f"100644 {blob}\t{path}\n" for path in paths)
    repo.git("update-index", "--index-info", data=entries.encode())
    listing = "\0".join([*paths, ""]).encode()
    repo.git("update-index", "--skip-worktree", "-z", "--stdin", data=listing)
    repo.commit("Much", {"a.py": SLOPPY})
    correction = keep(repo)
    started = time.monotonic()
    placed = place(repo, "fixup", correction)
    assert time.monotonic() - started < 10
    assert placed.commit == repo.head
    assert repo.status == ""
    undo(repo.runner)
    assert repo.status == ""


def test_any_bytes_of_a_name_are_taken(repo: Repository) -> None:
    names: list[str | bytes] = [
        b"two\nlines.py",
        b"t\tab \"quoted\" 'name'.py",
        b"latin-\xe9.py",
        b"-n.py",
        b":(x).py",
    ]
    names += ["ö" * 90 + ".py", "d" * 252 + ".py"]
    paths = [os.fsencode(name) for name in names]
    for path in paths:
        repo.write(path, SLOPPY)
    repo.git("add", "--all")
    repo.git("commit", "-q", "-m", "Odd names")
    before = state(repo)
    placed = place(repo, "fixup", keep(repo))
    assert placed.dropped == {path: () for path in paths}
    assert all(data == correct(SLOPPY) for _, _, data in worktree(repo).values())
    assert repo.status == ""
    undo(repo.runner)
    assert state(repo) == before


def test_a_locked_index_leaves_the_worktree_mode_at_the_proposal(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "a = 1\n"})
    repo.commit("Sloppy", {"a.py": "a=1\n"})
    lock = repo.path / ".git" / "index.lock"
    lock.write_bytes(b"")
    ended = repo.hookkit("run", "--mode", "worktree")
    assert ended.returncode in (0, 1)
    assert "another git command holds the index" in ended.stdout
    assert repo.read("a.py") == b"a=1\n"
    assert find_correction(repo.runner, None).corrected.id == repo.head
    assert lock.exists()


@pytest.mark.parametrize("mode", ["worktree", "fixup", "commit"])
def test_a_real_commit_is_corrected_once_and_taken_back(repo: Repository, mode: str) -> None:
    """With the hook installed, settings of the command line, and a hook that was there before."""
    log = repo.path.parent / "hook.log"
    hook = repo.path / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho ran >>{shlex.quote(str(log))}\n")
    hook.chmod(0o755)
    repo.commit("Begin", {"a.py": "a = 1\n"})
    assert repo.hookkit("install").returncode == 0
    repo.write("a.py", "a=1\nb = 2\n")
    repo.git("add", "a.py")
    repo.write("a.py", "a=1\nb = 2\nmine = 3\n")
    repo.git("-c", f"hookkit.mode={mode}", "commit", "-q", "-m", "Sloppy")
    assert log.read_text() == "ran\nran\n"
    assert repo.read("a.py") == b"a = 1\nb = 2\nmine = 3\n"
    subjects = repo.git("log", "--format=%s").split("\n")
    tops = {
        "worktree": [],
        "fixup": ["fixup! Sloppy"],
        "commit": ["Correct PEP 8 faults in 1 file"],
    }
    assert subjects == [*tops[mode], "Sloppy", "Begin"]
    assert repo.status == " M a.py"
    assert repo.hookkit("undo").returncode == 0
    assert repo.read("a.py") == b"a=1\nb = 2\nmine = 3\n"
    assert repo.git("log", "--format=%s") == "Sloppy\nBegin"
    assert (repo.status, repo.git("diff", "--cached")) == (" M a.py", "")
    check_sound(repo)
