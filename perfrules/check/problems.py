"""What can be wrong with the meaning of a rule file, and the list that collects it."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfrules.core.types import MEASURE, MONEY, NONE, POINTS, Kind, Sort, Type
from perfrules.diagnostics import Code, Diagnostic, Fix, Label, Level, Words
from perfrules.source import Source, Span
from perfrules.syntax import tree as syntax

UNKNOWN_NAME = Code("unknown-name", Words("不认识的名称", "unknown name"))
UNKNOWN_FIELD = Code("unknown-field", Words("没有这一栏", "unknown field"))
UNKNOWN_FUNCTION = Code("unknown-function", Words("不认识的函数", "unknown function"))
UNKNOWN_TEMPLATE = Code("unknown-template", Words("不认识的表样", "unknown template"))
NO_POLICY = Code("no-policy", Words("缺少政策行", "no policy"))
DUPLICATE_NAME = Code("duplicate-name", Words("名称重复", "duplicate name"))
TAKEN_NAME = Code("taken-name", Words("名称被占用", "taken name"))
UNIT_MISMATCH = Code("unit-mismatch", Words("单位不符", "unit mismatch"))
WRONG_TYPE = Code("wrong-type", Words("种类不符", "wrong type"))
NOT_A_CONDITION = Code("not-a-condition", Words("不是条件", "not a condition"))
NOT_A_CHOICE = Code("not-a-choice", Words("没有这个选项", "not a choice"))
MANY_VALUES = Code("many-values", Words("不止一个值", "many values"))
NOT_MANY = Code("not-many", Words("只有一个值", "not many"))
NAME_IT_FIRST = Code("name-it-first", Words("先起名字", "name it first"))
WRONG_ARGUMENTS = Code("wrong-arguments", Words("参数不对", "wrong arguments"))
WRONG_STEP = Code("wrong-step", Words("步长不对", "wrong step"))
WRONG_PATTERN = Code("wrong-pattern", Words("模式不对", "wrong pattern"))
NOT_CONSTANT = Code("not-constant", Words("不是常数", "not constant"))
CIRCULAR = Code("circular", Words("循环定义", "circular"))
TABLE_GAP = Code("table-gap", Words("表有缺口", "table gap"))
TABLE_OVERLAP = Code("table-overlap", Words("表有重叠", "table overlap"))
EMPTY_INTERVAL = Code("empty-interval", Words("区间为空", "empty interval"))
WRONG_YEARS = Code("wrong-years", Words("年度写法不对", "wrong years"))
WRONG_SCALE = Code("wrong-scale", Words("百分数写成了整数", "wrong scale"))
MIXED_CHAIN = Code("mixed-chain", Words("连比方向不一", "mixed chain"))
WRONG_PLACE = Code("wrong-place", Words("放错地方", "wrong place"))
NO_SUCH_DATE = Code("no-such-date", Words("没有这一天", "no such date"))
TOO_LARGE = Code("too-large", Words("超出上限", "too large"))
TOO_DEEP = Code("too-deep", Words("嵌套过深", "too deep"))
RIVAL_SCORES = Code("rival-scores", Words("两个计分争一栏", "rival scores"))
ACROSS_FORMS = Code("across-forms", Words("跨表关联", "across forms"))


MOST = 100


@dataclass(slots=True)
class Problems:
    """The problems found so far, one at a place, and no more than a person would read."""

    found: list[Diagnostic] = field(default_factory=list)
    places: set[tuple[str, Span, str]] = field(default_factory=set)

    @property
    def full(self) -> bool:
        return len(self.found) >= MOST

    def add(
        self,
        code: Code,
        source: Source,
        node: syntax.Node | Span,
        words: Words,
        *,
        help: Words | None = None,
        others: tuple[Label, ...] = (),
        fix: Fix | None = None,
        level: Level = "error",
        label: Words | None = None,
    ) -> None:
        span = node if isinstance(node, Span) else node.span
        place = (source.name, span, code.name)
        if self.full or place in self.places:
            return
        self.places.add(place)
        self.found.append(Diagnostic(code, words, Label(source, span, label), others, help, fix, level))


def type_words(type_: Type) -> Words:
    """What a reader calls a value of this type."""
    match type_.kind:
        case Kind.NUMBER:
            return _number_words(type_)
        case Kind.TEXT:
            return Words("文字", "text") if type_.choices is None else Words("选项", "a choice")
        case Kind.TICKS:
            return Words("勾选框", "boxes")
        case Kind.DATE:
            return Words("日期", "a date")
        case Kind.TRUTH:
            return Words("条件", "a condition")
        case Kind.INTERVAL:
            return Words("区间", "an interval")
        case Kind.SET:
            return Words("集合", "a set")
        case Kind.NOTHING:
            return Words("无法判断", "undetermined")


def _number_words(type_: Type) -> Words:
    named = {
        MONEY: Words("金额", "money"),
        POINTS: Words("分", "points"),
        MEASURE: Words("带单位的数", "a quantity with its own unit"),
    }
    if type_.dimension in named:
        return named[type_.dimension]
    if type_.dimension != NONE:
        return Words("单位混合的数", "a number of mixed units")
    match type_.sort:
        case Sort.RATIO:
            return Words("比率", "a ratio")
        case Sort.BARE:
            return Words("没有单位的数", "a number without a unit")
        case _:
            return Words("数", "a number")
