import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  CreateUserCommand,
  DeleteAccountAliasCommand,
  DeleteConflictException,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteSAMLProviderCommand,
  DetachRolePolicyCommand,
  EntityAlreadyExistsException,
  GetAccountSummaryCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetSAMLProviderCommand,
  GetUserCommand,
  InvalidInputException,
  LimitExceededException,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetAccessKeyInfoCommand } from '@aws-sdk/client-sts';
import type { Clients, IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

const policy = (...statements: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const trustService = policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });

describe('IAM', () => {
  let world: IdentitySandbox;
  let number = 0;
  const fresh = (name: string): string => `${name}-${(number += 1)}`;
  const role = async (): Promise<string> => {
    const RoleName = fresh('role');
    await world.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustService }));
    return RoleName;
  };

  beforeAll(async () => {
    world = await startIdentitySandbox();
  });

  afterAll(() => world.close());

  test('a role is answered as it was made, its trust policy percent-encoded', async () => {
    const RoleName = fresh('role');
    const created = await world.iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/orgledger/',
        Description: 'Ümlaut & <xml> "quoted"',
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: trustService,
        Tags: [{ Key: 'owner', Value: 'us' }],
      }),
    );
    const { Role } = await world.iam.send(new GetRoleCommand({ RoleName: RoleName.toUpperCase() }));
    expect(Role).toEqual({ ...created.Role, RoleLastUsed: {} });
    expect(Role).toMatchObject({
      Path: '/orgledger/',
      RoleName,
      Arn: `arn:aws:iam::${world.sandbox.managementAccountId}:role/orgledger/${RoleName}`,
      Description: 'Ümlaut & <xml> "quoted"',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'owner', Value: 'us' }],
    });
    expect(Role!.RoleId).toMatch(/^AROA[A-Z2-7]{16}$/);
    expect(Role!.CreateDate).toBeInstanceOf(Date);
    expect(Role!.AssumeRolePolicyDocument).not.toContain('{');
    expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toBe(trustService);
  });

  test('names are unique without case, and what is not there is named', async () => {
    const name = await role();
    const twice = await refusalOf(
      world.iam.send(new CreateRoleCommand({ RoleName: name.toUpperCase(), AssumeRolePolicyDocument: trustService })),
      EntityAlreadyExistsException,
    );
    expect(twice).toMatchObject({ status: 409, message: `Role with name ${name.toUpperCase()} already exists.` });
    const missing = await refusalOf(world.iam.send(new GetRoleCommand({ RoleName: 'nobody' })), NoSuchEntityException);
    expect(missing).toMatchObject({ status: 404, message: 'The role with name nobody cannot be found.' });
    expect((await refusalOf(world.iam.send(new GetUserCommand({ UserName: 'nobody' })), NoSuchEntityException)).message).toContain(
      'user with name nobody',
    );
  });

  test.each([
    ['no JSON', '{"Version":'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['an unknown element', policy({ Effect: 'Allow', Actions: '*', Resource: '*' })],
    ['a wrong effect', policy({ Effect: 'allow', Action: '*', Resource: '*' })],
    ['a principal in an identity policy', policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' })],
    ['a wrong version', JSON.stringify({ Version: '2020-01-01', Statement: [allow('*')] })],
  ])('a policy document with %s is malformed', async (_, PolicyDocument) => {
    const RoleName = await role();
    const refusal = await refusalOf(
      world.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument })),
      MalformedPolicyDocumentException,
    );
    expect(refusal.status).toBe(400);
  });

  test('a trust policy must name principals that exist', async () => {
    const RoleName = await role();
    const ghost = `arn:aws:iam::${world.sandbox.platformAccountId}:user/ghost`;
    const PolicyDocument = policy({ Effect: 'Allow', Principal: { AWS: ghost }, Action: 'sts:AssumeRole' });
    const refusal = await refusalOf(
      world.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument })),
      MalformedPolicyDocumentException,
    );
    expect(refusal.message).toBe(`Invalid principal in policy: "AWS":"${ghost}"`);
  });

  test('inline policies are put, read back, listed and deleted', async () => {
    const RoleName = await role();
    const PolicyDocument = policy(allow('iam:Get*'));
    await world.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'b', PolicyDocument }));
    await world.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'a', PolicyDocument: policy(allow('iam:List*')) }));
    const read = await world.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'b' }));
    expect({ ...read, $metadata: undefined }).toEqual({
      RoleName,
      PolicyName: 'b',
      PolicyDocument: encodeURIComponent(PolicyDocument).replaceAll('*', '%2A'),
    });
    expect((await world.iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['a', 'b']);
    expect((await refusalOf(world.iam.send(new DeleteRoleCommand({ RoleName })), DeleteConflictException)).status).toBe(409);
    for (const PolicyName of ['a', 'b']) await world.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await world.iam.send(new DeleteRoleCommand({ RoleName }));
    await refusalOf(world.iam.send(new GetRoleCommand({ RoleName })), NoSuchEntityException);
  });

  test('managed policies have versions, attachments and conflicts', async () => {
    const RoleName = await role();
    const { Policy } = await world.iam.send(new CreatePolicyCommand({ PolicyName: fresh('policy'), PolicyDocument: policy(allow('iam:GetRole')) }));
    const PolicyArn = Policy!.Arn!;
    await world.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await world.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const attached = await world.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(attached.AttachedPolicies).toEqual([{ PolicyArn, PolicyName: Policy!.PolicyName }]);
    expect((await world.iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }))).PolicyRoles).toMatchObject([{ RoleName }]);
    await refusalOf(world.iam.send(new DeletePolicyCommand({ PolicyArn })), DeleteConflictException);
    await world.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await refusalOf(world.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })), NoSuchEntityException);
    for (let version = 2; version <= 5; version += 1)
      await world.iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(allow(`iam:Get${version}*`)), SetAsDefault: version === 3 }),
      );
    const full = await refusalOf(
      world.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(allow('iam:*')) })),
      LimitExceededException,
    );
    expect(full).toMatchObject({ status: 409, message: 'Cannot exceed quota for VersionsPerPolicy: 5' });
    const { PolicyVersion } = await world.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }));
    expect(PolicyVersion).toMatchObject({ VersionId: 'v3', IsDefaultVersion: true });
    await refusalOf(world.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v3' })), DeleteConflictException);
    for (const VersionId of ['v1', 'v2', 'v4', 'v5']) await world.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    await world.iam.send(new DeletePolicyCommand({ PolicyArn }));
    await refusalOf(world.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })), NoSuchEntityException);
  });

  test('a user has two access keys at most; an inactive key stops working', async () => {
    const UserName = fresh('user');
    await world.iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await world.iam.send(new CreateAccessKeyCommand({ UserName }));
    await world.iam.send(new CreateAccessKeyCommand({ UserName }));
    const third = await refusalOf(world.iam.send(new CreateAccessKeyCommand({ UserName })), LimitExceededException);
    expect(third.message).toBe('Cannot exceed quota for AccessKeysPerUser: 2');
    const { AccessKeyId, SecretAccessKey } = AccessKey!;
    expect(AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(SecretAccessKey).toHaveLength(40);
    expect((await world.iam.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata).toHaveLength(2);
    expect((await world.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }))).Account).toBe(world.sandbox.managementAccountId);
    await world.advance(20);
    const asUser = world.as({ accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey! });
    expect((await refusalOf(asUser.iam.send(new GetUserCommand({})))).name).toBe('AccessDenied');
    await world.iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
    await world.advance(20);
    expect((await refusalOf(asUser.iam.send(new GetUserCommand({})))).name).toBe('InvalidClientTokenId');
  });

  test('an alias is unique over all accounts, one per account, and follows its rules', async () => {
    const { Credentials } = await world.sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${world.sandbox.platformAccountId}:role/OrganizationAccountAccessRole`,
        RoleSessionName: 'alias',
      }),
    );
    const other: Clients = world.as({
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    });
    await world.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'orgledger-one' }));
    const taken = await refusalOf(other.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'orgledger-one' })), EntityAlreadyExistsException);
    expect(taken).toMatchObject({ status: 409, message: 'The account alias orgledger-one already exists.' });
    for (const AccountAlias of ['-leading', 'trailing-', 'two--hyphens', 'Upper', 'a'.repeat(64), 'ab'])
      expect((await refusalOf(other.iam.send(new CreateAccountAliasCommand({ AccountAlias })))).name).toBe('ValidationError');
    await world.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'orgledger-two' }));
    expect((await world.iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['orgledger-two']);
    await other.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'orgledger-one' }));
    await world.iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'orgledger-two' }));
    expect((await world.iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([]);
  });

  test('lists page by marker', async () => {
    const names = [await role(), await role(), await role()];
    const seen: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await world.iam.send(new ListRolesCommand({ MaxItems: 1, ...(Marker === undefined ? {} : { Marker }) }));
      expect(page.Roles).toHaveLength(1);
      expect(page.IsTruncated).toBe(page.Marker !== undefined);
      seen.push(page.Roles![0]!.RoleName!);
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(names));
    await refusalOf(world.iam.send(new ListRolesCommand({ Marker: 'bm9uc2Vuc2U' })), InvalidInputException);
  });

  test('tags are merged, listed and removed', async () => {
    const RoleName = await role();
    await world.iam.send(
      new TagRoleCommand({
        RoleName,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '' },
        ],
      }),
    );
    await world.iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: '2' }] }));
    expect((await world.iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
    ]);
    await world.iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }));
    expect((await world.iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([{ Key: 'b', Value: '' }]);
  });

  test('boundaries are set, shown and taken away', async () => {
    const RoleName = await role();
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
    await world.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    expect((await world.iam.send(new GetRoleCommand({ RoleName }))).Role!.PermissionsBoundary).toEqual({
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: PermissionsBoundary,
    });
    await world.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    expect((await world.iam.send(new GetRoleCommand({ RoleName }))).Role!.PermissionsBoundary).toBeUndefined();
  });

  test('SAML and OIDC providers are made, shown and removed', async () => {
    const SAMLMetadataDocument = `<md:EntityDescriptor entityID="idp">${'x'.repeat(1000)}</md:EntityDescriptor>`;
    const { SAMLProviderArn } = await world.iam.send(new CreateSAMLProviderCommand({ Name: 'idp', SAMLMetadataDocument }));
    expect((await world.iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }))).SAMLMetadataDocument).toBe(SAMLMetadataDocument);
    await refusalOf(world.iam.send(new CreateSAMLProviderCommand({ Name: 'idp', SAMLMetadataDocument })), EntityAlreadyExistsException);
    await world.iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }));
    await refusalOf(world.iam.send(new GetSAMLProviderCommand({ SAMLProviderArn })), NoSuchEntityException);
    const { OpenIDConnectProviderArn } = await world.iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: 'https://token.example/tenant/1', ClientIDList: ['orgledger'] }),
    );
    expect(await world.iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))).toMatchObject({
      Url: 'token.example/tenant/1',
      ClientIDList: ['orgledger'],
    });
  });

  test('the account summary is a map', async () => {
    const { SummaryMap } = await world.iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ AccessKeysPerUserQuota: 2, AccountMFAEnabled: 0 });
    expect(SummaryMap!.Users).toBeGreaterThan(0);
  });

  test('SimulatePrincipalPolicy answers from the same engine', async () => {
    const RoleName = await role();
    const PolicySourceArn = `arn:aws:iam::${world.sandbox.managementAccountId}:role/${RoleName}`;
    const PolicyDocument = policy(allow(['iam:GetRole'], PolicySourceArn), allow('organizations:ListAccounts'), {
      Effect: 'Deny',
      Action: 'iam:DeleteRole',
      Resource: '*',
    });
    await world.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
    await world.advance(20);
    const simulate = async (action: string, resource?: string): Promise<string | undefined> => {
      const { EvaluationResults } = await world.iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn,
          ActionNames: [action],
          ...(resource === undefined ? {} : { ResourceArns: [resource] }),
        }),
      );
      return EvaluationResults![0]!.EvalDecision;
    };
    expect(await simulate('iam:GetRole', PolicySourceArn)).toBe('allowed');
    expect(await simulate('iam:GetRole')).toBe('implicitDeny');
    expect(await simulate('iam:DeleteRole', PolicySourceArn)).toBe('explicitDeny');
    expect(await simulate('organizations:ListAccounts')).toBe('allowed');
    const session = `arn:aws:sts::${world.sandbox.managementAccountId}:assumed-role/${RoleName}/s`;
    await refusalOf(
      world.iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: session, ActionNames: ['iam:GetRole'] })),
      InvalidInputException,
    );
  });
});
