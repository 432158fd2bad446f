const GROUPS = 8;
/** Groups of an IPv6 address that identify the network of one household or server. */
const NETWORK_GROUPS = 4;

/**
 * Identifies the client for rate limits. Uses only Cloudflare's own header, since clients can set any other.
 *
 * @param address the `cf-connecting-ip` header.
 * @returns an IPv4 address; the /64 network of an IPv6 address; `unknown` without an address.
 */
export function clientOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  if (!address.includes(':')) return address;
  const groups = groupsOf(address);
  if (groups === null) return 'unknown';
  const network = groups.slice(0, NETWORK_GROUPS);
  // All IPv4-mapped addresses share one /64, so keep the full address.
  const isMapped = network.every((group) => group === '0') && groups[4] === '0' && groups[5] === 'ffff';
  return isMapped ? groups.join(':') : `${network.join(':')}::/64`;
}

/** @returns the eight groups of an IPv6 address without leading zeros, or null. */
function groupsOf(address: string): string[] | null {
  const url = URL.parse(`http://[${address}]/`);
  if (url === null) return null;
  const [left = '', right = ''] = url.hostname.slice(1, -1).split('::');
  const [head, tail] = [left, right].map((part) => (part === '' ? [] : part.split(':')));
  const between = GROUPS - head!.length - tail!.length;
  return [...head!, ...Array.from({ length: between }, () => '0'), ...tail!];
}
