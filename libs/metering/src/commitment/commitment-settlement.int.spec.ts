import { toNewEvent } from '@orgledger/event-store';
import { ExecuteTenantCommand } from '@orgledger/governance';
import { idOf, metaOf, prepareTenant } from '@orgledger/governance/testing';
import { metadataOf } from '@orgledger/kernel';
import { samplePayerExternalId, samplePayerSettings, startMetering } from '../../testing/index.js';
import type { MeteringInstallation } from '../../testing/index.js';
import { commitmentTerms } from '../../testing/month-inputs.js';
import type { MonthEvent } from '../month-close/month.events.js';
import { MonthSettings } from '../month-close/month-settings.store.js';
import { ExecutePayerCommand } from '../payer/payer.handlers.js';
import { defaultBillingPolicy } from '../policy/billing-policy.js';
import { ExecuteBillingPolicyCommand } from '../policy/billing-policy.handlers.js';
import { createMeteringReportQueries } from '../report-queries.view.js';
import { streams } from '../streams.js';
import { ExecuteAccountTenancyCommand } from '../tenancy/account-tenancy.handlers.js';
import type { CommitmentSettlementCommand } from './commitment-settlement.commands.js';
import { ExecuteCommitmentSettlementCommand } from './commitment-settlement.handlers.js';
import type { CommitmentEvent, CommitmentTerms } from './commitment.events.js';

const payerAccountId = '111111111111';
const owner = '444444444444';
const [buyer, other] = [idOf('tenant'), idOf('other tenant')];
const terms = commitmentTerms({
  ownerAccountId: owner,
  upfrontFee: '8760',
  start: '2026-03-10T00:00:00.000Z',
  end: '2027-03-10T00:00:00.000Z',
});
const now = '2026-06-20T00:00:00.000Z';

describe('settlements of commitments', () => {
  let metering: MeteringInstallation;
  let number = 0;
  const meta = (at = now) => metaOf(`settlement ${(number += 1)}`, at);

  const observe = async (of: CommitmentTerms, month: string): Promise<void> => {
    const none = { purchased: '0', used: '0', unused: '0', onDemandEquivalent: '0', netSavings: '0', unusedCost: '0' };
    const event: CommitmentEvent = {
      type: 'ReservationObserved',
      ...{ payerAccountId, commitmentId: of.commitmentId, pullId: idOf('pull'), pulledAt: now, month, terms: of },
      utilization: { ...none, amortizedUpfront: '0', amortizedRecurring: '0', totalAmortized: '0' },
    };
    const stored = toNewEvent(event, idOf(`observed ${(number += 1)}`), metadataOf(meta()));
    await metering.store.append(streams.commitment(payerAccountId, of.commitmentId), 'any', [stored]);
  };
  const closed = async (month: string): Promise<void> => {
    const event: MonthEvent = {
      type: 'MonthClosed',
      ...{ payerAccountId, month, closeId: idOf(`close ${month}`), version: 1, digest: '0'.repeat(64), checks: [] },
      figures: { statements: 0, lines: 0, total: '0.00', exact: '0', revenue: '0.00', corrections: '0.00' },
    };
    await metering.store.append(streams.month(payerAccountId, month), 'any', [toNewEvent(event, idOf(`closed ${month}`), metadataOf(meta()))]);
  };
  const ask = (command: object) =>
    metering.execute(
      new ExecuteCommitmentSettlementCommand({
        payerAccountId,
        commitmentId: 'c-1',
        reason: 'Agreed.',
        meta: meta(),
        ...command,
      } as CommitmentSettlementCommand),
    );

  beforeEach(async () => {
    metering = await startMetering();
    const { execute } = metering;
    const request = await prepareTenant(metering);
    await execute(new ExecuteTenantCommand(request));
    const register = { type: 'RegisterPayer', payerAccountId, platformIdentifier: 'aws', settings: samplePayerSettings } as const;
    await execute(new ExecutePayerCommand({ ...register, generatedExternalId: samplePayerExternalId, meta: meta() }));
    const assign = { type: 'AssignAccount', accountId: owner, tenantId: buyer, from: '2026-01-01T00:00:00Z', why: 'imported' } as const;
    await execute(new ExecuteAccountTenancyCommand({ ...assign, meta: meta() }));
    const policy = { ...defaultBillingPolicy, reservedInstanceFairChargeback: { effectiveFrom: '2026-05' } };
    await execute(new ExecuteBillingPolicyCommand({ type: 'ChangeBillingPolicy', payerAccountId, effectiveFrom: '2026-03', policy, meta: meta() }));
    await observe(terms, '2026-03');
  });
  afterEach(() => metering.stop());

  it('are taken from the log by closings, and explained by the report', async () => {
    await ask({ type: 'SettleUpfront', tenantId: buyer, fromMonth: '2026-06' });
    expect((await new MonthSettings(metering.store, payerAccountId).settlements('2026-06')).get('c-1')).toEqual({
      settled: { tenantId: buyer, fromMonth: '2026-06' },
      novations: [],
    });
    await metering.settled();
    const queries = createMeteringReportQueries(metering.views.read as never, metering.store);
    const shown = await queries.commitment(payerAccountId, 'c-1');
    expect(shown?.fairChargeback.fair).toBe(true);
    expect(shown?.fairChargeback.reasons.join(' ')).toContain('an operator recorded that its tenant had paid');
  });

  it('need a commitment that was read, a tenant that is there, and an open month', async () => {
    const settle = { type: 'SettleUpfront', tenantId: buyer, fromMonth: '2026-06' };
    const head = await metering.store.head();
    await expect(ask({ ...settle, commitmentId: 'c-9' })).rejects.toMatchObject({ code: 'COMMITMENT_NOT_FOUND', field: 'commitmentId' });
    await expect(ask({ ...settle, tenantId: other })).rejects.toMatchObject({ code: 'TENANT_NOT_FOUND', field: 'tenantId' });
    await expect(ask({ ...settle, payerAccountId: '999999999999' })).rejects.toMatchObject({ code: 'PAYER_NOT_FOUND', field: 'payerAccountId' });
    await expect(ask({ type: 'NovateCommitment', toTenantId: other, month: '2026-06' })).rejects.toMatchObject({ field: 'toTenantId' });
    expect(await metering.store.head()).toBe(head);
    await closed('2026-06');
    await expect(ask(settle)).rejects.toMatchObject({
      code: 'MONTH_CLOSED',
      field: 'fromMonth',
      message: '2026-06 is closed: give a month after 2026-06, or reopen the closed months first.',
    });
  });

  it('know since when commitments of a kind are charged fairly', async () => {
    await observe({ ...terms, commitmentId: 'c-2', start: '2026-05-02T00:00:00.000Z', end: '2027-05-02T00:00:00.000Z' }, '2026-05');
    await expect(ask({ type: 'SettleUpfront', commitmentId: 'c-2', tenantId: buyer, fromMonth: '2026-06' })).rejects.toMatchObject({
      code: 'COMMITMENT_CHARGED_FAIRLY',
    });
  });

  it('let two commands carry a balance on to one successor only', async () => {
    for (const commitmentId of ['c-2', 'c-3'])
      await observe({ ...terms, commitmentId, start: '2026-06-10T00:00:00.000Z', end: '2027-06-10T00:00:00.000Z' }, '2026-06');
    const outcomes = await Promise.allSettled(
      ['c-2', 'c-3'].map((commitmentId) => ask({ type: 'NamePredecessor', commitmentId, predecessorId: 'c-1' })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'COMMITMENT_PREDECESSOR_TAKEN' } });
  });
});
