import { idOf, metaOf } from '@orgledger/governance/testing';
import { given } from '@orgledger/kernel/testing';
import type { AssignAccount } from './account-tenancy.commands.js';
import { accountTenancyDecider } from './account-tenancy.decider.js';
import type { AccountTenancyEvent, TenantRef } from './account-tenancy.events.js';

const accountId = '444444444444';
const payerAccountId = '111111111111';
const meta = metaOf('tenancy', '2026-03-15T12:00:00.000Z');
const place = { workspaceIdentifier: 'acme', projectIdentifier: 'shop', platformIdentifier: 'aws' };
const shop: TenantRef = { tenantId: idOf('shop'), ...place };
const other: TenantRef = { tenantId: idOf('other'), ...place };
const from = '2026-03-10T00:00:00.000Z';
const assign: AssignAccount = { type: 'AssignAccount', accountId, tenantId: shop.tenantId, from, why: 'imported', meta };
const assigned: AccountTenancyEvent = { type: 'AccountAssigned', accountId, from, why: 'imported', ...shop };
const decider = accountTenancyDecider({ tenant: shop });

describe('tenancy of an account', () => {
  it('begins at an instant, in one form', () => {
    given(decider).when(assign).then(assigned);
    given(decider)
      .when({ ...assign, from: '2026-03-10T00:00:00Z' })
      .then(assigned);
  });

  it('changes nothing for who holds it already', () => {
    given(decider, assigned).when(assign).then();
    given(decider, assigned)
      .when({ ...assign, from: '2026-03-12T00:00:00Z' })
      .then();
  });

  it('goes over to another tenant, and is corrected for the past', () => {
    const moved = { ...assigned, from: '2026-03-12T00:00:00.000Z', why: 'moved', ...other } as const;
    given(accountTenancyDecider({ tenant: other }), assigned)
      .when({ ...assign, tenantId: other.tenantId, from: '2026-03-12T00:00:00Z', why: 'moved' })
      .then(moved);
    given(decider, assigned, moved)
      .when({ ...assign, from: '2026-03-12T00:00:00Z', why: 'corrected' })
      .then({ ...assigned, from: '2026-03-12T00:00:00.000Z', why: 'corrected' });
  });

  it.each([
    [{ accountId: '4444' }, 'FIELD_MALFORMED', 'accountId'],
    [{ from: '2026-03-10' }, 'FIELD_MALFORMED', 'from'],
    [{ from: '2026-03-15T12:00:00.001Z' }, 'FIELD_MALFORMED', 'from'],
    [{ why: 'guessed' }, 'FIELD_MALFORMED', 'why'],
  ])('is refused with %j', (more, code, field) => {
    given(decider)
      .when({ ...assign, ...more } as AssignAccount)
      .thenRefused(code, field);
  });

  it('needs a tenant that there is', () => {
    given(accountTenancyDecider({ tenant: undefined }))
      .when(assign)
      .thenRefused('TENANT_NOT_FOUND', 'tenantId');
  });

  it('ends for a reason', () => {
    const release = { type: 'ReleaseAccount', accountId, from: '2026-03-11T00:00:00Z', reason: 'sold', meta } as const;
    const released: AccountTenancyEvent = { type: 'AccountReleased', accountId, from: '2026-03-11T00:00:00.000Z', why: 'sold' };
    given(decider, assigned).when(release).then(released);
    given(decider, assigned, released).when(release).then();
    given(decider).when(release).thenRefused('ACCOUNT_NOT_FOUND', 'accountId');
    given(decider, assigned)
      .when({ ...release, reason: '' })
      .thenRefused('FIELD_REQUIRED', 'reason');
  });

  it('trap 13: an account that leaves the organization stays its tenant’s', () => {
    const joined: AccountTenancyEvent = { type: 'AccountJoinedOrganization', accountId, payerAccountId, name: 'shop', at: from };
    const left: AccountTenancyEvent = { type: 'AccountLeftOrganization', accountId, payerAccountId, at: from };
    const join = { type: 'RecordAccountJoined', accountId, payerAccountId, name: 'shop', at: from, meta } as const;
    const leave = { type: 'RecordAccountLeft', accountId, payerAccountId, at: from, meta } as const;
    given(decider).when(join).then(joined);
    given(decider, joined).when(join).then();
    given(decider).when(leave).then();
    given(decider, joined).when(leave).then(left);
    given(decider, joined, left).when(leave).then();
    given(decider, joined, left).when(join).then(joined);
    given(decider, assigned, joined, left).when(assign).then();
  });
});
