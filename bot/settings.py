"""What the program is told from outside: the only reader of the environment and of .env."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from bot import envfile
from bot.envfile import SettingsError
from bot.store import Place, Server
from knowledge import SHIPPED, Folders, Language, say

__all__ = ["STRANGERS", "Settings", "SettingsError", "find_home", "language", "load", "use_network"]

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
ON, OFF = ("on", "true", "1", "yes"), ("off", "false", "0", "no")
STRANGERS = ("guests", "external")
"""Who may ask besides the workspace's own people: its guests, and people of other workspaces (Slack Connect)."""
HOME = "HOSHIN_HOME"
MANY_DAYS = 36_500
PORTS = 65_535
LONGEST_LEASE = 3_600
_JAPANESE = re.compile(r"ja(?:[_.:@-]|$)|Japanese", re.IGNORECASE)
"""ja_JP.UTF-8; Japanese_Japan in Windows. Javanese_Indonesia is another language."""
_SEPARATOR = re.compile(r"[,、\s]+")
_USER = re.compile(r"[UW][A-Z0-9]+")
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")
_KEY = re.compile(r"[0-9a-fA-F]{64}")
_TOKEN = re.compile(r"\b(xox[a-z]|xapp)-\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting. A field is the variable of the same name in capitals; .env.example explains each."""

    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_api_url: str = "https://slack.com/api/"
    hoshin_database: Path = Path("hoshin.db")
    hoshin_journal: Place = Path("journal.db")
    hoshin_names_key: str = field(default="", repr=False)
    """What people's hashes are made with where the journal is on a server; a file has its key beside it."""
    hoshin_lease: int = 60
    """Seconds after which replicas take over what one that is not heard of any more was to answer."""
    hoshin_documents: Folders = field(default=Folders(Path("documents"), SHIPPED))
    """Where documents are added, and where those of the program lie; a folder that is told stands for itself."""
    hoshin_organisation: str = ""
    """Whose newest plan answers where a question names none; empty: see Desk.open."""
    hoshin_log: str = "INFO"
    hoshin_thread_followups: bool = True
    hoshin_keep_days: int = 180
    hoshin_admins: frozenset[str] = frozenset()
    """User ids."""
    hoshin_port: int | None = None
    """None: no /healthz."""
    hoshin_host: str = "127.0.0.1"
    """Where it listens; from outside this machine it says no more than well or not."""
    hoshin_channels: frozenset[str] = frozenset()
    """Channel ids; empty: all channels."""
    hoshin_channel_organisations: Mapping[str, str] = field(default_factory=dict)
    """Channels that have a ward of their own, by channel id."""
    hoshin_allow: frozenset[str] = frozenset()
    """Which STRANGERS may ask."""
    https_proxy: str = field(default="", repr=False)
    """The way to Slack; it may hold a password. This and the next two are names that all programs know."""
    no_proxy: str = ""
    ssl_cert_file: str = ""

    @property
    def connects_to_slack(self) -> bool:
        """Both tokens are there; `load` refuses one alone."""
        return bool(self.slack_bot_token and self.slack_app_token)


def find_home(environment: Mapping[str, str] | None = None) -> Path:
    """The folder that the variable HOSHIN_HOME names, else the current one. SettingsError: it is not there."""
    outside = os.environ if environment is None else environment
    home = Path(outside.get(HOME, "").strip()).expanduser()
    if not home.is_dir():
        raise SettingsError(say("operation_settings_no_home", "ja", path=home))
    return home


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the file .env at home, then the environment over it. An empty value means the default.

    Paths start at home: see `find_home`.
    """
    outside = dict(os.environ if environment is None else environment)
    home = find_home(outside)
    known = [one.name.upper() for one in fields(Settings)] + [HOME]
    envfile.check_environment(outside, known, say("operation_settings_environment", "ja"))
    told = _read(home / ".env", known) | outside
    values = {name: value.strip() for name, value in told.items() if value.strip()}
    default = Settings()
    settings = Settings(
        slack_bot_token=_token(values, "SLACK_BOT_TOKEN", "xoxb-", "window_where_bot_token"),
        slack_app_token=_token(values, "SLACK_APP_TOKEN", "xapp-", "window_where_app_token"),
        slack_api_url=_url(values, "SLACK_API_URL", default.slack_api_url),
        hoshin_database=_path(values, "HOSHIN_DATABASE", home, default.hoshin_database),
        hoshin_journal=_place(values, "HOSHIN_JOURNAL", home, Path("journal.db")),
        hoshin_names_key=_key(values, "HOSHIN_NAMES_KEY"),
        hoshin_lease=_number(values, "HOSHIN_LEASE", default.hoshin_lease, 1, LONGEST_LEASE),
        hoshin_documents=_documents(values, "HOSHIN_DOCUMENTS", home, default.hoshin_documents),
        hoshin_organisation=_organisation("HOSHIN_ORGANISATION", values.get("HOSHIN_ORGANISATION", "")),
        hoshin_log=_log_level(values, "HOSHIN_LOG", default.hoshin_log),
        hoshin_thread_followups=_switch(values, "HOSHIN_THREAD_FOLLOWUPS", default.hoshin_thread_followups),
        hoshin_keep_days=_number(values, "HOSHIN_KEEP_DAYS", default.hoshin_keep_days, 1, MANY_DAYS),
        hoshin_admins=_ids(values, "HOSHIN_ADMINS", _USER, "operation_settings_user_ids"),
        hoshin_port=_number(values, "HOSHIN_PORT", 0, 0, PORTS) or None,
        hoshin_host=_host(values, "HOSHIN_HOST", default.hoshin_host),
        hoshin_channels=_ids(values, "HOSHIN_CHANNELS", _CHANNEL, "operation_settings_channel_ids"),
        hoshin_channel_organisations=_by_channel(values, "HOSHIN_CHANNEL_ORGANISATIONS"),
        hoshin_allow=_allowed(values, "HOSHIN_ALLOW"),
        https_proxy=_no_token(values, "HTTPS_PROXY"),
        no_proxy=_no_token(values, "NO_PROXY"),
        ssl_cert_file=_no_token(values, "SSL_CERT_FILE"),
    )
    _check_together(settings)
    return settings


def use_network(settings: Settings) -> None:
    """Let the libraries that talk to Slack see the proxy and the certificates that stand in .env.

    They look into the environment, whose own variables win.
    """
    for name in ("https_proxy", "no_proxy", "ssl_cert_file"):
        if value := getattr(settings, name):
            os.environ.setdefault(name.upper(), value)


def language() -> Language:
    """The language of the terminal: what its variables say, or Windows where they say nothing."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in gettext's order
    told = next(filter(None, map(os.environ.get, names)), None) or locale.getlocale()[0] or ""
    if not _JAPANESE.match(told):
        return "en"
    os.environ["LANGUAGE"] = "ja"  # for gettext, which does not ask Windows
    return "ja"


def _read(file: Path, known: Sequence[str]) -> dict[str, str]:
    found = envfile.read(file, known)
    if found.get(HOME):
        raise SettingsError(say("operation_settings_home_in_file", "ja", path=file))
    return found


def _token(values: Mapping[str, str], name: str, prefix: str, where: str) -> str:
    token = values.get(name, "")
    if token and not token.startswith(prefix):
        # The value itself stays out of the sentence: it may be a real token in the wrong place.
        raise SettingsError(say("window_settings_token_prefix", "ja", name=name, prefix=prefix, where=say(where, "ja")))
    if not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(say("operation_settings_token_letters", "ja", name=name, where=say(where, "ja")))
    return token


def _no_token(values: Mapping[str, str], name: str) -> str:
    value = values.get(name, "")
    if _TOKEN.search(value):
        raise SettingsError(say("operation_settings_network", "ja", name=name))
    return value


def _url(values: Mapping[str, str], name: str, default: str) -> str:
    url = values.get(name, default)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # such as http://[::1
        usable = False
    if not usable:
        raise SettingsError(say("window_settings_url", "ja", name=name, value=_shown(url)))
    return url.rstrip("/") + "/"


def _path(values: Mapping[str, str], name: str, home: Path, default: Path) -> Path:
    return home / (Path(values[name]).expanduser() if name in values else default)


def _place(values: Mapping[str, str], name: str, home: Path, default: Path) -> Place:
    told = values.get(name, "")
    return Server(told) if Server.is_meant_by(told) else _path(values, name, home, default)


def _key(values: Mapping[str, str], name: str) -> str:
    key = values.get(name, "")
    if key and not _KEY.fullmatch(key):
        raise SettingsError(say("operation_settings_key", "ja", name=name))
    return key


def _host(values: Mapping[str, str], name: str, default: str) -> str:
    host = values.get(name, default)
    try:
        return str(ip_address(host))
    except ValueError:
        raise SettingsError(say("operation_settings_host", "ja", name=name, value=_shown(host))) from None


def _documents(values: Mapping[str, str], name: str, home: Path, default: Folders) -> Folders:
    if name in values:
        return Folders(_path(values, name, home, default.own))
    return replace(default, own=home / default.own)


def _log_level(values: Mapping[str, str], name: str, default: str) -> str:
    level = values.get(name, default).upper()
    if level not in LOG_LEVELS:
        choices = ", ".join(LOG_LEVELS)
        raise SettingsError(say("window_settings_choice", "ja", name=name, choices=choices, value=_shown(values[name])))
    return level


def _switch(values: Mapping[str, str], name: str, default: bool) -> bool:
    told = values.get(name, "").lower()
    if told and told not in ON + OFF:
        raise SettingsError(say("operation_settings_switch", "ja", name=name, value=_shown(values[name])))
    return told in ON if told else default


def _number(values: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    told = values.get(name, str(default))
    number = int(told) if told.isdecimal() and len(told) <= len(str(most)) else -1
    if not least <= number <= most:
        sentence = say("operation_settings_number", "ja", name=name, least=least, most=most, value=_shown(told))
        raise SettingsError(sentence)
    return number


def _ids(values: Mapping[str, str], name: str, shape: re.Pattern[str], complaint: str) -> frozenset[str]:
    ids = _items(values, name)
    wrong = [one for one in ids if not shape.fullmatch(one)]
    if wrong:
        raise SettingsError(say(complaint, "ja", name=name, value=_shown(", ".join(wrong))))
    return frozenset(ids)


def _organisation(name: str, value: str) -> str:
    if _TOKEN.search(value):
        raise SettingsError(say("operation_settings_organisation", "ja", name=name, value=_shown(value)))
    return value


def _by_channel(values: Mapping[str, str], name: str) -> Mapping[str, str]:
    told = dict(one.partition("=")[::2] for one in _items(values, name))
    wrong = [f"{channel}={whose}" for channel, whose in told.items() if not (_CHANNEL.fullmatch(channel) and whose)]
    if wrong:
        raise SettingsError(say("operation_settings_by_channel", "ja", name=name, value=_shown(", ".join(wrong))))
    return {channel: _organisation(name, whose) for channel, whose in told.items()}


def _allowed(values: Mapping[str, str], name: str) -> frozenset[str]:
    allowed = [one.lower() for one in _items(values, name)]
    wrong = [one for one in allowed if one not in STRANGERS]
    if wrong:
        choices, value = ", ".join(STRANGERS), _shown(", ".join(wrong))
        raise SettingsError(say("operation_settings_allow", "ja", name=name, choices=choices, value=value))
    return frozenset(allowed)


def _items(values: Mapping[str, str], name: str) -> list[str]:
    return [one for one in _SEPARATOR.split(values.get(name, "")) if one]


def _shown(value: str) -> str:
    """A wrong value as a complaint may repeat it: a token that somebody put into the wrong line stays out."""
    return _TOKEN.sub(r"\1-…", value)


def _check_together(settings: Settings) -> None:
    if bool(settings.slack_bot_token) != bool(settings.slack_app_token):
        missing = "SLACK_APP_TOKEN" if settings.slack_bot_token else "SLACK_BOT_TOKEN"
        raise SettingsError(say("window_settings_one_token", "ja", missing=missing))
    if settings.connects_to_slack and settings.ssl_cert_file and not Path(settings.ssl_cert_file).is_file():
        raise SettingsError(say("operation_settings_certificates", "ja", path=settings.ssl_cert_file))
    journal = settings.hoshin_journal
    if isinstance(journal, Server) and not settings.hoshin_names_key:
        raise SettingsError(say("names_key_missing", "ja"))
    if isinstance(journal, Path) and settings.hoshin_database.resolve() == journal.resolve():
        # The index is replaced as a whole now and then; what the bot remembers would go with it.
        raise SettingsError(say("window_settings_same_file", "ja", path=settings.hoshin_database))
