#!/usr/bin/env bash
# fast-png 8.0.0: the scanlines of an interlaced PNG with fewer than 8 bits a sample are taken for longer than they are, so that
# pixels are read as filter types. Below, by hand (PNG specification, Adam7): 8 x 8 pixels of 4 bits, whose value is the column. Not
# interlaced they are decoded, interlaced they are refused. Needs Node 22 for its crc32.
#
# Seen: plain 0,1,2,3,4,5,6,7, interlaced Error: Unsupported filter: 38
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit fast-png@8.0.0
cat >decode.mjs <<'JS'
import { decode } from 'fast-png';
import { deflateSync, crc32 } from 'node:zlib';
const SIDE = 8;
const PASSES = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];
const chunk = (name, data) => {
  const body = Buffer.concat([Buffer.from(name), data]);
  const ends = [Buffer.alloc(4), Buffer.alloc(4)];
  ends[0].writeUInt32BE(data.length);
  ends[1].writeUInt32BE(crc32(body));
  return Buffer.concat([ends[0], body, ends[1]]);
};
const scanline = (values) => {
  const bytes = Buffer.alloc(1 + Math.ceil(values.length / 2));
  values.forEach((value, i) => (bytes[1 + (i >> 1)] |= value << (i % 2 === 0 ? 4 : 0)));
  return bytes;
};
const png = (interlaced) => {
  const lines = [];
  for (const [x0, y0, dx, dy] of interlaced ? PASSES : [[0, 0, 1, 1]]) {
    for (let y = y0; y < SIDE; y += dy) {
      const values = [];
      for (let x = x0; x < SIDE; x += dx) values.push(x);
      if (values.length > 0) lines.push(scanline(values));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([4, 0, 0, 0, interlaced ? 1 : 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(lines))), chunk('IEND', Buffer.alloc(0))]);
};
// Samples stay packed, two in a byte.
const rows = ({ data }) => {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const packed = bytes.length === (SIDE * SIDE) / 2;
  const values = packed ? [...bytes].flatMap((byte) => [byte >> 4, byte & 15]) : [...bytes];
  return Array.from({ length: SIDE }, (_, y) => values.slice(y * SIDE, (y + 1) * SIDE).join());
};
const attempt = (interlaced) => {
  try {
    return rows(decode(png(interlaced)));
  } catch (error) {
    return [String(error)];
  }
};
const plain = attempt(false);
console.log(`plain ${plain[0]}, interlaced ${attempt(true)[0]}`);
JS
seen=$(node decode.mjs)
echo "$seen"
[ "$seen" = 'plain 0,1,2,3,4,5,6,7, interlaced Error: Unsupported filter: 38' ]
