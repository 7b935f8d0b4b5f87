"""A letter, a table and slides keep their words and lose their author."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation

from cases.files.cleaned import Uncleanable, Why
from cases.files.cleaning import clean
from cases.files.file_kind import FileKind
from tests.cases.files import samples
from tests.cases.files.samples import AUTHOR, CAMERA

PACKAGES = {FileKind.DOCX: samples.docx, FileKind.PPTX: samples.pptx, FileKind.XLSX: samples.xlsx}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REVISED = f"""<w:document xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<w:body><w:p w:rsidR="00A1B2C3"><w:ins w:id="1" w:author="{AUTHOR}" w:date="2026-01-02T03:04:05Z"><w:r>
<w:rPr><w:rPrChange w:id="2" w:author="{AUTHOR}" w:date="2026-01-02T03:04:05Z"><w:rPr/></w:rPrChange></w:rPr>
<w:t>增加的话</w:t></w:r></w:ins></w:p></w:body></w:document>"""
LINKS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://x/hyperlink" Target="https://example.org/a" TargetMode="External"/>
<Relationship Id="rId2" Type="http://x/attachedTemplate" Target="file:///C:/Volumes/wang/t.dotx" TargetMode="External"/>
<Relationship Id="rId3" Type="http://x/image" Target="https://tracker.example/p.png" TargetMode="External"/>
<Relationship Id="rId4" Type="http://x/hyperlink" Target="C:/Volumes/wang/list.xlsx" TargetMode="External"/>
<Relationship Id="rId5" Type="http://x/styles" Target="styles.xml"/></Relationships>"""


def cleaned_part(kind, name, text):
    copy = clean(samples.changed_part(PACKAGES[kind](), name, lambda _: text.encode()), kind)
    with ZipFile(BytesIO(copy.data)) as parts:
        return parts.read(name).decode()


@pytest.mark.parametrize("kind", PACKAGES)
def test_the_samples_do_tell(kind):
    assert AUTHOR.encode() in samples.everything_in(PACKAGES[kind]())


@pytest.mark.parametrize("kind", PACKAGES)
def test_inv_c14_nobody_is_named_in_any_part_of_an_office_document(kind):
    copy = clean(PACKAGES[kind](), kind)
    everything = samples.everything_in(copy.data)
    assert AUTHOR.encode() not in everything
    assert CAMERA.encode() not in everything
    assert "properties" in copy.removed


def test_a_letter_keeps_its_words_its_comment_and_its_photo():
    document = Document(BytesIO(clean(samples.docx(), FileKind.DOCX).data))
    assert document.paragraphs[0].text == "村口没有路灯"
    assert document.core_properties.author == ""
    (comment,) = document.comments
    assert (comment.text, comment.author, comment.initials) == ("请核实", "Author", "A")
    photo = document.part.related_parts[document.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert Image.open(BytesIO(photo.blob)).size == (40, 20)


def test_slides_keep_their_words():
    show = Presentation(BytesIO(clean(samples.pptx(), FileKind.PPTX).data))
    assert show.slides[0].shapes.title.text == "村口没有路灯"
    assert show.core_properties.author == ""


def test_a_table_keeps_its_cells_and_its_comment():
    sheet = load_workbook(BytesIO(clean(samples.xlsx(), FileKind.XLSX).data))["Sheet"]
    assert (sheet["A1"].value, sheet["B1"].value) == ("路灯", 12)
    assert (sheet["A1"].comment.text, sheet["A1"].comment.author) == ("两盏", "Author")


def test_a_revision_keeps_its_words_and_loses_its_author_and_hour():
    part = cleaned_part(FileKind.DOCX, "word/document.xml", REVISED)
    assert "增加的话" in part
    assert not any(word in part for word in (AUTHOR, "2026-01-02", "00A1B2C3"))
    assert part.count('w:author="Author"') == 2


def test_only_links_that_a_reader_clicks_stay():
    part = cleaned_part(FileKind.DOCX, "word/_rels/document.xml.rels", LINKS)
    assert "https://example.org/a" in part
    assert "styles.xml" in part
    assert not any(word in part for word in ("wang", "tracker.example"))
    assert part.count('Target="about:blank"') == 3


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (FileKind.DOCX, "word/people.xml", f'<p:people xmlns:p="w15"><p:person p:author="{AUTHOR}"/></p:people>'),
        (FileKind.DOCX, "docProps/custom.xml", f"<Properties><property>{AUTHOR}</property></Properties>"),
        (FileKind.DOCX, "word/settings.xml", f'<settings><docVars><docVar val="{AUTHOR}"/></docVars></settings>'),
        (FileKind.DOCX, "customXml/item1.xml", f"<Cover><Author>{AUTHOR}</Author></Cover>"),
        (FileKind.XLSX, "xl/persons/person.xml", f'<personList><person displayName="{AUTHOR}" id="1"/></personList>'),
        (FileKind.XLSX, "xl/x.xml", f'<workbook><absPath url="C:/Volumes/{AUTHOR}/Desktop/"/></workbook>'),
        (FileKind.XLSX, "xl/pivot.xml", f'<pivotCacheDefinition refreshedBy="{AUTHOR}"/>'),
        (
            FileKind.PPTX,
            "ppt/commentAuthors.xml",
            f'<p:cmAuthorLst xmlns:p="p"><p:cmAuthor name="{AUTHOR}"/></p:cmAuthorLst>',
        ),
        (FileKind.PPTX, "ppt/changesInfos/c.xml", f'<chgInfo><chg name="{AUTHOR}"/></chgInfo>'),
        (FileKind.DOCX, "word/comment.xml", f"<root><!-- {AUTHOR} --><?by {AUTHOR}?></root>"),
    ],
)
def test_names_in_odd_places_are_gone(kind, name, text):
    assert AUTHOR not in cleaned_part(kind, name, text)


def test_the_name_with_which_excel_begins_a_comment_is_gone():
    text = f"<comments><authors><author>{AUTHOR}</author></authors><t>{AUTHOR}:</t><t>两盏</t></comments>"
    part = cleaned_part(FileKind.XLSX, "xl/comments/comment1.xml", text)
    assert AUTHOR not in part
    assert "两盏" in part


def test_the_display_name_of_a_table_is_no_person():
    assert "费用表" in cleaned_part(FileKind.XLSX, "xl/tables/table9.xml", '<table displayName="费用表"/>')


def test_the_picture_of_what_the_first_page_once_was_is_gone():
    copy = clean(
        samples.changed_part(samples.docx(), "docProps/thumbnail.jpeg", lambda _: samples.jpeg()), FileKind.DOCX
    )
    with ZipFile(BytesIO(copy.data)) as parts:
        assert parts.read("docProps/thumbnail.jpeg") == b""


def test_a_macro_or_any_other_insert_is_emptied():
    copy = clean(samples.changed_part(samples.docx(), "word/vbaProject.bin", lambda _: AUTHOR.encode()), FileKind.DOCX)
    assert "inserts" in copy.removed
    assert AUTHOR.encode() not in samples.everything_in(copy.data)


def test_a_document_in_a_document_is_cleaned_too():
    slides = samples.changed_part(samples.pptx(), "ppt/embeddings/table.xlsx", lambda _: samples.xlsx())
    copy = clean(slides, FileKind.PPTX)
    with ZipFile(BytesIO(copy.data)) as parts:
        inner = parts.read("ppt/embeddings/table.xlsx")
    assert AUTHOR.encode() not in samples.everything_in(inner)
    assert load_workbook(BytesIO(inner))["Sheet"]["B1"].value == 12


def test_the_hours_of_the_package_are_gone():
    with ZipFile(BytesIO(clean(samples.docx(), FileKind.DOCX).data)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_entity_is_never_resolved():
    text = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    with pytest.raises(Uncleanable) as refusal:
        cleaned_part(FileKind.DOCX, "word/document.xml", text)
    assert refusal.value.why is Why.DAMAGED


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    out = BytesIO(samples.docx())
    with ZipFile(out, "a", ZIP_DEFLATED) as package:
        package.writestr("word/bomb.xml", bytes(70_000_000))
    assert len(out.getvalue()) < 200_000
    with pytest.raises(Uncleanable) as refusal:
        clean(out.getvalue(), FileKind.DOCX)
    assert refusal.value.why is Why.TOO_LARGE


def test_a_zip_that_lies_about_its_sizes_is_called_damaged():
    data = bytearray(samples.changed_part(samples.docx(), "word/more.xml", lambda _: b"<x>" + b" " * 5000 + b"</x>"))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Uncleanable) as refusal:
        clean(bytes(data), FileKind.DOCX)
    assert refusal.value.why is Why.DAMAGED


def test_two_parts_of_one_name_are_called_damaged():
    out = BytesIO(samples.docx())
    with ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", REVISED)
    with pytest.raises(Uncleanable):
        clean(out.getvalue(), FileKind.DOCX)
