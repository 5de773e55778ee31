#!/bin/sh
# See that there is a Chromium for the browser tests: an installed one, else Debian's package where apt works.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ -n "$GEOMAP_CHROMIUM" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "No Chromium was found and none could be installed: the browser tests will be skipped (with CI=true they fail)."
