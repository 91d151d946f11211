"""Detects hosts with an ephemeral disk, on which a store would be lost at the next restart."""

import os
from collections.abc import Mapping
from pathlib import Path

from facts.model import Refusal

# Environment variable set by the host: name of the host.
_DISK_VANISHES = {
    "DYNO": "Heroku",
    "RENDER": "Render",
    "RAILWAY_ENVIRONMENT_ID": "Railway",
    "FLY_APP_NAME": "Fly.io",
    "K_SERVICE": "Google Cloud Run",
    "VCAP_APPLICATION": "Cloud Foundry",
}
MAY_VANISH = "NICENOTE_DISK_MAY_VANISH"


def refuse_vanishing_disk(store: Path, environment: Mapping[str, str]) -> None:
    """Raise Refusal if ``store`` is on the ephemeral disk of a known host.

    A store on a mounted volume persists and is accepted. ``environment`` identifies the host.
    """
    host = next((name for sign, name in _DISK_VANISHES.items() if environment.get(sign)), None)
    if host is None or _on_a_volume(store):
        return
    raise Refusal(
        f"{host} erases its disk at every restart, and with it the facts in {store}. Add a "
        "PostgreSQL database (its DATABASE_URL works as it is), or mount a volume and set "
        f"NICENOTE_STORE to a folder on it. To run anyway: {MAY_VANISH}=on"
    )


def _on_a_volume(store: Path) -> bool:
    places = [store.absolute(), *store.absolute().parents]
    return any(os.path.ismount(place) for place in places if place != Path(place.anchor))
