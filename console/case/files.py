"""The files of a case: small pictures on the page, the cleaned copy to save, the original for leaders with a reason."""

from base64 import b64encode

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import attachment_bytes, queries
from cases.attachment_bytes import Fetched, Part
from cases.audit.deeds import Action
from cases.errors import NoBytes
from cases.files.file_kind import EXTENSIONS
from console.case.media import PLAYED, TYPES, UNKNOWN_TYPE
from console.case.pages import number_of, shown_of
from console.refused import NotFound
from console.visit import Visit
from desk.shown import ShownFile
from web.headers import POLICY

SHUT_IN = {"Content-Security-Policy": "default-src 'none'; sandbox"}
PLAYING = {"Content-Security-Policy": f"{POLICY}; media-src data:"}
LISTEN = "listen"


def picture(visit: Visit) -> Response:
    """A small PNG that was drawn from the cleaned copy."""
    with visit.watch(Action.VIEW, number=number_of(visit)), visit.office.read() as session:
        fetched = _fetched(visit, session, _file(visit, session), Part.VIEW)
        if not fetched.data:
            raise NotFound
    return Response(fetched.data, media_type="image/png", headers=SHUT_IN)


def copy(visit: Visit) -> Response:
    """What handlers get: nothing in it tells who made it."""
    with visit.watch(Action.DOWNLOAD, number=number_of(visit)), visit.office.read() as session:
        file = _file(visit, session)
        return _saved(visit, file, _fetched(visit, session, file, Part.COPY))


def listen(visit: Visit) -> Response:
    """The same of a recording, to be heard at once."""
    with visit.watch(Action.DOWNLOAD, number=number_of(visit)), visit.office.read() as session:
        file = _file(visit, session)
        fetched = _fetched(visit, session, file, Part.COPY)
        if file.content not in PLAYED:
            raise NotFound
    return _played(visit, file, fetched)


def original(visit: Visit) -> Response:
    """As it came, for a leader who says why: to save or to listen to."""
    with visit.change(Action.DOWNLOAD, number=number_of(visit)) as session:
        file = _file(visit, session)
        fetched = _fetched(visit, session, file, Part.ORIGINAL, visit.field("reason"))
    is_heard = visit.field("do") == LISTEN and file.content in PLAYED
    return (_played if is_heard else _saved)(visit, file, fetched)


def _played(visit: Visit, file: ShownFile, fetched: Fetched) -> Response:
    """On a page that may play this file and nothing else."""
    source = f"data:{TYPES[file.content]};base64,{b64encode(fetched.data).decode()}"
    page = visit.page("case_listen.html", number=number_of(visit), file=file, source=source)
    page.headers.update(PLAYING)
    return page


def _file(visit: Visit, session: Session) -> ShownFile:
    file = queries.file_of(session, visit.officer, number_of(visit))
    place = visit.path["place"]
    files = {str(one.place): one for one in shown_of(visit, session, file).files()}
    if place not in files:
        raise NotFound
    return files[place]


def _fetched(visit: Visit, session: Session, file: ShownFile, part: Part, reason: str = "") -> Fetched:
    office, case = visit.office, queries.file_of(session, visit.officer, number_of(visit)).case
    how = (office.casework.secret, office.files, visit.officer, case, file.row, part, visit.now)
    if part is not Part.ORIGINAL and not file.stored:
        raise NoBytes("not_stored")
    return attachment_bytes.fetch(session, *how, reason=reason)


def _saved(visit: Visit, file: ShownFile, fetched: Fetched) -> Response:
    """Under its own name, with an ending that says what it is."""
    name = fetched.name or f"{number_of(visit)}-{file.place}"
    if not file.content.called(name) or "." not in name:
        name = f"{name}.{EXTENSIONS[file.content][0]}"
    response = visit.download(fetched.data, name, TYPES.get(file.content, UNKNOWN_TYPE))
    response.headers.update(SHUT_IN)
    return response
