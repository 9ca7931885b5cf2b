"""Bolt's own way of installing the app: /slack/install leads to Slack's page of consent, which leads back to us."""

from __future__ import annotations

import html
import logging
from urllib.parse import urljoin

from slack_bolt import BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient

from bot import listeners
from bot.contact import library_log
from bot.installations import Installations, RefusedError, States
from bot.settings import Settings
from knowledge import Language, say

INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"
LANGUAGES: tuple[Language, ...] = ("ja", "en")


def oauth_flow(settings: Settings, client: WebClient, installations: Installations, states: States) -> OAuthFlow:
    """The flow; `client` has no token yet."""
    logger = library_log("oauth", logging.ERROR)
    told = OAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        scopes=sorted(set(listeners.SCOPES)),
        user_scopes=[],
        redirect_uri=settings.hoshin_url + REDIRECT_PATH,
        install_path=INSTALL_PATH,
        install_page_rendering_enabled=False,  # Slack's own page asks whoever installs
        redirect_uri_path=REDIRECT_PATH,
        callback_options=CallbackOptions(success=_installed, failure=_failed),
        authorization_url=urljoin(settings.slack_api_url, "/oauth/v2/authorize"),
        installation_store=installations,
        state_store=states,
        logger=logger,
    )
    return OAuthFlow(client=client, logger=logger, settings=told)


def _installed(told: SuccessArgs) -> BoltResponse:
    installed = told.installation
    name = (installed.enterprise_name if installed.is_enterprise_install else installed.team_name) or ""
    return _page(200, "oauth_done", name=name)


def _failed(told: FailureArgs) -> BoltResponse:
    if isinstance(told.error, RefusedError):
        return _page(403, str(told.error))
    return _page(told.suggested_status_code, "oauth_cancelled" if told.reason == "access_denied" else "oauth_again")


def _page(status: int, key: str, **told: object) -> BoltResponse:
    """One sentence, in both languages: a browser is nobody whose language we know."""
    said = "\n".join(f'<p lang="{language}">{html.escape(say(key, language, **told))}</p>' for language in LANGUAGES)
    body = f'<!DOCTYPE html>\n<html lang="ja">\n<meta charset="utf-8">\n<title>ホーシン</title>\n{said}\n</html>\n'
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})
