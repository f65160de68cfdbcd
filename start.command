#!/bin/sh
# Double-click to install the course and open it.
cd "$(dirname "$0")" || exit 1
for python in python3 python; do
    command -v "$python" >/dev/null 2>&1 && exec "$python" start.py "$@"
done
echo "Python is not installed. Get it from python.org, then start again."
exit 1
