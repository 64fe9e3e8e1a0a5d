"""The one error boundary: it turns every ending into an exit status and a line to read."""

from __future__ import annotations

import sys
from collections.abc import Callable

from hookkit.values.errors import HookkitError

INTERRUPTED = 130
BUG = 70


def guarded(action: Callable[[], int]) -> int:
    """Run ``action`` and give its exit status.

    An error made for people is said on stderr with its repair and gives its own status. Ctrl-C
    gives 130. Anything else is a bug of hookkit: its traceback goes to the log, its one line to
    stderr, and the status is 70.
    """
    try:
        return action()
    except HookkitError as error:
        from hookkit.report.problem import say_error

        say_error(error)
        return error.status
    except KeyboardInterrupt:
        print("hookkit: interrupted", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        from hookkit.doors.log import record_bug
        from hookkit.report.problem import say_bug

        say_bug(error, record_bug(error))
        return BUG
