"""Accounts of the desk: nobody signs up, an administrator makes them."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Closes the sign-up page; every account is made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
