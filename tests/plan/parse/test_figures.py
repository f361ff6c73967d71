"""Money, shares, deadlines, recurrences and duties, on phrases of our own."""

from datetime import date
from decimal import Decimal

import pytest

from luoxiao.plan.parse import parse
from luoxiao.plan.parse.numerals import integer

MONEY = {
    "安排资金1亿元以上": "100000000 min",
    "总投资3600万元": "36000000 exact",
    "投入5000元": "5000 exact",
    "补助1,200元": "1200 exact",
    "补助1.5万元": "15000 exact",
    "投资2万亿元": "2000000000000 exact",
    "二十五亿元": "2500000000 exact",
    "贰拾万元": "200000 exact",
    "不超过人民币850万元": "8500000 max",
    "最高给予企业奖励50万元": "500000 max",
    "控制在18亿元以内": "1800000000 max",
    "不得少于30万元": "300000 min",
    "产值突破20亿元": "2000000000 min",
    "收入达到1亿元的企业": "100000000 min",
    "下达资金1.26亿元": "126000000 exact",
    "总投资约2.5亿元": "250000000 approx",
    "补助35万元左右": "350000 approx",
    "5000元（含）以上的": "5000 min",
    "50万元—100万元": "500000 min, 1000000 max",
    "奖励30—50万元": "300000 min, 500000 max",
    "5000元至1万元": "5000 min, 10000 max",
    "最高不超过50万元、200万元": "500000 max, 2000000 max",
    "1亿元以上、500万元": "100000000 min, 5000000 exact",
    "总额500万元（达到甲类）、200万元（达到乙类）": "5000000 exact, 2000000 exact",
    "收入达到1亿元、5亿元的，分别奖励10万元、20万元": "100000000 min, 500000000 min, 100000 exact, 200000 exact",
    "自2020年起安排300万元": "3000000 exact",
    "对50人以上的企业补助3万元": "30000 exact",
    "最低生活保障标准提高到500元": "500 exact",
    "装机1.4亿千瓦，产粮3亿斤，惠及20万人": "",
    "一元化领导，二元结构，多元参与": "",
    "价值数百万元": "",
    "投入3000多万元": "30000000 exact",
    "每平方米0.005元": "0.005 exact",
    "分别奖励5万、10万、20万元": "50000 exact, 100000 exact, 200000 exact",
    "分别奖励30、20、10万元": "300000 exact, 200000 exact, 100000 exact",
    "最高奖励5万、10万或20万元": "50000 max, 100000 max, 200000 max",
    "其中5、10万元": "100000 exact",
    "投资逾10亿元": "1000000000 min",
    "惠民资金超3亿元": "300000000 min",
    "投入100余万元": "1000000 approx",
    "投入1000万余元": "10000000 approx",
    "投资3.2个亿元": "320000000 exact",
    "投资3.2个亿": "320000000 exact",
    "服务3个亿人次": "",
}
SHARES = {
    "达到70%": "70 exact",
    "达到92%以上": "92 min",
    "不低于60%": "60 min",
    "不超过算力费用的60%": "60 max",
    "分别不低于55%和50%": "55 min, 50 min",
    "分别达到65%和55%": "65 exact, 55 exact",
    "控制在37.5%以内": "37.5 max",
    "增长9%左右": "9 approx",
    "按5%—8%给予奖励": "5 min, 8 max",
    "百分之三十": "30 exact",
    "百分之二点五": "2.5 exact",
    "由16%降至13%": "16 exact, 13 exact",
}
DEADLINES = {
    "“十二五”期间建成": "“十二五”期间 2015-12-31",
    "到“十四五”末": "到“十四五”末 2025-12-31",
    "到2015年": "到2015年 2015-12-31",
    "到二〇三五年": "到二〇三五年 2035-12-31",
    "到2027年底": "到2027年底 2027-12-31",
    "到2022年12月": "到2022年12月 2022-12-31",
    "2020年底前": "2020年底前 2020-12-31",
    "2021年2月底前": "2021年2月底前 2021-02-28",
    "2020年6月30日前": "2020年6月30日前 2020-06-30",
    "2020年6月30日之前": "2020年6月30日之前 2020-06-30",
    "2020年6月前": "2020年6月前 2020-05-31",
    "2020年以前": "2020年以前 2019-12-31",
    "2020年上半年完成": "2020年上半年 2020-06-30",
    "2020年三季度完成": "2020年三季度 2020-09-30",
    "2020年前三季度完成": "2020年前三季度 2020-09-30",
    "2020年5月上旬完成": "2020年5月上旬 2020-05-10",
    "2020年5月中旬完成": "2020年5月中旬 2020-05-20",
    "2020年5月完成": "2020年5月 2020-05-31",
    "2020年初建成": "2020年初 None",
    "2020年底建成": "2020年底 2020-12-31",
    "完成时限：2020年12月": "2020年12月 2020-12-31",
    "2020年6月底前甲，12月底前乙": "2020年6月底前 2020-06-30, 12月底前 2020-12-31",
    "2020年内甲，当年11月底前乙": "2020年内 2020-12-31, 当年11月底前 2020-11-30",
    "2016年基本完成任务": "2016年 2016-12-31",
    "2018年，完成任务": "2018年 2018-12-31",
    "12月底前": "12月底前 None",
    "年底前": "年底前 None",
    "今年6月底前": "今年6月底前 None",
    "收到申请后20个工作日内": "20个工作日内 None",
    "春节前": "春节前 None",
    "力争三年内": "三年内 None",
    "2021年2月30日前": "2021年2月30日前 None",
    "2020年13月底前": "2020年13月底前 None",
    "到，保障制度完善": "到, None",
    "2024.12.31前": "2024.12.31前 2024-12-31",
    "2024-6-30之前": "2024-6-30之前 2024-06-30",
    "完成时限：2024/12": "2024/12 2024-12-31",
    "2024.6.30印发": "",
    "增至2024.5万": "",
    "于8月5日（星期三）下午5点前报送": "8月5日 None",
    "于8月5日（星期三）召开": "",
    "2012年6月4日主持会议": "",
    "截至2019年底": "",
    "自2020年1月1日起施行": "",
    "恢复到2019年水平": "",
    "压缩至3个工作日以内": "",
    "2018年至2020年": "",
    "每年2月底前": "",
    "年前景": "",
    "《2020年底前完成的工作》": "",
}
ROUNDS = {
    "每年": "每年 yearly",
    "每季度": "每季度 quarterly",
    "每年年初": "每年年初 yearly",
    "每年2月底前": "每年2月底前 yearly",
    "每季度末月20日前": "每季度末月20日前 quarterly",
    "每月25日前": "每月25日前 monthly",
    "每半年": "每半年 half-yearly",
    "每周": "每周 weekly",
    "每日": "每日 daily",
    "每两年": "每两年 other",
    "每学期": "每学期 other",
    "按月调度": "按月 monthly",
    "定期举办": "定期 unstated",
    "不定期召开": "不定期 unstated",
    "定期补助标准": "",
    "每个县，每户，每1个片区": "",
}


@pytest.mark.parametrize("words", MONEY)
def test_money_is_read_in_yuan_with_its_bound(words: str) -> None:
    found = parse(f"1、{words}，抓好落实。").amounts
    assert ", ".join(f"{amount.yuan.normalize():f} {amount.bound}" for amount in found) == MONEY[words]


@pytest.mark.parametrize("words", SHARES)
def test_a_percentage_has_its_bound(words: str) -> None:
    found = parse(f"1.{words}，抓好落实。").percentages
    assert ", ".join(f"{share.value} {share.bound}" for share in found) == SHARES[words]


@pytest.mark.parametrize("words", DEADLINES)
def test_a_deadline_ends_on_its_last_day(words: str) -> None:
    found = parse(f"1.{words}，抓好落实。").deadlines
    assert ", ".join(f"{limit.text} {limit.not_after}".replace("，", ",") for limit in found) == DEADLINES[words]


@pytest.mark.parametrize("words", ROUNDS)
def test_a_recurrence_has_its_rhythm(words: str) -> None:
    found = parse(f"1.工作{words}，抓好落实。").recurrences
    assert ", ".join(f"{one.text} {one.rhythm}" for one in found) == ROUNDS[words]


def test_a_year_is_not_carried_over_a_full_stop() -> None:
    for stop in "。\n":
        first, second = parse(f"1.2020年6月底前甲{stop}12月底前乙。").deadlines
        assert (first.not_after, second.not_after) == (date(2020, 6, 30), None)


def test_an_amount_knows_its_place_and_its_fen() -> None:
    (amount,) = parse("1.补助１．５万元，抓好落实。").amounts
    assert (amount.char_start, amount.char_end, amount.text) == (4, 9, "１．５万元")
    assert amount.fen == 1_500_000
    (price,) = parse("1.每度电补贴0.0055元。").amounts
    assert price.fen is None


def test_a_duty_reports_in_a_stated_rhythm() -> None:
    parsed = parse("一、考核\n（一）督促。每季度通报进展，每年年初报送总结；每年安排资金；定期报告情况。\n")
    assert [(duty.text, duty.rhythm, duty.clause) for duty in parsed.duties] == [
        ("每季度通报进展", "quarterly", 1),
        ("每年年初报送总结", "yearly", 1),
    ]


def test_verbs_say_how_far_the_text_commits_itself() -> None:
    assert [verb.text for verb in parse("1.争取资金，指导规划，确保完成。").verbs] == ["争取", "指导", "确保"]


NUMERALS = {"十二": 12, "三百六十二": 362, "二〇二〇": 2020, "2020": 2020, "一万两千": 12000, "三亿": 300000000}
NUMERALS |= {"壹佰": 100, "一百零五": 105}


@pytest.mark.parametrize("words", NUMERALS)
def test_chinese_numerals_have_values(words: str) -> None:
    assert integer(words) == NUMERALS[words]


def test_values_are_exact() -> None:
    (amount,) = parse("1.投资1.26亿元。").amounts
    assert amount.yuan == Decimal("126000000")
