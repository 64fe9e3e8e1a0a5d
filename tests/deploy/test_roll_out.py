"""The role on two hosts: installed, unchanged, upgraded during pushes, removed."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from hookkit import __version__
from tests.deploy.hosts import Host, root_folder, running_hosts, what_is_missing
from tests.deploy.playbooks import PlaybookRun, play, write_inventory
from tests.deploy.pushes import Pushes
from tests.deploy.wheels import LATER, build_wheel, download_needed

MISSING = what_is_missing()

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
    pytest.mark.skipif(shutil.which("ansible-playbook") is None, reason="no ansible-playbook"),
]

REPOSITORIES = ["/srv/git/shop.git", "/srv/git/web/cart.git"]
JOURNAL = "/var/log/hookkit/pushes.jsonl"
LEFT_OUT = "/srv/git/archive/old.git"

SETTINGS = {
    "hookkit_kinds": ["server", "developer"],
    "hookkit_users": ["ada"],
    "hookkit_repositories": ["/srv/git/**/*.git", "!/srv/git/archive"],
    "hookkit_policy_root": "/srv/git",
    "hookkit_policy": [
        {
            "repositories": ["shop", "web/*"],
            "settings": {"branch_pattern": "good-[0-9]+", "checks": {"branch-name": "refuse"}},
        }
    ],
    "hookkit_journal": JOURNAL,
    "hookkit_packages": [],
    "hookkit_pip_arguments": ["--no-index", "--find-links=/given/wheels"],
}


class Fleet(NamedTuple):
    """Two hosts, their inventory, and the wheels of two versions."""

    hosts: list[Host]
    inventory: Path
    wheels: dict[str, Path]

    def roll_out(self, version: str, *options: str) -> PlaybookRun:
        """Have a version on both hosts."""
        wheel = str(self.wheels[version])
        given = {**SETTINGS, "hookkit_version": version, "hookkit_wheel": wheel}
        return play(self.inventory, given, *options)

    def take_away(self, *options: str) -> PlaybookRun:
        """Have hookkit on none of them."""
        return play(self.inventory, {**SETTINGS, "hookkit_state": "absent"}, *options)


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Two hosts with repositories on them."""
    folder = tmp_path_factory.mktemp("fleet")
    later = build_wheel(folder, LATER)
    wheels = {LATER: later, __version__: build_wheel(folder)}
    (folder / "given").mkdir()
    download_needed(wheels[__version__], folder / "given" / "wheels", "3.11")
    root = root_folder(folder)
    with running_hosts(folder, ["one", "two"], folder / "given", root) as hosts:
        for host in hosts:
            host.run(f"git init -q --bare {LEFT_OUT}", "git")
            for each in REPOSITORIES:
                host.run(f"git init -q --bare {each}", "git")
        write_inventory(folder / "inventory.yml", hosts)
        yield Fleet(hosts, folder / "inventory.yml", wheels)


def state(host: Host) -> str:
    """All that is installed on a host, with the times at which it was written."""
    places = "/opt/hookkit /etc/hookkit /var/log/hookkit /srv/git/*/hooks /srv/git/*/*/hooks"
    found = f"find {places} /home/ada /usr/local/bin -mindepth 1 -not -name '*.pyc'"
    printed = "-printf '%p %T@ %l %m %u\\n'"
    return host.run(f"{found} {printed} 2> /dev/null | grep -v '/.ansible\\|/.ssh' | sort")


def hooks(host: Host) -> list[str]:
    """The hooks of the repositories, but for git's samples."""
    served = host.run("find /srv/git -path '*/hooks/*' -not -name '*.sample'")
    for_all_clones = host.run("find /home/ada -path '*all-clones*' -type f")
    return sorted([*served.split(), *for_all_clones.split()])


def pushed_meanwhile(fleet: Fleet, folder: Path, work: Callable[[], object]) -> str:
    """Push to all repositories of both hosts while something is done; each push is judged right."""
    stop = threading.Event()
    folder = Path(tempfile.mkdtemp(dir=folder))
    pushing = [
        Pushes(host, each, folder / f"{host.name}-{Path(each).stem}")
        for host in fleet.hosts
        for each in REPOSITORIES
    ]
    for each in pushing:
        each.make_clone()
    threads = [threading.Thread(target=each.go_on, args=(stop,)) for each in pushing]
    for thread in threads:
        thread.start()
    try:
        work()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    for each in pushing:
        check(each)
    versions = Counter(each for host in fleet.hosts for each in judged(host, pushing))
    assert set(versions) == {__version__, LATER}
    taken = sum(len(each.taken) for each in pushing)
    refused = sum(len(each.refused) for each in pushing)
    return f"{taken} taken and {refused} refused, none wrongly; judged by {dict(versions)}"


def judged(host: Host, pushing: Sequence[Pushes]) -> list[str]:
    """Empty the journal of a host, which has each push once; give the versions that judged."""
    lines = [json.loads(each) for each in host.run(f"cat {JOURNAL} && rm {JOURNAL}").splitlines()]
    own = [each for each in pushing if each.host == host]
    expected = Counter(passed=sum(len(each.taken) for each in own))
    expected += Counter(refused=sum(len(each.refused) for each in own))
    assert Counter(each["verdict"] for each in lines) == expected
    return [each["hookkit"] for each in lines]


def check(pushes: Pushes) -> None:
    """What was pushed well came in, and nothing else did; hookkit itself refused the rest."""
    assert all(each.startswith("good-") for each in pushes.taken)
    assert all(each.startswith("bad-") for each in pushes.refused), pushes.refused
    assert all("HK101" in printed for printed in pushes.refused.values()), pushes.refused
    listed = f"git -C {pushes.repository} for-each-ref --format='%(refname:short)'"
    there = pushes.host.run(listed, "git").split()
    assert sorted(there) == sorted(pushes.taken)
    removed = f"cd {pushes.repository} && git for-each-ref --format='delete %(refname)'"
    pushes.host.run(f"{removed} | git update-ref --stdin", "git")


def test_the_life_of_a_roll_out(fleet: Fleet, tmp_path: Path) -> None:
    before = [state(each) for each in fleet.hosts]
    bare = [hooks(each) for each in fleet.hosts]

    planned = fleet.roll_out(__version__, "--check")
    assert [state(each) for each in fleet.hosts] == before
    assert all(planned.changed.values())

    fleet.roll_out(__version__)
    for host in fleet.hosts:
        served = [f"{each}/hooks/pre-receive" for each in REPOSITORIES]
        assert [each for each in hooks(host) if "/srv/" in each] == served
        assert f"hookkit, version {__version__}" in host.run("hookkit --version", "ada")
    installed = [state(each) for each in fleet.hosts]

    assert fleet.roll_out(__version__).changed == {"one": 0, "two": 0}
    assert fleet.roll_out(__version__, "--check").changed == {"one": 0, "two": 0}
    assert [state(each) for each in fleet.hosts] == installed

    done = pushed_meanwhile(fleet, tmp_path, lambda: fleet.roll_out(LATER))
    for host in fleet.hosts:
        assert f"hookkit, version {LATER}" in host.run("hookkit --version", "ada")
        link = host.run("readlink /opt/hookkit/current")
        assert link.startswith(f"versions/{LATER}-")
    assert fleet.roll_out(LATER).changed == {"one": 0, "two": 0}
    print(f"while upgrading: {done}")

    done = pushed_meanwhile(fleet, tmp_path, lambda: fleet.roll_out(__version__))
    print(f"while going back: {done}")

    assert all(fleet.take_away("--check").changed.values())
    fleet.take_away()
    assert [hooks(each) for each in fleet.hosts] == bare
    for host in fleet.hosts:
        left = "ls -d /opt/hookkit /etc/hookkit /usr/local/bin/hookkit 2> /dev/null || true"
        assert host.run(left) == ""
        last = Pushes(host, REPOSITORIES[0], tmp_path / f"last-{host.name}")
        last.make_clone()
        last.push("bad-after")
        assert last.taken == ["bad-after"]
    assert fleet.take_away().changed == {"one": 0, "two": 0}
