"""``hookkit review`` and ``hookkit corrections``: whole outputs, and the commands in them."""

from __future__ import annotations

import re

import pytest

from tests.commands.repository_copies import copy, do, printed, state
from tests.repository import Repository
from tests.repository_with_hooks import (
    FIXED,
    SLOPPY,
    corrections,
    repository_content,
    run_here,
    short_ids,
)


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with a proposed correction of its last commit."""
    repo.commit("begin", {"README": "x\n"})
    repo.commit("Add a", {"a.py": SLOPPY, "broken.py": "def f(:\n"})
    assert run_here(repo, "run", "--mode", "propose").status == 0
    return repo


def test_a_review(begun: Repository) -> None:
    before = repository_content(begun)
    ended = begun.hookkit("review")
    old, new = (
        begun.git("rev-parse", f"{name}:a.py") for name in ("HEAD", *corrections(begun).values())
    )
    assert short_ids(begun, ended.stdout).replace(old, "<old>").replace(new, "<new>") == ("""\
correction <correction of Add a> of <Add a> "Add a": 3 faults in 1 file
  a.py
    E225  1×  missing whitespace around operator  line 2
    E231  1×  missing whitespace after ','        line 1
    E401  1×  multiple imports on one line        line 1
diff --git a/a.py b/a.py
index <old>..<new> 100644
--- a/a.py
+++ b/a.py
@@ -1,2 +1,3 @@ hunk e3d95f0
-import os,sys
-x=1
+import os
+import sys
+x = 1
  broken.py  left alone: does not parse: line 1: invalid syntax
take        hookkit accept <Add a>              as a fixup! commit = git cherry-pick \
<correction of Add a>
            hookkit accept <Add a> --as amend   into the commit itself
            hookkit accept <Add a> --as commit  as a commit of its own
throw away  hookkit drop <Add a>
""")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert repository_content(begun) == before


def test_what_a_review_offers_works(begun: Repository) -> None:
    output = run_here(begun, "review").out
    by_git, by_hookkit = copy(begun, "by-git"), copy(begun, "by-hookkit")
    do(by_git, printed(output, "take"))
    run_here(by_hookkit, "accept", begun.head[:7])
    assert state(by_git) == state(by_hookkit)
    assert output.endswith(f"\nthrow away  hookkit drop {begun.head[:7]}\n")
    assert run_here(begun, "drop", begun.head[:7]).status == 0
    assert corrections(begun) == {}
    ended = run_here(begun, "review")
    assert ended.out.endswith(f"\ncorrect  hookkit run {begun.head[:7]}\n")
    assert ended.status == 0


def test_over_the_same_edits_a_review_offers_no_pick(begun: Repository) -> None:
    run_here(begun, "run")
    assert "cherry-pick" not in run_here(begun, "review").out


def test_what_a_commit_cannot_take_in_is_offered_as_a_spread(begun: Repository) -> None:
    begun.commit("Add b", {"b.py": SLOPPY})
    run_here(begun, "run", "HEAD~2..HEAD", "--mode", "propose")
    output = short_ids(begun, run_here(begun, "review").out)
    take = """\
take        hookkit accept <Add b> --spread     as a fixup! for each commit
            hookkit accept <Add b> --as commit  as a commit of its own
throw away  hookkit drop <Add b>
"""
    assert output[output.index("take ") :] == take
    page = run_here(begun, "review", "--html", "-").out
    commands = re.findall(r"hookkit accept [0-9a-f]+[a-z -]*", page)
    short = begun.head[:7]
    assert list(dict.fromkeys(commands)) == [
        f"hookkit accept {short} --spread",
        f"hookkit accept {short} --as commit",
    ]
    assert run_here(begun, "accept", "--as", "amend").status == 1
    assert run_here(begun, "accept", "--spread").status == 0


def test_a_review_by_other_names(begun: Repository) -> None:
    output = run_here(begun, "review").out
    kept = corrections(begun)[begun.head]
    begun.git("tag", "v1")
    for name in ("HEAD", "v1", begun.head[:8], kept):
        assert run_here(begun, "review", name).out == output
    run_here(begun, "accept")
    assert "of <Add a>" in short_ids(begun, run_here(begun, "review").out)


def test_corrections(begun: Repository) -> None:
    begun.commit("Add b", {"b.py": SLOPPY})
    run_here(begun, "run", "--mode", "fixup")
    ended = begun.hookkit("corrections")
    lines = short_ids(begun, ended.stdout).splitlines()
    assert lines[0] == "2 corrections"
    assert sorted(lines[1:3]) == [
        '  <Add a>  just now  1 file  "Add a"',
        '  <Add b>  just now  1 file  "Add b"  taken',
    ]
    assert lines[4] == "list  git for-each-ref refs/hookkit/corrections"
    assert (ended.returncode, ended.stderr) == (0, "")
    do(begun, printed(ended.stdout, "look"))
    do(begun, printed(ended.stdout, "list"))


def test_no_corrections(repo: Repository) -> None:
    ended = run_here(repo, "corrections")
    assert ended.out.startswith("no corrections: ")
    assert ended.status == 0


def test_the_patch_is_that_of_the_correction(begun: Repository) -> None:
    other = copy(begun, "other")
    kept = corrections(begun)[begun.head]
    do(other, f"git diff HEAD {kept} | git apply")
    assert other.read("a.py") == FIXED.encode()


def test_where_none_is_kept_it_is_told_what_it_would_be(begun: Repository) -> None:
    begun.git("update-ref", "-d", f"refs/hookkit/corrections/{begun.head}")
    before = repository_content(begun)
    ended = begun.hookkit("review")
    output = re.sub(r"(?m)^index .*$", "index …", ended.stdout)
    assert short_ids(begun, output) == ("""\
hookkit would correct 3 faults in 1 file of <Add a> "Add a": no correction is kept
  a.py
    E225  1×  missing whitespace around operator  line 2
    E231  1×  missing whitespace after ','        line 1
    E401  1×  multiple imports on one line        line 1
diff --git a/a.py b/a.py
index …
--- a/a.py
+++ b/a.py
@@ -1,2 +1,3 @@ hunk e3d95f0
-import os,sys
-x=1
+import os
+import sys
+x = 1
  broken.py  left alone: does not parse: line 1: invalid syntax
correct  hookkit run <Add a>
""")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert repository_content(begun) == before


def test_a_range_is_reviewed_as_its_last_commit_has_the_files(begun: Repository) -> None:
    begun.commit("Add b", {"b.py": "b=1\n"})
    ended = run_here(begun, "review", "HEAD~2..HEAD")
    assert "hookkit would correct 4 faults in 2 files of " in ended.out
    assert ended.out.endswith("\ncorrect  hookkit run 'HEAD~2..HEAD'\n")
    assert ended.status == 0


@pytest.mark.parametrize("options", [(), ("-i",), ("-i", "--as", "amend")])
def test_where_there_is_nothing_to_review_this_is_said(
    repo: Repository, options: tuple[str, ...]
) -> None:
    repo.commit("begin", {"README": "x\n"})
    repo.commit("Add a", {"a.py": "a = 1\n"})
    ended = run_here(repo, "review", *options)
    assert short_ids(repo, ended.out) == (
        'hookkit found nothing to correct in <Add a> "Add a" (1 file)\n'
    )
    assert (ended.status, ended.err) == (0, "")


def test_what_is_only_withheld_is_told(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": "a = 1\nimport os\nprint(a, os)\n"})
    output = run_here(repo, "review").out
    assert "hookkit would correct nothing" in output and "withheld" in output


@pytest.mark.parametrize(
    ("args", "message", "repair"),
    [
        (("--as", "fixup"), "--as is for -i, --tui and --take", "hookkit review -i --as fixup"),
        (
            ("-i", "HEAD^..HEAD"),
            "a range has no kept correction to choose from: run it with --mode propose first",
            "hookkit run 'HEAD^..HEAD' --mode propose",
        ),
    ],
)
def test_wrong_usage(begun: Repository, args: tuple[str, ...], message: str, repair: str) -> None:
    ended = run_here(begun, "review", *args)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == f"hookkit: {message}\n  repair: {repair}\n"
