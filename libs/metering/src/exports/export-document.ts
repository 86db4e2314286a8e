import type { Month } from '../month.js';
import type { ObservedCell } from '../observation/observation.events.js';
import type { CommitmentTerms, CommitmentUtilization } from '../commitment/commitment.events.js';
import type { Statement } from '../statement/statement.js';

/** A finalised statement with all that its copies for people name. Amounts as in `Statement`. */
export interface StatementDocument {
  readonly statementId: string;
  readonly version: number;
  /** SHA-256 of the statement's canonical JSON, hexadecimal. */
  readonly hash: string;
  readonly finalisedAt: string;
  readonly statement: Statement;
  /** Who issues it: the foundation, as the month's billing policy names it. */
  readonly issuer: string;
  /** Set after the month had closed, where the statement had none. */
  readonly assignedPaymentMethod?: { readonly identifier: string; readonly displayName: string; readonly assignedAt: string };
}

/** What an exported month knows of the account that AWS bills. */
export interface ExportedPayer {
  readonly payerAccountId: string;
  readonly displayName: string;
  readonly billingCurrency: string;
  readonly costs: 'gross' | 'net';
  /** AWS's invoice of the month, once it is known; absent where there are several. */
  readonly invoiceId?: string;
}

/** The cells of one account in one month. */
export interface AccountMonth {
  readonly accountId: string;
  readonly accountName?: string;
  readonly cells: readonly ObservedCell[];
}

/** A commitment in one month: what it is, how it was used, and by whom where that was read. */
export interface CommitmentFacts {
  readonly terms: CommitmentTerms;
  readonly utilization?: CommitmentUtilization;
  readonly usage?: readonly { readonly accountId: string; readonly amortized: string }[];
}

export interface ExportedMonth {
  readonly payer: ExportedPayer;
  readonly month: Month;
  readonly commitments: readonly CommitmentFacts[];
}
