import { formatUnits, parseUnits } from '@orgledger/kernel';
import { sampleCommitments, sampleDocument, sampleLine, sampleReservation } from '../../testing/sample-documents.js';
import { samplePayer, sampleStatements } from '../../testing/sample-month.js';
import { chargebackRows } from './focus-chargeback.js';
import type { FocusRow } from './focus-row.js';

const commitments = new Map(sampleCommitments.map((facts) => [facts.terms.commitmentId, facts]));
const sum = (rows: readonly FocusRow[], column: string): string =>
  formatUnits(rows.reduce((total, row) => total + parseUnits(row[column] ?? '0'), 0n));
const kind = (rows: readonly FocusRow[], name: string) => rows.find((row) => row.x_LineKind === name);

describe('the chargeback view', () => {
  const documents = sampleStatements;
  const rows = documents.flatMap((document) => chargebackRows(document, samplePayer, commitments));

  it('Σ BilledCost per InvoiceId is the statement’s total', () => {
    for (const { statementId, statement } of documents)
      expect(
        parseUnits(
          sum(
            rows.filter((row) => row.InvoiceId === statementId),
            'BilledCost',
          ),
        ),
      ).toBe(parseUnits(statement.convertedTotal));
  });

  it('has one row for each line, with the foundation as issuer and provider', () => {
    expect(rows.map((row) => row.x_LineId)).toEqual(documents.flatMap(({ statement }) => statement.lines.map(({ lineId }) => lineId)));
    expect(new Set(rows.map(({ InvoiceIssuerName, ProviderName }) => `${InvoiceIssuerName ?? ''} ${ProviderName ?? ''}`))).toEqual(
      new Set(['Cloud Foundation Cloud Foundation']),
    );
  });

  it('moves cost only where cost moves: shared costs do, upfront fees and mark-ups do not', () => {
    expect(kind(rows, 'SHARED_COST')).toMatchObject({ ChargeCategory: 'Adjustment', EffectiveCost: '65.1535300137', BilledCost: '65.15' });
    expect(kind(rows, 'COMMITMENT_UPFRONT')).toMatchObject({
      ChargeCategory: 'Purchase',
      ChargeFrequency: 'One-Time',
      CommitmentDiscountId: sampleReservation,
      EffectiveCost: '0',
      BilledCost: '1000.00',
      x_FairChargeback: 'true',
    });
    for (const name of ['COMMITMENT_UPFRONT_DISCOUNT', 'MARKUP', 'REBATE', 'ROUNDING', 'FX_DIFFERENCE'])
      expect(kind(rows, name)).toMatchObject({ ChargeCategory: 'Adjustment', EffectiveCost: '0' });
    expect(kind(rows, 'RI_USAGE')).toMatchObject({ PricingCategory: 'Committed', EffectiveCost: '22.83105023' });
  });

  it('corrections name their month and are of the class Correction; nothing else is', () => {
    expect(
      rows
        .filter((row) => row.ChargeClass === 'Correction')
        .map(({ ChargeCategory, x_CorrectedPeriod, ChargePeriodStart, BillingPeriodStart }) => [
          ChargeCategory,
          x_CorrectedPeriod,
          ChargePeriodStart,
          BillingPeriodStart,
        ]),
    ).toEqual([
      ['Credit', '2026-05', '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'],
      ['Usage', '2026-05', '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'],
    ]);
    expect(rows.filter((row) => row.x_LineKind === 'CORRECTION')).toHaveLength(2);
  });

  it('a statement in another currency is billed in it and priced in the bill’s', () => {
    const document = sampleDocument([sampleLine('USAGE', '100.00', { converted: '91.37', exact: '100.0050000000' })]);
    const statement = { ...document.statement, currency: 'EUR', rate: '0.9137', convertedTotal: '91.37' };
    expect(chargebackRows({ ...document, statement }, samplePayer, commitments)).toMatchObject([
      {
        BilledCost: '91.37',
        BillingCurrency: 'EUR',
        EffectiveCost: '91.3745685',
        PricingCurrency: 'USD',
        PricingCurrencyEffectiveCost: '100.005',
        x_FxRate: '0.9137',
      },
    ]);
  });

  it('has no region: Cost Explorer is not asked for it', () => {
    expect(rows.filter((row) => row.RegionId !== undefined)).toEqual([]);
  });
});
