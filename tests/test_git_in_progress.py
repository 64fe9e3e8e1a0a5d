"""While a git operation is in progress hookkit's hooks change nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from hookkit.git.operation_in_progress import ending_commands
from hookkit.operation_log.stored_entries import migrate_and_read_entries
from tests.repository import Repository
from tests.repository_with_hooks import (
    SLOPPY,
    Ended,
    RepositoryContent,
    corrections,
    install_hooks,
    repository_content,
    run_here,
    said,
)

# Commits made in one second are the same commits, with and without hooks.
DATES = {
    "GIT_AUTHOR_DATE": "2001-02-03T04:05:06Z",
    "GIT_COMMITTER_DATE": "2001-02-03T04:05:06Z",
}
# Where a test says what is to become of each commit of a rebase.
SEQUENCE_EDITOR = '#!/bin/sh\nsed -i.bak {} "$1"\n'


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the history is built once."""
    return tmp_path_factory.mktemp("template") / "repo"


@pytest.fixture
def history(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A branch ``topic`` of five sloppy commits and a branch ``main`` that has gone on."""
    for name, value in DATES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_EDITOR", ":")
    if not template.exists():
        build_history(Repository.init(template))
    return Repository(Path(shutil.copytree(template, tmp_path / "repo")))


def build_history(repo: Repository) -> None:
    """Commit what the tests start with."""
    repo.commit("begin", {"README": "x\n", "shared.py": "shared=1\nmiddle = 0\nend=1\n"})
    repo.git("checkout", "-q", "-b", "topic")
    for number in range(5):
        repo.commit(f"topic {number}", {f"t{number}.py": SLOPPY})
    repo.git("checkout", "-q", "main")
    repo.commit("main", {"m.py": SLOPPY})
    repo.git("checkout", "-q", "topic")


Play = Callable[[Repository], list[str]]


@dataclass(frozen=True)
class Ending:
    """How a play ended: what was committed and staged, what is in the files and under way."""

    tree: str
    log: str
    status: str
    content: RepositoryContent
    codes: list[str]


def ending(repo: Repository, codes: list[str]) -> Ending:
    """Look at a repository after a play, without what belongs to hookkit."""
    seen = repository_content(repo)
    refs = "\n".join(line for line in seen.refs.splitlines() if "refs/hookkit/" not in line)
    return Ending(
        repo.git("rev-parse", "HEAD^{tree}"),
        repo.git("log", "--format=%H %s"),
        repo.git("status", "--porcelain=v2"),
        RepositoryContent(seen.files, seen.index, seen.head, refs, frozenset()),
        codes,
    )


def played(history: Repository, play: Play) -> tuple[Ending, Ending, Repository]:
    """Play the same in two copies of a repository, without the hooks and with them."""
    copies = []
    for name in ("without", "with"):
        path = history.path.with_name(name)
        shutil.copytree(history.path, path, symlinks=True)
        copies.append(Repository(path))
    without, hooked = copies
    install_hooks(hooked)
    return ending(without, play(without)), ending(hooked, play(hooked)), hooked


def steps(repo: Repository, *commands: str) -> list[str]:
    """Run git commands one after the other and give how each ended."""
    return [f"{line}: {repo.attempt(*line.split(' ')).returncode}" for line in commands]


def by_todo(repo: Repository, script: str, *more: str, base: str = "main") -> list[str]:
    """Rebase topic interactively; ``script`` edits the todo list with sed."""
    editor = repo.path.parent / "todo-editor"
    editor.write_text(SEQUENCE_EDITOR.format(script))
    editor.chmod(0o755)
    ended = repo.attempt("rebase", "-i", base, GIT_SEQUENCE_EDITOR=str(editor))
    return [f"rebase: {ended.returncode}", *steps(repo, *more)]


def merge_backend(repo: Repository) -> list[str]:
    return steps(repo, "rebase main")


def apply_backend(repo: Repository) -> list[str]:
    return steps(repo, "rebase --apply main")


def squash_and_fixup(repo: Repository) -> list[str]:
    return by_todo(repo, "-e '2s/^pick/squash/' -e '4s/^pick/fixup/'")


def reword(repo: Repository) -> list[str]:
    return by_todo(repo, "-e '2s/^pick/reword/'")


def edit_and_amend(repo: Repository) -> list[str]:
    codes = by_todo(repo, "-e '2s/^pick/edit/'")
    repo.write("t1.py", SLOPPY + "more=1\n")
    repo.write("extra.py", SLOPPY)
    repo.git("add", "extra.py")
    return codes + steps(repo, "commit -q -a --amend --no-edit", "rebase --continue")


def edit_and_commit(repo: Repository) -> list[str]:
    codes = by_todo(repo, "-e '2s/^pick/edit/'")
    repo.write("extra.py", SLOPPY)
    repo.git("add", "extra.py")
    return codes + steps(repo, "commit -q -m extra", "rebase --continue")


def autosquash(repo: Repository) -> list[str]:
    repo.write("t1.py", SLOPPY + "more=1\n")
    made = repo.attempt("commit", "-q", "-a", "-m", "fixup! topic 1", HOOKKIT="0")
    ended = repo.attempt("rebase", "-i", "--autosquash", "main", GIT_SEQUENCE_EDITOR=":")
    return [str(made.returncode), str(ended.returncode)]


def executed(repo: Repository) -> list[str]:
    command = "git commit -q --allow-empty -m empty"
    return [str(repo.attempt("rebase", "--exec", command, "main").returncode)]


def conflicting(repo: Repository) -> None:
    for branch, value in (("main", 2), ("topic", 3)):
        repo.git("checkout", "-q", branch)
        repo.write("shared.py", f"shared={value}\nmiddle = 0\nend=1\n")
        repo.git("commit", "-q", "-a", "-m", f"shared {value}", HOOKKIT="0")
    repo.write("t9.py", SLOPPY)
    repo.git("add", "t9.py")
    repo.git("commit", "-q", "-m", "topic 9", HOOKKIT="0")


def solve(repo: Repository) -> None:
    repo.write("shared.py", "shared=5\nmiddle = 0\nend=1\n")
    repo.git("add", "shared.py")


def conflict_continue(repo: Repository) -> list[str]:
    conflicting(repo)
    codes = steps(repo, "rebase main")
    solve(repo)
    return codes + steps(repo, "rebase --continue")


def conflict_continue_apply(repo: Repository) -> list[str]:
    conflicting(repo)
    codes = steps(repo, "rebase --apply main")
    solve(repo)
    return codes + steps(repo, "rebase --continue")


def conflict_commit_continue(repo: Repository) -> list[str]:
    conflicting(repo)
    codes = steps(repo, "rebase main")
    solve(repo)
    return codes + steps(repo, "commit -q -m solved", "rebase --continue")


def conflict_abort(repo: Repository) -> list[str]:
    conflicting(repo)
    return steps(repo, "rebase main", "rebase --abort")


def conflict_skip(repo: Repository) -> list[str]:
    conflicting(repo)
    return steps(repo, "rebase main", "rebase --skip")


def rebase_merges(repo: Repository) -> list[str]:
    codes = steps(repo, "checkout -q -b side HEAD~3", "checkout -q topic")
    repo.git("checkout", "-q", "side")
    repo.write("s.py", SLOPPY)
    repo.git("add", "s.py")
    repo.git("commit", "-q", "-m", "side", HOOKKIT="0")
    codes += steps(repo, "checkout -q topic", "merge -q --no-ff --no-edit side")
    return codes + steps(repo, "rebase --rebase-merges main")


def pull_rebase(repo: Repository) -> list[str]:
    return steps(repo, "pull -q --rebase . main")


REBASES = [
    merge_backend,
    apply_backend,
    squash_and_fixup,
    reword,
    edit_and_amend,
    edit_and_commit,
    autosquash,
    executed,
    conflict_continue,
    conflict_continue_apply,
    conflict_commit_continue,
    conflict_skip,
    rebase_merges,
    pull_rebase,
]


@pytest.mark.parametrize("play", REBASES, ids=lambda play: play.__name__)
def test_a_rebase_ends_as_without_hooks_and_proposes_once(history: Repository, play: Play) -> None:
    without, hooked, repo = played(history, play)
    assert hooked == without
    assert repo.status == ""
    assert not list((repo.path / ".git").glob("rebase-*"))
    # One pass, when all is over: the correction of what HEAD is now.
    assert list(corrections(repo)) == [repo.head]
    assert list(migrate_and_read_entries(repo.runner)) == []


def test_the_pass_after_a_rebase_says_why_it_only_proposes(history: Repository) -> None:
    install_hooks(history)
    text = said(history.attempt("rebase", "-q", "main"))
    assert text.count("hookkit can correct 15 faults in 5 files of ") == 1
    assert "not as uncommitted edits: a rebase has just ended" in text
    assert "m.py" not in text


def test_what_was_committed_at_a_stop_is_looked_at(history: Repository) -> None:
    install_hooks(history)
    edit_and_commit(history)
    text = history.hookkit("review").stdout
    assert "  extra.py\n" in text and "  t4.py\n" in text and "m.py" not in text


def test_scope_lines_holds_after_a_rebase(history: Repository) -> None:
    history.git("config", "hookkit.scope", "lines")
    history.write("shared.py", "shared=1\nmiddle = 0\nend=2\n")
    history.git("commit", "-q", "-a", "-m", "end 2")
    install_hooks(history)
    history.git("rebase", "-q", "main")
    kept = corrections(history)[history.head]
    assert history.blob(f"{kept}:shared.py").startswith(b"shared=1\n")


def test_commits_that_stayed_are_not_looked_at_again(history: Repository) -> None:
    install_hooks(history)
    by_todo(history, "-e '3s/^pick/edit/'", "commit -q --amend -m x", base="HEAD~3")
    text = said(history.attempt("rebase", "--continue"))
    assert "  t4.py\n" in text and "t3.py" not in text


def test_a_skipped_commit_does_not_bring_in_the_base(history: Repository) -> None:
    history.git("checkout", "-q", "-B", "topic", "main~1")
    conflicting(history)
    install_hooks(history)
    assert history.attempt("rebase", "main").returncode == 1
    # git tells the hook that the skipped commit has become the one that it was to lie on.
    text = said(history.attempt("rebase", "--skip"))
    assert "t9.py" in text and "m.py" not in text and "shared.py" not in text


def test_a_rebase_that_rewrites_nothing_proposes_nothing(history: Repository) -> None:
    install_hooks(history)
    text = said(history.attempt("rebase", "-q", "--exec", "true", "HEAD~3"))
    assert "hookkit" not in text
    assert corrections(history) == {}


def cherry_pick(repo: Repository) -> list[str]:
    return steps(repo, "checkout -q main", "cherry-pick topic~4 topic~3 topic~2")


def cherry_pick_conflict(repo: Repository) -> list[str]:
    conflicting(repo)
    codes = steps(repo, "checkout -q main", "cherry-pick topic~1 topic")
    solve(repo)
    return codes + steps(repo, "cherry-pick --continue")


def cherry_pick_abort(repo: Repository) -> list[str]:
    conflicting(repo)
    return steps(repo, "checkout -q main", "cherry-pick topic~2 topic~1", "cherry-pick --abort")


def cherry_pick_skip(repo: Repository) -> list[str]:
    conflicting(repo)
    return steps(repo, "checkout -q main", "cherry-pick topic~1 topic", "cherry-pick --skip")


def revert_several(repo: Repository) -> list[str]:
    repo.write("t1.py", "x = 1\n")
    repo.git("commit", "-q", "-a", "-m", "clean", HOOKKIT="0")
    repo.write("t2.py", "x = 1\n")
    repo.git("commit", "-q", "-a", "-m", "clean 2", HOOKKIT="0")
    return steps(repo, "revert --no-edit HEAD HEAD~1")


def revert_conflict(repo: Repository) -> list[str]:
    conflicting(repo)
    repo.write("shared.py", "shared=9\nmiddle = 0\nend=1\n")
    repo.git("commit", "-q", "-a", "-m", "nine", HOOKKIT="0")
    codes = steps(repo, "revert --no-edit HEAD~2 HEAD~1")
    solve(repo)
    return codes + steps(repo, "revert --continue")


def merged(repo: Repository) -> list[str]:
    return steps(repo, "rebase -q main", "checkout -q main", "merge --no-ff --no-edit topic")


def mail(repo: Repository) -> list[str]:
    repo.git("format-patch", "-q", "-o", "../mail", "main")
    mails = sorted(str(path) for path in (repo.path.parent / "mail").iterdir())
    repo.git("checkout", "-q", "main")
    return [str(repo.attempt("am", "-q", *mails).returncode)]


def bisected(repo: Repository) -> list[str]:
    start = "bisect start topic topic~4"
    return steps(repo, start, "bisect good", "commit -q --allow-empty -m x", "bisect reset")


def stashed(repo: Repository) -> list[str]:
    repo.write("t1.py", "z=1\n")
    return steps(repo, "stash -q", "stash pop -q")


@pytest.mark.parametrize(
    "play",
    [
        conflict_abort,
        cherry_pick,
        cherry_pick_conflict,
        cherry_pick_abort,
        cherry_pick_skip,
        revert_several,
        revert_conflict,
        merged,
        mail,
        bisected,
        stashed,
    ],
    ids=lambda play: play.__name__,
)
def test_other_operations_end_as_without_hooks(history: Repository, play: Play) -> None:
    without, hooked, repo = played(history, play)
    assert hooked == without
    assert list(migrate_and_read_entries(repo.runner)) == []


def test_a_merge_with_a_conflict_ends_as_without_hooks_but_for_the_edits(
    history: Repository,
) -> None:
    def play(repo: Repository) -> list[str]:
        conflicting(repo)
        codes = steps(repo, "merge -q main")
        solve(repo)
        return codes + steps(repo, "commit -q --no-edit")

    without, hooked, repo = played(history, play)
    # It is over: git has forgotten the merge when it runs the hook.
    assert (hooked.tree, hooked.log, hooked.codes) == (without.tree, without.log, without.codes)
    assert repo.status == " M shared.py"


# By hand, in the middle of each


def in_rebase(repo: Repository) -> str:
    conflicting(repo)
    repo.attempt("rebase", "main")
    return "a rebase"


def in_rebase_apply(repo: Repository) -> str:
    conflicting(repo)
    repo.attempt("rebase", "--apply", "main")
    return "a rebase"


def in_edit(repo: Repository) -> str:
    by_todo(repo, "-e '2s/^pick/edit/'")
    return "a rebase"


def in_cherry_pick(repo: Repository) -> str:
    conflicting(repo)
    steps(repo, "checkout -q main", "cherry-pick topic~1")
    return "a cherry-pick"


def in_revert(repo: Repository) -> str:
    conflicting(repo)
    repo.write("shared.py", "shared=9\nmiddle = 0\nend=1\n")
    repo.git("commit", "-q", "-a", "-m", "nine")
    steps(repo, "revert HEAD~2")
    return "a revert"


def in_merge(repo: Repository) -> str:
    conflicting(repo)
    steps(repo, "merge main")
    return "a merge"


def in_am(repo: Repository) -> str:
    conflicting(repo)
    repo.git("format-patch", "-q", "-o", "../mail", "main..topic")
    mails = sorted(str(path) for path in (repo.path.parent / "mail").iterdir())
    repo.git("checkout", "-q", "main")
    assert repo.attempt("am", "-q", *mails).returncode != 0
    return "git am"


def in_bisect(repo: Repository) -> str:
    steps(repo, "bisect start topic topic~4")
    return "a bisect"


@pytest.mark.parametrize(
    "enter",
    [
        in_rebase,
        in_rebase_apply,
        in_edit,
        in_cherry_pick,
        in_revert,
        in_merge,
        in_am,
        in_bisect,
    ],
    ids=lambda enter: enter.__name__,
)
def test_commands_touch_nothing_in_the_middle(
    history: Repository, enter: Callable[[Repository], str]
) -> None:
    assert run_here(history, "run", "topic").status == 0
    history.git("checkout", "-q", ".")
    under_way = enter(history)
    before = ending(history, [])
    kept = set(corrections(history))
    sloppy = "t0.py" if (history.path / "t0.py").exists() else "m.py"
    for words in (["HEAD"], ["HEAD", "--mode", "fixup"], ["HEAD", "--mode", "commit"], [sloppy]):
        ended = run_here(history, "run", *words)
        assert ending(history, []) == before
        if "hookkit can correct" in ended.out:
            assert f": {under_way} is under way\n" in ended.out
            assert ended.status == 1
    assert "hookkit can correct" in ended.out
    assert kept <= set(corrections(history))
    finish, abort = ending_commands(under_way)
    instead = f", or take it back: {abort}" if abort else ""
    refusal = f"hookkit: {under_way} is under way: finish it first{instead}\n  repair: {finish}\n"
    for words in (["accept", "topic"], ["accept", "topic", "--as", "amend"], ["undo"]):
        assert run_here(history, *words) == Ended(1, "", refusal)
    assert ending(history, []) == before


@pytest.mark.parametrize(("mode", "play"), [("fixup", cherry_pick), ("commit", merge_backend)])
def test_no_commit_is_made_in_the_middle(history: Repository, mode: str, play: Play) -> None:
    history.git("config", "hookkit.mode", mode)
    without, hooked, _ = played(history, play)
    assert hooked == without


def test_a_hook_in_another_worktree_goes_on(history: Repository, tmp_path: Path) -> None:
    conflicting(history)
    history.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "other"), "main")
    history.attempt("rebase", "main")
    install_hooks(history)
    other = Repository(tmp_path / "other")
    other.write("o.py", SLOPPY)
    other.git("add", "o.py")
    assert "as uncommitted edits" in said(other.attempt("commit", "-q", "-m", "o"))
    assert os.path.exists(history.path / ".git" / "rebase-merge")


def test_a_report_in_a_rebase_begins_on_a_line_of_its_own(repo: Repository) -> None:
    install_hooks(repo)
    repo.commit("base", {"base.txt": "base\n"})
    repo.git("switch", "-q", "-c", "topic")
    repo.commit("one", {"a.py": SLOPPY}, "--no-verify")
    repo.git("checkout", "-q", ".")
    repo.git("switch", "-q", "main")
    repo.commit("other", {"o.txt": "o\n"})
    repo.git("switch", "-q", "topic")
    printed = printed_on_a_terminal(repo, "git", "rebase", "main")
    assert "Rebasing (1/1)" in printed
    before, _, _ = printed.partition("hookkit can correct")
    # git's own way to begin anew: to the first column, and what stands there is cleared.
    assert re.sub("\x1b\\[[0-9;]*m", "", before).endswith("\r\x1b[K"), repr(printed)


def printed_on_a_terminal(repo: Repository, *command: str) -> str:
    """Run a command on a terminal of its own, and give all that it prints there."""
    master, terminal = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "GIT_PROGRESS_DELAY": "0"}
    process = subprocess.Popen(
        command, cwd=repo.path, stdin=terminal, stdout=terminal, stderr=terminal, env=environment
    )
    os.close(terminal)
    printed = b""
    with suppress(OSError):  # the end of a terminal
        while data := os.read(master, 4096):
            printed += data
    os.close(master)
    assert process.wait() == 0, printed
    return printed.decode()
