"""The post-commit hook as git runs it: what it places, prints, imports and starts."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import (
    FIXED,
    SLOPPY,
    add,
    commit,
    corrections,
    install_hooks,
    install_starting_hooks,
    repository_content,
    said,
)


@pytest.fixture
def hooked(repo: Repository) -> Repository:
    """An empty repository with the hooks."""
    return install_hooks(repo)


@pytest.fixture
def begun(hooked: Repository) -> Repository:
    """A repository with the hooks and one clean commit."""
    hooked.commit("begin", {"README": "x\n"})
    return hooked


@pytest.fixture
def starting(repo: Repository) -> Repository:
    """A repository whose hooks start Python, as they do for a person, and one clean commit."""
    install_starting_hooks(repo).commit("begin", {"README": "x\n"})
    return repo


# Which commits


def test_a_root_commit_is_corrected_in_the_worktree(hooked: Repository) -> None:
    add(hooked, a_py=SLOPPY)
    text = commit(hooked, "-m", "Add a")
    assert "of " + hooked.head[:7] + ' "Add a" as uncommitted edits' in text
    assert hooked.read("a.py") == FIXED.encode()
    assert hooked.status == " M a.py"
    assert list(corrections(hooked)) == [hooked.head]


def test_an_amended_commit_is_corrected_anew(begun: Repository) -> None:
    begun.git("config", "hookkit.mode", "propose")
    add(begun, a_py=SLOPPY)
    commit(begun, "-m", "Add a")
    add(begun, b_py=SLOPPY)
    text = commit(begun, "--amend", "--no-edit")
    # Once: post-rewrite, which git runs for an amend too, has nothing to add.
    assert text.count("hookkit can correct 6 faults in 2 files") == 1
    assert begun.head in corrections(begun)
    assert len(corrections(begun)) == 2


def test_of_a_merge_only_what_differs_from_all_parents(begun: Repository) -> None:
    begun.git("config", "hookkit.mode", "propose")
    begun.git("config", "hookkit.checks", "rebase-before-merge=off")
    begun.git("checkout", "-q", "-b", "topic")
    begun.commit("topic", {"a.py": "x=1\n", "t.py": "t=1\n"})
    begun.git("checkout", "-q", "main")
    begun.commit("main", {"a.py": "x=2\n", "m.py": "m=1\n"})
    assert begun.attempt("merge", "-q", "topic").returncode == 1
    begun.write("a.py", "x=3\n")
    begun.git("add", "a.py")
    before = corrections(begun)
    text = commit(begun, "--no-edit")
    assert "  a.py\n" in text and "t.py" not in text and "m.py" not in text
    kept = corrections(begun)[begun.head]
    assert set(corrections(begun)) - set(before) == {begun.head}
    assert begun.git("diff", "--name-only", begun.head, kept) == "a.py"


def test_a_merge_that_is_concluded_gets_its_edits_at_once(begun: Repository) -> None:
    begun.git("config", "hookkit.checks", "rebase-before-merge=off")
    begun.git("checkout", "-q", "-b", "topic")
    begun.commit("topic", {"t.txt": "t\n"})
    begun.git("checkout", "-q", "main")
    begun.commit("main", {"m.txt": "m\n"})
    begun.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    add(begun, new_py=SLOPPY)
    commit(begun, "-m", "merge")
    assert begun.read("new.py") == FIXED.encode()


def test_a_commit_on_a_detached_head(begun: Repository) -> None:
    begun.git("checkout", "-q", "--detach")
    add(begun, a_py=SLOPPY)
    assert "as uncommitted edits" in commit(begun, "-m", "Add a")
    assert begun.read("a.py") == FIXED.encode()


def test_a_commit_in_a_shallow_clone(begun: Repository, tmp_path: Path) -> None:
    begun.commit("Old", {"old.py": "y=1\n"}, "--no-verify")
    begun.git("clone", "-q", "--depth=1", begun.path.as_uri(), str(tmp_path / "clone"))
    clone = install_hooks(Repository(tmp_path / "clone"))
    clone.write("a.py", SLOPPY)
    clone.git("add", "a.py")
    text = commit(clone, "-m", "Add a")
    assert "  a.py" in text and "old.py" not in text
    # Its parent is not there, so that nobody knows what it changed: that is said, and no guess.
    text = commit(clone, "--amend", "-m", "Still", "--", "a.py")
    ended = clone.hookkit("run", "HEAD^")
    assert ended.returncode == 1
    assert "is not in this shallow clone: what changed is unknown" in ended.stderr
    assert ended.stderr.endswith("  repair: git fetch --deepen=1\n")


def test_a_commit_in_a_linked_worktree(begun: Repository, tmp_path: Path) -> None:
    begun.git("worktree", "add", "-q", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    add(linked, a_py=SLOPPY)
    assert "as uncommitted edits" in commit(linked, "-m", "Add a")
    assert linked.read("a.py") == FIXED.encode()
    assert (linked.status, begun.status) == (" M a.py", "")


def test_a_commit_in_a_submodule(begun: Repository, tmp_path: Path) -> None:
    inner = Repository.init(tmp_path / "inner")
    inner.commit("begin", {"x.txt": "x\n"})
    begun.git("submodule", "--quiet", "add", str(inner.path), "sub")
    submodule = install_hooks(Repository(begun.path / "sub"))
    add(submodule, a_py=SLOPPY)
    assert "as uncommitted edits" in commit(submodule, "-m", "Add a")
    assert submodule.read("a.py") == FIXED.encode()
    assert corrections(begun) == {}


def test_a_partial_commit_leaves_what_is_staged(begun: Repository) -> None:
    add(begun, a_py=SLOPPY, b_py="y=1\n")
    text = commit(begun, "-m", "Add a", "--", "a.py")
    assert "b.py" not in text
    assert (begun.read("a.py"), begun.read("b.py")) == (FIXED.encode(), b"y=1\n")
    assert begun.status == " M a.py\nA  b.py"


def test_commit_all(begun: Repository) -> None:
    add(begun, a_py="x = 1\n")
    commit(begun, "-m", "Add a")
    begun.write("a.py", SLOPPY)
    assert "as uncommitted edits" in commit(begun, "-a", "-m", "Change a")
    assert begun.read("a.py") == FIXED.encode()


def test_no_verify_is_about_what_can_refuse(begun: Repository) -> None:
    add(begun, a_py=SLOPPY)
    assert "as uncommitted edits" in commit(begun, "--no-verify", "-m", "Add a")


def test_a_push_into_a_bare_repository_runs_nothing(begun: Repository, tmp_path: Path) -> None:
    bare = install_hooks(Repository.init(tmp_path / "bare.git", "--bare"))
    begun.git("config", "hookkit.enabled", "false")
    begun.commit("Add a", {"a.py": SLOPPY})
    assert "hookkit" not in said(begun.attempt("push", "-q", str(bare.path), "main"))
    assert corrections(bare) == {}


def test_a_commit_from_a_sub_folder(begun: Repository) -> None:
    add(begun, deep__er__a_py=SLOPPY)
    text = commit(Repository(begun.path / "deep" / "er"), "-m", "Add a")
    assert "  deep/er/a.py\n" in text
    assert begun.read("deep/er/a.py") == FIXED.encode()


def test_a_commit_by_another_work_tree_and_git_dir(begun: Repository, tmp_path: Path) -> None:
    other = tmp_path / "files"
    other.mkdir()
    (other / "a.py").write_text(SLOPPY)
    here = Repository(tmp_path)
    places = (f"--git-dir={begun.path / '.git'}", f"--work-tree={other}")
    here.git(*places, "add", "a.py")
    assert here.attempt(*places, "commit", "-q", "-m", "Add a").returncode == 0
    assert (other / "a.py").read_text() == FIXED


# Which files

NAMES = [
    b"with space.py",
    b"quo\"te'd.py",
    b"new\nline.py",
    b"latin-\xe9.py",
    "é☃.py".encode(),
    b"-dash.py",
    b"back\\slash.py",
    b":colon.py",
    b"*.py",
    b"tab\there.py",
]


def test_names_of_every_kind(begun: Repository) -> None:
    for name in NAMES:
        (Path(os.fsdecode(os.fsencode(begun.path) + b"/" + name))).write_text(SLOPPY)
    begun.git("add", "-A")
    text = commit(begun, "-m", "Add them")
    assert "hookkit corrected 30 faults in 10 files" in text
    assert {name: begun.read(name) for name in NAMES} == dict.fromkeys(NAMES, FIXED.encode())
    assert r"new\nline.py" in text and r"latin-\xe9.py" in text


def test_links_and_submodules_are_no_python_files(begun: Repository, tmp_path: Path) -> None:
    inner = Repository.init(tmp_path / "inner")
    inner.commit("begin", {"a.py": "x = 1\n"})
    (tmp_path / "outside.py").write_text(SLOPPY)
    begun.git("submodule", "--quiet", "add", str(inner.path), "sub.py")
    (begun.path / "link.py").symlink_to(tmp_path / "outside.py")
    begun.git("add", "-A")
    assert commit(begun, "-m", "Add them") == ""
    assert (tmp_path / "outside.py").read_text() == SLOPPY


def test_what_is_left_alone_is_named_with_its_reason(begun: Repository) -> None:
    begun.write(
        ".gitattributes",
        "gen.py linguist-generated\nbin.py binary\nlfs.py filter=lfs\n"
        "utf16.py working-tree-encoding=UTF-8\n",
    )
    begun.git("config", "filter.lfs.clean", "cat")
    begun.git("config", "hookkit.maxBytes", "100")
    files = dict.fromkeys(("gen_py", "bin_py", "lfs_py", "utf16_py", "ok_py"), SLOPPY)
    add(begun, **files, big_py="y=1\n" * 26, broken_py="def f(:\n    pass\n")
    text = commit(begun, "-m", "Add them")
    assert [line for line in text.splitlines() if "left alone" in line] == [
        "  big.py  left alone: has 104 bytes, more than max_bytes allows",
        "  bin.py  left alone: is binary (.gitattributes)",
        "  broken.py  left alone: does not parse: line 1: invalid syntax",
        "  gen.py  left alone: is generated (.gitattributes)",
        "  lfs.py  left alone: goes through filter=lfs (.gitattributes)",
        "  utf16.py  left alone: goes through working-tree-encoding=UTF-8 (.gitattributes)",
    ]
    assert begun.status == " M ok.py\n?? .gitattributes"
    assert begun.read("ok.py") == FIXED.encode()


def test_include_and_exclude(begun: Repository) -> None:
    begun.write("pyproject.toml", "[tool.hookkit]\ninclude = ['src/*']\nexclude = ['src/gen/*']\n")
    add(begun, src__a_py=SLOPPY, src__gen__b_py=SLOPPY, c_py=SLOPPY)
    text = commit(begun, "-m", "Add them")
    assert "  src/a.py" in text and "b.py" not in text and "c.py" not in text
    assert begun.status == " M src/a.py\n?? pyproject.toml"


# Where it is put


def test_mode_propose(begun: Repository) -> None:
    begun.git("config", "hookkit.mode", "propose")
    add(begun, a_py=SLOPPY)
    text = commit(begun, "-m", "Add a")
    kept = corrections(begun)[begun.head]
    assert ": kept as a proposal, nothing was touched\n" in text
    assert f"look  hookkit review  = git show {kept[:7]}" in text
    assert begun.status == ""
    assert begun.blob(f"{kept}:a.py") == FIXED.encode()


@pytest.mark.parametrize(
    ("mode", "subject"),
    [("fixup", "fixup! Add a"), ("commit", "Correct PEP 8 faults in 1 file")],
)
def test_modes_that_commit_make_one_commit(begun: Repository, mode: str, subject: str) -> None:
    begun.git("config", "hookkit.mode", mode)
    add(begun, a_py=SLOPPY)
    text = commit(begun, "-m", "Add a")
    assert begun.git("log", "--format=%s").splitlines() == [subject, "Add a", "begin"]
    assert begun.status == ""
    assert begun.blob("HEAD:a.py") == begun.read("a.py") == FIXED.encode()
    assert text.count("hookkit corrected") == 1
    assert f"{begun.head[:7]}\n" in text


def test_a_fixup_of_a_fixup_is_a_fixup_of_the_commit(begun: Repository) -> None:
    begun.git("config", "hookkit.mode", "fixup")
    begun.commit("Add a", {"a.py": "x = 1\n"})
    begun.commit("fixup! fixup! Add a", {"a.py": "x=2\n"})
    assert begun.git("log", "-1", "--format=%s") == "fixup! Add a"
    begun.git("-c", "sequence.editor=:", "rebase", "-q", "-i", "--autosquash", "--root")
    assert begun.git("log", "--format=%s").splitlines() == ["Add a", "begin"]
    assert begun.read("a.py") == b"x = 2\n"


def test_a_mode_for_one_commit(begun: Repository) -> None:
    add(begun, a_py=SLOPPY)
    begun.git("-c", "hookkit.mode=fixup", "commit", "-q", "-m", "Add a")
    assert begun.git("log", "-1", "--format=%s") == "fixup! Add a"


def test_edits_of_the_person_survive(begun: Repository) -> None:
    add(begun, a_py="x=1\nmiddle = 0\ny=2\n", b_py=SLOPPY)
    begun.write("a.py", "x=100\nmiddle = 0\ny=2\n")
    begun.write("u.txt", "untracked\n")
    text = commit(begun, "-m", "Add a")
    assert "    dropped line 1: you have other edits there\n" in text
    assert begun.read("a.py").startswith(b"x=100\n")
    assert begun.read("u.txt") == b"untracked\n"


# Switched off, broken


@pytest.mark.parametrize("how", ["environment", "git", "file", "framework"])
def test_switched_off(begun: Repository, how: str) -> None:
    env: dict[str, str] = {}
    if how == "environment":
        env["HOOKKIT"] = "0"
        begun.write("pyproject.toml", "[tool.hookkit\n")
    elif how == "framework":
        begun.write("pyproject.toml", "[tool.hookkit\n")
        ended = begun.hookkit("hook", "post-commit", HOOKKIT="no")
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
        return
    elif how == "git":
        begun.git("config", "hookkit.enabled", "no")
    else:
        begun.write("pyproject.toml", "[tool.hookkit]\nenabled = false\n")
    add(begun, a_py=SLOPPY)
    assert commit(begun, "-m", "Add a", **env) == ""
    assert corrections(begun) == {}


def test_a_broken_configuration_is_said_and_the_commit_stands(begun: Repository) -> None:
    path = begun.write("pyproject.toml", '[tool.hookkit]\nmode = "workree"\n')
    add(begun, a_py=SLOPPY)
    lines = commit(begun, "-m", "Add a").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("hookkit: mode ") and str(path) in lines[0]
    assert "propose, worktree, fixup or commit" in lines[0]
    assert lines[1].startswith("  repair: ")
    assert begun.git("log", "-1", "--format=%s") == "Add a"
    assert begun.read("a.py") == SLOPPY.encode()


def test_a_broken_logging_configuration_is_said_and_the_commit_stands(begun: Repository) -> None:
    add(begun, a_py=SLOPPY)
    text = commit(begun, "-m", "Add a", HOOKKIT_LOG_CFG="/nowhere/log.json")
    assert text.startswith("hookkit: HOOKKIT_LOG_CFG names /nowhere/log.json")
    assert text.endswith("  repair: unset HOOKKIT_LOG_CFG\n")


BUG = """\
import hookkit.git.operation_in_progress

def operation(git):
    raise RuntimeError("boom")

hookkit.git.operation_in_progress.operation_in_progress = operation
"""


def sitecustomize(repo: Repository, folder: Path, code: str) -> None:
    """Have the Python of every hook run ``code`` first; -E would keep it from that."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    python = folder / "python"
    there, real = shlex.quote(str(folder)), shlex.quote(sys.executable)
    python.write_text(f'#!/bin/sh\nshift\nPYTHONPATH={there} exec {real} "$@"\n')
    python.chmod(0o755)
    own = f"python={shlex.quote(str(python))}"
    for hook in (repo.path / ".git" / "hooks").iterdir():
        hook.write_text(re.sub("^python=.*$", lambda _: own, hook.read_text(), flags=re.M))


def test_a_bug_is_one_line_and_a_traceback_in_the_log(begun: Repository, tmp_path: Path) -> None:
    add(begun, a_py=SLOPPY)
    sitecustomize(begun, tmp_path / "site", BUG)
    text = commit(begun, "-m", "Add a")
    log = begun.path / ".git" / "hookkit" / "hookkit.log"
    assert text.splitlines()[0] == (
        f"hookkit: a bug in hookkit: RuntimeError: boom; its traceback is in {log}"
    )
    assert "Traceback" not in text
    assert 'raise RuntimeError("boom")' in log.read_text()
    assert begun.git("log", "-1", "--format=%s") == "Add a"
    assert begun.read("a.py") == SLOPPY.encode()


def test_events_and_placements_are_logged(begun: Repository) -> None:
    add(begun, a_py=SLOPPY)
    commit(begun, "-m", "Add a")
    log = (begun.path / ".git" / "hookkit" / "hookkit.log").read_text()
    printed = [line.split(" ", 3)[3] for line in log.splitlines()]
    kept = corrections(begun)[begun.head]
    assert printed == [
        f"hookkit.commands.hook: post-commit in {begun.path / '.git'}",
        f"hookkit.corrections.keep_and_place: {begun.head}: 3 corrected, placed: worktree",
        f"hookkit.corrections.keep_and_place: {begun.head}: correction {kept}",
    ]


# The price

NEVER = {
    *("rich", "git", "flake8", "click", "rich_click", "msgspec", "yaml", "tomllib", "tomli"),
    *("concurrent.futures", "multiprocessing", "asyncio", "jinja2", "markupsafe", "pygments"),
}
# What looks at other branches, or squashes on trial.
NEVER_AT_A_COMMIT = {
    "hookkit.dry_run.scratch_repository",
    "hookkit.history.refs.branch_refs",
    "hookkit.history.refs.target_branch",
    "hookkit.dry_run.correction_squash",
}
NEVER_FOR_A_CORRECTION = {
    *("base64", "hashlib", "ipaddress", "logging", "pathlib", "random", "tempfile", "urllib"),
    *("dataclasses", "typing"),
}
NEVER_FOR_A_CLEAN_FILE = {
    *("autopep8", "bz2", "json", "lzma", "shlex", "shutil", "zlib"),
    *("ast", "configparser", "difflib", "inspect", "optparse"),
    *NEVER_FOR_A_CORRECTION,
}
MAX_OF_OURS = {"pep8": 21, "": 40}
"""Modules of hookkit for a clean file, those that judge it and the others; see the page on the
architecture for what an import costs."""
SPY = """\
import atexit, os, sys
path = os.environ["SPY"]
atexit.register(lambda: open(path, "w").write(" ".join(sorted(sys.modules))))
"""


SYMBOLIC_HEAD = ["symbolic-ref", "-q", "HEAD"]


def measured(repo: Repository, folder: Path) -> tuple[set[str], int]:
    """Commit what is staged; give the modules that Python had, and the number of git processes."""
    modules, started = traced(repo, folder)
    return modules, len(started) - (_asked(started) if repo.has_reftable else 0)


def traced(repo: Repository, folder: Path) -> tuple[set[str], list[list[str]]]:
    """Commit what is staged; give the modules that Python had, and what git was started with."""
    sitecustomize(repo, folder, SPY)
    modules, trace = folder / "modules", folder / "trace.json"
    commit(repo, "-m", "x", SPY=str(modules), GIT_TRACE2_EVENT=str(trace))
    events = [json.loads(line) for line in trace.read_text().splitlines()]
    starts = [each["argv"] for each in events if each["event"] == "start"]
    ours = [argv for argv in starts if not {"commit", "maintenance", "gc"} & set(argv[1:2])]
    return set(modules.read_text().split()) if modules.exists() else set(), ours


def _asked(started: list[list[str]]) -> int:
    """Count what git is asked for where refs are no files: what is read from files elsewhere."""
    words = {"CHERRY_PICK_HEAD", "refs/remotes"}
    words |= {f"refs/remotes/{remote}/HEAD" for remote in ("upstream", "origin")}
    asked = [each for each in started if words & set(each) or each[-3:] == SYMBOLIC_HEAD]
    assert len(asked) <= 6, asked
    return len(asked)


def test_a_commit_without_python_files_starts_no_python(
    starting: Repository, tmp_path: Path
) -> None:
    add(starting, a_txt="x\n")
    # What the commit changed, and where git is at no usual place, whether there is a setting.
    is_usual = starting.git("--exec-path") in ("/usr/lib/git-core", "/usr/libexec/git-core")
    assert measured(starting, tmp_path / "spy") == (set(), 1 if is_usual else 2)


def test_what_decides_reads_no_index(starting: Repository, tmp_path: Path) -> None:
    """It grows with the repository: 5 ms for 50,000 files."""
    add(starting, a_txt="x\n")
    trace = tmp_path / "trace.json"
    commit(starting, "-m", "x", GIT_TRACE2_EVENT=str(trace))
    events = [json.loads(line) for line in trace.read_text().splitlines()]
    started = [each for each in events if each["event"] == "start" and "diff-tree" in each["argv"]]
    assert len(started) == 1
    read = [
        each["msg"]
        for each in events
        if each["event"] == "region_enter" and each["label"] == "do_read_index"
        if each["sid"] == started[0]["sid"]
    ]
    assert not any((starting.path / name).exists() for name in read), read


@pytest.mark.parametrize(("content", "most"), [("x = 1\n", 3), (SLOPPY, 8)])
@pytest.mark.parametrize("files", [1, 5])
def test_a_commit_costs_few_processes_whatever_it_holds(
    starting: Repository, tmp_path: Path, content: str, most: int, files: int
) -> None:
    add(starting, **{f"a{number}_py": content for number in range(files)})
    modules, started = traced(starting, tmp_path / "spy")
    assert "hookkit.commands.hook" in modules
    assert modules.isdisjoint(NEVER | NEVER_AT_A_COMMIT)
    assert modules.isdisjoint(NEVER_FOR_A_CORRECTION), modules & NEVER_FOR_A_CORRECTION
    processes = [argv for argv in started if is_of_python(argv)]
    # Attributes are asked for where git may have some at a place that is not known, reftable where
    # refs are, and whether a commit is being picked.
    words = {"check-attr", "for-each-ref", "symbolic-ref"}
    others = [argv for argv in processes if words.isdisjoint(argv)]
    assert len(others) <= most, others
    assert len(processes) <= most or starting.has_reftable or git_is_elsewhere(starting)


def git_is_elsewhere(repo: Repository) -> bool:
    return repo.git("--exec-path") not in ("/usr/lib/git-core", "/usr/libexec/git-core")


def is_of_python(argv: list[str]) -> bool:
    """Whether Python started a git process, and not the shim."""
    own = ("--is-shallow-repository", "--create-reflog", "core.useReplaceRefs=false")
    return any(word in own for word in argv)


def test_a_clean_file_is_judged_by_few_modules(starting: Repository, tmp_path: Path) -> None:
    add(starting, a_py=f"x = 1  # {'long' * 10}\n" * 100)  # long enough to be remembered
    modules, _ = traced(starting, tmp_path / "spy")
    assert modules.isdisjoint(NEVER_FOR_A_CLEAN_FILE), modules & NEVER_FOR_A_CLEAN_FILE
    ours = [name.split(".") for name in modules if name.split(".")[0] == "hookkit"]
    judging = [parts for parts in ours if parts[1:2] == ["pep8"]]
    assert len(judging) <= MAX_OF_OURS["pep8"], judging
    assert len(ours) - len(judging) <= MAX_OF_OURS[""], ours


def test_the_hook_leaves_no_file_behind(starting: Repository) -> None:
    add(starting, a_py=SLOPPY)
    commit(starting, "-m", "Add a")
    inside = {path.name for path in (starting.path / ".git").iterdir()}
    assert not [name for name in inside if name.startswith("hookkit-")]
    assert set(repository_content(starting).files) == {"README", "a.py"}
