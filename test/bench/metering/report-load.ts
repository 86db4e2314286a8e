import { startProjected } from '../../../libs/metering/testing/projected.js';
import type { Projected, StoredSample } from '../../../libs/metering/testing/projected.js';
import { costsProjection } from '../../../libs/metering/src/report/costs.view.js';
import { monthsFrom } from '@orgledger/metering';

/** Size of an imagined organisation. */
export interface ReportLoad {
  readonly accounts: number;
  readonly services: number;
  readonly months: number;
  /** Accounts of one workspace; three of its projects share them. */
  readonly accountsPerWorkspace: number;
}

const payer = '999999999999';
const first = '2026-01';

const stored = (stream: string, event: object): StoredSample => ({ stream, event: event as StoredSample['event'] });

const cellsOf = (account: number, month: number, services: number): object[] =>
  Array.from({ length: services }, (_, service) => {
    const amount = `${(account * 7919 + service * 104729 + month * 31) % 1000}.${String((account * 31337 + service * 27644437) % 10_000_000_000).padStart(10, '0')}`;
    return {
      recordType: service % 7 === 0 ? 'Tax' : 'Usage',
      service: `Service ${service}`,
      marketplace: false,
      unblended: amount,
      amortized: amount,
    };
  });

/** Projects the organisation's cells and days, as collections would bring them; `told` hears of the months that are in. */
export const loadCosts = async (
  { accounts, services, months, accountsPerWorkspace }: ReportLoad,
  told: (month: string) => void,
): Promise<Projected> => {
  const projected = await startProjected(costsProjection);
  await projected.apply([stored(`payer-${payer}`, { type: 'PayerRegistered', payerAccountId: payer, billingCurrency: 'USD' })]);
  const all = Array.from({ length: accounts }, (_, index) => ({ index, accountId: String(100_000_000_000 + index) }));
  const each = async (make: (account: (typeof all)[number]) => StoredSample): Promise<void> => {
    for (let at = 0; at < all.length; at += 250) await projected.apply(all.slice(at, at + 250).map(make));
  };
  await each(({ index, accountId }) => {
    const workspace = `ws-${Math.floor(index / accountsPerWorkspace)}`;
    return stored(`accounttenancy-${accountId}`, {
      type: 'AccountAssigned',
      accountId,
      from: `${first}-01T00:00:00.000Z`,
      why: 'created',
      tenantId: `t-${accountId}`,
      workspaceIdentifier: workspace,
      projectIdentifier: `p-${index % 3}`,
      platformIdentifier: 'aws',
    });
  });
  for (const [number, month] of monthsFrom(first, `2026-${String(months).padStart(2, '0')}`).entries()) {
    await each(({ index, accountId }) =>
      stored(`costs-${payer}.${accountId}.${month}`, {
        type: 'CostCellsObserved',
        payerAccountId: payer,
        accountId,
        month,
        pullId: 'pull',
        pulledAt: `${month}-28T00:00:00.000Z`,
        estimated: false,
        cells: cellsOf(index, number, services),
        gone: [],
      }),
    );
    told(month);
  }
  return projected;
};
