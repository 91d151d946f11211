"""What the facts side says when it cannot do what a person asked."""


class Refusal(Exception):
    """A sentence for the person who asked: what was wrong and what to do. Never a defect of ours."""

    @property
    def sentence(self) -> str:
        return str(self)
