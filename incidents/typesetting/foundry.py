"""Where the face of summaries and pictures is kept, and how it gets there: built from FiraGO when first needed.

The same packages give the same bytes, on every machine; the folder is named by all that they depend on.
"""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import distribution, version
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

WEIGHTS = ("Regular", "Bold")
FILES = tuple(f"HarmWatchSans-{weight}.ttf" for weight in WEIGHTS)
#: The licence goes with the files, as it asks for.
LICENCE = "OFL.txt"
CODE = (Path(__file__), Path(__file__).with_name("casting.py"))


def face_folder() -> Path:
    """Where the face's files are; they are built first where they are not there yet, which takes some seconds."""
    build_face()
    return _folder()


def build_face() -> bool:
    """Build the face under ``VAR_DIR`` unless it is there; False where it was.

    Several processes may build at once: each writes beside and renames a whole folder, and the first one stays.
    """
    folder = _folder()
    if folder.is_dir():
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".building-") as beside:
        whole = Path(beside) / folder.name
        whole.mkdir()
        for weight, name in zip(WEIGHTS, FILES, strict=True):
            _write(whole / name, _cast(weight))
        _write(whole / LICENCE, _licence())
        _give_name(whole, folder)
    return True


def _give_name(whole: Path, folder: Path) -> None:
    try:
        whole.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def _folder() -> Path:
    """Named by all that the bytes depend on: the package of fonts, the tool and the code."""
    code = hashlib.sha256(b"".join(file.read_bytes() for file in CODE)).hexdigest()[:12]
    return Path(settings.VAR_DIR) / "faces" / f"{version('pymupdf-fonts')}-{version('fonttools')}-{code}"


def _write(path: Path, content: bytes) -> None:
    """To the disk before the folder gets its name: what is there after a power cut is whole."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _cast(weight: str) -> bytes:
    from incidents.typesetting.casting import cast  # 12 MB and 0.4 s that a process with the face at hand can spare

    return cast(weight)


def _licence() -> bytes:
    text = distribution("pymupdf-fonts").read_text("LICENSE.txt") or ""
    says = 'HarmWatch Sans is FiraGO, whose reserved name is "Fira", with lam-alef set by two glyphs and fewer scripts.'
    return f"{says}\n\n{text}".encode()
