"""Work on a hostile file ends in time, in bounds, and with a reason."""

import os
import signal
import subprocess
import sys
import zlib
from io import BytesIO
from time import monotonic
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Name, Pdf, Stream
from PIL import Image

from cases.files import workbench, worker
from cases.files.cleaned import Why
from cases.files.file_kind import FileKind
from cases.files.recognise import recognise
from cases.files.workbench import Worked, packed, unpacked, work_on
from cases.files.worker import work
from tests.cases.files import samples

SAMPLES = [make() for make in samples.ALL]


def bomb_of_objects():
    """A PDF whose list of objects unpacks to two gigabytes."""
    document = Pdf.open(BytesIO(samples.pdf()))
    inner = zlib.compress(zlib.compress(bytes(400_000_000), 9), 9)
    document.pages[0].Contents = Stream(document, inner)
    document.pages[0].Contents["/Filter"] = [Name.FlateDecode, Name.FlateDecode]
    return samples.bytes_of(document)


def nested_xml():
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    return samples.changed_part(samples.docx(), "word/document.xml", lambda _: deep)


def many_parts():
    out = BytesIO(samples.docx())
    with ZipFile(out, "a", ZIP_DEFLATED) as package:
        for number in range(12_000):
            package.writestr(f"word/{number}.xml", "")
    return out.getvalue()


HOSTILE = {
    "a hundred megapixels": (lambda: samples.saved(Image.new("1", (10_000, 10_000)), "PNG"), Why.TOO_LARGE),
    "a page of gigabytes": (bomb_of_objects, None),  # what is never unpacked does no harm
    "xml without end": (nested_xml, Why.DAMAGED),
    "twelve thousand parts": (many_parts, Why.TOO_LARGE),
    "half a pdf": (lambda: samples.pdf()[:900], Why.DAMAGED),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little_time(name):
    make, why = HOSTILE[name]
    data = make()
    assert len(data) < 3_000_000
    began = monotonic()
    assert work_on(data).why is why
    assert monotonic() - began < 30


def test_the_worker_can_take_no_more_memory_than_its_share():
    greedy = "from cases.files import worker; worker.bind(); bytearray(worker.MEMORY)"
    done = subprocess.run([sys.executable, "-c", greedy], cwd=workbench.ROOT, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"MemoryError" in done.stderr


def test_the_worker_can_take_no_more_time_than_its_share():
    busy = "from cases.files import worker; worker.SECONDS = 1; worker.bind()\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", busy], cwd=workbench.ROOT, check=False, timeout=60)
    assert done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_what_needs_too_much_memory_is_given_up(monkeypatch):
    def clean(data, kind):
        raise MemoryError

    monkeypatch.setattr(worker, "clean", clean)
    assert work(samples.jpeg()) == Worked(FileKind.JPEG, Why.GAVE_UP)


@pytest.mark.parametrize("make", samples.ALL)
def test_each_sample_comes_back_as_it_was_made_here(make):
    data = make()
    here, there = work(data), work_on(data)
    assert (there.kind, there.removed, there.why) == (here.kind, here.removed, None)
    assert len(there.cleaned or b"") == len(here.cleaned or b"none")
    assert (there.preview is None) == recognise(data).office


def test_who_works_too_long_is_stopped():
    assert work_on(samples.jpeg(), longest=0.01) == Worked(FileKind.UNKNOWN, Why.GAVE_UP)


def test_who_is_killed_gives_up(monkeypatch):
    monkeypatch.setattr(workbench.sys, "executable", "/bin/false")
    assert work_on(samples.jpeg()).why is Why.GAVE_UP


def test_a_worker_that_babbles_gives_up(monkeypatch):
    monkeypatch.setattr(workbench.sys, "executable", "/bin/echo")
    assert work_on(samples.jpeg()).why is Why.GAVE_UP


def test_the_worker_sees_no_secret_of_the_service(monkeypatch):
    seen = {}

    def run(command, **how):
        seen.update(how["env"])
        return subprocess.CompletedProcess(command, 0, packed(Worked(FileKind.TEXT)))

    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "secret")
    monkeypatch.setattr(workbench.subprocess, "run", run)
    work_on(b"words")
    assert seen == {"PATH": os.defpath}


@given(st.binary(max_size=50) | st.none(), st.binary(max_size=50) | st.none(), st.lists(st.text(max_size=5)))
def test_what_is_packed_is_unpacked_the_same(cleaned, preview, removed):
    worked = Worked(FileKind.PDF, Why.DAMAGED, tuple(removed), cleaned, preview)
    assert unpacked(packed(worked)) == worked


@given(st.binary(max_size=600))
def test_random_bytes_are_a_reason_and_never_an_error(data):
    worked = work(data)
    assert (worked.cleaned is None) == (worked.why is not None)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mutated_sample_is_cleaned_or_a_reason_and_never_an_error(data):
    sample = bytearray(data.draw(st.sampled_from(SAMPLES), "sample"))
    for _ in range(data.draw(st.integers(1, 8), "changes")):
        at = data.draw(st.integers(0, len(sample) - 1))
        sample[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    worked = work(bytes(sample))
    assert (worked.cleaned is None) == (worked.why is not None)
