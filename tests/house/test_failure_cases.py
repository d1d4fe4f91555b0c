"""Every failure case has a test that names it, or says honestly who checks it by hand; the document shows no other."""

from __future__ import annotations

from collections import Counter

from tests.house import failure_cases
from tests.house.failure_cases import ALL, BY_HAND, DOCUMENT, NOTHING, PROMISED

# promised and being built; only to grow shorter
IN_WORK = {"F42", "F51", "F54", "F57", "F62"}
AGAIN = "run `python -m tests.house.failure_cases`"


def test_the_document_has_every_case_once_and_in_order() -> None:
    assert [case.name for case in failure_cases.written()] == list(ALL)


def test_no_test_names_a_case_that_does_not_exist() -> None:
    assert sorted(set(failure_cases.found()) - set(ALL)) == []


def test_the_document_lists_exactly_the_tests_that_name_a_case() -> None:
    text = DOCUMENT.read_text()
    assert text == failure_cases.rewritten(text, failure_cases.found()), AGAIN


def test_a_test_is_listed_under_every_case_it_names_and_nowhere_else() -> None:
    """The same by another way than the rewriting: read what is written and compare."""
    found = failure_cases.found()
    assert {case.name: list(case.tests) for case in failure_cases.written() if case.tests} == found, AGAIN


def test_no_two_tests_share_a_line_of_the_document() -> None:
    for case in failure_cases.written():
        assert [test for test, times in Counter(case.tests).items() if times > 1] == []


def test_a_case_says_what_happens_and_what_is_expected() -> None:
    silent = [case.name for case in failure_cases.written() if not any(" → " in line for line in case.words)]
    assert silent == []


def test_a_promised_case_has_a_test_or_says_who_checks_it() -> None:
    open_cases = [
        case.name
        for case in failure_cases.written()
        if case.name in set(PROMISED) - IN_WORK and not case.tests and not case.says(BY_HAND)
    ]
    assert open_cases == [], f"name a test after each, or write `{BY_HAND} ...` under it"


def test_names_and_titles_are_read_as_people_write_them() -> None:
    assert failure_cases.cases_of_name("test_f01_f04_of_two_copies_one_is_kept") == {"F01", "F04"}
    assert failure_cases.cases_of_name("test_of_f01_nothing_is_said") == set()
    assert failure_cases.cases_of_text("F67, F70: the second writer waits") == {"F67", "F70"}


BEFORE = """## A

### F01

Lost → once.

- `old::test`

### F02

Late → once.

By hand: wait.

## End

- `a list of something else`
"""


def test_rewriting_keeps_what_people_wrote_and_replaces_the_rest() -> None:
    after = BEFORE.replace("- `old::test`", "- `new::one`\n- `new::two`")
    after = after.replace("By hand: wait.", f"By hand: wait.\n\n{NOTHING}")
    assert failure_cases.rewritten(BEFORE, {"F01": ["new::one", "new::two"]}) == after
    assert failure_cases.rewritten(after, {"F01": ["old::test"]}) == BEFORE.replace("wait.", f"wait.\n\n{NOTHING}")
