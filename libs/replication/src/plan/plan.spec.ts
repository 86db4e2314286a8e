import fc from 'fast-check';
import { applyPlan, desiredTenants, observedTenants } from '@orgledger/replication/testing';
import type { DesiredTenant } from '../desired/desired-tenant.js';
import { groupsToHold } from '../run/replicated-groups.js';
import type { ObservedAccess, ObservedTenant } from './observed-tenant.js';
import { planTenant } from './plan.js';

/** A tenant without an account has no rights on one. */
const consistent = (observed: ObservedTenant): ObservedTenant =>
  observed.account === undefined ? { ...observed, access: { ...observed.access, assignments: [] } } : observed;

const pairs = fc.tuple(desiredTenants, observedTenants.map(consistent));

const replicate = (desired: DesiredTenant, observed: ObservedTenant): ObservedTenant => {
  const after = applyPlan(observed, planTenant(desired, observed).changes, desired);
  const { ensured, released } = groupsToHold(desired.access?.groups ?? [], after.access.groups, after.access.known);
  const known = [
    ...after.access.known.filter(({ groupId }) => !released.includes(groupId) && !ensured.some((group) => group.groupId === groupId)),
    ...ensured,
  ];
  return { ...after, access: { ...after.access, known } };
};

const rightsOf = (access: ObservedAccess, owned: boolean): string[] =>
  access.assignments
    .filter(({ groupName }) => (groupName ?? '').startsWith('acme-') === owned)
    .map(({ groupName, permissionSetArn }) => `${groupName ?? ''} ${permissionSetArn}`)
    .sort();

describe('planning a tenant', () => {
  it('has nothing left to do after its changes were made', () => {
    fc.assert(
      fc.property(pairs, ([desired, observed]) => {
        const { changes } = planTenant(desired, replicate(desired, observed));
        expect(changes).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reaches desired state: groups, who is in them, and what they may do', () => {
    fc.assert(
      fc.property(pairs, ([desired, observed]) => {
        fc.pre(!planTenant(desired, observed).remarks.some(({ blocks }) => blocks));
        const { access } = replicate(desired, observed);
        const wanted = desired.access?.groups ?? [];
        for (const group of wanted) {
          const found = access.groups.filter(({ name }) => name === group.name);
          expect(found).toHaveLength(1);
          const users = new Set(found[0]?.memberships.map(({ userId }) => userId));
          for (const { userName } of group.members) {
            const userId = access.users[userName ?? ''];
            if (userId !== undefined) expect(users).toContain(userId);
          }
        }
        expect(rightsOf(access, true)).toEqual(
          wanted.flatMap(({ name, permissionSetArns }) => permissionSetArns.map((arn) => `${name} ${arn}`)).sort(),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves alone what is not its own: foreign tags, groups, rights and policies', () => {
    fc.assert(
      fc.property(pairs, ([desired, observed]) => {
        const after = replicate(desired, observed);
        expect(rightsOf(after.access, false)).toEqual(rightsOf(observed.access, false));
        if (!observed.account || observed.account === 'missing' || !after.account || after.account === 'missing') return;
        expect(after.account.tags.foreign).toBe(observed.account.tags.foreign);
        expect(after.account.tags['orgledger-creation-intent']).toBe(observed.account.tags['orgledger-creation-intent']);
        expect(after.account.role.attachedPolicyArns).toEqual(
          expect.arrayContaining(observed.account.role.attachedPolicyArns.filter((arn) => arn.startsWith('arn:foreign'))),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('breaks nothing of another tenant that shares a group', () => {
    fc.assert(
      fc.property(pairs, ([desired, observed]) => {
        const after = replicate(desired, observed).access.groups;
        for (const other of desired.access?.neighbours ?? []) {
          for (const wanted of other.groups) {
            const before = observed.access.groups.find(({ name }) => name === wanted.name);
            if (!before) continue;
            const group = after.find(({ groupId }) => groupId === before.groupId);
            expect(group?.name).toBe(wanted.name);
            const users = new Set(group?.memberships.map(({ userId }) => userId));
            for (const { userName } of wanted.members) {
              const userId = observed.access.users[userName ?? ''];
              if (userId !== undefined && before.memberships.some((membership) => membership.userId === userId)) expect(users).toContain(userId);
            }
          }
          for (const groupId of other.knownGroupIds) {
            const stillThere = !observed.access.groups.some((group) => group.groupId === groupId) || after.some((group) => group.groupId === groupId);
            expect(stillThere).toBe(true);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
