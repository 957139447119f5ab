"""Runs coroutines in a thread of their own: the browser's driver leaves a loop running in the tests' one."""

from concurrent.futures import ThreadPoolExecutor

import anyio


def run_apart(function, *arguments):
    """What the coroutine function returns."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, function, *arguments).result()
