// How long a rebuild of the read models keeps the process from answering: 100,000 events as the product stores them, both of its large
// projections rebuilt at once, and the longest time in which the event loop did not turn.
// Bar: 50 ms. Needs the build: `nest build`.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { governanceProjection } from '@orgledger/governance';
import { metadataOf, systemClock, uuidv5 } from '@orgledger/kernel';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import { replicationProjections } from '@orgledger/replication';
import type { Figure } from './replication/figures.js';
import { holds, print, printFigure } from './replication/figures.js';

const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const wanted = 100_000;
const rounds = 3;

const golden = (context: string): Readonly<Record<string, Record<string, unknown>>> => {
  const folder = join(process.cwd(), 'libs', context, 'golden');
  return Object.fromEntries(
    readdirSync(folder).map((file) => {
      const { type, data } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { type: string; data: Record<string, unknown> };
      return [type, { type, ...data }];
    }),
  );
};

type Stored = { readonly type: string } & Record<string, unknown>;

/** One project with its account: how it came about in governance, and its first replication. */
const lifeOf = (n: number, governance: Readonly<Record<string, unknown>>, replication: Readonly<Record<string, unknown>>) => {
  const id = (what: string): string => uuidv5(namespace, `${what} ${n}`);
  const [tenantId, runId, bindingId] = [id('tenant'), id('run'), id('binding')];
  const names = { workspaceIdentifier: `ws-${n % 50}`, projectIdentifier: `project-${n}`, platformIdentifier: 'aws' };
  const own = { ...names, tenantId, runId, bindingId, tenantNumber: n };
  const of = (source: Readonly<Record<string, unknown>>, type: string): Stored => {
    const event = source[type] as Stored;
    return { ...event, ...Object.fromEntries(Object.entries(own).filter(([field]) => field in event)) };
  };
  const steps = [
    'AccountTagged',
    'AccountMoved',
    'AccessRoleTrustHardened',
    'AccountAliasSet',
    'GroupCreated',
    'MembershipChanged',
    'AssignmentCreated',
  ];
  const run = [
    ...['ReplicationStarted', 'ReplicationStepStarted', 'ReplicationStepIntentRecorded', 'RunAccountKnown', 'ReplicationStepChanged'],
    ...steps.flatMap((outcome) => ['ReplicationStepStarted', 'ReplicationStepIntentRecorded', outcome, 'ReplicationStepChanged']),
    ...['GroupEnsured', 'ReplicationStepRemarked', 'ReplicationCompleted'],
  ];
  return [
    [`project-${names.workspaceIdentifier}.${names.projectIdentifier}`, ['ProjectCreated', 'ProjectTagsChanged'].map((type) => of(governance, type))],
    [`rolebinding-${bindingId}`, ['RoleBindingGranted', 'RoleBindingExpirySet'].map((type) => of(governance, type))],
    [
      `tenant-${tenantId}`,
      ['TenantRequested', 'TenantProvisioningStarted', 'TenantAccountAssigned', 'TenantActivated'].map((type) => of(governance, type)),
    ],
    [`replication-${runId}`, run.map((type) => of(replication, type))],
  ] as const;
};

const fill = async (store: EventStore): Promise<number> => {
  const [governance, replication] = [golden('governance'), golden('replication')];
  const actor = { kind: 'system', id: 'bench' } as const;
  let stored = 0;
  for (let n = 1; stored < wanted; n += 1)
    for (const [stream, events] of lifeOf(n, governance, replication)) {
      const commandId = uuidv5(namespace, stream);
      const meta = metadataOf({ commandId, actor, now: '2026-03-02T08:00:00.000Z', correlationId: commandId });
      await store.append(
        stream,
        'no_stream',
        events.map((event, index) => toNewEvent(event, uuidv5(commandId, index), meta)),
      );
      stored += events.length;
    }
  return stored;
};

/** Longest time between two turns of the event loop, ms, while `work` goes on. */
const longestBlock = async (work: () => Promise<void>): Promise<number> => {
  let [longest, last, over] = [0, performance.now(), false];
  const turn = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return longest;
};

const main = async (): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'orgledger-rebuild-'));
  const store = openSqliteEventStore({ file: join(directory, 'events.sqlite') });
  try {
    const events = await fill(store);
    const figures: Figure[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const views = openViews({ file: join(directory, `views-${round}.sqlite`) });
      const projections = [governanceProjection, ...replicationProjections];
      const runner = new ProjectionRunner({ store, views, clock: systemClock, projections });
      const started = performance.now();
      const measured = await longestBlock(async () => {
        await runner.start();
        const done = await runner.waitFor(await store.head(), { timeoutMs: 600_000 });
        if (!done) throw new Error(JSON.stringify(runner.status()));
      });
      const seconds = (performance.now() - started) / 1000;
      await runner.stop();
      await views.close();
      print(`Rebuild ${round}: ${events} events in ${seconds.toFixed(1)} s (${Math.round(events / seconds)} events/s)`);
      figures.push({ name: 'longest time without an answer', measured, bar: 50, unit: 'ms', because: 'nobody notices' });
    }
    figures.forEach(printFigure);
    process.exitCode = figures.every(holds) ? 0 : 1;
  } finally {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
