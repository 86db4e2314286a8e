import { fromJson, projectionOf, toJson, viewPart } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { Month } from '../month.js';
import { changeInForce } from './billing-policy.decider.js';
import { defaultBillingPolicy } from './billing-policy.js';
import type { BillingPolicy } from './billing-policy.js';
import type { BillingPolicyEvent } from './billing-policy.events.js';

/** A change of a policy, as it was recorded. */
export interface PolicyChangeView {
  readonly payerAccountId: string;
  readonly effectiveFrom: Month;
  readonly policy: BillingPolicy;
  /** ISO 8601 UTC. */
  readonly recordedAt: string;
  /** Id of who recorded it. */
  readonly recordedBy: string;
}

/** The policy that holds for a month; without a change it is the default. */
export interface PolicyInForce {
  readonly policy: BillingPolicy;
  readonly change?: PolicyChangeView;
}

interface PolicyRow {
  readonly payer_account_id: string;
  readonly revision: number;
  readonly effective_from: string;
  readonly policy: string;
  readonly recorded_at: string;
  readonly recorded_by: string;
}

export interface BillingPolicyTables {
  readonly metering_billing_policies: PolicyRow;
}

export const billingPolicyProjection = projectionOf(
  'metering-billing-policies',
  1,
  viewPart<BillingPolicyEvent>(
    {
      metering_billing_policies: {
        columns: {
          payer_account_id: 'text',
          revision: 'integer',
          effective_from: 'text',
          policy: 'text',
          recorded_at: 'text',
          recorded_by: 'text',
        },
        key: ['payer_account_id', 'revision'],
      },
    },
    {
      BillingPolicyChanged: (tx, { event, at, recorded }, table) =>
        tx
          .insertInto(table('metering_billing_policies'))
          .values({
            payer_account_id: event.payerAccountId,
            revision: Number(recorded.revision),
            effective_from: event.effectiveFrom,
            policy: toJson(event.policy),
            recorded_at: at,
            recorded_by: recorded.metadata.actor.id,
          })
          .execute(),
    },
  ),
);

export interface BillingPolicyQueries {
  billingPolicy(payerAccountId: string, month: Month): Promise<PolicyInForce>;
  /** Newest first. */
  billingPolicyHistory(payerAccountId: string): Promise<readonly PolicyChangeView[]>;
}

const changesOf = async (db: Kysely<BillingPolicyTables>, payerAccountId: string): Promise<readonly PolicyChangeView[]> => {
  const rows = await db
    .selectFrom('metering_billing_policies')
    .selectAll()
    .where('payer_account_id', '=', payerAccountId)
    .orderBy('revision')
    .execute();
  return rows.map((row) => ({
    payerAccountId: row.payer_account_id,
    effectiveFrom: row.effective_from,
    policy: fromJson<BillingPolicy>(row.policy),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  }));
};

/** The policy that holds for a month which is not closed; a closed one keeps what its closing fixed. */
export const policyOfMonth = async (db: Kysely<BillingPolicyTables>, payerAccountId: string, month: Month): Promise<PolicyInForce> => {
  const change = changeInForce(await changesOf(db, payerAccountId), month);
  return change ? { policy: change.policy, change } : { policy: defaultBillingPolicy };
};

export const billingPolicyQueries = (db: Kysely<BillingPolicyTables>): BillingPolicyQueries => ({
  billingPolicy: (payerAccountId, month) => policyOfMonth(db, payerAccountId, month),
  billingPolicyHistory: async (payerAccountId) => (await changesOf(db, payerAccountId)).toReversed(),
});
