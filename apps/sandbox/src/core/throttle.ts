import type { QuotaTable } from './quota-table.js';
import { AwsError } from './service.js';

interface Rate {
  readonly rate: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

const rateOf = (value: unknown): Rate | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { rate, burst } = value as Partial<Rate>;
  return typeof rate === 'number' && typeof burst === 'number' ? { rate, burst } : undefined;
};

/** What AWS calls a throttle, per service. @source the services' error references and the SDK's retry classifier */
export const throttleError = (serviceId: string): AwsError => {
  if (serviceId === 'organizations')
    return new AwsError('TooManyRequestsException', 'You have sent too many requests in too short a period of time.', 400, { Type: 'USER_ERROR' });
  if (serviceId === 'iam' || serviceId === 'sts') return new AwsError('Throttling', 'Rate exceeded', 400);
  if (serviceId === 'costexplorer')
    return new AwsError('LimitExceededException', 'You made too many calls in a short period of time. Try again later.', 400);
  return new AwsError('ThrottlingException', 'Rate exceeded', 400);
};

/** Token buckets per account, service and operation, in sandbox time. */
export class Throttle {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly quotas: QuotaTable) {}

  /** Takes a token of every bucket that the call counts against, or none and answers false. */
  admit(serviceId: string, operation: string, accountId: string, now: number): boolean {
    const rates = this.ratesOf(serviceId, operation);
    const buckets = rates.map(([scope, rate]) => this.refilled(`${accountId} ${serviceId} ${scope}`, rate, now));
    if (buckets.some((bucket) => bucket.tokens < 1)) return false;
    for (const bucket of buckets) bucket.tokens -= 1;
    return true;
  }

  private ratesOf(serviceId: string, operation: string): readonly (readonly [string, Rate])[] {
    const service = (this.quotas[serviceId] ?? {}) as Record<string, unknown>;
    const own = rateOf(service[operation]);
    const all = rateOf(service.allOperations);
    if (own && all) return [[operation, own], ['*', all]]; // prettier-ignore
    if (all) return [['*', all]];
    const rate = own ?? rateOf(this.quotas.default);
    return rate ? [[operation, rate]] : [];
  }

  private refilled(name: string, rate: Rate, now: number): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) {
      const fresh = { tokens: rate.burst, at: now };
      this.buckets.set(name, fresh);
      return fresh;
    }
    bucket.tokens = Math.min(rate.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * rate.rate);
    bucket.at = now;
    return bucket;
  }
}
