import { systemClock } from '@orgledger/kernel';
import { CappedRetries } from './capped-retries.js';
import { ClientPool } from './client-pool.js';
import type { Attempts, Clients } from './client-pool.js';

const pool = new ClientPool({ clock: systemClock, connectTimeoutMs: 1_000, endpoint: 'http://127.0.0.1:1' });
const key = { accessKeyId: 'AKIA1', secretAccessKey: 's', sessionToken: 't' };
const services = ['sts', 'iam', 'organizations', 'ssoadmin', 'identitystore', 'costexplorer'] as const satisfies readonly (keyof Clients)[];

const strategyOf = async (service: keyof Clients, attempts: Attempts): Promise<CappedRetries> => {
  const strategy = await pool.client(service, key, 'us-east-1', attempts).config.retryStrategy();
  if (!(strategy instanceof CappedRetries)) throw new Error(`${service} retries by a strategy of the SDK's own`);
  return strategy;
};

afterAll(() => pool.close());

describe('the clients', () => {
  it.each(services)('%s: the strategy that the SDK really uses sends three times at most, within a second', async (service) => {
    const strategy = await strategyOf(service, 'capped');
    expect(strategy.maxAttempts).toBe(3);
    expect(strategy.totalDelayMs).toBeLessThanOrEqual(1_000);
    expect(await pool.client(service, key, 'us-east-1').config.maxAttempts()).toBe(3);
  });

  it('never sends twice what would be carried out twice', async () => {
    const strategy = await strategyOf('organizations', 'once');
    expect(strategy.maxAttempts).toBe(1);
    expect(strategy.totalDelayMs).toBe(0);
    expect(await pool.client('organizations', key, 'us-east-1', 'once').config.maxAttempts()).toBe(1);
  });

  it('give up as soon as their attempts are used up, and at once for what does not pass', async () => {
    const waited: number[] = [];
    const clock = { now: () => new Date(0), wait: (ms: number) => Promise.resolve(void waited.push(ms)) };
    const strategy = new CappedRetries(clock, 3);
    const first = await strategy.refreshRetryTokenForRetry(await strategy.acquireInitialRetryToken(), { errorType: 'TRANSIENT' });
    const second = await strategy.refreshRetryTokenForRetry(first, { errorType: 'SERVER_ERROR' });
    await expect(strategy.refreshRetryTokenForRetry(second, { errorType: 'TRANSIENT' })).rejects.toThrow('no attempts left');
    await expect(strategy.refreshRetryTokenForRetry(first, { errorType: 'THROTTLING' })).rejects.toThrow('no attempts left');
    await expect(strategy.refreshRetryTokenForRetry(first, { errorType: 'CLIENT_ERROR' })).rejects.toThrow('no attempts left');
    expect(waited).toEqual([200, 400]);
    expect(waited.reduce((sum, ms) => sum + ms)).toBe(strategy.totalDelayMs);
  });

  it('are one per access key, service, region and attempts', () => {
    const client = pool.client('iam', key, 'us-east-1');
    expect(pool.client('iam', { ...key }, 'us-east-1')).toBe(client);
    for (const other of [
      pool.client('iam', { ...key, accessKeyId: 'AKIA2' }, 'us-east-1'),
      pool.client('iam', key, 'eu-central-1'),
      pool.client('iam', key, 'us-east-1', 'once'),
    ])
      expect(other).not.toBe(client);
  });

  it('get credentials without an expiry, which the SDK would compare with the wall clock', async () => {
    const credentials = await pool.client('sts', key, 'us-east-1').config.credentials();
    expect(credentials).toMatchObject(key);
    expect(credentials.expiration).toBeUndefined();
  });
});
