"""Runs a command on a terminal of so many columns and prints what it wrote there.

Takes the columns, a text and the command. It is stopped where the text appears, unless that is
empty: then it runs to its end.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time


def main():
    columns, wanted, *command = sys.argv[1:]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.pop("NO_COLOR", None)
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(columns), 0, 0))
        os.execv(command[0], command)
    written = b""
    until = time.monotonic() + 120
    while time.monotonic() < until and not (wanted and wanted.encode() in written):
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        written += piece
    if wanted:
        os.kill(child, signal.SIGTERM)
    os.close(terminal)
    os.waitpid(child, 0)
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
