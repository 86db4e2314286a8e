import { checkText, checkUuid, DomainError, parseUnits, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { isMonth, monthOf } from '../month.js';
import type { Month } from '../month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import { lastMonthOf } from '../statement/amortization.js';
import type { CommitmentSettlementCommand, NamePredecessor, NovateCommitment, SettleUpfront } from './commitment-settlement.commands.js';
import type { CommitmentEvent, CommitmentTerms } from './commitment.events.js';

export type SettlementEvent = Extract<CommitmentEvent, { type: 'UpfrontSettled' | 'CommitmentNovated' | 'CommitmentPredecessorNamed' }>;

export interface CommitmentSettlement {
  readonly settled?: { readonly tenantId: string; readonly fromMonth: Month };
  readonly novations: readonly { readonly month: Month; readonly fromTenantId: string; readonly toTenantId: string }[];
  readonly predecessorId?: string;
}

/** Of one payer, by commitment. */
export type CommitmentSettlements = ReadonlyMap<string, CommitmentSettlement>;

export interface SettlementFacts {
  readonly payerRegistered: boolean;
  /** As last observed; undefined: no such commitment of the payer is known. */
  readonly terms: CommitmentTerms | undefined;
  /** Of the predecessor that the command names. */
  readonly predecessor: CommitmentTerms | undefined;
  /** The tenant that the command names is there. */
  readonly tenantExists: boolean;
  /** Who held the owner account when the commitment started. */
  readonly buyerTenantId: string | undefined;
  /** Of the months of its term, the last one that is closed or being closed. Months close in their order. */
  readonly lastClosed: Month | undefined;
  /** Since when commitments of its kind are charged fairly. */
  readonly fairFrom: Month | undefined;
}

export const noSettlementFacts: SettlementFacts = {
  payerRegistered: false,
  terms: undefined,
  predecessor: undefined,
  tenantExists: false,
  buyerTenantId: undefined,
  lastClosed: undefined,
  fairFrom: undefined,
};

const nothing: CommitmentSettlement = { novations: [] };

const found = (terms: CommitmentTerms | undefined, field: string, id: string): CommitmentTerms => {
  if (terms) return terms;
  throw new DomainError('COMMITMENT_NOT_FOUND', `No commitment ${id} was read of this payer: choose one of the list.`, { field });
};

const paidUpfront = (terms: CommitmentTerms, field: string): CommitmentTerms =>
  terms.paymentOption === 'No Upfront' || parseUnits(terms.upfrontFee) === 0n
    ? refuse(
        'COMMITMENT_WITHOUT_UPFRONT',
        field,
        `The commitment ${terms.commitmentId} has no upfront fee: there is nothing to settle or carry over.`,
      )
    : terms;

/** A month of the term that is not closed. */
const openMonth = (field: string, value: unknown, terms: CommitmentTerms, { lastClosed }: SettlementFacts): Month => {
  const [first, last] = [monthOf(terms.start), lastMonthOf(terms)];
  if (!isMonth(value)) return refuse('FIELD_MALFORMED', field, `${field} must be a month such as 2026-03.`);
  if (value < first || value > last) refuse('FIELD_MALFORMED', field, `${field} must be a month of the commitment's term, from ${first} to ${last}.`);
  if (lastClosed !== undefined && value <= lastClosed)
    refuse('MONTH_CLOSED', field, `${value} is closed: give a month after ${lastClosed}, or reopen the closed months first.`);
  return value;
};

const checkTenant = (field: string, value: unknown, { tenantExists }: SettlementFacts): string => {
  const tenantId = checkUuid(field, value);
  return tenantExists ? tenantId : refuse('TENANT_NOT_FOUND', field, `There is no tenant ${tenantId}: choose one of the list.`);
};

const settle = (command: SettleUpfront, before: CommitmentSettlement, facts: SettlementFacts): readonly SettlementEvent[] => {
  const { payerAccountId, commitmentId } = command;
  const terms = paidUpfront(found(facts.terms, 'commitmentId', commitmentId), 'commitmentId');
  const tenantId = checkTenant('tenantId', command.tenantId, facts);
  const { settled, novations } = before;
  if (settled?.tenantId === tenantId && settled.fromMonth === command.fromMonth) return [];
  if (facts.fairFrom !== undefined && monthOf(terms.start) >= facts.fairFrom)
    refuse(
      'COMMITMENT_CHARGED_FAIRLY',
      'commitmentId',
      `The commitment started in ${monthOf(terms.start)}, when fair chargeback was on: its upfront fee is on a statement, and nothing is left to settle.`,
    );
  if (settled && facts.lastClosed !== undefined && settled.fromMonth <= facts.lastClosed)
    refuse(
      'COMMITMENT_SETTLED',
      'commitmentId',
      `It was settled for tenant ${settled.tenantId} from ${settled.fromMonth}, and ${facts.lastClosed} is closed with that: hand it over to another tenant (orgledger commitment novate), or reopen the closed months first.`,
    );
  if (novations.length > 0)
    refuse(
      'COMMITMENT_SETTLED',
      'commitmentId',
      'The contract has gone over to another tenant already: hand it over again instead (orgledger commitment novate).',
    );
  const fromMonth = openMonth('fromMonth', command.fromMonth, terms, facts);
  const reason = checkText('reason', command.reason, { max: 500 });
  return [{ type: 'UpfrontSettled', payerAccountId, commitmentId, tenantId, fromMonth, reason }];
};

const novate = (command: NovateCommitment, before: CommitmentSettlement, facts: SettlementFacts): readonly SettlementEvent[] => {
  const { payerAccountId, commitmentId } = command;
  const terms = paidUpfront(found(facts.terms, 'commitmentId', commitmentId), 'commitmentId');
  const toTenantId = checkTenant('toTenantId', command.toTenantId, facts);
  const last = before.novations.at(-1);
  if (last?.toTenantId === toTenantId && last.month === command.month) return [];
  const fromTenantId =
    last?.toTenantId ??
    before.settled?.tenantId ??
    facts.buyerTenantId ??
    refuse(
      'COMMITMENT_HOLDER_UNKNOWN',
      'commitmentId',
      'The account that owns it had no tenant when it started: say first who paid its upfront fee (orgledger commitment settle).',
    );
  if (fromTenantId === toTenantId)
    refuse('FIELD_MALFORMED', 'toTenantId', `toTenantId must be another tenant than ${fromTenantId}, who holds the contract already.`);
  const month = openMonth('month', command.month, terms, facts);
  if (last && month < last.month)
    refuse('FIELD_MALFORMED', 'month', `month must be ${last.month} or later: the contract went over to ${last.toTenantId} then.`);
  const reason = checkText('reason', command.reason, { max: 500 });
  return [{ type: 'CommitmentNovated', payerAccountId, commitmentId, fromTenantId, toTenantId, month, reason }];
};

const namePredecessor = (command: NamePredecessor, all: CommitmentSettlements, facts: SettlementFacts): readonly SettlementEvent[] => {
  const { payerAccountId, commitmentId, predecessorId } = command;
  const terms = found(facts.terms, 'commitmentId', commitmentId);
  const predecessor = paidUpfront(found(facts.predecessor, 'predecessorId', predecessorId), 'predecessorId');
  if (all.get(commitmentId)?.predecessorId === predecessorId) return [];
  if (predecessor.kind !== terms.kind || predecessor.ownerAccountId !== terms.ownerAccountId)
    refuse('FIELD_MALFORMED', 'predecessorId', 'predecessorId must be a commitment of the same kind and owner: AWS exchanges nothing else.');
  if (Date.parse(predecessor.start) >= Date.parse(terms.start))
    refuse('FIELD_MALFORMED', 'predecessorId', `predecessorId must have started before ${terms.start}, when the commitment that it became did.`);
  const heir = [...all].find(([id, settlement]) => id !== commitmentId && settlement.predecessorId === predecessorId);
  if (heir)
    refuse(
      'COMMITMENT_PREDECESSOR_TAKEN',
      'predecessorId',
      `The balance of ${predecessorId} is carried on by ${heir[0]} already: it moves once only.`,
    );
  const start = monthOf(terms.start);
  if (facts.lastClosed !== undefined && start <= facts.lastClosed)
    refuse('MONTH_CLOSED', 'commitmentId', `${start}, in which it started, is closed without a balance carried over: reopen the month first.`);
  const reason = checkText('reason', command.reason, { max: 500 });
  return [{ type: 'CommitmentPredecessorNamed', payerAccountId, commitmentId, predecessorId, reason }];
};

const decide = (command: CommitmentSettlementCommand, all: CommitmentSettlements, facts: SettlementFacts): readonly SettlementEvent[] => {
  const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
  if (!facts.payerRegistered) refuse('PAYER_NOT_FOUND', 'payerAccountId', `There is no payer ${payerAccountId}: register it first.`);
  const before = all.get(command.commitmentId) ?? nothing;
  switch (command.type) {
    case 'SettleUpfront':
      return settle(command, before, facts);
    case 'NovateCommitment':
      return novate(command, before, facts);
    case 'NamePredecessor':
      return namePredecessor(command, all, facts);
  }
};

const evolve = (all: CommitmentSettlements, event: SettlementEvent): CommitmentSettlements => {
  const before = all.get(event.commitmentId) ?? nothing;
  const next = (change: Partial<CommitmentSettlement>): CommitmentSettlements => new Map(all).set(event.commitmentId, { ...before, ...change });
  switch (event.type) {
    case 'UpfrontSettled':
      return next({ settled: { tenantId: event.tenantId, fromMonth: event.fromMonth } });
    case 'CommitmentNovated': {
      const { month, fromTenantId, toTenantId } = event;
      return next({ novations: [...before.novations, { month, fromTenantId, toTenantId }] });
    }
    case 'CommitmentPredecessorNamed':
      return next({ predecessorId: event.predecessorId });
    default:
      return all;
  }
};

export const commitmentSettlementDecider = (
  facts: SettlementFacts,
): Decider<CommitmentSettlementCommand, CommitmentSettlements, SettlementEvent> => ({
  initial: new Map(),
  decide: (command, state) => decide(command, state, facts),
  evolve,
});
