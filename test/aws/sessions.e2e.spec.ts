import { createAwsConnections, MemoryPacerStore } from '@orgledger/aws';
import { systemClock } from '@orgledger/kernel';
import { startAwsLab, testQuotas } from './support/aws-lab.js';
import type { Lab } from './support/aws-lab.js';

const minute = 60_000;
const hour = 60 * minute;
let lab: Lab;
beforeAll(async () => {
  lab = await startAwsLab();
});
afterAll(() => lab.close());

const assumed = async (after: number): Promise<number> =>
  (await lab.calls()).filter((call) => call.seq > after && call.operation === 'AssumeRole' && call.decision?.allowed === true).length;
const lastSeq = async (): Promise<number> => (await lab.calls()).at(-1)?.seq ?? 0;

describe('sessions, by the sandbox’s own log', () => {
  it('serve many calls, and are renewed before they expire in the sandbox’s time', async () => {
    const { organizations } = lab.platform.forRun({ runId: 'r' });
    const before = await lastSeq();
    for (let n = 0; n < 5; n += 1) await organizations.listRoots();
    expect(await assumed(before)).toBe(1);
    await lab.advance(2 * hour);
    await organizations.listRoots();
    expect(await assumed(before)).toBe(2);
    expect((await lab.calls()).filter(({ seq, errorCode }) => seq > before && errorCode?.startsWith('Expired'))).toEqual([]);
  });

  it.each([
    [65 * minute, 'ExpiredTokenException'],
    // AWS forgets a session's key some time after its end.
    [3 * hour, 'UnrecognizedClientException'],
  ])('are renewed once when AWS refuses them after %i ms, although our clock says otherwise', async (later, refusal) => {
    const clock = { now: () => new Date('2026-03-02T08:00:00Z'), wait: (ms: number, signal?: AbortSignal) => systemClock.wait(ms, signal) };
    const connections = createAwsConnections({
      wire: { endpoint: lab.sandbox.endpoint },
      clock,
      quotas: testQuotas,
      credentials: { kind: 'static', ...lab.key },
      pacerStore: new MemoryPacerStore(),
      observer: () => undefined,
    });
    const { organizations } = connections.forPlatform(lab.organization, { worker: 'slow-clock' }).forRun({ runId: 'r' });
    const before = await lastSeq();
    await organizations.listRoots();
    await lab.advance(later);
    expect(await organizations.listRoots()).toHaveLength(1);
    connections.close();
    const refusals = (await lab.calls()).filter((call) => call.seq > before).flatMap(({ errorCode }) => errorCode ?? []);
    expect(refusals).toEqual([refusal]);
    expect(await assumed(before)).toBe(2);
  });
});
