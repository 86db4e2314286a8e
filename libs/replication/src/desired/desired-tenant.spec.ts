import type { PlatformSettings, TenantSnapshot } from '@orgledger/governance';
import { desiredGroups, nextGrantBoundary } from './desired-groups.js';
import { desiredTenant } from './desired-tenant.js';

const now = '2026-03-02T08:00:00.000Z';
const platform = {
  accessRole: { name: 'Access', path: '/' },
  tagPrefix: 'acme:',
  enforceAlias: true,
  downgrade: 'strict',
} as unknown as PlatformSettings;
const snapshot = (change: Partial<TenantSnapshot> = {}): TenantSnapshot => ({
  tenantId: 't1',
  tenantNumber: 1,
  status: 'active',
  workspaceIdentifier: 'team-a',
  projectIdentifier: 'dev',
  platformIdentifier: 'aws',
  landingZoneIdentifier: 'lz',
  accountName: 'a',
  accountEmail: 'a@example.com',
  accountAlias: 'acme-a',
  accountTags: {},
  roles: [
    { roleIdentifier: 'admin', groupName: 'acme-dev', permissionSetArns: ['ps/admin', 'ps/read'] },
    { roleIdentifier: 'user', groupName: 'acme-dev', permissionSetArns: ['ps/read'] },
    { roleIdentifier: 'reader', groupName: 'acme-dev-reader', permissionSetArns: ['ps/read'] },
  ],
  grants: [],
  users: ['ada', 'bob', 'cy'].map((name) => ({ subjectId: name, userName: name, active: name !== 'cy' })),
  platform,
  landingZone: { targetOu: { kind: 'perWorkspace', parent: ['Workloads'] }, hierarchical: false, tags: {} },
  problems: [],
  ...change,
});
const grant = (subjectId: string, roleIdentifier: string, from = '2026-01-01T00:00:00.000Z', until?: string) => ({
  bindingId: `${subjectId}-${roleIdentifier}-${from}`,
  subjectId,
  roleIdentifier,
  from,
  ...(until === undefined ? {} : { until }),
});
const membersOf = (tenant: TenantSnapshot, name: string, at = now) =>
  desiredGroups(tenant, at)
    .find((group) => group.name === name)
    ?.members.map(({ subjectId }) => subjectId);

describe('desired state of a tenant', () => {
  it('several project roles mapped to one group: members and permission sets are their union', () => {
    const tenant = snapshot({ grants: [grant('ada', 'admin'), grant('bob', 'user')] });
    expect(desiredGroups(tenant, now)[0]).toEqual({
      name: 'acme-dev',
      roleIdentifiers: ['admin', 'user'],
      members: [
        { subjectId: 'ada', userName: 'ada' },
        { subjectId: 'bob', userName: 'bob' },
      ],
      permissionSetArns: ['ps/admin', 'ps/read'],
    });
  });

  it('a person is a member exactly while at least one live grant covers now', () => {
    const ended = grant('ada', 'admin', '2026-01-01T00:00:00.000Z', now);
    const later = grant('ada', 'admin', '2026-03-02T08:00:00.001Z');
    const other = grant('ada', 'user', '2026-02-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z');
    expect(membersOf(snapshot({ grants: [ended, later] }), 'acme-dev')).toEqual([]);
    expect(membersOf(snapshot({ grants: [ended, other] }), 'acme-dev')).toEqual(['ada']);
    expect(membersOf(snapshot({ grants: [ended] }), 'acme-dev', '2026-03-02T07:59:59.999Z')).toEqual(['ada']);
  });

  it('who is disabled has no access, whatever is granted', () => {
    expect(membersOf(snapshot({ grants: [grant('cy', 'admin')] }), 'acme-dev')).toEqual([]);
  });

  it('knows when a grant begins or ends by itself next', () => {
    const tenant = snapshot({
      grants: [grant('ada', 'admin', '2026-05-01T00:00:00.000Z'), grant('bob', 'user', '2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z')],
    });
    expect(nextGrantBoundary(tenant, now)).toBe('2026-04-01T00:00:00.000Z');
    expect(nextGrantBoundary(tenant, '2026-06-01T00:00:00.000Z')).toBeUndefined();
  });

  it('gives every workspace its unit, and blocks on what cannot be replicated', () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`acme:${index}`, 'x']));
    const desired = desiredTenant(
      snapshot({ accountTags: tags, problems: [{ code: 'EMAIL_TOO_LONG', message: 'too long' }] }),
      [],
      { trust: '{}' },
      now,
    );
    expect(desired.unit).toEqual({ kind: 'path', path: ['Workloads', 'team-a'] });
    expect(desired.remarks.map(({ code, blocks }) => [code, blocks])).toEqual([
      ['EMAIL_TOO_LONG', true],
      ['TOO_MANY_TAGS', true],
    ]);
  });
});
