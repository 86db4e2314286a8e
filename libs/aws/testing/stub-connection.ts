import { ScaledClock } from '@orgledger/kernel';
import { createAwsConnections } from '../src/connection/aws-connections.js';
import type { AwsConnections, AwsConnectionsOptions } from '../src/connection/aws-connections.js';
import type { AwsCallRecord } from '../src/connection/call-observer.js';
import type { MeteringConnection } from '../src/connection/metering-connection.js';
import type { OrganizationConnection, PlatformConnection } from '../src/connection/platform-connection.js';
import { MemoryPacerStore } from '../src/pacer/memory-pacer-store.js';
import { startStubAws } from './stub-aws.js';
import type { StubAws, StubReply, StubRequest } from './stub-aws.js';

export const managementAccountId = '111111111111';

const organization: OrganizationConnection = {
  partition: 'aws',
  region: 'us-east-1',
  managementAccountId,
  automationAccountId: '333333333333',
  serviceRole: { name: 'MeshfedServiceRole', path: '/' },
  automationRole: { name: 'MeshfedAutomationRole', path: '/' },
  accessRole: { name: 'OrgledgerAccountAccessRole', path: '/org/' },
  externalId: 'the-external-id',
  identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-1', identityStoreId: 'd-1', region: 'eu-central-1' },
};

const payer = {
  partition: 'aws',
  region: 'us-east-1',
  payerAccountId: managementAccountId,
  role: { name: 'MeshCostExplorerServiceRole', path: '/' },
  externalId: 'the-external-id-of-metering',
} as const;

export interface StubConnection {
  readonly aws: StubAws;
  readonly connections: AwsConnections;
  readonly platform: PlatformConnection;
  /** The same account as payer. */
  readonly payer: MeteringConnection;
  readonly records: readonly AwsCallRecord[];
  readonly start: Date;
  /** Moves the product's clock. */
  moveClock(ms: number): void;
  close(): Promise<void>;
}

/** The product's connection to a stub of AWS, with a clock that starts in 2030 and runs a hundred times as fast as the wall's. */
export const connectToStub = async (
  answer: (request: StubRequest, nth: number) => StubReply,
  options: Partial<AwsConnectionsOptions> = {},
): Promise<StubConnection> => {
  const aws = await startStubAws(answer);
  const start = new Date('2030-01-01T00:00:00Z');
  const line = { origin: start.getTime(), wallOrigin: Date.now(), scale: 100 };
  const clock = new ScaledClock(line);
  const records: AwsCallRecord[] = [];
  const connections = createAwsConnections({
    clock,
    quotas: { default: { rate: 1_000, burst: 1_000 } },
    credentials: { kind: 'static', accessKeyId: 'AKIAOWN', secretAccessKey: 'own-secret' },
    pacerStore: new MemoryPacerStore(),
    observer: (record) => void records.push(record),
    ...options,
    wire: { endpoint: aws.endpoint, callTimeoutMs: 1_000, ...options.wire },
  });
  return {
    aws,
    connections,
    platform: connections.forPlatform(organization, { worker: 'worker one' }),
    payer: connections.forPayer(payer, { worker: 'worker one' }),
    records,
    start,
    moveClock: (ms) => clock.follow({ ...line, origin: line.origin + ms }),
    close: async () => {
      connections.close();
      await aws.close();
    },
  };
};
