"""What it takes to run the program elsewhere: the README's Windows lines, a service, a container, Datasette."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
import yaml

from bot import health, slack, web
from bot.settings import Settings, load
from hoshin import VERSION
from tests.conftest import ROOT
from tests.readme import README

QUESTION = "防災訓練の予算はどの取組から出ていますか?"


def windows_lines() -> list[list[str]]:
    """The README's lines for a Windows without make, as words."""
    [block] = re.findall(r"(?<=```bat\n).*?(?=```)", README.read_text(encoding="utf-8"), re.DOTALL)
    return [line.split("  ")[0].split() for line in block.splitlines()]


def test_the_windows_lines_are_true(tmp_path: Path, index: Path) -> None:
    """As far as this platform can tell: what they name is there, and each does what it says."""
    make, install, start = windows_lines()
    environment = tmp_path / make[-1]
    assert make[:3] == ["py", "-m", "venv"]
    subprocess.run([sys.executable, *make[1:3], "--without-pip", str(environment)], check=True)
    for line in (install, start):
        python = PureWindowsPath(line[0])
        assert python.parts == (make[-1], "Scripts", "python")
        assert (environment / "bin" / python.name).exists()  # this platform's Scripts
    # What is locked is installed here already, so that pip has to find that and to ask nobody.
    dry = subprocess.run(
        [sys.executable, *install[1:], "--dry-run", "--no-index"], cwd=ROOT, capture_output=True, check=False
    )
    assert (dry.returncode, b"Would install" in dry.stdout) == (0, False), dry.stderr.decode()
    shutil.copy(index, tmp_path / "hoshin.db")
    told = {"HOSHIN_HOME": str(tmp_path), "PYTHONIOENCODING": "cp932"}
    pipe = f"{QUESTION}\r\n".encode("cp932")
    done = subprocess.run([sys.executable, *start[1:]], cwd=ROOT, env=told, input=pipe, capture_output=True, check=True)
    assert "2,025千円" in done.stdout.decode("cp932")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_service(tmp_path: Path) -> None:
    unit = tmp_path / "hoshin.service"
    text = (ROOT / "deploy" / "hoshin.service").read_text(encoding="utf-8")
    unit.write_text(re.sub(r"(?m)^ExecStart=.*", f"ExecStart={sys.executable}", text), encoding="utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, check=False, text=True)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def builder() -> str | None:
    """A program that builds images and works here."""
    for name in ("podman", "docker"):
        works = shutil.which(name) and subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0
        if works:
            return name
    return None


def test_the_container_copies_what_there_is_and_starts_the_bot() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if re.match(r"COPY (?!--)", line) for word in line.split()[1:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = built["tool"]["hatch"]["build"]["targets"]["wheel"]
    read = [built["project"]["readme"], *built["project"]["license-files"], "requirements.lock", "pyproject.toml"]
    needed = [*read, *wheel["only-include"], *wheel["force-include"]]
    assert [name for name in needed if name not in copied and Path(name).parts[0] not in copied] == []


@pytest.mark.skipif(builder() is None, reason="no builder of images here")
def test_the_image_is_built_and_answers() -> None:
    name = str(builder())
    subprocess.run([name, "build", "--tag", "hoshin-test", "--file", "Containerfile", "."], cwd=ROOT, check=True)
    asked = [name, "run", "--rm", "hoshin-test", "ask", QUESTION]
    assert "2,025千円" in subprocess.run(asked, capture_output=True, check=True).stdout.decode()


# Three bots on one database


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return told["services"]  # type: ignore[no-any-return]


def test_three_bots_wait_for_one_database_and_each_says_how_it_is(compose: dict[str, Any]) -> None:
    bot, server = compose["bot"], compose["postgres"]
    assert bot["deploy"]["replicas"] == 3
    assert bot["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert re.fullmatch(r"postgres:\d+\.\d+-\w+", server["image"])
    assert bot["image"] == f"hoshin:{VERSION.partition('.dev')[0]}"
    assert (ROOT / bot["build"]["dockerfile"]).exists()
    assert all(service["healthcheck"]["test"] for service in compose.values())
    assert health.PATH in bot["healthcheck"]["test"][-1]
    _, first, last = re.split("[:-]", bot["ports"][0])[:3]
    assert int(last) - int(first) + 1 == 3
    assert int(bot["stop_grace_period"].rstrip("s")) > slack.ENDING + web.ENDING


def test_its_secrets_come_from_outside_and_its_settings_are_real(compose: dict[str, Any], tmp_path: Path) -> None:
    given = {**compose["bot"]["environment"], **compose["postgres"]["environment"]}
    secret = {name: value for name, value in given.items() if re.search("KEY|PASSWORD|TOKEN|SECRET", name)}
    assert len(secret) == 3
    assert all(re.fullmatch(r"\$\{\w+:\?.+\}", value) for value in secret.values())
    told = {name: value for name, value in compose["bot"]["environment"].items() if name not in secret}
    tokens = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test"}
    settings = load(tokens | told | {"HOSHIN_HOME": str(tmp_path), "HOSHIN_NAMES_KEY": "0" * 64})
    assert settings.connects_to_slack
    assert (settings.hoshin_host, settings.hoshin_port) == ("0.0.0.0", 8080)
    assert str(settings.hoshin_journal) == "postgresql://postgres/hoshin"


@pytest.mark.parametrize("page", ["operation.md", "operation.ja.md"])
def test_the_page_for_whoever_runs_it_names_settings_that_there_are(page: str) -> None:
    """And both languages speak of the same ones, with the same commands."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    known = {field.name.upper() for field in fields(Settings)}
    assert set(re.findall(r"\b(?:HOSHIN|SLACK)_[A-Z_]+", text)) <= known
    other = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    ours, theirs = (
        sorted(re.findall(r"(?:HOSHIN|SLACK)_[A-Z_]+|docker [a-z-]+(?: [a-z]+)?", one)) for one in (text, other)
    )
    assert set(ours) == set(theirs)
    assert [name for name in re.findall(r"\]\((?!http)([^)#]+)\)", text) if not (ROOT / "docs" / name).exists()] == []


# Datasette

METADATA = ROOT / "deploy" / "datasette.json"


def datasette(index: Path, path: str) -> str:
    """What the real Datasette answers for the index with the metadata."""
    command = [sys.executable, "-m", "datasette", str(index), "--metadata", str(METADATA), "--get", path]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_datasette_shows_what_the_columns_are_and_in_which_unit(index: Path) -> None:
    page = datasette(index, "/hoshin/amounts")
    assert "金額(円) · amount in yen" in page
    assert page.index("32550000") < page.index("14955000")  # the largest first
    rows = json.loads(datasette(index, "/hoshin/budgets.json?_shape=array"))
    assert ("2-1-1", 2_025_000, "2,025千円") in [(row["番号"], row["金額(円)"], row["表記"]) for row in rows]


def test_the_metadata_names_columns_that_there_are_and_every_one_with_a_unit(index: Path) -> None:
    tables = json.loads(METADATA.read_text(encoding="utf-8"))["databases"]["hoshin"]["tables"]
    database = sqlite3.connect(f"file:{index}?mode=ro", uri=True)
    columns = {name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")} for name in tables}
    database.close()
    named = {name: set(told.get("columns", ())) for name, told in tables.items()}
    with_unit = {
        "yen",
        "fiscal_year",
        "line",
        "first_line",
        "last_line",
        "position",
        "page_date",
        "built_at",
        "years",
        "pages",
        "page",
    }
    assert [(name, column) for name in tables for column in named[name] - columns[name]] == []
    assert [(name, column) for name in tables for column in (columns[name] & with_unit) - named[name]] == []
