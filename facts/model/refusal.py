"""What the facts side says when it cannot do what a person asked."""


class Refusal(Exception):  # noqa: N818  its subclasses read as what was wrong: UnknownFact
    """A sentence for the person who asked: what was wrong, what to do. Never a defect of ours."""

    @property
    def sentence(self) -> str:
        return str(self)
