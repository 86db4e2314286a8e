import { meteringStreams } from '@orgledger/metering';
import type { CommitmentTerms } from '@orgledger/metering';
import { accounts, cell, ClosingLab, payer } from './support/closing-lab.js';
import type { CellsByAccount } from './support/closing-lab.js';

/** 1.00 an hour, bought by beta. */
const terms: CommitmentTerms = {
  commitmentId: 'c-1',
  kind: 'reservation',
  ownerAccountId: accounts.beta,
  paymentOption: 'All Upfront',
  upfrontFee: '8760',
  recurringHourlyFee: '0',
  start: '2026-03-01T00:00:00.000Z',
  end: '2027-03-01T00:00:00.000Z',
  termHours: 8760,
  quantity: 1,
  description: 'm5.large',
  status: 'active',
};
const usedByGamma = (hours: string): CellsByAccount => ({
  [accounts.beta]: [cell('Usage', '10.00'), cell('RIFee', '0', '0')],
  [accounts.gamma]: [cell('DiscountedUsage', '0', hours)],
});
const reason = 'Agreed.';

describe('what people record of commitments', () => {
  let lab: ClosingLab;
  beforeEach(async () => {
    lab = await ClosingLab.start();
    await lab.policy({ reservedInstanceFairChargeback: { effectiveFrom: '2026-06' } });
  });
  afterEach(() => lab.stop());

  const observe = async (month: string, hours: string, of: CommitmentTerms = terms): Promise<void> => {
    const { commitmentId } = of;
    await lab.append(meteringStreams.commitment(payer, commitmentId), {
      type: 'ReservationObserved',
      ...{ payerAccountId: payer, commitmentId, pullId: commitmentId, pulledAt: lab.clock.now().toISOString(), month, terms: of },
      utilization: {
        purchased: hours,
        used: hours,
        unused: '0',
        amortizedUpfront: hours,
        amortizedRecurring: '0',
        totalAmortized: hours,
        onDemandEquivalent: hours,
        netSavings: '0',
        unusedCost: '0',
      },
    });
  };
  const record = (event: Parameters<ClosingLab['append']>[1]) => lab.append(meteringStreams.commitmentSettlements(payer), event);
  const close = async (month: string, cells: CellsByAccount): Promise<void> => {
    await lab.settleMonth(month, cells);
    expect(await lab.close(month)).toMatchObject({ kind: 'closed' });
  };
  const lines = async (month: string, tenantId: string) =>
    (await lab.statement(month, tenantId)).lines.map(({ kind, amount }) => `${kind} ${amount}`).toSorted();

  it('a commitment that ran before fair chargeback was on is left alone', async () => {
    await observe('2026-06', '720');
    await close('2026-06', usedByGamma('720'));
    expect(await lab.totals('2026-06')).toEqual({ beta: '10.00', gamma: '720.00' });
  });

  it('one that its tenant had paid gives it the discounts from the recorded month on', async () => {
    await observe('2026-06', '720');
    await record({ type: 'UpfrontSettled', payerAccountId: payer, commitmentId: 'c-1', tenantId: 'beta', fromMonth: '2026-07', reason });
    await close('2026-06', usedByGamma('720'));
    expect(await lab.totals('2026-06')).toMatchObject({ beta: '10.00', gamma: '720.00' });
    await observe('2026-07', '744');
    await close('2026-07', usedByGamma('744'));
    expect(await lines('2026-07', 'beta')).toEqual(['COMMITMENT_UPFRONT_DISCOUNT -744.00', 'USAGE 10.00']);
    expect(await lab.totals('2026-07')).toMatchObject({ beta: '-734.00', gamma: '744.00' });
  });

  it('may be settled for another tenant than the owner account’s, and then go over with what is left of the fee', async () => {
    await observe('2026-06', '720');
    await record({ type: 'UpfrontSettled', payerAccountId: payer, commitmentId: 'c-1', tenantId: 'alpha', fromMonth: '2026-06', reason });
    const novation = { type: 'CommitmentNovated', payerAccountId: payer, commitmentId: 'c-1', fromTenantId: 'alpha', toTenantId: 'gamma' } as const;
    await record({ ...novation, month: '2026-07', reason });
    await close('2026-06', usedByGamma('720'));
    expect(await lines('2026-06', 'alpha')).toEqual(['COMMITMENT_UPFRONT_DISCOUNT -720.00']);
    await observe('2026-07', '744');
    await close('2026-07', usedByGamma('744'));
    // 8760 less March to May (2208), less June's discount: 5832 go over.
    expect(await lines('2026-07', 'alpha')).toEqual(['COMMITMENT_NOVATION -5832.00']);
    expect(await lines('2026-07', 'gamma')).toEqual(['COMMITMENT_NOVATION 5832.00', 'COMMITMENT_UPFRONT_DISCOUNT -744.00', 'RI_USAGE 744.00']);
    expect(await lab.totals('2026-07')).toEqual({ alpha: '-5832.00', beta: '10.00', gamma: '5832.00' });
  });

  it('a commitment that was exchanged leaves its balance to its successor: only the rest of the fee is charged', async () => {
    const first: CommitmentTerms = { ...terms, start: '2026-06-01T00:00:00.000Z', end: '2027-06-01T00:00:00.000Z' };
    await observe('2026-06', '720', first);
    await close('2026-06', usedByGamma('720'));
    expect(await lab.totals('2026-06')).toMatchObject({ beta: '8050.00', gamma: '720.00' });
    const exchanged = { ...first, cancelledAt: '2026-07-01T00:00:00.000Z', status: 'retired' };
    const second: CommitmentTerms = {
      ...terms,
      commitmentId: 'c-2',
      upfrontFee: '17520',
      start: '2026-07-01T00:00:00.000Z',
      end: '2027-07-01T00:00:00.000Z',
    };
    await lab.append(meteringStreams.commitment(payer, 'c-1'), {
      type: 'ReservationObserved',
      ...{ payerAccountId: payer, commitmentId: 'c-1', pullId: 'exchange', pulledAt: '2026-07-02T00:00:00.000Z', month: '2026-06', terms: exchanged },
      utilization: {
        purchased: '720',
        used: '720',
        unused: '0',
        amortizedUpfront: '720',
        amortizedRecurring: '0',
        totalAmortized: '720',
        onDemandEquivalent: '720',
        netSavings: '0',
        unusedCost: '0',
      },
    });
    await observe('2026-07', '1488', second);
    await record({ type: 'CommitmentPredecessorNamed', payerAccountId: payer, commitmentId: 'c-2', predecessorId: 'c-1', reason });
    await close('2026-07', usedByGamma('1488'));
    // 17520 less the 8040 that beta has paid and not got back.
    expect(await lines('2026-07', 'beta')).toEqual(['COMMITMENT_UPFRONT 9480.00', 'COMMITMENT_UPFRONT_DISCOUNT -1488.00', 'USAGE 10.00']);
  });
});
