"""What a setting may say, one kind of value after the other; each complaint names the variable and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from bot.envfile import SettingsError
from bot.store import Place, Server
from knowledge import Folders, say

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
ON, OFF = ("on", "true", "1", "yes"), ("off", "false", "0", "no")
STRANGERS = ("guests", "external")
"""Who may ask besides the workspace's own people: its guests, and people of other workspaces (Slack Connect)."""
_SEPARATOR = re.compile(r"[,、\s]+")
WORKSPACE = re.compile(r"[TE][A-Z0-9]{1,30}")
USER = re.compile(rf"(?:{WORKSPACE.pattern}/)?[UW][A-Z0-9]{{1,30}}")
CHANNEL = re.compile(rf"(?:{WORKSPACE.pattern}/)?[CG][A-Z0-9]{{1,30}}")
"""Of several workspaces, people and channels are told with theirs."""
_CLIENT_ID = re.compile(r"[0-9]+\.[0-9]+")
_TOKEN_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
"""32 bytes in the alphabet of base64 that is safe in an address, as Fernet takes them."""
_SECRET = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[0-9a-fA-F]{64}")
_PUBLIC = re.compile(r"https://[0-9a-zA-Z.:-]+(?:/[\w./-]*)?", re.ASCII)
_TOKEN = re.compile(r"\b(xox[a-z]|xapp)-\S*", re.IGNORECASE)

Values = Mapping[str, str]
"""What is set, by the name of the variable; what is empty is not in it."""


def token(values: Values, name: str, prefix: str, where: str) -> str:
    token = values.get(name, "")
    if token and not token.startswith(prefix):
        # The value itself stays out of the sentence: it may be a real token in the wrong place.
        raise SettingsError(say("window_settings_token_prefix", "ja", name=name, prefix=prefix, where=say(where, "ja")))
    if not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(say("operation_settings_token_letters", "ja", name=name, where=say(where, "ja")))
    return token


def no_token(values: Values, name: str) -> str:
    value = values.get(name, "")
    if _TOKEN.search(value):
        raise SettingsError(say("operation_settings_network", "ja", name=name))
    return value


def url(values: Values, name: str, default: str) -> str:
    url = values.get(name, default)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # such as http://[::1
        usable = False
    if not usable:
        raise SettingsError(say("window_settings_url", "ja", name=name, value=shown(url)))
    return url.rstrip("/") + "/"


def path(values: Values, name: str, home: Path, default: Path) -> Path:
    return home / (Path(values[name]).expanduser() if name in values else default)


def place(values: Values, name: str, home: Path, default: Path) -> Place:
    told = values.get(name, "")
    return Server(told) if Server.is_meant_by(told) else path(values, name, home, default)


def key(values: Values, name: str) -> str:
    told = values.get(name, "")
    if told and not _KEY.fullmatch(told):
        raise SettingsError(say("operation_settings_key", "ja", name=name))
    return told


def documents(values: Values, name: str, home: Path, default: Folders) -> Folders:
    if name in values:
        return Folders(path(values, name, home, default.own))
    return replace(default, own=home / default.own)


def log_level(values: Values, name: str, default: str) -> str:
    level = values.get(name, default).upper()
    if level not in LOG_LEVELS:
        raise SettingsError(_not_among(values, name, LOG_LEVELS))
    return level


def _not_among(values: Values, name: str, choices: Sequence[str]) -> str:
    told = shown(values[name])
    return say("window_settings_choice", "ja", name=name, choices=", ".join(choices), value=told)


def switch(values: Values, name: str, default: bool) -> bool:
    told = values.get(name, "").lower()
    if told and told not in ON + OFF:
        raise SettingsError(say("operation_settings_switch", "ja", name=name, value=shown(values[name])))
    return told in ON if told else default


def secret(values: Values, name: str) -> str:
    """A secret of the app's, as Slack shows it under Basic Information: 32 digits of a hexadecimal number."""
    told = values.get(name, "")
    if told and not _SECRET.fullmatch(told):
        raise SettingsError(say("operation_settings_secret", "ja", name=name))  # without it: it may be a real one
    return told


def client_id(values: Values, name: str) -> str:
    """The number by which Slack knows the app."""
    told = values.get(name, "")
    if told and not _CLIENT_ID.fullmatch(told):
        raise SettingsError(say("operation_settings_client_id", "ja", name=name, value=shown(told)))
    return told


def token_keys(values: Values, name: str) -> tuple[str, ...]:
    """Keys for tokens, the one in use first."""
    keys = tuple(items(values, name))
    if not all(map(_TOKEN_KEY.fullmatch, keys)):
        raise SettingsError(say("operation_settings_token_keys", "ja", name=name))
    return keys


def mode(values: Values, name: str, default: Literal["socket", "http"]) -> Literal["socket", "http"]:
    """How events come in."""
    match values.get(name, default).lower():
        case "socket":
            return "socket"
        case "http":
            return "http"
        case _:
            raise SettingsError(_not_among(values, name, ("socket", "http")))


def host(values: Values, name: str, default: str) -> str:
    told = values.get(name, default)
    try:
        return str(ip_address(told))
    except ValueError:
        raise SettingsError(say("operation_settings_host", "ja", name=name, value=shown(told))) from None


def public_url(values: Values, name: str) -> str:
    """An address that Slack calls, without a slash at the end: Slack calls none but https."""
    told = values.get(name, "").rstrip("/")
    if told and not _PUBLIC.fullmatch(told):
        raise SettingsError(say("operation_settings_public_url", "ja", name=name, value=shown(told)))
    return told


def number(values: Values, name: str, default: int, least: int, most: int) -> int:
    told = values.get(name, str(default))
    number = int(told) if told.isdecimal() and len(told) <= len(str(most)) else -1
    if not least <= number <= most:
        sentence = say("operation_settings_number", "ja", name=name, least=least, most=most, value=shown(told))
        raise SettingsError(sentence)
    return number


def ids(values: Values, name: str, shape: re.Pattern[str], complaint: str) -> frozenset[str]:
    ids = items(values, name)
    wrong = [one for one in ids if not shape.fullmatch(one)]
    if wrong:
        raise SettingsError(say(complaint, "ja", name=name, value=shown(", ".join(wrong))))
    return frozenset(ids)


def organisation(name: str, value: str) -> str:
    if _TOKEN.search(value):
        raise SettingsError(say("operation_settings_organisation", "ja", name=name, value=shown(value)))
    return value


def by_channel(values: Values, name: str) -> Mapping[str, str]:
    told = dict(one.partition("=")[::2] for one in items(values, name))
    known = [channel for channel in told if CHANNEL.fullmatch(channel) or WORKSPACE.fullmatch(channel)]
    wrong = [f"{channel}={whose}" for channel, whose in told.items() if channel not in known or not whose]
    if wrong:
        raise SettingsError(say("operation_settings_by_channel", "ja", name=name, value=shown(", ".join(wrong))))
    return {channel: organisation(name, whose) for channel, whose in told.items()}


def allowed(values: Values, name: str) -> frozenset[str]:
    allowed = [one.lower() for one in items(values, name)]
    wrong = [one for one in allowed if one not in STRANGERS]
    if wrong:
        choices, value = ", ".join(STRANGERS), shown(", ".join(wrong))
        raise SettingsError(say("operation_settings_allow", "ja", name=name, choices=choices, value=value))
    return frozenset(allowed)


def items(values: Values, name: str) -> list[str]:
    return [one for one in _SEPARATOR.split(values.get(name, "")) if one]


def shown(value: str) -> str:
    """A wrong value as a complaint may repeat it: a token that somebody put into the wrong line stays out."""
    return _TOKEN.sub(r"\1-…", value)
