import type { DomainCommand } from '@orgledger/kernel';
import type { Month } from '../month.js';

interface OfCommitment extends DomainCommand {
  readonly payerAccountId: string;
  /** As AWS names it, and as the commitment was read. */
  readonly commitmentId: string;
  readonly reason: string;
}

/** A commitment that ran before fair chargeback was on: the tenant had paid its upfront fee, so it gets the discounts from `fromMonth` on. */
export interface SettleUpfront extends OfCommitment {
  readonly type: 'SettleUpfront';
  readonly tenantId: string;
  /** Not closed. */
  readonly fromMonth: Month;
}

/** The contract goes over to another tenant in `month`, with what is left of the upfront fee. */
export interface NovateCommitment extends OfCommitment {
  readonly type: 'NovateCommitment';
  readonly toTenantId: string;
  /** Not closed. */
  readonly month: Month;
}

/** The commitment was made of another one by an exchange or modification, and carries its unamortised balance on. */
export interface NamePredecessor extends OfCommitment {
  readonly type: 'NamePredecessor';
  readonly predecessorId: string;
}

export type CommitmentSettlementCommand = SettleUpfront | NovateCommitment | NamePredecessor;
