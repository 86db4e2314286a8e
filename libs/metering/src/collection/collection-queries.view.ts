import type { EventStore } from '@orgledger/event-store';
import type { AnyTables } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import { readCommitmentMonths, readCommitments } from '../commitment/commitment.view.js';
import { monthOf } from '../month.js';
import type { Month } from '../month.js';
import { readCells } from '../observation/observation.view.js';
import type { PayerSettings } from '../payer/payer.events.js';
import { collectionQueries } from './collections.view.js';
import type { CollectionQueries } from './collections.view.js';
import { planPull } from './plan-pull.js';
import type { PullPlan } from './plan-pull.js';
import { requestsAMonth, requestsOf, usdOf } from './project-cost.js';
import type { RequestPrices } from './pull.gateway.js';
import { readPullFacts } from './pull-facts.gateway.js';

/** What the next collection asks for and costs, and what a month of them does. Dollars: decimal text. */
export interface CollectionPlan extends PullPlan {
  readonly payerAccountId: string;
  readonly requests: number;
  readonly usd: string;
  /** Of 30 days by the schedule. */
  readonly requestsAMonth: number;
  readonly usdAMonth: string;
  /** Of this calendar month, and what of it is spent. */
  readonly budget: string;
  readonly spent: string;
}

export interface PlanQuestion {
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Absent: those that a collection on request reads. */
  readonly months?: readonly Month[];
  readonly prices: RequestPrices;
}

export interface CostObservationQueries extends CollectionQueries {
  readonly cells: (payerAccountId: string, month: Month) => ReturnType<typeof readCells>;
  readonly commitments: (payerAccountId: string) => ReturnType<typeof readCommitments>;
  readonly commitmentMonths: (payerAccountId: string, first: Month, last?: Month) => ReturnType<typeof readCommitmentMonths>;
  readonly collectionPlan: (payer: PayerSettings, question: PlanQuestion) => Promise<CollectionPlan>;
}

/** Injection token of CostObservationQueries. */
export const COST_OBSERVATION_QUERIES = Symbol('CostObservationQueries');

export const createCostObservationQueries = (store: EventStore, db: Kysely<AnyTables>): CostObservationQueries => ({
  ...collectionQueries(db),
  cells: (payerAccountId, month) => readCells(db, payerAccountId, month),
  commitments: (payerAccountId) => readCommitments(db, payerAccountId),
  commitmentMonths: (payerAccountId, first, last) => readCommitmentMonths(db, payerAccountId, first, last),
  collectionPlan: async (payer, { now, months, prices }) => {
    const { groupsPerPage, usdPerRequest } = prices;
    const facts = await readPullFacts(store, db, payer, { now, trigger: 'request', wanted: months, accounts: undefined, groupsPerPage });
    const plan = planPull(facts);
    const requests = plan.months.reduce((sum, { calls }) => sum + requestsOf(calls), 0) + (plan.days?.call.requests ?? 0);
    const wish = { ...facts.reads, usage: payer.optionalCalls.commitmentUsage };
    const monthly = requestsAMonth(facts.sizeOf(monthOf(now)), wish, { days: payer.optionalCalls.dailyCosts }, groupsPerPage);
    return {
      ...plan,
      payerAccountId: payer.payerAccountId,
      requests,
      usd: usdOf(requests, usdPerRequest),
      requestsAMonth: monthly,
      usdAMonth: usdOf(monthly, usdPerRequest),
      budget: payer.monthlyRequestBudget,
      spent: await collectionQueries(db).spent(payer.payerAccountId, monthOf(now)),
    };
  },
});
