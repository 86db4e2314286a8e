import { GetGroupIdCommand, ListGroupMembershipsCommand } from '@aws-sdk/client-identitystore';
import { DescribeAccountCommand, ListTagsForResourceCommand } from '@aws-sdk/client-organizations';
import { ListAccountAssignmentsCommand, ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { SeededOrganization } from '../../apps/sandbox/src/services/organizations/seed.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';

describe('POST /_sandbox/seed', () => {
  let aws: IdentitySandbox;
  beforeEach(async () => {
    aws = await startIdentitySandbox();
  });
  afterEach(() => aws.close());

  it('builds listed accounts with units, tags, access role, groups and assignments, all of it ready', async () => {
    const made = await aws.control<SeededOrganization>('POST', '/seed', {
      accounts: [
        { name: 'one', email: 'one@example.com', unit: 'Workloads/Prod', tags: { team: 'a' }, accessRole: 'Access', groups: [{ name: 'one-devs', members: ['ann', 'bob'], permissionSets: ['Developer'] }] }, // prettier-ignore
        { name: 'two', email: 'two@example.com', unit: 'Workloads/Prod' },
      ],
    });
    const [one, two] = made.accountIds;
    const { Account } = await aws.organizations.send(new DescribeAccountCommand({ AccountId: two }));
    expect(Account!.Paths![0]).toContain(`/${made.units['Workloads/Prod']!}/${two!}/`);
    expect((await aws.organizations.send(new ListTagsForResourceCommand({ ResourceId: one }))).Tags).toEqual([{ Key: 'team', Value: 'a' }]);
    await aws.sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${one!}:role/Access`, RoleSessionName: 'now' }));
    const { InstanceArn, IdentityStoreId } = (await aws.ssoAdmin.send(new ListInstancesCommand({}))).Instances![0]!;
    const { GroupId } = await aws.identityStore.send(new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'one-devs' } } })); // prettier-ignore
    expect(made.groups).toEqual({ 'one-devs': GroupId });
    const members = await aws.identityStore.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId }));
    expect(members.GroupMemberships!.map(({ MemberId }) => MemberId?.UserId).sort()).toEqual(Object.values(made.users).sort());
    const held = await aws.ssoAdmin.send(
      new ListAccountAssignmentsCommand({ InstanceArn, AccountId: one, PermissionSetArn: made.permissionSets.Developer }),
    );
    expect(held.AccountAssignments!.map(({ PrincipalId }) => PrincipalId)).toEqual([GroupId]);
  });

  it('refuses a spec that is none, and an e-mail that is taken', async () => {
    await expect(aws.control('POST', '/seed', { accounts: 0 })).rejects.toThrow('accounts');
    await expect(aws.control('POST', '/seed', { accounts: [{ name: 'x' }] })).rejects.toThrow('email');
    await aws.control('POST', '/seed', { accounts: 1 });
    await expect(aws.control('POST', '/seed', { accounts: 1 })).rejects.toThrow('account-1@seed.example');
  });

  it('builds 10,000 accounts with groups and assignments in a few seconds, and answers about them without scanning', async () => {
    const spent = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
      const before = process.cpuUsage();
      const result = await work();
      const { user, system } = process.cpuUsage(before);
      return [result, (user + system) / 1e6];
    };
    const groups = [{ name: 'aws-{n}-user', members: ['ann', 'bob'], permissionSets: ['user'] }];
    const account = { name: 'tenant-{n}', email: 'tenant-{n}@example.com', units: ['A', 'B', 'C'], tags: { tenant: '{n}' }, groups };
    const [made, seconds] = await spent(() => aws.control<SeededOrganization>('POST', '/seed', { accounts: 10_000, account }));
    expect([made.accountIds.length, Object.keys(made.groups).length, Object.keys(made.users).length]).toEqual([10_000, 10_000, 2]);
    expect(seconds).toBeLessThan(15);
    expect(process.memoryUsage().heapUsed / 2 ** 20).toBeLessThan(1500);
    const { IdentityStoreId } = (await aws.ssoAdmin.send(new ListInstancesCommand({}))).Instances![0]!;
    const [, calls] = await spent(async () => {
      for (let n = 1; n <= 50; n += 1) {
        await aws.organizations.send(new DescribeAccountCommand({ AccountId: made.accountIds[n] }));
        await aws.identityStore.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId: made.groups[`aws-${n}-user`] }));
      }
    });
    expect(calls / 100).toBeLessThan(0.05);
  });
});
