import { toNewEvent } from '@orgledger/event-store';
import { uuidv7 } from '@orgledger/kernel';
import type { RunEvent } from '@orgledger/replication';
import { runningApi } from '../../testing/running-api.js';
import type { RunningApi } from '../../testing/running-api.js';

interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data?: { readonly replicationProgress: unknown }; readonly message?: string };
}

/** One WebSocket of graphql-transport-ws, whose frames can be awaited one by one. */
const connect = (api: RunningApi, init: object) => {
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const frames: Frame[] = [];
  const waiting: ((frame: Frame) => void)[] = [];
  const arrived = (frame: Frame): void => {
    const next = waiting.shift();
    if (next) next(frame);
    else frames.push(frame);
  };
  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: init })));
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const frame = JSON.parse(data) as Frame;
    if (frame.type !== 'ping') arrived(frame);
  });
  socket.addEventListener('close', () => arrived({ type: 'closed' }));
  return {
    next: (): Promise<Frame> => {
      const frame = frames.shift();
      return frame ? Promise.resolve(frame) : new Promise((resolve) => waiting.push(resolve));
    },
    subscribe: (query: string, variables: object = {}) => socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } })),
    close: () => socket.close(),
  };
};

const progress = 'subscription ($tenantId: ID) { replicationProgress(tenantId: $tenantId) { runId status steps { step state } } }';

describe('replicationProgress', () => {
  let api: RunningApi;
  beforeEach(async () => (api = await runningApi()));
  afterEach(() => api.close());

  /** Appends events of a run as a replicator in any process would. */
  const record = async (runId: string, ...events: readonly RunEvent[]): Promise<void> => {
    const commandId = uuidv7(new Date());
    const metadata = {
      $correlationId: runId,
      $causationId: runId,
      commandId,
      actor: { kind: 'system', id: 'replicator' },
      at: '2026-11-22T00:00:00.000Z',
    } as const;
    const { exists, events: before } = await api.store.readStream(`replication-${runId}`);
    await api.store.append(
      `replication-${runId}`,
      exists ? before.at(-1)!.revision : 'no_stream',
      events.map((event) => toNewEvent(event, uuidv7(new Date()), metadata)),
    );
  };
  const started = (runId: string, tenantId: string): RunEvent => ({
    type: 'ReplicationStarted',
    runId,
    tenantId,
    platformIdentifier: 'aws',
    reason: 'created',
    seen: '0',
  });
  const [run, other, tenant, otherTenant] = [1, 2, 3, 4].map((n) => `0198c5a0-7b1e-7c3a-9d2f-00000000000${n}`) as [string, string, string, string];

  const stateOf = ({ payload }: Frame, step: string): string | undefined => {
    const { steps } = payload?.data?.replicationProgress as { steps: { step: string; state: string }[] };
    return steps.find((one) => one.step === step)?.state;
  };

  it('shows a run as it stands, then each change of it, and no other tenant’s', async () => {
    await record(run, started(run, tenant), { type: 'ReplicationStepStarted', step: 'account' });
    const socket = connect(api, { authorization: `Bearer ${api.apiKey}` });
    expect(await socket.next()).toMatchObject({ type: 'connection_ack' });
    await api.ask('{ eventLog { events } }');
    socket.subscribe(progress, { tenantId: tenant });
    const first = await socket.next();
    expect(first).toMatchObject({ type: 'next', payload: { data: { replicationProgress: { runId: run, status: 'RUNNING' } } } });
    expect(stateOf(first, 'ACCOUNT')).toBe('RUNNING');

    await record(other, started(other, otherTenant));
    await record(run, { type: 'ReplicationStepChanged', step: 'account', changes: 1 });
    expect(stateOf(await socket.next(), 'ACCOUNT')).toBe('CHANGED');
    await record(run, { type: 'ReplicationCompleted', runId: run, tenantId: tenant, changes: 1, remarks: 0 });
    expect(await socket.next()).toMatchObject({ payload: { data: { replicationProgress: { runId: run, status: 'COMPLETED' } } } });
    socket.close();
  });

  it('shows the runs of all tenants', async () => {
    const socket = connect(api, { authorization: `Bearer ${api.apiKey}` });
    await socket.next();
    socket.subscribe(progress);
    await record(run, started(run, tenant));
    await record(other, started(other, otherTenant));
    const seen = new Set<unknown>();
    while (seen.size < 2) seen.add(((await socket.next()).payload?.data?.replicationProgress as { runId: string }).runId);
    expect(seen).toEqual(new Set([run, other]));
    socket.close();
  });

  it.each([{}, { authorization: 'Bearer nonsense' }, { authorization: 7 }])('is closed to a connection with %j', async (init) => {
    const socket = connect(api, init);
    expect(await socket.next()).toMatchObject({ type: 'connection_error' });
    expect(await socket.next()).toEqual({ type: 'closed' });
  });

  it('takes a tenant id that is none for what it is', async () => {
    const socket = connect(api, { authorization: `Bearer ${api.apiKey}` });
    await socket.next();
    socket.subscribe(progress, { tenantId: 'nonsense' });
    expect(await socket.next()).toMatchObject({ type: 'error' });
    socket.close();
  });
});
