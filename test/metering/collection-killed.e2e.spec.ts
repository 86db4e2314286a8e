import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { GetCostAndUsageCommand, CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { fromRecorded, openSqliteEventStore } from '@orgledger/event-store';
import type { DomainEvent } from '@orgledger/kernel';
import { addMonths, usdOf } from '@orgledger/metering';
import type { MeteringEvent, Month } from '@orgledger/metering';
import { eventually } from '../replication/support/eventually.js';
import { startMeteringProcesses } from './support/metering-processes.js';
import type { MeteringProcesses } from './support/metering-processes.js';

const months = ['2026-03', '2026-02'] as const;

let processes: MeteringProcesses;
beforeAll(async () => {
  processes = await startMeteringProcesses('2026-03-19T08:00:00Z', { accounts: 12, months: 1 });
});
afterAll(() => processes.stop());

/** The built command, as a person runs it; its JSON. */
const orgledger = <Answer>(...args: readonly string[]): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, ...processes.environment };
    execFile(process.execPath, ['dist/apps/cli/src/main.js', ...args, '--json'], { env }, (error, out, err) => {
      if (error) reject(new Error(`${args.join(' ')}: ${err}${out}`));
      else resolve(JSON.parse(out) as Answer);
    });
  });

interface Collection {
  readonly pullId: string;
  readonly status: string;
  readonly observedMonths: readonly string[];
  readonly requests: number;
  readonly usd: string;
  readonly findings: readonly unknown[];
  readonly problem: unknown;
  readonly checks: readonly { readonly name: string; readonly result: string }[];
}

const request = async (): Promise<string> => {
  const { pullId } = await orgledger<{ readonly pullId: string }>(
    ...['collection', 'request', processes.organisation.managementAccountId, '--no-wait'],
    ...months.flatMap((month) => ['--month', month]),
  );
  return pullId;
};

const completed = (pullId: string): Promise<Collection> =>
  eventually(async () => {
    const document = `query ($id: ID!) { collection(pullId: $id) {
      pullId status observedMonths requests usd findings { code } problem { code message } checks { name result }
    } }`;
    const { collection } = await processes.client.query<{ readonly collection: Collection }>(document, { id: pullId });
    if (collection.problem) throw new Error(JSON.stringify(collection.problem));
    return collection.status === 'COMPLETED' ? collection : undefined;
  });

const events = async <Type extends MeteringEvent['type']>(type: Type): Promise<readonly Extract<MeteringEvent, { readonly type: Type }>[]> => {
  const store = openSqliteEventStore({ file: join(processes.dataDir, 'events.sqlite') });
  const found: DomainEvent[] = [];
  for await (const event of store.readAll({ filter: { types: [type] } })) found.push(fromRecorded<DomainEvent>(event));
  await store.close();
  return found as Extract<MeteringEvent, { readonly type: Type }>[];
};

/** What Cost Explorer tells the organisation's administrator. */
const totalOf = async (month: Month): Promise<string> => {
  const { endpoint, admin } = processes.organisation;
  const client = new CostExplorerClient({ endpoint, region: 'us-east-1', credentials: admin });
  const TimePeriod = { Start: `${month}-01`, End: `${addMonths(month, 1)}-01` };
  const { ResultsByTime } = await client.send(new GetCostAndUsageCommand({ TimePeriod, Granularity: 'MONTHLY', Metrics: ['UnblendedCost'] }));
  client.destroy();
  return ResultsByTime![0]!.Total!.UnblendedCost!.Amount!;
};

describe('a collector', () => {
  it('killed while AWS answers leaves the rest to two others: nothing twice, nothing lost, one page paid again', async () => {
    const { control } = processes;
    const doomed = await processes.startMetering();
    const [answer] = await control.plant({ kind: 'hold', service: 'costexplorer', operation: 'GetCostAndUsage', skip: 30 });
    const pullId = await request();
    await eventually(async () => ((await control.faults()).faults.some(({ id, fired }) => id === answer!.id && fired === 1) ? true : undefined));
    await doomed.kill();
    await control.clearFaults();
    const billedBefore = (await control.costs()).requests;
    expect(billedBefore).toBeGreaterThan(30);

    await Promise.all([processes.startMetering(), processes.startMetering()]);
    const pull = await completed(pullId);
    expect(pull).toMatchObject({ observedMonths: months, findings: [] });
    expect(pull.checks.map(({ result }) => result)).toEqual(Array(5).fill('PASSED'));
    expect(pull.requests).toBeGreaterThan(billedBefore);
    // AWS billed the page whose answer the dead collector never stored.
    expect((await control.costs()).requests).toBe(pull.requests + 1);

    const [costs, observed, ended, days] = await Promise.all([
      events('CostCellsObserved'),
      events('MonthObserved'),
      events('CollectionCompleted'),
      events('DailyCostsObserved'),
    ]);
    const keys = costs.map(({ accountId, month }) => `${accountId} ${month}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(observed.map(({ month, accounts }) => [month, accounts])).toEqual(
      months.map((month) => [month, keys.filter((key) => key.endsWith(month)).length]),
    );
    expect([ended.length, new Set(days.map(({ day }) => day)).size]).toEqual([1, days.length]);
    for (const { month, totals } of observed) expect([month, totals.unblended]).toEqual([month, await totalOf(month)]);

    // Two pulls for two collectors, at once: nothing changed, so nothing is stored.
    const pulls = await Promise.all((await Promise.all([request(), request()])).map(completed));
    expect(pulls.map(({ observedMonths }) => observedMonths)).toEqual([months, months]);
    expect(await events('CostCellsObserved')).toHaveLength(costs.length);
    expect(await events('CollectionCompleted')).toHaveLength(3);

    const payer = processes.organisation.managementAccountId;
    const { nodes } = await orgledger<{ readonly nodes: readonly Collection[] }>('collection', 'list', '--payer', payer);
    expect(nodes.map(({ status, findings }) => [status, findings])).toEqual(Array(3).fill(['COMPLETED', []]));
    const spent = usdOf(
      nodes.reduce((sum, { requests }) => sum + requests, 0),
      '0.01',
    );
    expect(await orgledger('collection', 'plan', payer)).toMatchObject({ budget: '25.00', spent });
    expect(await orgledger('collection', 'show', pullId)).toMatchObject({ status: 'COMPLETED', skipped: [], usd: pull.usd });
  });
});
