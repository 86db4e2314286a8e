import { randomUUID } from 'node:crypto';
import { fromRecorded } from '@orgledger/event-store';
import type { TenantSnapshot } from '@orgledger/governance';
import type { Change, DryRunTenantView, RunEvent, RunProgress } from '@orgledger/replication';
import fc from 'fast-check';
import { eventually } from './support/eventually.js';
import { Intruder } from './support/intruder.js';
import { startLab, LabWorker } from './support/replication-lab.js';
import type { Lab } from './support/replication-lab.js';
import { SnapshotBook, snapshotOf } from './support/snapshot-book.js';

const pairs = 200;
const people = ['ada', 'bob', 'cy', 'nobody'];
const names = ['acme-one', 'acme-two', 'acme-three'];

/** What a tenant shall look like next, and what somebody did to AWS before. */
const nextPair = fc.record({
  freshTenant: fc.boolean().chain((fresh) => (fresh ? fc.boolean() : fc.constant(false))),
  tenant: fc.nat(),
  tags: fc.dictionary(fc.constantFrom('acme:a', 'acme:b', 'acme:c'), fc.constantFrom('1', '2')),
  targetOu: fc.oneof(
    fc.constant({ kind: 'root' } as const),
    fc.constant({ kind: 'perWorkspace', parent: ['Teams'] } as const),
    fc.array(fc.constantFrom('W', 'X', 'Y'), { minLength: 1, maxLength: 3 }).map((path) => ({ kind: 'path', path }) as const),
  ),
  hierarchical: fc.boolean(),
  alias: fc.nat({ max: 2 }),
  enforceAlias: fc.boolean(),
  breakGlass: fc.boolean(),
  mapping: fc.array(fc.constantFrom(...names), { minLength: 3, maxLength: 3 }),
  mapped: fc.subarray(['admin', 'reader', 'user']),
  sets: fc.array(fc.subarray([0, 1, 2], { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  granted: fc.array(fc.subarray(people), { minLength: 3, maxLength: 3 }),
  drift: fc.subarray(
    ['tag', 'untag', 'move', 'rename', 'deleteGroup', 'addMember', 'dropMembers', 'assignForeign', 'assignOwn', 'unassign'] as const,
    { maxLength: 3 },
  ),
});
type Pair = typeof nextPair extends fc.Arbitrary<infer Value> ? Value : never;

/** Drawn pairs seldom keep the group that was renamed: one that does ends every run. */
const renamed = (last: Pair): readonly Pair[] => {
  const kept: Pair = { ...last, freshTenant: false, tenant: 0, mapped: ['admin'], mapping: ['acme-one', 'acme-one', 'acme-one'], drift: [] };
  return [kept, { ...kept, drift: ['rename'] }];
};

const operationsOf = (changes: readonly Change[]): string[] => changes.map(({ service, operation }) => `${service}:${operation}`);

/** A plan made before the account existed refers to it; the run knows its id. */
const named = (changes: readonly Change[], accountId: string): unknown =>
  JSON.parse(JSON.stringify(changes).replaceAll('{"ref":"account"}', `"${accountId}"`).replaceAll('{accountId}', accountId));

describe('the plan is the act', () => {
  let lab: Lab;
  let worker: LabWorker;
  let intruder: Intruder;
  const book = new SnapshotBook();
  const tenants: string[] = [];
  let foreign = '';

  beforeAll(async () => {
    lab = await startLab({}, 400);
    intruder = new Intruder(lab);
    foreign = await intruder.createGroup('payroll');
    worker = new LabWorker(lab, book);
    await worker.start();
  });
  afterAll(async () => {
    await worker.stop();
    await lab.close();
  });

  const wish = (pair: Pair, tenantId: string): Partial<TenantSnapshot> => {
    const permissionSets = Object.values(lab.identityCenter.permissionSets);
    const roles = ['admin', 'reader', 'user'];
    return {
      platform: {
        ...lab.platform,
        enforceAlias: pair.enforceAlias,
        breakGlassRoleArns: pair.breakGlass ? [`arn:aws:iam::${lab.sandbox.platformAccountId}:role/OrganizationAccountAccessRole`] : [],
      },
      accountTags: pair.tags,
      accountAlias: `acme-${tenantId.slice(-4)}-${pair.alias}`,
      landingZone: { targetOu: pair.targetOu, hierarchical: pair.hierarchical, tags: {} },
      users: people.map((person) => ({ subjectId: `subject-${person}`, userName: person, active: true })),
      roles: pair.mapped.map((roleIdentifier) => {
        const index = roles.indexOf(roleIdentifier);
        return {
          roleIdentifier,
          groupName: pair.mapping[index] ?? '',
          permissionSetArns: (pair.sets[index] ?? []).map((set) => permissionSets[set] ?? ''),
        };
      }),
      grants: roles.flatMap((roleIdentifier, index) =>
        (pair.granted[index] ?? []).map((person) => ({
          bindingId: `${roleIdentifier}-${person}`,
          subjectId: `subject-${person}`,
          roleIdentifier,
          from: '2026-01-01T00:00:00.000Z',
        })),
      ),
    };
  };

  const disturb = async (drift: Pair['drift'], { accountId, accountTags, roles }: TenantSnapshot): Promise<void> => {
    if (accountId === undefined) return;
    const [role] = roles;
    const groupId = role && (await intruder.groupId(role.groupName));
    const [first = ''] = Object.values(lab.identityCenter.permissionSets);
    for (const kind of drift) {
      if (kind === 'tag') await intruder.tag(accountId, 'acme:intruder', 'x');
      if (kind === 'untag') for (const key of Object.keys(accountTags).slice(0, 1)) await intruder.untag(accountId, key);
      if (kind === 'move') await intruder.moveToRoot(accountId);
      if (kind === 'assignForeign') await intruder.assign(accountId, foreign, first);
      if (!role || groupId === undefined) continue;
      if (kind === 'rename') await intruder.rename(groupId, `${role.groupName}-renamed-${randomUUID().slice(0, 4)}`);
      if (kind === 'addMember') await intruder.addMember(groupId, await intruder.userId('dee'));
      if (kind === 'dropMembers') await intruder.dropMembers(groupId);
      if (kind === 'assignOwn') await intruder.assign(accountId, groupId, first);
      if (kind === 'unassign') for (const arn of role.permissionSetArns) await intruder.unassign(accountId, groupId, arn);
      if (kind === 'deleteGroup') {
        for (const arn of role.permissionSetArns) await intruder.unassign(accountId, groupId, arn);
        await intruder.deleteGroup(groupId);
        return;
      }
    }
  };

  const dryRun = async (tenantId: string): Promise<DryRunTenantView> => {
    const dryRunId = randomUUID();
    await worker.append(`dryrun-${dryRunId}`, { type: 'DryRunRequested', dryRunId, subject: { kind: 'tenant', tenantId } });
    const answer = await eventually(async () => {
      const view = await worker.queries.dryRun(dryRunId);
      return view && view.status !== 'requested' ? view : undefined;
    });
    expect({ status: answer.status, remark: answer.remark }).toEqual({ status: 'completed', remark: undefined });
    const { nodes } = await worker.queries.dryRunTenants(dryRunId);
    return nodes[0] ?? { tenantId, changes: [], remarks: [] };
  };

  const intended = async ({ runId }: RunProgress): Promise<Change[]> => {
    const { events } = await worker.store.readStream(`replication-${runId}`);
    return events
      .map((event) => fromRecorded<RunEvent>(event))
      .flatMap((event) => (event.type === 'ReplicationStepIntentRecorded' ? event.changes : []));
  };

  it(`does what the dry run said, change by change, and then has nothing left to do: ${pairs} pairs`, async () => {
    const seed = Date.now() % 1_000_000;
    const seen: Record<string, number> = {};
    let last = 0;
    const newCalls = async () => {
      const calls = await lab.control.calls(last);
      last = calls.at(-1)?.seq ?? last;
      return calls;
    };
    const drawn = fc.sample(nextPair, { numRuns: pairs - 2, seed });
    for (const [index, pair] of [...drawn, ...renamed(drawn[0]!)].entries()) {
      if (tenants.length === 0 || (pair.freshTenant && tenants.length < 20)) {
        const snapshot = snapshotOf(lab.platform, tenants.length + 1);
        book.put(snapshot);
        tenants.push(snapshot.tenantId);
      }
      const tenantId = pair.freshTenant ? tenants.at(-1)! : tenants[pair.tenant % tenants.length]!;
      await disturb(pair.drift, book.get(tenantId));
      book.amend(tenantId, wish(pair, tenantId));

      const { changes } = await dryRun(tenantId);
      await newCalls();
      const run = await worker.replicate(tenantId);
      const context = { seed, index, status: run.status, remark: run.remark };
      const calls = (await newCalls()).filter(({ mutates, service }) => mutates && service !== 'sts');
      expect({ ...context, calls: calls.map(({ service, operation }) => `${service}:${operation}`) }).toEqual({
        ...context,
        status: 'completed',
        calls: operationsOf(changes),
      });
      const { accountId = '' } = book.get(tenantId);
      expect({ ...context, intended: named(await intended(run), accountId) }).toEqual({ ...context, intended: named(changes, accountId) });
      const second = await dryRun(tenantId);
      expect({ ...context, left: second.changes }).toEqual({ ...context, left: [] });
      for (const operation of operationsOf(changes)) seen[operation] = (seen[operation] ?? 0) + 1;
    }
    // Every operation that this version knows took part.
    expect(Object.keys(seen).sort()).toEqual([
      'iam:CreateAccountAlias',
      'iam:DetachRolePolicy',
      'iam:PutRolePolicy',
      'iam:UpdateAssumeRolePolicy',
      'identitystore:CreateGroup',
      'identitystore:CreateGroupMembership',
      'identitystore:DeleteGroup',
      'identitystore:DeleteGroupMembership',
      'identitystore:UpdateGroup',
      'organizations:CreateAccount',
      'organizations:CreateOrganizationalUnit',
      'organizations:MoveAccount',
      'organizations:TagResource',
      'organizations:UntagResource',
      'ssoadmin:CreateAccountAssignment',
      'ssoadmin:DeleteAccountAssignment',
    ]);
  }, 900_000);
});
