import { toNewEvent } from '@orgledger/event-store';
import { idOf, metaOf, prepareTenant } from '@orgledger/governance/testing';
import { metadataOf } from '@orgledger/kernel';
import { samplePayerExternalId, samplePayerSettings, startMetering } from '../../testing/index.js';
import type { MeteringInstallation } from '../../testing/index.js';
import { ExecutePayerCommand } from '../payer/payer.handlers.js';
import { streams } from '../streams.js';
import { ExecuteBillingPolicyCommand } from './billing-policy.handlers.js';
import { defaultBillingPolicy } from './billing-policy.js';

const payerAccountId = '111111111111';
const now = '2026-03-15T12:00:00.000Z';

describe('billing policies', () => {
  let metering: MeteringInstallation;
  beforeEach(async () => {
    metering = await startMetering();
    await prepareTenant(metering);
    const register = { type: 'RegisterPayer', payerAccountId, platformIdentifier: 'aws', settings: samplePayerSettings } as const;
    await metering.execute(new ExecutePayerCommand({ ...register, generatedExternalId: samplePayerExternalId, meta: metaOf('payer') }));
  });
  afterEach(() => metering.stop());

  const change = (effectiveFrom: string, closeAfterDays: number) =>
    metering.execute(
      new ExecuteBillingPolicyCommand({
        type: 'ChangeBillingPolicy',
        payerAccountId,
        effectiveFrom,
        policy: { ...defaultBillingPolicy, closeAfterDays },
        meta: metaOf(`policy ${effectiveFrom} ${closeAfterDays}`, now),
      }),
    );

  it('hold from their month on; the default holds before', async () => {
    await change('2026-02', 8);
    await change('2026-03', 9);
    await metering.settled();
    const { queries } = metering;
    const days = async (month: string) => (await queries.billingPolicy(payerAccountId, month)).policy.closeAfterDays;
    expect([await days('2026-01'), await days('2026-02'), await days('2026-03'), await days('2027-01')]).toEqual([7, 8, 9, 9]);
    expect(await queries.billingPolicy(payerAccountId, '2026-01')).toEqual({ policy: defaultBillingPolicy });
    expect((await queries.billingPolicyHistory(payerAccountId)).map(({ effectiveFrom, recordedAt }) => [effectiveFrom, recordedAt])).toEqual([
      ['2026-03', now],
      ['2026-02', now],
    ]);
  });

  it('leave closed months alone, read from the months’ streams', async () => {
    const month = { payerAccountId, month: '2026-02' };
    const events = [
      { type: 'MonthCloseStarted', ...month },
      { type: 'MonthClosed', ...month },
    ].map((event, index) => toNewEvent(event, idOf(`close ${index}`), metadataOf(metaOf('close'))));
    await metering.store.append(streams.month(payerAccountId, '2026-02'), 'no_stream', events.slice(0, 1));
    await expect(change('2026-02', 8)).rejects.toMatchObject({ code: 'MONTH_CLOSED', field: 'effectiveFrom' });
    await metering.store.append(streams.month(payerAccountId, '2026-02'), 0n, events.slice(1));
    await expect(change('2026-01', 8)).rejects.toMatchObject({ code: 'MONTH_CLOSED', field: 'effectiveFrom' });
    expect((await change('2026-03', 8)).events).toHaveLength(1);
    const reopened = toNewEvent({ type: 'MonthReopened', ...month }, idOf('reopen'), metadataOf(metaOf('reopen')));
    await metering.store.append(streams.month(payerAccountId, '2026-02'), 1n, [reopened]);
    expect((await change('2026-02', 8)).events).toHaveLength(1);
  });

  it('name tenants that there are', async () => {
    const policy = { ...defaultBillingPolicy, platformTenantId: idOf('nobody') };
    const command = { type: 'ChangeBillingPolicy', payerAccountId, effectiveFrom: '2026-03', policy, meta: metaOf('tenant', now) } as const;
    await expect(metering.execute(new ExecuteBillingPolicyCommand(command))).rejects.toMatchObject({
      code: 'TENANT_NOT_FOUND',
      field: 'policy.platformTenantId',
    });
  });
});
