"""This repository has a baseline of its own debt, and it is empty."""

from __future__ import annotations

from collections import Counter
from typing import Any

import yaml

from hookkit.debt.baseline import format_baseline, parse_baseline
from hookkit.settings.definitions import BASELINE_FILE
from tests.documentation_pages import ROOT


def test_the_baseline_is_whole_and_as_hookkit_writes_it() -> None:
    data = (ROOT / BASELINE_FILE).read_bytes()
    baseline = parse_baseline(data, BASELINE_FILE)
    assert data == format_baseline(baseline.keys)
    assert baseline.keys == Counter()  # nothing is to be paid back here: it stays so


def test_new_debt_is_refused_at_a_commit_and_in_ci() -> None:
    assert ".venv/bin/hookkit debt check\n" in (ROOT / ".ci" / "run").read_text()
    assert 'session.run("hookkit", "debt", "check")' in (ROOT / "noxfile.py").read_text()
    config: Any = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    hooks = {each["id"]: each for repo in config["repos"] for each in repo["hooks"]}
    assert hooks["hookkit-debt"]["entry"] == "hookkit debt check --staged"
    assert hooks["hookkit-debt"]["stages"] == ["pre-commit"]
