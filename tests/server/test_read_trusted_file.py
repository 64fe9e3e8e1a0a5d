"""A file is trusted only where nobody but root and one account could have written it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.server import read_policy
from hookkit.server.read_trusted_file import read_trusted_file

ME = os.geteuid() if hasattr(os, "geteuid") else 0
OTHER = 54_321

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes do not tell there")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of one's own, in a folder of one's own."""
    tmp_path.chmod(0o755)
    folder = tmp_path / "etc"
    folder.mkdir(mode=0o755)
    made = folder / "policy.toml"
    made.write_text("x = 1\n")
    made.chmod(0o644)
    return made


def refused(file: Path, max_bytes: int = 100) -> tuple[str, str | None]:
    """Why a file is not trusted, and what repairs that; the folder of the test is ``TMP``."""
    with pytest.raises(EnvironmentFailed) as raised:
        read_trusted_file(str(file), ME, max_bytes)
    error = raised.value
    folder = str(file.parent.parent)
    return error.message.replace(folder, "TMP"), (error.repair or "").replace(folder, "TMP")


def test_a_file_of_one_s_own_is_read(file: Path) -> None:
    assert read_trusted_file(str(file), ME, 6) == b"x = 1\n"


@pytest.mark.parametrize("mode", [0o664, 0o646])
def test_what_others_may_write_is_not_trusted(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert refused(file) == (
        "TMP/etc/policy.toml is not trusted: others than its owner may write to it",
        "sudo chmod go-w TMP/etc/policy.toml",
    )


@pytest.mark.parametrize("mode", [0o775, 0o757])
def test_nor_what_is_in_a_folder_in_which_others_may_replace_it(file: Path, mode: int) -> None:
    file.parent.chmod(mode)
    assert refused(file) == (
        "TMP/etc/policy.toml is not trusted: others than its owner may write to TMP/etc",
        "sudo chmod go-w TMP/etc",
    )
    file.parent.chmod(mode | 0o1000)
    assert read_trusted_file(str(file), ME, 6) == b"x = 1\n"


def test_each_folder_and_link_on_the_way_counts(file: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "link").symlink_to(file)
    (tmp_path / "there").symlink_to("shared")
    (file.parent / "first").symlink_to("../there/link")
    assert read_trusted_file(str(file.parent / "first"), ME, 6) == b"x = 1\n"
    shared.chmod(0o777)
    assert refused(file.parent / "first")[0] == (
        "TMP/etc/first is not trusted: others than its owner may write to TMP/shared"
    )


@pytest.mark.skipif(ME != 0, reason="only root can give something away")
def test_what_belongs_to_another_is_not_trusted(file: Path) -> None:
    os.chown(file, OTHER, -1)
    assert refused(file) == (
        f"TMP/etc/policy.toml is not trusted: it belongs to {OTHER}, not to root",
        "sudo chown -h root TMP/etc/policy.toml",
    )
    assert read_trusted_file(str(file), OTHER, 6) == b"x = 1\n"
    link = file.parent.parent / "link"
    link.symlink_to(file)
    os.chown(link, OTHER + 1, -1, follow_symlinks=False)
    with pytest.raises(EnvironmentFailed, match=f"it belongs to {OTHER + 1}, not to root or"):
        read_trusted_file(str(link), OTHER, 6)


def test_what_is_no_file_or_too_long_is_named(file: Path) -> None:
    fifo = file.parent / "fifo"
    os.mkfifo(fifo, 0o600)
    loop = file.parent / "loop"
    loop.symlink_to("loop")
    assert refused(fifo) == ("TMP/etc/fifo is no file", "ls -ld TMP/etc/fifo")
    assert refused(loop)[0].startswith("TMP/etc/loop cannot be read: ")
    assert refused(file.parent / "none") == (
        "TMP/etc/none cannot be read: No such file or directory",
        "ls -ld TMP/etc/none",
    )
    assert refused(file, max_bytes=5) == (
        "TMP/etc/policy.toml is longer than 5 bytes",
        "wc -c TMP/etc/policy.toml",
    )


def test_a_usual_policy_that_cannot_be_looked_up_is_not_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.setattr(read_policy, "DEFAULT_POLICY_FILE", str(tmp_path / "loop" / "policy.toml"))
    with pytest.raises(EnvironmentFailed, match="cannot be read: "):
        read_policy.read_policy("", ME)
    for missing in (tmp_path / "none" / "policy.toml", tmp_path / "none"):
        monkeypatch.setattr(read_policy, "DEFAULT_POLICY_FILE", str(missing))
        assert read_policy.read_policy("", ME) is None
