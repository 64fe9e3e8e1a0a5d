"""A client of a Dask scheduler, with an error in one sentence if it cannot be connected.

distributed itself waits for ever if a port accepts the connection and never answers, reads the
greeting of another server as the length of a message, and logs details that do not help a person.
"""

from __future__ import annotations

import logging
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from ssl import SSLError
from typing import Any, TypeVar

from hookkit.errors import EnvironmentFailed, WrongUsage, reason_of
from hookkit.phrases import shell_word

DISTRIBUTED_REQUIREMENT = "distributed>=2026.1"
"""The requirement of the extra ``cluster`` in pyproject.toml."""

ANSWER_TIMEOUT = 10.0
"""Seconds within which a scheduler must answer."""

TLS_PREFIX = "DASK_DISTRIBUTED__COMM__TLS__"
"""The prefix of the variables that configure TLS (docs.dask.org, Configuration)."""

POLL_INTERVAL = 0.2
"""Seconds of each wait, between which Ctrl-C is handled."""

Value = TypeVar("Value")


class AnswerTimeout(Exception):
    """There was no answer within the time."""


def connect_client(address: str, timeout: float = ANSWER_TIMEOUT) -> Any:
    """Give a client that is connected to the scheduler at an address, such as ``host:8786``.

    Raises WrongUsage for a wrong address, and EnvironmentFailed if distributed is not installed, or
    no scheduler answers at the address within ``timeout`` seconds.
    """
    distributed = _import_distributed()
    _require_reachable(address, timeout)
    # In the __del__ of distributed, a client that is not connected would wait for an answer.
    client_class = type("Client", (distributed.Client,), {"__del__": lambda self: None})
    try:
        # The timeout of distributed does not cover everything that its client waits for.
        return call_with_timeout(
            1.2 * timeout, lambda: client_class(address, timeout=timeout, set_as_default=False)
        )
    except Exception as error:  # MemoryError too, for the greeting of an SSH server
        raise _connection_error(address, error) from error


def _connection_error(address: str, error: BaseException) -> EnvironmentFailed:
    if isinstance(error, TypeError) and "ssl_context" in str(error):
        names = {"CA_FILE": "ca.pem", "CLIENT__CERT": "cert.pem", "CLIENT__KEY": "key.pem"}
        words = [f"{TLS_PREFIX}{name}={value}" for name, value in names.items()]
        return EnvironmentFailed(
            f"{address} is reached by TLS, for which a file of authorities, a certificate and its"
            " key are to be configured here",
            " ".join(["export", *words]),
        )
    refusal = next((each for each in _error_chain(error) if isinstance(each, SSLError)), None)
    reason = f": {refusal.reason or refusal}" if refusal is not None else ""
    return EnvironmentFailed(
        f"what listens at {address} does not answer as a Dask scheduler does{reason}",
        scheduler_command(address),
    )


def _error_chain(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and its causes."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _import_distributed() -> Any:
    """Import distributed, and silence its logging."""
    try:
        import distributed
    except ImportError as error:
        # The command installs into the environment of hookkit, however hookkit was installed.
        repair = (
            f"{shell_word(sys.executable)} -m pip install {shell_word(DISTRIBUTED_REQUIREMENT)}"
        )
        raise EnvironmentFailed("--cluster needs Dask, which is not installed", repair) from error
    for name in ("asyncio", "distributed", "distributed.client", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("distributed.", "tornado.")):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # ``cluster.require_same_worker_versions`` compares the versions that matter.
    warnings.filterwarnings("ignore", category=distributed.versions.VersionMismatchWarning)
    return distributed


def _require_reachable(address: str, timeout: float) -> None:
    """Raise EnvironmentFailed if nothing listens at an address, and WrongUsage if it is wrong."""
    from distributed.comm import addressing

    try:
        scheme, _ = addressing.parse_address(address)
        host_and_port = addressing.get_address_host_port(address)
    except ValueError as error:
        sentence = f"--cluster {address!r} is no address of a scheduler: {error}"
        raise WrongUsage(sentence, "hookkit run --all-files --cluster HOST:8786") from error
    if scheme not in ("tcp", "tls"):
        return
    try:
        socket.create_connection(host_and_port, timeout).close()
    except OSError as error:
        raise EnvironmentFailed(
            f"the scheduler {address} cannot be reached: {reason_of(error)}",
            scheduler_command(address),
        ) from error


def scheduler_command(address: str) -> str:
    """Give the command that starts a scheduler on the port of an address."""
    port = address.rpartition(":")[2]
    return f"dask scheduler --port {port}" if port.isdecimal() else "dask scheduler"


def dask_worker_command(address: str) -> str:
    """Give the command that starts a worker of the scheduler at an address."""
    return f"dask worker {shell_word(address)}"


def call_with_timeout(seconds: float, call: Callable[[], Value]) -> Value:
    """Return or raise the result of a call. Raises AnswerTimeout after ``seconds``.

    Ctrl-C is handled meanwhile. If the call takes longer, its thread continues.
    """
    answers: SimpleQueue[tuple[bool, Any]] = SimpleQueue()

    def run_call() -> None:
        try:
            answers.put((True, call()))
        except BaseException as error:
            answers.put((False, error))

    threading.Thread(target=run_call, daemon=True).start()
    for _ in range(max(int(seconds / POLL_INTERVAL), 1)):
        with suppress(Empty):
            is_done, value = answers.get(timeout=POLL_INTERVAL)
            if is_done:
                return value  # type: ignore[no-any-return]
            raise value
    raise AnswerTimeout(f"no answer within {seconds:g} seconds")


def close_client(client: Any) -> None:
    """Cancel the queued work and close the connection, both only if the scheduler answers."""
    with suppress(Exception):
        if client.status == "running":
            call_with_timeout(ANSWER_TIMEOUT, lambda: client.cancel(list(client.futures)))
            call_with_timeout(ANSWER_TIMEOUT, lambda: client.close(timeout=2))


def versions_table(client: Any, packages: Iterable[str]) -> dict[str, Mapping[str, str | None]]:
    """Give the versions of ``packages`` and of Python that each worker has, by its address.

    Workers that do not answer are left out (distributed/client.py, _get_versions).
    """
    table = call_with_timeout(
        3 * ANSWER_TIMEOUT, lambda: client.get_versions(packages=list(packages))
    )
    return {worker: info["packages"] for worker, info in table["workers"].items()}


def worker_addresses(client: Any) -> list[str]:
    """Give the addresses of all workers, sorted by the time of their last message."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    return sorted(workers, key=lambda worker: workers[worker].get("last_seen", 0.0))


def is_killed_worker(error: BaseException) -> bool:
    """Whether the scheduler gave up a task because it had killed several workers."""
    from distributed import KilledWorker

    return isinstance(error, KilledWorker)
