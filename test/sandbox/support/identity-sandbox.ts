import { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { readQuotaTable } from '../../../apps/sandbox/src/core/quota-table.js';
import type { QuotaTable } from '../../../apps/sandbox/src/core/quota-table.js';
import type { Sandbox } from '../../../apps/sandbox/src/sandbox.js';
import { startSandbox } from '../../../apps/sandbox/src/sandbox.js';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Clients {
  readonly organizations: OrganizationsClient;
  readonly ssoAdmin: SSOAdminClient;
  readonly identityStore: IdentitystoreClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

export interface IdentitySandbox extends Clients {
  readonly sandbox: Sandbox;
  /** Moves sandbox time forward. */
  advance(seconds: number): Promise<void>;
  control<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  /** The same services with other credentials. */
  as(credentials: Credentials): Clients;
  close(): Promise<void>;
}

const unhurried = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unhurried(member)]));
  return 'rate' in members ? { ...members, rate: 1e6, burst: 1e6 } : members;
};

/** AWS's quotas without its request rates: for tests that are about something else. */
export const withoutRates = (): QuotaTable => unhurried(readQuotaTable()) as QuotaTable;

const clientsOf = (endpoint: string, credentials: Credentials): Clients => {
  const settings = { endpoint, credentials, region: 'eu-central-1', maxAttempts: 1 };
  return {
    organizations: new OrganizationsClient(settings),
    ssoAdmin: new SSOAdminClient(settings),
    identityStore: new IdentitystoreClient(settings),
    iam: new IAMClient(settings),
    sts: new STSClient(settings),
  };
};

/** Time passes by `advance` alone, however slow the machine is. */
const STANDING_STILL = 0.000_01;

/** A sandbox of its own, driven by unmodified SDK clients of its administrator. */
export const startIdentitySandbox = async (quotas: QuotaTable = withoutRates()): Promise<IdentitySandbox> => {
  const sandbox = await startSandbox({ seed: 'identity', quotas, origin: Date.parse('2026-03-01T08:00:00Z'), scale: STANDING_STILL });
  const made: Clients[] = [];
  const as = (credentials: Credentials): Clients => {
    const clients = clientsOf(sandbox.endpoint, credentials);
    made.push(clients);
    return clients;
  };
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${sandbox.endpoint}/_sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    sandbox,
    ...as(sandbox.admin),
    as,
    control,
    advance: async (seconds) => {
      await control('POST', '/clock', { advanceMs: seconds * 1000 });
    },
    close: async () => {
      for (const clients of made) for (const client of Object.values(clients) as { destroy(): void }[]) client.destroy();
      await sandbox.close();
    },
  };
};
