"""The scenario of docs/week.md: two clones, a server, four packages, and the work of each day.

``python -m scripts.week_scenario 120`` prints the transcript of docs/week.md for a terminal of 120
columns.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hookkit.commands.demo import init_scratch, temporary_folder
from scripts.example_repositories import SETTINGS, Scenario, environment, run_line
from scripts.run_in_terminal import run_in_terminal

PAGE = Path(__file__).parents[1] / "docs" / "week.md"
COLUMNS = 80

_PROGRESS = re.compile(
    r"^(?:Enumerating|Counting|Compressing|Writing|Delta|Total) .*\n", re.MULTILINE
)
"""git's progress of a push, whose numbers depend on the machine."""

_KEYS_OF_GIT = re.compile(r"\[y,n,[^]\s]*\?\]")
"""The keys that `git add -p` takes; newer versions have more."""

PACKAGES = {
    "cart/cart.py": '''\
import re, sys


class Cart:
    """What a customer is about to buy."""

    def __init__(self, lines=None):
        self.lines = lines or []

    def add(self, name, number=1):
        self.lines.append((name, number))
        return self

    def count(self):
        return sum(number for name, number in self.lines)


def parse(text):
    return Cart(re.findall(r'(\\w+)=(\\w+)', text))
''',
    "prices/prices.py": """\
RATES = {'de': 0.19, 'at': 0.20}


def net(gross, country='de'):
    return gross / (1 + RATES[country])


def gross(net, country='de'):
    return net * (1 + RATES[country])
""",
    "routes/routes.py": """\
import json,os
class Router(object):
    def __init__(self): self.rules=[]
    def add(self,path,target,method='GET'):
        if path[0]!='/': path='/'+path
        self.rules.append( (method,path,target) )
    def match(self,environ):
        path,method = environ['PATH_INFO'],environ['REQUEST_METHOD']
        for m,p,t in self.rules:
            if m==method and p==path: return t
        raise KeyError( path )
def static(root,name):
    root=os.path.abspath(root)+os.sep
    name=os.path.abspath(os.path.join(root,name.strip('/')))
    if not name.startswith(root): return None
    return open(name).read( )
def dumps(data): return json.dumps( data,indent = 2 )
""",
    "mail/mail.py": """\
def subject(text):
    return text.strip().capitalize()


def body(lines):
    return '\\n'.join(lines)
""",
}
"""Files as they are found: the first almost tidy, the third from before anybody looked."""

ROUNDED = """\
RATES = {'de': 0.19, 'at': 0.20}
DIGITS=2


def net(gross, country='de'):
    return round(gross/(1+RATES[country]),DIGITS)


def gross(net, country='de'):
    return net * (1 + RATES[country])


def shown(price,currency = 'EUR'):
    return f'{price:.2f} {currency}'
"""

HEAD = PACKAGES["routes/routes.py"].replace(
    "    def match(",
    "    def head(self,path,target): self.add( path,target,'HEAD' )\n    def match(",
)

STATIC = HEAD.replace("return open(name).read( )", "with open( name ) as file: return file.read( )")

MAILED = PACKAGES["mail/mail.py"] + """

def order(cart,total):
    lines=['Your order:']+[ f'{number} x {name}' for name,number in cart.lines ]
    return body( lines+[total] )
"""

SHOUTED = PACKAGES["mail/mail.py"].replace("capitalize()", "capitalize() + '!'")

SWISS = "RATES = {'de': 0.19, 'at': 0.20, 'ch': 0.081}\n"


@dataclass(frozen=True)
class Week(Scenario):
    """The clone of the person whose week it is, in a terminal of a width.

    ``keys`` are typed at the questions of a command, and those of ``stops`` end with 1.
    """

    columns: int = COLUMNS
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stops: frozenset[str] = frozenset()

    def run(self, command: str) -> str:
        """Run a line of shell in the terminal, and give what it shows."""
        if command in self.meanwhile:
            self.meanwhile[command]()
        keys = self.keys.get(command, ())
        columns = _WIDE if command in _WITH_PATHS else self.columns
        output, status = run_in_terminal(command, self.folder, self.env, columns, keys)
        assert status == (command in self.stops), f"{command}: {output}"
        return _KEYS_OF_GIT.sub("[y,n,…,?]", _PROGRESS.sub("", output))


def week(home: Path, columns: int = COLUMNS) -> Week:
    """Begin the week: a server, the clone of a colleague, and one in which nothing is installed."""
    seed, folder = home / "seed", home / "shop"
    seed.mkdir(parents=True)
    git = init_scratch(seed)
    env = {**environment(git), "HOME": str(home), "GIT_PAGER": "cat", "GIT_EDITOR": ":"}
    for name, text in {**PACKAGES, "pyproject.toml": SETTINGS}.items():
        _write(seed, name, text)
    begin = ("git config user.name 'A colleague'", "git add .", "git commit -q -m 'Begin the shop'")
    _commands(seed, env, *begin)
    _commands(home, env, "git clone -q --bare seed shop.git", "rm -rf seed")
    for name, person in (("shop", "You"), ("colleague", "A colleague")):
        _commands(home, env, f"git clone -q shop.git {name}")
        mail = f"{name}@hookkit.invalid"
        set_up = (f"git config user.name '{person}'", f"git config user.email {mail}")
        _commands(home / name, env, *set_up)
    return Week(folder, env, _meanwhile(home, env), columns, KEYS, STOPS)


def _write(folder: Path, name: str, text: str) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8", newline="\n")


def _commands(folder: Path, env: Mapping[str, str], *lines: str) -> None:
    for line in lines:
        run_line(line, folder, {**env, "HOOKKIT": "0"})


def _of_colleague(
    home: Path, env: Mapping[str, str], branch: str, subject: str, name: str, text: str
) -> None:
    """Have the colleague change a file on a branch, and merge and push it."""
    folder = home / "colleague"
    _write(folder, name, text)
    ticket = f"-m 'Ticket: {branch.split('/')[1][:6]}'"
    _commands(
        folder,
        env,
        f"git switch -q -c {branch}",
        f"git commit -q -a -m '{subject}' {ticket}",
        "git switch -q main",
        f"git merge -q --no-ff -m \"Merge branch '{branch}'\" {branch}",
        "git push -q",
    )


def _resolved(text: str) -> str:
    """Resolve the conflict: the rates of the colleague, and what comes below them."""
    return re.sub(r"<{7}.*?\n(.*?)={7}\n.*?\n(.*?)>{7}.*?\n", r"\1\2", text, flags=re.DOTALL)


def _meanwhile(home: Path, env: Mapping[str, str]) -> Mapping[str, Callable[[], object]]:
    """Say what is edited, or done by a colleague, just before a command."""
    folder = home / "shop"
    prices, swiss = "prices/prices.py", SWISS + PACKAGES["prices/prices.py"].partition("\n")[2]

    def edit(name: str, text: str) -> Callable[[], None]:
        return lambda: _write(folder, name, text)

    def resolve() -> None:
        _write(folder, prices, _resolved((folder / prices).read_text(encoding="utf-8")))

    def of_colleague(*what: str) -> Callable[[], None]:
        return lambda: _of_colleague(home, env, *what)

    shouted = ("feature/SHOP-8-subjects", "Make subjects louder", "mail/mail.py", SHOUTED)
    swiss_rate = ("feature/SHOP-9-swiss-rate", "Add Switzerland", prices, swiss)
    return {
        "git add -p": edit(prices, ROUNDED),
        "git commit -a -m 'Answer HEAD'": edit("routes/routes.py", HEAD),
        "git commit -q -a --amend --no-edit": edit("routes/routes.py", STATIC),
        "git commit -a -m 'Mail the order'": edit("mail/mail.py", MAILED),
        "git pull -q --rebase origin main": of_colleague(*shouted),
        "hookkit sync": of_colleague(*swiss_rate),
        f"git add {prices}": resolve,
    }


_WITH_PATHS, _WIDE = frozenset({"hookkit install"}), 500
"""Commands that print long paths of this machine, and the columns of their terminal."""

KEYS = {"git add -p": ("s\n", "y\n", "y\n", "n\n")}
STOPS = frozenset({"hookkit sync", "hookkit sync --resolve"})


def main(argv: Sequence[str]) -> int:
    """Print the transcript for a terminal of a width."""
    from scripts.render_transcripts import render

    columns = int(argv[0]) if argv else COLUMNS
    with temporary_folder(is_kept=False) as home:
        sys.stdout.write(render(PAGE.read_text(encoding="utf-8"), week(home, columns), home))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
