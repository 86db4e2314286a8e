import { join } from 'node:path';
import { describeStoredEvents } from '@orgledger/event-store/testing';
import type { EventFold } from '@orgledger/event-store/testing';
import { governanceEventCatalogue } from '@orgledger/governance';
import { budgetDecider, noBudgetFacts } from './budget/budget.decider.js';
import { collectionDecider } from './collection/collection.decider.js';
import { commitmentSettlementDecider, noSettlementFacts } from './commitment/commitment-settlement.decider.js';
import { evolveCommitment, nothingObservedOfCommitment } from './commitment/commitment-observation.decider.js';
import { meteringEventCatalogue } from './event-catalogue.js';
import { externalCostDecider, noExternalCostFacts } from './external-cost/external-cost.decider.js';
import { invoiceDecider } from './invoice/invoice.decider.js';
import { meteringProjections } from './metering-projections.view.js';
import { monthDecider } from './month-close/month.decider.js';
import { evolveObserved, nothingObserved } from './observation/observation.decider.js';
import { noPayerFacts, payerDecider } from './payer/payer.decider.js';
import { billingPolicyDecider, noPolicyFacts } from './policy/billing-policy.decider.js';
import { noRatesFacts, ratesDecider } from './rates/rates.decider.js';
import { statementPaymentDecider } from './statement/statement-payment.decider.js';
import { accountTenancyDecider } from './tenancy/account-tenancy.decider.js';

const collected = ['CollectionRequested', 'CollectionStarted', 'MonthObserved'];

/** The life of one object, event by event: each must still move its state. */
const lives: Record<string, readonly [EventFold, readonly string[]]> = {
  payer: [payerDecider(noPayerFacts), ['PayerRegistered', 'PayerSettingsChanged', 'PayerExternalIdReplaced', 'PayerRemoved']],
  collection: [collectionDecider, [...collected, 'CollectionCompleted']],
  failedCollection: [collectionDecider, [...collected, 'CollectionFailed']],
  observedCosts: [{ initial: nothingObserved, evolve: evolveObserved }, ['CostCellsObserved']],
  observedCommitment: [
    { initial: nothingObservedOfCommitment, evolve: evolveCommitment },
    ['ReservationObserved', 'SavingsPlanObserved', 'CommitmentUsageObserved'],
  ],
  commitmentSettlements: [commitmentSettlementDecider(noSettlementFacts), ['UpfrontSettled', 'CommitmentNovated', 'CommitmentPredecessorNamed']],
  accountTenancy: [
    accountTenancyDecider({ tenant: undefined }),
    ['AccountJoinedOrganization', 'AccountAssigned', 'AccountReleased', 'AccountLeftOrganization'],
  ],
  billingPolicy: [billingPolicyDecider(noPolicyFacts), ['BillingPolicyChanged']],
  rates: [ratesDecider(noRatesFacts), ['OwnRateSet', 'ReferenceRatesImported']],
  externalCosts: [externalCostDecider(noExternalCostFacts), ['ExternalCostsImported', 'ExternalCostsWithdrawn']],
  invoice: [invoiceDecider({ payerRegistered: true }), ['InvoiceReceived', 'InvoiceWithdrawn']],
  restatedMonth: [monthDecider, ['MonthCloseRequested', 'MonthCloseStarted', 'MonthClosed', 'MonthRestated', 'MonthReopened']],
  blockedMonth: [monthDecider, ['MonthCloseRequested', 'MonthCloseBlocked']],
  abandonedMonth: [monthDecider, ['MonthCloseStarted', 'MonthCloseAbandoned']],
  statementPayment: [statementPaymentDecider, ['StatementFinalised']],
  madeUpPayment: [statementPaymentDecider, ['StatementPaymentMethodAssigned']],
  budget: [budgetDecider(noBudgetFacts), ['BudgetCreated', 'BudgetChanged', 'BudgetThresholdReached', 'BudgetDeleted']],
};

/** Read models and closings take them as they are; no decision folds them. */
const onlyTold = ['DailyCostsObserved', 'StatementLinesFinalised', 'CostSpikeDetected'];

describeStoredEvents('metering', { catalogue: meteringEventCatalogue, folder: join(__dirname, '..', 'golden'), lives, onlyTold });

it('every event that the read models take is in a catalogue', () => {
  const known = { ...governanceEventCatalogue, ...meteringEventCatalogue };
  const taken = meteringProjections.flatMap(({ filter }) => filter.types ?? []);
  expect(taken.filter((type) => !(type in known))).toEqual([]);
});
