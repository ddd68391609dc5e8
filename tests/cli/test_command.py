"""The command: exit codes, bad input, standard input, options, processes."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from flake8_detach import __version__
from flake8_detach.cli import main, work
from flake8_detach.finding import Finding
from flake8_detach.rules import RULES
from tests.cli.conftest import DATA_WRITE, Command

READ_ONLY = "import torch\n\nw = torch.ones(3, requires_grad=True)\nprint(w.data)\n"


def test_clean(project: Path, command: Command) -> None:
    (project / "x.py").write_text("print(1)\n")
    assert command("x.py") == command("check", "x.py")
    ran = command()
    assert (ran.code, ran.out, ran.err) == (0, "No findings in 1 file.\n", "")


def test_findings_and_where_the_run_fails(project: Path, command: Command) -> None:
    (project / "x.py").write_text(READ_ONLY)
    assert command("x.py").code == 1
    assert command("--fail-on", "warning", "x.py").code == 0
    assert command("--fail-on", "never", "x.py").code == 0
    (project / "y.py").write_text(DATA_WRITE)
    assert command("--fail-on", "error").code == 1
    assert command("--select", "DET3").code == 0


def test_selection(project: Path, command: Command) -> None:
    (project / "x.py").write_text(DATA_WRITE)

    def codes(*arguments: str) -> list[str]:
        return [finding[3] for finding in command("--format", "json", *arguments).findings]

    assert codes() == ["DET201", "DET101"]
    assert codes("--select", "DET1") == ["DET101"]
    assert codes("--ignore", "DET1") == ["DET201"]
    assert codes("--select", "DET1,DET2", "--extend-ignore", "DET201") == ["DET101"]
    (project / "pyproject.toml").write_text("[tool.flake8-detach.per-file-ignores]\n'x.py' = ['DET1']\n")
    assert codes() == ["DET201"]
    assert codes("--isolated") == ["DET201", "DET101"]


def test_a_wrong_option_or_configuration(project: Path, command: Command) -> None:
    assert command("--select", "F401").err == "flake8-detach: --select: no rule's code begins with 'F401'\n"
    assert command("--select", "F401").code == 2
    (project / "pyproject.toml").write_text("[tool.flake8-detach]\nsleect = []\n")
    ran = command()
    assert ran.code == 2
    assert (
        ran.err == f"flake8-detach: {project}/pyproject.toml:2: sleect: unknown key; did you mean 'select'?\n"
    )
    with pytest.raises(SystemExit) as caught:
        main(["--format", "fulll"])
    assert caught.value.code == 2


def test_bad_paths_each_get_a_message_and_the_rest_is_checked(project: Path, command: Command) -> None:
    (project / "x.py").write_text(DATA_WRITE)
    (project / "link.py").symlink_to("nowhere.py")
    ran = command("--format", "json", "missing.py", "link.py", "x.py")
    assert ran.code == 2
    assert (
        ran.err
        == "flake8-detach: missing.py: no such file or folder\nflake8-detach: link.py: broken symbolic link\n"
    )
    assert [finding[3] for finding in ran.findings] == ["DET201", "DET101"]
    assert [error["path"] for error in ran.document["errors"]] == ["missing.py", "link.py"]


def test_a_file_that_cannot_be_read(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "x.py").write_text(DATA_WRITE)
    (project / "shut.py").write_text(DATA_WRITE)
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "shut.py":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    ran = command("--format", "json")
    assert (ran.code, ran.err, len(ran.findings)) == (2, "flake8-detach: shut.py: permission denied\n", 2)


def test_no_files(project: Path, command: Command) -> None:
    (project / "folder.py").mkdir()
    ran = command("folder.py")
    assert (ran.code, ran.err) == (0, "flake8-detach: warning: no Python files under folder.py\n")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"x.data = (\n", (1, 10)),
        (b"# -*- coding: klingon -*-\nx.data\n", (1, 1)),
        (b"x.data = '\xff'\n", (1, 11)),
        (b"x.data = 1\n\0\n", (2, 1)),
        (b"x.data\ndef f(:\n    return 1\n", (2, 7)),
        (b"x.data\nclass C:\n    def f(self)\n        return 1\n", (3, 16)),
        (b"# coding: latin-1\n\xef\xbb\xbfx.data\n", None),
        (b"x.data = " + b"(" * 1500 + b")" * 1500 + b"\n", None),
    ],
)
def test_what_is_not_python_is_a_finding(
    project: Path, command: Command, data: bytes, place: tuple[int, int] | None
) -> None:
    (project / "x.py").write_bytes(data)
    ran = command("--format", "json", "x.py", "--select", "DET1")
    assert ran.code == 1
    (finding,) = ran.findings
    assert finding[3] == "DET900"
    if place is not None:
        assert finding[1:3] == place
    assert "DET900" in command("x.py").out
    assert command("x.py", "--ignore", "DET900").code == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# -*- coding: latin-1 -*-\n# \xe9\n" + DATA_WRITE.encode(),
        b"\xef\xbb\xbf" + DATA_WRITE.encode(),
        DATA_WRITE.replace("\n", "\r\n").encode(),
        DATA_WRITE.replace("\n", "\r").encode(),
    ],
    ids=["empty", "latin-1", "byte order mark", "CRLF", "CR"],
)
def test_odd_files_are_read_as_python_reads_them(project: Path, command: Command, data: bytes) -> None:
    (project / "x.py").write_bytes(data)
    codes = [finding[3] for finding in command("--format", "json", "x.py").findings]
    assert codes == (["DET201", "DET101"] if data else [])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"total = " + b" + ".join([b"1"] * 20_000) + b"\n", id="a long sum"),
        pytest.param(b"if a:\n    pass\n" + b"elif a:\n    pass\n" * 3000, id="a long elif chain"),
        pytest.param(
            b"table = [\n" + b"    [0.125, 'text', (1, 2)],\n" * 150_000 + b"]\n",
            marks=pytest.mark.slow,
            id="4 MB of data",
        ),
    ],
)
def test_what_is_deep_or_long_spoils_nothing_beside_it(project: Path, command: Command, data: bytes) -> None:
    function = "import torch\n\n\ndef train():\n" + textwrap.indent(DATA_WRITE.split("\n", 2)[2], "    ")
    (project / "x.py").write_bytes(function.encode() + b"\n\n" + data)
    codes = [finding[3] for finding in command("--format", "json", "x.py").findings]
    assert "DET101" in codes
    assert set(codes) <= {"DET101", "DET201"}


def test_a_defect_is_reported_and_the_run_goes_on(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> list[Finding]:
        message = "a wheel\nfell off"
        raise ValueError(message)

    monkeypatch.setattr("flake8_detach.checker.check_source", broken)
    (project / "x.py").write_text(DATA_WRITE)
    (project / "y.py").write_text(DATA_WRITE)
    ran = command("--format", "concise", "--fail-on", "never", "--select", "DET1")
    assert ran.code == 2
    first, second = ran.out.splitlines()
    assert first.startswith(
        "x.py:1:1: DET901 flake8-detach failed on this file: ValueError: a wheel fell off (test_command.py:"
    )
    assert second.startswith("y.py:1:1: DET901")


def test_standard_input(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def given() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DATA_WRITE.encode())))

    given()
    ran = command("--format", "concise", "-")
    assert [line.split(" ")[0] for line in ran.out.splitlines()] == ["stdin:5:5:", "stdin:6:1:"]
    given()
    ran = command("--format", "concise", "--stdin-filename", "src/x.py", "-")
    assert ran.out.startswith("src/x.py:5:5: DET201 ")
    given()
    assert command("--stdin-filename", "src/x.py", "--exclude", "src", "--force-exclude", "-").code == 0


def test_a_name_for_standard_input_needs_standard_input(project: Path, command: Command) -> None:
    (project / "x.py").write_text(DATA_WRITE)
    ran = command("--stdin-filename", "src/x.py", "x.py")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_statistics_leave_json_alone(project: Path, command: Command) -> None:
    (project / "x.py").write_text(DATA_WRITE)
    assert command("--statistics", "--format", "concise").out.endswith(
        "1  DET201  data-read                     advice\n"
    )
    ran = command("--statistics", "--format", "json")
    assert len(ran.findings) == 2
    assert "DET201" in ran.err


def test_reports_go_to_files_beside_what_is_printed(project: Path, command: Command) -> None:
    (project / "x.py").write_text(DATA_WRITE)
    outputs = ("--output", "json:out/report.json", "--output", "concise:out/report.txt")
    ran = command("x.py", "--color", "always", *outputs)
    assert "error[DET101]" in ran.out
    assert len(json.loads((project / "out/report.json").read_text())["findings"]) == 2
    assert (project / "out/report.txt").read_text().startswith("x.py:5:5: DET201 ")
    assert sorted(path.name for path in (project / "out").iterdir()) == ["report.json", "report.txt"]
    ran = command("x.py", "--output", "sarif:x.py/report.sarif")
    assert (ran.code, "x.py/report.sarif: " in ran.err) == (2, True)


@pytest.mark.parametrize("value", ["yaml:x", "json", "json:", "json:-"])
def test_a_wrong_output(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--output", value])
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert ("there is --format json" if value.endswith("-") else "expected FORMAT:FILE") in said
    assert said.startswith(
        "usage: flake8-detach [check] [OPTION ...] [PATH ...]\nflake8-detach check: error: "
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("--selekt=DET1", "no such option or argument: --selekt=DET1; did you mean --select?"),
        ("--explain", "; it is a command: flake8-detach explain"),
    ],
)
def test_a_wrong_option(given: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([given, "DET101"])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_show_settings_and_files(project: Path, command: Command) -> None:
    (project / "x.py").write_text("")
    (project / "tox.ini").write_text("[flake8-detach]\nignore = DET2\n")
    ran = command("--show-settings")
    assert f"read from: {project}/tox.ini [flake8-detach]" in ran.out
    assert "ignore = DET2" in ran.out
    assert command("--show-files").out == "x.py\n"
    assert command("--show-files", "nope").code == 2


def test_rules_and_explain(command: Command) -> None:
    text = command("rules").out
    table = json.loads(command("rules", "--format", "json").out)
    assert [row["code"] for row in table] == list(RULES)
    for rule in RULES.values():
        assert f"{rule.code}  {rule.name}" in text
    page = command("explain", "DET101").out
    assert page.startswith("# DET101: data-write-corrupts-backward\n")
    assert "c = out.data" in page
    assert command("explain", "data-write-corrupts-backward").out == page
    several = command("explain", "det20").out
    assert several.count("# DET20") == sum(code.startswith("DET20") for code in RULES)
    ran = command("explain", "DET555")
    assert (ran.code, ran.err) == (
        2,
        "flake8-detach: no rule 'DET555'; flake8-detach rules lists all of them\n",
    )


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"flake8-detach {__version__}\n"


def test_processes_change_nothing(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        (project / f"x{number}.py").write_text("# more\n" * (number % 4) + DATA_WRITE)
    monkeypatch.setattr(work, "WORTH_A_PROCESS", 1)
    alone = command("--format", "json", "--no-cache", "--jobs", "1")
    assert command("--format", "json", "--no-cache", "--jobs", "2") == alone
    assert len(alone.findings) == 18


KILLER = """\
import os
import sys

from flake8_detach import checker
from flake8_detach.cli import main, work

check_source = checker.check_source
work.WORTH_A_PROCESS = 1


def check(source, path, settings, resolver, **given):
    if path == "x3.py":
        os.kill(os.getpid(), 9)
    return check_source(source, path, settings, resolver, **given)


checker.check_source = check
if __name__ == "__main__":
    sys.exit(main(["--format", "concise", "--jobs", "2"]))
"""


@pytest.mark.slow
def test_a_killed_process_costs_its_own_file_only(project: Path) -> None:
    for number in range(5):
        (project / f"x{number}.py").write_text(DATA_WRITE)
    (project / ".killer").write_text(KILLER)
    ran = subprocess.run(
        [sys.executable, ".killer"], capture_output=True, text=True, cwd=project, check=False
    )
    assert ran.returncode == 2, ran.stderr
    lines = ran.stdout.splitlines()
    assert [line.split(" ")[1] for line in lines if not line.startswith("x3.py")] == ["DET201", "DET101"] * 4
    (killed,) = (line for line in lines if line.startswith("x3.py"))
    assert killed.startswith(
        "x3.py:1:1: DET901 flake8-detach failed on this file: the process which checked it was killed."
    )


SLOW = """\
import signal
import sys
import time

from flake8_detach import checker
from flake8_detach.cli import main, work

work.WORTH_A_PROCESS = 1


def check(source, path, settings, resolver, **given):
    open(path + ".seen", "w").close()
    time.sleep(60)
    return []


checker.check_source = check
if __name__ == "__main__":
    # What runs in the background is started with interrupts ignored, and so may these tests be.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(["--jobs", sys.argv[1]]))
"""


def running_in_group(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    if shutil.which("ps") is None:
        pytest.skip("there is no ps to ask")
    listing = subprocess.run(
        ["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    return [" ".join(row) for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_end_from_outside_is_at_once_and_leaves_no_process(
    project: Path, jobs: int, ended_by: signal.Signals
) -> None:
    for number in range(4):
        (project / f"x{number}.py").write_text(DATA_WRITE)
    (project / ".slow").write_text(SLOW)
    with subprocess.Popen(
        [sys.executable, ".slow", str(jobs)],
        cwd=project,
        stdout=-1,
        stderr=-1,
        text=True,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 30
        while len(list(project.glob("*.seen"))) < jobs and time.monotonic() < deadline:
            time.sleep(0.02)
        if ended_by is signal.SIGINT:
            os.killpg(process.pid, ended_by)  # as a terminal does it
        else:
            process.send_signal(ended_by)
        started = time.monotonic()
        _, err = process.communicate(timeout=20)
    if ended_by is signal.SIGINT:
        assert (process.returncode, err) == (130, "flake8-detach: interrupted\n")
    while running_in_group(process.pid) and time.monotonic() - started < 5:
        time.sleep(0.02)
    assert running_in_group(process.pid) == []


def test_a_file_without_candidates_imports_no_parser(project: Path) -> None:
    (project / "x.py").write_text("print(1)\n")
    (project / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    script = (
        "import sys; from flake8_detach.cli import main; code = main(['x.py']);"
        "heavy = {'libcst', 'rich', 'concurrent.futures', 'pathspec', 'multiprocessing', 'flake8', 'tempfile', 'hashlib', 'unicodedata'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=project, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_closed_pipe_is_no_crash(project: Path) -> None:
    for number in range(50):
        (project / f"x{number}.py").write_text(DATA_WRITE)
    with subprocess.Popen(
        [sys.executable, "-m", "flake8_detach", "-j1"], stdout=-1, stderr=-1, text=True, cwd=project
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
