"""The plain alternative to the board: Django's own templates, Paginator (OFFSET and COUNT) and model objects."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path

from luoxiao.supervision.models import Task

PAGE = Engine().from_string("""<!doctype html><html><body><h1>任务督办</h1><table>
<tr><th>条款</th><th>举措</th><th>牵头单位</th><th>配合单位</th><th>最近进展</th><th>时限</th><th>状态</th></tr>
{% for task in page %}<tr><td>{{ task.clause_path }}</td><td><a href="/tasks/{{ task.pk }}/">{{ task.title }}</a></td>
<td>{{ task.lead.short_name }}</td>
<td>{% for help in task.cooperations.all %}{{ help.unit.short_name }} {% endfor %}</td>
<td>{{ task.latest_news }}</td><td>{{ task.next_due|date:"Y-m-d" }}</td>
<td>{{ task.get_state_display }}</td></tr>{% endfor %}
</table><p>{{ page.number }} / {{ page.paginator.num_pages }}</p></body></html>""")


@login_required
def board(request: HttpRequest) -> HttpResponse:
    tasks = Task.objects.select_related("lead").prefetch_related("cooperations__unit").order_by("next_due", "id")
    page = Paginator(tasks, 50).get_page(request.GET.get("page", "1"))
    return HttpResponse(PAGE.render(Context({"page": page})))


urlpatterns = [path("plain/", board), path("", include("luoxiao.urls"))]
