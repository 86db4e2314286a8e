import type { AwsService } from '../errors/aws-call-error.js';

/** `rate` tokens per second into a bucket of `burst`. */
export interface RateLimit {
  readonly rate: number;
  readonly burst: number;
}

/** Operations in progress at once; `perTarget` of them for one target (an account), when set. */
export interface SlotLimit {
  readonly outstanding: number;
  readonly perTarget?: number;
}

/** What binds one operation: every bucket and every slot class named here. Names are unique in the table. */
export interface OperationLimits {
  readonly buckets: readonly (RateLimit & { readonly name: string })[];
  readonly slots: readonly (SlotLimit & { readonly name: string })[];
}

/** The content of `config/aws-quotas.json`, or overrides of it: the same shape, only what differs. */
export type QuotaData = Readonly<Record<string, unknown>>;

type Entry = Readonly<Record<string, unknown>>;

const entryOf = (value: unknown): Entry | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : undefined;

const amount = (entry: Entry, key: string, path: string): number | undefined => {
  const value = entry[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value))
    throw new RangeError(`AWS quotas: ${path}.${key} must be a number above 0. Correct it in the quotas file.`);
  return value;
};

const rateOf = (entry: Entry, path: string): RateLimit | undefined => {
  const rate = amount(entry, 'rate', path);
  if (rate === undefined) return undefined;
  return { rate, burst: Math.max(1, Math.floor(amount(entry, 'burst', path) ?? 1)) };
};

const slotsOf = (entry: Entry, path: string): SlotLimit | undefined => {
  const outstanding = amount(entry, 'outstanding', path);
  if (outstanding === undefined) return undefined;
  const perTarget = amount(entry, 'perAccount', path);
  return { outstanding, ...(perTarget === undefined ? {} : { perTarget }) };
};

const merged = (base: Entry, over: Entry): Entry => {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const [below, above] = [entryOf(base[key]), entryOf(value)];
    result[key] = below && above ? merged(below, above) : value;
  }
  return result;
};

/** AWS's quotas as data, with a platform's overrides applied. Throws RangeError that names the entry which makes no sense. */
export class QuotaTable {
  private readonly data: Entry;
  private readonly known = new Map<string, OperationLimits>();

  constructor(data: QuotaData, overrides: QuotaData = {}) {
    this.data = merged(data, overrides);
    if (!entryOf(this.data.default) || !rateOf(entryOf(this.data.default) ?? {}, 'default'))
      throw new RangeError('AWS quotas: default.rate is missing. It paces every operation that has no quota of its own.');
  }

  limitsOf(service: AwsService, operation: string): OperationLimits {
    const key = `${service}.${operation}`;
    const limits = this.known.get(key) ?? this.read(service, operation);
    this.known.set(key, limits);
    return limits;
  }

  private read(service: AwsService, operation: string): OperationLimits {
    const buckets: (RateLimit & { name: string })[] = [];
    const slots: (SlotLimit & { name: string })[] = [];
    for (const [name, value] of Object.entries(entryOf(this.data[service]) ?? {})) {
      const entry = entryOf(value);
      if (!entry || !covers(name, entry, operation)) continue;
      const path = `${service}.${name}`;
      const [rate, slot] = [rateOf(entry, path), slotsOf(entry, path)];
      if (rate) buckets.push({ name: path, ...rate });
      if (slot) slots.push({ name: path, ...slot });
    }
    if (buckets.length === 0) {
      const fallback = rateOf(entryOf(this.data.default) ?? {}, 'default');
      if (fallback) buckets.push({ name: `${service}.${operation}`, ...fallback });
    }
    // The rarest token is taken first: whoever waits for it holds nobody up at the shared bucket.
    return { buckets: buckets.sort((a, b) => a.rate - b.rate), slots };
  }
}

/** An entry is about one operation by name, about a list of them, or about all of its service. */
const covers = (name: string, entry: Entry, operation: string): boolean =>
  Array.isArray(entry.operations) ? entry.operations.includes(operation) : name === operation || name === 'allOperations';
