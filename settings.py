"""Every setting, typed, read once: the only reader of the environment."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent


class Settings(BaseSettings):
    """Names in the environment are those below in capitals with the prefix HUIYIN_, unless an alias is given."""

    model_config = SettingsConfigDict(
        env_prefix="HUIYIN_", populate_by_name=True, extra="ignore", env_ignore_empty=True
    )

    home: Path = ROOT / "var"  # database, model, attachments
    model: Path | None = None  # a trained model to use instead of the one in `home`
    bulletin: Path = ROOT / "data" / "bulletin"  # a folder, or a text that is read for this run alone
    database_url: str = Field("", alias="DATABASE_URL")  # empty: SQLite in `home`
    secret_file: Path | None = None  # 32 bytes, kept outside `home`; made with a warning in chat and talk
    telegram_bot_token: SecretStr | None = Field(None, alias="TELEGRAM_BOT_TOKEN")
    telegram_base_url: str = Field("https://api.telegram.org", alias="TELEGRAM_BASE_URL")
    telegram_webhook: bool = False  # Telegram calls us at `web_address` instead of being asked
    web_port: int | None = None  # of the web chat; empty: `serve` has none
    web_host: str = "127.0.0.1"  # where it listens; a proxy with https stands before it
    web_address: str = ""  # as citizens type it, with https://
    console_port: int | None = None  # of the staff pages; empty: `serve` has none
    console_host: str = "127.0.0.1"  # where they listen: an address of the staff network alone
    console_address: str = ""  # as staff type it, with https://
    metrics_port: int | None = None  # for Prometheus, apart from the public port; empty: there are none
    metrics_host: str = "127.0.0.1"
    argon2_memory_kib: int = 65536
    argon2_passes: int = 3
    quiet_from: int = 21  # hours in Asia/Shanghai between which nobody is reminded of anything
    quiet_until: int = 8
    recovery_key_file: Path | None = None  # its public half; the private one is on paper, in two halves
    clamd: str = ""  # unix:///path, host or host:port of a ClamAV daemon; without one files are not scanned
    notice_processor: str = ""  # blanks of notice N2 (domain.md 3.6); an unset one leaves its sentence out
    notice_retention: str = ""
    notice_rights_contact: str = ""
    notices_approved: str = ""  # the mark `check-deploy` shows, once the present words of the notices are approved

    @property
    def url(self) -> str:
        """The database, as SQLAlchemy names it."""
        return self.database_url or f"sqlite:///{self.home / 'huiyin.sqlite3'}"

    @property
    def models(self) -> Path:
        """Where trained models are kept."""
        return self.home / "models"
