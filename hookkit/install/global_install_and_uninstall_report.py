"""The report of installing and uninstalling for all clones, as rows and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.formats.escaping import json_bytes, utf8_text
from hookkit.formats.json_documents import COMMON_KEYS
from hookkit.install.install_and_uninstall_outcomes import AllClonesInstallation, AllClonesRemoval
from hookkit.install.install_and_uninstall_report import event_list_rows, removal_rows, styled_path
from hookkit.settings.shell_command_of_hookkit import shell_command_of_hookkit
from hookkit.terminal.rows import Row, row

_CONFIGURATION_TEXT = (
    "[tool.hookkit] in pyproject.toml, .hookkit.toml, or git config hookkit.enabled true"
)


def installed_rows(installation: AllClonesInstallation) -> list[Row]:
    """Give the rows of an installation: its method, what it changes, and the next command."""
    is_unchanged = installation.is_unchanged
    state = "was already installed" if is_unchanged else "is installed"
    rows = [row(("good", f"hookkit {state} for all your clones")), *_method_rows(installation)]
    rows.append(row("runs with ", styled_path(installation.python), indent=1))
    rows.append(
        row(f"it works where something is configured for it: {_CONFIGURATION_TEXT}", indent=1)
    )
    rows.append(row("elsewhere it is silent, and a clone's own hooks run as before", indent=1))
    hookkit = shell_command_of_hookkit()
    rows.append(row("next: in one of your clones: ", ("command", f"{hookkit} init")))
    return [*rows, row("to uninstall it: ", ("command", f"{hookkit} uninstall --global"))]


def planned_installation_rows(planned: AllClonesInstallation) -> list[Row]:
    """Give the rows of a dry run: the planned installation, and the command that does it."""
    if planned.is_unchanged:
        sentence = "hookkit is already installed for all your clones: nothing would be changed"
        return [row(("good", sentence))]
    rows = [
        row(("title", "hookkit would be installed for all your clones")),
        *_method_rows(planned),
    ]
    rows.append(row("runs with ", styled_path(planned.python), indent=1))
    return [*rows, row("to do it: ", ("command", f"{shell_command_of_hookkit()} install --global"))]


def _method_rows(installation: AllClonesInstallation) -> Iterator[Row]:
    folder = styled_path(installation.events[0].path.parent)
    names = [each.event for each in installation.events]
    if installation.method == "configuration":
        title = "your git configuration names them, beside each clone's hooks, in "
        yield from event_list_rows((title, folder), names)
    else:
        yield from event_list_rows(("git copies them into each new clone from ", folder), names)
        yield row("this git runs no hooks that its configuration names (2.54 does): in", indent=1)
        yield row("a clone that you have already they come by: ", ("command", "git init"), indent=1)
    for each in installation.events:
        if each.edited_copy is not None:
            edited_text = ": had been edited and was put aside: "
            yield row(("title", each.event), edited_text, styled_path(each.edited_copy), indent=1)


def removed_rows(removal: AllClonesRemoval) -> list[Row]:
    """Give the rows of an uninstall: the removed files, and notes on what stays."""
    if not removal.events:
        return [row("hookkit was not installed for all your clones: nothing was changed")]
    rows = [row(("good", "hookkit is uninstalled for all your clones"))]
    rows += removal_rows(removal.events)
    return [*rows, *(row(("warn", note)) for note in removal.notes)]


def planned_removal_rows(planned: AllClonesRemoval) -> list[Row]:
    """Give the rows of a dry run: the planned removals, and the command that does them."""
    if not planned.events:
        return [row("hookkit is not installed for all your clones: nothing would be changed")]
    rows = [row(("title", "hookkit would be uninstalled for all your clones"))]
    for folder in dict.fromkeys(each.shim.parent for each in planned.events if each.shim):
        names = [each.event for each in planned.events if each.shim == folder / each.event]
        rows += event_list_rows(("from ", styled_path(folder)), names)
    return [
        *rows,
        row("to do it: ", ("command", f"{shell_command_of_hookkit()} uninstall --global")),
    ]


def installed_json(installation: AllClonesInstallation) -> bytes:
    """Give an installation as JSON: its method, whether it changes anything, and each event."""
    events = [
        {"event": each.event, "path": utf8_text(str(each.path)), "done": each.action}
        for each in installation.events
    ]
    python = utf8_text(str(installation.python))
    head = {
        **COMMON_KEYS,
        "way": installation.method,
        "changed": not installation.is_unchanged,
        "python": python,
    }
    return json_bytes({**head, "events": events})


def removed_json(removal: AllClonesRemoval) -> bytes:
    """Give an uninstall as JSON: whether it changes anything, each event, and what stays."""
    events = [
        {"event": each.event, "path": utf8_text(str(each.shim)), "done": "removed"}
        for each in removal.events
    ]
    notes = [utf8_text(each) for each in removal.notes]
    return json_bytes({**COMMON_KEYS, "changed": bool(events), "events": events, "notes": notes})
