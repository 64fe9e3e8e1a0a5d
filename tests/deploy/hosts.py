"""Hosts for the playbook: each is a root folder with its own sshd, mounts and processes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

PACKAGES = "openssh-server,git,python3,python3-venv,sudo"
MIRROR = "http://deb.debian.org/debian"

# The overlay is on a tmpfs, which takes it; all of it goes with the last process of the host.
START = """
set -e
mount -t tmpfs none "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mkdir -p "$1/root/run/sshd"
exec chroot "$1/root" /bin/sh -ec '
for name in root git ada; do
    id "$name" > /dev/null 2>&1 || useradd --create-home --shell /bin/sh "$name"
    usermod --password "*" "$name"
    home=$(getent passwd "$name" | cut -d: -f6)
    install -d -m 700 -o "$name" "$home/.ssh"
    install -m 600 -o "$name" /given/key.pub "$home/.ssh/authorized_keys"
done
install -d -o git /srv/git
exec /usr/sbin/sshd -D -p "$1" -o ListenAddress=127.0.0.1 -o PidFile=none -o MaxStartups=100
' host "$3"
"""


def what_is_missing() -> str:
    """Say why no host can be made here, "" where one can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root can make hosts, on Linux"
    missing = [name for name in ("unshare", "ssh", "ssh-keygen") if shutil.which(name) is None]
    if "TESTS_ROOT" not in os.environ and shutil.which("debootstrap") is None:
        missing.append("debootstrap (or TESTS_ROOT, a root folder with what it installs)")
    return f"there is no {', '.join(missing)}" if missing else ""


def root_folder(folder: Path) -> Path:
    """Give a root folder with Debian, made in ``folder`` unless TESTS_ROOT names one."""
    if "TESTS_ROOT" in os.environ:
        return Path(os.environ["TESTS_ROOT"])
    root = folder / "debian"
    words = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm"]
    subprocess.run([*words, str(root), MIRROR], check=True, stdout=subprocess.DEVNULL)
    return root


class Host(NamedTuple):
    """A host that listens on a port of the loopback, and the key that root, git and ada take."""

    name: str
    port: int
    key: Path

    @property
    def ssh_options(self) -> list[str]:
        """How ssh comes to it; connections are shared, which costs less of the processor."""
        known = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
        shared = ["-o", "ControlMaster=auto", "-o", "ControlPersist=60"]
        path = ["-o", f"ControlPath={self.key.parent}/%C", "-o", "LogLevel=ERROR"]
        return ["-p", str(self.port), "-i", str(self.key), *known, *shared, *path]

    def run(self, script: str, user: str = "root") -> str:
        """Run a script of sh on it as somebody; it must end with 0; give what it printed."""
        command = ["ssh", *self.ssh_options, f"{user}@127.0.0.1", script]
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert ended.returncode == 0, f"{script}\n{ended.stdout}{ended.stderr}"
        return ended.stdout


@contextmanager
def running_hosts(
    folder: Path, names: Sequence[str], given: Path, root: Path
) -> Iterator[list[Host]]:
    """Have hosts run; ``given`` is seen by each as ``/given``, with the public key in it."""
    layer = folder / "layer"
    shutil.copytree(given, layer / "given")
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    shutil.copy(key.with_suffix(".pub"), layer / "given" / "key.pub")
    hosts = [Host(name, free_port(), key) for name in names]
    started = [_start(folder / each.name, f"{layer}:{root}", each.port) for each in hosts]
    try:
        for each in hosts:
            wait_for(each.port)
        yield hosts
    finally:
        for each in hosts:
            command = ["ssh", *each.ssh_options, "-O", "exit", "127.0.0.1"]
            subprocess.run(command, capture_output=True)
        for process in started:
            process.kill()
            process.wait()


def _start(place: Path, lower: str, port: int) -> subprocess.Popen[bytes]:
    place.mkdir()
    apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    return subprocess.Popen([*apart, "sh", "-c", START, "host", str(place), lower, str(port)])


def free_port() -> int:
    """Give a port of the loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody listens on port {port}")
