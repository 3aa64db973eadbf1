"""The kinds of problem a form or a template file can have. The word is stable: pages, tests and scripts name it."""

from __future__ import annotations

from perfrules.diagnostics import Code, Words

UNREADABLE_YAML = Code("unreadable-yaml", Words("YAML 写法有误", "not YAML"))
UNREADABLE_JSON = Code("unreadable-json", Words("JSON 写法有误", "not JSON"))
NOT_IN_FORMS = Code("not-in-forms", Words("表中不用的写法", "YAML that forms do not use"))
TOO_LARGE = Code("too-large", Words("超出上限", "too large"))
NOT_A_FORM = Code("not-a-form", Words("不是表", "not a form"))
UNKNOWN_TEMPLATE = Code("unknown-template", Words("不认识的表样", "unknown template"))
UNKNOWN_FIELD = Code("unknown-field", Words("没有这一栏", "unknown field"))
WRONG_SHAPE = Code("wrong-shape", Words("形状不对", "wrong shape"))
NOT_A_CHOICE = Code("not-a-choice", Words("没有这个选项", "not a choice"))
REPEATED_CHOICE = Code("repeated-choice", Words("选项重复", "choice repeated"))
DUPLICATE_KEY = Code("duplicate-key", Words("栏目重复", "field written twice"))
MISSING_KEY = Code("missing-key", Words("缺少内容", "something is not there"))
DUPLICATE_ID = Code("duplicate-id", Words("编号重复", "id used twice"))
UNKNOWN_PLACE = Code("unknown-place", Words("出处无所属", "a place of nothing"))
WRONG_TEMPLATE = Code("wrong-template", Words("表样有误", "a template that is wrong"))

CODES = (
    UNREADABLE_YAML,
    UNREADABLE_JSON,
    NOT_IN_FORMS,
    TOO_LARGE,
    NOT_A_FORM,
    UNKNOWN_TEMPLATE,
    UNKNOWN_FIELD,
    WRONG_SHAPE,
    NOT_A_CHOICE,
    REPEATED_CHOICE,
    DUPLICATE_KEY,
    MISSING_KEY,
    DUPLICATE_ID,
    UNKNOWN_PLACE,
    WRONG_TEMPLATE,
)
