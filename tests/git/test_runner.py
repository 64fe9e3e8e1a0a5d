"""The runner of git: the right repository, a clean environment, cached answers that stay true."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import threading
from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.process import HOOK_VARIABLES
from hookkit.git.runner import Git
from tests.failing_git import killed_git
from tests.repository import Repository


@pytest.fixture
def filled(repo: Repository) -> Repository:
    """A repository with one commit."""
    repo.commit("Begin", {"a.py": "a = 1\n", "sub/b.py": "b = 1\n"})
    return repo


def test_a_repository_is_found_from_its_top_and_from_below(filled: Repository) -> None:
    for folder in (filled.path, filled.path / "sub"):
        git = Git.discover(folder)
        assert git.top == filled.path
        assert git.git_dir == git.common_dir == filled.path / ".git"
        assert git.index == filled.path / ".git" / "index"
        assert git.null_id == "0" * 40
        assert not git.is_shallow


def test_it_is_found_from_the_current_folder(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(filled.path / "sub")
    assert Git.discover().top == filled.path


def test_it_is_found_through_a_link(filled: Repository, tmp_path: Path) -> None:
    deep = tmp_path / "elsewhere" / "deep"
    deep.parent.mkdir()
    deep.symlink_to(filled.path / "sub")
    git = Git.discover(deep)
    assert (git.top, git.index) == (filled.path, filled.path / ".git" / "index")
    assert git.common_dir == filled.path / ".git"


def test_where_there_is_none_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed, match="is not in a git repository"):
        Git.discover(tmp_path)
    with pytest.raises(EnvironmentFailed, match="does not exist"):
        Git.discover(tmp_path / "none")


@pytest.mark.parametrize("name", ["plain", "it's odd"])
def test_a_repository_of_somebody_else_is_reported_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    repo = Repository.init(tmp_path / name)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own switch for its tests
    with pytest.raises(EnvironmentFailed, match="belongs to somebody else") as caught:
        Git.discover(repo.path)
    assert "not in a git repository" not in caught.value.message
    repair = caught.value.repair or ""
    assert shlex.split(repair)[:5] == ["git", "config", "--global", "--add", "safe.directory"]
    subprocess.run(repair, shell=True, check=True)
    assert Git.discover(repo.path).top == repo.path


def test_a_repository_that_git_cannot_read_is_reported_as_what_it_is(repo: Repository) -> None:
    repo.git("config", "core.repositoryFormatVersion", "99")
    with pytest.raises(EnvironmentFailed, match="git cannot use the repository of .*99"):
        Git.discover(repo.path)


def test_without_git_on_the_path_the_error_says_so(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repo.path))
    with pytest.raises(EnvironmentFailed, match="git was not found on PATH"):
        Git.discover(repo.path)


def test_a_bare_repository_and_the_git_dir_have_no_worktree(
    filled: Repository, tmp_path: Path
) -> None:
    filled.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    for folder in (tmp_path / "bare", filled.path / ".git"):
        git = Git.discover(folder)
        assert git.top is None
        assert git.git_dir == folder
        assert git.resolve("HEAD") == filled.head


def test_a_linked_worktree_has_a_git_dir_of_its_own(filled: Repository, tmp_path: Path) -> None:
    filled.git("worktree", "add", "-q", str(tmp_path / "linked"))
    git = Git.discover(tmp_path / "linked")
    assert git.top == tmp_path / "linked"
    assert git.git_dir == filled.path / ".git" / "worktrees" / "linked"
    assert git.common_dir == filled.path / ".git"
    assert git.index == git.git_dir / "index"


def test_a_submodule_is_a_repository_of_its_own(filled: Repository, tmp_path: Path) -> None:
    outer = Repository.init(tmp_path / "outer")
    outer.git("submodule", "--quiet", "add", str(filled.path), "inner")
    git = Git.discover(outer.path / "inner")
    assert git.top == outer.path / "inner"
    assert git.git_dir == git.common_dir == outer.path / ".git" / "modules" / "inner"
    assert git.fields("ls-files", "-z") == [b"a.py", b"sub/b.py"]


def test_a_git_dir_may_be_elsewhere(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "repo", f"--separate-git-dir={tmp_path / 'store'}")
    git = repo.runner
    assert (git.top, git.git_dir) == (repo.path, tmp_path / "store")


def test_a_sha256_repository_has_long_ids(tmp_path: Path) -> None:
    assert Repository.init(tmp_path, "--object-format=sha256").runner.null_id == "0" * 64


def test_a_folder_with_a_line_break_is_refused_and_other_odd_names_are_not(tmp_path: Path) -> None:
    odd = Repository.init(tmp_path / "a\x0bb\x0cc\x1cd\u2028e\x85f ' \" $x")
    assert odd.runner.top == odd.path
    with pytest.raises(EnvironmentFailed, match="line break"):
        _ = Repository.init(tmp_path / "two\nlines").runner


def test_a_repository_named_from_outside_is_that_one(
    filled: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `git --git-dir=… --work-tree=…` does it for its hooks."""
    tree = tmp_path / "tree"
    tree.mkdir()
    monkeypatch.setenv("GIT_DIR", str(filled.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tree))
    git = Git.discover(tree)
    assert (git.top, git.git_dir) == (tree, filled.path / ".git")
    assert git.run("diff-files", "--name-status").count(b"D\t") == 2


@pytest.mark.parametrize("folder", [".", "sub"])
def test_a_relative_index_means_the_same_everywhere(
    filled: Repository, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other-index")
    git = Git.discover(filled.path / folder)
    assert git.index == filled.path / ".git" / "other-index"
    git.run("read-tree", "HEAD")
    assert git.index.exists()
    assert git.fields("ls-files", "-z") == [b"a.py", b"sub/b.py"]


WHICH = {"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_SHALLOW_FILE"}
"""What says which repository it is; the others are for the command alone that set them."""


@pytest.mark.parametrize("name", sorted({*HOOK_VARIABLES} - WHICH - {"GIT_INTERNAL_SUPER_PREFIX"}))
def test_what_git_tells_its_hooks_does_not_mislead(
    filled: Repository, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    git = filled.runner
    assert git.env.get(name) != "1"
    assert git.fields("ls-files", "-z", "--", "*.py") == [b"a.py", b"sub/b.py"]


def test_every_variable_that_git_itself_calls_local_is_considered(repo: Repository) -> None:
    kept = {"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_OBJECT_DIRECTORY", "GIT_CONFIG_PARAMETERS"}
    kept |= {"GIT_CONFIG_COUNT", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE"}
    kept |= {"GIT_REFERENCE_BACKEND"}
    local = set(repo.git("rev-parse", "--local-env-vars").split())
    assert local <= {*HOOK_VARIABLES} | kept


def test_no_hook_starts_hookkit_again_and_no_message_is_translated(repo: Repository) -> None:
    env = repo.runner.env
    assert (env["HOOKKIT"], env["LC_ALL"], env["GIT_TERMINAL_PROMPT"]) == ("0", "C", "0")


def test_settings_of_the_command_line_pass_through(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As git hands down `git -c hookkit.x=y`, in both of its ways."""
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'hookkit.x'='y'")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "hookkit.z")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "w")
    git = repo.runner
    assert (git.line("config", "hookkit.x"), git.line("config", "hookkit.z")) == ("y", "w")


def test_a_command_that_fails_is_named_with_its_message(repo: Repository) -> None:
    with pytest.raises(GitFailed, match="git cat-file -p nothing ended with status 128: fatal"):
        repo.runner.run("cat-file", "-p", "nothing")
    assert repo.runner.try_run("cat-file", "-p", "nothing").code == 128


def test_objects_are_read_by_any_name_and_missing_ones_left_out(filled: Repository) -> None:
    filled.write("with space 12.py", "w = 1\n")
    filled.write(b"\xff.py", b"f = 1\n")
    filled.git("add", "--all")
    filled.commit("More", {"empty.py": b"", "zero.py": b"\0\n\0"})
    tree = filled.git("rev-parse", "HEAD^{tree}")
    names = ["HEAD:a.py", "HEAD:none.py", "HEAD:with space 12.py", "HEAD:with space 13.py"]
    names += [os.fsdecode(b"HEAD:\xff.py"), "HEAD:empty.py", "HEAD:zero.py", "0" * 40, "none", tree]
    found = filled.runner.object_contents(names)
    assert list(found) == [names[0], names[2], *names[4:7], tree]
    assert [found[name] for name in names[4:7]] == [b"f = 1\n", b"", b"\0\n\0"]


def test_an_ambiguous_name_is_left_out(repo: Repository) -> None:
    seen: dict[str, bytes] = {}
    for number in range(10_000):
        data = b"%d\n" % number
        prefix = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()[:4]
        if prefix in seen:
            break
        seen[prefix] = data
    repo.commit("Begin", {"a.py": data, "b.py": seen[prefix]})
    assert repo.runner.object_contents([prefix, "HEAD:a.py"]) == {"HEAD:a.py": data}


def test_a_great_many_objects_are_read_at_once(repo: Repository) -> None:
    """More in both directions than a pipe holds."""
    repo.commit("Begin", {f"{n}.py": f"{n}\n" * 2000 for n in range(60)})
    names = [f"HEAD:{n}.py" for n in range(60)]
    found = repo.runner.object_contents([*names, *(f"missing-{n}" for n in range(20_000))])
    assert found == {f"HEAD:{n}.py": f"{n}\n".encode() * 2000 for n in range(60)}
    assert repo.runner.object_contents([]) == {}


def test_what_a_partial_clone_does_not_have_is_left_out_or_fetched_by_git(
    filled: Repository, tmp_path: Path
) -> None:
    """A git that can be kept from fetching leaves it out."""
    filled.git("config", "uploadpack.allowFilter", "true")
    source, clone = f"file://{filled.path}", str(tmp_path / "clone")
    filled.git("clone", "-q", "--filter=blob:none", "--no-checkout", source, clone)
    partial = Repository(tmp_path / "clone")
    mine = partial.git("hash-object", "-w", "--stdin", data=b"mine\n")
    filled.path.rename(tmp_path / "away")
    names = ["HEAD:a.py", mine, "HEAD:sub/b.py", "none", mine[:20]]
    assert partial.runner.object_contents(names) == {mine: b"mine\n", mine[:20]: b"mine\n"}


def test_an_object_that_is_broken_is_an_error(filled: Repository) -> None:
    name = filled.git("rev-parse", "HEAD:a.py")
    loose = filled.path / ".git" / "objects" / name[:2] / name[2:]
    loose.chmod(0o644)
    loose.write_bytes(b"broken")
    try:
        assert filled.runner.object_contents(["HEAD:a.py", "HEAD:sub/b.py"]).keys() == {
            "HEAD:sub/b.py"
        }
    except GitFailed as error:
        assert "corrupt" in error.message


def test_names_that_are_no_commit_resolve_to_nothing(filled: Repository) -> None:
    git = filled.runner
    assert git.resolve("HEAD") == git.resolve("main") == filled.head
    for name in ("none", "HEAD:a.py", "HEAD^", "--all", "", "-n", "HEAD..HEAD"):
        assert git.resolve(name) is None


def reflog(repo: Repository) -> list[str]:
    return repo.git("log", "-g", "--format=%gs", "HEAD").split("\n")


def test_a_held_ref_moves_when_it_is_told_to(filled: Repository) -> None:
    old = filled.head
    new = filled.git("commit-tree", "-m", "New", "-p", old, "HEAD^{tree}")
    with filled.runner.locked_refs([("HEAD", new, old)], "hookkit: test") as move:
        assert filled.head == old
        # Nobody else can move it meanwhile.
        assert filled.attempt("update-ref", "HEAD", new).returncode != 0
        move()
        assert filled.head == new
    assert filled.head == new
    assert reflog(filled)[0] == "hookkit: test"
    assert filled.git("symbolic-ref", "HEAD") == "refs/heads/main"


def test_a_held_ref_that_is_let_go_stays(filled: Repository) -> None:
    old = filled.head
    new = filled.git("commit-tree", "-m", "New", "-p", old, "HEAD^{tree}")
    with filled.runner.locked_refs([("HEAD", new, old)], "hookkit: test"):
        pass
    with pytest.raises(ZeroDivisionError), filled.runner.locked_refs([("HEAD", new, old)], "x"):
        raise ZeroDivisionError
    assert filled.head == old
    filled.git("update-ref", "HEAD", new, old)


def test_a_ref_that_is_elsewhere_or_held_is_refused(filled: Repository) -> None:
    old = filled.head
    new = filled.git("commit-tree", "-m", "New", "-p", old, "HEAD^{tree}")
    runner, refused = filled.runner, pytest.raises(GitFailed, match="cannot lock ref")
    with refused, runner.locked_refs([("HEAD", old, new)], "x"):
        raise AssertionError
    move = ("HEAD", new, old)
    with runner.locked_refs([move], "x"), refused, runner.locked_refs([move], "x"):
        raise AssertionError
    assert filled.head == old


def test_a_git_that_ends_at_once_is_reported(filled: Repository) -> None:
    git = filled.runner
    (filled.path / ".git" / "config").write_text("[core\n")
    refused = pytest.raises(GitFailed, match="bad config")
    with refused, git.locked_refs([("HEAD", git.null_id, git.null_id)], "x"):
        raise AssertionError


def test_a_detached_head_moves_alone(filled: Repository) -> None:
    filled.git("checkout", "-q", "--detach")
    old = filled.head
    new = filled.git("commit-tree", "-m", "New", "-p", old, "HEAD^{tree}")
    with filled.runner.locked_refs([("HEAD", new, old)], "x") as move:
        move()
    assert (filled.head, filled.git("rev-parse", "main")) == (new, old)


def test_threads_may_ask_at_once(filled: Repository) -> None:
    git, answers = filled.runner, []
    threads = [
        threading.Thread(target=lambda: answers.append(git.resolve("HEAD"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [filled.head] * 8


@pytest.mark.parametrize(
    "write",
    [
        ("update-ref", "refs/hookkit/x", "HEAD"),
        ("-c", "core.x=y", "update-ref", "--stdin"),
        ("symbolic-ref", "-m", "test", "HEAD", "refs/heads/other"),
        ("fetch", "--quiet", "."),
        ("push", "--quiet", ".", "main:other"),
    ],
)
def test_while_refs_are_held_no_other_is_written(
    filled: Repository, write: tuple[str, ...]
) -> None:
    """In a reftable repository whoever holds one ref holds all of them."""
    git, old = filled.runner, filled.head
    new = filled.git("commit-tree", "-m", "New", "-p", old, "HEAD^{tree}")
    with git.locked_refs([("HEAD", new, old)], "x") as move:
        with pytest.raises(AssertionError, match="HEAD"):
            git.try_run(*write)
        assert git.line("symbolic-ref", "HEAD") == "refs/heads/main"
        move()
        git.run(*write)
    git.run(*write)


def test_a_killed_question_is_not_answered_by_no(filled: Repository, tmp_path: Path) -> None:
    git = filled.runner
    killed = git.with_variables({"PATH": killed_git(tmp_path / "killed", "merge-base")})
    said = r"git merge-base --is-ancestor \w+ \w+ was ended by signal 9"
    with pytest.raises(GitFailed, match=said):
        killed.is_ancestor(filled.head, filled.head)
    assert git.is_ancestor(filled.head, filled.head) is True


def test_where_git_is_killed_it_is_not_said_that_there_is_no_repository(
    filled: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", killed_git(tmp_path / "killed", "rev-parse"))
    with pytest.raises(GitFailed, match="was ended by signal 9"):
        Git.discover(filled.path)
