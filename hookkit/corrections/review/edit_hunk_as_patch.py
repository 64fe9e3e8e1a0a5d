"""Edit a hunk as a patch, as a person does with ``git add -e``."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.review.review import ReviewedFile
from hookkit.errors import Refused
from hookkit.pep8.decode_source import NotPythonSource, decode_source
from hookkit.pep8.program_difference import program_difference
from hookkit.pep8.review_hunks import EditedHunk, ReviewHunk, take_hunks
from hookkit.pep8.syntax_tree import DoesNotParse, parse

INSTRUCTIONS = """\
# To leave a line as it was, make its '-' a ' ', and delete the '+' line.
# To have it otherwise, edit the '+' line, or add some. Lines with ' ' must stay.
# Lines that begin with # are left out. Without any other line nothing is edited.
"""


def parse_edited_patch(
    patch: str, hunk: ReviewHunk, above: Sequence[str], below: Sequence[str]
) -> tuple[bytes, ...] | None:
    """Give the lines that replace a hunk in an edited patch; None if the patch is empty.

    ``above`` and ``below`` are the lines around the hunk in the patch. Raises Refused if a line has
    no valid sign, or if the patch does not apply: its old lines must be the lines of the file.
    """
    lines = [each for each in patch.rstrip("\n").split("\n") if not each.startswith(("#", "@@"))]
    if not "".join(lines).strip():
        return None
    lines = [line or " " for line in lines]  # many editors remove the blank of an empty line
    if any(line[0] not in " +-\\" for line in lines):
        raise Refused("a line of the patch begins with neither ' ', '+' nor '-'")
    old_lines = [line[1:] for line in lines if line[0] in " -"]
    new_lines = [line[1:] for line in lines if line[0] in " +"]
    before = [line.decode() for line in hunk.before]
    above_lines, below_lines = (
        [line.rstrip("\n") for line in context] for context in (above, below)
    )
    if old_lines != [*above_lines, *(line.rstrip("\n") for line in before), *below_lines]:
        raise Refused("the patch does not apply: lines of the file are not as they were")
    end = len(new_lines) - len(below_lines)
    if (
        end < len(above_lines)
        or new_lines[: len(above_lines)] != above_lines
        or new_lines[end:] != below_lines
    ):
        raise Refused("the patch does not apply: the lines around the hunk are others")
    edited_lines = new_lines[len(above_lines) : end]
    return tuple(f"{line}\n".encode() for line in edited_lines)


def edit_hunk(file: ReviewedFile, hunk: ReviewHunk, lines: Sequence[bytes]) -> ReviewHunk:
    """Give the hunk with the lines that a person wants.

    Raises Refused if the file would not be Python with these lines, or if the encoding of the file
    lacks one of their characters.
    """
    edited = hunk._replace(edited_hunk=EditedHunk(tuple(lines), True))
    try:
        data = take_hunks(file.original, file.fixed, [edited])
        parse(data)
        difference = program_difference(decode_source(file.original).text, decode_source(data).text)
    except UnicodeEncodeError as error:
        wrong = error.object[error.start : error.end]
        raise Refused(f"the file is in {error.encoding}, which has no {wrong!r}") from error
    except (DoesNotParse, NotPythonSource) as error:
        raise Refused(f"with it the file would not be Python: {error}") from error
    return hunk._replace(edited_hunk=EditedHunk(tuple(lines), difference is None))
