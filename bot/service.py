"""What every listener works with, and what all of them do alike: ask, keep, lay out, send, and fail with a number."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError, SlackClientError

from bot import blocks
from bot.alarms import Alarms
from bot.blocks import Message
from bot.installation import HomeTab
from bot.journal import Asked, Journal
from bot.pending import Pending
from bot.people import People
from bot.posts import Conversation
from bot.replica import BehindError, Replica
from bot.replies import code_of
from bot.sending import Sender
from bot.settings import STRANGERS, Settings
from bot.state import Preferences, State
from bot.store import UnreachableError
from bot.text import cut
from bot.trouble import NotNowError
from bot.works import Lane
from knowledge import EXTENSIONS, Answer, Desk, File, Form, Kind, Language, Step, Subject, say

ROWS_AS_TEXT = 3_000
"""Characters of a table or of a note that is told in place of its file."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer together with its row in the journal."""

    answer: Answer
    id: str


@dataclass(frozen=True, slots=True)
class Service:
    """The desk behind the window, and the window's memory and post."""

    own_desk: Desk
    replica: Replica
    pending: Pending
    state: State
    journal: Journal
    sender: Sender
    doors: Lane
    """Where it is found out who asks; then comes the answer's turn."""
    turns: Lane
    outbox: Lane
    alarms: Alarms
    people: People
    settings: Settings
    home: HomeTab

    @property
    def desk(self) -> Desk:
        """Where answers come from. BehindError while another replica has a newer edition of the documents."""
        if self.replica.is_behind:
            raise BehindError
        return self.own_desk

    # Who asks

    def preferences(self, user: str) -> Preferences:
        """What a person set."""
        return self.state.preferences(user)

    def language(self, user: str) -> Language:
        """Of buttons and windows: what the person set, else Slack's."""
        try:
            told = self.preferences(user).told
        except UnreachableError:  # an apology needs one
            told = None
        return told or self.people.language(user)

    def refusal(self, channel: str, user: str, team: str = "") -> str | None:
        """Why this person gets no answer here, as the key of a sentence."""
        person, allowed = self.people.person(user, team), self.settings.hoshin_allow
        if not person.is_known and not allowed.issuperset(STRANGERS):
            return "refused_unchecked"
        if person.is_external and "external" not in allowed:
            return "refused_external"
        if person.is_guest and not person.is_external and "guests" not in allowed:
            return "refused_guest"
        return None if self.speaks_in(channel) else "refused_channel"

    def speaks_in(self, channel: str) -> bool:
        """Whether everybody in a channel may read answers; a person's own conversation always may."""
        limits = self.settings.hoshin_channels
        return channel.startswith("D") or not limits or channel in limits

    def organisation(self, channel: str) -> str | None:
        """Whose plan a channel asks about where a question does not say; None: as everywhere."""
        return self.settings.hoshin_channel_organisations.get(channel)

    # What was asked

    def ask(
        self, question: str, where: Conversation, beginnings: Iterable[Conversation] = (), *, alone: bool = False
    ) -> Kept:
        """Ask the desk in a conversation, and keep what came back; who asks nothing is told how to ask."""
        before = self.state.subject(where)
        told = self.preferences(where.user).told
        language = told or self.people.language(where.user)
        question = question if question.strip() else say("help_question", language)
        answer = self.desk.ask(question, before, told, self.organisation(where.channel))
        if answer.language != language:
            other = self.desk.ask(question, before, language, self.organisation(where.channel))
            answer = other if answer.kind is Kind.HELP else _with_buttons_of(answer, other)
        return self.keep(answer, question, where, before, beginnings=beginnings, alone=alone)

    def keep(
        self,
        answer: Answer,
        question: str,
        where: Conversation,
        before: Subject | None,
        step: Step | None = None,
        beginnings: Iterable[Conversation] = (),
        *,
        alone: bool = False,
    ) -> Kept:
        """Note an answer in the journal and what the conversation is about now."""
        self.state.remember([where, *beginnings], answer.subject)
        log.info("Answered in %s: %s (score %d)", where.channel, answer.kind, answer.score)
        return Kept(answer, self.journal.note(answer, question, where, before, step, alone=alone))

    def again(self, asked: Asked, user: str) -> Answer | None:
        """The answer that is in the journal, made anew for a person; None where its entry is gone."""
        if asked.step is not None:
            return self.next(asked, asked.step, user)
        organisation = self.organisation(asked.channel)
        return self._for(
            asked, user, lambda language: self.desk.ask(asked.question, asked.subject, language, organisation)
        )

    def next(self, asked: Asked, step: Step, user: str) -> Answer | None:
        """The answer that a step leads to, for a person; None where its entry is gone."""
        return self._for(asked, user, lambda language: self.desk.take(step, language, asked.subject))

    def _for(self, asked: Asked, user: str, tell: Callable[[Language], Answer | None]) -> Answer | None:
        """What is told in the language of the question, with buttons in that of the person."""
        answer, language = tell(asked.language), self.language(user)
        other = tell(language) if language != asked.language else None
        return _with_buttons_of(answer, other) if answer and other else answer

    def steps(self, asked: Asked, user: str) -> Sequence[Step]:
        """The steps of an answer that is in the journal."""
        answer = self.again(asked, user)
        return answer.steps if answer else ()

    def file(self, asked: Asked, user: str, form: Form) -> File | None:
        """An answer as a file; None where it has nothing to put into one any more."""
        answer = self.again(asked, user)
        return self.desk.file(answer, form) if answer else None

    def wanted_file(self, kept: Kept) -> File | None:
        """The file that a question asked for by word."""
        form = kept.answer.form
        return self.desk.file(kept.answer, form) if form in EXTENSIONS else None

    def send_file(self, user: str, file: File, place: Conversation | None = None) -> Message | None:
        """Send a file to a place, or by direct message; where Slack did not surely take it, what to say instead.

        That is why not, and the same in characters.
        """
        language, name = self.language(user), file.name.rpartition(".")[2]
        called = say(f"file_{name}", language)
        try:
            self.sender.send_file(user, file.name, file.title, file.content, file.comment, place)
        except SlackApiError as refusal:
            log.error("Slack refused a file: %s", code_of(refusal))
            why = say("press_file_refused", language, code=code_of(refusal), file=called)
        except SlackClientError as lost:
            log.warning("Whether a file arrived is not known: %s", type(lost).__name__)
            why = say("press_file_unreached", language, file=called)
        else:
            return None
        shown = cut(file.plain, ROWS_AS_TEXT)
        return blocks.plain(
            "\n".join((why, shown, *([] if shown == file.plain else [say("press_file_cut", language)])))
        )

    def is_stale(self, asked: Asked) -> bool:
        """Whether the document has been replaced since."""
        return bool(asked.document) and self.desk.edition(asked.document) != asked.edition

    # What is sent, and what goes wrong

    def send(
        self,
        queue: str,
        language: Language,
        work: Callable[[], object],
        tell: Callable[[Message], object],
        done: Callable[[], object] = lambda: None,
        *,
        owed: bool = False,
    ) -> None:
        """Do some work towards Slack after what came before in its queue, a channel's or a person's.

        `tell` brings an apology to the person; `done` follows once Slack has had its say. `owed`: see `guard`.
        """

        def job() -> None:
            if self.guard(language, work, tell, owed=owed):
                done()

        self.outbox.submit(queue, job)

    def guard(
        self, language: Language, work: Callable[[], object], tell: Callable[[Message], object], *, owed: bool = False
    ) -> bool:
        """Run one piece of work; whatever goes wrong ends in the log, and the person gets a number to refer to.

        False where nobody knows whether Slack was reached, or where this replica cannot work just now: what is `owed`
        is tried again later, here or by another one, and of the rest the person is told.
        """
        try:
            work()
        except SlackApiError as refusal:
            # Such as not_in_channel or is_archived: there is nobody to tell it to.
            log.warning("Slack refused a call: %s", code_of(refusal))
        except (SlackClientError, OSError) as lost:
            log.warning("Slack could not be reached: %s", type(lost).__name__)
            return False
        except NotNowError as reason:
            log.warning("A piece of work has to wait: %s", type(reason).__name__)
            if not owed:
                self._apologise(say(reason.told, language), tell)
            return False
        except Exception as error:  # the outermost boundary: a bug must reach the asker as a sentence
            number = secrets.token_hex(3)
            # An exception's text may hold the question, which is not to be logged; its type and place must do.
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("Answer %s failed: %s\n%s", number, type(error).__name__, place)
            log.debug("Answer %s in full", number, exc_info=error)
            self._apologise(say("window_failed", language, number=number), tell)
        return True

    def _apologise(self, sentence: str, tell: Callable[[Message], object]) -> None:
        try:
            tell(blocks.plain(sentence))
        except (SlackClientError, OSError, NotNowError) as refusal:
            log.warning("The apology could not be sent: %s", type(refusal).__name__)


def _with_buttons_of(answer: Answer, other: Answer) -> Answer:
    """An answer with the steps of the same in another language."""
    return replace(answer, steps=other.steps)
