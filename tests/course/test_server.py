import json
import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kpilab.course.server import Addresses, environment, first_port, free_port, running, serve, server_settings
from kpilab.errors import WorkspaceError


class _Status(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if "token=secret" in self.path else 403)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one.getsockname()[1]


@pytest.fixture
def answering() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), _Status)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def _note(folder: Path, port: int, token: str = "secret") -> None:
    runtime = folder / ".kpilab/jupyter/runtime"
    runtime.mkdir(parents=True)
    (runtime / "jpserver-1.json").write_text(json.dumps({"port": port, "token": token}))


def test_a_port_that_is_taken_is_passed_over(taken: int) -> None:
    assert free_port(taken) > taken


def test_a_named_port_that_is_taken_is_an_error_that_says_what_to_do(tmp_path: Path, taken: int) -> None:
    with pytest.raises(WorkspaceError, match=f"Port {taken} is taken.*Leave --port out"):
        serve(tmp_path, port=taken, announce=print)


def test_a_port_that_cannot_be_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="from 1 to 65535"):
        serve(tmp_path, port=70000, announce=print)


def test_a_course_that_is_open_already_is_found(tmp_path: Path, answering: int) -> None:
    _note(tmp_path, answering)
    assert running(tmp_path) == Addresses.at(answering, "secret")


def test_a_server_that_is_gone_or_a_stranger_is_not_found(tmp_path: Path, answering: int) -> None:
    assert running(tmp_path) is None
    _note(tmp_path, answering, token="another")
    assert running(tmp_path) is None


def test_the_server_listens_to_this_machine_alone_and_asks_for_a_token(tmp_path: Path) -> None:
    settings = server_settings(tmp_path, port=8899, token="secret", code=True, browser=False)
    assert settings["ServerApp"]["ip"] == "127.0.0.1"
    assert settings["IdentityProvider"] == {"token": "secret"}
    assert settings["ServerApp"]["default_url"].startswith("/lab/")
    assert not settings["ServerApp"]["open_browser"]


def test_without_code_the_browser_opens_the_page(tmp_path: Path) -> None:
    settings = server_settings(tmp_path, port=8899, token="secret", code=False, browser=True)
    assert settings["ServerApp"]["default_url"].startswith("/voila/render/")


def test_settings_of_the_users_own_are_left_out(tmp_path: Path) -> None:
    found = environment(tmp_path, {"JUPYTER_PATH": "mine"})
    assert found["KPILAB_WORKSPACE"] == str(tmp_path)
    assert found["JUPYTER_PATH"].split(os.pathsep)[-1] == "mine"
    for name in ("IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        assert Path(found[name]).is_relative_to(tmp_path / ".kpilab")


def test_a_workspace_keeps_its_port_and_leaves_others_theirs(tmp_path: Path) -> None:
    ports = [first_port(tmp_path / f"course {n}") for n in range(20)]
    assert ports == [first_port(tmp_path / f"course {n}") for n in range(20)]
    assert len(set(ports)) > 15
    assert all(8900 <= port < 9900 for port in ports)
