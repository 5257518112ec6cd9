"""Settings read with care: an empty value counts as left out, a wrong one stops with advice."""

import zoneinfo
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def whole_number(env: environ.Env, name: str, default: int, *, least: int = 1, most: int | None = None) -> int:
    """The setting as a whole number of at least ``least``, at most ``most``."""
    text = str(env(name, default="")).strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise ImproperlyConfigured(f"{name} is “{text}”, but must be a whole number of {least} or more.")
    if most is not None and int(text) > most:
        raise ImproperlyConfigured(f"{name} is “{text}”, but must be a whole number from {least} to {most}.")
    return int(text)


def yes_or_no(env: environ.Env, name: str, *, default: bool) -> bool:
    """The setting as a yes or a no."""
    text = str(env(name, default="")).strip().lower()
    if text in ("", "yes", "true", "on", "1"):
        return default if not text else True
    if text in ("no", "false", "off", "0"):
        return False
    raise ImproperlyConfigured(f"{name} is “{text}”, but must be yes or no.")


def one_of(env: environ.Env, name: str, choices: tuple[str, ...]) -> str:
    """The setting as one of a few words, the first where it is left out."""
    text = str(env(name, default="")).strip() or choices[0]
    if text not in choices:
        raise ImproperlyConfigured(f"{name} is “{text}”, but must be one of: {', '.join(choices)}.")
    return text


def site_url(env: environ.Env, name: str, default: str) -> str:
    """The setting as the address of a site, without a slash at its end."""
    text = str(env(name, default="")).strip().rstrip("/") or default
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} is “{text}”, but must read like https://harm.example.org, without a path.")
    return text


def time_zone(env: environ.Env, name: str, default: str) -> str:
    """The setting as the name of a time zone that is known here."""
    text = str(env(name, default="")).strip() or default
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name} is “{text}”, but must name a time zone such as {default}.") from None
    return text


def tiles_url(env: environ.Env, name: str) -> str:
    """The setting as the address of map tiles on one host, which the content security policy can name; may be empty."""
    text = str(env(name, default="")).strip()
    if text and ("{s}" in text or urlsplit(text).scheme not in ("http", "https") or "{z}" not in text):
        raise ImproperlyConfigured(
            f"{name} is “{text}”, but must read like https://tiles.example.org/{{z}}/{{x}}/{{y}}.png: one host."
        )
    return text
