"""Where the lines of a title turn (GB/T 9704-2012, 7.3.1): between words, whole in sense, a trapezoid or a diamond."""

import math
import re
from functools import cache

from .layout import TITLE_CHARACTERS
from .paper import clean, width

# Words of titles that may not be divided. Names of one paper's own come with the paper.
_WORDS = """
    中华人民共和国 国务院 民政部 财政部 办公厅 办公室 联席会议 联系会议 领导小组 委员会 人民政府
    省人民政府 民政厅 民政局 扶贫办 罗霄山片区 罗霄山 集中连片 连片特困地区 特殊困难地区 特困地区 片区
    区域发展 扶贫攻坚 扶贫开发 扶贫 攻坚 部本级 中央 地方 全国 关于 印发 转发 下达 调整 公布 做好 开展
    推进 加强 进一步 贯彻 落实 实施 支持 组织 召开 报送 有关 主要 专项 资助 工作 方案 规划 计划 总结
    进展 情况 任务 分工 督办 事项 季度 年度 上半年 下半年 上年度 本年度 会议 培训 干部 试点 示范 建设
    管理 服务 设施 机构 人员 制度 政策 措施 举措 标准 问题 检查 考核 评价 评审 结果 统计 报表 数据 指标
    平均 水平 差距 农村 城市 社区 基层 民政 救助 供养 救灾 特困人员 孤儿 儿童 老年人 残疾人 社会救助
    社会福利 社会组织 城乡低保 最低生活保障 养老服务 彩票公益金 项目 资金 分配 安排 补助 办法 名单 清单
    总表 明细表 汇总表 测算表 分配表 情况表 意见 通知 通报 报告 请示 批复 决定 公告 通告 函 纪要 的
"""
WORDS = frozenset(_WORDS.split())

_PATTERNS = (
    r"(?:\d{4}年)?(?:第[一二三四五六七八九十\d]+)(?:季度|批次?|次|届|期|号|部分|阶段)",
    r"\d{4}年度?(?:\d{1,2}月)?(?:\d{1,2}日)?",
    r"\d+(?:\.\d+)?[%％\u4e00-\u9fff]?",
    r"《[^》]{1,14}》",
    r"（[^）]{1,16}）",
    r"[A-Za-z][A-Za-z'.-]{0,18}",
)

# What it costs to turn a line, against the square of a line's distance from its ideal width in characters.
_AT_WORDS = 10.0
_INSIDE_WORDS = 60.0
_BAD_EDGE = 80.0
_SHORT_LAST = 400.0
_ONE_LINE_MORE = 30.0
_SHORTEST_LAST = 4
_MOST_SHAPED = 8  # lines; beyond that no shape can be seen and none is sought
_OPENS = tuple("（《〈“‘")
_CLOSES = tuple("）》〉”’，。；：、 ")
_NOT_FIRST = tuple("的、，。；：！？）》〉”’和与及或等")
_NOT_LAST = tuple("（《〈“‘和与及或在对把")


def break_title(title: str, unbroken: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The title's lines, none wider than 20 full-width characters. A title that has line ends keeps them."""
    text = clean(title).strip()
    if "\n" in text:
        return tuple(line.strip() for line in text.split("\n") if line.strip())
    if width(text) <= TITLE_CHARACTERS:
        return (text,)
    return _best(_units(text, unbroken))


def _units(text: str, unbroken: tuple[str, ...]) -> tuple[str, ...]:
    """The title cut into pieces that stay whole; what is no known word is cut into single characters."""
    names = [re.escape(name) for name in sorted({*WORDS, *unbroken}, key=len, reverse=True) if name]
    pattern = "|".join([*map(re.escape, filter(None, unbroken)), *_PATTERNS, *names, r"[\s\S]"])
    pieces = re.findall(pattern, text)
    return tuple(part for piece in pieces for part in ((piece,) if width(piece) <= TITLE_CHARACTERS else tuple(piece)))


def _best(units: tuple[str, ...]) -> tuple[str, ...]:
    """The cheapest lines: as few as hold the text, or one more where that turns at better places."""
    whole = width("".join(units))
    fewest = math.ceil(whole / TITLE_CHARACTERS)
    if fewest > _MOST_SHAPED:
        return _filled(units)
    found = [
        (cost + _ONE_LINE_MORE * (count - fewest), lines)
        for count in (fewest, fewest + 1)
        for shape in _shapes(count)
        for cost, lines in [_turned(units, tuple(whole / count + offset for offset in shape))]
        if lines
    ]
    return min(found)[1] if found else _filled(units)


def _shapes(count: int) -> tuple[tuple[float, ...], ...]:
    """How much wider or narrower each line ideally is: two trapezoids, and from three lines on a diamond."""
    step = 2.0 if count == 2 else 4.0 / count
    middle = (count - 1) / 2
    down = tuple((middle - line) * step for line in range(count))
    bulge = tuple(middle / 2 - abs(line - middle) for line in range(count))
    return (down, down[::-1], bulge) if count > 2 else (down, down[::-1])


def _turned(units: tuple[str, ...], ideal: tuple[float, ...]) -> tuple[float, tuple[str, ...]]:
    """The cost and the lines nearest these widths; no lines where no way of turning fits."""

    @cache
    def rest(start: int, line: int) -> tuple[float, tuple[str, ...]]:
        if line == len(ideal):
            return (0.0, ()) if start == len(units) else (float("inf"), ())
        best: tuple[float, tuple[str, ...]] = (float("inf"), ())
        for end in _ends(units, start):
            text = "".join(units[start:end])
            after, lines = rest(end, line + 1)
            cost = after + (width(text) - ideal[line]) ** 2 + _turn_cost(units, end, text)
            best = min(best, (cost, (text, *lines)))
        return best

    cost, lines = rest(0, 0)
    return (cost, lines) if cost < float("inf") else (cost, ())


def _ends(units: tuple[str, ...], start: int) -> list[int]:
    """Where a line that starts here may end: anywhere up to 20 characters on."""
    ends, so_far = [], 0.0
    for end in range(start, len(units)):
        so_far += width(units[end])
        if so_far > TITLE_CHARACTERS:
            break
        ends.append(end + 1)
    return ends


def _turn_cost(units: tuple[str, ...], end: int, line: str) -> float:
    """What it costs to turn after this unit; for the last line, what its shortness costs."""
    if end == len(units):
        return _SHORT_LAST if width(line) < _SHORTEST_LAST else 0.0
    before, after = units[end - 1], units[end]
    if before.endswith(_NOT_LAST) or after.startswith(_NOT_FIRST):
        return _BAD_EDGE
    if before.endswith(_CLOSES) or after.startswith(_OPENS):
        return 0.0
    known = len(before) > 1 or before in WORDS, len(after) > 1 or after in WORDS
    return _AT_WORDS if all(known) else _INSIDE_WORDS


def _filled(units: tuple[str, ...]) -> tuple[str, ...]:
    """Line after line filled to the edge: for a title that cannot be shaped."""
    lines = [""]
    for unit in units:
        if width(lines[-1]) + width(unit) > TITLE_CHARACTERS:
            lines.append("")
        lines[-1] += unit
    return tuple(lines)
