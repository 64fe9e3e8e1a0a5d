"""A patch that a person reads: in a pipe, and with colours on a terminal."""

from __future__ import annotations

import io

import pytest

from hookkit.corrections.report.coloured_patch import coloured_patch_lines
from hookkit.corrections.report.print_patch import print_patch
from tests.terminal.terminal import in_terminal, without_colours

PATCH = """\
diff --git a/a.py b/a.py
index 1111111..2222222 100644
--- a/a.py
+++ b/a.py
@@ -9,4 +9,5 @@ def f():
 \tx = '\x1b[31m'
-y=1
-class A: pass
+y = 1
+class A:
+    pass
 # end
\\ No newline at end of file
"""


def test_the_code_of_a_stranger_does_not_act_in_a_pipe() -> None:
    stream = io.StringIO()
    print_patch(PATCH, stream)
    assert stream.getvalue() == PATCH.replace("\x1b", "\\x1b")


def test_windows_line_ends_are_not_shown_on_each_line() -> None:
    patch = "@@ -1,2 +1,2 @@\n-x=1\r\n+x = 1\r\n y\r\n"
    stream = io.StringIO()
    print_patch(patch, stream)
    assert stream.getvalue() == patch.replace("\r", "")


def test_a_line_end_that_differs_is_shown() -> None:
    stream = io.StringIO()
    print_patch("@@ -1 +1 @@\n-x\r\n+x\n", stream)
    assert stream.getvalue() == "@@ -1 +1 @@\n-x\\r\n+x\n"


SHOWN = r"""    @@ -9,4 +9,5 @@ def f():
     9       x = '\x1b[31m'
    10 - y=1
    11 - class A: pass
    10 + y = 1
    11 + class A:
    12 +     pass
    13   # end
       \ No newline at end of file
"""


def test_the_code_of_a_stranger_does_not_act_on_a_terminal() -> None:
    code = "from hookkit.corrections.report.print_patch import print_patch\n"
    code += f"print_patch({PATCH!r}, keep_header=False)"
    assert without_colours(in_terminal(code, 80)) == SHOWN
    assert without_colours(in_terminal(code, 10)) == SHOWN


def test_a_missing_last_line_end_is_noted_where_it_was() -> None:
    patch = "@@ -1,2 +1,2 @@\n x\n-y\n\\ No newline at end of file\n+y\n"
    assert [text.plain for text in coloured_patch_lines(patch, keep_header=False)] == [
        "    @@ -1,2 +1,2 @@",
        "    1   x",
        "    2 - y",
        "      \\ No newline at end of file",
        "    2 + y",
    ]


def test_a_header_is_kept_when_asked_for() -> None:
    texts = [text.plain for text in coloured_patch_lines(PATCH, keep_header=True)]
    assert texts[:4] == PATCH.splitlines()[:4]


def test_what_changed_within_a_line_is_marked() -> None:
    texts = {text.plain.strip(): text for text in coloured_patch_lines(PATCH, keep_header=False)}
    marked = texts["10 + y = 1"]
    spans = [span for span in marked.spans if span.style == "reverse green"]
    assert [(span.start, span.end) for span in spans] == [(10, 11), (12, 13)]
    assert not [span for span in texts["11 + class A:"].spans if span.style == "reverse green"]


def test_a_string_over_lines_is_coloured_as_one() -> None:
    patch = '@@ -1,3 +1,3 @@\n """first\n-import x \n+import x\n last"""\n'
    middle = list(coloured_patch_lines(patch, keep_header=False))[3]
    assert middle.plain == "    2 + import x"
    # The colour of strings, not that of a keyword.
    assert "yellow" in {str(span.style).split()[0] for span in middle.spans}


@pytest.mark.parametrize("patch", ["", "no patch", "@@ -1,9 +1,9 @@\n x", "@@ -1 +1 @@\n"])
def test_a_patch_that_is_none_does_not_hurt(patch: str) -> None:
    list(coloured_patch_lines(patch, keep_header=True))
    print_patch(patch, io.StringIO())
