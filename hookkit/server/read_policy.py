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
    without_git_suffix,
)

MAX_POLICY_BYTES = 1_000_000
"""Maximum number of bytes of a policy file."""


class UnknownRepositoryName(EnvironmentFailed):
    """The software of the host does not give the name of the repository."""

    def __init__(self, variable: str, policy_file: str) -> None:
        """Take the missing variable, and the policy that requires it."""
        sentence = f"{variable}, which {policy_file} has as name_variable, is not set"
        repair = f"${{EDITOR:-vi}} {shell_word(policy_file)}"
        super().__init__(f"{sentence}: the policy of this repository is unknown", repair)
        self.variable, self.policy_file = variable, policy_file


def read_repository_policy(
    git: Git, policy_file: str, host_variables: Mapping[str, str]
) -> RepositoryPolicy:
    """Give today's policy of a repository that is pushed to.

    ``policy_file`` is the policy file, "" for the default file; if that does not exist, there is no
    policy. ``host_variables`` are the variables with which the software of the host started the
    hook. Raises EnvironmentFailed if the file is not trusted or cannot be read,
    UnknownRepositoryName if the software does not give the name of the repository, WrongUsage if
    the file is invalid.
    """
    # The owner of the repository is trusted: that account could remove the hooks as well.
    owner_uid = os.stat(git.paths.common_dir).st_uid
    policy = read_policy(policy_file, owner_uid)
    if policy is None:
        path = git.paths.common_dir
        return RepositoryPolicy(RepositoryName(without_git_suffix(path), path))
    from datetime import date

    return repository_policy(policy, repository_name(git, policy, host_variables), date.today())


def read_policy(policy_file: str, owner_uid: int) -> Policy | None:
    """Give the policy of the server, None if ``policy_file`` is "" and no default file exists.

    ``owner_uid`` is the account that may own the file, besides root. Raises
    EnvironmentFailed and WrongUsage as ``read_repository_policy`` does.
    """
    if not policy_file and not _may_exist(DEFAULT_POLICY_FILE):
        return None
    from hookkit.server.parse_policy import parse_policy
    from hookkit.server.read_trusted_file import read_trusted_file

    policy_file = policy_file or DEFAULT_POLICY_FILE
    return parse_policy(read_trusted_file(policy_file, owner_uid, MAX_POLICY_BYTES), policy_file)


def _may_exist(policy_file: str) -> bool:
    """Whether a file exists, or may exist in a folder that this account cannot read."""
    try:
        os.lstat(policy_file)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # reading the file raises the error with its reason
        pass
    return True


def repository_name(git: Git, policy: Policy, host_variables: Mapping[str, str]) -> RepositoryName:
    """Give the name of a repository for the patterns of a policy.

    Raises UnknownRepositoryName if the software of the host should give the name, and does not.
    """
    path = git.paths.common_dir
    if policy.name_variable:
        name = host_variables.get(policy.name_variable, "")
        if not name:
            raise UnknownRepositoryName(policy.name_variable, policy.policy_file)
        return RepositoryName(without_git_suffix(name), path)
    root = os.path.realpath(policy.root) if policy.root else ""
    relative_path = path.removeprefix(root.rstrip("/") + "/") if root else path
    return RepositoryName(without_git_suffix(relative_path), path)
