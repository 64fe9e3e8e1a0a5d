"""Where a part is among the lines of a file as git counts them."""

from __future__ import annotations

import pytest

from hookkit.corrections.git_line_numbers_of_parts import GitLineNumbers, LineSpan
from hookkit.pep8.correction_parts import Part

LINE = LineSpan(4, 5, ((4, 5),), includes_deletions_above=False)


@pytest.mark.parametrize(
    ("part", "data", "place"),
    [
        (
            Part(1, 2, 1, 2, ((2, 2),)),
            b"a\nb\nc\n",
            LINE._replace(start=1, end=2, owning_ranges=((1, 2),)),
        ),
        (Part(1, 1, 1, 2, ((2, 2),)), b"a\nb\n", LineSpan(1, 1, ((1, 2),), True)),
        # At the end of a file it is about the last line.
        (Part(2, 2, 2, 3, ((3, 3),)), b"a\nb\n", LineSpan(2, 2, ((1, 2),), True)),
        (Part(0, 0, 0, 1, ((1, 1),)), b"", LineSpan(0, 0, ((0, 0),), True)),
        # git ends no line at \r.
        (Part(1, 2, 1, 2, ((2, 2),)), b"a\rb\rc\nd\n", LineSpan(0, 1, ((0, 1),), False)),
        (Part(3, 4, 3, 4, ((4, 4),)), b"a\rb\rc\nd\n", LineSpan(1, 2, ((1, 2),), False)),
        (Part(1, 2, 1, 2, ((2, 2),)), b"a\nb", LineSpan(1, 2, ((1, 2),), False)),
    ],
)
def test_where_it_is_among_the_lines_of_git(part: Part, data: bytes, place: LineSpan) -> None:
    assert GitLineNumbers(data.splitlines(keepends=True)).find_lines(part) == place
