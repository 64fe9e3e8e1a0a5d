"""``hookkit run`` as a person calls it: what it looks at, what it changes, how it ends."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import (
    FIXED,
    SLOPPY,
    Ended,
    corrections,
    hookkit_bytes,
    repository_content,
    run_here,
    short_ids,
)


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with a clean commit and two sloppy ones."""
    repo.commit("begin", {"ok.py": "x = 1\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    repo.commit("Add b", {"sub/b.py": SLOPPY})
    return repo


def paths(ended: Ended) -> list[str]:
    """The files that a report names."""
    lines = (line for line in ended.out.splitlines() if line.startswith("  "))
    return [line.split()[0] for line in lines if line[2] != " " and line.split()[0].endswith(".py")]


# What it looks at


@pytest.mark.parametrize(
    ("what", "found", "of"),
    [
        ([], ["sub/b.py"], '<Add b> "Add b"'),
        (["HEAD"], ["sub/b.py"], '<Add b> "Add b"'),
        (["HEAD^"], ["a.py"], '<Add a> "Add a"'),
        (["HEAD~2..HEAD"], ["a.py", "sub/b.py"], '<Add b> "Add b"'),
        (["HEAD~2...HEAD"], ["a.py", "sub/b.py"], '<Add b> "Add b"'),
        (["HEAD~2.."], ["a.py", "sub/b.py"], '<Add b> "Add b"'),
        (["..main"], [], '<Add b> "Add b"'),
        (["--all-files"], ["a.py", "sub/b.py"], '<Add b> "Add b"'),
        (["a.py"], ["a.py"], "the worktree"),
        (["sub"], ["sub/b.py"], "the worktree"),
        (["./sub/"], ["sub/b.py"], "the worktree"),
        (["."], ["a.py", "sub/b.py"], "the worktree"),
        (["a.py", "sub", "a.py"], ["a.py", "sub/b.py"], "the worktree"),
    ],
)
def test_what_is_looked_at(begun: Repository, what: list[str], found: list[str], of: str) -> None:
    before = repository_content(begun)
    ended = run_here(begun, "run", "--check", *what)
    assert paths(ended) == found
    assert f" {of}" in short_ids(begun, ended.out)
    assert ended.status == (1 if found else 0)
    assert repository_content(begun) == before


def test_the_index(begun: Repository) -> None:
    begun.write("new.py", SLOPPY)
    begun.git("add", "new.py")
    begun.write("new.py", SLOPPY + "\n\n\n\n\n\nz=1\n")
    ended = run_here(begun, "run", "--staged")
    assert paths(ended) == ["new.py"]
    assert begun.read("new.py") == FIXED.encode() + b"\n\n\n\n\n\nz=1\n"
    assert begun.blob(":new.py") == SLOPPY.encode()


def test_a_range_that_has_forked_counts_from_where_it_left(begun: Repository) -> None:
    begun.git("branch", "topic")
    begun.commit("main goes on", {"m.py": SLOPPY})
    begun.git("checkout", "-q", "topic")
    begun.commit("topic goes on", {"t.py": SLOPPY})
    for spelled in ("main..topic", "main...topic", "main..", "main.."):
        assert paths(run_here(begun, "run", "--check", spelled)) == ["t.py"]


def test_from_a_sub_folder(begun: Repository) -> None:
    sub = Repository(begun.path / "sub")
    assert paths(run_here(sub, "run", "--check", "b.py")) == ["sub/b.py"]
    assert paths(run_here(sub, "run", "--check", ".")) == ["sub/b.py"]
    assert paths(run_here(sub, "run", "--check", "../a.py")) == ["a.py"]
    assert paths(run_here(sub, "run", "--check")) == ["sub/b.py"]
    assert paths(run_here(sub, "run", "--check", "--all-files")) == ["a.py", "sub/b.py"]


def test_a_folder_stands_for_what_git_would_track(begun: Repository) -> None:
    begun.write("sub/new.py", SLOPPY)
    begun.write("sub/ignored.py", SLOPPY)
    begun.write(".gitignore", "ignored.py\n")
    (begun.path / "sub" / "link.py").symlink_to("b.py")
    assert paths(run_here(begun, "run", "--check", "sub")) == ["sub/b.py", "sub/new.py"]


def test_an_ignored_file_by_name(begun: Repository) -> None:
    begun.write("ignored.py", SLOPPY)
    begun.write(".gitignore", "ignored.py\n")
    assert run_here(begun, "run", "ignored.py").status == 0
    assert begun.read("ignored.py") == FIXED.encode()


def test_a_named_file_that_the_team_excludes(begun: Repository) -> None:
    begun.write("pyproject.toml", '[tool.hookkit]\nexclude = ["sub/*"]\n')
    ended = run_here(begun, "run", "--check", "a.py", "sub/b.py")
    assert "  sub/b.py  left alone: is excluded by hookkit's settings\n" in ended.out
    assert paths(ended) == ["a.py", "sub/b.py"]
    assert "1 fault" not in ended.out
    assert run_here(begun, "run", "--check", "sub/b.py").status == 0


def test_names_that_begin_with_a_dash(begun: Repository) -> None:
    begun.write("-x.py", SLOPPY)
    ended = run_here(begun, "run", "--check", "--", "-x.py")
    assert paths(ended) == ["-x.py"]
    assert ended.out.endswith("correct  hookkit run -- -x.py\n")


# What is wrong

WRONG = {
    "": "'' is neither a commit nor a file",
    "a b": "'a b' is neither a commit nor a file",
    "nowhere": "nowhere is neither a commit nor a file",
    "../nowhere.py": "../nowhere.py is neither a commit nor a file",
    "x" * 300: "x" * 300 + " is neither a commit nor a file",
    "nowhere..HEAD": "there is no commit 'nowhere' here",
}


@pytest.mark.parametrize("name", WRONG, ids=lambda name: name[:20])
def test_a_name_that_means_nothing(begun: Repository, name: str) -> None:
    ended = run_here(begun, "run", name)
    assert ended.err.splitlines()[0] == f"hookkit: {WRONG[name]}"
    assert ended.err.splitlines()[1].startswith("  repair: ")
    assert (ended.status, ended.out) == (3 if ".." in name[2:] else 2, "")


def test_a_path_outside(begun: Repository, tmp_path: Path) -> None:
    (tmp_path / "out.py").write_text(SLOPPY)
    ended = run_here(begun, "run", "../out.py")
    assert ended.err == (
        f"hookkit: ../out.py is not in the worktree {begun.path}\n  repair: hookkit run --help\n"
    )
    assert ended.status == 2


def test_a_path_in_another_repository(begun: Repository) -> None:
    inner = Repository.init(begun.path / "inner")
    inner.write("deep/i.py", SLOPPY)
    place = begun.path / "inner"
    for name in ("inner", "inner/deep", "inner/deep/i.py"):
        assert run_here(begun, "run", name) == Ended(
            2,
            "",
            f"hookkit: {name} is in another repository, {place}\n"
            f"  repair: (cd {place} && hookkit run --check .)\n",
        )
    assert run_here(begun, "run", ".git/config").status == 2
    assert run_here(begun, "run", "--check", ".").status == 1
    assert inner.read("deep/i.py") == SLOPPY.encode()


def test_a_name_of_a_commit_and_of_a_file(begun: Repository) -> None:
    begun.write("main", "x=1\n")
    ended = run_here(begun, "run", "main")
    assert ended.err == (
        "hookkit: main is the name of a commit and of a file: say main^0 for the commit\n"
        "  repair: hookkit run ./main\n"
    )
    assert ended.status == 2
    assert run_here(begun, "run", "./main").status == 0
    assert begun.read("main") == b"x = 1\n"
    assert paths(run_here(begun, "run", "main^0", "--check")) == ["sub/b.py"]


@pytest.mark.parametrize(
    "words", [["--staged", "--all-files"], ["--staged", "HEAD"], ["--all-files", "a.py"]]
)
def test_options_that_exclude_each_other(begun: Repository, words: list[str]) -> None:
    assert run_here(begun, "run", *words) == Ended(
        2,
        "",
        "hookkit: --staged, --all-files and names exclude each other\n"
        "  repair: hookkit run --help\n",
    )


def test_what_has_no_commit_can_only_go_to_the_worktree(begun: Repository) -> None:
    before = repository_content(begun)
    ended = run_here(begun, "run", "--mode", "fixup", "a.py", "sub/b.py")
    assert ended == Ended(
        2,
        "",
        "hookkit: the worktree can have no fixup: it belongs to no commit yet\n"
        "  repair: hookkit run --mode worktree a.py sub/b.py\n",
    )
    assert repository_content(begun) == before
    assert run_here(begun, *["run", "--mode", "worktree", "a.py", "sub/b.py"]).status == 0


def test_outside_a_repository(tmp_path: Path) -> None:
    ended = run_here(Repository(tmp_path), "run")
    assert ended.err == (
        f"hookkit: {tmp_path} is not in a git repository: cd into a clone, or begin one here\n"
        "  repair: git init\n"
    )
    assert ended.status == 3


def test_a_repository_that_a_variable_names_and_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "gone"))
    assert run_here(Repository(tmp_path), "run").err == (
        f"hookkit: {tmp_path}/gone is not a git repository, and {tmp_path} needs it\n"
        "  repair: unset GIT_DIR\n"
    )


def test_in_an_empty_repository(repo: Repository) -> None:
    for words in ([], ["--all-files"], ["--check"]):
        assert run_here(repo, "run", *words) == Ended(
            3,
            "",
            "hookkit: there is no commit here yet\n  repair: hookkit run --staged --check\n",
        )
    assert run_here(repo, "run", "--staged", "--check").out == (
        "hookkit found no .py file to look at in the index\n"
    )
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    assert run_here(repo, "run", "--staged", "--check").status == 1


# What it changes


def test_a_check_changes_nothing(begun: Repository) -> None:
    begun.write("a.py", SLOPPY + "edited=1\n")
    begun.write("new.py", SLOPPY)
    begun.git("add", "new.py")
    before = repository_content(begun)
    for words in ([], ["--all-files"], ["--staged"], ["a.py"], ["HEAD~2.."]):
        assert run_here(begun, "run", "--check", *words).status == 1
        assert run_here(begun, "run", "--diff", *words).status == 0
    assert repository_content(begun) == before


def test_a_check_tells_the_run_that_would_correct_it(begun: Repository) -> None:
    ended = run_here(begun, "run", "--check", "HEAD~2..", "--scope", "lines")
    assert short_ids(begun, ended.out) == ("""\
hookkit would correct 6 faults in 2 files of <Add b> "Add b": nothing was changed
  a.py
    E225  1×  missing whitespace around operator  line 2
    E231  1×  missing whitespace after ','        line 1
    E401  1×  multiple imports on one line        line 1
  sub/b.py
    E225  1×  missing whitespace around operator  line 2
    E231  1×  missing whitespace after ','        line 1
    E401  1×  multiple imports on one line        line 1
correct  hookkit run --scope lines 'HEAD~2..'
""")


def test_nothing_to_correct_is_said(begun: Repository) -> None:
    assert short_ids(begun, run_here(begun, "run", "HEAD~2").out) == (
        'hookkit found nothing to correct in <begin> "begin" (1 file)\n'
    )
    assert run_here(begun, "run", "ok.py").out == (
        "hookkit found nothing to correct in the worktree (1 file)\n"
    )


ODD = {
    b"plain.py": SLOPPY.encode(),
    b"with space.py": SLOPPY.encode(),
    b"new\nline.py": SLOPPY.encode(),
    b'quo"te.py': SLOPPY.encode(),
    b"latin-\xe9.py": SLOPPY.encode(),
    b"tab\t.py": SLOPPY.encode(),
    b"crlf.py": b"x=1\r\ny=2\r\n",
    b"no-end.py": b"x=1\ny=2",
    b"latin1.py": b"# -*- coding: latin-1 -*-\nx=1  # \xe9\n",
    b"bom.py": b"\xef\xbb\xbfx=1\n",
    b"program.py": b"#!/usr/bin/env python\nx=1\n",
}


def commit_odd(repo: Repository) -> None:
    for name, content in ODD.items():
        repo.write(name, content)
    (repo.path / "program.py").chmod(0o755)
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "odd")


def test_a_patch_applies_and_gives_the_fixed_bytes(repo: Repository, tmp_path: Path) -> None:
    commit_odd(repo)
    ended = hookkit_bytes(repo.path, "run", "--diff", "--check")
    assert ended.returncode == 1
    assert ended.stdout.startswith(b"diff --git a/")
    assert b"hookkit would correct" in ended.stderr
    repo.git("clone", "-q", ".", str(tmp_path / "clean"))
    clean = Repository(tmp_path / "clean")
    assert clean.attempt("apply", data=ended.stdout).returncode == 0
    assert repo.hookkit("run").returncode == 0
    assert repository_content(clean).files == repository_content(repo).files
    for name, content in ODD.items():
        assert clean.read(name) != content
    assert clean.read("crlf.py") == b"x = 1\r\ny = 2\r\n"


def test_a_patch_of_the_index_and_of_files(begun: Repository, tmp_path: Path) -> None:
    begun.write("new.py", SLOPPY)
    begun.git("add", "new.py")
    for words in (["--staged"], ["new.py"]):
        ended = hookkit_bytes(begun.path, "run", "--diff", *words)
        assert ended.returncode == 0
        copy = Repository.init(tmp_path / words[0])
        copy.write("new.py", SLOPPY)
        copy.git("apply", data=ended.stdout)
        assert copy.read("new.py") == FIXED.encode()


def test_a_patch_is_free_of_the_persons_diff_settings(begun: Repository) -> None:
    plain = hookkit_bytes(begun.path, "run", "--diff").stdout
    for key, value in (
        ("color.ui", "always"),
        ("diff.noprefix", "true"),
        ("diff.external", "false"),
    ):
        begun.git("config", key, value)
    assert hookkit_bytes(begun.path, "run", "--diff", FORCE_COLOR="1").stdout == plain


def test_nothing_to_correct_is_an_empty_patch(begun: Repository) -> None:
    ended = hookkit_bytes(begun.path, "run", "--diff", "--check", "HEAD~2")
    assert (ended.returncode, ended.stdout) == (0, b"")


def test_a_reader_that_goes_away_is_no_failure(repo: Repository) -> None:
    repo.commit("long", {f"f{n}.py": "x=1\n" * 2000 for n in range(4)})
    command = f"'{sys.executable}' -m hookkit run --diff; echo $? >&2"
    with subprocess.Popen(
        ["sh", "-c", command], cwd=repo.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout and child.stderr
        child.stdout.read(10)
        child.stdout.close()
        err = child.stderr.read().decode()
    assert err.endswith("\n0\n")
    assert "bug" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_behind_stdout_ends_with_3(begun: Repository) -> None:
    command = f"'{sys.executable}' -m hookkit run --diff > /dev/full"
    ended = subprocess.run(["sh", "-c", command], cwd=begun.path, capture_output=True, text=True)
    assert ended.returncode == 3
    assert ended.stderr == ("hookkit: the output could not be written: No space left on device\n")


@pytest.mark.parametrize(
    ("mode", "status", "log"),
    [
        ("propose", "", ["Add b"]),
        ("worktree", " M sub/b.py", ["Add b"]),
        ("fixup", "", ["fixup! Add b", "Add b"]),
        ("commit", "", ["Correct PEP 8 faults in 1 file", "Add b"]),
    ],
)
def test_modes(begun: Repository, mode: str, status: str, log: list[str]) -> None:
    begun.git("config", "hookkit.mode", "fixup" if mode == "propose" else "propose")
    old = begun.head
    assert run_here(begun, "run", "--mode", mode).status == 0
    assert begun.status == status
    assert begun.git("log", "--format=%s", f"-{len(log)}").splitlines() == log
    assert list(corrections(begun)) == [old]


def test_a_second_run_says_that_it_was_there(begun: Repository) -> None:
    run_here(begun, "run")
    before = repository_content(begun)
    ended = run_here(begun, "run")
    assert "as uncommitted edits\n  it was there already\n" in ended.out
    assert ended.status == 0
    assert repository_content(begun) == before


def test_what_could_not_be_placed_ends_with_1(begun: Repository) -> None:
    begun.write("sub/b.py", "import os, json\nx=5\n")
    ended = run_here(begun, "run")
    assert "nothing of it has a place beside your other edits" in ended.out
    assert ended.status == 1
    assert begun.read("sub/b.py") == b"import os, json\nx=5\n"
    ended = run_here(begun, "run", "HEAD^", "--mode", "fixup")
    assert f"not as a fixup! commit: {begun.git('rev-parse', 'HEAD^')[:7]} is not the" in ended.out
    assert ended.status == 1


def test_scope_lines(repo: Repository) -> None:
    repo.commit("begin", {"a.py": "x=1\nz = 0\ny = 2\n"})
    repo.commit("change", {"a.py": "x=1\nz = 0\ny=2\n"})
    run_here(repo, "run", "--scope", "lines")
    assert repo.read("a.py") == b"x=1\nz = 0\ny = 2\n"
    run_here(repo, "run", "--scope", "file")
    assert repo.read("a.py") == b"x = 1\nz = 0\ny = 2\n"


def test_scope_lines_of_a_file_counts_from_the_last_commit(repo: Repository) -> None:
    repo.write("a.py", "x=1\nz = 0\ny=2\n")
    assert paths(run_here(repo, "run", "--check", "--scope", "lines", "a.py")) == ["a.py"]
    repo.commit("begin", {"a.py": "x=1\nz = 0\ny = 2\n"})
    repo.write("a.py", "x=1\nz = 0\ny=2\n")
    repo.write("new.py", "z=1\n")
    run_here(repo, "run", "--scope", "lines", "a.py", "new.py")
    assert (repo.read("a.py"), repo.read("new.py")) == (b"x=1\nz = 0\ny = 2\n", b"z = 1\n")


def test_an_older_commit_is_named_in_what_comes_next(begun: Repository) -> None:
    printed = short_ids(begun, run_here(begun, "run", "HEAD^", "--mode", "fixup").out)
    assert printed.endswith(
        "look  hookkit review <Add a>  = git show <correction of Add a>\n"
        "keep  hookkit accept <Add a>  = git cherry-pick <correction of Add a>\n"
    )
    printed = short_ids(begun, run_here(begun, "run", "HEAD^").out)
    assert "or hookkit review -i <Add a>\n" in printed and "hookkit accept <Add a>  as" in printed


def test_safety_off(repo: Repository) -> None:
    repo.commit("begin", {"a.py": "if x == None:\n    y=1\n"})
    repo.git("config", "hookkit.safety", "strict")
    repo.write("setup.cfg", "[pycodestyle]\naggressive = 1\n")
    assert "withheld E711" in run_here(repo, "run").out
    assert repo.read("a.py") == b"if x == None:\n    y = 1\n"
    repo.git("checkout", "-q", "a.py")
    run_here(repo, "run", "--safety", "off")
    assert repo.read("a.py") == b"if x is None:\n    y = 1\n"


def test_a_bug_ends_with_70(begun: Repository, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    code = (
        "import hookkit.git.refs as b\n"
        "def f(git): raise KeyError('boom')\n"
        "b.require_commit = f\n"
    )
    (tmp_path / "site" / "sitecustomize.py").write_text(code)
    ended = begun.hookkit("run", PYTHONPATH=str(tmp_path / "site"))
    log = begun.path / ".git" / "hookkit" / "hookkit.log"
    assert ended.returncode == 70
    first = f"hookkit: a bug in hookkit: KeyError: 'boom'; its traceback is in {log}"
    assert ended.stderr.splitlines()[0] == first
    assert "KeyError: 'boom'" in log.read_text()


def test_git_that_is_missing_ends_with_3(begun: Repository, tmp_path: Path) -> None:
    ended = begun.hookkit("run", PATH=str(tmp_path))
    assert ended.returncode == 3
    assert ended.stderr == "hookkit: git was not found on PATH\n  repair: git --version\n"


def slow_file(repo: Repository) -> None:
    lines = "".join(f"a{n}=[{n},{n}]\n" for n in range(9000))
    repo.commit("slow", {"slow.py": lines, "slow2.py": lines})


def begin_to_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have git tell of each command that begins, to whom reads the file."""
    trace = tmp_path / "trace"
    os.mkfifo(trace)
    monkeypatch.setenv("GIT_TRACE", str(trace))
    return trace


def wait_until_contents_are_read(trace: Path) -> None:
    """Wait for the last git command before the files are corrected."""
    seen = b""
    while b"cat-file" not in seen:
        with trace.open("rb", buffering=0) as pipe:
            # git keeps it open as long as it is asked for more contents.
            while b"cat-file" not in seen and (more := pipe.read(4096)):
                seen += more


def test_ctrl_c_on_a_terminal_ends_with_130(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_file(repo)
    before = repository_content(repo)
    trace = begin_to_trace(tmp_path, monkeypatch)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(repo.path)
        os.execv(sys.executable, [sys.executable, "-m", "hookkit", "run"])
    wait_until_contents_are_read(trace)
    os.write(terminal, b"\x03")
    monkeypatch.delenv("GIT_TRACE")
    text = b""
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:
            break
        if not more:
            break
        text += more
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 130
    assert b"hookkit: interrupted" in text
    assert b"Traceback" not in text
    assert repository_content(repo) == before
    os.close(terminal)


def test_sigint_ends_with_130(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_file(repo)
    trace = begin_to_trace(tmp_path, monkeypatch)
    with subprocess.Popen(
        [sys.executable, "-m", "hookkit", "run", "--check", "slow.py"],
        cwd=repo.path,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        wait_until_contents_are_read(trace)
        child.send_signal(signal.SIGINT)
        assert child.stderr is not None
        assert child.stderr.read().strip() == "hookkit: interrupted"
    assert child.returncode == 130


def test_a_setting_for_commits_does_not_keep_files_from_being_corrected(repo: Repository) -> None:
    repo.commit("Begin")
    repo.git("config", "hookkit.mode", "propose")
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    assert repo.hookkit("run", "--staged").returncode == 0
    assert repo.read("a.py") == FIXED.encode()


def test_quiet_and_verbose(repo: Repository) -> None:
    names = [f"f{number:02}.py" for number in range(17)]
    repo.commit("Add files", dict.fromkeys(names, "x=1\n"))
    title = f'of {repo.head[:7]} "Add files"'
    check = run_here(repo, "run", "--check", "-q")
    assert (check.status, check.out) == (
        1, f"hookkit would correct 17 faults in 17 files {title}: nothing was changed\n"
    )  # fmt: skip
    quiet = run_here(repo, "run", "-q", "--mode", "propose").out
    assert quiet == (
        f"hookkit can correct 17 faults in 17 files {title}: kept as a proposal, nothing was"
        " touched\n"
    )
    assert "f16.py" not in run_here(repo, "run", "--mode", "propose").out
    assert "f16.py" in run_here(repo, "run", "-v", "--mode", "propose").out
    assert run_here(repo, "run", "-q", "-v").status == 2
    repo.write("f00.py", "x = 1\n")
    assert run_here(repo, "run", "-q", "f00.py").out == ""
