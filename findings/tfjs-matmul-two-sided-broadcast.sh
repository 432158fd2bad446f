#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0 with its cpu and wasm backends: tf.matMul accepts batches that broadcast on both sides, and says
# that the result has shape [2,3,1,1], but computes only the larger side's three values instead of six. By hand, [1 2] and [3 4]
# times the columns [1 2], [3 4], [5 6] are 5 11 17 and 11 25 39, as NumPy gives. Attention over shared keys has this form.
#
# Seen: wasm 2,3,1,1: 5 25 17, cpu 2,3,1,1: 5 25 17
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat >matmul.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(__dirname + '/node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
(async () => {
  const seen = [];
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    const product = tf.matMul(tf.tensor4d([1, 2, 3, 4], [2, 1, 1, 2]), tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 3, 2, 1]));
    seen.push(backend + ' ' + product.shape.join() + ': ' + [...product.dataSync()].join(' '));
  }
  console.log(seen.join(', '));
})();
JS
seen=$(node matmul.cjs 2>/dev/null | tail -n 1)
echo "$seen"
[ "$seen" = 'wasm 2,3,1,1: 5 25 17, cpu 2,3,1,1: 5 25 17' ]
