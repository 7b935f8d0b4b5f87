"""What a file can be, and what is done with each kind."""

from cases.kinds import Labelled


class FileKind(Labelled):
    """What the content of a file is, whatever its name says."""

    JPEG = "jpeg", "JPEG图片"
    PNG = "png", "PNG图片"
    WEBP = "webp", "WebP图片"
    GIF = "gif", "GIF图片"
    HEIC = "heic", "HEIC图片"
    PDF = "pdf", "PDF文档"
    DOCX = "docx", "Word文档"
    XLSX = "xlsx", "Excel表格"
    PPTX = "pptx", "PowerPoint演示文稿"
    TEXT = "text", "文本"
    OTHER_OFFICE = "other_office", "不支持的办公文档"
    MP3 = "mp3", "MP3录音"
    M4A = "m4a", "M4A录音"
    OGG = "ogg", "OGG录音"
    AMR = "amr", "AMR录音"
    WAV = "wav", "WAV录音"
    MP4 = "mp4", "MP4视频"
    MOV = "mov", "MOV视频"
    WEBM = "webm", "WebM视频"
    THREE_GP = "3gp", "3GP视频"
    HTML = "html", "网页"
    SVG = "svg", "SVG图形"
    PROGRAM = "program", "程序"
    ARCHIVE = "archive", "压缩包"
    UNKNOWN = "unknown", "无法识别的文件"

    @property
    def image(self) -> bool:
        """One that is cleaned by drawing it again."""
        return self in (FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.GIF)

    @property
    def office(self) -> bool:
        """One that is a package of parts."""
        return self in (FileKind.DOCX, FileKind.XLSX, FileKind.PPTX)

    @property
    def sound(self) -> bool:
        """A recording whose notes can be taken out without touching the sound."""
        return self in (FileKind.MP3, FileKind.M4A, FileKind.OGG, FileKind.AMR, FileKind.WAV)

    @property
    def dangerous(self) -> bool:
        """One that acts when it is opened, and is never shown."""
        return self in (FileKind.HTML, FileKind.SVG, FileKind.PROGRAM)

    def called(self, name: str) -> bool:
        """Whether a name's extension is one of this kind; a name without any claims nothing."""
        _, dot, extension = name.rpartition(".")
        return not dot or self is FileKind.UNKNOWN or extension.lower() in EXTENSIONS[self]


EXTENSIONS: dict[FileKind, tuple[str, ...]] = {kind: (kind.value,) for kind in FileKind} | {
    FileKind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    FileKind.HEIC: ("heic", "heif"),
    FileKind.TEXT: ("txt", "text", "md", "csv", "log"),
    FileKind.OTHER_OFFICE: (
        "doc",
        "xls",
        "ppt",
        "wps",
        "et",
        "dps",
        "odt",
        "ods",
        "odp",
        "docm",
        "xlsm",
        "pptm",
        "rtf",
    ),
    FileKind.M4A: ("m4a", "mp4"),
    FileKind.OGG: ("ogg", "oga", "opus"),
    FileKind.MP4: ("mp4", "m4v", "3gp"),
    FileKind.MOV: ("mov", "qt"),
    FileKind.HTML: ("html", "htm", "xhtml"),
    FileKind.PROGRAM: ("exe", "dll", "apk", "sh", "bat", "jar", "scr", "msi", "deb", "rpm"),
    FileKind.ARCHIVE: ("zip", "rar", "7z", "gz", "tar", "bz2", "xz"),
}
