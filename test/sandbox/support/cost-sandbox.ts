import type { Group, MetricValue, ResultByTime } from '@aws-sdk/client-cost-explorer';
import { CostExplorerClient, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import type { GetCostAndUsageCommandInput, GetCostAndUsageCommandOutput } from '@aws-sdk/client-cost-explorer';
import type { QuotaTable } from '../../../apps/sandbox/src/core/quota-table.js';
import type { Sandbox } from '../../../apps/sandbox/src/sandbox.js';
import { startSandbox } from '../../../apps/sandbox/src/sandbox.js';
import type { Credentials } from './identity-sandbox.js';
import { withoutRates } from './identity-sandbox.js';

export interface CostSandbox {
  readonly sandbox: Sandbox;
  readonly ce: CostExplorerClient;
  as(credentials: Credentials): CostExplorerClient;
  control<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  advance(hours: number): Promise<void>;
  close(): Promise<void>;
}

/** A sandbox whose time stands still at `at` but for `advance`. */
export const startCostSandbox = async (at: string, options: { readonly seed?: string; readonly quotas?: QuotaTable } = {}): Promise<CostSandbox> => {
  const sandbox = await startSandbox({ seed: 'costs', quotas: withoutRates(), ...options, origin: Date.parse(at), scale: 0.000_01 });
  const clients: CostExplorerClient[] = [];
  const as = (credentials: Credentials): CostExplorerClient => {
    const client = new CostExplorerClient({ endpoint: sandbox.endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
    clients.push(client);
    return client;
  };
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${sandbox.endpoint}/_sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    sandbox,
    ce: as(sandbox.admin),
    as,
    control,
    advance: async (hours) => {
      await control('POST', '/clock', { advanceMs: hours * 3_600_000 });
    },
    close: async () => {
      for (const client of clients) client.destroy();
      await sandbox.close();
    },
  };
};

/** All pages of an answer, rows of one period joined. */
export const everyPage = async (client: CostExplorerClient, input: GetCostAndUsageCommandInput): Promise<readonly ResultByTime[]> => {
  const rows = new Map<string, ResultByTime>();
  let NextPageToken: string | undefined;
  do {
    const page: GetCostAndUsageCommandOutput = await client.send(
      new GetCostAndUsageCommand({ ...input, ...(NextPageToken === undefined ? {} : { NextPageToken }) }),
    );
    for (const row of page.ResultsByTime ?? []) {
      const key = row.TimePeriod?.Start ?? '';
      const known = rows.get(key);
      rows.set(key, known ? { ...known, Groups: [...(known.Groups ?? []), ...(row.Groups ?? [])] } : row);
    }
    ({ NextPageToken } = page);
  } while (NextPageToken !== undefined);
  return [...rows.values()];
};

/** Decimal text, E notation included, as a whole number of 10⁻¹⁰, rounded half up. */
export const units = (text: string | undefined): bigint => {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text ?? '');
  if (!match) throw new Error(`no decimal: ${text ?? ''}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const shift = 10 - fraction.length + Number(exponent);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : (digits + 10n ** BigInt(-shift) / 2n) / 10n ** BigInt(-shift);
  return sign === '-' ? -magnitude : magnitude;
};

export const amount = (metrics: Record<string, MetricValue> | undefined, metric: string): bigint => units(metrics?.[metric]?.Amount);

export const sumOf = (groups: readonly Group[] | undefined, metric: string): bigint =>
  (groups ?? []).reduce((sum, group) => sum + amount(group.Metrics, metric), 0n);
