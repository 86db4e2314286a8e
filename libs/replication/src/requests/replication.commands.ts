import type { WhatIf } from '@orgledger/governance';
import type { DomainCommand } from '@orgledger/kernel';

/** Replicates one tenant as soon as a worker is free, parked or not. */
export interface RequestReplication extends DomainCommand {
  readonly type: 'RequestReplication';
  readonly tenantId: string;
}

/** What a dry run is about: one tenant as it is, or all tenants of a platform under settings that are not saved. */
export type DryRunSubject =
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | { readonly kind: 'platform'; readonly platformIdentifier: string; readonly whatIf: WhatIf };

export interface RequestDryRun extends DomainCommand {
  readonly type: 'RequestDryRun';
  /** UUID made at the edge, the same when the command is repeated. */
  readonly dryRunId: string;
  readonly subject: DryRunSubject;
}

/** Looks at all tenants of a platform, as the nightly schedule does. */
export interface RequestSweep extends DomainCommand {
  readonly type: 'RequestSweep';
  /** UUID made at the edge, the same when the command is repeated. */
  readonly sweepId: string;
  readonly platformIdentifier: string;
}

export type ReplicationCommand = RequestReplication | RequestDryRun | RequestSweep;
