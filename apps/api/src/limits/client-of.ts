const GROUPS = 8;
/** Groups of an IPv6 address that name a network of one household or one server. */
const NETWORK_GROUPS = 4;

/**
 * Whom a request is counted for. Only what Cloudflare itself says of the connection counts: any other header says what
 * its sender likes.
 *
 * @param address the request's `cf-connecting-ip`.
 * @returns an IPv4 address as it is; the network (/64) of an IPv6 address, all of which one client has; `unknown` where
 *   there is none.
 */
export function clientOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  if (!address.includes(':')) return address;
  const groups = groupsOf(address);
  if (groups === null) return 'unknown';
  const network = groups.slice(0, NETWORK_GROUPS);
  // IPv4 written as IPv6: its network would be that of everybody.
  const isMapped = network.every((group) => group === '0') && groups[4] === '0' && groups[5] === 'ffff';
  return isMapped ? groups.join(':') : `${network.join(':')}::/64`;
}

/** The eight groups of an IPv6 address in their shortest form; null where it is none. */
function groupsOf(address: string): string[] | null {
  const url = URL.parse(`http://[${address}]/`);
  if (url === null) return null;
  const [left = '', right = ''] = url.hostname.slice(1, -1).split('::');
  const [head, tail] = [left, right].map((part) => (part === '' ? [] : part.split(':')));
  const between = GROUPS - head!.length - tail!.length;
  return [...head!, ...Array.from({ length: between }, () => '0'), ...tail!];
}
