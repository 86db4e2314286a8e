import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Ranges that are not the public Internet. @source IANA special-purpose address registries (RFC 6890 and updates) */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  special.addSubnet(network, prefix, 'ipv4');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  // Documentation, benchmarking, and the forms that carry an IPv4 address inside: they would lead around the list above.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(network, prefix, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a message may be sent to this IP address. `allowLoopback`: this machine, too, for tests and the sandbox. */
export const isCallable = (address: string, allowLoopback: boolean): boolean => {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0) return false;
  if (loopback.check(address, family)) return allowLoopback;
  if (special.check(address, family)) return false;
  return family === 'ipv4' || globalUnicast.check(address, 'ipv6');
};

/** The host may not be called: it is, or resolves to, an address that is not public. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

type Callback = (error: Error | null, address?: string | LookupAddress[], family?: number) => void;

/** Name resolution for a socket that answers public addresses only. The socket connects to what was checked, so a name that changes in between gains nothing. */
export const guardedLookup =
  (allowLoopback: boolean) =>
  (host: string, options: LookupOptions, callback: Callback): void => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const [first] = error ? [] : addresses;
      if (error) callback(error);
      else if (!first || !addresses.every(({ address }) => isCallable(address, allowLoopback)))
        callback(new AddressRefused('the name resolves to an address that is not public'));
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

/** A host that is written as an address is not looked up: it is checked here. */
export const checkLiteralHost = (hostname: string, allowLoopback: boolean): void => {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isCallable(host, allowLoopback)) throw new AddressRefused('the address is not public');
};
