"""Facts made of a sentence, as the tests of matching make them."""

from tests.facts.matching.conftest import make_fact

__all__ = ["make_fact"]
