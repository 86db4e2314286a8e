import { hardenedTrust, roleArn } from '@orgledger/aws';
import type { AccountCreation, ScopedConnection } from '@orgledger/aws';
import { startAwsLab } from './support/aws-lab.js';
import type { Lab } from './support/aws-lab.js';

/** Adapters' calls that this version's replication does not make. */
const notInMinimal = [
  'sso:ListPermissionSets',
  'sso:DescribePermissionSet',
  'sso:ListAccountAssignmentsForPrincipal',
  'identitystore:ListGroups',
  'identitystore:ListGroupMembershipsForMember',
  'identitystore:ListUsers',
];

let lab: Lab;
let aws: ScopedConnection;
let created: AccountCreation;
let accountId: string;
let root: string;

const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
};

const until = async <Value>(read: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = await read();
    if (holds(value)) return value;
    await lab.clock.wait(2_000);
  }
  throw new Error('waited long enough');
};

const request = (name: string, email = `${name}@example.com`) => ({
  name,
  email,
  roleName: 'OrgledgerAccountAccessRole',
  tags: { 'orgledger:intent': name },
  intentId: name,
});

const createAccount = async (name: string, email?: string): Promise<AccountCreation> => {
  const outcome = await aws.organizations.createAccount(request(name, email));
  if (outcome.outcome !== 'requested') throw new Error(outcome.reason);
  const final = await until(
    () => aws.organizations.describeAccountCreation(outcome.creation.requestId),
    (creation) => creation?.state !== 'IN_PROGRESS',
  );
  if (!final) throw new Error('AWS forgot the creation');
  return final;
};

beforeAll(async () => {
  lab = await startAwsLab(notInMinimal);
  await lab.setScale(60);
  aws = lab.platform.forRun({ runId: 'run-1' });
  created = await createAccount('one');
  accountId = created.accountId ?? '';
  root = (await aws.organizations.listRoots())[0]!.id;
});
afterAll(() => lab.close());

describe('Organizations', () => {
  it('describes itself', async () => {
    expect(await aws.organizations.describeOrganization()).toEqual({
      organizationId: lab.sandbox.organizationId,
      managementAccountId: lab.sandbox.managementAccountId,
      featureSet: 'ALL',
    });
  });

  it('creates an account and answers it in every list', async () => {
    expect(created).toMatchObject({ state: 'SUCCEEDED', accountName: 'one', failureReason: undefined });
    const account = { accountId, name: 'one', email: 'one@example.com', state: 'ACTIVE', joinedMethod: 'CREATED' };
    expect(await aws.organizations.describeAccount(accountId)).toMatchObject(account);
    const listed = await until(
      () => all(aws.organizations.listAccounts()),
      (accounts) => accounts.some((other) => other.accountId === accountId),
    );
    expect(listed.map((other) => other.accountId)).toEqual(
      expect.arrayContaining([lab.sandbox.managementAccountId, lab.sandbox.platformAccountId, accountId]),
    );
    expect(listed.find((other) => other.accountId === accountId)).toMatchObject({ ...account, paths: [expect.stringContaining(root)] });
    expect(await aws.organizations.listAccountCreations(['SUCCEEDED'])).toContainEqual(created);
    expect(await aws.organizations.describeAccount('999999999999')).toBeUndefined();
    expect(await aws.organizations.describeAccountCreation('car-00000000000000000000000000000000')).toBeUndefined();
  });

  it('says why an account was not created', async () => {
    expect(await createAccount('again', 'ONE@example.com')).toMatchObject({ state: 'FAILED', failureReason: 'EMAIL_ALREADY_EXISTS' });
  });

  it('tags and untags', async () => {
    const tags = () => aws.organizations.listTags(accountId);
    await until(tags, (known) => known?.['orgledger:intent'] === 'one');
    expect(await aws.organizations.tag(accountId, { a: '1', b: '' })).toBe('tagged');
    expect(await aws.organizations.untag(accountId, ['b', 'never'])).toBe('untagged');
    expect(await tags()).toEqual({ 'orgledger:intent': 'one', a: '1' });
    expect(await aws.organizations.tag('999999999999', { a: '1' })).toBe('resourceMissing');
    expect(await aws.organizations.listTags('999999999999')).toBeUndefined();
  });

  it('makes organisational units and moves accounts between them', async () => {
    const { organizations } = aws;
    const made = await organizations.createOu(root, 'Teams');
    if (made.outcome !== 'created') throw new Error(made.outcome);
    expect(await organizations.createOu(root, 'Teams')).toEqual({ outcome: 'nameTaken' });
    expect(await organizations.createOu('ou-none-aaaaaaaa', 'x')).toEqual({ outcome: 'parentMissing' });
    expect(await organizations.listOus(root)).toContainEqual(made.ou);
    expect(await organizations.listOus('ou-none-aaaaaaaa')).toBeUndefined();
    expect(await organizations.describeOu(made.ou.id)).toEqual(made.ou);
    expect(await organizations.describeOu('ou-none-aaaaaaaa')).toBeUndefined();

    expect(await organizations.parentOf(accountId)).toEqual({ id: root, kind: 'ROOT' });
    expect(await organizations.moveAccount(accountId, root, made.ou.id)).toBe('moved');
    await until(
      () => organizations.parentOf(accountId),
      (parent) => parent?.id === made.ou.id,
    );
    expect(await organizations.moveAccount(accountId, made.ou.id, made.ou.id)).toBe('alreadyThere');
    expect(await organizations.moveAccount('999999999999', root, made.ou.id)).toBe('accountMissing');
    expect(await organizations.moveAccount(accountId, made.ou.id, 'ou-none-aaaaaaaa')).toBe('destinationMissing');
    expect(await organizations.parentOf('999999999999')).toBeUndefined();
  });
});

describe('IAM of a member', () => {
  const roleName = 'OrgledgerAccountAccessRole';
  const withId = () => ({ externalId: lab.organization.externalId, sourceIdentity: undefined });
  let member: string;

  beforeAll(async () => {
    member = (await createAccount('member')).accountId ?? '';
    await lab.clock.wait(20_000);
  });

  it('is entered without an ExternalId first, hardened, and then with it only', async () => {
    const service = roleArn('aws', lab.organization.managementAccountId, lab.organization.serviceRole);
    const { iam, sts } = aws.member(member, { externalId: undefined, sourceIdentity: undefined });
    expect((await sts.getCallerIdentity()).accountId).toBe(member);
    expect(await iam.getRole(roleName)).toMatchObject({ roleName, path: '/', trustPolicy: { Version: '2012-10-17' } });
    const trust = hardenedTrust({ principalArn: service, externalIds: [lab.organization.externalId], breakGlassRoleArns: [] });
    expect(await iam.updateTrust(roleName, JSON.stringify(trust))).toBe('updated');
    await lab.clock.wait(20_000);
    expect(await iam.getRole(roleName)).toMatchObject({ trustPolicy: trust });

    const probe = (externalId: string | undefined) =>
      aws.management.sts.probeAssumeRole({ roleArn: `arn:aws:iam::${member}:role/${roleName}`, sessionName: 'probe', externalId });
    expect(await probe(lab.organization.externalId)).toMatchObject({ outcome: 'assumed' });
    expect(await probe('a-wrong-one')).toMatchObject({ outcome: 'refused', message: expect.stringContaining('not authorized') as string });
    expect(await probe(undefined)).toMatchObject({ outcome: 'refused' });
    const later = lab.platform.forRun({ runId: 'run-2' });
    await expect(later.member(member, { externalId: undefined, sourceIdentity: undefined }).iam.listAliases()).rejects.toMatchObject({
      kind: 'denied',
      operation: 'AssumeRole',
      accountId: lab.organization.managementAccountId,
    });
    expect(await later.member(member, withId()).iam.listAliases()).toEqual([]);
  });

  it('keeps one alias, unique across accounts', async () => {
    const one = aws.member(accountId, { externalId: undefined, sourceIdentity: undefined }).iam;
    expect(await one.createAlias('acme-one')).toBe('created');
    await until(
      () => one.listAliases(),
      (aliases) => aliases.includes('acme-one'),
    );
    const other = (await createAccount('alias')).accountId ?? '';
    await lab.clock.wait(20_000);
    expect(await aws.member(other, { externalId: undefined, sourceIdentity: undefined }).iam.createAlias('acme-one')).toBe('taken');
    expect(await one.deleteAlias('acme-one')).toBe('deleted');
    expect(await one.deleteAlias('acme-never')).toBe('aliasMissing');
  });

  it('writes and reads back role policies', async () => {
    const { iam } = aws.member(accountId, { externalId: undefined, sourceIdentity: undefined });
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/ä+%20' }] };
    expect(await iam.putRolePolicy(roleName, 'extra', JSON.stringify(document))).toBe('put');
    await lab.clock.wait(20_000);
    expect(await iam.listRolePolicies(roleName)).toEqual(['extra']);
    expect(await iam.getRolePolicy(roleName, 'extra')).toEqual({ document });
    expect(await iam.deleteRolePolicy(roleName, 'extra')).toBe('deleted');
    await lab.clock.wait(20_000);
    expect(await iam.deleteRolePolicy(roleName, 'extra')).toBe('policyMissing');
    expect(await iam.getRolePolicy(roleName, 'extra')).toBeUndefined();
    const attached = await iam.listAttachedPolicies(roleName);
    expect(attached).toEqual([{ policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', policyName: 'AdministratorAccess' }]);
    expect(await iam.detachPolicy(roleName, 'arn:aws:iam::aws:policy/ReadOnlyAccess')).toBe('notAttached');
    expect(await iam.getRole('Nobody')).toBeUndefined();
    expect(await iam.putRolePolicy('Nobody', 'extra', JSON.stringify(document))).toBe('roleMissing');
    expect(await iam.updateTrust('Nobody', JSON.stringify(document))).toBe('roleMissing');
    expect(await iam.listRolePolicies('Nobody')).toBeUndefined();
    expect(await iam.listAttachedPolicies('Nobody')).toBeUndefined();
  });
});

describe('Identity Center', () => {
  const nobody = '00000000-0000-0000-0000-000000000000';

  it('keeps groups and memberships', async () => {
    const { identityStore } = aws;
    const made = await identityStore.createGroup('acme-dev', 'by Orgledger');
    if (made.outcome !== 'created') throw new Error(made.outcome);
    const { groupId } = made;
    expect(await identityStore.createGroup('acme-dev')).toEqual({ outcome: 'nameTaken' });
    expect(await identityStore.renameGroup(groupId, 'acme-developers')).toBe('renamed');
    expect(await identityStore.renameGroup(nobody, 'x')).toBe('groupMissing');
    expect(await until(() => identityStore.findGroupId('acme-developers'), Boolean)).toBe(groupId);
    expect(await identityStore.findGroupId('acme-dev')).toBeUndefined();
    expect(await all(identityStore.listGroups())).toContainEqual({ groupId, displayName: 'acme-developers' });

    const ada = (await identityStore.findUserId('ada')) ?? '';
    expect(await identityStore.findUserId('nobody')).toBeUndefined();
    expect((await all(identityStore.listUsers())).map(({ userName }) => userName).sort()).toEqual(['ada', 'bob']);
    const added = await identityStore.addMember(groupId, ada);
    if (added.outcome !== 'added') throw new Error(added.outcome);
    expect(await identityStore.addMember(groupId, ada)).toEqual({ outcome: 'alreadyMember' });
    expect(await identityStore.addMember(nobody, ada)).toEqual({ outcome: 'groupOrUserMissing' });
    const membership = { membershipId: added.membershipId, groupId, userId: ada };
    expect(await identityStore.listMembers(groupId)).toEqual([membership]);
    expect(await identityStore.listMembershipsOf(ada)).toEqual([membership]);
    expect(await identityStore.listMembers(nobody)).toBeUndefined();
    expect(await identityStore.removeMember(added.membershipId)).toBe('removed');
    expect(await identityStore.removeMember(added.membershipId)).toBe('membershipMissing');
    expect(await identityStore.deleteGroup(groupId)).toBe('deleted');
    expect(await identityStore.deleteGroup(groupId)).toBe('groupMissing');
  });

  it('assigns, lists and takes away', async () => {
    const { identityStore, ssoAdmin } = aws;
    const made = await identityStore.createGroup('acme-ops');
    if (made.outcome !== 'created') throw new Error(made.outcome);
    const permissionSetArn = lab.permissionSets[0]!;
    const assignment = { accountId, permissionSetArn, principalType: 'GROUP' as const, principalId: made.groupId };
    const finalOf = async (direction: 'creation' | 'deletion', requestId: string) =>
      until(
        () => ssoAdmin.describeAssignmentOperation(direction, requestId),
        (operation) => operation?.state !== 'IN_PROGRESS',
      );

    const requested = await ssoAdmin.createAssignment(assignment, 'holder-1');
    if (requested.outcome !== 'requested') throw new Error(requested.reason);
    expect(requested.operation.state).toBe('IN_PROGRESS');
    const { requestId } = requested.operation;
    await until(
      () => ssoAdmin.listAssignmentOperations('creation', 'IN_PROGRESS'),
      (operations) => operations.some((operation) => operation.requestId === requestId),
    );
    expect(await finalOf('creation', requestId)).toMatchObject({ state: 'SUCCEEDED', failureReason: undefined });
    expect(await ssoAdmin.listAssignments(accountId, permissionSetArn)).toEqual([assignment]);
    expect(await ssoAdmin.listAssignmentsFor(assignment)).toEqual([assignment]);
    expect(await ssoAdmin.listPermissionSetsProvisionedTo(accountId)).toEqual([permissionSetArn]);

    const removed = await ssoAdmin.deleteAssignment(assignment, 'holder-2');
    if (removed.outcome !== 'requested') throw new Error(removed.reason);
    expect(await finalOf('deletion', removed.operation.requestId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await ssoAdmin.listAssignments(accountId, permissionSetArn)).toEqual([]);
    expect(await ssoAdmin.describeAssignmentOperation('deletion', '00000000-0000-0000-0000-000000000000')).toBeUndefined();
  });

  it('answers instances and permission sets', async () => {
    const { ssoAdmin } = aws;
    expect(await ssoAdmin.listInstances()).toEqual([expect.objectContaining({ instanceArn: lab.organization.identityCenter?.instanceArn })]);
    expect([...(await ssoAdmin.listPermissionSetArns())].sort()).toEqual([...lab.permissionSets].sort());
    expect(await ssoAdmin.describePermissionSet(lab.permissionSets[0]!)).toMatchObject({ name: 'Admin' });
  });
});

describe('a change', () => {
  it('is one call', async () => {
    const before = (await lab.calls()).length;
    await aws.organizations.tag(lab.sandbox.platformAccountId, { one: 'call' });
    const [call, ...more] = (await lab.calls()).slice(before);
    expect(more).toEqual([]);
    expect(call).toMatchObject({ operation: 'TagResource', tookEffect: true });
  });
});
