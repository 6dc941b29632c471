#!/usr/bin/env bash
# Installs what the tests need beyond the .NET SDK and make, from the system's packages. Does nothing when it is there.
set -euo pipefail

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

has_postgres() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

has_chromium() { [ -x /usr/bin/chromium ]; }

packages=()
has_postgres || packages+=(postgresql)
has_chromium || packages+=(chromium)

if [ "${#packages[@]}" -gt 0 ]; then
  echo "Installing ${packages[*]}"
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi
