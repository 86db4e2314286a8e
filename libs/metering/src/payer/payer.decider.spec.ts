import { metaOf, sampleExternalId } from '@orgledger/governance/testing';
import { given } from '@orgledger/kernel/testing';
import { samplePayerExternalId, samplePayerSettings } from '../../testing/settings-samples.js';
import { payerDecider } from './payer.decider.js';
import type { PlatformOfPayer } from './payer.decider.js';
import type { RegisterPayer } from './payer.commands.js';
import type { PayerEvent } from './payer.events.js';

const meta = metaOf('payer');
const payerAccountId = '111111111111';
const platform: PlatformOfPayer = {
  partition: 'aws',
  managementAccountId: payerAccountId,
  principalArn: 'arn:aws:iam::222222222222:user/meshfed-service-user',
  externalIds: [sampleExternalId],
};
const decider = payerDecider({ platform, collected: false });
const afterCollection = payerDecider({ platform, collected: true });
const settings = samplePayerSettings;
const register: RegisterPayer = {
  type: 'RegisterPayer',
  payerAccountId,
  platformIdentifier: 'aws',
  settings,
  generatedExternalId: samplePayerExternalId,
  meta,
};
const registered: PayerEvent = {
  type: 'PayerRegistered',
  ...settings,
  payerAccountId,
  externalId: samplePayerExternalId,
  billingCurrency: 'USD',
};
const removed: PayerEvent = { type: 'PayerRemoved', payerAccountId, reason: 'closed' };

describe('a payer', () => {
  it('is registered with an ExternalId of its own, and bills in the currency of its partition', () => {
    given(decider).when(register).then(registered);
    const china = { ...settings, partition: 'aws-cn', principalArn: 'arn:aws-cn:iam::222222222222:user/metering', region: 'cn-north-1' } as const;
    given(payerDecider({ platform: { ...platform, partition: 'aws-cn' }, collected: false }))
      .when({ ...register, settings: china })
      .then({ ...registered, ...china, billingCurrency: 'CNY' });
  });

  it('is the management account of a registered platform', () => {
    given(payerDecider({ platform: undefined, collected: false }))
      .when(register)
      .thenRefused('PLATFORM_NOT_FOUND', 'platformIdentifier');
    given(decider)
      .when({ ...register, payerAccountId: '999999999999' })
      .thenRefused('PAYER_NOT_OF_PLATFORM', 'payerAccountId');
  });

  it.each([
    [{ displayName: '' }, 'FIELD_REQUIRED', 'settings.displayName'],
    [{ partition: 'aws-cn' }, 'FIELD_MALFORMED', 'settings.principalArn'],
    [{ partition: 'mars' }, 'FIELD_MALFORMED', 'settings.partition'],
    [{ region: 'virginia' }, 'FIELD_MALFORMED', 'settings.region'],
    [{ principalArn: 'arn:aws:iam::1:user/m' }, 'FIELD_MALFORMED', 'settings.principalArn'],
    [{ principalArn: platform.principalArn }, 'FIELD_MALFORMED', 'settings.principalArn'],
    [{ role: { name: 'a/b', path: '/' } }, 'FIELD_MALFORMED', 'settings.role.name'],
    [{ role: { name: 'a', path: 'b' } }, 'FIELD_MALFORMED', 'settings.role.path'],
    [{ costs: 'blended' }, 'FIELD_MALFORMED', 'settings.costs'],
    [{ monthlyRequestBudget: '-1' }, 'FIELD_MALFORMED', 'settings.monthlyRequestBudget'],
    [{ monthlyRequestBudget: '0.001' }, 'FIELD_MALFORMED', 'settings.monthlyRequestBudget'],
    [{ optionalCalls: { commitmentUsage: true } }, 'FIELD_MALFORMED', 'settings.optionalCalls.dailyCosts'],
    [{ optionalCalls: undefined }, 'FIELD_REQUIRED', 'settings.optionalCalls'],
  ])('is refused with %j', (more, code, field) => {
    given(decider)
      .when({ ...register, settings: { ...settings, ...more } as never })
      .thenRefused(code, field);
  });

  it('never shares the platform’s ExternalId', () => {
    given(decider)
      .when({ ...register, generatedExternalId: sampleExternalId })
      .thenRefused('FIELD_MALFORMED', 'generatedExternalId');
  });

  it('is registered once at a time, and again after it was removed', () => {
    given(decider, registered).when(register).thenRefused('PAYER_EXISTS', 'payerAccountId');
    given(decider, registered, removed).when(register).then(registered);
  });

  it('counts gross or net for good once costs were collected', () => {
    const net = { ...settings, costs: 'net' } as const;
    const change = { type: 'ChangePayerSettings', payerAccountId, settings: net, meta } as const;
    given(decider, registered).when(change).then({ type: 'PayerSettingsChanged', payerAccountId, settings: net });
    given(afterCollection, registered).when(change).thenRefused('PAYER_COSTS_FIXED', 'settings.costs');
    given(afterCollection, registered, removed)
      .when({ ...register, settings: net })
      .thenRefused('PAYER_COSTS_FIXED', 'settings.costs');
    given(afterCollection, registered)
      .when({ ...change, settings: { ...settings, displayName: 'New' } })
      .then({ type: 'PayerSettingsChanged', payerAccountId, settings: { ...settings, displayName: 'New' } });
  });

  it('changes nothing where nothing changes, and never leaves its partition', () => {
    const change = { type: 'ChangePayerSettings', payerAccountId, settings, meta } as const;
    given(decider, registered).when(change).then();
    given(decider).when(change).thenRefused('PAYER_NOT_FOUND', 'payerAccountId');
    const china = { ...settings, partition: 'aws-cn', principalArn: 'arn:aws-cn:iam::222222222222:user/metering' } as const;
    given(decider, registered)
      .when({ ...change, settings: china })
      .thenRefused('FIELD_MALFORMED', 'settings.partition');
  });

  it('gets a new ExternalId, and is removed once for a reason', () => {
    const generatedExternalId = 'x'.repeat(43);
    given(decider, registered)
      .when({ type: 'ReplacePayerExternalId', payerAccountId, generatedExternalId, meta })
      .then({ type: 'PayerExternalIdReplaced', payerAccountId, externalId: generatedExternalId });
    const remove = { type: 'RemovePayer', payerAccountId, reason: 'closed', meta } as const;
    given(decider, registered).when(remove).then(removed);
    given(decider, registered, removed).when(remove).then();
    given(decider).when(remove).thenRefused('PAYER_NOT_FOUND', 'payerAccountId');
    given(decider, registered)
      .when({ ...remove, reason: ' ' })
      .thenRefused('FIELD_REQUIRED', 'reason');
  });
});
