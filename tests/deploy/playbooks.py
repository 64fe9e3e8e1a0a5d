"""Run the playbook of the role, and read its recap for each host."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.deploy.hosts import Host
from tests.documentation_pages import ROOT

FOLDER = ROOT / "deploy" / "ansible"
RECAP = re.compile(r"^(\S+) +: ok=(\d+) +changed=(\d+) +unreachable=0 +failed=0 ", re.MULTILINE)
TASK = re.compile(r"^TASK \[(?:hookkit : )?(.+?)\] \**\n((?:(?!TASK|PLAY).*\n)*)", re.MULTILINE)


class PlaybookRun(NamedTuple):
    """How many tasks changed something on each host, and the names of those tasks."""

    changed: dict[str, int]
    tasks: list[str]
    output: str


def write_inventory(path: Path, hosts: Sequence[Host]) -> None:
    """Write an inventory of hosts that are reached by ssh as root."""
    listed = {
        each.name: {
            "ansible_host": "127.0.0.1",
            "ansible_port": each.port,
            "ansible_user": "root",
            "ansible_ssh_private_key_file": str(each.key),
            "ansible_ssh_common_args": shlex.join(each.ssh_options[4:]),
            "ansible_python_interpreter": "/usr/bin/python3",
        }
        for each in hosts
    }
    path.write_text(json.dumps({"hookkit": {"hosts": listed}}))


def play(inventory: Path, given: Mapping[str, object], *options: str) -> PlaybookRun:
    """Run the playbook; it must succeed on all hosts."""
    words = ["ansible-playbook", "-i", str(inventory), "site.yml", "-e", json.dumps(given)]
    env = {**os.environ, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_HOME": str(inventory.parent / "ansible")}
    env["ANSIBLE_PIPELINING"] = "1"
    ended = subprocess.run(
        [*words, *options], cwd=FOLDER, env=env, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    changed = {name: int(number) for name, _, number in RECAP.findall(ended.stdout)}
    tasks = [name for name, lines in TASK.findall(ended.stdout) if "changed: [" in lines]
    return PlaybookRun(changed, tasks, ended.stdout)
