"""One transaction, signed: the database's own history learns who acts, for as long as the transaction lasts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import connection, transaction

Act = TypeVar("Act", bound=Callable[..., Any])


def signed(act: Act) -> Act:
    """Run a write in one transaction under the name given as ``by``; acts within acts keep the same name."""

    @wraps(act)
    def inner(*args: Any, by: str, **kwargs: Any) -> Any:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('harmwatch.by', %s, true)", [by])
            return act(*args, by=by, **kwargs)

    return cast(Act, inner)
