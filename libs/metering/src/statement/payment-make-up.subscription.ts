import { executeCommand, fromRecorded } from '@orgledger/event-store';
import type { EventStore, Recorded } from '@orgledger/event-store';
import type { PaymentMethodEvent } from '@orgledger/governance';
import { uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { Reaction } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { MonthEvent } from '../month-close/month.events.js';
import { streams } from '../streams.js';
import { projectKey } from '../tenancy/holder-facts.js';
import type { PaymentFacts } from '../tenancy/holder-facts.js';
import { projectPaymentAt } from '../tenancy/holder-facts.view.js';
import type { HolderFactTables } from '../tenancy/holder-facts.view.js';
import { statementPaymentDecider } from './statement-payment.decider.js';
import type { StatementRow } from './statement-rows.view.js';
import type { StatementTables } from './statements.view.js';

export interface PaymentMakeUpOptions {
  readonly store: EventStore;
  readonly views: Kysely<StatementTables & HolderFactTables>;
  readonly clock: Clock;
  /** Resolves once the read models have everything that is stored. */
  readonly visible: () => Promise<void>;
}

type Cause =
  Extract<MonthEvent, { type: 'MonthClosed' }> | Extract<PaymentMethodEvent, { type: 'ProjectPaymentMethodAssigned' | 'PaymentMethodChanged' }>;
type Unpaid = Pick<StatementRow, 'payer_account_id' | 'month' | 'tenant_id' | 'version'> & {
  readonly workspace_identifier: string;
  readonly project_identifier: string;
};

/** Statements stored in one turn of the event loop: the store commits them together. */
const storedTogether = 50;

/**
 * A statement whose project paid by nothing at the month's end gets the payment method that is set later, or was set before the month closed.
 * What is found depends on the event alone, and a statement takes one method once, so a repetition after a death changes nothing.
 */
export const makeUpPaymentMethods = ({ store, views, clock, visible }: PaymentMakeUpOptions): Reaction => ({
  name: 'statement-payment-methods',
  filter: { types: ['ProjectPaymentMethodAssigned', 'PaymentMethodChanged', 'MonthClosed'] },
  handle: async (recorded) => {
    await visible();
    const unpaid = await unpaidStatements(views, fromRecorded<Cause>(recorded), recorded.metadata.at);
    const payments = new Map<string, PaymentFacts | undefined>();
    for (let start = 0; start < unpaid.length; start += storedTogether) {
      const some = unpaid.slice(start, start + storedTogether);
      for (const { workspace_identifier: workspaceIdentifier, project_identifier: projectIdentifier } of some) {
        const key = projectKey(workspaceIdentifier, projectIdentifier);
        if (!payments.has(key)) payments.set(key, await projectPaymentAt(views, { workspaceIdentifier, projectIdentifier }, recorded.metadata.at));
      }
      await Promise.all(
        some.map(async (statement) => {
          const payment = payments.get(projectKey(statement.workspace_identifier, statement.project_identifier));
          if (payment) await assign(store, clock, recorded, statement, payment);
        }),
      );
    }
  },
});

/** Statements that count, were there at the time of the event, and have no payment method. */
const unpaidStatements = async (views: PaymentMakeUpOptions['views'], event: Cause, at: string): Promise<readonly Unpaid[]> => {
  const unpaid = views
    .selectFrom('metering_statements')
    .select(['payer_account_id', 'month', 'tenant_id', 'version', 'workspace_identifier', 'project_identifier'])
    .where('state', '=', 'current')
    .where('has_payment_method', '=', 0)
    .where('finalised_at', '<=', at)
    .where('workspace_identifier', 'is not', null)
    .where('project_identifier', 'is not', null)
    .orderBy('statement_id');
  const within =
    event.type === 'MonthClosed'
      ? unpaid.where('payer_account_id', '=', event.payerAccountId).where('month', '=', event.month)
      : unpaid.where('workspace_identifier', '=', event.workspaceIdentifier);
  const ofProject = event.type === 'ProjectPaymentMethodAssigned' ? within.where('project_identifier', '=', event.projectIdentifier) : within;
  return (await ofProject.execute()) as readonly Unpaid[];
};

const assign = async (store: EventStore, clock: Clock, cause: Recorded, statement: Unpaid, payment: PaymentFacts): Promise<void> => {
  const { payer_account_id: payerAccountId, month, tenant_id: tenantId, version } = statement;
  await executeCommand(store, statementPaymentDecider, streams.statement(payerAccountId, month, tenantId), {
    type: 'AssignStatementPaymentMethod',
    payerAccountId,
    month,
    tenantId,
    version,
    paymentMethod: { identifier: payment.identifier, displayName: payment.displayName },
    meta: {
      commandId: uuidv5(cause.id, `${payerAccountId} ${month} ${tenantId} ${version}`),
      actor: { kind: 'system', id: 'metering' },
      now: clock.now().toISOString(),
      correlationId: cause.metadata.$correlationId,
      causationId: cause.id,
    },
  });
};
