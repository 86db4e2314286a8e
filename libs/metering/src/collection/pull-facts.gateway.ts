import { fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import type { AnyTables } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import { readCommitments } from '../commitment/commitment.view.js';
import { addMonths, monthOf } from '../month.js';
import type { Month } from '../month.js';
import { countCells } from '../observation/observation.view.js';
import type { PayerSettings } from '../payer/payer.events.js';
import type { BillingPolicyEvent } from '../policy/billing-policy.events.js';
import { streams } from '../streams.js';
import { commitmentReads } from './call-plan.js';
import type { CommitmentReads } from './call-plan.js';
import { collectionQueries } from './collections.view.js';
import type { PullFacts } from './plan-pull.js';
import { typicalSize } from './project-cost.js';
import type { OrganizationSize } from './project-cost.js';

export interface PullQuestion {
  readonly now: string;
  readonly trigger: 'schedule' | 'request';
  readonly wanted: readonly Month[] | undefined;
  /** How many accounts the organisation has, where that is known; else as many as had costs. */
  readonly accounts: number | undefined;
  readonly groupsPerPage: number;
}

/** What a pull's plan follows from, as read models and the payer's streams say. */
export const readPullFacts = async (store: EventStore, db: Kysely<AnyTables>, payer: PayerSettings, question: PullQuestion): Promise<PullFacts> => {
  const { payerAccountId, optionalCalls } = payer;
  const queries = collectionQueries(db);
  const lastRead = await queries.lastReadings(payerAccountId);
  const days = await queries.daysRead(payerAccountId, `${addMonths(monthOf(question.now), -2)}-01`);
  const lastDay = [...days.keys()]
    .map((key) => key.slice(0, 10))
    .sort()
    .at(-1);
  const size = await sizeOf(db, payerAccountId, [...lastRead.keys()], question.accounts);
  return {
    ...question,
    lastRead,
    reads: await readsFor(store, payer, question.now),
    optionalCalls,
    sizeOf: () => size,
    lastDay,
  };
};

/** As the last month with costs was found, or as organisations typically are. */
const sizeOf = async (
  db: Kysely<AnyTables>,
  payerAccountId: string,
  months: readonly Month[],
  accounts: number | undefined,
): Promise<OrganizationSize> => {
  const commitments = (await readCommitments(db, payerAccountId)).length;
  for (const month of [...months].sort().reverse()) {
    const cells = await countCells(db, payerAccountId, month);
    if (cells.size > 0) return { accounts: accounts ?? Math.max(...cells.values()), cells, marketplaceRecordTypes: 1, commitments };
  }
  return { ...typicalSize(accounts ?? 1), commitments };
};

/** Fair chargeback as the policies have it that hold for the months which may still be closed. */
const readsFor = async (store: EventStore, { payerAccountId, optionalCalls }: PayerSettings, now: string): Promise<CommitmentReads> => {
  const { events } = await store.readStream(streams.billingPolicy(payerAccountId));
  const recorded = events.map((event) => fromRecorded<BillingPolicyEvent>(event));
  const current = monthOf(now);
  const holding = [current, addMonths(current, -1), addMonths(current, -2)].map((month) =>
    recorded.findLast(({ effectiveFrom }) => effectiveFrom <= month),
  );
  const reads = holding.map((event) => commitmentReads(event?.policy, optionalCalls));
  return { reservations: reads.some(({ reservations }) => reservations), savingsPlans: reads.some(({ savingsPlans }) => savingsPlans) };
};
