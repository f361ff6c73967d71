"""A rehearsal is never put into an installation with real people."""

import pytest

from luoxiao.organisations.models import User
from luoxiao.rehearsal import loading
from tests.conftest import make_user


@pytest.mark.django_db
def test_an_installation_with_real_people_is_refused() -> None:
    make_user("zhangsan", "office")
    with pytest.raises(loading.RealAccounts, match="正式账号"):
        loading.load()
    assert User.objects.count() == 1
