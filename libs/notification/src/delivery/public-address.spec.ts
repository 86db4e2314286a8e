import { checkLiteralHost, guardedLookup, isCallable } from './public-address.gateway.js';

describe('addresses that messages may be sent to', () => {
  it.each(['8.8.8.8', '1.1.1.1', '52.94.236.248', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(isCallable(address, false)).toBe(true);
  });

  it.each([
    '10.0.0.1',
    '172.16.5.4',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    'fd00::1',
    'fe80::1',
    'fd00:ec2::254',
    '::',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    'not an address',
  ])('%s is not, whatever is allowed', (address) => {
    expect([isCallable(address, false), isCallable(address, true)]).toEqual([false, false]);
  });

  it.each(['127.0.0.1', '127.8.9.10', '::1'])('%s is this machine: only where that is allowed', (address) => {
    expect([isCallable(address, false), isCallable(address, true)]).toEqual([false, true]);
  });

  it('refuses a host written as an address, in brackets or not', () => {
    for (const host of ['10.0.0.1', '[::1]', '[fe80::1]']) expect(() => checkLiteralHost(host, false)).toThrow('not public');
    expect(() => checkLiteralHost('hooks.example.com', false)).not.toThrow();
  });

  it('refuses a name that resolves to this machine', async () => {
    const resolve = (allowLoopback: boolean): Promise<unknown> =>
      new Promise((settle) => guardedLookup(allowLoopback)('localhost', {}, (error, address) => settle(error ?? address)));
    expect(await resolve(false)).toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(await resolve(true)).toMatch(/^(127\.0\.0\.1|::1)$/);
  });
});
