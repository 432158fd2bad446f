#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: tf.mean and tf.sum add float32 values one by one. From 2^24 on, adding 1 changes
# nothing, so the mean of twenty million ones is 0.8389; a million values of 0.1 are off by one percent. tf.moments starts
# from that mean, so a constant column has a variance. The cpu backend adds in float64 and gives 1 and 0.
#
# Seen: {"wasm":{"mean":0.8389,"tenths":0.10099,"variance":0.1452},"cpu":{"mean":1,"tenths":0.1,"variance":0}}
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat >mean.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(__dirname + '/node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/');
(async () => {
  const seen = {};
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    const first = (tensor) => Number(tensor.dataSync()[0].toPrecision(4));
    seen[backend] = {
      mean: first(tf.mean(tf.ones([20_000_000]))),
      tenths: Number(tf.mean(tf.fill([2 ** 20], 0.1)).dataSync()[0].toFixed(5)),
      variance: first(tf.moments(tf.fill([20_000_000], 3)).variance),
    };
  }
  console.log(JSON.stringify(seen));
})();
JS
seen=$(node mean.cjs 2>/dev/null | tail -n 1)
echo "$seen"
[ "$seen" = '{"wasm":{"mean":0.8389,"tenths":0.10099,"variance":0.1452},"cpu":{"mean":1,"tenths":0.1,"variance":0}}' ]
