"""Several bots on one PostgreSQL: killed, frozen, their database restarted; and what PostgreSQL costs beside a file."""

from __future__ import annotations

from pathlib import Path

from benchmarks import plan, table
from benchmarks.clock import tell
from benchmarks.slack import CHANNELS, KILLING, LIFE, LOG_SHOWN, RATE, SEED, Result, measured, steadily, warm_up
from bot.store import Place
from tests.bot_process import running
from tests.engines import Postgres, postgres, programs
from tests.kills import REAL, Scene, toll
from tests.slack_standin import APP_TOKEN, BOT_TOKEN, Channel, StandIn

KILLS, RESTARTS, FREEZES = 100, 2, 1
COLUMNS = ("journal", "questions", "lost", "twice", "processor ms a question", "the server's ms a question")


def run(folder: Path, replicas: int, kills: int, seconds: int) -> bool:
    """Measures and prints; whether nothing was lost and nothing came twice."""
    if programs() is None:
        print("PostgreSQL is not installed: apt-get install postgresql")
        return False
    texts = [case.question for case in plan.cases(plan.shipped())]
    with postgres() as server:
        rows = []
        for name, place in (("SQLite", folder / "journal.db"), ("PostgreSQL", server.fresh())):
            tell(f"replicas: {RATE} a second for {seconds} s on {name}")
            result, own = _cost(folder, place, server, texts, seconds)
            counts = map(str, (len(result.questions), result.lost, result.twice))
            rows.append([name, *counts, f"{1000 * result.processor:.1f}", f"{1000 * own:.1f}"])
        print(table.render(COLUMNS, rows))
        tell(f"replicas: {kills} kills, {RESTARTS} restarts of the database, {FREEZES} freeze, {KILLING:.0f} a second")
        scene = Scene(
            kills=kills,
            rate=KILLING,
            seed=SEED,
            texts=texts,
            desk=REAL,
            life=LIFE,
            replicas=replicas,
            restarts=RESTARTS,
            freezes=FREEZES,
        )
        found = toll(folder, scene, server.fresh(), server)
    print(found)
    is_whole = not found.lost + found.twice
    if not is_whole:
        tell(f"replicas: the bots have logged\n{(folder / 'log').read_text(encoding='utf-8')[-LOG_SHOWN:]}")
    return is_whole


def _cost(folder: Path, place: Place, server: Postgres, texts: list[str], seconds: int) -> tuple[Result, float]:
    """One bot that keeps its journal there, on a busy day; and the server's processor seconds a question."""
    with StandIn() as slack:
        slack.channels.update({channel: Channel() for channel in CHANNELS})
        with running(folder, bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url, place=place) as bot:
            measured(slack, bot, lambda: warm_up(slack))
            before = server.processor_seconds()
            result = measured(slack, bot, lambda: steadily(slack, SEED, texts, RATE, seconds))
            return result, (server.processor_seconds() - before) / len(result.questions)
