"""Addresses of the desk."""

from django.urls import path
from django.views.i18n import set_language

from luoxiao.desk import (
    accounts,
    grants,
    intake,
    light_rules,
    organisations,
    people,
    plan_forms,
    plan_page,
    plans,
    rights,
    task,
    task_forms,
    tasks,
    trail,
    workbench,
)
from luoxiao.desk.locks import Open

set_language.lock = Open.TO_ALL  # type: ignore[attr-defined]

urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("plans/", plans.plans, name="plans"),
    path("plans/import/", intake.upload, name="plan-import"),
    path("plans/import/preview/", intake.preview, name="plan-preview"),
    path("plans/<int:pk>/", plan_page.version, name="plan-version"),
    path("plans/<int:pk>/findings/", plans.findings, name="plan-findings"),
    path("plans/<int:pk>/findings/<int:finding>/", plan_forms.correct, name="plan-correct"),
    path("plans/<int:pk>/comparison/", plans.comparison, name="plan-comparison"),
    path("plans/<int:pk>/original/", plans.original, name="plan-original"),
    path("plans/<int:pk>/adopt/", plan_forms.adopt, name="plan-adopt"),
    path("plans/<int:pk>/withdraw/", plan_forms.withdraw, name="plan-withdraw"),
    path("tasks/", tasks.board, name="tasks"),
    path("tasks/export/", tasks.export, name="tasks-export"),
    path("tasks/<int:pk>/", task.task, name="task"),
    path("tasks/<int:pk>/steps/", task_forms.steps, name="task-steps"),
    path("tasks/<int:pk>/report/", task_forms.report, name="task-report"),
    path("tasks/<int:pk>/reports/<int:report>/", task.review, name="task-review"),
    path("tasks/<int:pk>/cooperation/", task.ask_cooperation, name="task-cooperation"),
    path("tasks/<int:pk>/cooperation/<int:part>/", task.confirm_cooperation, name="task-confirm"),
    path("tasks/<int:pk>/closure/", task.ask_closure, name="task-closure"),
    path("tasks/<int:pk>/closure/<int:asked>/", task.decide_closure, name="task-decide"),
    path("tasks/<int:pk>/lead/", task.assign_lead, name="task-lead"),
    path("evidence/<int:pk>/", task.evidence, name="evidence"),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("password/", accounts.password, name="password"),
    path("rights/", rights.rights, name="rights"),
    path("language/", set_language, name="language"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/areas/<int:number>/", organisations.area, name="area"),
    path("accounts/", people.accounts, name="accounts"),
    path("accounts/<int:pk>/", people.account, name="account"),
    path("grants/", grants.grants, name="grants"),
    path("grants/<int:pk>/", grants.person_grants, name="person-grants"),
    path("light-rules/", light_rules.light_rules, name="light-rules"),
    path("trail/", trail.events, name="trail"),
    path("trail/verification/", trail.verification, name="trail-verification"),
]
