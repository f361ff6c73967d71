"""The rehearsal: the bundled plan, sample accounts and a quarter of invented work, all marked 演练.

This file knows no Django: `choose_day` must run before its settings are read. loading.py fills the database.
"""

import os
import secrets
from datetime import date
from pathlib import Path

DAY = date(2012, 10, 15)  # a fortnight after the third quarter, when its circular is being written

ACCOUNTS = (
    # username, role, unit code, who it stands for
    ("jingban", "office", "mca-planning-finance-general", "办公室经办人"),
    ("fuhe", "office", "mca-planning-finance", "办公室复核人"),
    ("lingdao", "leading-group", "mca", "领导小组成员"),
    ("zhaojiren", "convener", "mca", "联系会议召集人"),
    ("jiuzhu", "bureau", "mca-social-assistance", "社会救助司经办人"),
    ("jiuzai", "bureau", "mca-disaster-relief", "救灾司经办人"),
    ("youfu", "bureau", "mca-special-care", "优抚安置局经办人"),
    ("fuli", "bureau", "mca-welfare-charity", "社会福利和慈善事业促进司经办人"),
    ("jiceng", "bureau", "mca-primary-level", "基层政权和社区建设司经办人"),
    ("minguan", "bureau", "mca-ngo", "民间组织管理局经办人"),
    ("quhua", "bureau", "mca-divisions-names", "区划地名司经办人"),
    ("shegong", "bureau", "mca-social-work", "社工司经办人"),
    ("renshi", "bureau", "mca-personnel", "人事司经办人"),
    ("guoji", "bureau", "mca-international", "国际合作司经办人"),
    ("guicai", "bureau", "mca-planning-finance", "规划财务司经办人"),
    ("jiangxi", "province", "civil-affairs-360000", "江西省民政厅经办人"),
    ("ganzhou", "prefecture", "civil-affairs-360700", "赣州市民政局审核人"),
    ("ningdu", "county", "civil-affairs-360730", "宁都县民政局填报人"),
    ("ningdu2", "county", "civil-affairs-360730", "宁都县民政局审签人"),
    ("suichuan", "county", "civil-affairs-360827", "遂川县民政局经办人"),
    ("xitong", "system-administrator", "", "系统管理员"),
    ("anquan1", "security-administrator", "", "安全管理员甲"),
    ("anquan2", "security-administrator", "", "安全管理员乙"),
    ("shenji", "audit-administrator", "", "审计管理员"),
)


class RealInstallation(Exception):
    """The folder holds a database that is no rehearsal's."""


def choose_day() -> Path | None:
    """Before Django starts: mark this installation as a rehearsal that stands on DAY; the mark if it is new.

    Raises RealInstallation for a folder that already holds a database without the mark.
    """
    default = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "luoxiao"
    home = Path(os.environ.get("LUOXIAO_HOME", default))
    kept = home / "rehearsal-day"
    if kept.exists():
        return None
    if (home / "luoxiao.sqlite3").exists():
        raise RealInstallation(home)
    home.mkdir(parents=True, exist_ok=True)
    kept.write_text(DAY.isoformat())
    return kept


def password() -> str:
    """The one password of the sample accounts, made for this installation and kept beside its database."""
    from django.conf import settings

    kept: Path = settings.HOME / "rehearsal-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(9))
    return kept.read_text()


def announcement(address: str) -> str:
    """What `luoxiao demo` prints: where to go and who one may be."""
    lines = [f"{address}  演练数据，{DAY.isoformat()}；账号如下，密码都是 {password()}"]
    lines += [f"  {username:<10} {who}" for username, _, _, who in ACCOUNTS]
    return "\n".join(lines)
