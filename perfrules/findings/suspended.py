"""What is said of a rule that is off: by which edition, from when until when, and why."""

from __future__ import annotations

from perfrules.core import tree as core
from perfrules.diagnostics import Words


def suspended(off: core.Off) -> Words:
    """`自 2022-06-01 由 national/project 2022 停用：试行期内不查`"""
    since, until = off.since, off.until
    zh = f"{f'自 {since} ' if since else ''}{f'至 {until} ' if until else ''}由 {off.edition} 停用"
    en = f"switched off by {off.edition}{f' from {since}' if since else ''}{f' until {until}' if until else ''}"
    return Words(f"{zh}：{off.because}" if off.because else zh, f"{en}: {off.because}" if off.because else en)
