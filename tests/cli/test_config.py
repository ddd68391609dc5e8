"""Configuration: layers, the nearest file, flake8's section, and errors that say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_detach.cli.config import Config, load
from flake8_detach.cli.sections import ConfigError
from flake8_detach.settings import Declared


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (
            folder
            / {"pyproject": "pyproject.toml", "setup": "setup.cfg", "tox": "tox.ini", "flake8": ".flake8"}[
                name
            ]
        ).write_text(text)


def loaded(folder: Path, **command_line: object) -> Config:
    return load(command_line, folder)


def test_nothing_configured(project: Path) -> None:
    assert loaded(project) == Config()


def test_pyproject(project: Path) -> None:
    write(
        project,
        pyproject="""
            [tool.flake8-detach]
            select = ["DET1", "DET3"]
            extend-select = ["DET902"]
            ignore = ["DET121"]
            extend-exclude = ["vendor", "src/old/"]
            unknown-data = "ignore"
            step-budget = 7
            fail-on = "warning"
            force-exclude = true
            [tool.flake8-detach.per-file-ignores]
            "tests/*" = ["DET2"]
        """,
    )
    config = loaded(project)
    settings = config.settings
    assert (settings.select, settings.enable, settings.ignore) == (("DET1", "DET3"), ("DET902",), ("DET121",))
    assert (settings.unknown_data, settings.step_budget, config.fail_on, config.force_exclude) == (
        "ignore",
        7,
        "warning",
        True,
    )
    assert config.exclude[-2:] == ("vendor", str(project / "src/old"))
    assert config.per_file_ignores == ((str(project / "tests/*"), ("DET2",)),)


@pytest.mark.parametrize("name", ["setup", "tox", "flake8"])
def test_ini(project: Path, name: str) -> None:
    text = """
[flake8-detach]
select = DET1, DET3
ignore =
    DET121
    DET122
per-file-ignores =
    tests/*.py: DET2, DET3
    conftest.py: DET1
force_exclude = yes
step-budget = 12
"""
    write(project, **{name: text})
    config = loaded(project)
    assert config.settings.select == ("DET1", "DET3")
    assert config.settings.ignore == ("DET121", "DET122")
    assert config.per_file_ignores == (
        (str(project / "tests/*.py"), ("DET2", "DET3")),
        ("conftest.py", ("DET1",)),
    )
    assert config.force_exclude
    assert config.settings.step_budget == 12


def test_flake8_counts_as_far_as_it_can_mean_codes_of_ours(project: Path) -> None:
    write(
        project,
        flake8="""
[flake8]
max-line-length = 100
select = E,F,DET1
extend-select = W6
ignore = E501, DET121
extend-ignore = D100, D
exclude = third_party,src/old
per-file-ignores =
    tests/*: DET2, S101
    setup.py: E501
detach-enable = DET902
detach-unknown-data = ignore
detach-step-budget = 9
""",
    )
    config = loaded(project)
    settings = config.settings
    assert (settings.select, settings.ignore, settings.enable) == (("DET1",), ("DET121", "D"), ("DET902",))
    assert (settings.unknown_data, settings.step_budget) == ("ignore", 9)
    assert config.exclude == ("third_party", str(project / "src/old"))
    assert config.per_file_ignores == ((str(project / "tests/*"), ("DET2",)), ("setup.py", ()))


def test_flake8_that_selects_other_tools_only_means_nothing_here(project: Path) -> None:
    write(project, setup="[flake8]\nselect = E,F,W\nignore = E203\n")
    assert loaded(project).settings == Config().settings


def test_our_section_goes_over_flake8s_and_the_command_line_over_both(project: Path) -> None:
    write(
        project,
        setup="[flake8]\nselect = DET1\nextend-ignore = DET121\n",
        pyproject="[tool.flake8-detach]\nselect = ['DET2']\n",
    )
    assert loaded(project).settings.select == ("DET2",)
    settings = loaded(project, select="DET3,DET104,DET201", extend_ignore="DET308").settings
    assert settings.select == ("DET3", "DET104", "DET201")
    assert settings.ignore == ("DET121", "DET308")


def test_the_nearest_file_upwards_counts(project: Path) -> None:
    inner = project / "a" / "b"
    inner.mkdir(parents=True)
    write(project, pyproject="[tool.flake8-detach]\nignore = ['DET2']\n")
    assert loaded(inner).settings.ignore == ("DET2",)
    write(project / "a", setup="[flake8-detach]\nignore = DET3\n")
    assert loaded(inner).settings.ignore == ("DET3",)
    assert loaded(inner).sources == (f"{project}/a/setup.cfg [flake8-detach]",)


def test_other_sections_and_broken_files_of_others_are_passed_by(project: Path) -> None:
    write(
        project,
        pyproject="[tool.other]\nname = 'flake8'\n",
        setup="[broken\n",
        tox="[testenv]\ndeps = flake8-detach\n",
    )
    assert loaded(project) == Config()


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"pyproject": "\n[tool.flake8-detach]\nselct = ['DET1']\n"},
            "pyproject.toml:3: selct: unknown key; did you mean 'select'?",
        ),
        (
            {"pyproject": "[tool.flake8-detach]\nselect = 3\n"},
            "pyproject.toml:2: select: expected a list of strings",
        ),
        (
            {"pyproject": "[tool.flake8-detach]\nselect = ['E501']\n"},
            "pyproject.toml:2: select: no rule's code begins with 'E501'",
        ),
        (
            {"pyproject": "[tool.flake8-detach]\nstep-budget = true\n"},
            "step-budget: expected a whole number above 0",
        ),
        (
            {"pyproject": "[tool.flake8-detach]\nforce-exclude = 'maybe'\n"},
            "force-exclude: expected true or false",
        ),
        (
            {"pyproject": "[tool.flake8-detach]\nper-file-ignores = 1\n"},
            "expected a table of pattern = codes",
        ),
        ({"pyproject": "[tool.flake8-detach\n"}, "pyproject.toml: "),
        (
            {"pyproject": "[tool.flake8-detach.severity]\nDET201 = 'grave'\n"},
            "pyproject.toml:1: severity: expected one of advice, warning, error, not 'grave'",
        ),
        (
            {"pyproject": "[tool.flake8-detach]\nseverity = {E501 = 'error'}\n"},
            "pyproject.toml:2: severity: no rule's code begins with 'E501'",
        ),
        ({"setup": "[flake8-detach]\nseverity = DET201\n"}, "setup.cfg:2: severity: expected code=severity"),
        (
            {"setup": "[flake8-detach]\nview-functions = my lib(\n"},
            "view-functions: expected the dotted name of a function, or name:argument, not 'lib('",
        ),
        ({"pyproject": "[tool]\nflake8-detach = 1\n"}, "[tool.flake8-detach] is not a table"),
        (
            {"pyproject": "[project]\n[tool.flake8_detach]\nselect = ['DET1']\n"},
            "pyproject.toml:2: nothing reads [tool.flake8_detach]: write [tool.flake8-detach]",
        ),
        (
            {"setup": "[flake8_detach]\nselect = DET1\n"},
            "setup.cfg:1: nothing reads [flake8_detach]: write [flake8-detach]",
        ),
        (
            {"setup": "[metadata]\nname = x\n\n[flake8-detach]\nfail_on = always\n"},
            "setup.cfg:5: fail_on: expected one of",
        ),
        ({"setup": "[flake8-detach]\nfuzz = 1\n"}, "setup.cfg:2: fuzz: unknown key; the keys are baseline, "),
        (
            {"setup": "[flake8-detach]\nselect = DET1\nselect = DET2\n"},
            "setup.cfg:3: option 'select' in section 'flake8-detach' already exists",
        ),
        (
            {"setup": "[flake8-detach]\nselect\n"},
            "setup.cfg:2: not of the form key = value: 'select\\n'",
        ),
        ({"setup": "x\n[flake8-detach]\n"}, "setup.cfg:1: File contains no section headers."),
        (
            {"flake8": "[flake8]\ndetach-enable = DET77\n"},
            ".flake8:2: detach-enable: no rule's code begins with 'DET77'",
        ),
        ({"flake8": "[flake8]\nper-file-ignores = x y z\n"}, "expected lines of the form pattern:codes"),
        (
            {"pyproject": "[tool.flake8-detach]\n", "tox": "[flake8-detach]\n"},
            "[flake8-detach] is here and in pyproject.toml; keep one of them",
        ),
    ],
)
def test_errors_say_where(project: Path, files: dict[str, str], message: str) -> None:
    write(project, **files)
    with pytest.raises(ConfigError) as caught:
        loaded(project)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(project))


def test_errors_of_the_command_line_say_which_option(project: Path) -> None:
    with pytest.raises(ConfigError, match="--select: no rule's code begins with 'F401'"):
        loaded(project, select="F401")


def test_a_named_file_is_the_only_one(project: Path) -> None:
    write(
        project,
        pyproject="[tool.flake8-detach]\nignore = ['DET2']\n",
        tox="[flake8-detach]\nignore = DET3\n[flake8]\nselect = DET1\n",
    )
    config = load({}, project, file=project / "tox.ini")
    assert (config.settings.ignore, config.settings.select) == (("DET3",), ("DET1",))
    write(project, setup="[metadata]\n")
    with pytest.raises(ConfigError, match=r"no \[tool.flake8-detach\]"):
        load({}, project, file=project / "setup.cfg")
    with pytest.raises(ConfigError, match=r"missing.cfg: no such file$"):
        load({}, project, file=project / "missing.cfg")
    assert load({}, project, isolated=True) == Config()


SEVERITIES = {
    "pyproject": "[tool.flake8-detach.severity]\nDET2 = 'warning'\nDET202 = 'error'\n",
    "setup": "[flake8-detach]\nseverity =\n    DET202: error\n    DET2: warning\n",
    "tox": "[flake8-detach]\nseverity = DET2=warning, DET202=error\n",
}


@pytest.mark.parametrize("name", SEVERITIES)
def test_of_the_severities_that_fit_the_longest_code_counts(project: Path, name: str) -> None:
    write(project, **{name: SEVERITIES[name]})
    severities = loaded(project).severities()
    assert [severities[code] for code in ("DET201", "DET202", "DET101")] == ["warning", "error", "error"]


def test_a_project_declares_its_names_in_either_section(project: Path) -> None:
    names = {
        "tensor-names": "*.codes, self.queue",
        "not-tensor-names": "batch",
        "writing-functions": "mylib.fill, mylib.blend:1",
        "view-functions": "mylib.window",
    }
    wanted = Declared(
        ("*.codes", "self.queue"), ("batch",), ("mylib.fill", "mylib.blend:1"), ("mylib.window",)
    )
    write(project, flake8="[flake8]\n" + "".join(f"detach-{key} = {value}\n" for key, value in names.items()))
    assert loaded(project).settings.declared == wanted
    write(project, flake8="[flake8-detach]\n" + "".join(f"{key} = {value}\n" for key, value in names.items()))
    assert loaded(project).settings.declared == wanted


def test_of_the_patterns_that_match_the_longest_counts(project: Path) -> None:
    write(project, setup="[flake8]\nper-file-ignores =\n    *.py: DET1\n    tests/*.py: DET2\n")
    config = loaded(project)
    assert config.settings_for("train.py").ignore == ("DET1",)
    assert config.settings_for("tests/test_train.py").ignore == ("DET2",)
    assert config.settings_for("notes.txt").ignore == ()
