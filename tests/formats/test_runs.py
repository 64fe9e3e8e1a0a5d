"""What a run writes for other programs."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from hookkit import __version__
from hookkit.corrections.run_outcome import Outcome
from hookkit.formats.registry import RUN_FORMATS
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault, FileOutcome, Withheld

OUTCOME = Outcome(
    commit="c" * 40,
    subject="Add, 100%",
    requested_mode="worktree",
    actual_mode="worktree",
    correction="d" * 40,
    files=(
        FileOutcome(
            b"a,b:c%.py",
            corrected=(Fault("E231", 2, "missing whitespace after ','"), Fault("layout", 3, "x")),
            withheld=(Withheld(("E711",), 4, 5, "100%\r\nsure: no"), Withheld((), 7, 7, "no")),
            dropped=(Dropped(8, 9, "you have other edits there"),),
        ),
        FileOutcome(b"caf\xe9\x1b.py", left_alone_reason="does not parse: line 1: \x00 <&>"),
        FileOutcome(b"clean.py"),
    ),
)


def test_workflow_commands() -> None:
    assert RUN_FORMATS["github"](OUTCOME).decode() == (
        "::warning file=a%2Cb%3Ac%25.py,line=2,title=E231::missing whitespace after ','\n"
        "::warning file=a%2Cb%3Ac%25.py,line=3,title=layout::x\n"
        "::notice file=a%2Cb%3Ac%25.py,line=4,endLine=5,title=E711 withheld::"
        "100%25%0D%0Asure: no\n"
        "::notice file=a%2Cb%3Ac%25.py,line=7,endLine=7,title=layout withheld::no\n"
        "::notice file=caf\\xe9\\x1b.py,title=left alone::does not parse: line 1: \\x00 <&>\n"
    )


def test_junit() -> None:
    data = RUN_FORMATS["junit"](OUTCOME)
    assert data.decode() == ("""\
<?xml version='1.0' encoding='utf-8'?>
<testsuites>
  <testsuite name="hookkit" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="hookkit" name="a,b:c%.py" file="a,b:c%.py" time="0">
      <failure message="2 faults" type="PEP 8">a,b:c%.py:2: E231 missing whitespace after ','
a,b:c%.py:3: layout x</failure>
      <system-out>a,b:c%.py:4: E711 withheld: 100%&#xd;
sure: no
a,b:c%.py:7: layout withheld: no</system-out>
    </testcase>
    <testcase classname="hookkit" name="caf\\xe9\\x1b.py" file="caf\\xe9\\x1b.py" time="0">
      <skipped message="does not parse: line 1: \\x00 &lt;&amp;&gt;" />
    </testcase>
    <testcase classname="hookkit" name="clean.py" file="clean.py" time="0" />
  </testsuite>
</testsuites>
""")
    assert len(ElementTree.fromstring(data).findall("testsuite/testcase")) == 3


def test_json() -> None:
    told = json.loads(RUN_FORMATS["json"](OUTCOME))
    first = told["files"][0]
    assert {key: value for key, value in told.items() if key != "files"} == {
        "version": 1,
        "tool": {"name": "hookkit", "version": __version__},
        "commit": "c" * 40,
        "subject": "Add, 100%",
        "range": None,
        "correction": "d" * 40,
        "mode": "worktree",
        "done": "worktree",
        "because": None,
        "placed": None,
        "notes": [],
    }
    assert first["dropped"] == [
        {"first_line": 8, "last_line": 9, "reason": "you have other edits there"}
    ]
    assert [(each["code"], each["line"], each["link"] is None) for each in first["faults"]] == [
        ("E231", 2, False),
        ("layout", 3, True),
    ]
    assert [each["path"] for each in told["files"]] == ["a,b:c%.py", "caf\\xe9\x1b.py", "clean.py"]
    assert told["files"][2] == {
        "path": "clean.py",
        "path_base64": None,
        "encoding": None,
        "skipped": None,
        "corrected": 0,
        "refused": 0,
        "older": 0,
        "withheld": [],
        "dropped": [],
        "faults": [],
    }
