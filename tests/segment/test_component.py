import pytest
import spacy

from qda.segment import add_sentences, split


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "Am 3. Mai kam Dr. Weiß (z. B. hierher). Das war neu. „Ja.“ Gut."), ("en", "He left. No. 5 came. 🙂 Good.")],
)
def test_a_pipeline_cuts_like_the_function(language, text):
    doc = add_sentences(spacy.blank(language))(text)
    assert [s.text.strip() for s in doc.sents] == [text[a:b] for a, b in split(text, language)]


def test_a_start_inside_a_token_moves_to_the_next():
    doc = add_sentences(spacy.blank("en"))("the trust.The council left.")
    assert doc[0].is_sent_start is True
    assert sum(t.is_sent_start for t in doc) <= 2


def test_two_pipelines_may_have_it():
    assert add_sentences(spacy.blank("en")).pipe_names == add_sentences(spacy.blank("de")).pipe_names == ["qda_sentences"]


def test_an_empty_text_has_no_sentence():
    assert list(add_sentences(spacy.blank("sv"))("").sents) == []
