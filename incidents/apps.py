"""The application's registration with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        """Register the admin of accounts, and keep the roles in step with the table of moves after each migration."""
        from incidents import admin as admin  # imported here: no autodiscovery, see INSTALLED_APPS
        from incidents.review.accounts import set_up_roles_after_migrate

        post_migrate.connect(set_up_roles_after_migrate, sender=self)
