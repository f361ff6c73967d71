"""A small plan in our own words, with one of everything, and how it is proposed."""

from datetime import datetime
from typing import Any

from luoxiao.organisations.models import User
from luoxiao.plan import actions
from luoxiao.plan.models import PlanVersion

TEXT = """演练方案
为办好演练,制定本方案。
一、机构
(一)设立机构。设立办公室。
二、任务
(一)政策措施(列在首位的司局为牵头单位)。
1.建设储备库,2013年6月底前完成。到,建成二处。(救灾司、社会救助司)
2.统一标准。按照《演练规划(2011-)》办理。(社会救助司)
(二)督促。每季度通报进展。
"""
NEXT = TEXT.replace("统一标准", "统一各项标准")


def propose(by: User, at: datetime, text: str = TEXT, **more: Any) -> PlanVersion:
    values: dict[str, Any] = {"title": "", "area": None, "file": None, "is_restated": False}
    return actions.propose(text, by=by, at=at, **values | more)
