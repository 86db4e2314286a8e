import { parseExactUnits, parseUnits } from '@orgledger/kernel';
import { fromJson } from '@orgledger/projections';
import { sql } from 'kysely';
import type { CommitmentTerms, CommitmentUtilization } from '../commitment/commitment.events.js';
import { endOf } from '../month.js';
import type { Month } from '../month.js';
import type { CommitmentMonth } from '../statement/month-inputs.js';
import { accountTenancyQueries } from '../tenancy/account-tenancy.view.js';
import { tenantAt } from '../tenancy/tenancy-history.js';
import { parseCents } from '../statement/corrections.js';
import type { MonthSettings } from './month-settings.store.js';
import type { ViewsAt } from './month-sources.view.js';

interface Row {
  readonly commitment_id: string;
  readonly owner_account_id: string;
  readonly terms: string;
  readonly utilization: string | null;
  readonly observed_at: string | null;
  readonly usage: string | null;
  readonly used_at: string | null;
}

/** Every commitment that has started before the month's end, by id. */
export const commitmentsOfMonth = async (
  db: ViewsAt,
  settings: MonthSettings,
  payerAccountId: string,
  month: Month,
): Promise<readonly CommitmentMonth[]> => {
  const { rows } =
    await sql<Row>`SELECT c.commitment_id, c.owner_account_id, c.terms, m.utilization, m.observed_at, m.usage, m.used_at FROM metering_commitments c
    LEFT JOIN metering_commitment_months m
      ON m.payer_account_id = c.payer_account_id AND m.commitment_id = c.commitment_id AND m.month = ${month}
    WHERE c.payer_account_id = ${payerAccountId} AND c.starts < ${endOf(month)} ORDER BY c.commitment_id`.execute(db);
  if (rows.length === 0) return [];
  const settlements = await settings.settlements(month);
  const discounts = await discountsBefore(db, payerAccountId, month);
  const final = await isFinal(db, payerAccountId, month);
  const tenancy = accountTenancyQueries(db);
  return Promise.all(
    rows.map(async (row): Promise<CommitmentMonth> => {
      const terms = fromJson<CommitmentTerms>(row.terms);
      const { settled, novations, predecessorId } = settlements.get(row.commitment_id) ?? { novations: [] };
      const buyer = settled?.tenantId ?? tenantAt(await tenancy.tenancyOf(row.owner_account_id), terms.start)?.tenantId;
      const holderTenantId = novations.at(-1)?.toTenantId ?? buyer;
      const { cents = 0n, exact = 0n, months = 0 } = discounts.get(row.commitment_id) ?? {};
      return {
        terms,
        ...(row.utilization === null ? {} : { observed: observedOf(row, final) }),
        discountedCents: cents,
        discountedExact: exact,
        discountedMonths: months,
        ...(holderTenantId === undefined ? {} : { holderTenantId }),
        ...(settled ? { settledFrom: settled.fromMonth } : {}),
        novations,
        ...(predecessorId === undefined ? {} : { predecessorId }),
      };
    }),
  );
};

const observedOf = ({ utilization, observed_at, usage, used_at }: Row, final: boolean): NonNullable<CommitmentMonth['observed']> => {
  const { amortizedUpfront, amortizedRecurring, totalAmortized, unusedCost } = fromJson<CommitmentUtilization>(utilization);
  // Who used it is read less often than the rest, and AWS refreshes the two apart while a month goes on: they are compared where the use is no older.
  const comparable = final && used_at !== null && observed_at !== null && used_at >= observed_at;
  const used = usage !== null && comparable ? fromJson<{ readonly amortized: string }[]>(usage) : undefined;
  return {
    amortizedUpfront: parseUnits(amortizedUpfront),
    amortizedRecurring: parseUnits(amortizedRecurring),
    totalAmortized: parseUnits(totalAmortized),
    unusedCost: parseUnits(unusedCost),
    ...(used ? { usedCost: used.reduce((sum, { amortized }) => sum + parseUnits(amortized), 0n) } : {}),
  };
};

interface Discounted {
  readonly cents: bigint;
  readonly exact: bigint;
  readonly months: number;
}

/** What the statements that count have given back of upfront fees in earlier months. */
const discountsBefore = async (db: ViewsAt, payerAccountId: string, month: Month): Promise<ReadonlyMap<string, Discounted>> => {
  const { rows } = await sql<{ commitment_id: string; month: Month; cents: string; exact: string }>`
    SELECT d.commitment_id, d.month, d.cents, d.exact FROM metering_upfront_discounts d JOIN metering_statements s ON s.statement_id = d.statement_id
    WHERE d.payer_account_id = ${payerAccountId} AND d.month < ${month} AND s.state = 'current' ORDER BY d.commitment_id, d.month`.execute(db);
  const discounts = new Map<string, Discounted & { readonly last: Month }>();
  for (const row of rows) {
    const before = discounts.get(row.commitment_id) ?? { cents: 0n, exact: 0n, months: 0, last: '' };
    discounts.set(row.commitment_id, {
      cents: before.cents + parseCents(row.cents),
      exact: before.exact + parseExactUnits(row.exact),
      months: before.months + (before.last === row.month ? 0 : 1),
      last: row.month,
    });
  }
  return discounts;
};

const isFinal = async (db: ViewsAt, payerAccountId: string, month: Month): Promise<boolean> => {
  const { rows } = await sql<{ estimated: number | null }>`SELECT estimated FROM metering_months
    WHERE payer_account_id = ${payerAccountId} AND month = ${month}`.execute(db);
  return rows[0]?.estimated === 0;
};
