"""Which excerpts are proposed for a question that nothing answers yet."""

from bulletin import profile
from bulletin.quoting import is_verbatim
from faq.excerpts import propose_excerpts
from settings import ROOT
from tests.offices import make_office


def test_proposed_excerpts_are_verbatim_apart_and_the_likest_first():
    bulletin, _ = profile.load(ROOT / "data" / "bulletin")
    found = propose_excerpts(bulletin, "违法建筑一共拆除了多少平方米")
    assert len(found) == 5
    sections = {section.label: section for section in bulletin.sections}
    assert all(is_verbatim(sections[label], excerpt) for label, excerpt in found)
    assert "拆除违建7.1万平方米" in found[0][1]


def test_a_question_in_no_words_of_the_bulletin_has_no_proposal(tmp_path):
    assert propose_excerpts(make_office(tmp_path).bulletin, "zzz qqq") == []
