#!/usr/bin/env bash
# jpeg-js 0.4.4: a JPEG whose Adobe segment says "transform 0" holds RGB, which Photoshop and others write for graphics. By default
# jpeg-js takes the flag for unset and converts from YCbCr all the same: a plain field of 200 100 50 comes out as 90 255 150. With
# colorTransform: false it is right, but then ordinary JPEGs are wrong, so a reader has to look at the segment itself.
#
# Seen: default 90,255,150, without transform 200,100,50
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit jpeg-js@0.4.4
cat >decode.cjs <<'JS'
const jpeg = require('jpeg-js');
// 16 x 16 pixels of 200 100 50, three components named R, G, B, Adobe transform 0.
const file = Buffer.from('/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB/8AAEQgAEAAQA1IRAEcRAEIRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAAwDUgBHAEIAAD8A/pAr4fr+Y+iiiiiiiiiv/9k=', 'base64');
const first = (options) => [...jpeg.decode(file, options).data.subarray(0, 3)].join();
console.log('default ' + first({}) + ', without transform ' + first({ colorTransform: false }));
JS
seen=$(node decode.cjs)
echo "$seen"
[ "$seen" = 'default 90,255,150, without transform 200,100,50' ]
