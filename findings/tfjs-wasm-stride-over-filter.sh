#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: tf.depthwiseConv2d and tf.conv2d give 0 where the stride is larger than the filter, padding
# is 'same', and only one window fits. A 3x3 image of 1 to 9 under the 2x2 filter 1 to 4 with stride 3 has one window, at the upper
# left: 1*1 + 2*2 + 3*4 + 4*5 = 37, which the cpu backend gives. On a 5x5 image, with four windows, both are right.
#
# Seen: wasm: depthwise 0, conv2d 0; cpu: depthwise 37, conv2d 37
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat >depthwise.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(__dirname + '/node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
(async () => {
  const seen = [];
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    const image = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const filter = tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]);
    const [depthwise] = tf.depthwiseConv2d(image, filter, 3, 'same').dataSync();
    const [conv2d] = tf.conv2d(image, filter, 3, 'same').dataSync();
    seen.push(`${backend}: depthwise ${depthwise}, conv2d ${conv2d}`);
  }
  console.log(seen.join('; '));
})();
JS
seen=$(node depthwise.cjs 2>/dev/null | tail -n 1)
echo "$seen"
[ "$seen" = 'wasm: depthwise 0, conv2d 0; cpu: depthwise 37, conv2d 37' ]
