"""Install the course and open it with `python start.py`, or test it with `python start.py test`.

Makes a Python environment of its own in the folder .venv, installs the course into it once, and opens it. The other
commands of the course follow in the same way: `python start.py progress`. Words after `start.py` are handed on to
`kpilab start`, after `start.py test` to pytest. Any Python can read this file, so that an old one is told what it
lacks.
"""

from __future__ import print_function

import hashlib
import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "installed.txt")
LOG = os.path.join(VENV, "install.log")
GIGABYTES = 2
COMMANDS = (
    "check",
    "data",
    "dictionary",
    "excel",
    "hand-in",
    "kpi",
    "kpis",
    "matrix",
    "measure",
    "progress",
    "quality",
    "review",
    "tables",
    "version",
)
"""What `kpilab` does beside opening the course."""
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

TOO_OLD = """The course needs Python {needed} or newer; this one is {here}.
Get a newer one from python.org (Windows, macOS) or from your system's packages (Linux), then start again."""
NO_SPACE = """There is not enough room: the course needs about {need} GB in
  {folder}
Make some room there, or move this folder to another disk, then start again."""
NO_NETWORK = """The installation could not reach the internet.
Check the connection (a company network may need its proxy: ask for HTTPS_PROXY), then start again.
What was fetched so far is kept."""
NO_VENV = """Python could not make an environment of its own in
  {folder}
On Debian and Ubuntu a package is missing:  sudo apt install python3-venv
Elsewhere: check that this folder may be written, then start again."""
FAILED = """The installation stopped. Its last words were:

{tail}

All of it is in {log}"""
REFUSED = """This computer did not allow it: {reason}
Check that this folder may be written, or move it to a folder of your own, then start again."""
NETWORK_WORDS = (
    "name resolution",
    "getaddrinfo",
    "newconnectionerror",
    "connecttimeout",
    "network is unreachable",
    "connection refused",
    "readtimeout",
    "proxyerror",
    "connection broken",
    "max retries",
)
SPACE_WORDS = ("no space left", "errno 28", "disk quota", "not enough space")


class StartError(Exception):
    """Something that a person can mend, in plain words."""


def main(words):
    """Do what the words on the command line ask for; the exit code."""
    try:
        newer = find_python(sys.version_info[:2])
        if newer:
            return subprocess.call([newer, os.path.abspath(__file__)] + words)
        extra = "test" if words[:1] == ["test"] else ""
        install(extra)
        return subprocess.call(command(extra, words[1:] if extra else words))
    except (StartError, OSError) as error:
        told = error if isinstance(error, StartError) else refused(error)
        print("\n{0}\n".format(told), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def find_python(here):
    """A newer Python on this computer if the running one (`here`) is too old; nothing if it will do."""
    if here >= NEEDED:
        return None
    for minor in range(15, NEEDED[1] - 1, -1):
        found = getattr(shutil, "which", lambda name: None)("python3.{0}".format(minor))
        if found:
            return found
    raise StartError(TOO_OLD.format(needed="{0}.{1}".format(*NEEDED), here="{0}.{1}".format(*here)))


def install(extra):
    """Install the course into .venv, unless that was done and nothing has changed since."""
    wanted = stamp()
    done = read(STAMP).split()
    if done[:1] == [wanted] and (not extra or extra in done) and os.path.exists(python()):
        return
    need_room()
    if not is_whole():
        make_environment()
    print("Installing the course. This happens once and takes a few minutes.")
    target = ".[{0}]".format(extra) if extra else "."
    run_pip(["install", "--disable-pip-version-check", "--no-input", "-c", "constraints.txt", "-e", target])
    with open(STAMP, "w") as file:
        file.write(" ".join([wanted, extra]))


def need_room():
    """Complain before the download, not in the middle of it."""
    if shutil.disk_usage(ROOT).free < GIGABYTES * 10**9 and not os.path.exists(STAMP):
        raise StartError(NO_SPACE.format(need=GIGABYTES, folder=ROOT))


def is_whole():
    """Whether .venv can be used: making it may have been stopped half-way, or its Python may be gone."""
    try:
        return subprocess.call([python(), "-m", "pip", "--version"], **SILENT) == 0
    except OSError:
        return False


def make_environment():
    """Make .venv anew; a half-made one is taken away."""
    print("Making a Python environment in {0}".format(VENV))
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.call([sys.executable, "-m", "venv", VENV], **SILENT)
    if made != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise StartError(NO_VENV.format(folder=VENV))


def run_pip(arguments):
    """Run pip, show what it fetches, keep its words in a file, and say what went wrong in ours."""
    pip = subprocess.Popen(
        [python(), "-m", "pip"] + arguments,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
    )
    lines, count = [], 0
    with open(LOG, "w", encoding="utf-8") as log:
        for line in pip.stdout:
            log.write(line)
            lines.append(line.rstrip())
            if line.lstrip().startswith("Collecting "):
                count += 1
                show("  {0:3d}  {1}".format(count, line.split()[1]))
            elif line.lstrip().startswith("Installing collected"):
                show("  putting {0} parts in place".format(count))
    show("")
    if pip.wait() != 0:
        raise StartError(explain(lines))


def explain(lines):
    """What pip's last words mean."""
    said = "\n".join(lines[-60:]).lower()
    if any(words in said for words in SPACE_WORDS):
        return NO_SPACE.format(need=GIGABYTES, folder=ROOT)
    if any(words in said for words in NETWORK_WORDS):
        return NO_NETWORK
    return FAILED.format(tail="\n".join(lines[-8:]), log=LOG)


def refused(error):
    """What the system's own complaint means."""
    if any(words in str(error).lower() for words in SPACE_WORDS):
        return NO_SPACE.format(need=GIGABYTES, folder=ROOT)
    return REFUSED.format(reason=error)


def show(line):
    """One line that the next one replaces; in a file, a line each."""
    if sys.stdout.isatty():
        print("\r" + line.ljust(70)[:78], end="" if line else "\r")
    elif line:
        print(line)
    sys.stdout.flush()


def command(extra, words):
    """The command line to go on with."""
    if extra:
        return [python(), "-m", "pytest"] + words
    opening = [] if words[:1] and words[0] in COMMANDS else ["start"]
    return [python(), "-m", "kpilab"] + opening + words


def python():
    """The environment's own Python."""
    return os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")


def stamp():
    """A mark that changes when what is to be installed changes."""
    mark = hashlib.sha256(repr((sys.version_info[:2], ROOT)).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        with open(os.path.join(ROOT, name), "rb") as file:
            mark.update(file.read())
    return mark.hexdigest()


def read(path):
    """What a file says; nothing if it is not there."""
    try:
        with open(path) as file:
            return file.read()
    except (IOError, OSError):
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
