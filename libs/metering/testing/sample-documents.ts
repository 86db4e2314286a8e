import { sumAmounts } from '../src/exports/sections.js';
import type { CommitmentFacts, StatementDocument } from '../src/exports/export-document.js';
import type { LineKind, StatementLine } from '../src/statement/statement.js';

export const samplePlan = 'arn:aws:savingsplans::111122223333:savingsplan/0a1b2c3d-1111-2222-3333-444455556666';
export const sampleReservation = 'arn:aws:rds:us-east-1:222233334444:ri:ri-2026-06-15-12-00-00-000';

let counter = 0;

/** A line with amounts in USD at 0.9137 EUR. */
export const sampleLine = (kind: LineKind, amount: string, more: Partial<StatementLine> = {}): StatementLine => ({
  lineId: `${kind}|${(counter += 1)}`,
  kind,
  description: kind.toLowerCase().replaceAll('_', ' '),
  seller: 'Cloud Foundation',
  exact: `${amount}00000000`,
  amount,
  converted: amount,
  ...more,
});

/** A statement document over these lines, in the billing currency. */
export const sampleDocument = (lines: readonly StatementLine[], more: Partial<StatementDocument> = {}): StatementDocument => {
  const total = sumAmounts(lines.map(({ amount }) => amount));
  return {
    statementId: '2026-06.111122223333.0198c5a0-7b1e-7c3a-9d2f-1a2b3c4d5e6f.0001',
    version: 1,
    hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    finalisedAt: '2026-07-07T00:04:11.000Z',
    issuer: 'Cloud Foundation',
    statement: {
      payerAccountId: '111122223333',
      month: '2026-06',
      holder: {
        tenantId: '0198c5a0-7b1e-7c3a-9d2f-1a2b3c4d5e6f',
        workspaceIdentifier: 'payments',
        projectIdentifier: 'prod',
        platformIdentifier: 'aws-main',
        landingZoneIdentifier: 'production',
        tags: { costCenter: 'CC-4711', owner: 'Jürgen Müller' },
        paymentMethod: { identifier: 'cc-4711', displayName: 'Cost centre 4711' },
      },
      basis: 'accrual',
      billingCurrency: 'USD',
      currency: 'USD',
      rate: '1',
      lines,
      total,
      convertedTotal: total,
      billTotal: total,
    },
    ...more,
  };
};

export const sampleCommitments: readonly CommitmentFacts[] = [
  {
    terms: {
      commitmentId: samplePlan,
      kind: 'savingsPlan',
      ownerAccountId: '111122223333',
      paymentOption: 'Partial Upfront',
      upfrontFee: '30000',
      recurringHourlyFee: '0.85844749',
      hourlyCommitment: '2',
      start: '2026-06-01T00:00:00.000Z',
      end: '2029-05-31T00:00:00.000Z',
      termHours: 26_280,
      quantity: 1,
      region: 'Any',
      description: 'ComputeSavingsPlans',
      status: 'active',
    },
    utilization: {
      purchased: '1440',
      used: '1390.15',
      unused: '49.85',
      amortizedUpfront: '821.9178072',
      amortizedRecurring: '618.0821928',
      totalAmortized: '1440',
      onDemandEquivalent: '1800',
      netSavings: '360',
      unusedCost: '49.85',
    },
    usage: [
      { accountId: '111122223333', amortized: '600' },
      { accountId: '222233334444', amortized: '790.15' },
    ],
  },
  {
    terms: {
      commitmentId: sampleReservation,
      kind: 'reservation',
      ownerAccountId: '222233334444',
      paymentOption: 'All Upfront',
      upfrontFee: '1000',
      recurringHourlyFee: '0',
      start: '2026-06-15T12:00:00.000Z',
      end: '2027-06-15T12:00:00.000Z',
      termHours: 8760,
      quantity: 1,
      service: 'Amazon Relational Database Service',
      region: 'us-east-1',
      description: 'db.m5.large',
      status: 'active',
    },
    utilization: {
      purchased: '372',
      used: '300',
      unused: '72',
      amortizedUpfront: '42.46575342',
      amortizedRecurring: '0',
      totalAmortized: '42.46575342',
      onDemandEquivalent: '60',
      netSavings: '17.53424658',
      unusedCost: '8.21917808',
    },
    usage: [
      { accountId: '222233334444', amortized: '22.83105023' },
      { accountId: '333344445555', amortized: '11.41552511' },
    ],
  },
];
