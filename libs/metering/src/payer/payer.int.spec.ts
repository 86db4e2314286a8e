import { metaOf, prepareTenant, sampleExternalId } from '@orgledger/governance/testing';
import { metadataOf } from '@orgledger/kernel';
import { toNewEvent } from '@orgledger/event-store';
import { samplePayerExternalId, samplePayerSettings, startMetering } from '../../testing/index.js';
import type { MeteringInstallation } from '../../testing/index.js';
import { streams } from '../streams.js';
import { ExecutePayerCommand } from './payer.handlers.js';
import { loadPayer } from './payer.store.js';

const payerAccountId = '111111111111';
const register = {
  type: 'RegisterPayer',
  payerAccountId,
  platformIdentifier: 'aws',
  settings: samplePayerSettings,
  generatedExternalId: samplePayerExternalId,
  meta: metaOf('register payer'),
} as const;

describe('payers', () => {
  let metering: MeteringInstallation;
  beforeEach(async () => {
    metering = await startMetering();
    await prepareTenant(metering);
  });
  afterEach(() => metering.stop());

  it('are registered, changed, shown and removed', async () => {
    const { execute, queries, settled, store } = metering;
    await execute(new ExecutePayerCommand(register));
    const settings = { ...samplePayerSettings, monthlyRequestBudget: '40.00' };
    await execute(new ExecutePayerCommand({ type: 'ChangePayerSettings', payerAccountId, settings, meta: metaOf('change') }));
    await settled();
    const shown = { payerAccountId, ...settings, externalId: samplePayerExternalId, billingCurrency: 'USD' };
    expect(await queries.payer(payerAccountId)).toMatchObject({ ...shown, status: 'registered', registeredAt: register.meta.now });
    expect(await loadPayer(store, payerAccountId)).toEqual(shown);

    await execute(new ExecutePayerCommand({ type: 'RemovePayer', payerAccountId, reason: 'closed', meta: metaOf('remove') }));
    await settled();
    expect(await queries.payers()).toMatchObject([{ payerAccountId, status: 'removed' }]);
    expect(await loadPayer(store, payerAccountId)).toBeUndefined();
  });

  it('read the platform from its stream, with its ExternalId', async () => {
    const { execute } = metering;
    await expect(execute(new ExecutePayerCommand({ ...register, platformIdentifier: 'other' }))).rejects.toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
    });
    await expect(execute(new ExecutePayerCommand({ ...register, generatedExternalId: sampleExternalId }))).rejects.toMatchObject({
      field: 'generatedExternalId',
    });
  });

  it('keep gross or net from the first pull on', async () => {
    const { execute, store } = metering;
    await execute(new ExecutePayerCommand(register));
    const started = { type: 'CollectionStarted', pullId: 'p', payerAccountId, months: ['2026-01'], skipped: [] };
    await store.append(streams.collection('p'), 'no_stream', [toNewEvent(started, metaOf('x').commandId, metadataOf(metaOf('pull')))]);
    const settings = { ...samplePayerSettings, costs: 'net' } as const;
    await expect(
      execute(new ExecutePayerCommand({ type: 'ChangePayerSettings', payerAccountId, settings, meta: metaOf('net') })),
    ).rejects.toMatchObject({ code: 'PAYER_COSTS_FIXED', field: 'settings.costs' });
  });
});
