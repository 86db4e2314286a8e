import { given } from '@orgledger/kernel/testing';
import { idOf, metaOf } from '../../testing/samples.js';
import { roleBindingDecider } from './role-binding.decider.js';

const at = (now: string) => metaOf('binding', now);
const meta = at('2026-03-01T10:00:00.000Z');
const decider = roleBindingDecider({ user: 'active', roleExists: true, scopeExists: true });
const bindingId = idOf('binding');
const scope = { kind: 'project', workspaceIdentifier: 'acme', projectIdentifier: 'shop' } as const;
const grant = { type: 'GrantRole', bindingId, subjectId: idOf('jo'), roleIdentifier: 'admin', scope, meta } as const;
const granted = { type: 'RoleBindingGranted', bindingId, subjectId: idOf('jo'), roleIdentifier: 'admin', scope, from: meta.now } as const;
const until = '2026-03-02T10:00:00.000Z';

describe('granting a role', () => {
  it('is an interval from its first event', () => {
    given(decider).when(grant).then(granted);
    given(decider)
      .when({ ...grant, from: '2026-03-01T20:00:00Z', until: '2026-03-02T10:00:00Z' })
      .then({ ...granted, from: '2026-03-01T20:00:00.000Z', until });
    given(decider, granted).when(grant).thenRefused('BINDING_EXISTS', 'bindingId');
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ bindingId: 'x' }, 'FIELD_MALFORMED', 'bindingId'],
    [{ subjectId: undefined }, 'FIELD_REQUIRED', 'subjectId'],
    [{ roleIdentifier: 'Admin' }, 'FIELD_MALFORMED', 'roleIdentifier'],
    [{ scope: undefined }, 'FIELD_REQUIRED', 'scope'],
    [{ scope: { kind: 'platform' } }, 'FIELD_MALFORMED', 'scope.kind'],
    [{ scope: { kind: 'project', workspaceIdentifier: 'acme' } }, 'FIELD_REQUIRED', 'scope.projectIdentifier'],
    [{ from: 'tomorrow' }, 'FIELD_MALFORMED', 'from'],
    [{ until: '2026-02-30T00:00:00Z' }, 'FIELD_MALFORMED', 'until'],
    [{ until: '2026-03-02T10:00:00+01:00' }, 'FIELD_MALFORMED', 'until'],
    [{ from: until, until }, 'BINDING_ENDS_BEFORE_START', 'until'],
    [{ from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' }, 'BINDING_ENDS_IN_PAST', 'until'],
    [{ roleIdentifier: 'owner' }, 'ROLE_NOT_FOR_PROJECTS', 'roleIdentifier'],
  ])('is refused with %j', (more, code, field) => {
    given(decider)
      .when({ ...grant, ...more })
      .thenRefused(code, field);
  });

  it('names people, roles and scopes that are there', () => {
    const facts = { user: 'active', roleExists: true, scopeExists: true } as const;
    given(roleBindingDecider({ ...facts, user: 'deleted' }))
      .when(grant)
      .thenRefused('USER_NOT_FOUND', 'subjectId');
    given(roleBindingDecider({ ...facts, roleExists: false }))
      .when(grant)
      .thenRefused('PROJECT_ROLE_NOT_FOUND', 'roleIdentifier');
    given(roleBindingDecider({ ...facts, scopeExists: false }))
      .when(grant)
      .thenRefused('PROJECT_NOT_FOUND', 'scope.projectIdentifier');
    const owner = { ...grant, roleIdentifier: 'owner', scope: { kind: 'workspace', workspaceIdentifier: 'acme' } } as const;
    given(roleBindingDecider({ ...facts, roleExists: false }))
      .when(owner)
      .then({ ...granted, roleIdentifier: 'owner', scope: owner.scope });
  });
});

describe('a grant', () => {
  const limited = { ...granted, until } as const;
  const expire = { type: 'ExpireRoleBinding', bindingId, meta: at(until) } as const;
  const expired = { type: 'RoleBindingExpired', bindingId, until } as const;

  it('has its end set, moved and removed while it lives', () => {
    const set = { type: 'SetRoleBindingExpiry', bindingId, until: '2026-03-05T00:00:00Z', meta } as const;
    given(decider, granted).when(set).then({ type: 'RoleBindingExpirySet', bindingId, until: '2026-03-05T00:00:00.000Z' });
    given(decider, limited).when({ type: 'SetRoleBindingExpiry', bindingId, meta }).then({ type: 'RoleBindingExpirySet', bindingId });
    given(decider, limited)
      .when({ ...set, until })
      .then();
    given(decider, limited)
      .when({ ...set, meta: at(until) })
      .thenRefused('BINDING_ENDED', 'bindingId');
    given(decider, granted)
      .when({ ...set, until: '2026-02-01T00:00:00Z' })
      .thenRefused('BINDING_ENDS_BEFORE_START', 'until');
  });

  it('expires at its end, not before', () => {
    given(decider, limited).when(expire).then(expired);
    given(decider, limited, expired).when(expire).then();
    given(decider, limited)
      .when({ ...expire, meta })
      .thenRefused('BINDING_NOT_DUE', 'bindingId');
    given(decider, granted).when(expire).thenRefused('BINDING_NOT_DUE', 'bindingId');
    given(decider, limited, { type: 'RoleBindingExpirySet', bindingId }).when(expire).thenRefused('BINDING_NOT_DUE');
  });

  it('is revoked once', () => {
    const revoke = { type: 'RevokeRoleBinding', bindingId, meta } as const;
    given(decider, granted).when(revoke).then({ type: 'RoleBindingRevoked', bindingId });
    given(decider, granted, { type: 'RoleBindingRevoked', bindingId }).when(revoke).then();
    given(decider, limited, expired).when(revoke).then();
    given(decider).when(revoke).thenRefused('BINDING_NOT_FOUND', 'bindingId');
  });
});
