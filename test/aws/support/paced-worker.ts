// A process of its own that reads accounts through the product's connection, pacing itself by a store that it shares with others.
// PACED_WORKER is JSON, as below. It prints a line when it is connected and begins at SIGUSR2.
import { once } from 'node:events';
import { connectSandboxClock, createAwsConnections, SqlitePacerStore } from '@orgledger/aws';
import type { OrganizationConnection } from '@orgledger/aws';

export interface PacedWork {
  readonly endpoint: string;
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly organization: OrganizationConnection;
  readonly quotas: Readonly<Record<string, unknown>>;
  readonly jitterMs: number;
  readonly pacerFile: string;
  readonly name: string;
  /** Calls to make, all at once. */
  readonly calls: number;
}

const work = async ({ endpoint, key, organization, quotas, jitterMs, pacerFile, name, calls }: PacedWork): Promise<void> => {
  const followed = await connectSandboxClock(endpoint);
  const pacerStore = new SqlitePacerStore(pacerFile);
  const connections = createAwsConnections({
    wire: { endpoint, jitterMs },
    clock: followed.clock,
    quotas,
    credentials: { kind: 'static', ...key },
    pacerStore,
    observer: () => undefined,
  });
  const { organizations } = connections.forPlatform(organization, { worker: name }).forRun({ runId: name });
  await organizations.listRoots();
  const begin = once(process, 'SIGUSR2');
  process.stdout.write(`${JSON.stringify({ ready: name })}\n`);
  await begin;
  await Promise.all(Array.from({ length: calls }, () => organizations.describeAccount(organization.managementAccountId)));
  connections.close();
  await pacerStore.close();
  followed.close();
};

work(JSON.parse(process.env.PACED_WORKER ?? '{}') as PacedWork).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
