#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: a cast to bool keeps the low byte of the whole part. 0.5 and 256 become false, and 2.7
# becomes a bool with the value 2, which tf.sum then counts twice. NumPy, TensorFlow and the cpu backend call everything but 0 true.
# Masks made from probabilities or weights come out empty.
#
# Seen: wasm 0 0 2 | 0 0, cpu 1 0 1 | 1 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat >bool.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(__dirname + '/node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
(async () => {
  const seen = [];
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    const fractions = tf.cast(tf.tensor1d([0.5, 0, 2.7]), 'bool').dataSync();
    const integers = tf.cast(tf.tensor1d([256, 0], 'int32'), 'bool').dataSync();
    seen.push(backend + ' ' + [...fractions].join(' ') + ' | ' + [...integers].join(' '));
  }
  console.log(seen.join(', '));
})();
JS
seen=$(node bool.cjs 2>/dev/null | tail -n 1)
echo "$seen"
[ "$seen" = 'wasm 0 0 2 | 0 0, cpu 1 0 1 | 1 0' ]
