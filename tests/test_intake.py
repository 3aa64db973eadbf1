"""The reader of printed forms: the published text read again, a made-up text for each trouble of the layout, any text at all."""

from __future__ import annotations

import html
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfrules.forms import load_forms, shipped_templates
from perfrules.intake import ReadForm, ReadForms, files, read_printed, to_yaml
from perfrules.intake.boxes import read_boxes
from perfrules.intake.writing import scalar
from perfrules.source import Source

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples" / "qiaokou-2020"
SEED = HERE.parent.parent / "shared" / "seed"


def read(text: str, place: str | None = None) -> ReadForms:
    return read_printed(Source.of("made-up.txt", text), place=place)


def seed() -> Source:
    found = sorted(SEED.glob("*.txt")) if SEED.is_dir() else []
    if not found:
        assert os.environ.get("CI") != "true", "in CI the published text stands in ../shared/seed"
        pytest.skip("the published text, ../shared/seed, is not here")
    return Source.of(found[0].name, found[0].read_text(encoding="utf-8"))


def plain(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)


def quickly(text: str) -> Any:
    return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def troubles() -> list[Any]:
    chapters = (HERE / "intake" / "troubles.md").read_text(encoding="utf-8").split("\n## ")[1:]
    pattern = re.compile(r"(.+?)\n.*?```printed\n(.*?)```\n.*?```expected\n(.*?)```", re.DOTALL)
    found = [pattern.match(chapter) for chapter in chapters]
    assert all(found), "a section lacks its text or what is expected"
    return [pytest.param(one[2].replace("⇥", "\t"), plain(one[3]), id=one[1]) for one in found if one]


@pytest.mark.parametrize(("text", "expected"), troubles())
def test_a_trouble_of_the_layout_is_read_as_the_text_says(text: str, expected: list[dict[str, Any]]) -> None:
    got = read(text)
    problems = [[found.code.name, str(found.at.source.line_and_column(found.at.span.start)[0])] for found in got.problems]
    assert problems == [one for form in expected for one in form.pop("problems", [])]
    expected = [form for form in expected if form]
    assert len(got.forms) == len(expected)
    for form, wanted in zip(got.forms, expected, strict=True):
        agrees(form, wanted)


def agrees(form: ReadForm, wanted: dict[str, Any]) -> None:
    noted = {note.path for note in form.notes}
    assert set(wanted.pop("notes", [])) <= noted
    places = {path: [str(place.line), str(place.cell)] for path, place in form.places.items()}
    asked = wanted.pop("places", {})
    assert {path: places.get(path) for path in asked} == asked
    for path in wanted.pop("without", []):
        assert path.strip("/") not in form.values
    written = plain(to_yaml(form)) | {"title": form.title}
    assert {key: written.get(key) for key in wanted} == wanted


def test_the_published_text_read_again_gives_the_committed_examples() -> None:
    got = read_printed(seed(), place="武汉市硚口区")
    assert not got.problems
    committed = {path.name: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("qiaokou-*.yaml"))}
    assert files(got.forms, "qiaokou-2020") == committed


def test_every_form_read_fits_its_template() -> None:
    committed = sorted(EXAMPLES.glob("qiaokou-*.yaml"))
    assert len(committed) == 15
    made_up = [(f"made-up-{at}.yaml", to_yaml(form)) for at, form in enumerate(read(whole()).forms)]
    for name, text in [(path.name, path.read_text(encoding="utf-8")) for path in committed] + made_up:
        loaded = load_forms(Source.of(name, text), shipped_templates())
        assert (len(loaded.forms), loaded.problems) == (1, ()), name


# What the paper itself says: labels, headers and instructions, compared without blanks. Kept apart from the reader's own lists.
PRINTED = re.compile(
    r"(附件\d|.*自评表|\(?20\d\d年度\)?|项目名称|主管部门|(项目)?实施单位|项目(类别|属性|类型)|单位名称|(基本|项目)支出总额|预算执行情况.*"
    r"|(全年|年初)?预算数.*|(全年)?执行数.*|执行率.*|得分.*|分值|年度(财政)?资金总额|部门整体支出总额|项目资金|上年结转资金|其他资金|[—.]+"
    r"|年度(绩效|总体)?目标\d*:?(\((\d+|XX)分\))?|\((80|20)分\)|\(20分\*执行率\)|[一二三]级指标|年初目标值.*|实际完成值.*|年度|实际|(年度)?绩效指标"
    r"|偏差原因分析及改进措施|偏差大或目标未完成原因分析|改进措施及结果应用方案|总分|预期目标|实际完成情况|指标\d:"
    r"|(产出|效益|满意度|数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|服务对象满意度)(指标)?)"
)


def test_every_filled_cell_of_the_published_text_is_in_a_form_or_in_a_note() -> None:
    source = seed()
    got = read_printed(source, place="武汉市硚口区")
    ends = [form.line for form in got.forms[1:]] + [len(source.text.split("\n")) + 1]
    lost = []
    for form, end in zip(got.forms, ends, strict=True):
        document = plain(to_yaml(form))
        kept = squeezed("\n".join(texts({key: value for key, value in document.items() if key != "places"})))
        for number in range(form.line, end):
            for cell in source.line_text(number).split("\t"):
                for piece in pieces(cell):
                    if not PRINTED.fullmatch(piece) and piece not in kept:
                        lost.append((number, piece))
    assert lost == []


def pieces(cell: str) -> list[str]:
    """What must be found again of a cell: of boxes the ticked labels, of marked-up text each paragraph."""
    if "<input" in cell:
        return [squeezed(label) for label in re.findall(r"\d\.\s*(\S+)\s*<input checked", cell)]
    found = [squeezed(html.unescape(part)) for part in re.split(r"</?p>", cell)]
    return [re.sub(r"^(年度财政资金总额|其中：|指标\d:)", "", part) for part in found if part]


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("（", "(").replace("）", ")")


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    return [text for one in value for text in texts(one)] if isinstance(value, list) else [value]


def test_every_value_has_a_place_where_it_stands() -> None:
    source = seed()
    for form in read_printed(source).forms:
        for path, place in form.places.items():
            assert place.file == source.name
            assert place.line is not None
            if place.cell is None or path.split("/")[1] not in form.values:
                continue  # where a row, or a label without a value, stands
            cell = squeezed(source.line_text(place.line).split("\t")[place.cell - 1])
            value = form.values[path.split("/")[1]]
            for step in path.split("/")[2:]:
                value = value[int(step)] if isinstance(value, list) else value[step]  # type: ignore[index, assignment]
            first = value[0] if isinstance(value, list) else value.split("\n")[0]
            assert squeezed(str(first))[:8] in re.sub(r"</?p>", "", cell), (path, cell, value)


def whole() -> str:
    """All made-up texts one after another."""
    return "\n\n".join(str(case.values[0]) for case in troubles())


def test_no_truncation_of_the_made_up_texts_raises() -> None:
    for case in troubles():
        text = str(case.values[0])
        for end in range(len(text)):
            for form in read(text[:end]).forms:
                to_yaml(form)


def test_no_deletion_of_lines_raises() -> None:
    chance = random.Random(2020)
    lines = whole().split("\n")
    for _ in range(150):
        written(read("\n".join(line for line in lines if chance.random() > 0.3)))


def test_no_shuffling_of_lines_and_cells_raises() -> None:
    chance = random.Random(2031)
    for _ in range(150):
        lines = [line.split("\t") for line in whole().split("\n")]
        for cells in chance.sample(lines, 40):
            chance.shuffle(cells)
        chance.shuffle(lines)
        written(read("\n".join("\t".join(cells) for cells in lines)))


def written(got: ReadForms) -> None:
    """What was read can always be written, and reads back as it was."""
    for form in got.forms:
        document = quickly(to_yaml(form))
        assert {key: document[key] for key in form.values} == dict(form.values)


@given(st.text(alphabet=st.sampled_from("项目名称年度绩效目标自评表一二三级指标得分总预算执行数\t\n 12.%()（）☑□<>p/—…")))
def test_garbage_never_raises(text: str) -> None:
    written(read(text))


@given(st.text())
def test_a_scalar_reads_back_as_the_same_text_alone_and_in_a_row(text: str) -> None:
    text = text.replace("\r", "")
    for loaded in (plain, quickly):
        assert loaded(f"a: {scalar(text)}") == {"a": text}
        assert loaded(f"- {{a: {scalar(text)}, b: [{scalar(text)}]}}") == [{"a": text, "b": [text]}]


@pytest.mark.parametrize(
    "text", ["1e5", "0x1F", "2021-01-15", "12:30", "1_000", ".5", "-", "~", "null", "yes", "", " a", "a: b", "a #b"]
)
def test_a_text_that_a_yaml_reader_would_change_is_quoted(text: str) -> None:
    assert scalar(text).startswith('"')
    assert plain(scalar(text)) == text
    assert yaml.safe_load(scalar(text)) == text


@pytest.mark.parametrize("text", ["80 分", "27.70%", "2600 批 次", "≥100", "140000 批", "全区企业的 0.1%"])
def test_a_text_that_no_yaml_reader_changes_is_written_plain(text: str) -> None:
    assert scalar(text) == text
    assert yaml.safe_load(f"{{a: {scalar(text)}}}") == {"a": text}


@pytest.mark.parametrize(
    ("line", "ticked"),
    [
        ("1. 甲 ☑ 2. 乙 □", ["甲"]),
        ("☑ 甲 □ 乙", ["甲"]),
        ("1. ☑甲 2. □乙", ["甲"]),
        ("甲□ 乙√", ["乙"]),
        ("甲√ 乙", ["甲"]),
        ("（ ）甲 （√）乙", ["乙"]),
        ("①甲■ ②乙■", ["甲", "乙"]),
        ("1. 甲 □ 2. 乙 □", []),
        ("□√甲 □乙", ["甲"]),
    ],
)
def test_boxes_are_read_before_and_behind_their_labels(line: str, ticked: list[str]) -> None:
    assert list(read_boxes(line).ticked) == ticked


def test_a_text_beyond_the_limits_is_a_problem_and_not_a_wait() -> None:
    assert [found.code.name for found in read("\t" * 20_000_001).problems] == ["text-too-large"]
    many = "2031年度甲项目自评表\n" + "甲\t乙\n" * 6_000
    assert "text-too-large" in [found.code.name for found in read(many).problems]
    wide = "2031年度甲项目自评表\n项目名称\t甲\n" + "\t".join("甲" * 5_000)
    assert "text-too-large" in [found.code.name for found in read(wide).problems]
