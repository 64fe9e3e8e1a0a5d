"""Print what CHANGELOG.md says of a version, if all that names the version agrees.

``python -m scripts.release_notes v0.1.0`` is what the workflow of a release begins with.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACES = {
    "hookkit/__init__.py": r'^__version__ = "(.+)"$',
    "pyproject.toml": r'^version = "(.+)"$',
    "README.md": r"^    rev: v(.+)$",
    "docs/quick-start.md": r"^    rev: v(.+)$",
    "docs/frameworks.md": r"^    rev: v(.+)$",
    "CHANGELOG.md": r"^## \[(\d.*)\] - \d{4}-\d\d-\d\d$",
}
"""The files and patterns that name the version; CHANGELOG.md has the newest first."""


def versions(root: Path) -> Iterator[tuple[str, str]]:
    """Give each file that names the version, with the first one that it names, "" if none."""
    for name, pattern in PLACES.items():
        found = re.search(pattern, (root / name).read_text(encoding="utf-8"), re.MULTILINE)
        yield name, found[1] if found else ""


def notes(changelog: str, version: str) -> str:
    """Give the section of a version, without its heading."""
    section = changelog.partition(f"\n## [{version}] - ")[2].partition("\n## ")[0]
    return section.partition("\n")[2].strip() + "\n"


def main(argv: Sequence[str]) -> int:
    """Print the notes of a tag; give 1, with what is wrong, where a file names another version."""
    version = argv[0].removeprefix("v")
    others = [(name, found) for name, found in versions(ROOT) if found != version]
    for name, found in others:
        print(f"{name} has {found or 'no version'}, the tag is {argv[0]}", file=sys.stderr)
    if others or argv[0] != f"v{version}":
        return 1
    sys.stdout.write(notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
