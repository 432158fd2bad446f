#!/usr/bin/env bash
# onnxruntime-web 1.30.0, operators of the domain ai.onnx.ml on valid input:
#
# 1. Scaler takes tensor(double), but its offset is a float32: the milliseconds of 2020-09-13T12:26:41Z less those of a second
#    before, the offset, are not 1,000 but 33,768.
# 2. OneHotEncoder with whole-number categories takes float tensors, and cuts fractions off: 2.7 is category 2.
#
# Both matter where times or codes go into a model as they are. Sub with a float64 initializer, and Equal with the categories, are
# exact. Seen with Node 24 in WebAssembly: {"scaled":[33768],"encoded":[0,1,0]}; the operators' specification allows float attributes only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts onnxruntime-web@1.30.0
cat >check.mjs <<'JS'
import * as ort from 'onnxruntime-web';

// As much of the protobuf wire format as a model of one node takes.
const varint = (value) => {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    if (rest <= 127n) return bytes;
  }
};
const number = (field, value) => [...varint(field << 3), ...varint(value)];
const bytes = (field, content) => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const text = (field, content) => bytes(field, [...Buffer.from(content)]);
const float = (field, value) => [...varint((field << 3) | 5), ...new Uint8Array(Float32Array.of(value).buffer)];
const FLOATS = 6;
const INTS = 7;
const floats = (name, values) => [...text(1, name), ...values.flatMap((value) => float(7, value)), ...number(20, FLOATS)];
const ints = (name, values) => [...text(1, name), ...values.flatMap((value) => number(8, value)), ...number(20, INTS)];
const tensor = (name, type) => [
  ...text(1, name),
  ...bytes(2, bytes(1, [...number(1, type), ...bytes(2, [...bytes(1, number(1, 1)), ...bytes(1, text(2, 'n'))])])),
];
const model = (operator, type, attributes) =>
  Uint8Array.from([
    ...number(1, 8),
    ...bytes(7, [
      ...bytes(1, [
        ...text(1, 'x'),
        ...text(2, 'y'),
        ...text(4, operator),
        ...attributes.flatMap((attribute) => bytes(5, attribute)),
        ...text(7, 'ai.onnx.ml'),
      ]),
      ...text(2, 'g'),
      ...bytes(11, tensor('x', type)),
      ...bytes(12, [...text(1, 'y'), ...bytes(2, bytes(1, number(1, 1)))]),
    ]),
    ...bytes(8, [...text(1, ''), ...number(2, 15)]),
    ...bytes(8, [...text(1, 'ai.onnx.ml'), ...number(2, 1)]),
  ]);
const run = async (onnx, x) => {
  const session = await ort.InferenceSession.create(onnx);
  return [...(await session.run({ x })).y.data];
};

const [FLOAT, DOUBLE] = [1, 11];
const second = 1_600_000_000_000;
const scaler = model('Scaler', DOUBLE, [floats('offset', [second]), floats('scale', [1])]);
const scaled = await run(scaler, new ort.Tensor('float64', Float64Array.of(second + 1_000), [1, 1]));
const encoder = model('OneHotEncoder', FLOAT, [ints('cats_int64s', [1, 2, 3])]);
const encoded = await run(encoder, new ort.Tensor('float32', Float32Array.of(2.7), [1, 1]));
console.log(JSON.stringify({ scaled, encoded }));
JS
node check.mjs | tee seen
grep -qx '{"scaled":\[33768\],"encoded":\[0,1,0\]}' seen
