import type { Clock } from '@orgledger/kernel';
import { Pacer } from '../pacer/pacer.js';
import type { OperationCount } from '../pacer/pacer.js';
import type { PacerStore } from '../pacer/pacer-store.js';
import { QuotaTable } from '../pacer/quota-table.js';
import type { QuotaData } from '../pacer/quota-table.js';
import type { CredentialsSource } from '../sessions/credentials-source.js';
import { OwnPrincipal } from '../sessions/own-principal.js';
import { SessionCache } from '../sessions/session-cache.js';
import { MeteringChain } from './metering-chain.js';
import type { MeteringConnection, PayerAccess } from './metering-connection.js';
import { RoleChain } from './role-chain.js';
import type { CallObserver } from './call-observer.js';
import { CallPipeline } from './call-pipeline.js';
import { ClientPool } from './client-pool.js';
import type { OrganizationConnection, PlatformConnection } from './platform-connection.js';
import { ServiceCallers } from './service-caller.js';

export interface AwsWire {
  /** Where all services are, instead of AWS's own endpoints. */
  readonly endpoint?: string;
  /** Wall-clock milliseconds that one call may take, the SDK's repetitions included. Default 30 s. */
  readonly callTimeoutMs?: number;
  /** Wall-clock milliseconds until a connection must stand. Default 2 s. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds by which the way to AWS may delay calls unevenly; so much of each quota's burst is held back. Default 400. */
  readonly jitterMs?: number;
}

export interface AwsConnectionsOptions {
  readonly wire: AwsWire;
  readonly clock: Clock;
  /** Content of `config/aws-quotas.json`. */
  readonly quotas: QuotaData;
  readonly credentials: CredentialsSource;
  readonly pacerStore: PacerStore;
  readonly observer: CallObserver;
}

export interface PlatformOptions {
  /** Names the sessions in the accounts that are entered by the process's own credentials. */
  readonly worker: string;
  /** Own quotas of a platform or payer, where AWS raised or lowered them: same shape as the quotas file, only what differs. */
  readonly quotas?: QuotaData;
}

export interface AwsConnections {
  /** Makes no call; the same connection for the same settings. Throws RangeError when the quotas make no sense. */
  forPlatform(organization: OrganizationConnection, options: PlatformOptions): PlatformConnection;
  /** As `forPlatform`, for the account that AWS bills. */
  forPayer(payer: PayerAccess, options: PlatformOptions): MeteringConnection;
  /** Calls by operation since the start, all platforms and payers together. */
  operationCounts(): readonly OperationCount[];
  close(): void;
}

/** All that a worker needs to reach AWS. One per process: clients, connections and quotas are shared. */
export const createAwsConnections = (given: AwsConnectionsOptions): AwsConnections => {
  const { wire, clock, quotas, credentials, pacerStore, observer } = given;
  const { endpoint, callTimeoutMs = 30_000, connectTimeoutMs = 2_000, jitterMs = 400 } = wire;
  const pool = new ClientPool({ clock, connectTimeoutMs, ...(endpoint === undefined ? {} : { endpoint }) });
  const platforms = new Map<string, Connected<PlatformConnection>>();
  const payers = new Map<string, Connected<MeteringConnection>>();
  const chainOf = (externalId: string, region: string, { worker, quotas: overrides }: PlatformOptions) => {
    const pacer = new Pacer({ store: pacerStore, clock, jitterMs, quotas: new QuotaTable(quotas, overrides) });
    const pipeline = new CallPipeline({ clock, pacer, observer, callTimeoutMs, secrets: [externalId, ...secretsOf(credentials)] });
    const callers = new ServiceCallers({ pipeline, pool, pacer });
    const cache = new SessionCache(clock);
    return { pacer, callers, cache, own: new OwnPrincipal(credentials, region, worker, callers, cache) };
  };
  return {
    forPlatform(organization, options) {
      return madeOnce(platforms, [reachedBy(organization), options], () => {
        const { pacer, own, callers, cache } = chainOf(organization.externalId, organization.region, options);
        return { pacer, connection: new RoleChain(organization, options.worker, own, callers, cache) };
      });
    },
    forPayer({ partition, region, payerAccountId, role, externalId }, options) {
      return madeOnce(payers, [[partition, region, payerAccountId, role, externalId], options], () => {
        const { pacer, own, callers, cache } = chainOf(externalId, region, options);
        const payer = { partition, region, payerAccountId, role, externalId };
        return { pacer, connection: new MeteringChain(payer, options.worker, own, callers, cache) };
      });
    },
    operationCounts: () => addUp([...platforms.values(), ...payers.values()].flatMap(({ pacer }) => pacer.operationCounts())),
    close: () => pool.close(),
  };
};

interface Connected<Connection> {
  readonly pacer: Pacer;
  readonly connection: Connection;
}

const madeOnce = <Connection>(made: Map<string, Connected<Connection>>, key: unknown, make: () => Connected<Connection>): Connection => {
  const id = JSON.stringify(key);
  const connected = made.get(id) ?? make();
  made.set(id, connected);
  return connected.connection;
};

/** The settings that a connection is made of: callers hand in a whole platform's, whose other settings change more often. */
const reachedBy = ({ partition, region, managementAccountId, automationAccountId, ...rest }: OrganizationConnection): readonly unknown[] => {
  const { serviceRole, automationRole, accessRole, externalId, identityCenter } = rest;
  const center = identityCenter && [identityCenter.instanceArn, identityCenter.identityStoreId, identityCenter.region];
  return [partition, region, managementAccountId, automationAccountId, serviceRole, automationRole, accessRole, externalId, center];
};

const secretsOf = (credentials: CredentialsSource): readonly string[] =>
  credentials.kind === 'static' ? [credentials.secretAccessKey, ...(credentials.sessionToken === undefined ? [] : [credentials.sessionToken])] : [];

const addUp = (counts: readonly OperationCount[]): readonly OperationCount[] => {
  const totals = new Map<string, OperationCount>();
  for (const count of counts) {
    const key = `${count.service}.${count.operation}`;
    const total = totals.get(key) ?? { ...count, calls: 0, throttled: 0, busy: 0, pacedMs: 0 };
    totals.set(key, {
      ...total,
      calls: total.calls + count.calls,
      throttled: total.throttled + count.throttled,
      busy: total.busy + count.busy,
      pacedMs: total.pacedMs + count.pacedMs,
    });
  }
  return [...totals.values()];
};
