"""Letters, exchanges, instructions and moved meetings are only ever added to; decided questions move no more."""

from django.db import migrations

from luoxiao.core.frozen import AppendOnly, FrozenWhen


class Migration(migrations.Migration):
    dependencies = (("supervision", "0004_supervision_whole"),)
    operations = (
        AppendOnly("supervision_instruction"),
        AppendOnly("supervision_letter"),
        AppendOnly("supervision_exchange"),
        AppendOnly("supervision_postponement"),
        FrozenWhen("supervision_extension", "OLD.state <> 'asked'"),
        FrozenWhen("supervision_referral", "OLD.state <> 'asked'"),
        FrozenWhen("supervision_adjustment", "OLD.state <> 'asked'"),
        FrozenWhen("supervision_conferencerules", "OLD.adopted_at IS NOT NULL"),
    )
