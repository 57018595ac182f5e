"""Where the output goes, and that it is there whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.errors import PolicyError
from redactkit.write import target, write

HEIC, PDF = "image/heic", "application/pdf"

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX modes")


@pytest.fixture
def card(tmp_path):
    path = tmp_path / "card.heic"
    path.write_bytes(b"input")
    return path


@pytest.mark.parametrize(
    ("out", "pages", "name", "media"),
    [
        (None, 1, "card.redacted.jpg", "image/jpeg"),
        (None, 2, "card.redacted.tiff", "image/tiff"),
        ("", 1, "card.redacted.jpg", "image/jpeg"),
        ("folder", 1, "folder/card.redacted.jpg", "image/jpeg"),
        ("folder", 3, "folder/card.redacted.tiff", "image/tiff"),
        ("x.jpg", 1, "x.jpg", "image/jpeg"),
        ("x.JPEG", 1, "x.JPEG", "image/jpeg"),
        ("x.png", 2, "x.png", "image/png"),
        ("folder/x.webp", 1, "folder/x.webp", "image/webp"),
        ("x.y.tif", 1, "x.y.tif", "image/tiff"),
        ("x.tiff", 1, "x.tiff", "image/tiff"),
        ("x.pdf", 1, "x.pdf", "application/pdf"),
        ("x.PDF", 3, "x.PDF", "application/pdf"),
    ],
)
def test_target(card, tmp_path, out, pages, name, media):
    (tmp_path / "folder").mkdir()
    asked = None if out is None else tmp_path / out
    assert target(card, asked, pages, HEIC) == (tmp_path / name, media)
    assert target(card, asked and str(asked), pages, HEIC) == (tmp_path / name, media)


def test_target_without_an_input_path(tmp_path):
    assert target(None, None, 1, HEIC) == (None, "image/jpeg")
    assert target(None, None, 2, HEIC) == (None, "image/tiff")
    assert target(None, tmp_path, 1, HEIC) == (tmp_path / "document.redacted.jpg", "image/jpeg")
    assert target(None, tmp_path / "x.png", 1, HEIC) == (tmp_path / "x.png", "image/png")


@pytest.mark.parametrize("pages", [1, 3])
@pytest.mark.parametrize(
    ("out", "name"),
    [
        (None, "bank.redacted.pdf"),
        ("", "bank.redacted.pdf"),
        ("folder", "folder/bank.redacted.pdf"),
        ("x.pdf", "x.pdf"),
        ("x.Pdf", "x.Pdf"),
    ],
)
def test_target_of_a_pdf(tmp_path, out, name, pages):
    (tmp_path / "folder").mkdir()
    source = tmp_path / "bank.pdf"
    source.write_bytes(b"input")
    assert target(source, None if out is None else tmp_path / out, pages, PDF) == (tmp_path / name, PDF)


def test_target_of_a_pdf_without_a_path(tmp_path):
    assert target(None, None, 2, PDF) == (None, PDF)
    assert target(None, tmp_path, 1, PDF) == (tmp_path / "document.redacted.pdf", PDF)


@pytest.mark.parametrize("out", ["x.jpg", "x.tiff", "x.png"])
@pytest.mark.parametrize("pages", [1, 3])
def test_a_pdf_goes_out_as_a_pdf_only(tmp_path, out, pages):
    with pytest.raises(PolicyError, match=r"ends in \.pdf"):
        target(tmp_path / "bank.pdf", tmp_path / out, pages, PDF)


def test_target_beside_an_input_in_the_working_folder(card, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert target(Path("card.heic"), None, 1, HEIC) == (Path("card.redacted.jpg"), "image/jpeg")
    write(b"new", Path("card.redacted.jpg"), source=Path("card.heic"))
    assert (tmp_path / "card.redacted.jpg").read_bytes() == b"new"


@pytest.mark.parametrize("out", ["x", "x.gif", "x.docx", "x.jpg.txt", "missing/", ".jpg"])
def test_other_suffixes_name_the_choice(card, tmp_path, out):
    with pytest.raises(PolicyError, match=r"\.jpg, \.jpeg, \.png, \.webp, \.tif, \.tiff, \.pdf"):
        target(card, f"{tmp_path}/{out}", 1, HEIC)


def refused(path, source, why):
    with pytest.raises(PolicyError, match=why):
        target(source, path, 1, HEIC)
    before = sorted(os.listdir(source.parent))
    with pytest.raises(PolicyError, match=why):
        write(b"new", path, source=source)
    assert sorted(os.listdir(source.parent)) == before
    assert source.read_bytes() == b"input"


def test_missing_folder(card, tmp_path):
    refused(tmp_path / "missing" / "x.jpg", card, "missing does not exist")
    refused(card / "x.jpg", card, "does not exist")


def test_symbolic_links(card, tmp_path):
    link = tmp_path / "x.jpg"
    link.symlink_to(tmp_path / "elsewhere.jpg")
    refused(link, card, "symbolic link")
    link.unlink()
    link.symlink_to(card)
    refused(link, card, "symbolic link")


def test_the_input_under_any_name(tmp_path):
    source = tmp_path / "card.jpg"
    source.write_bytes(b"input")
    refused(source, source, "is the input")
    refused(tmp_path / "." / "card.jpg", source, "is the input")
    hard_link = tmp_path / "hard.jpg"
    os.link(source, hard_link)
    refused(hard_link, source, "is the input")


def test_the_input_behind_a_symbolic_link(tmp_path):
    source = tmp_path / "card.jpg"
    source.write_bytes(b"input")
    link = tmp_path / "link.heic"
    link.symlink_to(source)
    with pytest.raises(PolicyError, match="is the input"):
        write(b"new", source, source=link)
    assert target(link, None, 1, HEIC)[0] == tmp_path / "link.redacted.jpg"


def test_no_ordinary_file_in_the_way(card, tmp_path):
    (tmp_path / "card.redacted.jpg").mkdir()
    with pytest.raises(PolicyError, match="no ordinary file"):
        target(card, None, 1, HEIC)
    with pytest.raises(PolicyError, match="no ordinary file"):
        write(b"new", tmp_path / "card.redacted.jpg", source=card)


@posix
def test_a_pipe_in_the_way(card, tmp_path):
    os.mkfifo(tmp_path / "x.jpg")
    refused(tmp_path / "x.jpg", card, "no ordinary file")


@given(data=st.binary(max_size=2000))
def test_writes_the_bytes_and_nothing_else(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("out")
    write(data, folder / "x.jpg", source=None)
    assert (folder / "x.jpg").read_bytes() == data
    assert os.listdir(folder) == ["x.jpg"]


@pytest.fixture(params=["hidden", "nameless"])
def way(request, tmp_path, monkeypatch):
    """How a file is kept until it is whole."""
    if request.param == "hidden":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    elif not nameless(tmp_path):
        pytest.skip("the system knows no files without a name")
    return request.param


def nameless(folder):
    if not hasattr(os, "O_TMPFILE"):
        return False
    try:
        os.close(os.open(folder, os.O_TMPFILE | os.O_WRONLY))
    except OSError:
        return False
    return True


def test_replaces_an_ordinary_file_and_not_its_hard_links(card, tmp_path, way):
    old, other = tmp_path / "x.jpg", tmp_path / "other.jpg"
    old.write_bytes(b"old")
    os.link(old, other)
    write(b"new", old, source=card)
    assert (old.read_bytes(), other.read_bytes()) == (b"new", b"old")


@posix
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_mode_follows_the_umask(tmp_path, way, mask):
    before = os.umask(mask)
    try:
        write(b"new", tmp_path / "x.jpg", source=None)
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.jpg").stat().st_mode) == 0o666 & ~mask


@posix
def test_private_until_it_is_whole(tmp_path, monkeypatch, way):
    seen = []
    fsync = os.fsync

    def look(descriptor):
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode):
            seen.append((stat.S_IMODE(status.st_mode), status.st_size, [name[0] for name in os.listdir(tmp_path)]))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    write(b"new", tmp_path / "x.jpg", source=None)
    assert seen == [(0o600, 3, ["."] if way == "hidden" else [])]


@pytest.mark.parametrize("call", ["fsync", "chmod", "naming"])
@pytest.mark.parametrize("existing", [True, False])
def test_a_fault_leaves_what_was_there(tmp_path, monkeypatch, way, call, existing):
    path = tmp_path / "x.jpg"
    if call == "naming":
        call = "replace" if existing or way == "hidden" else "link"
    if existing:
        path.write_bytes(b"old")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(PolicyError, match="No space left") as caught:
        write(b"new", path, source=None)
    assert str(tmp_path) in str(caught.value)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"] * existing


def test_an_interrupt_leaves_nothing(tmp_path, monkeypatch, way):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace" if way == "hidden" else "link", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(b"new", tmp_path / "x.jpg", source=None)
    assert not list(tmp_path.iterdir())


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(PolicyError, match="cannot write in the folder"):
        write(b"new", tmp_path / "x.jpg", source=None)


def test_folder_that_refuses(tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(PolicyError, match=f"cannot write in the folder {tmp_path}: Permission denied"):
        write(b"new", tmp_path / "x.jpg", source=None)


@posix
def test_a_folder_that_cannot_be_synced_does_not_undo_the_write(tmp_path, monkeypatch):
    fsync = os.fsync

    def files_only(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)
    write(b"new", tmp_path / "x.jpg", source=None)
    assert (tmp_path / "x.jpg").read_bytes() == b"new"


def test_an_open_file_is_the_input_too(tmp_path):
    path = tmp_path / "card.jpg"
    path.write_bytes(b"old")
    with path.open("rb") as file, pytest.raises(PolicyError, match="input"):
        write(b"new", path, source=file)
    assert path.read_bytes() == b"old"
