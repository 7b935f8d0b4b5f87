"""Pictures for the chat: the receipt to keep, and how the rectification stands by the bulletin's own words."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import noto_cjk_sans_otc
from PIL import Image, ImageDraw, ImageFont

from bulletin.document import Bulletin
from bulletin.profile import Profile
from wording import Wording

FONT_FILE = Path(noto_cjk_sans_otc.__file__).with_name("NotoSansCJK-Regular.ttc")
SIMPLIFIED = 2  # the face of the collection drawn for mainland readers
INK, FAINT, DONE, OPEN = "#1f2933", "#8a94a0", "#3b7a57", "#d08a1d"
RECEIPT_SIZE = (900, 420)


@dataclass
class Pictures:
    """Draws into `folder`; a receipt's file is removed by whoever has delivered it. `about` may change meanwhile."""

    folder: Path
    wording: Wording
    about: tuple[Bulletin, Profile]

    def draw(self, wanted: dict[str, str]) -> Path:
        """The PNG for a reply's `picture`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if wanted["name"] == "receipt":
            return self._receipt(wanted["number"], wanted["code"])
        bulletin, profile = self.about
        overview = self.folder / f"overview-{bulletin.id}.png"
        return overview if overview.exists() else self._overview(overview, bulletin, profile)

    def _receipt(self, number: str, code: str) -> Path:
        """Number and code and no telling word (architecture.md section 5)."""
        image = Image.new("RGB", RECEIPT_SIZE, "white")
        pen = ImageDraw.Draw(image)
        small, large = (ImageFont.truetype(str(FONT_FILE), size, index=SIMPLIFIED) for size in (34, 64))
        pen.rectangle((12, 12, RECEIPT_SIZE[0] - 13, RECEIPT_SIZE[1] - 13), outline=FAINT, width=3)
        pen.text((60, 50), f"{self.wording('receipt.picture_number')}  {number}", fill=INK, font=small)
        pen.text((60, 130), self.wording("receipt.picture_code"), fill=FAINT, font=small)
        pen.text((60, 185), code, fill=INK, font=large)
        pen.text((60, 320), self.wording("receipt.picture_hint"), fill=FAINT, font=small)
        path = self.folder / f"receipt-{secrets.token_hex(8)}.png"
        image.save(path)
        return path

    def _overview(self, path: Path, bulletin: Bulletin, profile: Profile) -> Path:
        """A bar a part: its items, and how many of them the bulletin itself leaves open (domain.md 7.3)."""
        parts = bulletin.parts
        unfinished = {item.section for item in profile.open_items}
        left_open = [sum(item.label in unfinished for item in part.items) for part in parts]
        labels = [f"{part.label}、{part.heading}" for part in parts]
        figure = _bars(labels, [len(part.items) for part in parts], left_open, self.wording, profile.year)
        unfinished_file = path.with_suffix(f".{secrets.token_hex(8)}")  # whoever is killed here leaves no half picture
        figure.savefig(unfinished_file, dpi=110, format="png")
        return unfinished_file.replace(path)


def _bars(labels: Sequence[str], totals: Sequence[int], left_open: Sequence[int], wording: Wording, year: int) -> Any:
    from matplotlib.figure import Figure  # noqa: PLC0415 - half a second that only one picture needs
    from matplotlib.font_manager import FontPath, FontProperties  # noqa: PLC0415 - as above

    font = FontProperties(fname=FontPath(str(FONT_FILE), SIMPLIFIED), size=13)
    figure = Figure(figsize=(9, 0.62 * len(labels) + 1.8), layout="constrained")
    axes = figure.subplots()
    rows = range(len(labels))
    finished = [total - rest for total, rest in zip(totals, left_open, strict=True)]
    axes.barh(rows, finished, color=DONE, label=wording("picture.reported_done"))
    axes.barh(rows, left_open, left=finished, color=OPEN, label=wording("picture.left_open"))
    axes.set_yticks(rows, [_folded(label) for label in labels], fontproperties=font)
    axes.set_xticks(range(max(totals) + 1))
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(wording("picture.title", year=year), fontproperties=font, fontsize=15, loc="left", color=INK)
    axes.set_xlabel(wording("picture.items"), fontproperties=font)
    figure.legend(prop=font, loc="outside lower center", ncols=2, frameon=False)
    return figure


def _folded(label: str, width: int = 17) -> str:
    return "\n".join(label[at : at + width] for at in range(0, len(label), width))
