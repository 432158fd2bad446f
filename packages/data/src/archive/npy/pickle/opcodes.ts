/**
 * The opcodes of Python's pickle that lists of whole numbers in a numpy array are written with, protocols 0 to 5.
 *
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */
export const OP = {
  mark: 0x28, // (
  stop: 0x2e, // .
  binInt: 0x4a, // J
  binInt1: 0x4b, // K
  binInt2: 0x4d, // M
  none: 0x4e, // N
  reduce: 0x52, // R
  binUnicode: 0x58, // X
  append: 0x61, // a
  build: 0x62, // b
  global: 0x63, // c
  appends: 0x65, // e
  binGet: 0x68, // h
  longBinGet: 0x6a, // j
  binPut: 0x71, // q
  longBinPut: 0x72, // r
  tuple: 0x74, // t
  emptyTuple: 0x29, // )
  emptyList: 0x5d, // ]
  binString: 0x54, // T
  shortBinString: 0x55, // U
  binBytes: 0x42, // B
  shortBinBytes: 0x43, // C
  proto: 0x80,
  tuple1: 0x85,
  tuple2: 0x86,
  tuple3: 0x87,
  newTrue: 0x88,
  newFalse: 0x89,
  long1: 0x8a,
  shortBinUnicode: 0x8c,
  stackGlobal: 0x93,
  memoize: 0x94,
  frame: 0x95,
} as const;
