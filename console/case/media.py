"""What a browser is told that a file is, which ones it plays, and of which the page shows a small picture."""

from collections.abc import Mapping
from types import MappingProxyType

from cases.files.file_kind import FileKind

UNKNOWN_TYPE = "application/octet-stream"
TYPES: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.JPEG: "image/jpeg",
        FileKind.PNG: "image/png",
        FileKind.WEBP: "image/webp",
        FileKind.GIF: "image/gif",
        FileKind.PDF: "application/pdf",
        FileKind.TEXT: "text/plain; charset=utf-8",
        FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileKind.MP3: "audio/mpeg",
        FileKind.M4A: "audio/mp4",
        FileKind.OGG: "audio/ogg",
        FileKind.WAV: "audio/wav",
        FileKind.MP4: "video/mp4",
        FileKind.MOV: "video/quicktime",
        FileKind.WEBM: "video/webm",
    }
)  # by what they are, not by what their names say; nothing that a browser would run
PLAYED = (FileKind.MP3, FileKind.M4A, FileKind.OGG, FileKind.WAV, FileKind.MP4, FileKind.MOV, FileKind.WEBM)
SEEN = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.GIF, FileKind.PDF)
