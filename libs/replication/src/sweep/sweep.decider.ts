import type { Decider, DomainCommand } from '@orgledger/kernel';
import type { RequestSweep } from '../requests/replication.commands.js';
import type { SweepEvent, SweepSummary } from './sweep.events.js';

export interface CompleteSweep extends DomainCommand {
  readonly type: 'CompleteSweep';
  readonly summary: SweepSummary;
}

export interface FailSweep extends DomainCommand {
  readonly type: 'FailSweep';
  readonly message: string;
}

export type SweepCommand = RequestSweep | CompleteSweep | FailSweep;

export type Sweep =
  { readonly status: 'none' } | { readonly status: 'requested' | 'ended'; readonly sweepId: string; readonly platformIdentifier: string };

const decide = (command: SweepCommand, sweep: Sweep): readonly SweepEvent[] => {
  if (command.type === 'RequestSweep') {
    const { sweepId, platformIdentifier } = command;
    return sweep.status === 'none' ? [{ type: 'SweepRequested', sweepId, platformIdentifier }] : [];
  }
  if (sweep.status !== 'requested') return [];
  const { sweepId, platformIdentifier } = sweep;
  return command.type === 'CompleteSweep'
    ? [{ type: 'SweepCompleted', sweepId, platformIdentifier, summary: command.summary }]
    : [{ type: 'SweepFailed', sweepId, platformIdentifier, message: command.message }];
};

const evolve = (sweep: Sweep, event: SweepEvent): Sweep => {
  switch (event.type) {
    case 'SweepRequested':
      return { status: 'requested', sweepId: event.sweepId, platformIdentifier: event.platformIdentifier };
    case 'SweepCompleted':
    case 'SweepFailed':
      return sweep.status === 'none' ? sweep : { ...sweep, status: 'ended' };
    default:
      return sweep;
  }
};

export const sweepDecider: Decider<SweepCommand, Sweep, SweepEvent> = { initial: { status: 'none' }, decide, evolve };
