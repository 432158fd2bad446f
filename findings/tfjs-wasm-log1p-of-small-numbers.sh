#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: tf.log1p rounds 1 + x to float32 and takes the logarithm of that, which is what log1p
# exists to avoid. Below about 6e-8 the result is 0; at 1e-7 it is 19 % too large. The cpu backend keeps all digits. Log losses and
# log-scaled features of rare counts go through it.
#
# Seen: wasm 0.0009995 1.192e-7 0, cpu 0.0009995 1.000e-7 1.000e-8
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat >log1p.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(__dirname + '/node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
(async () => {
  const seen = [];
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    const values = [...tf.log1p([1e-3, 1e-7, 1e-8]).dataSync()];
    seen.push(backend + ' ' + values.map((value) => (value === 0 ? '0' : value.toPrecision(4))).join(' '));
  }
  console.log(seen.join(', '));
})();
JS
seen=$(node log1p.cjs 2>/dev/null | tail -n 1)
echo "$seen"
[ "$seen" = 'wasm 0.0009995 1.192e-7 0, cpu 0.0009995 1.000e-7 1.000e-8' ]
