import { uuidv5 } from '@orgledger/kernel';
import type { TenantReplication } from '../run/runs.view.js';
import { nextOrder } from './next-order.js';
import type { Wanted } from './queue.store.js';

const tenantId = '00000000-0000-7000-8000-000000000001';
const now = '2026-03-02T08:00:00.000Z';
const newer = (a: string, b: string): boolean => Number(a) > Number(b);
const wanted = (position: string): Wanted => ({ tenantId, position, reason: 'changed', priority: 1, at: now });
const state = (change: Partial<TenantReplication> = {}): TenantReplication => ({
  tenant_id: tenantId,
  platform_identifier: 'aws',
  open_run_id: null,
  last_run_id: 'run-1',
  last_status: 'completed',
  seen: '10',
  failures: 0,
  retry_at: null,
  next_due_at: null,
  open_creation: null,
  account_id: null,
  proven_trust: null,
  ...change,
});
const after = (run: string): string => uuidv5(tenantId, `after:${run}`);

describe('what is next for a tenant', () => {
  it.each([
    ['a first request starts a run', { wanted: wanted('5'), state: undefined }, { kind: 'start', runId: after('nothing'), reason: 'changed' }],
    [
      'a newer request starts the successor of the last run',
      { wanted: wanted('11'), state: state() },
      { kind: 'start', runId: after('run-1'), reason: 'changed' },
    ],
    ['a request that the last run has seen starts nothing', { wanted: wanted('10'), state: state() }, { kind: 'nothing' }],
    [
      'a run that was left behind goes on first',
      { wanted: wanted('11'), state: state({ open_run_id: 'run-2' }) },
      { kind: 'resume', runId: 'run-2' },
    ],
    ['a parked run waits for its time', { wanted: undefined, state: state({ retry_at: '2026-03-02T08:00:01.000Z' }) }, { kind: 'nothing' }],
    ['and is tried again then', { wanted: undefined, state: state({ retry_at: now }) }, { kind: 'start', runId: after('run-1'), reason: 'retry' }],
    [
      'or at once when something newer is wanted',
      { wanted: wanted('12'), state: state({ retry_at: '2027-01-01T00:00:00.000Z' }) },
      { kind: 'start', runId: after('run-1'), reason: 'changed' },
    ],
    [
      'a grant that begins or ends by itself makes the tenant due',
      { wanted: undefined, state: state({ next_due_at: now }) },
      { kind: 'start', runId: after('run-1'), reason: 'expiry' },
    ],
  ] as const)('%s', (_name, given, expected) => {
    expect(nextOrder({ tenantId, ...given }, now, newer)).toEqual(expected);
  });
});
