"""Waits until the database accepts connections, then becomes the command that it was given."""

import os
import socket
import sys
import time

host = os.environ.get("DATABASE_HOST")
for _ in range(30 if host else 0):
    try:
        socket.create_connection((host, 5432), timeout=1).close()
        break
    except OSError:
        time.sleep(1)

os.execvp(sys.argv[1], sys.argv[1:])
