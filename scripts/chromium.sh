#!/bin/sh
# Prints the path of a Chromium that starts; fails where there is none.
# Ubuntu's chromium-browser may be a placeholder that only says where to get it, so each is asked its version.
for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable; do
    if "$name" --version >/dev/null 2>&1; then
        command -v "$name"
        exit
    fi
done
exit 1
