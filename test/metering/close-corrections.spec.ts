import { meteringStreams } from '@orgledger/metering';
import { accounts, cell, ClosingLab, example51, example55, payer } from './support/closing-lab.js';
import type { CellsByAccount } from './support/closing-lab.js';

const june = '2026-06';
const july = '2026-07';
const inJuly = '2026-07-20T00:00:00.000Z';

/** A quiet month. */
const quiet: CellsByAccount = { [accounts.alpha]: [cell('Usage', '10.00')], [accounts.beta]: [cell('Usage', '20.00')] };

describe('after a month was closed', () => {
  let lab: ClosingLab;
  beforeEach(async () => {
    lab = await ClosingLab.start();
    await lab.settleMonth(june, example51);
    await lab.close(june);
  });
  afterEach(() => lab.stop());

  const corrections = async (month: string) => {
    const { nodes } = await lab.statements.statements({ payerAccountId: payer, month });
    const lines = await Promise.all(nodes.map(async ({ holder }) => (await lab.statement(month, holder.tenantId)).lines));
    return nodes.flatMap(({ holder }, index) =>
      (lines[index] ?? [])
        .filter(({ kind }) => kind === 'CORRECTION')
        .map(({ amount, converted, correctedMonth, correctedKind }) => ({
          tenantId: holder.tenantId,
          amount,
          converted,
          correctedMonth,
          correctedKind,
        })),
    );
  };

  it('a later pull restates it, and the next closing corrects it (5.5, V1b, V7)', async () => {
    await lab.observe(june, '2026-07-10T03:00:00.000Z', example55);
    expect(await lab.restate(june, 'pull of the 10th')).toEqual({ kind: 'restated', number: 1, differences: 2 });
    expect(await lab.months.month(inJuly, payer, june)).toMatchObject({
      state: 'restated',
      restatements: 1,
      restatedTotal: '778.69',
      figures: { total: '782.45' },
    });
    expect(await lab.totals(june)).toEqual({ alpha: '382.35', beta: '300.10', gamma: '100.00' });

    await lab.settleMonth(july, quiet);
    expect(await lab.close(july)).toMatchObject({ kind: 'closed', figures: { total: '30.00', corrections: '-3.76' } });
    expect(await corrections(july)).toEqual([
      { tenantId: 'beta', amount: '-5.00', converted: '-5.00', correctedMonth: june, correctedKind: 'CREDIT' },
      { tenantId: 'gamma', amount: '1.24', converted: '1.24', correctedMonth: june, correctedKind: 'USAGE' },
    ]);
    expect(await lab.totals(july)).toEqual({ alpha: '10.00', beta: '15.00', gamma: '1.24' });
    expect(await lab.months.pendingCorrections(payer, june)).toEqual([]);
  });

  it('posts a correction once, whatever comes after it', async () => {
    await lab.observe(june, '2026-07-10T03:00:00.000Z', example55);
    await lab.restate(june, 'pull of the 10th');
    await lab.settleMonth(july, quiet);
    await lab.close(july);
    const again = { ...example55, [accounts.beta]: (example55[accounts.beta] ?? []).filter(({ recordType }) => recordType !== 'Credit') };
    await lab.observe(june, '2026-08-10T03:00:00.000Z', again);
    expect(await lab.restate(june, 'pull of August')).toMatchObject({ kind: 'restated', number: 2 });
    await lab.settleMonth('2026-08', quiet);
    await lab.close('2026-08');
    expect(await corrections('2026-08')).toEqual([
      { tenantId: 'beta', amount: '5.00', converted: '5.00', correctedMonth: june, correctedKind: 'CREDIT' },
    ]);
    await lab.settleMonth('2026-09', quiet);
    await lab.close('2026-09');
    expect(await corrections('2026-09')).toEqual([]);
  });

  it('lets drift below a cent gather until it crosses one', async () => {
    const drifted = (gamma: string): CellsByAccount => ({
      ...example51,
      [accounts.gamma]: [cell('Usage', gamma), ...(example51[accounts.gamma] ?? []).slice(1)],
    });
    await lab.observe(june, '2026-07-10T03:00:00.000Z', drifted('0.0055'));
    expect(await lab.restate(june, 'a little')).toEqual({ kind: 'unchanged' });
    await lab.observe(june, '2026-07-11T03:00:00.000Z', drifted('0.0056'));
    expect(await lab.restate(june, 'a little more')).toEqual({ kind: 'unchanged' });
    await lab.observe(june, '2026-07-12T03:00:00.000Z', drifted('0.0095'));
    expect(await lab.restate(june, 'over the cent')).toMatchObject({ kind: 'restated', differences: 1 });
    expect(await lab.months.pendingCorrections(payer, june)).toEqual([{ month: june, tenantId: 'gamma', kind: 'USAGE', amount: '0.01' }]);
  });

  it('uses the policy and the rates of the closed month, not today’s', async () => {
    await lab.policy({ settlements: { SUPPORT: 'hold', TAX: 'hold', CREDIT: 'hold', REFUND: 'hold', DISCOUNT: 'hold', OTHER: 'hold' } });
    await lab.observe(june, '2026-07-10T03:00:00.000Z', example55);
    await lab.restate(june, 'pull of the 10th');
    expect(await lab.months.pendingCorrections(payer, june)).toMatchObject([
      { tenantId: 'beta', kind: 'CREDIT', amount: '-5.00' },
      { tenantId: 'gamma', kind: 'USAGE', amount: '1.24' },
    ]);
  });

  it('moves costs between tenants when an account turns out to have been another’s', async () => {
    await lab.append(meteringStreams.accountTenancy(accounts.gamma), {
      type: 'AccountAssigned',
      accountId: accounts.gamma,
      from: '2026-05-01T00:00:00.000Z',
      why: 'corrected',
      tenantId: 'alpha',
      workspaceIdentifier: 'ws-alpha',
      projectIdentifier: 'dev',
      platformIdentifier: 'aws',
    });
    expect(await lab.restate(june, 'assignment')).toMatchObject({ kind: 'restated' });
    const pending = await lab.months.pendingCorrections(payer, june);
    const sum = pending.reduce((cents, { amount }) => cents + BigInt(amount.replace('.', '')), 0n);
    expect({ sum, tenants: [...new Set(pending.map(({ tenantId }) => tenantId))] }).toEqual({ sum: 0n, tenants: ['alpha', 'gamma'] });
  });

  it('does nothing for a pull that found nothing new', async () => {
    await lab.observe(june, '2026-07-10T03:00:00.000Z', example51);
    expect(await lab.restate(june, 'the same')).toEqual({ kind: 'unchanged' });
  });

  describe('and reopened', () => {
    it('the next closing makes version 2 with a difference to version 1, and version 1 stays', async () => {
      await lab.observe(june, '2026-07-09T03:00:00.000Z', example55);
      await lab.observe(june, '2026-07-10T03:00:00.000Z', example55);
      await lab.reopen(june);
      expect(await lab.months.month(inJuly, payer, june)).toMatchObject({ state: 'reopened', version: 1 });
      expect(await lab.totals(june)).toEqual({ alpha: '382.35', beta: '300.10', gamma: '100.00' });
      lab.clock.set('2026-07-10T04:00:00.000Z');
      expect(await lab.close(june, 'two')).toMatchObject({ kind: 'closed', version: 2, figures: { total: '778.69' } });
      expect(await lab.totals(june)).toEqual({ alpha: '382.35', beta: '295.10', gamma: '101.24' });
      expect(await lab.statement(june, 'beta', 1)).toMatchObject({ total: '300.10' });
      const diff = await lab.statements.statementDiff({ payerAccountId: payer, month: june, tenantId: 'beta' }, 1, 2);
      expect(diff).toMatchObject({
        added: [{ kind: 'CREDIT', amount: '-5.00' }],
        removed: [],
        changed: [],
        unchanged: 2,
        totalBefore: '300.10',
        totalAfter: '295.10',
        difference: '-5.00',
      });
      expect(await lab.months.monthVersions(payer, june)).toMatchObject([
        { version: 1, reopened: { reason: 'An account was on the wrong tenant.', actor: { id: 'spec' } } },
        { version: 2 },
      ]);
    });

    it('takes back what was posted for it, so that nothing is counted twice', async () => {
      await lab.observe(june, '2026-07-10T03:00:00.000Z', example55);
      await lab.restate(june, 'pull of the 10th');
      await lab.settleMonth(july, quiet);
      await lab.close(july);
      await lab.observe(june, '2026-08-09T03:00:00.000Z', example55);
      lab.clock.set('2026-08-09T04:00:00.000Z');
      await lab.reopen(june);
      expect(await lab.close(june, 'two')).toMatchObject({ kind: 'closed', version: 2, figures: { total: '778.69' } });
      await lab.settleMonth('2026-08', quiet);
      await lab.close('2026-08');
      expect(await corrections('2026-08')).toMatchObject([
        { tenantId: 'beta', amount: '5.00', correctedMonth: june },
        { tenantId: 'gamma', amount: '-1.24', correctedMonth: june },
      ]);
    });
  });

  describe('it is immutable', () => {
    const key = { payerAccountId: payer, month: june };

    it('and verify proves it', async () => {
      expect(await lab.tasks.verify(key)).toMatchObject({ ok: true, version: 1, statements: 3, findings: [] });
    });

    it('and verify finds another statement in the read model', async () => {
      await lab.views.write(async (tx) => {
        await tx.updateTable('metering_statement_lines_v1').set({ lines: '[]' }).where('statement_id', 'like', '%beta%').execute();
      });
      expect(await lab.tasks.verify(key)).toMatchObject({ ok: false, findings: [{ kind: 'VIEW_ALTERED', tenantId: 'beta' }] });
    });

    it('and verify finds a statement that was added or taken away', async () => {
      await lab.views.write(async (tx) => {
        await tx.deleteFrom('metering_statements_v1').where('tenant_id', '=', 'beta').execute();
      });
      const { findings } = await lab.tasks.verify(key);
      expect(findings.map(({ kind }) => kind)).toEqual(['ROOT', 'TOTAL']);
    });
  });
});
