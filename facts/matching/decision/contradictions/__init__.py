"""The same-claim guard: finds where a question and a fact contradict each other.

``reading`` makes both comparable, each kind of contradiction has a file of its own, and
``comparison`` asks them.
"""
