"""Keep in this process what is dear to make and cannot change under its key: at most so many, those that were asked for last."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """A small store. most: how many it keeps."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._found: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Give what is kept under a key, None where that is nothing (any more)."""
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def put(self, key: K, value: V) -> None:
        """Keep something."""
        with self._lock:
            self._found[key] = value
            while len(self._found) > self.most:
                self._found.popitem(last=False)

    def find(self, key: K, make: Callable[[], V]) -> V:
        """Give what is kept under a key, made now where need be. Two who ask at once may both make it."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._found.clear()
