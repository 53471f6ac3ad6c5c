"""Wrong starts end in a sentence, without a traceback: settings, the data folder, the key, the build."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from browser.real_server import free_port, project_python
from webapp.cli import main
from webapp.config import ROOT, ImpossibleSetting, Settings, settings_from
from webapp.serving.listening import shown
from webapp.start import ImpossibleStart, address_of, make_private, prepare


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("localhost", "127.0.0.1"), ("::1", "::1"), ("0.0.0.0", "0.0.0.0")],
)
def test_a_name_in_host_is_resolved(data: Path, host: str, address: str) -> None:
    assert prepare(Settings(data=data, host=host)) == Settings(data=data, host=address)


@pytest.mark.parametrize(
    "host", ["nowhere.invalid", "300.1.1.1", "a b", "http://localhost", "ø" * 70, "[::1]"]
)
def test_a_host_that_leads_nowhere_is_refused(data: Path, host: str) -> None:
    with pytest.raises(
        ImpossibleStart, match=r"^HOST must be an address of this machine, such as 127\.0\.0\.1"
    ):
        address_of(host)


Break = Callable[[Path], object]
FOLDERS: dict[str, tuple[Break, str]] = {
    "a file": (lambda data: data.write_text(""), "which cannot be used (a file is in its place)."),
    "a link to nothing": (lambda data: data.symlink_to("nothing/at/all"), "which cannot be used"),
    "a link to a file": (lambda data: data.symlink_to(__file__), "which cannot be used"),
    "a folder for the probe": (lambda data: (data / ".probe.tmp").mkdir(parents=True), "(Is a directory)."),
    "a folder for the lock": (lambda data: (data / "server.lock").mkdir(parents=True), "(Is a directory)."),
    "a link for the lock": (lambda data: data.mkdir() or (data / "server.lock").symlink_to("x"), "links"),
    "a folder for the key": (
        lambda data: (data / "vapid.pem").mkdir(parents=True),
        "vapid.pem in the data folder cannot be read (Is a directory).",
    ),
}


@pytest.mark.parametrize("broken", FOLDERS)
def test_a_data_folder_that_cannot_be_used_is_noticed(data: Path, broken: str) -> None:
    break_it, sentence = FOLDERS[broken]
    break_it(data)
    with pytest.raises(ImpossibleStart) as refused:
        prepare(Settings(data=data))
    assert sentence in str(refused.value)


def start(data: Path, preexec: Callable[[], None] | None = None, **environment: str) -> tuple[int, str]:
    """Start the server, which must end by itself. Returns its exit code and all output."""
    names = {"HOST": "127.0.0.1", "PORT": str(free_port()), "EGNE_ORD_DATA": str(data), **environment}
    ended = subprocess.run(
        [project_python(), "-m", "webapp"], cwd=ROOT, env={**os.environ, **names}, text=True,
        # hang guard: it ends before it serves
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, preexec_fn=preexec, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout


def test_a_full_disk_is_noticed_at_the_start(data: Path) -> None:
    """No byte can be written: the system answers each write as a full disk does, with another number."""
    code, output = start(data, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    assert (code, output) == (1, f"EGNE_ORD_DATA is {data}, which cannot be used (File too large).\n")


def test_a_folder_that_nobody_can_write_is_noticed_at_the_start() -> None:
    """Below /proc not even root can make a folder."""
    code, output = start(Path("/proc/egne-ord"))
    assert (code, output.startswith("EGNE_ORD_DATA is /proc/egne-ord, which cannot be used (")) == (1, True)


@pytest.mark.parametrize("build", [__file__, "/proc/egne-ord"])
def test_a_build_folder_that_cannot_be_used_is_named(data: Path, build: str) -> None:
    code, output = start(data, EGNE_ORD_BUILD=build)
    assert (code, len(output.splitlines())) == (1, 1)
    assert output.startswith(f"EGNE_ORD_BUILD is {build}, which cannot be used (")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("EGNE_ORD_PROXY", "There is no setting EGNE_ORD_PROXY. Is it EGNE_ORD_PROXIES?"),
        ("EGNE_ORD_DATE", "There is no setting EGNE_ORD_DATE. Is it EGNE_ORD_DATA?"),
        ("egne_ord_data", "There is no setting egne_ord_data. Is it EGNE_ORD_DATA?"),
        ("EGNEORD_ORIGIN", "There is no setting EGNEORD_ORIGIN. Is it EGNE_ORD_ORIGIN?"),
        ("EGNE_ORD_", "There is no setting EGNE_ORD_."),
        ("EGNE_ORD_RATE_REQUEST", "There is no setting EGNE_ORD_RATE_REQUEST. Is it EGNE_ORD_RATE_REQUESTS?"),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest_one(name: str, sentence: str) -> None:
    for value in ("1", ""):
        with pytest.raises(ImpossibleSetting) as refused:
            settings_from({name: value})
        assert str(refused.value).startswith(sentence)


def test_other_names_in_the_environment_are_not_our_business() -> None:
    assert settings_from({"PATH": "x", "EGNE": "x", "DATA": "x", "EGNE_ORD_WITHOUT": "webkit"}) == Settings()


@pytest.mark.parametrize("command", ["check", "sweep", "send", "backup", "restore"])
@pytest.mark.parametrize("place", ["file", "file/data", "nothing"])
def test_a_command_without_a_data_folder_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    command: str,
    place: str,
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EGNE_ORD_DATA", str(tmp_path / place))
    if (command, place) == ("send", "nothing"):
        return  # it makes the folder, as a server does
    more = {"backup": [str(tmp_path / "copy")], "restore": [str(tmp_path / "nowhere")]}
    assert main([command, *more.get(command, ())]) in {1, 2}
    captured = capfd.readouterr()
    assert len((captured.out + captured.err).splitlines()) == 1


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_an_existing_folder_is_closed_to_others(data: Path, mode: int) -> None:
    data.mkdir()
    (data / "vaults").mkdir()
    data.chmod(mode)
    prepare(Settings(data=data))
    assert data.stat().st_mode & 0o777 == mode & 0o700


def test_a_new_folder_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private(tmp_path / "data")
    finally:
        os.umask(before)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_folder_with_other_things_in_it_is_left_as_it_is(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As when a host names /srv or /tmp by mistake."""
    data.mkdir()
    (data / "somebody-elses").mkdir()
    data.chmod(0o755)
    make_private(data)
    assert data.stat().st_mode & 0o777 == 0o755
    assert capfd.readouterr().out == (
        f"Others on this machine may look into {data}: `chmod 0700` closes it to them.\n"
    )


def test_an_address_of_the_newer_kind_is_shown_as_it_stands_in_a_url() -> None:
    assert [shown(host, 8000) for host in ("::", "localhost")] == ["[::]:8000", "localhost:8000"]
