"""What operators start from: container, compose file, service, workflow, forms, dashboard."""

import configparser
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from grafana_foundation_sdk.models.dashboard import Dashboard

from bot.metrics import Metrics

_SCHEMAS = {
    "compose.yaml": "vendor.compose-spec",
    ".github/workflows/ci.yml": "vendor.github-workflows",
    ".github/ISSUE_TEMPLATE/bug.yml": "vendor.github-issue-forms",
    ".github/ISSUE_TEMPLATE/wrong-answer.yml": "vendor.github-issue-forms",
}


def _run(*command: str) -> str:
    done = subprocess.run(  # noqa: S603 - a linter of the environment, on our own files
        command, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_dockerfile_is_without_fault(root: Path) -> None:
    """hadolint finds nothing to say about it."""
    hadolint = shutil.which("hadolint") or str(Path(sys.executable).with_name("hadolint"))
    assert _run(hadolint, str(root / "Dockerfile")) == ""


@pytest.mark.parametrize("name", list(_SCHEMAS))
def test_each_file_keeps_to_its_published_schema(root: Path, name: str) -> None:
    """Those of the Compose specification and of GitHub."""
    schema = ["-m", "check_jsonschema", "--builtin-schema", _SCHEMAS[name]]
    _run(sys.executable, *schema, str(root / name))


def test_the_workflow_does_nothing_but_the_projects_own_ci(root: Path) -> None:
    """What passes there passes here: one command, on every Python that is promised."""
    workflow = (root / ".github/workflows/ci.yml").read_text("utf-8")
    assert re.findall(r"run: (.*)", workflow) == ["bash .ci/run"]
    [promised] = re.findall(r'requires-python = ">=(.+?)"', (root / "pyproject.toml").read_text())
    assert f'["{promised}", ' in workflow


def test_the_image_holds_the_code_and_nothing_else(root: Path) -> None:
    """Neither the store, nor .env with the token, nor tests go into it."""
    ignored = (root / ".dockerignore").read_text("utf-8").split()
    assert ignored[0] == "*"
    assert {line for line in ignored if line.startswith("!")} == {
        "!bot",
        "!facts",
        "!requirements/postgres.txt",
    }


def test_the_service_is_hardened(root: Path) -> None:
    """It may write to its store alone, and does not restart on a wrong setting."""
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(root / "docs" / "nicenote.service")
    service = unit["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"
    assert service["ReadWritePaths"] == f"{service['WorkingDirectory']}/data"
    assert service["RestartPreventExitStatus"] == "2"
    if shutil.which("systemd-analyze"):
        told = _run(
            "systemd-analyze", "security", "--offline=true", str(root / "docs/nicenote.service")
        )
        [exposure] = re.findall(r"exposure level.*: ([\d.]+)", told)
        assert float(exposure) < 3.0


def test_the_dashboard_is_read_by_grafanas_own_types(root: Path) -> None:
    """And shows every metric that there is, and none that there is not."""
    text = (root / "docs" / "grafana-dashboard.json").read_text("utf-8")
    dashboard = Dashboard.from_json(json.loads(text))
    assert dashboard.title == "Nice Note"
    panels: Any = dashboard.panels
    expressions = " ".join(
        target["expr"] for panel in json.loads(text)["panels"] for target in panel["targets"]
    )
    assert len(panels) == len(json.loads(text)["panels"])
    shown = {
        re.sub(r"_(bucket|total)$", "", name) for name in re.findall(r"nicenote_\w+", expressions)
    }
    known = {metric.name for metric in Metrics("0").registry.collect()}
    assert shown == known
