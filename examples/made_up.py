"""Makes made-up self-evaluation forms: the second year of `examples/qiaokou-2020`, or any number of forms with known defects.

    python examples/made_up.py                               writes examples/qiaokou-2021 again
    python examples/made_up.py --many 1000 --to DIR --seed 7 --layout national --defects C01,C07 --share 30%
    python examples/made_up.py --many 50 --of departments --defects X01,X04 --share 50% --to DIR
    python examples/made_up.py --list                        says which defects can be planted

`--to DIR` writes one YAML file a form; `--to FILE.json` writes all of them into one file. What was planted where is in
`labels.jsonl` beside them (`FILE.labels.jsonl`), one JSON object a line; `perfrules check` does not take it for a form.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from making.form import Layout, MadeForm
from making.labelled import label_file
from making.many import MAKERS, Order, plantable
from making.qiaokou import files

HERE = Path(__file__).parent
LAYOUTS: tuple[Layout, ...] = ("wuhan", "national")
SECOND_YEAR = HERE / "qiaokou-2021"


def main(arguments: list[str] | None = None) -> int:
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.list:
        print(_listed())
        return 0
    if given.many is None:
        _write_files(SECOND_YEAR if given.to is None else given.to, files(HERE / "qiaokou-2020"))
        return 0
    if given.to is None:
        parser.error("--many needs --to")
    if given.of == "departments" and given.layout != "wuhan":
        parser.error("departments are made in the wuhan layout")
    share = given.share if given.share is not None else Fraction(1 if given.defects else 0)
    order = Order(given.many, given.seed, given.layout, _defects(parser, given), share, given.together)
    made = [form for batch in MAKERS[given.of](order) for form in batch]
    write(given.to, made)
    count = sum(len(form.labels) for form in made)
    print(f"{len(made)} 张表，植入 {count} 处差错；{len(made)} forms, {count} defects planted")
    return 0


def write(to: Path, made: Iterable[MadeForm]) -> None:
    """The forms and, beside them, their labels."""
    forms = list(made)
    told = label_file(label for form in forms for label in form.labels)
    if to.suffix == ".json":
        text = json.dumps({"forms": [form.to_json() for form in forms]}, ensure_ascii=False, indent=1)
        _write_files(to.parent, {to.name: f"{text}\n", f"{to.stem}.labels.jsonl": told})
    else:
        _write_files(to, {f"{form.id}.yaml": form.to_yaml() for form in forms} | {"labels.jsonl": told})


def _write_files(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def _defects(parser: argparse.ArgumentParser, given: argparse.Namespace) -> tuple[str, ...]:
    """The ids asked for, all there are when a share is asked for and no ids."""
    known = plantable(given.layout)[given.of]
    asked = tuple(filter(None, (each.strip().upper() for each in (given.defects or "").split(","))))
    if unknown := [each for each in asked if each not in known]:
        parser.error(f"cannot be planted in {given.layout} {given.of}: {', '.join(unknown)}; there are: {', '.join(known)}")
    return asked or known


def _share(text: str) -> Fraction:
    """`30%` or `0.3`."""
    try:
        share = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"no share: {text}") from None
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"not between 0 and 100%: {text}")
    return share


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"no number of forms: {text}")
    return int(text)


def _listed() -> str:
    """Every id with what is planted under it, as the label of one such form says it."""
    lines = []
    for layout in LAYOUTS:
        for kind, ids in plantable(layout).items():
            if ids:
                lines.append(f"--layout {layout} --of {kind}")
            for id in ids:
                made = [form for batch in MAKERS[kind](Order(1, 1, layout, (id,), Fraction(1))) for form in batch]
                label = next(label for form in made for label in form.labels)
                lines.append(f"  {id}  {label.words.zh} · {label.words.en}")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=_count, metavar="N", help="how many forms, departments or pairs")
    parser.add_argument(
        "--of", choices=sorted(MAKERS), default="forms", help="single forms; whole departments; a project in two years"
    )
    parser.add_argument("--to", type=Path, metavar="DIR|FILE.json", help="where they are written")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same forms (default 1)")
    parser.add_argument(
        "--layout", choices=["wuhan", "national"], default="wuhan", help="20 + 80 points, or 10 + 90 with weights"
    )
    parser.add_argument("--defects", metavar="IDS", help="which defects, C01,C07,…; all that can be planted when left out")
    parser.add_argument(
        "--share", type=_share, metavar="30%", help="how many get a defect (default: all if --defects is given, else none)"
    )
    parser.add_argument(
        "--together", type=_count, default=1, metavar="K", help="how many defects a form with defects gets (default 1)"
    )
    parser.add_argument("--list", action="store_true", help="which defects can be planted")
    return parser


if __name__ == "__main__":
    sys.exit(main())
