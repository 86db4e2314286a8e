import type { Month } from '../month.js';
import { applyChanges, diffCells, noCells } from './cells.js';
import type { CostObservationEvent } from './observation.events.js';

/** What one pull shows of an account's month; `cells` as `encodeCells` gives them. */
export interface CostsPulled {
  readonly payerAccountId: string;
  readonly accountId: string;
  readonly accountName?: string;
  readonly month: Month;
  readonly pullId: string;
  /** ISO 8601 UTC. */
  readonly pulledAt: string;
  readonly estimated: boolean;
  readonly cells: string;
}

export interface ObservedCosts {
  readonly cells: string;
  readonly pullId: string | undefined;
  readonly pulledAt: string | undefined;
}

export const nothingObserved: ObservedCosts = { cells: noCells, pullId: undefined, pulledAt: undefined };

/** The one event of a pull for an account's month; undefined when nothing differs. That a month is no longer estimated is said once for all accounts, by MonthObserved. */
export const observeCosts = (pulled: CostsPulled, observed: ObservedCosts): CostObservationEvent | undefined => {
  const { cells, gone } = diffCells(observed.cells, pulled.cells);
  if (cells.length === 0 && gone.length === 0) return undefined;
  const { payerAccountId, accountId, accountName, month, pullId, pulledAt, estimated } = pulled;
  return {
    type: 'CostCellsObserved',
    payerAccountId,
    accountId,
    ...(accountName === undefined ? {} : { accountName }),
    month,
    pullId,
    pulledAt,
    estimated,
    cells,
    gone,
  };
};

/** Another collector was here since this pull looked: what it stored later stays. */
export const isOvertaken = (pulled: CostsPulled, observed: ObservedCosts): boolean =>
  observed.pullId !== pulled.pullId && observed.pulledAt !== undefined && observed.pulledAt > pulled.pulledAt;

export const evolveObserved = (observed: ObservedCosts, event: CostObservationEvent): ObservedCosts => ({
  cells: applyChanges(observed.cells, event),
  pullId: event.pullId,
  pulledAt: event.pulledAt,
});
