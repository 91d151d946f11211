"""A file system on which the program stops at a chosen step, as it does when power fails."""

from pathlib import Path

from facts.store.journal.disk import Disk


class Stopped(BaseException):
    """The program ended here. Nothing of it may do anything afterwards."""


class StoppingDisk(Disk):
    """Counts the steps that change the folder and stops at one of them.

    ``stop_at`` is the number of the step, from 1; None never stops. ``when`` says whether the step
    was not begun (``before``), was done in part (``half``, of a write), or was done (``after``).
    Files are real; what a sync would make durable is noted and not waited for.
    With ``power`` everything that was not synced is lost as well: bytes, new names and removals;
    with ``removals_last`` the removals alone did reach the disk, since names have no order there.
    """

    def __init__(
        self,
        stop_at: int | None = None,
        when: str = "before",
        *,
        power: bool = False,
        removals_last: bool = False,
    ) -> None:
        self.steps: list[str] = []
        self._stop_at = stop_at
        self._when = when
        self._power = power
        self._removals_last = removals_last
        self._stopped = False
        self._open: dict[int, Path] = {}
        self._synced: dict[Path, int] = {}
        self._names: list[tuple[Path, Path]] = []
        self._names_kept = 0

    def open_to_append(self, path: Path) -> int:
        self._step(f"open {_kind(path)}")
        descriptor = super().open_to_append(path)
        self._open[descriptor] = path
        self._synced.setdefault(path, path.stat().st_size)
        self._done()
        return descriptor

    def write(self, descriptor: int, data: bytes) -> None:
        if not data:
            return
        self._step(f"write {_kind(self._open[descriptor])}")
        if self._is_it and self._when == "half":
            super().write(descriptor, data[: len(data) // 2])
            self._stop()
        super().write(descriptor, data)
        self._done()

    def sync(self, descriptor: int) -> None:
        path = self._open[descriptor]
        self._step(f"fsync {_kind(path)}")
        self._synced[path] = path.stat().st_size
        self._done()

    def truncate(self, descriptor: int, size: int) -> None:
        self._step(f"truncate {_kind(self._open[descriptor])}")
        super().truncate(descriptor, size)
        self._done()

    def close(self, descriptor: int) -> None:
        if self._open.pop(descriptor, None) is not None:
            super().close(descriptor)

    def replace(self, old: Path, new: Path) -> None:
        self._step(f"rename {_kind(old)}")
        if new.exists():
            kept = self._kept(new, "replaced")
            kept.write_bytes(new.read_bytes())
            self._names.append((new, kept))
        super().replace(old, new)
        self._synced[new] = self._synced.pop(old, new.stat().st_size)
        self._names.append((old, new))
        self._done()

    def remove(self, path: Path) -> None:
        if not path.exists():
            return
        self._step(f"remove {_kind(path)}")
        kept = self._kept(path, "removed")
        super().replace(path, kept)
        self._names.append((path, kept))
        self._done()

    def sync_folder(self, path: Path) -> None:
        self._step("fsync folder")
        self._forget_names()
        self._done()

    @property
    def _is_it(self) -> bool:
        return len(self.steps) == self._stop_at

    def _step(self, name: str) -> None:
        if self._stopped:
            raise Stopped
        self.steps.append(name)
        if self._is_it and self._when == "before":
            self._stop()

    def _done(self) -> None:
        if self._is_it and self._when == "after":
            self._stop()

    def _stop(self) -> None:
        self._stopped = True
        for descriptor in list(self._open):
            self.close(descriptor)
        if self._removals_last:
            self._drop("removed-")
        if self._power:
            for old, new in reversed(self._names):
                if new.exists():
                    super().replace(new, old)
                    self._synced[old] = self._synced.pop(new, old.stat().st_size)
            for path, size in self._synced.items():
                if path.exists() and path.stat().st_size > size:
                    with path.open("r+b") as file:
                        file.truncate(size)
        else:
            self._forget_names()
        raise Stopped

    def _forget_names(self) -> None:
        self._drop("removed-", "replaced-")
        self._names.clear()

    def _drop(self, *prefixes: str) -> None:
        for _, new in self._names:
            if new.name.startswith(prefixes):
                new.unlink(missing_ok=True)

    def _kept(self, path: Path, prefix: str) -> Path:
        self._names_kept += 1
        return path.with_name(f"{prefix}-{self._names_kept}")


def _kind(path: Path) -> str:
    return path.name.split("-")[0].removesuffix(".json")
