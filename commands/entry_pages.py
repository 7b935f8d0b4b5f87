"""What entry by hand in the console takes from the other parts: how words accuse the team, how files are fetched."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import intake_script
from bot.files import FileDesk
from bot.intake_content import accuses_team
from bot.messages import Attachment
from bot.turn import Custody
from bot.web_chat import WEB, WebChannel, fit_name, kind_of
from bot.web_uploads import Uploads
from cases.draft_body import DraftBody
from cases.kinds import Kind
from cases.models import Case
from commands import keys
from commands.assembly import Service
from console.entry.desk import EntryDesk
from settings import ROOT, Settings
from wording import Wording


def channel(settings: Settings) -> WebChannel:
    """Brings the scans where there is no web chat that does."""
    return WebChannel(_uploads(settings, keys.custody(settings, trial=False)))


def desk(settings: Settings, custody: Custody, running: Service) -> EntryDesk:
    """Of a running service; a scan waits sealed until the jobs loop has cleaned and kept it."""
    own_team = intake_script.load(ROOT / "data" / "intake")[Kind.TIP_OFF].own_team
    uploads = _uploads(settings, custody)
    files = FileDesk(Wording.load(), custody.secret, settings.home / "attachments")

    def accuses(body: DraftBody) -> bool:
        return accuses_team(body, own_team)

    def keep(session: Session, case: Case, name: str, data: bytes, now: datetime) -> None:
        taken = Attachment(kind_of(data), uploads.keep(data), fit_name(name), len(data))
        files.add_to_case(session, case, [taken], WEB, now)

    return EntryDesk(lambda: running.pictures.about, custody.derivation, accuses, keep)


def _uploads(settings: Settings, custody: Custody) -> Uploads:
    return Uploads(custody.secret, settings.home / "uploads")
