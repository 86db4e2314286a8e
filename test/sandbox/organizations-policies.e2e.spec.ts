import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  ConstraintViolationException,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  DuplicatePolicyAttachmentException,
  DuplicatePolicyException,
  EnablePolicyTypeCommand,
  InvalidInputException,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  MalformedPolicyDocumentException,
  MoveAccountCommand,
  PolicyInUseException,
  PolicyNotAttachedException,
  PolicyNotFoundException,
  PolicyTypeAlreadyEnabledException,
  PolicyTypeNotAvailableForOrganizationException,
  PolicyTypeNotEnabledException,
  RootNotFoundException,
  TargetNotFoundException,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { Policy } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { textLike } from './support/anything.js';
import type { Clients, IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

const DENY_ROLES = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateRole","Resource":"*"}]}';

describe('Organizations: service control policies', () => {
  let aws: IdentitySandbox;
  let root: string;
  beforeEach(async () => {
    aws = await startIdentitySandbox();
    root = (await aws.organizations.send(new ListRootsCommand({}))).Roots![0]!.Id!;
  });
  afterEach(() => aws.close());

  const enable = () => aws.organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: 'SERVICE_CONTROL_POLICY' }));
  const create = async (name: string, content = DENY_ROLES): Promise<Policy> => {
    const input = { Name: name, Description: 'd', Type: 'SERVICE_CONTROL_POLICY', Content: content } as const;
    return (await aws.organizations.send(new CreatePolicyCommand(input))).Policy!;
  };
  const attach = (id: string | undefined, target: string) => aws.organizations.send(new AttachPolicyCommand({ PolicyId: id, TargetId: target }));
  const detach = (id: string | undefined, target: string) => aws.organizations.send(new DetachPolicyCommand({ PolicyId: id, TargetId: target }));
  const attachedTo = async (target: string): Promise<unknown[]> => {
    const input = { TargetId: target, Filter: 'SERVICE_CONTROL_POLICY' } as const;
    return (await aws.organizations.send(new ListPoliciesForTargetCommand(input))).Policies!.map((policy) => policy.Name);
  };

  it('enables policies with FullAWSAccess on root, units and accounts, and disables them', async () => {
    const { organizationId, managementAccountId, platformAccountId } = aws.sandbox;
    const unit = await aws.organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'before' }));
    await refusalOf(attach('p-FullAWSAccess', root), PolicyTypeNotEnabledException);
    expect(await enable()).toMatchObject({
      Root: {
        Id: root,
        Arn: `arn:aws:organizations::${managementAccountId}:root/${organizationId}/${root}`,
        Name: 'Root',
        PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
      },
    });
    await refusalOf(enable(), PolicyTypeAlreadyEnabledException);
    const later = await aws.organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'after' }));
    for (const target of [root, unit.OrganizationalUnit!.Id!, later.OrganizationalUnit!.Id!, platformAccountId])
      expect(await attachedTo(target)).toEqual(['FullAWSAccess']);
    const { Targets } = await aws.organizations.send(new ListTargetsForPolicyCommand({ PolicyId: 'p-FullAWSAccess' }));
    expect(Targets).toContainEqual({
      TargetId: root,
      Arn: `arn:aws:organizations::${managementAccountId}:root/${organizationId}/${root}`,
      Name: 'Root',
      Type: 'ROOT',
    });
    expect(Targets!.map((target) => target.Type).sort()).toEqual([
      'ACCOUNT',
      'ACCOUNT',
      'ACCOUNT',
      'ORGANIZATIONAL_UNIT',
      'ORGANIZATIONAL_UNIT',
      'ROOT',
    ]);
    const disable = (id: string) => aws.organizations.send(new DisablePolicyTypeCommand({ RootId: id, PolicyType: 'SERVICE_CONTROL_POLICY' }));
    await refusalOf(disable('r-none'), RootNotFoundException);
    expect((await disable(root)).Root!.PolicyTypes).toEqual([]);
    await refusalOf(disable(root), PolicyTypeNotEnabledException);
    await refusalOf(
      aws.organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: 'TAG_POLICY' })),
      PolicyTypeNotAvailableForOrganizationException,
    );
  });

  it('creates, describes, changes, lists and deletes policies', async () => {
    await enable();
    const policy = await create('deny-roles');
    const id = policy.PolicySummary!.Id;
    const { organizationId, managementAccountId } = aws.sandbox;
    expect(policy).toEqual({
      PolicySummary: {
        Id: textLike(/^p-[a-z0-9]{8}$/),
        Arn: `arn:aws:organizations::${managementAccountId}:policy/${organizationId}/service_control_policy/${id!}`,
        Name: 'deny-roles',
        Description: 'd',
        Type: 'SERVICE_CONTROL_POLICY',
        AwsManaged: false,
      },
      Content: DENY_ROLES,
    });
    await aws.organizations.send(new UpdatePolicyCommand({ PolicyId: id, Name: 'no-roles', Description: 'e' }));
    const described = await aws.organizations.send(new DescribePolicyCommand({ PolicyId: id }));
    expect(described.Policy).toEqual({ ...policy, PolicySummary: { ...policy.PolicySummary, Name: 'no-roles', Description: 'e' } });
    const listed = await aws.organizations.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }));
    expect(listed.Policies!.map((summary) => [summary.Name, summary.AwsManaged, summary.Arn]).sort()).toEqual([
      ['FullAWSAccess', true, 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess'],
      ['no-roles', false, policy.PolicySummary!.Arn],
    ]);
    await refusalOf(create('no-roles'), DuplicatePolicyException);
    await attach(id, aws.sandbox.platformAccountId);
    await refusalOf(attach(id, aws.sandbox.platformAccountId), DuplicatePolicyAttachmentException);
    await refusalOf(aws.organizations.send(new DeletePolicyCommand({ PolicyId: id })), PolicyInUseException);
    await detach(id, aws.sandbox.platformAccountId);
    await refusalOf(detach(id, aws.sandbox.platformAccountId), PolicyNotAttachedException);
    await aws.organizations.send(new DeletePolicyCommand({ PolicyId: id }));
    await refusalOf(aws.organizations.send(new DescribePolicyCommand({ PolicyId: id })), PolicyNotFoundException);
  });

  it('names each refusal', async () => {
    await enable();
    await refusalOf(create('x', 'no json'), MalformedPolicyDocumentException);
    await refusalOf(create('x', '{}'), MalformedPolicyDocumentException);
    const long = `{"Statement":"${'x'.repeat(10_241)}"}`;
    expect(await refusalOf(create('x', long), ConstraintViolationException)).toMatchObject({ reason: 'POLICY_CONTENT_LIMIT_EXCEEDED' });
    await refusalOf(attach('p-00000000', root), PolicyNotFoundException);
    const { Id } = (await create('x')).PolicySummary!;
    await refusalOf(attach(Id, '000000000000'), TargetNotFoundException);
    expect(await refusalOf(detach('p-FullAWSAccess', root), ConstraintViolationException)).toMatchObject({
      reason: 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    });
    const update = aws.organizations.send(new UpdatePolicyCommand({ PolicyId: 'p-FullAWSAccess', Name: 'mine' }));
    expect(await refusalOf(update, InvalidInputException)).toMatchObject({ reason: 'IMMUTABLE_POLICY' });
    for (const name of ['2', '3', '4', '5']) await attach((await create(name)).PolicySummary!.Id, root);
    expect(await refusalOf(attach(Id, root), ConstraintViolationException)).toMatchObject({ reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED' });
  });

  it('binds member accounts by every level from the root, and never the management account', async () => {
    await enable();
    const { Id: policyId } = (await create('deny-roles')).PolicySummary!;
    const unit = (await aws.organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'bound' }))).OrganizationalUnit!.Id!;
    await attach(policyId, unit);
    const role = `arn:aws:iam::${aws.sandbox.platformAccountId}:role/OrganizationAccountAccessRole`;
    const { Credentials: session } = await aws.sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'scp' }));
    const member = aws.as({ accessKeyId: session!.AccessKeyId!, secretAccessKey: session!.SecretAccessKey!, sessionToken: session!.SessionToken! });
    const createRole = (of: Clients, name: string) =>
      of.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' })); // prettier-ignore
    await createRole(member, 'before');
    await aws.organizations.send(
      new MoveAccountCommand({ AccountId: aws.sandbox.platformAccountId, SourceParentId: root, DestinationParentId: unit }),
    );
    const refused = await refusalOf(createRole(member, 'after'));
    expect(refused).toMatchObject({ name: 'AccessDenied', status: 403 });
    expect(refused.message).toContain('service control policy');
    await attach(policyId, root);
    await createRole(aws, 'management');
    await detach(policyId, root);
    await detach(policyId, unit);
    await createRole(member, 'after');
  });
});
