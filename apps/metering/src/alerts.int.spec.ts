import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Module } from '@nestjs/common';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { readConfiguration } from '@orgledger/config';
import { EVENT_STORE, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { ExecuteWorkspaceCommand } from '@orgledger/governance';
import { metadataOf, uuidv7 } from '@orgledger/kernel';
import type { CommandMetadata, DomainEvent } from '@orgledger/kernel';
import { ExecuteBudgetCommand, MeteringModule, meteringStreams } from '@orgledger/metering';
import { ExecuteTargetCommand, signatureOf } from '@orgledger/notification';
import type { NotificationEvent } from '@orgledger/notification';
import { startReceiver } from '@orgledger/notification/testing';
import type { Receiver } from '@orgledger/notification/testing';
import { createLogger, NestLogger } from '@orgledger/observability';
import { PROJECTION_RUNNER } from '@orgledger/projections';
import type { ProjectionRunner } from '@orgledger/projections';
import { RuntimeModule } from '@orgledger/runtime';
import type { ProcessContext } from '@orgledger/runtime';
import { AlertsModule } from './alerts.module.js';

/** What apps/metering and standalone run of alerts, with commands, and without AWS. */
@Module({})
class AlertsProcessModule {
  static forRoot(context: ProcessContext): DynamicModule {
    return { module: AlertsProcessModule, imports: [RuntimeModule.forRoot(context), MeteringModule, AlertsModule] };
  }
}

const payer = '111122223333';
const account = '222233334444';
const secret = 'a-telling-secret-of-the-receiver';

describe('alerts as processes run them', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'orgledger-alerts-'));
  const logged: string[] = [];
  let receiver: Receiver;
  let application: INestApplicationContext;

  const start = async (): Promise<void> => {
    const configuration = readConfiguration({ ORGLEDGER_DATA_DIR: dataDir, ORGLEDGER_WEBHOOK_ALLOW_LOOPBACK: '1', ORGLEDGER_LOG_LEVEL: 'trace' });
    const sink = new Writable({
      write: (chunk: Buffer, _, done) => {
        logged.push(chunk.toString());
        done();
      },
    });
    const logger = createLogger('metering', configuration.logLevel, sink);
    const context = { name: 'metering', configuration, logger };
    application = await NestFactory.createApplicationContext(AlertsProcessModule.forRoot(context), { logger: new NestLogger(logger) });
  };

  beforeAll(async () => {
    receiver = await startReceiver();
    await start();
  });
  afterAll(async () => {
    await application.close();
    await receiver.close();
    rmSync(dataDir, { recursive: true });
  });

  const meta = (): CommandMetadata => {
    const id = uuidv7(new Date());
    return { commandId: id, actor: { kind: 'user', id: 'u' }, now: new Date().toISOString(), correlationId: id };
  };
  const store = (): EventStore => application.get<EventStore>(EVENT_STORE);
  const append = (stream: string, event: object): Promise<unknown> =>
    store().append(stream, 'any', [toNewEvent(event as DomainEvent, uuidv7(new Date()), metadataOf(meta()))]);
  const settled = async (): Promise<void> => {
    const projections = application.get<ProjectionRunner>(PROJECTION_RUNNER);
    expect(await projections.waitFor(await store().head(), { timeoutMs: 30_000 })).toBe(true);
  };
  const collected = async (amount: string): Promise<void> => {
    const month = new Date().toISOString().slice(0, 7);
    const pull = { payerAccountId: payer, pullId: uuidv7(new Date()) };
    const cells = [{ recordType: 'Usage', service: 'Amazon S3', marketplace: false, unblended: amount, amortized: amount }];
    const observation = { ...pull, accountId: account, month, pulledAt: new Date().toISOString(), estimated: true, cells, gone: [] };
    await append(meteringStreams.costs(payer, account, month), { type: 'CostCellsObserved', ...observation });
    const cost = { requests: 1, usd: '0.01', byOperation: {} };
    await append(meteringStreams.collection(pull.pullId), { type: 'CollectionCompleted', ...pull, cost, findings: [] });
  };
  const delivered = async (count: number): Promise<readonly string[]> => {
    const seen = new Set<string>();
    const watching = new AbortController();
    const options = { after: 'start', filter: { types: ['NotificationDelivered'] }, signal: watching.signal } as const;
    for await (const delivery of store().subscribe(options)) {
      if ('event' in delivery) seen.add((delivery.event.data as NotificationEvent).notificationId);
      if (seen.size === count) break;
    }
    watching.abort();
    return [...seen];
  };

  it('tell a webhook of a budget once, go on after a restart, and leave the secret nowhere', async () => {
    const commands = application.get(CommandBus);
    const targetId = uuidv7(new Date());
    const channel = { kind: 'webhook', url: `${receiver.url}/costs` } as const;
    await commands.execute(new ExecuteTargetCommand({ type: 'AddTarget', targetId, displayName: 'Finance', channel, secret, meta: meta() }));
    await commands.execute(
      new ExecuteWorkspaceCommand({
        type: 'CreateWorkspace',
        workspaceIdentifier: 'payments',
        displayName: 'Payments',
        meta: meta(),
      }),
    );
    await append(meteringStreams.payer(payer), { type: 'PayerRegistered', payerAccountId: payer, billingCurrency: 'USD' });
    const holder = { tenantId: uuidv7(new Date()), workspaceIdentifier: 'payments', projectIdentifier: 'prod', platformIdentifier: 'aws' };
    const assignment = { accountId: account, from: '2026-01-01T00:00:00.000Z', why: 'created', ...holder };
    await append(meteringStreams.accountTenancy(account), { type: 'AccountAssigned', ...assignment });
    await settled();
    await commands.execute(
      new ExecuteBudgetCommand({
        type: 'CreateBudget',
        budgetId: uuidv7(new Date()),
        settings: {
          displayName: 'Payments',
          scope: { kind: 'workspace', workspaceIdentifier: 'payments' },
          metric: 'amortized',
          currency: 'USD',
          amount: '1000.00',
          thresholds: [80, 90].map((percent) => ({ percent, of: 'actual' }) as const),
          targetIds: [targetId],
        },
        meta: meta(),
      }),
    );
    await collected('812.5');
    const [first = ''] = await delivered(1);
    expect(receiver.received).toHaveLength(1);
    const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
    expect(headers['idempotency-key']).toBe(first);
    expect(headers['orgledger-signature']).toBe(signatureOf(secret, String(headers['orgledger-timestamp']), body));
    expect(JSON.parse(body)).toMatchObject({ topic: 'budget.threshold', data: { percent: 80, of: 'actual', value: '812.5' } });

    await application.close();
    await start();
    await collected('912.5');
    expect(await delivered(2)).toHaveLength(2);
    expect(receiver.received.map((request) => (JSON.parse(request.body) as { data: { percent: number } }).data.percent)).toEqual([80, 90]);

    const files = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)).toString('latin1'));
    expect(files.length).toBeGreaterThan(3);
    expect(logged.length).toBeGreaterThan(5);
    expect([...files, ...logged, ...receiver.received.map((request) => JSON.stringify(request))].join('\n')).not.toContain('telling-secret');
  });
});
