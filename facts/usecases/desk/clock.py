"""What time it is, as the desk is told: in UTC."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
