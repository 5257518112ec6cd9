"""The first step on a fresh machine: check Python and permissions, make ``.venv``, install what is pinned.

Run as a file by whatever Python there is, so it uses the standard library alone and must at least parse under
Python 3.6: an old Python gets a sentence, not a syntax error. Nothing here may import the rest of ``harmwatch``.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

BASE_DIR = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")
SECONDS_BETWEEN_LINES = 5.0  # how often progress is told where lines cannot be overwritten


class SetupProblem(Exception):
    """Something the person at the keyboard can put right; says what, in English and in Arabic."""

    def __init__(self, english: str, arabic: str) -> None:
        super().__init__(english + "\n" + arabic)


def python_problem(version: "tuple[Any, ...]", executable: str) -> SetupProblem:
    """What to say to a Python that is too old."""
    found = ".".join(str(part) for part in version[:3])
    needed = ".".join(str(part) for part in OLDEST_PYTHON)
    return SetupProblem(
        f"HarmWatch needs Python {needed} or newer; {executable} is {found}. Install a newer Python or name one: "
        "make run PYTHON=/path/to/python3",
        f"يحتاج HarmWatch إلى بايثون {needed} أو أحدث، والموجود هو {found}. ثبّت إصدارًا أحدث أو حدّد مساره: "
        "make run PYTHON=/path/to/python3",
    )


def newer_python() -> str:
    """Another Python on the path that is new enough and starts; empty when there is none."""
    for name in NEWER_PYTHONS:
        path = shutil.which(name)
        # Version managers leave stand-ins on the path that start nothing, so each one is tried.
        if path and subprocess.call([path, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return path
    return ""


def check_writable(folder: Path) -> None:
    """Raise SetupProblem unless files can be made in the folder, or the folder itself can be made."""
    present = folder
    while not present.exists():
        present = present.parent
    if os.access(str(present), os.W_OK | os.X_OK):
        return
    raise SetupProblem(
        f"HarmWatch may not write to {present}: run it as the user whom the folder belongs to, "
        "or put the project into a folder of your own.",
        f"لا يملك HarmWatch إذن الكتابة في المجلد {present}: شغّله بالمستخدم الذي يملك المجلد، "
        "أو ضع المشروع في مجلد يخصّك.",
    )


def environment_python(venv: Path) -> Path:
    """The Python of a virtual environment."""
    return venv / "bin" / "python"


def make_environment(venv: Path) -> None:
    """Make the virtual environment; one that was left unfinished is made anew."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(venv)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    if made.returncode == 0:
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    raise SetupProblem(
        f"Python could not make a virtual environment in {venv} (on Debian and Ubuntu: apt install {package}). "
        f"It said: {made.stdout.strip()}",
        f"تعذّر على بايثون إنشاء بيئة افتراضية في {venv} (في دبيان وأوبونتو: apt install {package}).",
    )


def fingerprint(files: "list[Path]") -> str:
    """One hash of the contents of the files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def packages_in(files: "list[Path]") -> int:
    """How many packages the pinned lists name, an upper bound of what pip will collect."""
    return sum(1 for file in files for line in file.read_text().splitlines() if "==" in line)


def install(venv: Path, files: "list[Path]") -> None:
    """Install the pinned lists, each package checked against its hash, telling how far it is."""
    arguments = [str(environment_python(venv)), "-m", "pip", "install", "--require-hashes", "--no-input"]
    arguments += ["--disable-pip-version-check", "--progress-bar", "off"]
    for file in files:
        arguments += ["-r", str(file)]
    log_file = open(str(venv / "pip.log"), "w")
    with log_file, run_pip(arguments, log_file) as pip:
        show_progress(pip, packages_in(files))
    if pip.returncode == 0:
        return
    last_words = (venv / "pip.log").read_text().strip().splitlines()[-3:]
    raise SetupProblem(
        "The pinned packages could not be installed (is the package index reachable?); run the command again to go "
        "on. pip said: {}".format(" ".join(last_words)),
        "تعذّر تثبيت الحزم المطلوبة (هل فهرس الحزم متاح عبر الشبكة؟). أعد الأمر نفسه للمتابعة.",
    )


def run_pip(arguments: "list[str]", log_file: "IO[str]") -> "subprocess.Popen[str]":
    """Start pip, what it does on a pipe and what it complains about in the log."""
    return subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log_file, universal_newlines=True
    )


def show_progress(pip: "subprocess.Popen[str]", total: int) -> None:
    """Say how many packages pip has collected: on one line of a terminal, else every few seconds."""
    collected, told_at, terminal = 0, time.monotonic(), sys.stdout.isatty()
    for line in pip.stdout or ():
        if line.startswith("Collecting "):
            collected += 1
            text = f"         {collected} of at most {total} packages"
            if terminal:
                print("\r" + text, end="", flush=True)
            elif time.monotonic() - told_at > SECONDS_BETWEEN_LINES:
                told_at = time.monotonic()
                print(text, flush=True)
        elif line.startswith("Installing collected packages") and terminal:
            print(f"\r         unpacking {collected} packages        ", end="", flush=True)
    if terminal:
        print("\r" + " " * 60, end="\r", flush=True)


def usable(venv: Path) -> bool:
    """Whether the environment's Python starts and has pip; one that was left unfinished has not."""
    python = environment_python(venv)
    command = [str(python), "-m", "pip", "--version"]
    return python.exists() and subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def prepare(venv: Path, files: "list[Path]") -> bool:
    """Bring the environment to the pinned lists. False when it was there already."""
    stamp = venv / "installed.sha256"
    wanted = fingerprint(files)
    if environment_python(venv).exists() and stamp.exists() and wanted in stamp.read_text().split():
        return False
    if os.geteuid() == 0:
        os.umask(0o022)  # the embedded PostgreSQL runs under another account, which must read its programs
    if not usable(venv):
        say("Making the virtual environment", "إنشاء البيئة الافتراضية")
        make_environment(venv)
    say("Installing the pinned packages", "تثبيت الحزم المطلوبة")
    stamp.write_text("")
    install(venv, files)
    # The development list comes on top of the other, so each list is in place by itself as well.
    stamp.write_text("\n".join([wanted] + [fingerprint([file]) for file in files]) + "\n")
    return True


def say(english: str, arabic: str) -> None:
    """One step, in both languages."""
    print(f"==> {english} · {arabic}", flush=True)


def main(arguments: "list[str]") -> int:
    """``bootstrap.py [--dev] [command …]``: prepare ``.venv``, then become the command under its Python."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        other = newer_python()
        if not other:
            raise python_problem(sys.version_info, sys.executable)
        os.execv(other, [other, "-I", __file__, *arguments])
    started = time.monotonic()
    development = arguments[:1] == ["--dev"]
    command = arguments[1:] if development else arguments
    venv = BASE_DIR / ".venv"
    files = [BASE_DIR / "requirements.txt"] + ([BASE_DIR / "requirements-dev.txt"] if development else [])
    check_writable(venv)
    if prepare(venv, files):
        print(f"         {time.monotonic() - started:.1f} s", flush=True)
    if command:
        python = str(environment_python(venv))
        os.chdir(str(BASE_DIR))
        os.execv(python, [python, *command])
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show Arabic still gets the English
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupProblem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
