"""Brings a database to where the site can be shown: tables, places, static files, the face, demonstration data.

    python -m harmwatch.prepare [--demonstration] [--without-static]

Runs once before the web server starts; what was done for this very database already is left out.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from harmwatch.steps import remark, step
from incidents.typesetting.foundry import build_face

Work = Callable[[], object]


def contents_hash(*paths: Path) -> str:
    """One hash of all files at and under the paths, by name and content."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted([path] if path.is_file() else path.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(settings.BASE_DIR)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def database_identity() -> str:
    """Tells this very database from one of the same name that was made anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    return str(row[0])


class Stamps:
    """What was done, and with which inputs; kept beside the data under ``var/``."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> dict[str, str]:
        """All stamps; none when the file is missing or cut short."""
        try:
            return dict(json.loads(self.file.read_text()))
        except (OSError, ValueError):
            return {}

    def write(self, name: str, value: str) -> None:
        """Keep a stamp, whole or not at all."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps({**self.read(), name: value}, indent=1, sort_keys=True))
        new.replace(self.file)


def once(stamps: Stamps, name: str, value: str, work: Work) -> bool:
    """Do the work unless it was done with this value. False when there was nothing to do."""
    if stamps.read().get(name) == value:
        return False
    work()
    stamps.write(name, value)
    return True


def migrate() -> None:
    """Bring the tables up to date; quick when they are."""
    call_command("migrate", interactive=False, verbosity=0)


def load_gazetteer(stamps: Stamps, identity: str) -> bool:
    """Load the places, again only when their data or their loader changed."""
    inputs = contents_hash(
        settings.BASE_DIR / "incidents" / "data" / "gazetteer",
        settings.BASE_DIR / "incidents" / "management" / "commands" / "load_gazetteer.py",
    )
    return once(stamps, f"gazetteer of {identity}", inputs, lambda: call_command("load_gazetteer"))


def load_demonstration(stamps: Stamps, identity: str) -> bool:
    """Load the demonstration once; a database from which it was removed does not get it back."""
    return once(stamps, f"demonstration of {identity}", "loaded", lambda: call_command("load_demonstration"))


def collect_static(stamps: Stamps) -> bool:
    """Gather, name by content and compress the static files, when one of them or a package changed."""
    folder = settings.BASE_DIR
    inputs = contents_hash(folder / "static", folder / "requirements.txt", folder / "harmwatch" / "compression.py")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        stamps.write("static files", "missing")

    def collect() -> None:
        call_command("collectstatic", interactive=False, verbosity=0)

    return once(stamps, "static files", inputs, collect)


def main(arguments: list[str]) -> int:
    """Do every step that is due."""
    parser = argparse.ArgumentParser(prog="harmwatch.prepare")
    parser.add_argument("--demonstration", action="store_true", help="load the demonstration data as well")
    parser.add_argument("--without-static", action="store_true", help="the static files were gathered already")
    wanted = parser.parse_args(arguments)
    django.setup()
    stamps = Stamps(settings.VAR_DIR / "run" / "stamps.json")
    with step("Bringing the tables up to date", "تحديث جداول قاعدة البيانات"):
        migrate()
    identity = database_identity()
    with step("Loading the places", "تحميل أسماء الأماكن"):
        tell(load_gazetteer(stamps, identity))
    if not wanted.without_static:
        with step("Gathering the static files", "جمع الملفات الثابتة"):
            tell(collect_static(stamps))
    with step("Building the summaries' face", "إعداد خط الملخصات"):
        tell(build_face())
    if wanted.demonstration:
        with step("Loading the demonstration data", "تحميل بيانات العرض"):
            tell(load_demonstration(stamps, identity))
        keep_accounts(settings.VAR_DIR / "run" / "accounts.json")
    return 0


def keep_accounts(file: Path) -> None:
    """Write down how to sign in to the demonstration, for the start to show; nothing once it was removed."""
    from incidents.demonstration.accounts import demonstration_accounts, make_accounts

    file.unlink(missing_ok=True)
    if demonstration_accounts():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            json.dump(make_accounts(), new)


def tell(was_due: bool) -> None:
    """Say so when a step had nothing to do."""
    if not was_due:
        remark("done before")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmwatch.settings")
    try:
        sys.exit(main(sys.argv[1:]))
    except CommandError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
