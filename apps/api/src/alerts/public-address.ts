import { StepwellError } from '@stepwell/base/errors';
import ipaddr from 'ipaddr.js';

/** Names that lead to the own machine or network. */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa|test|invalid|onion)$/;

/**
 * Requires an address that the service may send to: https, and no machine of its own network. A public name that resolves to a
 * private address is beyond what can be seen here: see docs/security.md.
 *
 * @param address a URL.
 * @param allowsLoopback whether http to this machine is allowed: on a local service.
 * @returns the address as it is sent to.
 * @throws {StepwellError} `invalid_request`.
 */
export function requirePublicAddress(address: string, allowsLoopback: boolean): URL {
  const url = URL.parse(address);
  if (url === null) throw refusal('It is not a complete URL, such as https://example.org/hook.');
  if (url.username !== '' || url.password !== '') throw refusal('It has a user name or password in it.');
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (allowsLoopback && isLoopback(host) && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  if (url.protocol !== 'https:') throw refusal('It must begin with https://.');
  if (!isPublic(host)) throw refusal('It leads to a private network or to the service itself.');
  return url;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}

/** Only ordinary addresses are public: no private, local, shared, reserved or translated ones. */
function isPublic(host: string): boolean {
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === 'unicast';
  return host.includes('.') && !LOCAL_NAMES.test(host);
}

function refusal(why: string): StepwellError {
  return new StepwellError('invalid_request', `Alerts can't be sent to this address. ${why}`);
}
