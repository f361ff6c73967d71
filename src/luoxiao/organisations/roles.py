"""Who may do what. One enum of permissions; one class per role, with its name, one sentence, permissions and scope."""

from enum import Enum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Something a person may be allowed to do. docs/permissions.md is generated from here."""

    SEE_ORGANISATIONS = "see-organisations"
    SEE_PLANS = "see-plans"
    IMPORT_PLAN = "import-plan"
    CORRECT_PLAN = "correct-plan"
    ADOPT_PLAN = "adopt-plan"
    SEE_TASKS = "see-tasks"
    FILE_STEPS = "file-steps"
    CONFIRM_COOPERATION = "confirm-cooperation"
    REPORT_PROGRESS = "report-progress"
    ASK_CLOSURE = "ask-closure"
    REVIEW_PROGRESS = "review-progress"
    CLOSE_TASK = "close-task"
    SET_LIGHTS = "set-lights"
    SEE_PAPERS = "see-papers"
    DRAFT_PAPER = "draft-paper"
    ISSUE_PAPER = "issue-paper"
    SEE_FIGURES = "see-figures"
    KEEP_DICTIONARY = "keep-dictionary"
    ADOPT_DICTIONARY = "adopt-dictionary"
    LOAD_FIGURES = "load-figures"
    SEE_RETURNS = "see-returns"
    OPEN_CALL = "open-call"
    FILL_RETURN = "fill-return"
    CERTIFY_RETURN = "certify-return"
    REVIEW_RETURN = "review-return"
    ACCEPT_RETURN = "accept-return"
    APPROVE_WAIVER = "approve-waiver"
    SET_BURDEN = "set-burden"
    SEE_FUNDS = "see-funds"
    PREPARE_ALLOCATION = "prepare-allocation"
    REVIEW_ALLOCATION = "review-allocation"
    ADOPT_ALLOCATION = "adopt-allocation"
    KEEP_LEDGER = "keep-ledger"
    APPROVE_EXCEPTION = "approve-exception"
    SEE_PROJECTS = "see-projects"
    APPLY_PROJECT = "apply-project"
    REVIEW_PROJECT = "review-project"
    APPROVE_PROJECT = "approve-project"
    ACCEPT_PROJECT = "accept-project"
    OPEN_ITEM = "open-item"
    HAND_DOWN = "hand-down"
    SEE_PROBLEMS = "see-problems"
    RAISE_PROBLEM = "raise-problem"
    ANSWER_PROBLEM = "answer-problem"
    SEE_MEETINGS = "see-meetings"
    KEEP_MEETING = "keep-meeting"
    SEE_ASKS = "see-asks"
    KEEP_ASK = "keep-ask"
    CHECK_PAPER = "check-paper"
    READ_TRAIL = "read-trail"
    MANAGE_ACCOUNTS = "manage-accounts"
    GRANT_ROLES = "grant-roles"

    @property
    def words(self) -> str:
        return str(_WORDS[self])


_WORDS = {
    Permission.SEE_ORGANISATIONS: _("查看机构"),
    Permission.SEE_PLANS: _("查看方案"),
    Permission.IMPORT_PLAN: _("导入方案"),
    Permission.CORRECT_PLAN: _("登记原文勘误"),
    Permission.ADOPT_PLAN: _("启用方案"),
    Permission.SEE_TASKS: _("查看任务"),
    Permission.FILE_STEPS: _("报落实措施"),
    Permission.CONFIRM_COOPERATION: _("确认配合"),
    Permission.REPORT_PROGRESS: _("报送进展"),
    Permission.ASK_CLOSURE: _("申请办结"),
    Permission.REVIEW_PROGRESS: _("复核进展"),
    Permission.CLOSE_TASK: _("销号"),
    Permission.SET_LIGHTS: _("设定亮灯规则"),
    Permission.SEE_PAPERS: _("查看公文"),
    Permission.DRAFT_PAPER: _("起草公文"),
    Permission.ISSUE_PAPER: _("签发公文"),
    Permission.SEE_FIGURES: _("查看指标"),
    Permission.KEEP_DICTIONARY: _("维护指标目录和报表"),
    Permission.ADOPT_DICTIONARY: _("启用指标和报表"),
    Permission.LOAD_FIGURES: _("导入指标数据"),
    Permission.SEE_RETURNS: _("查看报表"),
    Permission.OPEN_CALL: _("布置报表"),
    Permission.FILL_RETURN: _("填报"),
    Permission.CERTIFY_RETURN: _("审签报表"),
    Permission.REVIEW_RETURN: _("审核报表"),
    Permission.ACCEPT_RETURN: _("采用报表"),
    Permission.APPROVE_WAIVER: _("批准豁免"),
    Permission.SET_BURDEN: _("设定填报负担上限"),
    Permission.SEE_FUNDS: _("查看资金"),
    Permission.PREPARE_ALLOCATION: _("测算资金分配"),
    Permission.REVIEW_ALLOCATION: _("复核资金分配"),
    Permission.ADOPT_ALLOCATION: _("资金分配定案"),
    Permission.KEEP_LEDGER: _("记账"),
    Permission.APPROVE_EXCEPTION: _("批准资金例外"),
    Permission.SEE_PROJECTS: _("查看项目"),
    Permission.APPLY_PROJECT: _("申报和实施项目"),
    Permission.REVIEW_PROJECT: _("审核项目"),
    Permission.APPROVE_PROJECT: _("项目立项"),
    Permission.ACCEPT_PROJECT: _("项目验收"),
    Permission.OPEN_ITEM: _("立项督办"),
    Permission.HAND_DOWN: _("分解交办"),
    Permission.SEE_PROBLEMS: _("查看问题"),
    Permission.RAISE_PROBLEM: _("反映问题"),
    Permission.ANSWER_PROBLEM: _("答复问题"),
    Permission.SEE_MEETINGS: _("查看会议"),
    Permission.KEEP_MEETING: _("承办会议"),
    Permission.SEE_ASKS: _("查看争取事项和联络"),
    Permission.KEEP_ASK: _("登记争取事项和联络"),
    Permission.CHECK_PAPER: _("核稿"),
    Permission.READ_TRAIL: _("查阅留痕"),
    Permission.MANAGE_ACCOUNTS: _("管理账号"),
    Permission.GRANT_ROLES: _("授予角色"),
}


class Scope(Enum):
    """How far a role's permissions reach."""

    OWN_UNIT = "own-unit"
    OWN_REGION = "own-region"
    WHOLE_AREA = "whole-area"
    ALL = "all"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        return str(_SCOPES[self])


_SCOPES = {
    Scope.OWN_UNIT: _("本单位牵头或配合的"),
    Scope.OWN_REGION: _("本地区及以下的"),
    Scope.WHOLE_AREA: _("本单位联系的片区的"),
    Scope.ALL: _("全部"),
    Scope.NOTHING: _("不涉及业务数据"),
}

P = Permission
_READ = {P.SEE_ORGANISATIONS, P.SEE_PLANS, P.SEE_TASKS, P.SEE_PAPERS, P.SEE_FIGURES, P.SEE_RETURNS} | {
    P.SEE_FUNDS,
    P.SEE_PROJECTS,
    P.SEE_PROBLEMS,
    P.SEE_MEETINGS,
}
_OWE = {P.FILE_STEPS, P.CONFIRM_COOPERATION, P.REPORT_PROGRESS, P.ASK_CLOSURE}
_ANSWER = {P.FILL_RETURN, P.CERTIFY_RETURN}
_KEEP_FIGURES = {P.KEEP_DICTIONARY, P.ADOPT_DICTIONARY, P.LOAD_FIGURES}
_COLLECT = {P.OPEN_CALL, P.REVIEW_RETURN, P.ACCEPT_RETURN, P.APPROVE_WAIVER, P.SET_BURDEN}
_ABOVE = _READ | {P.SEE_ASKS, P.RAISE_PROBLEM}  # the ministry's own people
_BETWEEN = {P.HAND_DOWN, P.RAISE_PROBLEM, P.ANSWER_PROBLEM}  # what a province or prefecture does for those below
_SUPERVISE = {P.OPEN_ITEM, P.ANSWER_PROBLEM, P.KEEP_MEETING, P.KEEP_ASK, P.CHECK_PAPER}
_ALLOCATE = {P.PREPARE_ALLOCATION, P.REVIEW_ALLOCATION, P.ADOPT_ALLOCATION, P.KEEP_LEDGER, P.APPROVE_EXCEPTION}


class Role:
    """A role of the plan. Subclasses only state facts; the order of ROLES is the order on the page of rights."""

    code: str
    name: str | Promise
    sentence: str | Promise
    permissions: frozenset[Permission]
    scope: Scope


class Convener(Role):
    code = "convener"
    name = _("联系会议召集人")
    sentence = _("召集部际联系会议，查看全部情况，启用方案、签发公文，资金分配定案。")
    permissions = frozenset(_ABOVE | {P.ADOPT_PLAN, P.ISSUE_PAPER, P.ADOPT_ALLOCATION, P.APPROVE_EXCEPTION})
    scope = Scope.ALL


class LeadingGroupMember(Role):
    code = "leading-group"
    name = _("领导小组成员")
    sentence = _("查看全部任务、公文、方案和资金，可反映问题，不办理。")
    permissions = frozenset(_ABOVE)
    scope = Scope.ALL


class Office(Role):
    code = "office"
    name = _("扶贫办公室")
    sentence = _(
        "导入和启用方案、督办任务、复核进展、销号、起草和签发公文，维护指标目录，布置、审核、采用报表，测算和复核资金分配、"
        "记账、项目立项；同一件事经办人不能自批。"
    )
    permissions = frozenset(
        _ABOVE
        | _SUPERVISE
        | {P.IMPORT_PLAN, P.CORRECT_PLAN, P.ADOPT_PLAN, P.REVIEW_PROGRESS, P.CLOSE_TASK, P.SET_LIGHTS}
        | {P.DRAFT_PAPER, P.ISSUE_PAPER}
        | _KEEP_FIGURES
        | _COLLECT
        | _ALLOCATE
        | {P.APPROVE_PROJECT, P.ACCEPT_PROJECT}
    )
    scope = Scope.ALL


class LiaisonOfficer(Role):
    """Of the ministry that liaises with an area (clause 一(二)): the area spans provinces, its plan many bureaus.

    The convener, the leading group and the office stand above this: they answer for every plan of the ministry.
    """

    code = "liaison-officer"
    name = _("片区联络员")
    sentence = _("查看本单位联系的片区的任务、报表、公文和方案，不办理。")
    permissions = frozenset(_READ | {P.SEE_ASKS})
    scope = Scope.WHOLE_AREA


class Bureau(Role):
    code = "bureau"
    name = _("业务司局")
    sentence = _(
        "对本司局牵头的任务报落实措施、报送进展、申请办结，对配合的任务确认配合；布置和审核本司局的报表；"
        "测算本司局管理的资金、记账，项目立项和验收。"
    )
    permissions = frozenset(
        _ABOVE
        | {P.HAND_DOWN, P.ANSWER_PROBLEM, P.KEEP_ASK}
        | _OWE
        | {P.KEEP_DICTIONARY, P.OPEN_CALL, P.REVIEW_RETURN}
        | {P.PREPARE_ALLOCATION, P.KEEP_LEDGER, P.APPROVE_PROJECT, P.ACCEPT_PROJECT}
    )
    scope = Scope.OWN_UNIT


class Province(Role):
    code = "province"
    name = _("省厅")
    sentence = _("办理交给本省的任务，填报、审签和审核报表，审核和验收本省的项目，查看本省及以下的情况。")
    permissions = frozenset(_READ | _OWE | _ANSWER | _BETWEEN | {P.REVIEW_RETURN, P.REVIEW_PROJECT, P.ACCEPT_PROJECT})
    scope = Scope.OWN_REGION


class Prefecture(Role):
    code = "prefecture"
    name = _("市局")
    sentence = _("办理交给本市的任务，填报、审签和审核报表，审核本市的项目，查看本市及以下的情况。")
    permissions = frozenset(_READ | _OWE | _ANSWER | _BETWEEN | {P.REVIEW_RETURN, P.REVIEW_PROJECT})
    scope = Scope.OWN_REGION


class County(Role):
    code = "county"
    name = _("县局")
    sentence = _("办理交给本县的任务，填报和审签报表，申报和实施项目，查看本县的情况。")
    permissions = frozenset(_READ | _OWE | _ANSWER | {P.RAISE_PROBLEM} | {P.APPLY_PROJECT})
    scope = Scope.OWN_REGION


class SocialOrganisation(Role):
    code = "social-organisation"
    name = _("社会组织")
    sentence = _("查看已启用的方案和机构，反映问题并查看本组织所提问题的办理情况。")
    permissions = frozenset({P.SEE_ORGANISATIONS, P.SEE_PLANS, P.SEE_PROBLEMS, P.RAISE_PROBLEM})
    scope = Scope.OWN_UNIT


class SystemAdministrator(Role):
    code = "system-administrator"
    name = _("系统管理员")
    sentence = _("管理账号、设置和备份；看不到业务数据，不能审批。")
    permissions = frozenset({P.MANAGE_ACCOUNTS})
    scope = Scope.NOTHING


class SecurityAdministrator(Role):
    code = "security-administrator"
    name = _("安全管理员")
    sentence = _("授予和收回角色，每次授予须由另一人确认。")
    permissions = frozenset({P.GRANT_ROLES})
    scope = Scope.NOTHING


class AuditAdministrator(Role):
    code = "audit-administrator"
    name = _("审计管理员")
    sentence = _("查阅并校验留痕，什么也不能改。")
    permissions = frozenset({P.READ_TRAIL})
    scope = Scope.NOTHING


ROLES: tuple[type[Role], ...] = (
    Convener,
    LeadingGroupMember,
    Office,
    LiaisonOfficer,
    Bureau,
    Province,
    Prefecture,
    County,
    SocialOrganisation,
    SystemAdministrator,
    SecurityAdministrator,
    AuditAdministrator,
)
BY_CODE: dict[str, type[Role]] = {role.code: role for role in ROLES}
ADMINISTRATORS = frozenset({SystemAdministrator.code, SecurityAdministrator.code, AuditAdministrator.code})
