import { formatDigits, formatUnits, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { CommitmentTerms, CommitmentUtilization } from '../commitment/commitment.events.js';
import { splitInProportion } from '../statement/largest-remainder.js';
import type { ReportCell } from './cell-document.js';

/** For display only: a hundredth of a percent, cut off. Undefined for nothing of nothing. */
export const percentOf = (part: Units, whole: Units): string | undefined => (whole === 0n ? undefined : formatDigits((part * 10_000n) / whole, 2));

/** One month of a commitment. Decimal text; hours for reservations, money for savings plans in `purchased`, `used`, `unused`. */
export interface CommitmentFigures extends CommitmentUtilization {
  readonly utilizationPercent?: string;
  /** Amortised cost of what was used. */
  readonly usedCost: string;
}

export const figuresOf = (utilization: CommitmentUtilization): CommitmentFigures => {
  const percent = percentOf(parseUnits(utilization.used), parseUnits(utilization.purchased));
  return {
    ...utilization,
    usedCost: formatUnits(parseUnits(utilization.totalAmortized) - parseUnits(utilization.unusedCost)),
    ...(percent === undefined ? {} : { utilizationPercent: percent }),
  };
};

export interface CommitmentUser {
  readonly accountId: string;
  readonly amortized: string;
}

/** Record types of usage that a commitment of this kind covers. */
export const coveredRecordType = ({ kind }: Pick<CommitmentTerms, 'kind'>): string =>
  kind === 'reservation' ? 'DiscountedUsage' : 'SavingsPlanCoveredUsage';

/**
 * Who used a commitment where Cost Explorer was not asked: its used cost, shared out as the covered usage of its kind (and service) is.
 * Exact where it is the only one of its kind, else an estimate. The parts sum to `usedCost`.
 */
export const usersByCells = (
  terms: CommitmentTerms,
  usedCost: Units,
  accounts: readonly { readonly accountId: string; readonly cells: readonly ReportCell[] }[],
): readonly CommitmentUser[] => {
  const recordType = coveredRecordType(terms);
  const weights = accounts
    .map(({ accountId, cells }) => ({
      accountId,
      weight: cells.reduce(
        (sum, cell) =>
          cell.recordType === recordType && (terms.service === undefined || cell.service === terms.service) ? sum + cell.amounts.amortized : sum,
        0n,
      ),
    }))
    .filter(({ weight }) => weight > 0n)
    .toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
  if (weights.length === 0) return [];
  const parts = splitInProportion(
    usedCost,
    weights.map(({ weight }) => weight),
  );
  return weights.map(({ accountId }, index) => ({ accountId, amortized: formatUnits(parts[index] ?? 0n) }));
};

/** How much of a service's usage commitments cover, in on-demand prices. Only services of which some is covered. @source specs/chargeback.md I10 */
export interface ServiceCoverage {
  readonly kind: CommitmentTerms['kind'];
  readonly service: string;
  readonly covered: string;
  readonly onDemand: string;
  readonly percent: string;
}

/**
 * Savings plans: covered usage at on-demand prices is in the cells. Reservations: the on-demand equivalent of what was used is in their
 * utilization. Cost Explorer's own coverage in hours is not read: it is a paid call, and no charge follows from it.
 */
export const coverageOf = (
  cells: readonly ReportCell[],
  reservations: readonly { readonly service?: string; readonly onDemandEquivalent: string }[],
): readonly ServiceCoverage[] => {
  const onDemand = sumBy(cells, 'Usage');
  const rows = (kind: CommitmentTerms['kind'], covered: ReadonlyMap<string, Units>): ServiceCoverage[] =>
    [...covered]
      .filter(([, amount]) => amount > 0n)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([service, amount]) => {
        const rest = onDemand.get(service) ?? 0n;
        return { kind, service, covered: formatUnits(amount), onDemand: formatUnits(rest), percent: percentOf(amount, amount + rest) ?? '0.00' };
      });
  const reserved = new Map<string, Units>();
  for (const { service = '', onDemandEquivalent } of reservations)
    reserved.set(service, (reserved.get(service) ?? 0n) + parseUnits(onDemandEquivalent));
  return [...rows('savingsPlan', sumBy(cells, 'SavingsPlanCoveredUsage')), ...rows('reservation', reserved)];
};

const sumBy = (cells: readonly ReportCell[], recordType: string): ReadonlyMap<string, Units> => {
  const sums = new Map<string, Units>();
  for (const cell of cells)
    if (cell.recordType === recordType && !cell.marketplace) sums.set(cell.service, (sums.get(cell.service) ?? 0n) + cell.amounts.unblended);
  return sums;
};
