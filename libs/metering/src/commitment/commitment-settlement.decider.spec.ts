import { idOf, metaOf } from '@orgledger/governance/testing';
import { given } from '@orgledger/kernel/testing';
import { commitmentTerms } from '../../testing/month-inputs.js';
import type { NamePredecessor, NovateCommitment, SettleUpfront } from './commitment-settlement.commands.js';
import { commitmentSettlementDecider, noSettlementFacts } from './commitment-settlement.decider.js';
import type { SettlementEvent, SettlementFacts } from './commitment-settlement.decider.js';

const meta = metaOf('settlement', '2026-06-20T00:00:00.000Z');
const payerAccountId = '111122223333';
const [alpha, beta, gamma] = ['alpha', 'beta', 'gamma'].map(idOf) as [string, string, string];
const terms = commitmentTerms({ start: '2026-03-10T00:00:00.000Z', end: '2027-03-10T00:00:00.000Z' });
const predecessor = commitmentTerms({ commitmentId: 'c-0', start: '2025-12-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' });
const facts: SettlementFacts = {
  ...noSettlementFacts,
  payerRegistered: true,
  terms,
  predecessor,
  tenantExists: true,
  buyerTenantId: beta,
  lastClosed: '2026-05',
};
const decider = (more: Partial<SettlementFacts> = {}) => commitmentSettlementDecider({ ...facts, ...more });
const of = { payerAccountId, commitmentId: 'c-1' };

const settle: SettleUpfront = { type: 'SettleUpfront', ...of, tenantId: beta, fromMonth: '2026-06', reason: 'Paid.', meta };
const settled = (tenantId = beta, fromMonth = '2026-06'): SettlementEvent => ({
  type: 'UpfrontSettled',
  ...of,
  tenantId,
  fromMonth,
  reason: 'Paid.',
});
const novate: NovateCommitment = { type: 'NovateCommitment', ...of, toTenantId: gamma, month: '2026-07', reason: 'Moved.', meta };
const novated = (fromTenantId: string, toTenantId: string, month = '2026-07'): SettlementEvent => ({
  type: 'CommitmentNovated',
  ...of,
  fromTenantId,
  toTenantId,
  month,
  reason: 'Moved.',
});
const name: NamePredecessor = { type: 'NamePredecessor', ...of, predecessorId: 'c-0', reason: 'Exchanged.', meta };
const named = (commitmentId = 'c-1'): SettlementEvent => ({
  type: 'CommitmentPredecessorNamed',
  payerAccountId,
  commitmentId,
  predecessorId: 'c-0',
  reason: 'Exchanged.',
});
const cancelledBefore = { ...terms, cancelledAt: '2026-06-01T00:00:00.000Z' };
const withoutFee = { ...terms, paymentOption: 'No Upfront', upfrontFee: '0' } as const;

describe('an upfront fee that was paid before', () => {
  it('is settled from an open month of the term on', () => {
    given(decider()).when(settle).then(settled());
    given(decider({ lastClosed: undefined }))
      .when({ ...settle, fromMonth: '2026-03' })
      .then(settled(beta, '2026-03'));
    given(decider(), settled()).when(settle).then();
  });

  it.each<[Partial<Record<keyof SettleUpfront, unknown>>, Partial<SettlementFacts>, string, string]>([
    [{}, { payerRegistered: false }, 'PAYER_NOT_FOUND', 'payerAccountId'],
    [{}, { terms: undefined }, 'COMMITMENT_NOT_FOUND', 'commitmentId'],
    [{}, { terms: withoutFee }, 'COMMITMENT_WITHOUT_UPFRONT', 'commitmentId'],
    [{}, { tenantExists: false }, 'TENANT_NOT_FOUND', 'tenantId'],
    [{}, { fairFrom: '2026-03' }, 'COMMITMENT_CHARGED_FAIRLY', 'commitmentId'],
    [{}, { terms: cancelledBefore }, 'FIELD_MALFORMED', 'fromMonth'],
    [{ tenantId: 'beta' }, {}, 'FIELD_MALFORMED', 'tenantId'],
    [{ fromMonth: '2026-05' }, {}, 'MONTH_CLOSED', 'fromMonth'],
    [{ fromMonth: '2026-02' }, { lastClosed: undefined }, 'FIELD_MALFORMED', 'fromMonth'],
    [{ fromMonth: '2027-04' }, {}, 'FIELD_MALFORMED', 'fromMonth'],
    [{ fromMonth: 'June' }, {}, 'FIELD_MALFORMED', 'fromMonth'],
    [{ reason: '' }, {}, 'FIELD_REQUIRED', 'reason'],
  ])('is refused with %j', (command, more, code, field) => {
    given(decider(more))
      .when({ ...settle, ...command } as SettleUpfront)
      .thenRefused(code, field);
  });

  it('is settled for another tenant until a month was closed with it, or the contract went over', () => {
    const other = { ...settle, tenantId: alpha };
    given(decider(), settled()).when(other).then(settled(alpha));
    given(decider({ lastClosed: '2026-06' }), settled())
      .when({ ...other, fromMonth: '2026-07' })
      .thenRefused('COMMITMENT_SETTLED', 'commitmentId');
    given(decider(), settled(), novated(beta, gamma)).when(other).thenRefused('COMMITMENT_SETTLED', 'commitmentId');
  });
});

describe('a contract', () => {
  it('goes over from whoever holds it: the buyer, who had paid, or the last one it went to', () => {
    given(decider()).when(novate).then(novated(beta, gamma));
    given(decider(), settled(alpha)).when(novate).then(novated(alpha, gamma));
    given(decider(), novated(beta, alpha)).when(novate).then(novated(alpha, gamma));
    given(decider(), novated(beta, gamma)).when(novate).then();
    given(decider({ buyerTenantId: undefined }))
      .when(novate)
      .thenRefused('COMMITMENT_HOLDER_UNKNOWN', 'commitmentId');
  });

  it.each<[Partial<Record<keyof NovateCommitment, unknown>>, Partial<SettlementFacts>, string, string]>([
    [{}, { terms: undefined }, 'COMMITMENT_NOT_FOUND', 'commitmentId'],
    [{}, { terms: withoutFee }, 'COMMITMENT_WITHOUT_UPFRONT', 'commitmentId'],
    [{}, { tenantExists: false }, 'TENANT_NOT_FOUND', 'toTenantId'],
    [{ toTenantId: beta }, {}, 'FIELD_MALFORMED', 'toTenantId'],
    [{ month: '2026-05' }, {}, 'MONTH_CLOSED', 'month'],
    [{ month: '2027-04' }, {}, 'FIELD_MALFORMED', 'month'],
    [{ month: 7 }, {}, 'FIELD_MALFORMED', 'month'],
    [{ reason: ' ' }, {}, 'FIELD_REQUIRED', 'reason'],
  ])('is not handed over with %j', (command, more, code, field) => {
    given(decider(more))
      .when({ ...novate, ...command } as NovateCommitment)
      .thenRefused(code, field);
  });

  it('goes over in the order of months', () => {
    given(decider(), novated(beta, alpha, '2026-08'))
      .when(novate)
      .thenRefused('FIELD_MALFORMED', 'month');
  });
});

describe('an exchanged commitment', () => {
  it('has its balance carried on, once', () => {
    given(decider({ lastClosed: '2026-02' }))
      .when(name)
      .then(named());
    given(decider({ lastClosed: '2026-02' }), named())
      .when(name)
      .then();
    given(decider({ lastClosed: '2026-02' }), named('c-2'))
      .when(name)
      .thenRefused('COMMITMENT_PREDECESSOR_TAKEN', 'predecessorId');
  });

  it.each<[Partial<SettlementFacts>, string, string]>([
    [{ terms: undefined }, 'COMMITMENT_NOT_FOUND', 'commitmentId'],
    [{ predecessor: undefined }, 'COMMITMENT_NOT_FOUND', 'predecessorId'],
    [{ predecessor: { ...predecessor, paymentOption: 'No Upfront', upfrontFee: '0' } }, 'COMMITMENT_WITHOUT_UPFRONT', 'predecessorId'],
    [{ predecessor: { ...predecessor, kind: 'savingsPlan' } }, 'FIELD_MALFORMED', 'predecessorId'],
    [{ predecessor: { ...predecessor, ownerAccountId: 'C' } }, 'FIELD_MALFORMED', 'predecessorId'],
    [{ predecessor: { ...predecessor, start: terms.start } }, 'FIELD_MALFORMED', 'predecessorId'],
    [{ lastClosed: '2026-03' }, 'MONTH_CLOSED', 'commitmentId'],
  ])('is refused with %j', (more, code, field) => {
    given(decider({ lastClosed: '2026-02', ...more }))
      .when(name)
      .thenRefused(code, field);
  });
});
