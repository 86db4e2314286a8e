import type { OrganizationAccount } from '@orgledger/aws';
import type { CommandMetadata } from '@orgledger/kernel';
import { given } from '@orgledger/kernel/testing';
import { creationIntentTag } from '../desired/desired-tenant.js';
import { accountCreationDecider } from './account-creation.decider.js';
import type { AccountCreationEvent } from './account-creation.events.js';
import { judgeAccount } from './judge-account.js';

const now = '2026-03-02T08:00:00.000Z';
const meta: CommandMetadata = { commandId: 'c', actor: { kind: 'system', id: 'replicator' }, now, correlationId: 'r' };
const email = 'aws+1@example.com';
const [tenantId, intentId] = ['tenant-a', 'intent-1'];
const intend = { type: 'IntendAccount', tenantId, runId: 'run-1', intentId, email, accountName: 'team-a', meta } as const;
const intended: AccountCreationEvent = {
  type: 'AccountCreationIntended',
  tenantId,
  intentId,
  runId: 'run-1',
  email,
  accountName: 'team-a',
  intendedAt: now,
};
const created: AccountCreationEvent = { type: 'AccountCreated', tenantId, intentId, accountId: '123456789012' };
const failed: AccountCreationEvent = { type: 'AccountCreationFailed', tenantId, intentId, reason: 'INTERNAL_FAILURE' };

describe('the claim of an account’s e-mail', () => {
  it('takes the intent, then the request, then the account', () => {
    given(accountCreationDecider).when(intend).then(intended);
    given(accountCreationDecider, intended)
      .when({ type: 'RecordRequest', intentId, requestId: 'car-1', meta })
      .then({ type: 'AccountCreationStarted', tenantId, intentId, requestId: 'car-1' });
    given(accountCreationDecider, intended).when({ type: 'RecordAccount', intentId, accountId: '123456789012', proof: 'answer', meta }).then(created);
  });

  it('has one holder: not a second intent, not another tenant, not after the account is there', () => {
    given(accountCreationDecider, intended)
      .when({ ...intend, intentId: 'intent-2' })
      .thenRefused('CREATION_OPEN');
    given(accountCreationDecider, intended)
      .when({ ...intend, tenantId: 'tenant-b' })
      .thenRefused('EMAIL_CLAIMED', 'accountEmail');
    given(accountCreationDecider, intended, created)
      .when({ ...intend, tenantId: 'tenant-b' })
      .thenRefused('EMAIL_CLAIMED');
  });

  it('is free again after a failure', () => {
    given(accountCreationDecider, intended).when({ type: 'RecordFailure', intentId, reason: 'INTERNAL_FAILURE', meta }).then(failed);
    given(accountCreationDecider, intended, failed)
      .when({ ...intend, tenantId: 'tenant-b', intentId: 'intent-2' })
      .then({ ...intended, tenantId: 'tenant-b', intentId: 'intent-2' });
  });

  it('takes no outcome of an intent that is not the open one', () => {
    given(accountCreationDecider, intended, failed)
      .when({ type: 'RecordAccount', intentId, accountId: '1', proof: 'answer', meta })
      .thenRefused('CREATION_NOT_OPEN');
  });
});

describe('whether an account is the one our intents made', () => {
  const intents = [{ intentId, intendedAt: now, accountName: 'team-a', requestId: undefined, failure: undefined }];
  const account = (change: Partial<OrganizationAccount> = {}): OrganizationAccount => ({
    accountId: '123456789012',
    name: 'team-a',
    email,
    state: 'ACTIVE',
    joinedMethod: 'CREATED',
    joinedAt: '2026-03-02T08:01:00.000Z',
    paths: [],
    ...change,
  });
  const own = { [creationIntentTag]: intentId };

  it.each([
    ['carries our mark', account(), own, false, { verdict: 'ours', intentId, proof: 'intentTag' }],
    ['has no mark yet', account(), {}, false, { verdict: 'unmarked' }],
    [
      'has no mark after its time, although it joined after the intent',
      account(),
      {},
      true,
      { verdict: 'foreign', why: 'it does not carry the mark of this tenant' },
    ],
    [
      'carries another mark',
      account(),
      { [creationIntentTag]: 'intent-x' },
      true,
      { verdict: 'foreign', why: 'it carries the mark of another creation' },
    ],
    [
      'joined before',
      account({ joinedAt: '2026-03-01T00:00:00.000Z' }),
      {},
      true,
      { verdict: 'foreign', why: 'it was there before this tenant asked for it' },
    ],
    ['was invited', account({ joinedMethod: 'INVITED' }), {}, true, { verdict: 'foreign', why: 'it was not created in this organisation' }],
    ['is suspended', account({ state: 'SUSPENDED' }), own, true, { verdict: 'foreign', why: 'it is SUSPENDED' }],
  ])('%s', (_name, candidate, tags, settled, judgement) => {
    expect(judgeAccount(candidate, tags, intents, settled)).toEqual(judgement);
  });
});
