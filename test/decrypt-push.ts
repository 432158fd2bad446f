import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';

/** A browser's keys. */
export interface BrowserKeys {
  privateKey: Uint8Array;
  /** An uncompressed point. */
  publicKey: Uint8Array;
  auth: Uint8Array;
}

/**
 * Decrypts a push message as a browser does. Written from RFC 8188 (section 2) and RFC 8291 (section 3) for tests, on OpenSSL, which
 * the service doesn't use.
 *
 * @throws {Error} if it isn't one record for these keys.
 */
export function decryptPush(message: Uint8Array, { privateKey, publicKey, auth }: BrowserKeys): string {
  const bytes = Buffer.from(message);
  const salt = bytes.subarray(0, 16);
  const recordSize = bytes.readUInt32BE(16);
  const idLength = bytes.readUInt8(20);
  const senderKey = bytes.subarray(21, 21 + idLength);
  const record = bytes.subarray(21 + idLength);
  if (record.length > recordSize) throw new Error('More than one record.');
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey);
  const shared = ecdh.computeSecret(senderKey);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, senderKey]);
  const input = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', input, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', input, salt, 'Content-Encoding: nonce\0', 12));
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.lastIndexOf(2);
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('The padding is malformed.');
  return padded.subarray(0, end).toString('utf8');
}
