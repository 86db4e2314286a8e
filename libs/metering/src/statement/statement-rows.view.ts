import { formatDigits } from '@orgledger/kernel';
import { fromJson } from '@orgledger/projections';
import { centsText, parseCents } from './corrections.js';
import type { Month } from '../month.js';
import type { LineKind, Statement, StatementHolder, StatementLine } from './statement.js';

/** `pending`: its closing has not ended. `superseded`: a reopened month's next closing made another version. */
export type StatementState = 'pending' | 'current' | 'superseded';

/** A statement without its lines. Amounts: decimal text with two digits; `postings`: cents by kind in the billing currency. */
export interface StatementHeader extends Omit<Statement, 'lines'> {
  readonly statementId: string;
  readonly version: number;
  readonly state: StatementState;
  readonly closeId: string;
  readonly lineCount: number;
  readonly hash: string;
  readonly postings: Readonly<Partial<Record<LineKind, string>>>;
  readonly paymentMethod?: StatementHolder['paymentMethod'];
  /** When its method was set, where that was after the month had closed. */
  readonly paymentMethodAssignedAt?: string;
  readonly finalisedAt: string;
}

export interface StatementRow {
  readonly statement_id: string;
  readonly payer_account_id: string;
  readonly month: Month;
  readonly tenant_id: string;
  readonly version: number;
  readonly close_id: string;
  readonly state: StatementState;
  readonly workspace_identifier: string | null;
  readonly project_identifier: string | null;
  readonly currency: string;
  readonly line_count: number;
  readonly hash: string;
  readonly has_payment_method: number;
  readonly payment_method: string | null;
  readonly payment_method_assigned_at: string | null;
  readonly finalised_at: string;
  /** The statement without its lines, and its postings. */
  readonly header: string;
}

type StoredHeader = Omit<Statement, 'lines'> & Pick<StatementHeader, 'postings'>;

/** Sorts by month, then payer, then tenant, then version. */
export const statementIdOf = (payerAccountId: string, month: Month, tenantId: string, version: number): string =>
  `${month}.${payerAccountId}.${tenantId}.${String(version).padStart(4, '0')}`;

/** Corrections belong to other months; what an invoice had otherwise is no part of a recomputation. */
const isOwn = ({ kind, commitmentId }: StatementLine): boolean =>
  kind !== 'CORRECTION' && kind !== 'FX_DIFFERENCE' && !(kind === 'ROUNDING' && commitmentId === undefined);

/** Cents by kind, as `MonthResult.postings` counts them: what a later recomputation is compared with. */
export const postingsOf = (lines: readonly StatementLine[]): StatementHeader['postings'] => {
  const cents = new Map<LineKind, bigint>();
  for (const line of lines) if (isOwn(line)) cents.set(line.kind, (cents.get(line.kind) ?? 0n) + parseCents(line.amount));
  return Object.fromEntries([...cents].map(([kind, sum]) => [kind, centsText(sum)]));
};

export const addedPostings = (a: StatementHeader['postings'], b: StatementHeader['postings']): StatementHeader['postings'] => {
  const kinds = [...new Set([...Object.keys(a), ...Object.keys(b)])] as LineKind[];
  return Object.fromEntries(kinds.map((kind) => [kind, formatDigits(parseCents(a[kind] ?? '0') + parseCents(b[kind] ?? '0'), 2)]));
};

export const toHeader = (row: StatementRow): StatementHeader => {
  const stored = fromJson<StoredHeader>(row.header);
  const method = row.payment_method === null ? undefined : fromJson<NonNullable<StatementHolder['paymentMethod']>>(row.payment_method);
  return {
    ...stored,
    statementId: row.statement_id,
    version: row.version,
    state: row.state,
    closeId: row.close_id,
    lineCount: row.line_count,
    hash: row.hash,
    ...(method ? { paymentMethod: method } : {}),
    ...(row.payment_method_assigned_at === null ? {} : { paymentMethodAssignedAt: row.payment_method_assigned_at }),
    finalisedAt: row.finalised_at,
  };
};
