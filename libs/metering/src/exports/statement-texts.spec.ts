import { ofTenant, sampleStatements } from '../../testing/sample-month.js';
import { sampleDocument, sampleLine, samplePlan } from '../../testing/sample-documents.js';
import { bySection, sectionOf } from './sections.js';
import { billShare, describeLine, exchange, fairExplanation, holderName, isCredit, paymentMethodText, versionText } from './statement-texts.js';

const usage = sampleLine('USAGE', '100.00', { service: 'AWS Lambda', description: 'Usage' });

describe('a line', () => {
  it.each([
    ['says its service once', usage, 'AWS Lambda'],
    [
      'says what it is beside the service',
      sampleLine('SP_UNUSED', '1.00', { service: 'EC2', description: 'Unused commitment' }),
      'EC2 – Unused commitment',
    ],
    [
      'names the end of its commitment’s ARN',
      sampleLine('COMMITMENT_UPFRONT', '1.00', { commitmentId: samplePlan, description: 'Upfront fee' }),
      'Upfront fee [0a1b2c3d-1111-2222-3333-444455556666]',
    ],
    [
      'says what it corrects',
      sampleLine('CORRECTION', '-5.00', { correctedMonth: '2026-05', correctedKind: 'CREDIT', description: 'Correction of a closed month' }),
      'May 2026: Credit',
    ],
    [
      'names its seller where AWS is none',
      sampleLine('EXTERNAL', '1.00', { description: 'Licences', seller: 'Software house' }),
      'Licences, Software house',
    ],
  ])('%s', (_, line, text) => {
    expect(describeLine(line)).toBe(text);
  });
});

describe('fair chargeback', () => {
  it('is told in the statement’s own numbers, which add up to its total', () => {
    const { statement } = sampleDocument([
      usage,
      sampleLine('COMMITMENT_UPFRONT', '30000.00'),
      sampleLine('COMMITMENT_UPFRONT_DISCOUNT', '-849.32'),
      sampleLine('COMMITMENT_UPFRONT_DISCOUNT', '-42.47'),
      sampleLine('COMMITMENT_TRUE_UP', '-0.01'),
    ]);
    expect(fairExplanation(statement)).toBe(
      'On this statement: 30,000.00 USD upfront fees, −891.79 USD taken back of such fees, −0.01 USD of rounding. All other lines make 100.00 USD, with these 29,208.20 USD.',
    );
  });

  it('is explained where it turns a statement negative', () => {
    const { statement } = sampleDocument([usage, sampleLine('COMMITMENT_UPFRONT_DISCOUNT', '-849.32')]);
    expect([isCredit(statement), fairExplanation(statement)]).toEqual([
      true,
      'On this statement: −849.32 USD taken back of such fees. All other lines make 100.00 USD, with these −749.32 USD.',
    ]);
  });

  it('is no word on statements without it, nor on the cash basis, where an upfront fee is a fee as any other', () => {
    const { statement } = sampleDocument([usage, sampleLine('COMMITMENT_UPFRONT', '1000.00')]);
    expect(fairExplanation(sampleDocument([usage]).statement)).toBeUndefined();
    expect(fairExplanation({ ...statement, basis: 'cash' })).toBeUndefined();
    expect(bySection({ ...statement, basis: 'cash' }).map(({ section, amount }) => [section.title, amount])).toEqual([
      ['Usage', '100.00'],
      ['Reserved instances and savings plans', '1000.00'],
    ]);
    expect(sectionOf('COMMITMENT_UPFRONT', 'accrual').title).toBe('Fair chargeback of upfront payments');
  });
});

it('the subtotals of the sections are the total', () => {
  for (const { statement } of sampleStatements) {
    const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
    expect(bySection(statement).reduce((sum, { amount }) => sum + cents(amount), 0n)).toBe(cents(statement.total));
  }
});

it('a total that is not all AWS’s bill says so, and one that was converted how', () => {
  const { statement } = sampleDocument([usage]);
  expect([billShare(statement), exchange(statement)]).toEqual([undefined, undefined]);
  expect(billShare({ ...statement, billTotal: '90.00' })).toMatch(/^90\.00 USD of 100\.00 USD are this tenant’s part of the AWS bill/);
  expect(exchange({ ...statement, currency: 'EUR', rate: '0.9137' })).toMatch(/converted at 0\.9137 EUR for 1 USD/);
});

it('the head of a statement names holder, version and payment method', () => {
  const document = sampleDocument([usage]);
  const later = { ...ofTenant('unassigned', [usage]), version: 2 };
  const assigned = { ...later, assignedPaymentMethod: { identifier: 'a', displayName: 'A', assignedAt: '2026-08-01T00:00:00.000Z' } };
  expect([holderName(document), versionText(document), paymentMethodText(document)]).toEqual([
    'payments / prod',
    '1, finalised 2026-07-07 00:04 UTC',
    'Cost centre 4711 (cc-4711)',
  ]);
  expect([holderName(later), versionText(later), paymentMethodText(later), paymentMethodText(assigned)]).toEqual([
    'Accounts of nobody',
    '2, replaces 1, finalised 2026-07-07 00:04 UTC',
    'none set at the month’s end',
    'A (a), set 2026-08-01',
  ]);
});
