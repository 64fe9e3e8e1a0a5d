"""The files of the role: specification, defaults and README agree; the templates are rendered."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader

from hookkit.settings.settings_file import parse_toml
from scripts.render_role import README, ROLE, options, with_table
from tests.deploy.playbooks import FOLDER

TASKS = sorted((ROLE / "tasks").glob("*.yml"))
GIVEN = {"hookkit_version", "hookkit_user", "hookkit_list", "hookkit_lines", "hookkit_options"}
"""What has no default: the version, and what one file of tasks tells another."""


def read(path: Path) -> Any:
    """Give what a file of YAML has."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rendered(name: str, **given: Any) -> str:
    """Give what a template of the role makes of variables, the others by default."""
    templates = Environment(
        loader=FileSystemLoader(ROLE / "templates"), trim_blocks=True, keep_trailing_newline=True
    )
    templates.filters["to_json"] = json.dumps
    defaults = read(ROLE / "defaults" / "main.yml")
    return templates.get_template(name).render({**defaults, "ansible_managed": "managed", **given})


def test_the_specification_has_the_defaults() -> None:
    specified = {name: each["default"] for name, each in options().items() if "default" in each}
    assert specified == read(ROLE / "defaults" / "main.yml")
    assert set(options()) - set(specified) == {"hookkit_version"}


def test_the_readme_has_the_specification() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_table(text) == text, "python -m scripts.render_role"
    assert all(f"`{name}`" in text for name in options())


def test_every_variable_that_is_used_is_known() -> None:
    paths = [*TASKS, *ROLE.glob("templates/*"), ROLE / "vars" / "main.yml"]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    set_by = r"(?:register: |loop_var: |^ *)(hookkit_\w+)"
    known = {*options(), "hookkit_version"}
    known |= {name for text in texts.values() for name in re.findall(set_by, text, re.MULTILINE)}
    for path, text in texts.items():
        expressions = re.findall(r"\{[{%].+?[%}]\}|(?:when|until|that|when): .+", text, re.DOTALL)
        used = re.findall(r"\bhookkit_\w+", "".join(expressions))
        tags = re.findall(r"tags: .+", text)
        assert {each for each in used if each not in "".join(tags)} <= known, path


def test_every_tag_is_in_the_readme() -> None:
    tags = {each for path in TASKS for found in re.findall(r"tags: \[(.+)\]", path.read_text())
            for each in found.split(", ")}
    text = README.read_text(encoding="utf-8")
    assert {each for each in tags if f"| `{each}` |" not in text} == {"hookkit"}


def test_the_example_gives_what_is_specified() -> None:
    groups = read(FOLDER / "inventory.example.yml")["hookkit"]
    given: dict[str, Any] = dict(groups["vars"])
    for group in groups["children"].values():
        given |= group.get("vars", {})
        for host in group["hosts"].values():
            given |= host or {}
    assert set(given) <= set(options())
    assert set(given["hookkit_kinds"]) <= set(options()["hookkit_kinds"]["choices"])


def test_the_policy_is_toml_with_what_was_given() -> None:
    group = read(FOLDER / "inventory.example.yml")["hookkit"]["children"]["git_servers"]["vars"]
    text = rendered("policy.toml.j2", **group)
    policy: Any = parse_toml(text, Path("policy.toml"))
    assert policy["root"] == "/srv/git"
    journal = {"file": "/var/log/hookkit/pushes.jsonl", "max_bytes": 10_000_000, "keep": 10}
    assert policy["journal"] == journal
    everywhere = {"repositories": "*", **group["hookkit_policy"][0]["settings"]}
    assert policy["policy"][0] == everywhere
    assert policy["exception"][0]["until"].isoformat() == "2027-03-31"


@pytest.mark.parametrize("value", ['a "quoted" \\ word', "ünïcode 😀", ["x", "y"], True, 3])
def test_a_value_of_any_kind_is_itself_in_the_policy(value: object) -> None:
    settings = {"plain": value, "table": {"force-push": value}}
    text = rendered("policy.toml.j2", hookkit_policy=[{"repositories": "*", "settings": settings}])
    policy: Any = parse_toml(text, Path("policy.toml"))
    (entry,) = policy["policy"]
    assert entry == {"repositories": "*", **settings}


def test_the_list_of_repositories_has_a_line_each() -> None:
    lines = rendered("repositories.j2", hookkit_repositories=["/srv/**", "!/srv/old"]).splitlines()
    assert [each for each in lines if not each.startswith("#")] == ["/srv/**", "!/srv/old"]


@pytest.mark.skipif(shutil.which("ansible-playbook") is None, reason="no ansible-playbook")
@pytest.mark.parametrize("book", ["site.yml", "images/image.yml"])
def test_ansible_reads_the_playbooks(book: str, tmp_path: Path) -> None:
    env = {**os.environ, "ANSIBLE_HOME": str(tmp_path)}
    words = ["ansible-playbook", "-i", "inventory.example.yml", book, "--syntax-check"]
    ended = subprocess.run(words, cwd=FOLDER, env=env, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.skipif(shutil.which("ansible-lint") is None, reason="no ansible-lint")
@pytest.mark.long
def test_ansible_lint_finds_nothing(tmp_path: Path) -> None:
    env = {**os.environ, "ANSIBLE_HOME": str(tmp_path), "NO_COLOR": "1"}
    words = ["ansible-lint", "--offline", "--profile", "production"]
    ended = subprocess.run(words, cwd=FOLDER, env=env, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", ["serve", "healthy"])
@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="no shellcheck")
def test_shellcheck_finds_nothing(name: str) -> None:
    subprocess.run(["shellcheck", FOLDER / "images" / name], check=True)


def test_the_images_are_pinned_run_as_nobody_else_and_say_how_they_are() -> None:
    text = (FOLDER / "images" / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^ARG BASE=\S+:\S+@sha256:[0-9a-f]{64}$", text, re.MULTILINE)
    for target in ("runner", "server"):
        stage = text[text.index(f" AS {target}\n") :].partition("\nFROM ")[0]
        assert re.search(r"^USER (runner|git)$", stage, re.MULTILINE)
        assert "\nHEALTHCHECK " in stage
