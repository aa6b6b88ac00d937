"""Jobs as files: whole or not there, and none ever overwritten."""

import errno
import os
import threading
from pathlib import Path

import pytest

from printers import PrinterError
from printers.transports.file import File


def test_two_at_once_take_two_names(tmp_path: Path) -> None:
    file = File(tmp_path / "badge.bin")
    jobs = [bytes([number]) * 5000 for number in range(20)]
    threads = [threading.Thread(target=file.send, args=(job, "")) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == jobs


def test_where_a_file_has_one_name_only_none_is_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a memory stick with FAT."""

    def refused(self: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", refused)
    for number in range(3):
        assert File(tmp_path / "badge.bin").send(b"%d" % number, "") == "taken"

    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept == {"badge.bin": b"0", "badge-2.bin": b"1", "badge-3.bin": b"2"}


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(PrinterError, match="No space left") as stopped:
        File(tmp_path / "badge.bin").send(b"job", "")

    assert stopped.value.sent == "nothing"
    assert list(tmp_path.iterdir()) == []
