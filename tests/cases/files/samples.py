"""Small files made by code, each with something in it that would give its author away."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pptx import Presentation
from pptx.util import Inches

AUTHOR = "王不留名"
CAMERA = "TellingCamera"
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
RED, BLUE = (200, 30, 30), (30, 30, 200)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def saved(picture: Image.Image, form: str, **how: Any) -> bytes:
    """The bytes of a picture."""
    out = BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def two_halves(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """A camera's notes, with the place."""
    notes = Image.Exif()
    notes[MAKE], notes[ORIENTATION] = CAMERA, orientation
    notes[GPS] = {1: "N", 2: (27.0, 54.0, 30.0), 3: "E", 4: (120.0, 48.0, 0.0)}
    return notes


def jpeg(orientation: int = 1) -> bytes:
    """A photo with its place, camera and a comment."""
    return saved(two_halves(), "JPEG", exif=exif(orientation), comment=AUTHOR.encode(), dpi=(72, 72))


def png() -> bytes:
    """A picture with a text and EXIF."""
    text = PngInfo()
    text.add_itxt("Author", AUTHOR)
    return saved(two_halves(), "PNG", pnginfo=text, exif=exif())


def webp() -> bytes:
    """A picture with EXIF and XMP."""
    return saved(two_halves(), "WEBP", exif=exif(), xmp=f"<x>{AUTHOR}</x>".encode())


def gif() -> bytes:
    """Two frames, a comment."""
    frames = [two_halves(), two_halves().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    how = {"save_all": True, "append_images": frames[1:], "duration": [120, 340], "comment": AUTHOR.encode()}
    return saved(frames[0], "GIF", **how)


def pdf(photo: bytes = b"", filters: Name | Array = Name.DCTDecode) -> bytes:
    """A page with a photo, a note by somebody, an attachment and a script."""
    document = Pdf.new()
    page = document.add_blank_page(page_size=(300, 200)).obj
    document.docinfo["/Author"] = AUTHOR
    with document.open_metadata() as xmp:
        xmp["dc:creator"] = [AUTHOR]
    document.attachments["telling.txt"] = AUTHOR.encode()
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('here')"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 10, 10], Contents=String("words stay"))
    note.T, note.M = String(AUTHOR), String("D:20260102030405Z")
    page.Annots = Array([document.make_indirect(note)])
    picture = Stream(document, photo or jpeg())
    picture.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=40, Height=20)
    picture["/ColorSpace"], picture["/BitsPerComponent"], picture["/Filter"] = Name.DeviceRGB, 8, filters
    page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    page.Contents = Stream(document, b"q 200 0 0 100 20 20 cm /Im0 Do Q")
    return bytes_of(document)


def bytes_of(document: Pdf, **how: Any) -> bytes:
    """A PDF as it would be sent."""
    out = BytesIO()
    document.save(out, **how)
    return out.getvalue()


def docx() -> bytes:
    """A letter with an author, a comment, a revision and a photo."""
    document = Document()
    document.core_properties.author = document.core_properties.last_modified_by = AUTHOR
    paragraph = document.add_paragraph("村口没有路灯")
    document.add_comment(paragraph.runs, "请核实", author=AUTHOR, initials="王")
    document.add_picture(BytesIO(jpeg()))
    return _office_bytes(document)


def pptx() -> bytes:
    """A slide with an author and a photo."""
    show = Presentation()
    show.core_properties.author = AUTHOR
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "村口没有路灯"
    slide.shapes.add_picture(BytesIO(jpeg()), Inches(1), Inches(2))
    return _office_bytes(show)


def xlsx() -> bytes:
    """A table with an author and a comment that begins with the name, as Excel writes it."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = AUTHOR
    sheet: Any = book.active
    sheet["A1"], sheet["B1"] = "路灯", 12
    sheet["A1"].comment = Comment("两盏", AUTHOR)
    return _office_bytes(book)


def _office_bytes(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def changed_part(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part put through `change`, or added."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
    return out.getvalue()


def everything_in(package: bytes) -> bytes:
    """All parts of a package, unpacked, one after the other."""
    with ZipFile(BytesIO(package)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())


ALL = (jpeg, png, webp, gif, pdf, docx, pptx, xlsx)
