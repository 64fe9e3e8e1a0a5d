"""A correction to look at: its rules, its patch, and what git itself would do with it."""

from __future__ import annotations

import io

from hookkit.corrections.report.review import print_review
from hookkit.corrections.run_outcome import Outcome
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from tests.corrections.report.example_outcomes import BROKEN, OPERATOR, PARSER, outcome
from tests.repository import Repository


def review(each: Outcome, patch: bytes) -> str:
    stream = io.StringIO()
    print_review(each, patch, stream)
    return stream.getvalue()


def correction_of(repo: Repository, files: dict[bytes, tuple[bytes, bytes]]) -> bytes:
    """The diff that git gives between the old and the new content of ``files``."""
    for name, (old, _) in files.items():
        repo.write(name, old)
    repo.git("add", ".")
    for name, (_, new) in files.items():
        repo.write(name, new)
    return repo.attempt("-c", "core.quotePath=false", "diff").stdout


def test_a_review_in_a_pipe(repo: Repository) -> None:
    repo.git("config", "core.abbrev", "7")
    files = {b"a.py": (b"x=1\n", b"x = 1\n"), b"src/parser.py": (b"y=2\n", b"y = 2\n")}
    patch = correction_of(repo, files)
    small = FileOutcome(b"a.py", corrected=(Fault("E225", 1, OPERATOR),))
    assert (
        review(outcome(PARSER, small, BROKEN), patch)
        == """\
correction 5c4d3e2 of 1a2b3c4 "Add the parser": 6 faults in 2 files
  src/parser.py
    E225  3×  missing whitespace around operator  lines 4, 9
    E302  2×  expected 2 blank lines, found 1     lines 20, 31
diff --git a/src/parser.py b/src/parser.py
index 0a4dc54..47643d4 100644
--- a/src/parser.py
+++ b/src/parser.py
@@ -1 +1 @@
-y=2
+y = 2
    withheld E731 at lines 30, 44: the fix changes the program
    dropped lines 40-42: you have other edits there
  a.py
    E225  1×  missing whitespace around operator  line 1
diff --git a/a.py b/a.py
index bafc5d9..7d4290a 100644
--- a/a.py
+++ b/a.py
@@ -1 +1 @@
-x=1
+x = 1
  tests/x.py  left alone: does not parse (line 3: invalid syntax)
take        hookkit accept 1a2b3c4              as a fixup! commit
            hookkit accept 1a2b3c4 --as amend   into the commit itself
            hookkit accept 1a2b3c4 --as commit  as a commit of its own
throw away  hookkit drop 1a2b3c4
"""
    )


def test_a_patch_without_a_file_is_shown_too(repo: Repository) -> None:
    patch = correction_of(repo, {b"a.py": (b"x=1\n", b"x = 1\n")})
    assert "+x = 1\n" in review(outcome(PARSER), patch)
