"""A page of a review that is open in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page


class OpenPage:
    """A page that a browser shows, and all that happened on it that must not."""

    def __init__(self, tab: Page) -> None:
        """Watch a tab."""
        self.tab = tab
        self.forget()
        tab.on("request", lambda each: self.requests.append(each.url))
        tab.on("requestfailed", lambda each: self.stopped.append(each.failure))
        tab.on("console", lambda each: self.trouble.append(each.text))
        tab.on("pageerror", lambda each: self.trouble.append(str(each)))
        tab.on("dialog", self._dismiss)

    def forget(self) -> None:
        """Begin anew with what has happened."""
        self.requests: list[str] = []
        self.stopped: list[str | None] = []
        self.trouble: list[str] = []

    def _dismiss(self, dialog: Dialog) -> None:
        self.trouble.append(dialog.message)
        dialog.dismiss()

    def ask(self, question: str, *about: Any) -> Any:
        """Give what a piece of script answers."""
        return self.tab.evaluate(question, *about)

    @property
    def focused(self) -> str:
        """The id of the element that has the focus."""
        return str(self.ask("document.activeElement.id"))
