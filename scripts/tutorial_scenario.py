"""The scenario of docs/tutorial.md: a branch of three commits, and a target that has moved on.

Nothing of it was made with hookkit: that is where the tutorial begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hookkit.commands.demo import init_scratch
from scripts.example_repositories import SETTINGS, Scenario, environment, run_line

BRANCH = "feature/SHOP-27-tax"

PRICES = '''\
"""What things cost."""


def net(gross):
    return gross / 1.19
'''

TAX = '''\
"""The tax of each country."""
import json,os
RATES={'de': 0.19,'at': 0.20}
def rate(country):
  return RATES[country]
def load(path):
    return json.load( open(os.path.expanduser(path)) )
'''

WITH_TAX = '''\
"""What things cost."""
from tax import rate


def net(gross,country = 'de'):
    return gross/(1+rate(country))
'''

SHOWN = WITH_TAX + """

def shown(price,currency = 'EUR'):
    return f'{price:.2f} {currency}'
"""

SWISS = TAX.replace("'at': 0.20}", "'at': 0.20,'ch': 0.081}")
MAIL = '''\
"""The mail of an order."""


def subject(text):
    return text.strip().capitalize()
'''


@dataclass(frozen=True)
class Tutorial(Scenario):
    """The clone of the person; the commands of ``stops`` may end with 1."""

    stops: frozenset[str] = frozenset()

    def run(self, command: str) -> str:
        """Run a line of shell and give all that it printed."""
        output = run_line(f"{command}; echo $?", self.folder, self.env).rpartition("\n")[0]
        output, _, status = output.rpartition("\n") if "\n" in output else ("", "", output)
        assert int(status) <= (command in self.stops), f"{command}: {output}"
        return f"{output}\n" if output else ""


def messy_branch(home: Path) -> Tutorial:
    """Begin the tutorial: a clone ``shop`` on the branch, and a colleague's merge at the server."""
    seed = home / "seed"
    seed.mkdir(parents=True)
    git = init_scratch(seed)
    env = {**environment(git), "GIT_PAGER": "cat", "GIT_EDITOR": ":"}
    _run(seed, env, "git config user.name 'A colleague'")
    _commit(seed, env, "Begin the shop", {"prices.py": PRICES, "pyproject.toml": SETTINGS})
    _run(home, env, "git clone -q --bare seed shop.git && rm -rf seed")
    for name, person in (("shop", "You"), ("colleague", "A colleague")):
        _run(home, env, f"git clone -q shop.git {name}")
        for key, value in (("name", person), ("email", f"{name}@hookkit.invalid")):
            _run(home / name, env, f"git config user.{key} '{value}'")
    _work(home / "shop", env)
    _work_of_a_colleague(home / "colleague", env)
    _run(home / "shop", env, "git fetch -q")
    return Tutorial(home / "shop", env, {}, STOPS)


STOPS = frozenset({"hookkit check"})


def _work(folder: Path, env: Mapping[str, str]) -> None:
    _run(folder, env, f"git switch -q -c {BRANCH}")
    _commit(folder, env, "Add the tax of each country", {"tax.py": TAX})
    _commit(folder, env, "Take the tax from the country", {"prices.py": WITH_TAX})
    _commit(folder, env, "fixup! Add the tax of each country", {"tax.py": SWISS})
    _commit(folder, env, "Show prices with a currency", {"prices.py": SHOWN})


def _work_of_a_colleague(folder: Path, env: Mapping[str, str]) -> None:
    name = "fix/SHOP-12-subjects"
    _run(folder, env, f"git switch -q -c {name}")
    _commit(folder, env, "Begin the mail of an order\n\nTicket: SHOP-12", {"mail.py": MAIL})
    merge = f"git merge -q --no-ff -m \"Merge branch '{name}'\" {name}"
    _run(folder, env, f"git switch -q main && {merge} && git push -q")


def _commit(folder: Path, env: Mapping[str, str], message: str, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    _run(folder, env, f"git add . && git commit -q -m '{message}'")


def _run(folder: Path, env: Mapping[str, str], line: str) -> None:
    run_line(line, folder, {**env, "HOOKKIT": "0"})
