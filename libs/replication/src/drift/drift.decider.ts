import type { Decider, DomainCommand } from '@orgledger/kernel';
import type { DriftEvent, DriftItem } from './drift.events.js';

export interface DetectDrift extends DomainCommand {
  readonly type: 'DetectDrift';
  readonly tenantId: string;
  readonly platformIdentifier: string;
  readonly sweepId: string;
  readonly items: readonly DriftItem[];
  readonly repair: boolean;
}

/** A run has made AWS as desired. */
export interface RepairDrift extends DomainCommand {
  readonly type: 'RepairDrift';
  readonly tenantId: string;
  readonly runId: string;
}

export type DriftCommand = DetectDrift | RepairDrift;

/** Undefined: none is known. */
export type Drift = { readonly items: readonly DriftItem[]; readonly repair: boolean } | undefined;

const same = (a: readonly DriftItem[], b: readonly DriftItem[]): boolean =>
  JSON.stringify(a.map(keyOf).sort()) === JSON.stringify(b.map(keyOf).sort());
const keyOf = ({ step, operation, reason }: DriftItem): string => JSON.stringify([step, operation, reason]);

const decide = (command: DriftCommand, drift: Drift): readonly DriftEvent[] => {
  if (command.type === 'RepairDrift') return drift ? [{ type: 'DriftRepaired', tenantId: command.tenantId, runId: command.runId }] : [];
  const { tenantId, platformIdentifier, sweepId, items, repair } = command;
  // Drift that is only reported is reported once; drift that should have been repaired is asked for again.
  if (drift && !repair && !drift.repair && same(drift.items, items)) return [];
  return [{ type: 'DriftDetected', tenantId, platformIdentifier, sweepId, items, repair }];
};

const evolve = (drift: Drift, event: DriftEvent): Drift => {
  switch (event.type) {
    case 'DriftDetected':
      return { items: event.items, repair: event.repair };
    case 'DriftRepaired':
      return undefined;
    default:
      return drift;
  }
};

export const driftDecider: Decider<DriftCommand, Drift, DriftEvent> = { initial: undefined, decide, evolve };
