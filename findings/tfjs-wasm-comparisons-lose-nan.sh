#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: NaN is lost wherever a kernel compares. A training run that has diverged can so look
# finite again. tf.maximum(1, NaN) is 1 while tf.maximum(NaN, 1) is NaN; clipByValue and relu6 give their lower limit; a pooling
# window that starts with NaN has the maximum -Infinity, and any window with one the average -Infinity. The cpu backend gives NaN
# everywhere except in maxPool, where it skips it.
#
# Seen (wasm): maximum NaN 1, clipByValue -1, relu6 0, maxPool -Infinity, avgPool -Infinity
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat >nan.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(__dirname + '/node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
(async () => {
  await tf.setBackend('wasm');
  const show = (tensor) => [...tensor.dataSync()].join(' ');
  const window = tf.tensor4d([NaN, 1, 2, 3], [1, 2, 2, 1]);
  console.log(
    [
      'maximum ' + show(tf.maximum([NaN, 1], [1, NaN])),
      'clipByValue ' + show(tf.clipByValue([NaN], -1, 1)),
      'relu6 ' + show(tf.relu6([NaN])),
      'maxPool ' + show(tf.maxPool(window, 2, 2, 'valid')),
      'avgPool ' + show(tf.avgPool(window, 2, 2, 'valid')),
    ].join(', '),
  );
})();
JS
seen=$(node nan.cjs 2>/dev/null | tail -n 1)
echo "$seen"
[ "$seen" = 'maximum NaN 1, clipByValue -1, relu6 0, maxPool -Infinity, avgPool -Infinity' ]
