#!/bin/sh
# Waits for the database, then starts what it was given.
set -e

for attempt in 1 2 3 4 5 6 7 8 9 10; do
    if pg_isready --host "${DATABASE_HOST:-db}" --quiet; then
        break
    fi
    echo "waiting for the database, attempt $attempt"
    sleep 2
done

exec "$@"
