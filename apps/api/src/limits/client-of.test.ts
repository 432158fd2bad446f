import { describe, test } from 'vitest';
import { clientOf } from './client-of.ts';

describe('clientOf', () => {
  test('returns an IPv4 address unchanged', ({ expect }) => {
    expect(clientOf('203.0.113.7')).toBe('203.0.113.7');
  });

  test('returns the /64 network of an IPv6 address in any notation', ({ expect }) => {
    const network = '2001:db8:1:2::/64';
    for (const address of ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:0:0:9', '2001:0db8:0001:0002:0000:0000:0000:0001']) {
      expect(clientOf(address), address).toBe(network);
    }
    expect(clientOf('2001:db8:1:3::1')).not.toBe(network);
    expect(clientOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(clientOf('::1')).toBe('0:0:0:0::/64');
    expect(clientOf('1:2:3:4:5:6:7:8')).toBe('1:2:3:4::/64');
  });

  test('distinguishes IPv4-mapped IPv6 addresses', ({ expect }) => {
    expect(clientOf('::ffff:203.0.113.7')).not.toBe(clientOf('::ffff:203.0.113.8'));
    expect(clientOf('::ffff:203.0.113.7')).toBe(clientOf('::FFFF:cb00:7107'));
  });

  test('returns "unknown" for anything that is not an address', ({ expect }) => {
    for (const none of [undefined, ':::', 'x:y', '2001:db8::1%eth0', ']/:@']) expect(clientOf(none)).toBe('unknown');
  });
});
