"""Record a push in the journal of a server, if the policy has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookkit.errors import HookkitError
from hookkit.server.policy import RepositoryPolicy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.history.check_runs.check_result import CheckResult
    from hookkit.server.encode_journal_line import Verdict


class ReceivedPush:
    """A push to a repository, which may have a policy.

    ``host_variables`` are the variables that the software of the host has set, ``hook_input`` is
    the input of pre-receive.
    """

    def __init__(
        self, policy: RepositoryPolicy, host_variables: Mapping[str, str], hook_input: bytes
    ) -> None:
        """Take what is known before the push is checked."""
        self.policy, self.host_variables, self.hook_input = policy, host_variables, hook_input
        if policy.journal.file:
            # Imported before the check, so that these modules have the version that judges. Whether
            # hookkit was replaced meanwhile is checked before the push is written to the journal.
            from hookkit.server import append_to_journal, encode_journal_line  # noqa: F401

    def record(
        self, verdict: Verdict, check_results: Sequence[CheckResult] = (), reason: str = ""
    ) -> None:
        """Record the push in the journal, if the policy has one.

        Raises EnvironmentFailed if the journal cannot be written.
        """
        if not self.policy.journal.file:
            return
        from hookkit.server.append_to_journal import append_line
        from hookkit.server.encode_journal_line import encode_journal_line, journal_refs

        refs = journal_refs(self.hook_input, check_results)
        line = encode_journal_line(self.policy, self.host_variables, verdict, refs, reason)
        append_line(self.policy.journal, line)


_REASON_BY_EXIT_STATUS = {2: "configuration", 3: "environment"}


def reason_of_failure(error: Exception) -> str:
    """Say in a word why a push could not be checked; the full sentence may quote the push."""
    return (
        _REASON_BY_EXIT_STATUS.get(error.exit_status, "refused")
        if isinstance(error, HookkitError)
        else "bug"
    )
