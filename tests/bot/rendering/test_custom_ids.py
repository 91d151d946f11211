"""What a custom id is made of can be read from it again, within Discord's limit."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering import custom_ids
from bot.rendering.custom_ids import CustomId
from bot.rendering.layout import CUSTOM_ID

_FORMS = {name: form for name, form in vars(custom_ids).items() if isinstance(form, CustomId)}


@pytest.mark.parametrize("name", _FORMS)
@settings(max_examples=20)
@given(data=st.data())
def test_what_is_made_is_read(name: str, data: st.DataObject) -> None:
    """Every part, a last one that is left out as None; the longest fit."""
    form = _FORMS[name]
    groups = re.compile(form.template).groupindex
    parts = [
        data.draw(st.from_regex(form._parts[part], fullmatch=True), label=part) for part in groups
    ]
    if "(?:" in form.template and data.draw(st.booleans(), label="left out"):
        parts[-1] = ""
    made = form(*parts)
    found = re.fullmatch(form.template, made)
    assert found is not None
    assert [text or "" for text in found.groups()] == parts
    if "texts" not in groups:  # its maker refuses what is too long
        assert len(made) <= CUSTOM_ID


def test_no_two_are_taken_for_each_other() -> None:
    """An id is of one form alone."""
    made = {name: form(*("1" for _ in form._parts)) for name, form in _FORMS.items()}
    for name, text in made.items():
        fitting = [other for other, form in _FORMS.items() if re.fullmatch(form.template, text)]
        assert set(fitting) <= {name}
