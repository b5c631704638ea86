#!/usr/bin/env bash
# Clean build of programs, banks and tests and the incremental build of one engine source, on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
export CCACHE_DISABLE=1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
seconds() { local before; before=$(date +%s.%N); "$@" >/dev/null; echo "$(date +%s.%N) - $before" | awk '{printf "%.1f", $1 - $3}'; }
echo "clean build of everything: $(seconds cmake --build "$folder" -j2) s (goal 240)"
touch engine/model/forecast.cpp
echo "after a change of one engine source, everything: $(seconds cmake --build "$folder" -j2) s (goal 15)"
