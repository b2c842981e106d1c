"""What an administrator sets for one server: where its data lies, which database, whom it lets in."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.errors import Problem, Rejected
from app.records import dataclass

DATA: Final = "WINDOW_CENTRAL_DATA"
DATABASE: Final = "DATABASE_URL"
METRICS_FROM: Final = "WINDOW_CENTRAL_METRICS_FROM"  # networks with commas between them
_FILE: Final = "central.db"
_POSTGRES: Final = "postgresql+psycopg://"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK: Final[tuple[Network, ...]] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """The same for every worker; they read it from the environment."""

    data: Path  # the embedded database, the server's key, the scans
    database_url: str
    metrics_from: tuple[Network, ...]  # who may read /metrics

    @property
    def embedded(self) -> bool:
        """Whether the database is the SQLite file of the data folder."""
        return not self.database_url.startswith(_POSTGRES)

    @property
    def database_file(self) -> Path:
        return self.data / _FILE

    @property
    def scans(self) -> Path:
        return self.data / "scans"

    @property
    def figures(self) -> Path:
        """Where the workers of this machine count together."""
        return self.data / "figures"


def default_data() -> Path:
    """In the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("window-central", appauthor=False)


def read_settings(data: Path | None = None, environment: Mapping[str, str] | None = None) -> CentralSettings:
    """`data` goes before the environment. Rejected("settings") for what cannot be meant."""
    told = os.environ if environment is None else environment
    folder = (data or Path(told[DATA] if told.get(DATA) else default_data())).absolute()
    url = told.get(DATABASE) or f"sqlite:///{folder / _FILE}"
    problems = []
    if not url.startswith((_POSTGRES, "sqlite:///")):
        # The address may hold a password: only its first word is told.
        problems.append(Problem(DATABASE, "not-a-database", {"kind": url.partition(":")[0][:40]}))
    networks: list[Network] = []
    for text in filter(None, (part.strip() for part in told.get(METRICS_FROM, "").split(","))):
        try:
            networks.append(ipaddress.ip_network(text))
        except ValueError:
            problems.append(Problem(METRICS_FROM, "not-a-network", {"value": text[:40]}))
    if problems:
        raise Rejected(problems, code="settings")
    return CentralSettings(folder, url, tuple(networks) or LOOPBACK)
