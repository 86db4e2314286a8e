import fc from 'fast-check';
import { creationIntentTag } from '../src/desired/desired-tenant.js';
import type { DesiredTenant, DesiredUnit, Neighbour } from '../src/desired/desired-tenant.js';
import type { DesiredGroup } from '../src/desired/desired-groups.js';
import type { ObservedAccess, ObservedAccount, ObservedGroup, ObservedTenant } from '../src/plan/observed-tenant.js';

const prefix = 'acme-';
const roles = ['admin', 'reader', 'user'];
const people = ['u1', 'u2', 'u3', 'u4'];
const sets = ['arn:ps/1', 'arn:ps/2', 'arn:ps/3'];
const names = ['acme-a', 'acme-b', 'acme-c', 'acme-d'];
const foreignNames = ['others', 'acmeless'];
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const trust = (...ids: string[]) =>
  JSON.stringify({ Statement: { Condition: { StringEquals: { 'sts:ExternalId': ids.length === 1 ? ids[0] : ids } } } });

const member = fc.constantFrom(...people).map((person) => ({ subjectId: `subject-${person}`, userName: person }));

/** Groups of one tenant: every role is in at most one group. */
const groups: fc.Arbitrary<readonly DesiredGroup[]> = fc
  .record({
    mapping: fc.array(fc.constantFrom(...names), { minLength: roles.length, maxLength: roles.length }),
    mapped: fc.subarray(roles),
    members: fc.array(fc.uniqueArray(member, { selector: ({ subjectId }) => subjectId }), { minLength: names.length, maxLength: names.length }),
    permissionSets: fc.array(fc.subarray(sets, { minLength: 1 }), { minLength: names.length, maxLength: names.length }),
  })
  .map(({ mapping, mapped, members, permissionSets }) =>
    names.flatMap((name, index): DesiredGroup[] => {
      const roleIdentifiers = mapped.filter((role) => mapping[roles.indexOf(role)] === name);
      if (roleIdentifiers.length === 0) return [];
      return [{ name, roleIdentifiers, members: members[index] ?? [], permissionSetArns: permissionSets[index] ?? [] }];
    }),
  );

const groupIds = names.map((_, index) => `g${index}`);

const neighbour: fc.Arbitrary<Neighbour> = fc.record({
  tenantId: fc.constantFrom('tenant-b', 'tenant-c'),
  knownGroupIds: fc.subarray(groupIds),
  groups,
});

const unit: fc.Arbitrary<DesiredUnit> = fc.oneof(
  fc.constant({ kind: 'root' } as const),
  fc.constantFrom('ou-1', 'ou-2').map((ouId) => ({ kind: 'id', ouId }) as const),
  fc.array(fc.constantFrom('W', 'X'), { minLength: 1, maxLength: 3 }).map((path) => ({ kind: 'path', path }) as const),
);

const tags = (keys: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('1', '2'), { maxKeys: keys.length, noNullPrototype: true });

export const desiredTenants: fc.Arbitrary<DesiredTenant> = fc.record({
  tenantId: fc.constant('tenant-a'),
  accountId: fc.constant(undefined),
  account: fc.constant({ name: 'a', email: 'a@example.com', roleName: 'Access' }),
  tagPrefix: fc.constant('acme:'),
  tags: tags(['acme:x', 'acme:y', 'acme:z']),
  unit,
  hierarchical: fc.boolean(),
  accessRole: fc.record({
    name: fc.constant('Access'),
    trust: fc.constant(trust('new')),
    transitionalTrust: fc.option(fc.constant(trust('new', 'old')), { nil: undefined }),
    downgrade: fc.option(fc.constant({ policyName: 'Final', policyDocument: '{"v":2}', detachPolicyArn: admin }), { nil: undefined }),
  }) as fc.Arbitrary<DesiredTenant['accessRole']>,
  alias: fc.record({ name: fc.constantFrom('', 'acme-a'), enforce: fc.boolean() }),
  access: fc.record({
    groupPrefix: fc.constant(prefix),
    groups,
    neighbours: fc.uniqueArray(neighbour, { maxLength: 2, selector: ({ tenantId }) => tenantId }),
  }),
  downgrade: fc.constant('strict' as const),
  remarks: fc.constant([]),
});

const units = [
  { id: 'ou-1', parentId: 'r-1', name: 'W' },
  { id: 'ou-2', parentId: 'ou-1', name: 'X' },
];

const account: fc.Arbitrary<ObservedAccount> = fc.record({
  accountId: fc.constant('123456789012'),
  state: fc.constant('ACTIVE'),
  tags: tags(['acme:x', 'acme:y', 'acme:old', 'foreign', creationIntentTag]),
  parents: fc.constantFrom(['r-1'], ['ou-1', 'r-1'], ['ou-2', 'ou-1', 'r-1']),
  role: fc.record({
    trust: fc.constantFrom('{}', trust('old'), trust('new'), trust('old', 'new')),
    attachedPolicyArns: fc.constantFrom([], [admin], ['arn:foreign', admin]),
    inlinePolicy: fc.constantFrom(undefined, '{"v":1}', '{ "v": 2 }'),
  }),
  aliases: fc.constantFrom([], ['acme-a'], ['somebody']),
});

const access: fc.Arbitrary<ObservedAccess> = fc
  .record({
    shuffled: fc.shuffledSubarray(names),
    ownIds: fc.subarray(groupIds),
    foreign: fc.subarray(foreignNames),
    knownRoles: fc.array(fc.subarray(roles), { minLength: names.length, maxLength: names.length }),
    members: fc.array(fc.subarray(people.map((person) => `id-${person}`)), { minLength: 6, maxLength: 6 }),
    rights: fc.array(fc.subarray(sets), { minLength: 6, maxLength: 6 }),
    missingUsers: fc.subarray(people),
  })
  .map(({ shuffled, ownIds, foreign, knownRoles, members, rights, missingUsers }) => {
    const all: ObservedGroup[] = [...shuffled, ...foreign].map((name, index) => ({
      groupId: index < shuffled.length ? (groupIds[index] ?? '') : `foreign-${name}`,
      name,
      memberships: (members[index] ?? []).map((userId) => ({ membershipId: `m-${index}-${userId}`, userId })),
    }));
    const own = all.filter(({ name }) => name.startsWith(prefix));
    return {
      groups: own,
      known: own
        .filter(({ groupId }) => ownIds.includes(groupId))
        .map(({ groupId, name }, index) => ({ groupId, name, roleIdentifiers: knownRoles[index] ?? [] })),
      users: Object.fromEntries(people.filter((person) => !missingUsers.includes(person)).map((person) => [person, `id-${person}`])),
      assignments: all.flatMap(({ groupId, name }, index) =>
        (rights[index] ?? []).map((permissionSetArn) => ({ groupId, groupName: name, permissionSetArn })),
      ),
    };
  });

export const observedTenants: fc.Arbitrary<ObservedTenant> = fc.record({
  account: fc.option(account, { nil: undefined, freq: 5 }),
  organization: fc.constant({ rootId: 'r-1', units }),
  access,
});
