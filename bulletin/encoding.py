"""The bytes of a file as text: UTF-8, UTF-16 with its mark, or GB18030, which old office programs write."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from bulletin.document import NotABulletin

OTHER_KINDS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")
NOT_TEXT = "这不是纯文本文件：请在 Word 或 WPS 里“另存为”纯文本（.txt），再导入。"
UNREADABLE = "读不出文字：请把文件存成 UTF-8 编码的纯文本（.txt），再导入。"


def decoded(data: bytes) -> str:
    """The text without a byte order mark; NotABulletin when the bytes are no text."""
    if data.startswith(OTHER_KINDS):
        raise NotABulletin(NOT_TEXT)
    encodings = ("utf-16",) if data.startswith((BOM_UTF16_BE, BOM_UTF16_LE)) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise NotABulletin(NOT_TEXT)
        return text
    raise NotABulletin(UNREADABLE)
