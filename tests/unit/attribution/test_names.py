"""Names of one person in law fold to one, in whatever script and with whatever legal form; a fold only suggests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.attribution.names import fold_person_name, fold_script

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("spellings", "fold"),
    [
        (("ООО «Ромашка»", "ROMASHKA, LLC", "Romashka", 'Общество с ограниченной ответственностью "Ромашка"'), "romashka"),
        (("Żubr Sp. z o.o.", "ZUBR", "„Żubr” spółka z ograniczoną odpowiedzialnością"), "zubr"),
        (("Muster Gesellschaft mit beschränkter Haftung", "Muster GmbH", "MUSTER"), "muster"),
        (("Société Anonyme Exemple", "Exemple S.A.", "Exemple SA"), "exemple"),
        (("Příklad a.s.", "PRIKLAD, akciová společnost"), None),
        (("例子股份有限公司", "例子"), "lizi"),
        (("株式会社例", "例"), "li"),
        (("Örnek Ltd. Şti.", "Ornek"), "ornek"),
        (("ТОВ «Приклад»", "Приклад"), "priklad"),
        (("Example Holdings Public Limited Company", "Example Holdings plc"), "example holdings"),
    ],
)
def test_spellings_of_one_name_meet(spellings: tuple[str, ...], fold: str | None) -> None:
    folds = {fold_person_name(text) for text in spellings}
    assert fold is None or folds == {fold}


@pytest.mark.parametrize("text", ["LLC", "S.p.A.", "AG", "ООО"])
def test_a_name_that_is_all_legal_form_stays(text: str) -> None:
    assert fold_person_name(text)


def test_different_names_stay_apart() -> None:
    names = ["Alfa Systems Ltd", "Alfa System Ltd", "Alfa Systems Group", "Альфа Системз"]
    assert len({fold_person_name(name) for name in names}) == len(names)


@given(TEXT)
def test_folding_what_was_folded_changes_nothing(text: str) -> None:
    fold = fold_person_name(text)
    assert fold_person_name(fold) == fold
    assert fold_script(fold) == fold
    assert fold.isascii()


@given(TEXT)
def test_case_and_quotes_change_nothing(text: str) -> None:
    assert fold_person_name(f"«{text}»") == fold_person_name(text)
