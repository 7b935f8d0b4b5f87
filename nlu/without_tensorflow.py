"""Lets Rasa be imported without TensorFlow, which none of our components uses (docs/decisions/0002)."""

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from typing import Any

UNUSED = ("tensorflow", "keras")
# what training, Rasa's own command line and its other channels and stores need and answering does not: 2 s, 110 MB
ONLY_ELSEWHERE = (
    "sklearn", "pymongo", "boto3", "botocore", "questionary", "prompt_toolkit",
    "slack_sdk", "webexteamssdk", "aiogram", "socketio",
)  # fmt: skip


class _Empty(type):
    """A name that exists, can be subclassed and annotated with, and raises when it is used."""

    def __getattr__(cls, name: str) -> "_Empty":
        if name.startswith("__"):
            raise AttributeError(name)
        return _empty(f"{cls.__qualname__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        used_as_decorator = len(args) == 1 and callable(args[0]) and not kwargs
        if used_as_decorator and "_placeholder" in cls.__dict__:
            return args[0]
        raise RuntimeError(f"{cls.__qualname__} is not installed or left out here: choose another Rasa component.")


def _empty(name: str) -> _Empty:
    return _Empty(name.rsplit(".", 1)[-1], (), {"_placeholder": True, "__qualname__": name})


class _EmptyModule(types.ModuleType):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> _Empty:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _empty(f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.split(".")[0] in self._names:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run: the module is empty."""


def install(*, answering: bool = False) -> None:
    """Make `import tensorflow` succeed with empty names. Call before the first import of rasa.

    `answering`: this process only answers, so that what training and other channels need is left out too.
    """
    if "tensorflow" not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder(frozenset(UNUSED + (ONLY_ELSEWHERE if answering else ()))))
