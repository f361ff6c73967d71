"""What was computed, entered or told is only ever added to; an adopted split moves no more, save for its notice."""

from django.db import migrations

from luoxiao.core.frozen import AppendOnly, FrozenWhen

COMPUTED = (
    *("round_id", "number", "name", "based_on_id", "scheme", "factor_table", "sources", "software", "digest"),
    *("total_fen", "preparers", "prepared_by_id", "prepared_at"),
)
DECIDED = ("state", "submitted_at", "reviewed_by_id", "reviewed_at", "review_reason", "adopted_by_id", "adopted_at")


class Migration(migrations.Migration):
    dependencies = (("funds", "0001_initial"),)
    operations = (
        FrozenWhen("funds_run", "1 = 1", COMPUTED),
        FrozenWhen("funds_run", "OLD.state = 'adopted'", DECIDED, label="adopted"),
        AppendOnly("funds_runline"),
        AppendOnly("funds_yearplan"),
        AppendOnly("funds_stage"),
        AppendOnly("funds_projectfile"),
        AppendOnly("funds_voucher"),
        AppendOnly("funds_entry"),
        AppendOnly("funds_forecast"),
        AppendOnly("funds_variancenote"),
        AppendOnly("funds_publishedterm"),
    )
