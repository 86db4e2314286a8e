import type { DomainEvent } from '@orgledger/kernel';
import type { BudgetEvent, CostSpikeEvent } from './budget/budget.events.js';
import type { CollectionEvent } from './collection/collection.events.js';
import type { CommitmentEvent } from './commitment/commitment.events.js';
import type { ExternalCostEvent } from './external-cost/external-cost.events.js';
import type { InvoiceEvent } from './invoice/invoice.events.js';
import type { MonthEvent } from './month-close/month.events.js';
import type { CostObservationEvent } from './observation/observation.events.js';
import type { PayerEvent } from './payer/payer.events.js';
import type { BillingPolicyEvent } from './policy/billing-policy.events.js';
import type { RateEvent } from './rates/rates.events.js';
import type { StatementEvent } from './statement/statement.events.js';
import type { AccountTenancyEvent } from './tenancy/account-tenancy.events.js';

export type MeteringEvent =
  | PayerEvent
  | CollectionEvent
  | CostObservationEvent
  | CommitmentEvent
  | AccountTenancyEvent
  | BillingPolicyEvent
  | RateEvent
  | ExternalCostEvent
  | InvoiceEvent
  | MonthEvent
  | StatementEvent
  | BudgetEvent
  | CostSpikeEvent;

/** Every event type that metering stores, with its current version. A golden file for each proves that what was stored can still be read. */
export const meteringEventCatalogue: Readonly<Record<MeteringEvent['type'], number>> = {
  PayerRegistered: 1,
  PayerSettingsChanged: 1,
  PayerExternalIdReplaced: 1,
  PayerRemoved: 1,
  CollectionRequested: 1,
  CollectionStarted: 1,
  MonthObserved: 1,
  DailyCostsObserved: 1,
  CollectionCompleted: 1,
  CollectionFailed: 1,
  CostCellsObserved: 1,
  ReservationObserved: 1,
  SavingsPlanObserved: 1,
  CommitmentUsageObserved: 1,
  UpfrontSettled: 1,
  CommitmentNovated: 1,
  CommitmentPredecessorNamed: 1,
  AccountAssigned: 1,
  AccountReleased: 1,
  AccountJoinedOrganization: 1,
  AccountLeftOrganization: 1,
  BillingPolicyChanged: 1,
  ReferenceRatesImported: 1,
  OwnRateSet: 1,
  ExternalCostsImported: 1,
  ExternalCostsWithdrawn: 1,
  InvoiceReceived: 1,
  InvoiceWithdrawn: 1,
  MonthCloseRequested: 1,
  MonthCloseBlocked: 1,
  MonthCloseStarted: 1,
  MonthCloseAbandoned: 1,
  MonthClosed: 1,
  MonthRestated: 1,
  MonthReopened: 1,
  StatementFinalised: 1,
  StatementLinesFinalised: 1,
  StatementPaymentMethodAssigned: 1,
  BudgetCreated: 1,
  BudgetChanged: 1,
  BudgetDeleted: 1,
  BudgetThresholdReached: 1,
  CostSpikeDetected: 1,
};

/** A stored event's type is one of the catalogue's. */
export const isMeteringEvent = (event: DomainEvent): event is MeteringEvent => Object.hasOwn(meteringEventCatalogue, event.type);
