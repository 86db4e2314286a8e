import type { EventStore } from '@orgledger/event-store';
import { readPage } from '@orgledger/projections';
import type { Page, PageRequest } from '@orgledger/projections';
import { fromJson } from '@orgledger/projections';
import { sql } from 'kysely';
import { loadSettlements } from '../commitment/commitment-settlement.store.js';
import type { CommitmentTerms, CommitmentUtilization } from '../commitment/commitment.events.js';
import { endOf, monthOf } from '../month.js';
import type { Month } from '../month.js';
import { policyOfMonth } from '../policy/billing-policy.view.js';
import { accountTenancyQueries } from '../tenancy/account-tenancy.view.js';
import { tenantAt } from '../tenancy/tenancy-history.js';
import { readCells } from './cell-document.js';
import { commitmentCharges } from './commitment-charges.view.js';
import type { CommitmentCharge } from './commitment-charges.view.js';
import { coverageOf, figuresOf } from './commitment-figures.js';
import type { CommitmentFigures, ServiceCoverage } from './commitment-figures.js';
import { usersOfMonth } from './commitment-users.view.js';
import type { CommitmentMonthRow, UsersOfMonth } from './commitment-users.view.js';
import type { CostDatabase } from './cost-tables.view.js';
import { explainFairChargeback } from './fair-explanation.js';
import type { FairExplanation } from './fair-explanation.js';
import { upfrontSchedule } from './upfront-schedule.js';
import type { UpfrontSchedule } from './upfront-schedule.js';

export interface CommitmentFilter {
  readonly payerAccountId?: string;
  readonly kind?: CommitmentTerms['kind'];
  readonly ownerAccountId?: string;
}

/** A commitment with the figures of one month; without them where Cost Explorer has not told of that month. */
export interface CommitmentSummary {
  readonly payerAccountId: string;
  readonly terms: CommitmentTerms;
  readonly month: Month;
  readonly figures?: CommitmentFigures;
}

/** How many used a commitment in a month, and who the most. */
export interface UsageOfMonth extends UsersOfMonth {
  readonly userCount: number;
}

export interface CommitmentReport {
  readonly payerAccountId: string;
  readonly terms: CommitmentTerms;
  readonly months: readonly ({ readonly month: Month } & CommitmentFigures)[];
  /** The largest twenty users of each month; `commitmentUsers` has all of a month. */
  readonly usage: readonly UsageOfMonth[];
  readonly upfront: UpfrontSchedule;
  /** What statements say of it so far, where its upfront fee is charged fairly. */
  readonly charges: readonly CommitmentCharge[];
  readonly fairChargeback: FairExplanation;
}

export interface CoverageOfMonth extends ServiceCoverage {
  readonly month: Month;
}

export interface CommitmentQueries {
  /** By payer and id. */
  commitments(month: Month, filter?: CommitmentFilter, page?: PageRequest): Promise<Page<CommitmentSummary>>;
  /** All that is known of one; undefined when there is none. */
  commitment(payerAccountId: string, commitmentId: string): Promise<CommitmentReport | undefined>;
  /** Everybody who used it in a month; undefined when there is no such commitment. */
  commitmentUsers(payerAccountId: string, commitmentId: string, month: Month): Promise<UsersOfMonth | undefined>;
  /** By month, kind and service. */
  commitmentCoverage(payerAccountId: string, from: Month, to: Month): Promise<readonly CoverageOfMonth[]>;
}

interface CommitmentRow {
  readonly payer_account_id: string;
  readonly commitment_id: string;
  readonly list_key: string;
  readonly terms: string;
}

const mostUsers = 20;

export const commitmentQueries = (db: CostDatabase, store: EventStore): CommitmentQueries => ({
  commitments: async (month, filter = {}, page) => {
    // A view over collect's table, with one text column that orders it.
    const keyed = db.with('listed_commitments', (query) =>
      query
        .selectFrom('metering_commitments' as never)
        .select([
          'payer_account_id' as never,
          'commitment_id' as never,
          'terms' as never,
          'kind' as never,
          'owner_account_id' as never,
          sql`payer_account_id || ' ' || commitment_id`.as('list_key'),
        ]),
    );
    const found = await readPage<CommitmentRow, CommitmentRow>(
      keyed as never,
      {
        table: 'listed_commitments',
        key: 'list_key',
        filter: { payer_account_id: filter.payerAccountId, kind: filter.kind, owner_account_id: filter.ownerAccountId },
        toNode: (row) => row,
      },
      page,
    );
    const known = await monthRows(
      db,
      found.nodes.map((row) => row.commitment_id),
      month,
    );
    const figures = new Map(known.map((row) => [row.commitment_id, row.utilization]));
    return {
      ...found,
      nodes: found.nodes.map(({ payer_account_id, commitment_id, terms }) => {
        const utilization = figures.get(commitment_id);
        return {
          payerAccountId: payer_account_id,
          terms: fromJson<CommitmentTerms>(terms),
          month,
          ...(utilization == null ? {} : { figures: figuresOf(fromJson<CommitmentUtilization>(utilization)) }),
        };
      }),
    };
  },

  commitment: async (payerAccountId, commitmentId) => {
    const terms = await termsOf(db, payerAccountId, commitmentId);
    if (!terms) return undefined;
    const known = await monthRows(db, [commitmentId]);
    const observed = new Map(
      known.flatMap(({ month, utilization }) => (utilization === null ? [] : [[month, fromJson<CommitmentUtilization>(utilization)] as const])),
    );
    // Of a month that still ran when it was read, Cost Explorer told a part only.
    const whole = new Set(known.filter(({ month, observed_at }) => observed_at !== null && observed_at >= endOf(month)).map(({ month }) => month));
    const usage: UsageOfMonth[] = [];
    for (const row of known) {
      const { users, ...month } = await usersOfMonth(db, payerAccountId, terms, row);
      usage.push({ ...month, users: users.slice(0, mostUsers), userCount: users.length });
    }
    const charges = await commitmentCharges(db, payerAccountId, commitmentId);
    const { settled, novations, predecessorId } = (await loadSettlements(store, payerAccountId)).get(commitmentId) ?? { novations: [] };
    const holder = settled ?? tenantAt(await accountTenancyQueries(db as never).tenancyOf(terms.ownerAccountId), terms.start);
    const { policy } = await policyOfMonth(db as never, payerAccountId, monthOf(terms.start));
    return {
      payerAccountId,
      terms,
      months: [...observed].map(([month, utilization]) => ({ month, ...figuresOf(utilization) })),
      usage,
      upfront: upfrontSchedule(terms, new Map([...observed].filter(([month]) => whole.has(month)))),
      charges,
      fairChargeback: explainFairChargeback(
        terms,
        policy,
        holder?.tenantId,
        {
          ...(settled ? { settledFrom: settled.fromMonth } : {}),
          novations,
          ...(predecessorId === undefined ? {} : { predecessorId }),
        },
        charges,
      ),
    };
  },

  commitmentUsers: async (payerAccountId, commitmentId, month) => {
    const terms = await termsOf(db, payerAccountId, commitmentId);
    if (!terms) return undefined;
    const [row] = await monthRows(db, [commitmentId], month);
    return row ? usersOfMonth(db, payerAccountId, terms, row) : { month, source: 'cells', users: [] };
  },

  commitmentCoverage: async (payerAccountId, from, to) => {
    const { rows } = await sql<{ month: Month; cells: string }>`SELECT month, cells FROM cost_months
      WHERE payer = ${payerAccountId} AND month BETWEEN ${from} AND ${to} ORDER BY month`.execute(db);
    const { rows: reserved } = await sql<
      CommitmentMonthRow & { readonly terms: string }
    >`SELECT m.month, m.utilization, c.terms FROM metering_commitment_months m
      JOIN metering_commitments c ON c.payer_account_id = m.payer_account_id AND c.commitment_id = m.commitment_id
      WHERE m.payer_account_id = ${payerAccountId} AND m.month BETWEEN ${from} AND ${to} AND c.kind = 'reservation'
        AND m.utilization IS NOT NULL`.execute(db);
    return rows.flatMap(({ month, cells }) => {
      const reservations = reserved
        .filter((row) => row.month === month)
        .map((row) => {
          const { service } = fromJson<CommitmentTerms>(row.terms);
          const { onDemandEquivalent } = fromJson<CommitmentUtilization>(row.utilization);
          return { onDemandEquivalent, ...(service === undefined ? {} : { service }) };
        });
      return coverageOf(readCells(cells), reservations).map((coverage) => ({ month, ...coverage }));
    });
  },
});

const termsOf = async (db: CostDatabase, payerAccountId: string, commitmentId: string): Promise<CommitmentTerms | undefined> => {
  const { rows } = await sql<{ terms: string }>`SELECT terms FROM metering_commitments
    WHERE payer_account_id = ${payerAccountId} AND commitment_id = ${commitmentId}`.execute(db);
  return rows[0] && fromJson<CommitmentTerms>(rows[0].terms);
};

const monthRows = async (db: CostDatabase, commitmentIds: readonly string[], month?: Month): Promise<readonly CommitmentMonthRow[]> => {
  if (commitmentIds.length === 0) return [];
  const { rows } = await sql<CommitmentMonthRow>`SELECT commitment_id, month, utilization, observed_at, usage FROM metering_commitment_months
    WHERE commitment_id IN (${sql.join(commitmentIds)}) AND ${month === undefined ? sql`true` : sql`month = ${month}`} ORDER BY month`.execute(db);
  return rows;
};
