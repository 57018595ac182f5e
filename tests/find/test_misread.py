"""Nearly a value: the search by halves finds what a look at every place finds."""

from hypothesis import given
from hypothesis import strategies as st

from redactkit.find.misread import MIN_NOISY, differ_by_one, slices_of

VALUES = st.text("012", min_size=MIN_NOISY, max_size=15)


@given(value=VALUES, before=st.text("012", max_size=9), data=st.data())
def test_a_value_with_one_wrong_character_is_found(value: str, before: str, data: st.DataObject) -> None:
    at, char = data.draw(st.integers(0, len(value))), data.draw(st.sampled_from(["", "0", "X"]))
    text = f"{before}{value[:at]}{char}{value[at + data.draw(st.integers(0, 1)) :]}"
    found = list(slices_of(value, text))
    if value in text:
        assert {text[start:end] for start, end in found} == {value}
        return
    sizes = (len(value) - 1, len(value), len(value) + 1)
    near = [start for start in range(len(text)) if any(differ_by_one(value, text[start : start + n]) for n in sizes)]
    assert found[0][0] == near[0]
    assert not list(slices_of(value, text, noisy=False))
