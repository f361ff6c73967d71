"""Tables that arrive as lines."""

from luoxiao.plan.parse import parse
from tests.plan.parse.reading import paths, units

LINES = (
    "附件\n任务表\n序号\n任务\n责任单位\n时间进度\n1\n修路\n交通局、水利局\n2016年12月底前\n2\n架桥\n交通局\n2017年\n"
)


def test_a_table_of_lines_gives_rows_with_units_and_dates() -> None:
    parsed = parse(LINES)
    assert paths(LINES) == ["附件", "附件/1", "附件/2"]
    assert units(LINES) == ["附件/1: 交通局、水利局", "附件/2: 交通局"]
    assert [str(limit.not_after) for limit in parsed.deadlines] == ["2016-12-31", "2017-12-31"]


def test_several_lines_in_one_cell_are_told_apart_by_their_words() -> None:
    text = "序号\n\n任务\n\n责任单位\n\n时限\n\n1\n\n"
    text += "修路。\n\n交通局\n\n水利局\n\n年底前\n\n2\n\n交通局建新站\n\n交通局\n\n10月底前\n"
    assert units(text) == ["1: 交通局、水利局", "2: 交通局"]


def test_two_columns_of_units_give_lead_and_cooperating() -> None:
    text = "序号\t任务\t牵头单位\t配合单位\t时限\n1\t修路\t交通局\t水利局、各乡镇\t年底前\n2\t架桥\t交通局\t\t全年\n"
    assert units(text) == ["1: 交通局*、水利局+、各乡镇+", "2: 交通局*"]


def test_two_columns_of_units_in_uneven_lines() -> None:
    text = "序号\n任务\n牵头单位\n配合单位\n1\n修路\n交通局\n水利局\n住建局\n2\n架桥\n交通局\n"
    assert units(text) == ["1: 交通局*、水利局+、住建局+", "2: 交通局*"]


def test_the_first_column_may_be_the_units() -> None:
    assert units("序号\n责任单位\n任务\n1\n交通局\n水利局\n修路\n2\n水利局\n修坝\n") == [
        "1: 交通局、水利局",
        "2: 水利局",
    ]


def test_a_drawn_table_reads_like_one_of_lines() -> None:
    text = "| 序号 | 任务 | 责任单位 |\n|---|---|---|\n| 1 | 修路 | 交通局 |\n| 2 | 架桥 | 水利局 |\n"
    assert units(text) == ["1: 交通局", "2: 水利局"]


def test_cells_parted_by_spaces() -> None:
    text = "编号  任务  责任单位  时限\n1  修路  交通局、水利局  2017年3月底\n2  架桥  交通局  长期\n\n备注：从简。\n"
    parsed = parse(text)
    assert units(text) == ["1: 交通局、水利局", "2: 交通局"]
    assert text[parsed.closing_start :] == "备注：从简。\n"


def test_a_head_without_rows_is_no_table() -> None:
    assert paths("序号\n任务\n") == []


def test_a_table_with_too_many_columns_has_rows_but_no_cells() -> None:
    head = "\n".join(f"列{n}" for n in "甲乙丙丁戊己庚辛壬癸子丑寅")
    assert units(f"序号\n{head}\n1\n修路\n交通局\n") == []


def test_numbers_that_do_not_count_on_are_no_rows() -> None:
    assert paths("序号\n任务\n1\n修路\n5\n2\n架桥\n") == ["1", "2"]


def test_spaces_within_a_row_part_its_cells_even_beside_figures() -> None:
    text = "序号 工 作 任 务 牵头负责部门\n1 物价涨幅3% 发展改革委\n2 安排4000亿元 财政部\n"
    assert units(text) == ["1: 发展改革委*", "2: 财政部*"]


def test_lines_of_names_below_the_head_of_a_column_are_cells_even_without_row_numbers() -> None:
    text = "任务\n责任单位\n一、公开\n（一）解读\n讲清形势。\n发改委牵头落实\n讲清就业。\n人社局、财政局\n"
    assert units(text) == ["一/(一)/¶1: 发改委*", "一/(一)/¶2: 人社局、财政局"]


def test_lines_of_names_without_such_a_head_are_a_signature() -> None:
    assert units("一、公开\n讲清形势。\n发改委　人社局\n财政局\n2020年3月1日\n") == []


def test_a_table_without_a_column_for_numbers_in_its_head_is_read_by_the_words_of_its_cells() -> None:
    text = "工作任务\n|\n具体要求\n|\n责任科室\n|\n时限\n|\n管好水渠\n|\n1\n|\n清淤除障。\n|\n办公室\n|\n年底前\n|\n"
    text += "2\n|\n修补渠堤。\n|\n各科室\n|\n长期\n|\n"
    assert units(text) == ["1: 办公室", "2: 各科室"]


def test_lines_before_a_first_number_that_name_no_column_are_no_head() -> None:
    assert paths("水渠\n堤坝\n1\n清淤\n办公室\n2\n修补\n办公室\n") == []


RUBRICS = "附件1\n任务表\n序号\n任务\n责任单位\n一\n修路架桥\n1\n修路\n交通局\n2\n架桥\n水利局\n二\n办学\n"


def test_rows_stand_under_the_rubrics_of_their_table() -> None:
    text = RUBRICS + "3\n建校\n教育局\n"
    assert paths(text) == ["附件1", "附件1/一", "附件1/一/1", "附件1/一/2", "附件1/二", "附件1/二/3"]
    assert units(text) == ["附件1/一/1: 交通局", "附件1/一/2: 水利局", "附件1/二/3: 教育局"]


def test_rows_may_begin_anew_under_a_rubric() -> None:
    assert paths(RUBRICS + "1\n建校\n教育局\n")[-2:] == ["附件1/二", "附件1/二/1"]


def test_a_row_parted_by_spaces_may_lack_its_last_cell() -> None:
    text = "序号  任务  责任单位  时限\n1  修路  交通局、水利局\n2  架桥  交通局  6月底\n3  修坝  水利局\n"
    assert units(text) == ["1: 交通局、水利局", "2: 交通局", "3: 水利局"]


def test_cards_are_rows_and_the_person_after_a_unit_is_no_part_of_its_name() -> None:
    text = "实事方案\n\n序号：1\n项目名称：修路\n牵头单位：交通局（局长 张三）\n责任单位：水利局（县河长办）\n\n"
    text += "序号：2\n项目名称：架桥\n牵头单位：水利局\n时间节点：年底前\n"
    assert units(text) == ["1: 交通局*、水利局（县河长办）", "2: 水利局*"]


def test_a_card_out_of_turn_is_none() -> None:
    assert paths("序号：3\n项目名称：修路\n") == []
