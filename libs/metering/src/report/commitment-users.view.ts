import { parseUnits } from '@orgledger/kernel';
import { fromJson } from '@orgledger/projections';
import { sql } from 'kysely';
import type { CommitmentTerms, CommitmentUtilization } from '../commitment/commitment.events.js';
import type { Month } from '../month.js';
import { tenantsOfMonth } from '../tenancy/account-tenancy.view.js';
import { readCells } from './cell-document.js';
import { coveredRecordType, figuresOf, usersByCells } from './commitment-figures.js';
import type { CommitmentUser } from './commitment-figures.js';
import type { CostDatabase } from './cost-tables.view.js';

/** A user of a commitment with the tenant that the account's costs of the month go to. */
export interface PlacedUser extends CommitmentUser {
  readonly tenantId?: string;
  readonly workspaceIdentifier?: string;
  readonly projectIdentifier?: string;
}

export interface UsersOfMonth {
  readonly month: Month;
  /** `observed`: Cost Explorer was asked; `cells`: the month's covered usage, an estimate where several commitments of the kind are in use. */
  readonly source: 'observed' | 'cells';
  /** The largest share first. */
  readonly users: readonly PlacedUser[];
}

/** One month of a commitment as collected; documents are JSON. */
export interface CommitmentMonthRow {
  readonly commitment_id: string;
  readonly month: Month;
  readonly utilization: string | null;
  readonly observed_at: string | null;
  readonly usage: string | null;
}

const byShare = (a: CommitmentUser, b: CommitmentUser): number => {
  const [left, right] = [parseUnits(a.amortized), parseUnits(b.amortized)];
  return left === right ? (a.accountId < b.accountId ? -1 : 1) : left > right ? -1 : 1;
};

export const usersOfMonth = async (
  db: CostDatabase,
  payer: string,
  terms: CommitmentTerms,
  { month, usage, utilization }: CommitmentMonthRow,
): Promise<UsersOfMonth> => {
  const observed = usage === null ? undefined : fromJson<readonly CommitmentUser[]>(usage);
  const users = observed ?? (await estimatedUsers(db, payer, terms, month, utilization));
  const tenants = await tenantsOfMonth(db as never, month);
  const placed = users.toSorted(byShare).map((user): PlacedUser => {
    const tenant = tenants.get(user.accountId);
    if (!tenant) return user;
    const { tenantId, workspaceIdentifier, projectIdentifier } = tenant;
    return { ...user, tenantId, workspaceIdentifier, projectIdentifier };
  });
  return { month, source: observed ? 'observed' : 'cells', users: placed };
};

const estimatedUsers = async (
  db: CostDatabase,
  payer: string,
  terms: CommitmentTerms,
  month: Month,
  utilization: string | null,
): Promise<readonly CommitmentUser[]> => {
  const used = utilization === null ? 0n : parseUnits(figuresOf(fromJson<CommitmentUtilization>(utilization)).usedCost);
  const { rows } = await sql<{ account: string; cells: string }>`SELECT a.account, c.cells FROM cost_accounts a
    JOIN cost_account_cells c ON c.account_key = a.account_key
    WHERE a.payer = ${payer} AND a.month = ${month} AND instr(c.cells, ${`"${coveredRecordType(terms)}"`}) > 0`.execute(db);
  return usersByCells(
    terms,
    used,
    rows.map(({ account, cells }) => ({ accountId: account, cells: readCells(cells) })),
  );
};
