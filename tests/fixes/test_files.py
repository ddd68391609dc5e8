"""A file is replaced whole: its mode and links stay, and what changed meanwhile is not overwritten."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest

from flake8_detach.fixes import files
from flake8_detach.fixes.files import NotReplaced, replace_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_bytes(b"old")
    return path


def test_holds_the_new_bytes_and_nothing_stays_beside_it(file: Path) -> None:
    replace_file(str(file), b"old", b"new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert [p.name for p in file.parent.iterdir()] == ["program.py"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o664])
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    replace_file(str(file), b"old", b"new")
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.py"
    link.symlink_to(file)
    replace_file(str(link), b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_what_changed_meanwhile_is_left_alone(file: Path) -> None:
    file.write_bytes(b"newer")
    with pytest.raises(NotReplaced, match="changed on disk"):
        replace_file(str(file), b"old", b"new")
    assert file.read_bytes() == b"newer"
    assert len(list(file.parent.iterdir())) == 1


def test_what_is_gone_is_not_made_again(file: Path) -> None:
    file.unlink()
    with pytest.raises(NotReplaced, match="no such file"):
        replace_file(str(file), b"old", b"new")
    assert not file.exists()


def test_what_cannot_be_written_is_left_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # who runs tests as root may write everything
    with pytest.raises(NotReplaced, match="permission denied"):
        replace_file(str(file), b"old", b"new")
    assert file.read_bytes() == b"old"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotReplaced, match="not a regular file"):
        replace_file(str(tmp_path), b"", b"new")


def test_an_interruption_waits_until_the_file_is_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = files._same_owner

    def pressed(beside: Path, status: os.stat_result) -> None:
        signal.raise_signal(signal.SIGINT)
        original(beside, status)

    monkeypatch.setattr(files, "_same_owner", pressed)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            replace_file(str(file), b"old", b"new")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert file.read_bytes() == b"new"
    assert [p.name for p in file.parent.iterdir()] == ["program.py"]


def test_what_holds_the_new_bytes_already_is_no_conflict(file: Path) -> None:
    file.write_bytes(b"new")
    replace_file(str(file), b"old", b"new")
    assert file.read_bytes() == b"new"
