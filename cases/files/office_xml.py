"""The XML of office packages: whom it names, where files lay, when it was written."""

import re

from lxml import etree

from cases.files.cleaned import Uncleanable, Why

SOMEBODY, INITIALS = "Author", "A"  # what Word itself writes when it removes personal information
LONG_AGO = "2000-01-01T00:00:00Z"  # where a date must stand
NOWHERE = "about:blank"

ANYWHERE = {  # attribute: what it becomes, or None to leave it out; what is said to be removed
    "author": (SOMEBODY, "authors"),
    "initials": (INITIALS, "authors"),
    "userName": (SOMEBODY, "authors"),
    "userId": (SOMEBODY, "authors"),
    "providerId": ("None", "authors"),
    "refreshedBy": (None, "authors"),
    "refreshedDate": (None, "dates"),
    "dateUtc": (None, "dates"),
    "sourceFile": (None, "paths"),
    "odcFile": (None, "paths"),
}
OF_ELEMENT = {  # the same for an attribute that means something else in other elements
    ("cmAuthor", "name"): (SOMEBODY, "authors"),
    ("author", "name"): (SOMEBODY, "authors"),
    ("userInfo", "name"): (SOMEBODY, "authors"),
    ("person", "displayName"): (SOMEBODY, "authors"),
    ("header", "dateTime"): (LONG_AGO, "dates"),
    ("threadedComment", "dT"): (None, "dates"),
    ("cm", "dt"): (None, "dates"),
    ("cm", "created"): (LONG_AGO, "dates"),
    ("reply", "created"): (LONG_AGO, "dates"),
    ("absPath", "url"): ("", "paths"),
    ("dbPr", "connection"): ("", "paths"),
    ("imagedata", "title"): (None, "paths"),
} | {(change, "date"): (None, "dates") for change in ("comment", "ins", "del", "moveFrom", "moveTo")}
CHANGES = re.compile(r"(Change|RangeStart|cellIns|cellDel|cellMerge)$")  # of Word, each with a date
LEFT_OUT = {  # elements of Word's settings
    "rsids": "revision_ids",
    "docId": "revision_ids",
    "attachedTemplate": "paths",
    "mailMerge": "paths",
    "docVars": "variables",
}
EMPTIED = {"people": "authors", "tagLst": "variables", "chgInfo": "authors", "revInfo": "revision_ids"}
PICTURES = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WEB = re.compile(r"(https?://|mailto:|tel:|#)", re.IGNORECASE)
PATH = re.compile(r"^([A-Za-z]:[\\/]|\\\\|file:)|[\\/][^\\/]+\.\w{2,4}$", re.IGNORECASE)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def clean_xml(blob: bytes) -> tuple[bytes, set[str]]:
    """The same part without names, dates and paths; and what was removed."""
    root = _parsed(blob)
    if said := EMPTIED.get(_local(root.tag)):
        return _written(_bare(root)), {said}
    removed = _anonymous_comments(root) if _local(root.tag) == "comments" else _without_settings(root)
    for element in root.iter(etree.Element):
        if element.attrib:
            removed |= _clean_attributes(element)
    return _written(root), removed


def clean_properties(blob: bytes) -> bytes:
    """Title, author, company, times: nothing but the root is left."""
    return _written(_bare(_parsed(blob)))


def clean_relations(blob: bytes) -> tuple[bytes, set[str]]:
    """What is linked stays where a reader must click; what would be loaded or tells a path goes."""
    root, removed = _parsed(blob), set[str]()
    for relation in root.iter("{*}Relationship"):
        if relation.get("TargetMode") == "External" and not _link(relation):
            relation.set("Target", NOWHERE)
            removed.add("links")
    return _written(root), removed


def _link(relation: etree._Element) -> bool:
    return relation.get("Type", "").endswith("/hyperlink") and bool(WEB.match(relation.get("Target", "")))


def _parsed(blob: bytes) -> etree._Element:
    root = etree.fromstring(blob, _PARSER)
    if root.getroottree().docinfo.doctype:  # no office program writes one
        raise Uncleanable(Why.DAMAGED)
    return root


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _bare(root: etree._Element) -> etree._Element:
    for child in list(root):
        root.remove(child)
    root.text = None
    root.attrib.clear()
    return root


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _without_settings(root: etree._Element) -> set[str]:
    doomed = [element for element in root if _local(element.tag) in LEFT_OUT]
    for element in doomed:
        root.remove(element)
    return {LEFT_OUT[_local(element.tag)] for element in doomed}


def _clean_attributes(element: etree._Element) -> set[str]:
    tag, removed = _local(element.tag), set[str]()
    for key, value in element.attrib.items():
        rule = _rule(element.tag, tag, _local(key), value)
        if rule is None:
            continue
        becomes, said = rule
        removed.add(said)
        if becomes is None:
            del element.attrib[key]
        else:
            element.set(key, becomes)
    return removed


def _rule(full_tag: str, tag: str, name: str, value: str) -> tuple[str | None, str] | None:
    if name.startswith("rsid"):
        return None, "revision_ids"
    if tag == "cNvPr" and name == "name" and full_tag.startswith(f"{{{PICTURES}}}"):
        return "", "paths"  # the name of the picture's file
    if tag in ("cNvPr", "docPr") and name in ("descr", "title") and PATH.search(value):
        return "", "paths"
    if name == "date" and CHANGES.search(tag):
        return None, "dates"
    return ANYWHERE.get(name) or OF_ELEMENT.get((tag, name))


def _anonymous_comments(root: etree._Element) -> set[str]:
    """Excel keeps the names beside its comments and begins each with one."""
    authors = [author for author in root.iter("{*}author") if author.text and not author.text.startswith("tc=")]
    names = {f"{author.text}:" for author in authors}
    for author in authors:
        author.text = SOMEBODY
    for words in root.iter("{*}t"):
        if words.text and words.text.strip() in names:
            words.text = ""
    return {"authors"} if authors else set()
