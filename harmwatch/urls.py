"""Every address of the site; the language is part of the address, so that a page can be cited and cached."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from incidents.dashboard.citing import oembed

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="public:dashboard")),
    path("oembed", oembed, name="oembed"),  # asked for by programs; the language is that of the address in ``url``
    *i18n_patterns(
        path("", include("incidents.dashboard.urls")),
        path("", include("incidents.intake.urls")),
        path("desk/", include("incidents.review.urls")),
        path("accounts/", include("allauth.urls")),
        path("admin/", admin.site.urls),
        path("summaries/", include("incidents.summaries.urls")),
        path("", include("incidents.exports.urls")),
        path("api/", include("incidents.api.urls")),
    ),
]
