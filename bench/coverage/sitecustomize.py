"""Start coverage in this process: Python imports this module at start if PYTHONPATH contains its folder."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import threading
from collections.abc import Callable, Sequence
from types import ModuleType

import coverage


class GranianFinder(importlib.abc.MetaPathFinder):
    """Set the tracer in granian's threads: Python did not start them, so coverage.py cannot."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find granian.wsgi as usual, and wrap its callbacks once it is loaded."""
        if fullname != "granian.wsgi":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            load = spec.loader.exec_module

            def load_and_wrap(module: ModuleType) -> None:
                load(module)
                module._callback_wrapper = traced(module._callback_wrapper)

            spec.loader.exec_module = load_and_wrap  # type: ignore[method-assign]
        return spec


def traced(wrapper: Callable[..., Callable[..., object]]) -> Callable[..., Callable[..., object]]:
    """Wrap granian's maker of callbacks, so that each callback first sets the tracer of this process."""

    def make(*arguments: object) -> Callable[..., object]:
        answer = wrapper(*arguments)

        def run(*request: object) -> object:
            if sys.gettrace() is None:
                sys.settrace(threading.gettrace())
            return answer(*request)

        return run

    return make


if coverage.process_startup():
    sys.meta_path.insert(0, GranianFinder())
