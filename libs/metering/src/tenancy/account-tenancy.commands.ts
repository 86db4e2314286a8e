import type { DomainCommand } from '@orgledger/kernel';

interface OfAccount extends DomainCommand {
  /** Twelve digits. */
  readonly accountId: string;
}

/** From `from` on the account's costs are the tenant's, until the next change that is recorded for a later instant. */
export interface AssignAccount extends OfAccount {
  readonly type: 'AssignAccount';
  readonly tenantId: string;
  /** ISO 8601 UTC, not in the future. */
  readonly from: string;
  readonly why: 'created' | 'imported' | 'moved' | 'corrected';
}

/** From `from` on the account is nobody's. */
export interface ReleaseAccount extends OfAccount {
  readonly type: 'ReleaseAccount';
  readonly from: string;
  readonly reason: string;
}

/** Seen in the organization's list of accounts. */
export interface RecordAccountJoined extends OfAccount {
  readonly type: 'RecordAccountJoined';
  readonly payerAccountId: string;
  readonly name: string;
  readonly at: string;
}

/** No longer in the list; its costs of earlier days still come. */
export interface RecordAccountLeft extends OfAccount {
  readonly type: 'RecordAccountLeft';
  readonly payerAccountId: string;
  readonly at: string;
}

export type AccountTenancyCommand = AssignAccount | ReleaseAccount | RecordAccountJoined | RecordAccountLeft;
