"""Writing files: a file is replaced all at once or not at all, so that a run cut short damages nothing."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from perfrules.diagnostics import Code, Diagnostic, Words
from perfrules.pipeline.files import about_file, reason

UNWRITABLE_FILE = Code("unwritable-file", Words("文件写不了", "unwritable file"))


def replace(path: Path, held: str | bytes) -> Diagnostic | None:
    """Put a text, or bytes, in the place of what the file held. Why not, if it cannot be."""
    target = Path(os.path.realpath(path))
    made: Path | None = None
    try:
        # Replacing a file asks leave of its folder only; whoever made the file itself read-only meant it.
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError
        handle, name = tempfile.mkstemp(prefix=".perfrules-", dir=target.parent)
        made = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(held if isinstance(held, bytes) else held.encode("utf-8", errors="backslashreplace"))
        made.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_mask())
        made.replace(target)
    except (OSError, ValueError) as error:  # a name may hold a character that no file can have
        if made is not None:
            made.unlink(missing_ok=True)
        return refused(path, error)
    except BaseException:
        if made is not None:
            made.unlink(missing_ok=True)
        raise
    return None


def refused(path: Path, error: OSError | ValueError) -> Diagnostic:
    """Why a file cannot be written."""
    if isinstance(error, FileNotFoundError):
        said = Words(f"没有文件夹 {path.parent}", f"there is no folder {path.parent}")
        return about_file(UNWRITABLE_FILE, str(path), said)
    return about_file(UNWRITABLE_FILE, str(path), reason(error if isinstance(error, OSError) else FileNotFoundError()))


def _mask() -> int:
    """What a new file may not be; the only way to ask is to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
