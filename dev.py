#!/usr/bin/env python3
"""One command from a bare machine to a running program: makes the private environment and works in it.

Standard library only. The file must also parse on Python 3.8, so that an old one is told what is missing.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
STAMP = HOME / "made-from.json"
SCRIPTS = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCKS = ROOT / "requirements"
OLDEST = (3, 11)
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_KINDS = (".ttf", ".otf", ".ttc")
COMPILE = ["pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
COMPILE += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
# The longest first, so that none is left over when the others are through.
CHECKS = {
    "mypy": ["-m", "mypy"],
    "bench": ["-m", "benchmarks", "--short"],
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "lint-imports": ["-c", LINT_IMPORTS, "--no-logo"],
    "translations": ["-m", "tests.house.translations"],
}
NO_DISPLAY = """\
There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open. Go on with one of:
  a desktop session, or `ssh -X` from one
  xvfb-run -a python3 dev.py run      a display nobody sees (package xvfb)
  python3 dev.py gallery              every screen as a picture; needs no display
  python3 dev.py test                 needs no display"""
INSTALLERS = {
    "apt": ["apt-get", "install", "-y", "--no-install-recommends"],
    "dnf": ["dnf", "install", "-y"],
    "zypper": ["zypper", "install", "-y"],
    "pacman": ["pacman", "-S"],
}


class Stop(Exception):
    """Ends the command with a sentence for the person and an exit code."""

    def __init__(self, words: str, code: int = 2) -> None:
        super().__init__(words)
        self.code = code


def say(words: str) -> None:
    print(words, flush=True)


# ---- the system -----------------------------------------------------------------------------------


def package_tool() -> str | None:
    """The family of this system's package tool, a key of ``INSTALLERS``."""
    return next((name for name, command in INSTALLERS.items() if shutil.which(command[0])), None)


def as_root() -> list[str] | None:
    """What to put before a command so that it runs as root without asking; None where that is not to be had."""
    if os.name == "nt" or os.geteuid() == 0:
        return None if os.name == "nt" else []
    may = shutil.which("sudo") and quiet("sudo", "-n", "true").returncode == 0
    return ["sudo", "-n"] if may else None


def provide(packages: list[str], why: str) -> None:
    """Install system packages where this may be done unasked; else say how the person does it."""
    tool = package_tool()
    root = as_root() if tool == "apt" else None
    if tool is None:
        raise Stop(f"{why}\nInstall it with your system's package tool: {' '.join(packages)}")
    if root is None:
        sudo = "" if os.name != "nt" and os.geteuid() == 0 else "sudo "
        raise Stop(f"{why}\nInstall it with:\n  {sudo}{' '.join([*INSTALLERS[tool], *packages])}")
    say(f"{why}\nInstalling {', '.join(packages)}")
    unasked = [*root, "env", "DEBIAN_FRONTEND=noninteractive"]
    told(quiet(*unasked, "apt-get", "update"), "The package list was not updated.")
    if told(quiet(*unasked, *INSTALLERS["apt"], *packages), "The system packages were not installed."):
        raise Stop(f"Install them by hand:\n  sudo {' '.join([*INSTALLERS['apt'], *packages])}")


def quiet(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose words are of interest only if it fails."""
    nothing, pipe, together = subprocess.DEVNULL, subprocess.PIPE, subprocess.STDOUT
    return subprocess.run(command, stdin=nothing, stdout=pipe, stderr=together, text=True, check=False)


def told(done: subprocess.CompletedProcess[str], sentence: str) -> bool:
    """Whether the command failed; if it did, its last lines are shown under ``sentence``."""
    if done.returncode:
        say("\n".join([sentence, *("  " + line for line in done.stdout.strip().splitlines()[-12:])]))
    return bool(done.returncode)


def loads(file: str) -> bool:
    with contextlib.suppress(OSError):
        return bool(ctypes.CDLL(file))
    return False


def missing_libraries(*, window: bool, loads: Callable[[str], bool] = loads) -> list[dict[str, str]]:
    """Libraries that Qt will ask for and this system does not have, each with its packages."""
    _, header, *rows = (LOCKS / "system.txt").read_text("utf-8").splitlines()
    libraries = [dict(zip(header.split(), row.split(), strict=True)) for row in rows]
    asked = [library for library in libraries if window or library["use"] == "qt"]
    return [library for library in asked if not loads(library["file"])]


def has_font(part_of_name: str = "") -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    files = (name for folder in folders for _, _, names in os.walk(folder) for name in names)
    return any(part_of_name in name and name.lower().endswith(FONT_KINDS) for name in files)


def prepare_system(*, window: bool, japanese: bool = False) -> None:
    """See that Qt finds its libraries and a font; only Linux leaves that open."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(window=window)
    tool = package_tool() or "apt"
    if missing:
        files = ", ".join(library["file"] for library in missing)
        provide(sorted({library[tool] for library in missing}), f"Qt needs libraries of the system: {files}.")
    fonts = [] if has_font() else ["fonts-noto-core"]
    fonts += ["fonts-noto-cjk"] if japanese and not has_font("CJK") else []
    if fonts and tool == "apt":
        provide(fonts, "Text is drawn with fonts that this system does not have.")


# ---- the environment ------------------------------------------------------------------------------


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let only one dev.py at a time make the environment."""
    with (ROOT / ".dev.lock").open("a+b") as held:
        if sys.platform == "win32":
            while True:
                with contextlib.suppress(OSError):  # gives up after ten seconds; a slow network takes longer
                    held.seek(0)
                    msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            fcntl.flock(held, fcntl.LOCK_EX)
        yield  # closing the file lets the next one in


def wanted(kind: str) -> dict[str, str]:
    """What the stamp of a whole environment says: this Python, and the content of the locks in it."""
    kinds = ["run"] if kind == "run" else ["run", "dev"]
    prints = {name: hashlib.sha256((LOCKS / f"{name}.txt").read_bytes()).hexdigest() for name in kinds}
    return {"python": sys.version, **prints}


def made() -> dict[str, str]:
    """What the stamp says; empty where the environment is missing, half made or broken."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
        look = "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ('pip', 'PySide6', 'sqlalchemy'))))"
        whole = quiet(str(PYTHON), "-c", look).returncode == 0
    except (OSError, ValueError):
        return {}
    return dict(stamp) if whole else {}


def prepare(kind: str) -> None:
    """See that the environment holds what the lock ``kind`` ("run" or "dev") says, and make it if not."""
    with alone():
        want, have = wanted(kind), made()
        if {key: have.get(key) for key in want} == want:
            return
        say("Preparing the environment, once: about a minute.")
        if have.get("python") != want["python"] or have.get("run") != want["run"] or "dev" in have:
            make_empty()
        STAMP.unlink(missing_ok=True)
        install(kind)
        STAMP.write_text(json.dumps(want), "utf-8")


def make_empty() -> None:
    """An environment with nothing in it but pip."""
    if lacks_module("ensurepip") or lacks_module("venv"):
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        names = [package] if package_tool() == "apt" else ["python3"]
        provide(names, "This Python lacks the modules venv and ensurepip, which make private environments.")
    if HOME.exists():
        shutil.rmtree(HOME)
    if told(quiet(sys.executable, "-m", "venv", str(HOME)), "The environment was not made."):
        raise Stop("Is there room on the disk, and may you write into this folder?", 1)


def lacks_module(module: str) -> bool:
    return bool(quiet(sys.executable, "-c", f"import {module}").returncode)


def install(kind: str) -> None:
    """Install the lock; pip's words are shown only if it fails."""
    say("  Fetching and installing the libraries that the lock names")
    lock = LOCKS / f"{kind}.txt"
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", "install"]
    done = quiet(*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(lock))
    if told(done, "The libraries were not installed. The last words of pip:"):
        raise Stop("Is the package index to be reached (network, proxy, pip's settings)? Then try again.", 1)
    say("  Done")


# ---- the commands ---------------------------------------------------------------------------------


def call(*words: str) -> int:
    return subprocess.run([str(PYTHON), *words], cwd=ROOT, check=False).returncode


def run(words: list[str]) -> int:
    linux = sys.platform.startswith("linux")
    seen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if linux and not seen:
        raise Stop(NO_DISPLAY)
    prepare_system(window="DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ)
    prepare("run")
    return call("-m", "desktop", *(words or ["gui", "--sample"]))


def without_display(*, japanese: bool = False) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare_system(window=False, japanese=japanese)
    prepare("dev")


def test(words: list[str]) -> int:
    without_display()
    chosen = any(word.startswith(("-n", "--pdb")) for word in words)
    spread = [] if chosen else ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
    return call("-m", "pytest", *spread, *words)


def check(words: list[str]) -> int:
    """Every check; the tests last, so that their summary is the last thing printed.

    The others run beside each other, and what each has to say is shown in one piece.
    """
    without_display()
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        under_way = {name: pool.submit(quiet, str(PYTHON), *step) for name, step in CHECKS.items()}
        for name, step in under_way.items():
            done = step.result()
            say(f"== {name}\n{done.stdout.rstrip()}")
            failed += [name] if done.returncode else []
    say("== tests")
    failed += ["tests"] if test(words) else []
    if failed:
        raise Stop(f"Failed: {', '.join(failed)}.", 1)
    return 0


def bench(words: list[str]) -> int:
    without_display()
    return call("-m", "benchmarks", *words)


def faults(words: list[str]) -> int:
    without_display()
    return call("-m", "tests.faults", *words)


def gallery(words: list[str]) -> int:
    without_display(japanese=True)
    return call("-m", "tests.gallery", *words)


def messages(_words: list[str]) -> int:
    without_display()
    return call("-m", "tests.house.translations", "--write")


def build(words: list[str]) -> int:
    without_display()
    return call("-m", "PyInstaller", "--noconfirm", "build.spec", *words)


def lock(words: list[str]) -> int:
    """Resolve anew; ``--upgrade`` in ``words`` takes newer releases, else the pins stay where they can."""
    uv = shutil.which("uv")
    if uv is None:
        raise Stop("Locks are made with uv, which is not here. Get it with: pip install uv")
    for name, inputs in {"run": [], "dev": ["requirements/dev.in", "-c", "requirements/run.txt"]}.items():
        command = [uv, *COMPILE, *words, "pyproject.toml", *inputs, "-o", f"requirements/{name}.txt"]
        if told(quiet(*command), f"{name}.txt was not made."):
            return 1
    return 0


COMMANDS = {
    "run": (run, "open the program on the sample office; further words go to the program"),
    "test": (test, "run the tests; further words go to pytest"),
    "check": (check, "everything that must pass: style, types, arrows, translations, benchmarks, tests"),
    "bench": (bench, "measure, each figure beside its peer; --short, --write, names"),
    "faults": (
        faults,
        "kill the worker, or simulate an office, and count who was lost; kill --help tells more",
    ),
    "gallery": (gallery, "write a picture of every screen to ./gallery"),
    "messages": (messages, "rewrite the list of texts to translate"),
    "build": (build, "build the program for this system"),
    "lock": (lock, "remake requirements/*.txt (needs uv); --upgrade takes newer releases"),
}


def main() -> int:
    if sys.version_info < OLDEST:
        say("The Message Center needs Python 3.11 or newer; this one is {}.{}.".format(*sys.version_info[:2]))
        return 2
    os.chdir(ROOT)
    command, *words = sys.argv[1:] or ["help"]
    if command not in COMMANDS:
        say("python3 dev.py COMMAND [further words]")
        say("\n".join(f"  {name:<9} {purpose}" for name, (_, purpose) in COMMANDS.items()))
        return 0 if command in {"help", "-h", "--help"} else 2
    try:
        return COMMANDS[command][0](words)
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
