import pytest

from lf_rapids.placeholders import is_placeholder


@pytest.mark.parametrize("sku", ["NaN", " null ", "\u00a0n/a\u3000", "(Not Set)", "-", "\\N", "un\u212anown", "n\u0130l"])
def test_placeholders(sku):
    assert is_placeholder(sku)


@pytest.mark.parametrize("sku", ["0", "", "nan1", "\tnull", "null\n", "\u200bnan", "n\u0131l", "--", "not  set"])
def test_products(sku):
    assert not is_placeholder(sku)
