"""A process that is killed at a chosen step, for tests of what is left behind."""

import os
import signal
import sys


def kill_at_step(step, work, *, within):
    """Runs `work` in a child that kills itself at its `step`-th touch of a file below `within`, or of a connection.

    A step is each opening, renaming, writing and syncing, and each sending to a server, before it and after it. True
    when the child was killed, False when it ended before.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    try:
        _watch(step, str(within))
        work()
    finally:
        os._exit(0)


def _watch(step, within):
    done = 0

    def count():
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event, arguments):
        if event == "imaplib.send" or (
            event in ("open", "os.rename", "os.mkdir") and str(arguments[0]).startswith(within)
        ):
            count()

    def counted(function):
        def call(*arguments):
            count()
            result = function(*arguments)
            count()
            return result

        return call

    import imaplib

    imaplib.IMAP4.send = counted(imaplib.IMAP4.send)
    os.fsync, os.replace, os.write = counted(os.fsync), counted(os.replace), counted(os.write)
    sys.addaudithook(hook)
