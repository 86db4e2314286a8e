import type { CostObservationEvent, ObservedCell } from '../src/observation/observation.events.js';
import type { StoredSample } from './projected.js';

export const payer = '111122223333';

export const registered: StoredSample = {
  stream: `payer-${payer}`,
  event: { type: 'PayerRegistered', payerAccountId: payer, billingCurrency: 'USD' } as StoredSample['event'],
};

export const cell = (recordType: string, service: string, amortized: string, unblended = amortized): ObservedCell => ({
  recordType,
  service,
  marketplace: false,
  amortized,
  unblended,
});

export const observed = (account: string, month: string, cells: readonly ObservedCell[], more: Partial<CostObservationEvent> = {}): StoredSample => ({
  stream: `costs-${payer}.${account}.${month}`,
  event: {
    type: 'CostCellsObserved',
    payerAccountId: payer,
    accountId: account,
    month,
    pullId: 'pull',
    pulledAt: `${month}-20T00:00:00.000Z`,
    estimated: false,
    cells,
    gone: [],
    ...more,
  },
});

export const assigned = (account: string, from: string, workspace: string, project: string): StoredSample => ({
  stream: `accounttenancy-${account}`,
  event: {
    type: 'AccountAssigned',
    accountId: account,
    from,
    why: 'created',
    tenantId: `${workspace}-${project}-${account}`,
    workspaceIdentifier: workspace,
    projectIdentifier: project,
    platformIdentifier: 'aws',
  } as StoredSample['event'],
});

export const released = (account: string, from: string): StoredSample => ({
  stream: `accounttenancy-${account}`,
  event: { type: 'AccountReleased', accountId: account, from, why: 'deleted' } as StoredSample['event'],
});
