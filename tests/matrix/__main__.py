"""``python -m tests.matrix``: play every operation in every kind of repository, as a page.

``--write`` puts the page at docs/matrix.md; it is printed without. Ends with 1 where a cell is not
what it should be. TESTS_GIT is the folder of a git with reftable.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.conftest import GLOBAL_CONFIG, REF_FORMAT, UNSEAL
from tests.matrix.expected_outcomes import expected
from tests.matrix.matrix_page import page
from tests.matrix.operations import ROUNDS
from tests.matrix.repository_kinds import KINDS, knows_reftable


def seal(home: Path) -> None:
    """Give this process a home of its own and an environment without settings."""
    for name in list(os.environ):
        if name.startswith(UNSEAL) and name != REF_FORMAT:
            del os.environ[name]
    (home / ".gitconfig").write_text(GLOBAL_CONFIG)
    programs = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    os.environ.update(HOME=str(home), PATH=programs, GIT_CONFIG_NOSYSTEM="1", GIT_EDITOR="false")


def play(folder: Path) -> dict[tuple[str, str], str]:
    """Play all rounds, and give what came of them by kind and operation."""
    found = {}
    for kind, build in KINDS.items():
        if kind == "reftable" and not knows_reftable():
            continue
        for number, round_ in enumerate(ROUNDS.values()):
            place = folder / kind / str(number)
            place.mkdir(parents=True)
            for outcome in round_(build(place)):
                found[kind, outcome.operation] = outcome.text
                print(f"{kind}: {outcome.operation}: {outcome.text}", file=sys.stderr)
    return found


def main() -> int:
    """Play, and write the page."""
    with tempfile.TemporaryDirectory(prefix="hookkit-matrix-") as name:
        seal(Path(name))
        found = play(Path(name))
    if "--write" in sys.argv:
        Path("docs/matrix.md").write_text(page(found))
    else:
        print(page(found), end="")
    return int(any(text != expected(*cell) for cell, text in found.items()))


if __name__ == "__main__":
    raise SystemExit(main())
