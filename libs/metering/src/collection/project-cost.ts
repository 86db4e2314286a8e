import { formatUnits, parseExactUnits } from '@orgledger/kernel';
import { reservableServices } from './call-plan.js';
import type { CommitmentReads } from './call-plan.js';

/** What a pull's pages depend on. */
export interface OrganizationSize {
  readonly accounts: number;
  /** Cells (account × service) by record type, as last observed or estimated. */
  readonly cells: ReadonlyMap<string, number>;
  readonly marketplaceRecordTypes: number;
  readonly commitments: number;
}

export interface ReadingWish extends CommitmentReads {
  /** Whether who used each commitment is read, too. */
  readonly usage: boolean;
}

export interface PlannedCall {
  readonly what:
    | 'recordTypes'
    | 'total'
    | 'accountsByRecordType'
    | 'services'
    | 'marketplace'
    | 'reservations'
    | 'savingsPlans'
    | 'commitmentUsage'
    | 'dailyCosts';
  /** Pages: each is a request that AWS bills. */
  readonly requests: number;
  /** Left out first when the month's budget runs short. */
  readonly optional: boolean;
}

const pages = (groups: number, groupsPerPage: number): number => Math.max(1, Math.ceil(groups / groupsPerPage));
const savingsPlansPerPage = 100;

/** The requests of one reading of one month, as far as they can be known beforehand. */
export const planMonth = (size: OrganizationSize, wish: ReadingWish, groupsPerPage: number): readonly PlannedCall[] => {
  const grouped = size.accounts * Math.max(1, size.cells.size);
  const services = [...size.cells.values()].map((cells) => pages(cells, groupsPerPage));
  const needed = (what: PlannedCall['what'], requests: number): PlannedCall => ({ what, requests, optional: false });
  return [
    needed('recordTypes', 1),
    needed('total', 1),
    needed('accountsByRecordType', pages(grouped, groupsPerPage)),
    needed(
      'services',
      services.reduce((sum, count) => sum + count, 0),
    ),
    needed('marketplace', 1 + size.marketplaceRecordTypes),
    ...(wish.reservations ? [needed('reservations', reservableServices.length)] : []),
    ...(wish.savingsPlans ? [needed('savingsPlans', pages(size.commitments, savingsPlansPerPage))] : []),
    ...(wish.usage && size.commitments > 0 ? [{ what: 'commitmentUsage', requests: size.commitments, optional: true } as const] : []),
  ];
};

export const planDays = (accounts: number, days: number, groupsPerPage: number): PlannedCall => ({
  what: 'dailyCosts',
  requests: pages(accounts * days, groupsPerPage),
  optional: true,
});

export const requestsOf = (calls: readonly PlannedCall[], which: 'needed' | 'optional' | 'all' = 'all'): number =>
  calls.filter(({ optional }) => which === 'all' || optional === (which === 'optional')).reduce((sum, { requests }) => sum + requests, 0);

/** Dollars as decimal text. `usdPerRequest`: decimal text. */
export const usdOf = (requests: number, usdPerRequest: string): string => formatUnits(parseExactUnits(usdPerRequest) * BigInt(requests));

/** Readings in a month of 30 days by the schedule of §2.7: of the current month, of the last one, of the two before, of the nine before those. */
export const readingsAMonth = { current: 30, last: 15 + 2, recent: 2 * 4, older: 9 } as const;

/** Requests that a month of scheduled collection makes. */
export const requestsAMonth = (size: OrganizationSize, wish: ReadingWish, optional: { readonly days: boolean }, groupsPerPage: number): number => {
  const { current, last, recent, older } = readingsAMonth;
  const needed = requestsOf(planMonth(size, wish, groupsPerPage), 'needed') * (current + last + recent + older);
  const usage = wish.usage ? size.commitments * (4 + 4 + recent + older) : 0;
  const days = optional.days ? planDays(size.accounts, dailyWindow, groupsPerPage).requests * 30 : 0;
  return needed + usage + days;
};

/** Days that are read again each time: late data changes those last passed. */
export const dailyWindow = 7;

/** An organisation as it is typically found: `services` of on-demand usage in each account, and fewer of everything else. For projections before anything was read. */
export const typicalSize = (accounts: number, services = 20): OrganizationSize => ({
  accounts,
  cells: new Map([
    ['Usage', accounts * services],
    ['Tax', accounts],
    ['DiscountedUsage', accounts * 2],
    ['SavingsPlanCoveredUsage', accounts * 3],
    ['SavingsPlanNegation', accounts * 3],
    ['RIFee', 5],
    ['SavingsPlanRecurringFee', 5],
    ['Credit', Math.ceil(accounts / 10)],
    ['Support', 5],
  ]),
  marketplaceRecordTypes: 1,
  commitments: Math.min(200, Math.ceil(accounts / 10)),
});
