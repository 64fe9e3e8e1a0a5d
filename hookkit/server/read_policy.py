"""Find the policy file of a server, check that it is trusted, and give a repository's policy."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git
from hookkit.phrases import shell_word
from hookkit.server.policy import (
    DEFAULT_POLICY_FILE,
    Policy,
    RepositoryName,
    RepositoryPolicy,
    repository_policy,
    without_ending,
)

MAX_BYTES = 1_000_000
"""Maximum number of bytes of a policy file."""


class UnknownName(EnvironmentFailed):
    """The software of the host does not give the name of the repository."""

    def __init__(self, variable: str, place: str) -> None:
        """Take the missing variable, and the policy that requires it."""
        sentence = f"{variable}, which {place} has as name_variable, is not set"
        repair = f"${{EDITOR:-vi}} {shell_word(place)}"
        super().__init__(f"{sentence}: the policy of this repository is unknown", repair)
        self.variable, self.place = variable, place


def policy_of(git: Git, place: str, host_variables: Mapping[str, str]) -> RepositoryPolicy:
    """Give today's policy of a repository that is pushed to.

    ``place`` is the policy file, "" for the default file; if that does not exist, there is no
    policy. ``host_variables`` are the variables with which the software of the host started the
    hook. Raises EnvironmentFailed if the file is not trusted or cannot be read, UnknownName if the
    software does not give the name of the repository, WrongUsage if the file is invalid.
    """
    # The owner of the repository is trusted: that account could remove the hooks as well.
    owner = os.stat(git.paths.common_dir).st_uid
    policy = read_policy(place, owner)
    if policy is None:
        path = git.paths.common_dir
        return RepositoryPolicy(RepositoryName(without_ending(path), path))
    from datetime import date

    return repository_policy(policy, name_of(git, policy, host_variables), date.today())


def read_policy(place: str, owner: int) -> Policy | None:
    """Give the policy of the server, None if ``place`` is "" and no default file exists.

    ``owner`` is the number of the account that may own the file, besides root. Raises
    EnvironmentFailed and WrongUsage as ``policy_of`` does.
    """
    if not place and not _is_there(DEFAULT_POLICY_FILE):
        return None
    from hookkit.server.policy_text import parse_policy
    from hookkit.server.trusted_file import read_trusted

    place = place or DEFAULT_POLICY_FILE
    return parse_policy(read_trusted(place, owner, MAX_BYTES), place)


def _is_there(place: str) -> bool:
    """Whether a file exists, or may exist in a folder that this account cannot read."""
    try:
        os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # reading the file raises the error with its reason
        pass
    return True


def name_of(git: Git, policy: Policy, host_variables: Mapping[str, str]) -> RepositoryName:
    """Give the name of a repository for the patterns of a policy.

    Raises UnknownName if the software of the host should give the name, and does not.
    """
    path = git.paths.common_dir
    if policy.name_variable:
        name = host_variables.get(policy.name_variable, "")
        if not name:
            raise UnknownName(policy.name_variable, policy.place)
        return RepositoryName(without_ending(name), path)
    root = os.path.realpath(policy.root) if policy.root else ""
    inside = path.removeprefix(root.rstrip("/") + "/") if root else path
    return RepositoryName(without_ending(inside), path)
