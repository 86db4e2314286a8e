import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { createAwsConnections, MemoryPacerStore } from '@orgledger/aws';
import { createMemoryEventStore, EVENT_STORE, fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { ExecutePlatformCommand } from '@orgledger/governance';
import type { PlatformCommand, PlatformEvent, PlatformSettingsInput } from '@orgledger/governance';
import { uuidv5 } from '@orgledger/kernel';
import type { CommandMetadata } from '@orgledger/kernel';
import { PlatformVerificationSubscription } from '@orgledger/replication';
import { PlatformCommandHandler } from '../../libs/governance/src/platform/platform.handlers.js';
import quotas from '../../config/aws-quotas.json';
import { VerifiedOrganization } from './verified-organization.js';

const platformIdentifier = 'aws-main';

let organization: VerifiedOrganization;
let store: EventStore;
let nest: TestingModule;
let subscriptions: PlatformVerificationSubscription[];
const defects: unknown[] = [];

beforeAll(async () => {
  organization = await VerifiedOrganization.open({ scale: 20 });
});
afterAll(async () => {
  await organization.close();
});

beforeEach(async () => {
  store = createMemoryEventStore();
  nest = await Test.createTestingModule({
    imports: [CqrsModule.forRoot()],
    providers: [PlatformCommandHandler, { provide: EVENT_STORE, useValue: store }],
  }).compile();
  await nest.init();
  subscriptions = [];
});
afterEach(async () => {
  await Promise.all(subscriptions.map((subscription) => subscription.stop()));
  await nest.close();
  await store.close();
  expect(defects).toEqual([]);
});

let commands = 0;
const meta = (): CommandMetadata => ({
  commandId: uuidv5('0190d3a0-0000-7000-8000-000000000000', (commands += 1)),
  actor: { kind: 'apiKey', id: 'test' },
  now: organization.clock.now().toISOString(),
  correlationId: 'test',
});
const issue = (command: PlatformCommand) => nest.get(CommandBus).execute(new ExecutePlatformCommand(command));

const settingsInput = (changes: Partial<PlatformSettingsInput> = {}): PlatformSettingsInput => {
  const generated = new Set(['externalId', 'previousExternalId']);
  const settings = Object.fromEntries(Object.entries(organization.settings).filter(([name]) => !generated.has(name)));
  return { ...(settings as unknown as PlatformSettingsInput), ...changes };
};

const register = (changes?: Partial<PlatformSettingsInput>) =>
  issue({
    type: 'RegisterPlatform',
    platformIdentifier,
    displayName: 'AWS',
    settings: settingsInput(changes),
    generatedExternalId: organization.settings.externalId,
    meta: meta(),
  });

const request = async (): Promise<string> => {
  const { commandId, ...rest } = meta();
  await issue({ type: 'RequestVerification', platformIdentifier, meta: { commandId, ...rest } });
  return commandId;
};

const startWorker = (): void => {
  const connections = createAwsConnections({
    wire: { endpoint: organization.sandbox.endpoint },
    clock: organization.clock,
    quotas,
    credentials: { kind: 'static', ...organization.key },
    pacerStore: new MemoryPacerStore(),
    observer: () => undefined,
  });
  const subscription = new PlatformVerificationSubscription({
    store,
    commands: nest.get(CommandBus),
    clock: organization.clock,
    connect: (settings) => connections.forPlatform(settings, { worker: `test-${subscriptions.length}` }),
    onDefect: (error) => defects.push(error),
  });
  subscriptions.push(subscription);
  subscription.start();
};

const events = async (): Promise<readonly PlatformEvent[]> =>
  (await store.readStream(`platform-${platformIdentifier}`)).events.map((event) => fromRecorded<PlatformEvent>(event));

const eventually = async (type: PlatformEvent['type']): Promise<PlatformEvent> => {
  for (const deadline = Date.now() + 20_000; ;) {
    const found = (await events()).find((event) => event.type === type);
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`no ${type} in ${JSON.stringify((await events()).map((event) => event.type))}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('requests for verification', () => {
  it('are answered with the checks', async () => {
    startWorker();
    await register();
    const verificationId = await request();
    expect(await eventually('PlatformVerified')).toMatchObject({
      verificationId,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'trust_static', result: 'passed' })]) as unknown,
    });
  });

  it('are taken up by the next worker when the first died, and are answered once by two at a time', async () => {
    await register();
    await request();
    startWorker();
    startWorker();
    await eventually('PlatformVerified');
    await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    expect((await events()).filter(({ type }) => type === 'PlatformVerified')).toHaveLength(1);
  });

  it('show what AWS said so far, and end when the connection is changed', async () => {
    startWorker();
    await register({ serviceRole: { name: 'NoSuchRole', path: '/' } });
    const first = await request();
    expect(await eventually('PlatformVerificationProgressed')).toMatchObject({
      verificationId: first,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'assume_positive', result: 'waiting' })]) as unknown,
    });
    await issue({ type: 'ChangePlatformConnection', platformIdentifier, settings: settingsInput(), meta: meta() });
    const second = await request();
    expect(await eventually('PlatformVerified')).toMatchObject({ verificationId: second });
    expect((await events()).some(({ type }) => type === 'PlatformVerificationFailed')).toBe(false);
  });

  it('fail for good after two minutes', async () => {
    startWorker();
    await register({ serviceRole: { name: 'NoSuchRole', path: '/' } });
    const verificationId = await request();
    expect(await eventually('PlatformVerificationFailed')).toMatchObject({ verificationId });
  });
});
