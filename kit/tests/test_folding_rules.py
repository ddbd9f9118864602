"""What a thing is found by: words as Danish readers compare them."""

from kit.folding import folded_words, words


def test_words_are_folded_and_stand_once_in_their_order() -> None:
    assert words("Vejen til JOB, job_klub & Aalborg-vejen") == [
        *("vejen", "til", "job", "klub"),
        words("Ålborg")[0],
    ]


def test_every_word_has_a_space_before_it_and_texts_that_are_missing_add_none() -> None:
    assert folded_words("Jobklub", None, "", "12 34") == " jobklub 12 34"
    assert folded_words(None, "") == ""
