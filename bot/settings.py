"""What the program is told from outside: the only reader of the environment and of .env."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Literal

from bot import envfile, values
from bot.envfile import SettingsError
from bot.store import Place, Server
from bot.values import STRANGERS
from knowledge import SHIPPED, Folders, Language, say

__all__ = ["STRANGERS", "Settings", "SettingsError", "find_home", "language", "load", "use_network"]

HOME = "HOSHIN_HOME"
MANY_DAYS = 36_500
PORTS = 65_535
LONGEST_LEASE = 3_600
_JAPANESE = re.compile(r"ja(?:[_.:@-]|$)|Japanese", re.IGNORECASE)
"""ja_JP.UTF-8; Japanese_Japan in Windows. Javanese_Indonesia is another language."""


Mode = Literal["socket", "http"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting. A field is the variable of the same name in capitals; .env.example explains each."""

    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    """What Slack signs its requests with in HTTP mode."""
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    """By these two Slack knows the app that several workspaces install."""
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
    hoshin_mode: Mode = "socket"
    """Whether we call Slack for what happens there (Socket Mode) or Slack calls us (HTTP)."""
    hoshin_host: str = "127.0.0.1"
    """The address that the HTTP server listens at."""
    hoshin_port: int | None = None
    """None: no HTTP server."""
    hoshin_url: str = ""
    """Where Slack reaches that server from outside, without a slash at the end; empty where nobody told."""
    hoshin_workspaces: frozenset[str] = frozenset()
    """Workspaces and organisations that may install the app; empty: one did, and slack_bot_token is its token.

    Where some are told, ids of people and channels stand behind theirs (T0123ABC/U0456DEF) but for what `of` returns.
    """
    hoshin_token_keys: tuple[str, ...] = field(default=(), repr=False)
    """Their tokens are encrypted with the first, and can still be read with the others."""
    hoshin_channels: frozenset[str] = frozenset()
    """Channel ids; empty: all channels."""
    hoshin_channel_organisations: Mapping[str, str] = field(default_factory=dict)
    """Channels that have a ward of their own, by channel id; under a workspace's id that of all its other channels."""
    hoshin_allow: frozenset[str] = frozenset()
    """Which STRANGERS may ask."""
    https_proxy: str = field(default="", repr=False)
    """The way to Slack; it may hold a password. This and the next two are names that all programs know."""
    no_proxy: str = ""
    ssl_cert_file: str = ""

    @property
    def connects_to_slack(self) -> bool:
        """All that its mode needs is there; `load` refuses a part alone."""
        return not missing(self)

    def of(self, workspace: str) -> Settings:
        """What is told for one of several workspaces: of what is told for the others nothing is left."""
        if not self.hoshin_workspaces:
            return self
        wards = {
            name.partition("/")[2]: whose
            for name, whose in self.hoshin_channel_organisations.items()
            if name.partition("/")[0] == workspace
        }
        return replace(
            self,
            hoshin_admins=_within(workspace, self.hoshin_admins),
            hoshin_channels=_within(workspace, self.hoshin_channels),
            hoshin_organisation=wards.pop("", self.hoshin_organisation),
            hoshin_channel_organisations=wards,
        )


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
    whole = _read(home / ".env", known) | outside
    told = {name: value.strip() for name, value in whole.items() if value.strip()}
    default = Settings()
    settings = Settings(
        slack_bot_token=values.token(told, "SLACK_BOT_TOKEN", "xoxb-", "window_where_bot_token"),
        slack_app_token=values.token(told, "SLACK_APP_TOKEN", "xapp-", "window_where_app_token"),
        slack_signing_secret=values.secret(told, "SLACK_SIGNING_SECRET"),
        slack_client_id=values.client_id(told, "SLACK_CLIENT_ID"),
        slack_client_secret=values.secret(told, "SLACK_CLIENT_SECRET"),
        slack_api_url=values.url(told, "SLACK_API_URL", default.slack_api_url),
        hoshin_database=values.path(told, "HOSHIN_DATABASE", home, default.hoshin_database),
        hoshin_journal=values.place(told, "HOSHIN_JOURNAL", home, Path("journal.db")),
        hoshin_names_key=values.key(told, "HOSHIN_NAMES_KEY"),
        hoshin_lease=values.number(told, "HOSHIN_LEASE", default.hoshin_lease, 1, LONGEST_LEASE),
        hoshin_documents=values.documents(told, "HOSHIN_DOCUMENTS", home, default.hoshin_documents),
        hoshin_organisation=values.organisation("HOSHIN_ORGANISATION", told.get("HOSHIN_ORGANISATION", "")),
        hoshin_log=values.log_level(told, "HOSHIN_LOG", default.hoshin_log),
        hoshin_thread_followups=values.switch(told, "HOSHIN_THREAD_FOLLOWUPS", default.hoshin_thread_followups),
        hoshin_keep_days=values.number(told, "HOSHIN_KEEP_DAYS", default.hoshin_keep_days, 1, MANY_DAYS),
        hoshin_admins=values.ids(told, "HOSHIN_ADMINS", values.USER, "operation_settings_user_ids"),
        hoshin_mode=values.mode(told, "HOSHIN_MODE", default.hoshin_mode),
        hoshin_host=values.host(told, "HOSHIN_HOST", default.hoshin_host),
        hoshin_port=values.number(told, "HOSHIN_PORT", 0, 0, PORTS) or None,
        hoshin_url=values.public_url(told, "HOSHIN_URL"),
        hoshin_workspaces=values.ids(told, "HOSHIN_WORKSPACES", values.WORKSPACE, "operation_settings_workspaces"),
        hoshin_token_keys=values.token_keys(told, "HOSHIN_TOKEN_KEYS"),
        hoshin_channels=values.ids(told, "HOSHIN_CHANNELS", values.CHANNEL, "operation_settings_channel_ids"),
        hoshin_channel_organisations=values.by_channel(told, "HOSHIN_CHANNEL_ORGANISATIONS"),
        hoshin_allow=values.allowed(told, "HOSHIN_ALLOW"),
        https_proxy=values.no_token(told, "HTTPS_PROXY"),
        no_proxy=values.no_token(told, "NO_PROXY"),
        ssl_cert_file=values.no_token(told, "SSL_CERT_FILE"),
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


BY_HTTP = ("SLACK_SIGNING_SECRET", "HOSHIN_PORT")
BY_INSTALLING = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "HOSHIN_TOKEN_KEYS", "HOSHIN_URL", "HOSHIN_PORT")
WITHIN = ("HOSHIN_ADMINS", "HOSHIN_CHANNELS", "HOSHIN_CHANNEL_ORGANISATIONS")
"""Settings of ids that say something in their own workspace only."""


def missing(settings: Settings) -> list[str]:
    """The variables that have to be set besides those that are, before the bot can be in Slack."""
    whose = BY_INSTALLING if settings.hoshin_workspaces else ("SLACK_BOT_TOKEN",)
    how = BY_HTTP if settings.hoshin_mode == "http" else ("SLACK_APP_TOKEN",)
    return [name for name in dict.fromkeys((*whose, *how)) if not getattr(settings, name.lower())]


def _within(workspace: str, ids: Iterable[str]) -> frozenset[str]:
    return frozenset(one.removeprefix(f"{workspace}/") for one in ids if one.startswith(f"{workspace}/"))


def _check_together(settings: Settings) -> None:
    lacking = missing(settings)
    why = "HOSHIN_WORKSPACES" if settings.hoshin_workspaces else f"HOSHIN_MODE={settings.hoshin_mode}"
    if lacking and (settings.hoshin_workspaces or settings.hoshin_mode == "http"):
        raise SettingsError(say("operation_settings_lacking", "ja", why=why, missing=", ".join(lacking)))
    if settings.hoshin_workspaces and settings.slack_bot_token:
        raise SettingsError(say("operation_settings_two_ways", "ja"))
    if bool(settings.slack_bot_token) != bool(settings.slack_app_token) and lacking:
        raise SettingsError(say("window_settings_one_token", "ja", missing=lacking[0]))
    for name in WITHIN:
        _check_whose(name, getattr(settings, name.lower()), settings.hoshin_workspaces)
    if settings.connects_to_slack and settings.ssl_cert_file and not Path(settings.ssl_cert_file).is_file():
        raise SettingsError(say("operation_settings_certificates", "ja", path=settings.ssl_cert_file))
    journal = settings.hoshin_journal
    if isinstance(journal, Server) and not settings.hoshin_names_key:
        raise SettingsError(say("names_key_missing", "ja"))
    if isinstance(journal, Path) and settings.hoshin_database.resolve() == journal.resolve():
        # The index is replaced as a whole now and then; what the bot remembers would go with it.
        raise SettingsError(say("window_settings_same_file", "ja", path=settings.hoshin_database))


def _check_whose(name: str, ids: Iterable[str], workspaces: frozenset[str]) -> None:
    """Ids of several workspaces name theirs; where there is one, none does."""
    for one in ids:
        whose = one.partition("/")[0] if "/" in one or values.WORKSPACE.fullmatch(one) else ""
        if whose not in (workspaces or ("",)):
            key = "operation_settings_whose" if workspaces else "operation_settings_nobodys"
            raise SettingsError(say(key, "ja", name=name, value=one))
