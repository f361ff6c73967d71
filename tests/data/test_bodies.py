"""The joint conference, the leading group and its office."""

from luoxiao.core.package_data import bodies, units

BY_CODE = {body.code: body for body in bodies()}


def _posts(code: str) -> dict[str, list[str]]:
    return {post.title: [holder.person for holder in post.holders] for post in BY_CODE[code].posts}


def test_there_are_three_bodies_of_three_kinds() -> None:
    assert [body.kind for body in bodies()] == ["conference", "leading-group", "office"]
    assert BY_CODE["leading-group-office"].parent_code == "leading-group"


def test_the_posts_are_held_as_clause_one_says() -> None:
    assert _posts("joint-conference") == {"召集人": ["李立国"], "副召集人": ["戴均良"], "成员": []}
    assert _posts("leading-group") == {"组长": ["戴均良"], "副组长": ["徐立"], "成员": []}
    assert _posts("leading-group-office") == {"主任": ["刘福清"]}


def test_the_leading_group_keeps_its_former_name() -> None:
    assert BY_CODE["leading-group"].former_name == "民政部援藏援疆工作领导小组"


def test_members_who_are_not_named_are_described() -> None:
    assert all(post.described for body in bodies() for post in body.posts if not post.holders)


def test_no_date_of_appointment_is_made_up() -> None:
    holders = [holder for body in bodies() for post in body.posts for holder in post.holders]
    assert len(holders) == 5
    assert all(holder.held_from is None for holder in holders)


def test_three_divisions_do_the_offices_work_and_the_named_two_are_units() -> None:
    known = {unit.code: unit.name for unit in units()}
    divisions = BY_CODE["leading-group-office"].divisions
    assert [division.name for division in divisions] == ["规划财务司综合处", "规划财务司规划统计处", "有关司局综合处"]
    assert [known[division.unit_code] for division in divisions[:2]] == [division.name for division in divisions[:2]]
    assert divisions[2].unit_code == ""


def test_every_duty_names_its_clause() -> None:
    assert {code: len(body.duties) for code, body in BY_CODE.items()} == {
        "joint-conference": 3,
        "leading-group": 0,
        "leading-group-office": 6,
    }
    assert all(duty.clause_path == "一/(二)" for body in bodies() for duty in body.duties)


def test_the_units_of_the_bodies_are_known() -> None:
    known = {unit.code for unit in units()} | {""}
    assert {body.unit_code for body in bodies()} <= known
