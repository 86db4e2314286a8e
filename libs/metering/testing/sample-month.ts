import type { AccountMonth, ExportedMonth, StatementDocument } from '../src/exports/export-document.js';
import type { ExportSources } from '../src/exports/export-sources.js';
import type { ObservedCell } from '../src/observation/observation.events.js';
import type { StatementLine } from '../src/statement/statement.js';
import { sampleCommitments, sampleDocument, sampleLine, samplePlan, sampleReservation } from './sample-documents.js';

const compute = 'Amazon Elastic Compute Cloud - Compute';
const database = 'Amazon Relational Database Service';
const plans = 'Savings Plans for AWS Compute usage';

const cell = (recordType: string, service: string, unblended: string, amortized = unblended, marketplace = false): ObservedCell => ({
  recordType,
  service,
  marketplace,
  unblended,
  amortized,
});

export const samplePayer = { payerAccountId: '111122223333', displayName: 'Main organization', billingCurrency: 'USD', costs: 'gross' } as const;

/** Cells of June 2026 that agree with `sampleCommitments`: every kind of charge that AWS knows, and one that nobody does. */
export const sampleAccounts: readonly AccountMonth[] = [
  {
    accountId: '111122223333',
    accountName: 'management',
    cells: [
      cell('Usage', compute, '12.345678'),
      cell('Usage', 'AWS Cost Explorer', '0.36'),
      cell('SavingsPlanCoveredUsage', compute, '760', '600'),
      cell('SavingsPlanNegation', compute, '-760', '0'),
      cell('SavingsPlanRecurringFee', plans, '618.0821928', '49.85'),
      cell('SavingsPlanUpfrontFee', plans, '30000', '0'),
      cell('Support', 'AWS Support (Business)', '100'),
      cell('Tax', 'Tax', '5.19'),
      cell('Credit', compute, '-20'),
    ],
  },
  {
    accountId: '222233334444',
    accountName: 'payments prod',
    cells: [
      cell('SavingsPlanCoveredUsage', compute, '1000.15', '700'),
      cell('SavingsPlanCoveredUsage', 'AWS Lambda', '100', '90.15'),
      cell('SavingsPlanNegation', compute, '-1100.15', '0'),
      cell('DiscountedUsage', database, '0', '22.83105023'),
      cell('RIFee', database, '0', '8.21917808'),
      cell('Fee', database, '1000', '0'),
      cell('Fee', 'Amazon Registrar', '12'),
      cell('Usage', 'Amazon Simple Storage Service', '0.0000000036'),
      cell('Usage', 'CrowdStrike Falcon', '49.5', '49.5', true),
      cell('Enterprise Discount Program Discount', compute, '-3.11'),
      cell('Refund', compute, '-7.5'),
    ],
  },
  {
    accountId: '333344445555',
    accountName: 'Größe & Söhne, "日本"',
    cells: [
      cell('DiscountedUsage', database, '0', '11.41552511'),
      cell('Usage', 'Amazon CloudFront', '50.1'),
      cell('Out Of Cycle Charge', compute, '1.25'),
    ],
  },
];

const of = (service: string, accountId: string, recordType = 'Usage') => ({ service, accountId, recordType });

/** A statement of another tenant than the sample's. */
export const ofTenant = (tenantId: string, lines: readonly StatementLine[]): StatementDocument => {
  const document = sampleDocument(lines, { statementId: `2026-06.111122223333.${tenantId}.0001` });
  return { ...document, statement: { ...document.statement, holder: { tenantId, tags: {} } } };
};

/** Statements of June 2026 with lines of every section. */
export const sampleStatements: readonly StatementDocument[] = [
  sampleDocument([
    sampleLine('USAGE', '62.45', of(compute, '222233334444')),
    sampleLine('RI_USAGE', '22.83', { ...of(database, '222233334444', 'DiscountedUsage'), exact: '22.8310502300' }),
    sampleLine('SP_USAGE', '790.15', of(compute, '222233334444', 'SavingsPlanCoveredUsage')),
    sampleLine('RI_UNUSED', '8.22', { ...of(database, '222233334444', 'RIFee'), exact: '8.2191780800', commitmentId: sampleReservation }),
    sampleLine('COMMITMENT_UPFRONT', '1000.00', { commitmentId: sampleReservation, service: database }),
    sampleLine('COMMITMENT_UPFRONT_DISCOUNT', '-42.47', { commitmentId: sampleReservation, service: database, exact: '-42.4657534200' }),
    sampleLine('MARKETPLACE', '49.50', of('CrowdStrike Falcon', '222233334444')),
    sampleLine('SUBSCRIPTION', '12.00', of('Amazon Registrar', '222233334444', 'Fee')),
    sampleLine('DISCOUNT', '-3.11', of(compute, '222233334444', 'Enterprise Discount Program Discount')),
    sampleLine('REFUND', '-7.50', of(compute, '222233334444', 'Refund')),
    sampleLine('TAX', '1.10', of('Tax', '222233334444', 'Tax')),
    sampleLine('CREDIT', '-20.00', of(compute, '222233334444', 'Credit')),
    sampleLine('SHARED_COST', '65.15', { exact: '65.1535300137', description: 'Network' }),
    sampleLine('MARKUP', '97.58', { description: 'Management fee' }),
    sampleLine('PRICE', '49.00', { description: 'Landing zone production' }),
    sampleLine('EXTERNAL', '120.00', { description: 'Licences', seller: 'Software house' }),
    sampleLine('CORRECTION', '-5.00', { correctedMonth: '2026-05', correctedKind: 'CREDIT' }),
    sampleLine('CORRECTION', '1.24', { correctedMonth: '2026-05', correctedKind: 'USAGE' }),
  ]),
  ofTenant('platform', [
    sampleLine('SP_UNUSED', '49.85', { ...of(plans, '111122223333', 'SavingsPlanRecurringFee'), commitmentId: samplePlan }),
    sampleLine('SHARED_COST_OUT', '-65.15', { exact: '-65.1535300137', description: 'Network' }),
    sampleLine('SUPPORT', '100.00', of('AWS Support (Business)', '111122223333', 'Support')),
    sampleLine('OTHER', '1.25', of(compute, '333344445555', 'Out Of Cycle Charge')),
    sampleLine('COMMITMENT_TRUE_UP', '-0.01', { commitmentId: sampleReservation }),
    sampleLine('REBATE', '-10.00', { description: 'Volume rebate' }),
    sampleLine('ROUNDING', '0.03'),
    sampleLine('FX_DIFFERENCE', '0.44'),
  ]),
];

export const sampleMonth: ExportedMonth = {
  payer: { ...samplePayer, invoiceId: 'EUINGB26-1234567' },
  month: '2026-06',
  commitments: sampleCommitments,
};

async function* each<Item>(items: Iterable<Item>): AsyncIterable<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

/** The sample month as exports read it. */
export const sampleSources: ExportSources = {
  statement: (id) => Promise.resolve(sampleStatements.find(({ statementId }) => statementId === id)),
  statementsOf: (_, month) => each(month === '2026-06' ? sampleStatements : []),
  month: (payer) => Promise.resolve(payer === samplePayer.payerAccountId ? sampleMonth : undefined),
  accountMonths: (_, month) => each(month === '2026-06' ? sampleAccounts : []),
};
