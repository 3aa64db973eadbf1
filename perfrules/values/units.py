"""The units that may stand beside a number on a form, as a closed list.

Closed, because a reader never guesses: `12个乡镇` is a number with its unit, `3人受伤` is a sentence with a number in it, and
only the words can tell which. A unit that is not here leaves the cell a text; adding it here is all it takes.
"""

from __future__ import annotations

import re
from fractions import Fraction

from perfrules.values.quantity import PERCENT, YUAN

# What things are counted by; each may be followed by one of _THINGS, or by 次 (台次, 户次).
_COUNTERS = """
个 家 户 人 名 位 次 件 项 种 类 批 台 套 辆 艘 架 条 根 支 枝 张 份 册 本 部 篇 幅 幢 栋 座 处 所 间 层 块 片 头 只 羽 匹 尾
口 株 棵 瓶 盒 袋 箱 桶 包 罐 筐 卷 盘 场 期 届 班 轮 遍 起 宗 例 案 笔 单 票 门 节 课 组 队 对 双 副 面 顶 盏 颗 粒 滴 枚 把
床 道 段 站 封 则 首 集 款 样 剂 针 窝 群 胎 趟 车 船 页 字 粒 座次 眼 孔 樘 扇 朵 盆 丛 穴 捆 垛 沓 打 桌 席 号次
"""

_THINGS = """
乡镇 镇 乡 街道 社区 村 行政村 自然村 村庄 县 区 市 区县 县区 县市区 市县 省 街镇 镇街 单位 部门 企业 公司 商户 机构 医院 学校
幼儿园 班级 班 项目 子项目 工程 课题 标段 点 点位 站 站点 网点 监测点 监测站 采样点 断面 小区 园区 基地 平台 系统 模块 中心
工作日 月 季度 学期 学年 小时 百分点 工作站 服务站 岗位 床位 车位 学位 专业 课程 品种 样品 样本 案件 活动 人 学生 教师 老师 干部
党员 群众 职工 员工 居民 农户 贫困户 家庭 儿童 老人 残疾人 志愿者 专家 学员 党组织 党支部 支部 协会 合作社 农贸市场 市场 窗口
厕所 公厕 垃圾桶 摄像头 路口 公园 广场 库 水库 池塘 井 泵站 桥 工作组 小组 团队 队伍 制度 任务 标准 专利 论文 报告 文件 作品 节目
"""

_MEASURES = """
批次 人次 户次 家次 件次 车次 架次 场次 班次 台次 航次 点次 课时 学时 工时 工日 人日 人天 人月 人年 台班 标准箱 单次 人口
吨 公吨 千克 公斤 克 毫克 微克 斤 市斤 担 米 千米 公里 里 分米 厘米 毫米 微米 延米 延长米 海里 吨公里 人公里 车公里 皮长公里
平方米 平方公里 平方千米 平方厘米 平米 立方米 立方 方 公顷 亩 顷 亩次 升 毫升 千瓦 千瓦时 兆瓦 兆瓦时 瓦 度 千伏 千伏安 兆
秒 分钟 小时 天 日 周 星期 年 学年 学期 工作日 自然日 岁 周岁 百分点 倍 分 元 美元 欧元 港元 日元 英镑
床位 车位 学位 泊位 摄氏度 分贝 人民币元
kg g mg μg ug t T km m cm mm μm L l mL ml ㎡ m² m2 km² km2 ㎞ ㎝ ㎜ ㎏ m³ m3 ㎥ ha ℃ °C dB h min s kW MW kWh KWh kW·h MWh kV
KB MB GB TB Mbps Gbps MHz GHz Hz ppm ppb pH lx V
"""

_SIMPLE = frozenset((_COUNTERS + _MEASURES).split())
_BY_COUNTER = frozenset(_COUNTERS.split())
_COUNTED = frozenset(_THINGS.split()) | {"次"}

# Only under a stroke: 元/人*月, 次/季. Alone 3月 is a month of the year.
_PER = frozenset(("月", "季", "季度", "时", "晚", "夜", "班", "年度", "场地"))

_SCALES = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "亿": 10**8, "万": 10**4}
_RATIOS = {"%": Fraction(1, 100), "百分比": Fraction(1, 100), "‰": Fraction(1, 1000)}

_DURATIONS = "秒 分钟 小时 天 日 周 星期 个星期 个月 个季度 年 学年 个学年 个学期 工作日 个工作日 自然日 个自然日 个小时"
DURATIONS = frozenset(_DURATIONS.split())

LONGEST_UNIT = 16
OPENS_UNIT = frozenset(word[0] for word in (*_SIMPLE, *_SCALES, *_RATIOS))
"""What a unit begins with: most of what follows a number in a narrative is none, and is known by its first character."""

# 元/人*月, 400元/人、天, 元/(人·月), 件(套); each class leaves the others alone, so there is one way to match.
_COMPOUND = re.compile(r"[^/*·、×.()]+(?:[/*·、×.]\(?[^/*·、×.()]+\)?|\([^/*·、×.()]+\))*")
_FACTOR = re.compile(r"[^/*·、×.()]+")


def read_unit(text: str) -> tuple[str, Fraction] | None:
    """The unit that `text` (half width, without blanks) is, and what a number before it is multiplied by; None for words."""
    if len(text) > LONGEST_UNIT:
        return None
    if text in _RATIOS:
        return PERCENT, _RATIOS[text]
    if is_unit(text):
        return text, Fraction(1)
    for word, scale in _SCALES.items():
        rest = text.removeprefix(word)
        if rest != text and (rest == "" or is_unit(rest)):
            return rest, Fraction(scale)
    return None


def is_unit(text: str) -> bool:
    """Whether `text` is a unit, simple or compound, without a scale of its own; in a compound 万 may scale what it is per."""
    if text in _SIMPLE or text == YUAN:
        return True
    if not _COMPOUND.fullmatch(text):
        return False
    first, *others = _FACTOR.findall(text)
    return _is_factor(first) and all(other in _PER or _is_factor(other.removeprefix("万")) for other in others)


def _is_factor(text: str) -> bool:
    if text in _SIMPLE:
        return True
    return any(text[:length] in _BY_COUNTER and text[length:] in _COUNTED for length in (1, 2))
