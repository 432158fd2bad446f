import { describe, test } from 'vitest';
import { requirePublicAddress } from './public-address.ts';

describe('requirePublicAddress', () => {
  test.for([
    'https://example.org/hook',
    'https://example.org:8443/hook?a=b',
    'https://93.184.215.14/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
    'https://notlocalhost.example/',
  ])('allows %s', (address, { expect }) => {
    expect(requirePublicAddress(address, false).href).toBe(address);
  });

  test.for([
    'hook',
    'http://example.org/hook',
    'ftp://example.org/',
    'https://user:password@example.org/',
    'https://localhost/',
    'https://localhost./',
    'https://a.localhost/',
    'https://intranet/',
    'https://printer.local/',
    'https://vault.internal/',
    'https://metadata.google.internal/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://192.0.2.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fc00::1]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
  ])('refuses %s', (address, { expect }) => {
    expect(() => requirePublicAddress(address, false)).toThrow("Alerts can't be sent to this address.");
  });

  test('allows this machine, and nothing else of the network, on a local service', ({ expect }) => {
    for (const address of ['http://127.0.0.1:9000/hook', 'http://localhost:9000/', 'http://[::1]:9000/']) {
      expect(requirePublicAddress(address, true).href).toBe(address);
    }
    for (const address of ['http://10.1.2.3/', 'http://example.org/', 'https://192.168.1.1/', 'file://localhost/etc']) {
      expect(() => requirePublicAddress(address, true)).toThrow("can't be sent");
    }
  });
});
