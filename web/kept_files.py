"""Script, styles and pictures that a browser asks for once."""

from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_A_YEAR = "public, max-age=31536000, immutable"  # its address changes when it does


class KeptFiles(StaticFiles):
    """Those of one folder."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOR_A_YEAR
        return response


def version(folder: Path) -> str:
    """Changes with the files of a folder, so that browsers may keep them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
