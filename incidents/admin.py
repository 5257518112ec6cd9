"""The admin site: accounts and their roles, and nothing that writes the desk or the record."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.models.audit import record_event
from incidents.review.moves import Move, Role, may

# The desk's log-in, with its second factor and its slowing down of guesses, holds for the admin site too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = _("HarmWatch accounts")
admin.site.site_title = _("HarmWatch accounts")
admin.site.index_title = _("Accounts and roles")
# Django registers its own admin of these; roles come from the table of moves and are not edited by hand.
admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Makes and changes accounts. They are switched off, never deleted: the audit trail names them."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Role"), {"fields": ("is_active", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
    )
    list_display = ("username", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username",)
    filter_horizontal = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A name stays: decisions are signed with it."""
        return ("last_login", "date_joined", *(("username",) if obj else ()))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Move.MANAGE_ACCOUNTS)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Move.MANAGE_ACCOUNTS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Move.MANAGE_ACCOUNTS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers, made on the command line, are changed there alone."""
        allowed = may(request.user, Move.MANAGE_ACCOUNTS)
        return allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: ModelForm[User], formsets: Any, change: bool) -> None:
        """Whoever administers may enter the admin site, nobody else; every change of roles leaves an audit line."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        roles = sorted(user.groups.values_list("name", flat=True))
        user.is_staff = user.is_superuser or Role.ADMINISTRATOR.value in roles
        user.save(update_fields=["is_staff"])
        changes = {"roles": [None, roles], "is_active": [None, user.is_active]}
        record_event(
            "change_account" if change else "make_account",
            subject=f"account {user.get_username()}",
            by=request.user.get_username(),
            changes=changes,
        )
