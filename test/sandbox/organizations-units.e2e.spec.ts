import {
  ChildNotFoundException,
  ConstraintViolationException,
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  DuplicateOrganizationalUnitException,
  InvalidInputException,
  ListChildrenCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  OrganizationalUnitNotEmptyException,
  OrganizationalUnitNotFoundException,
  ParentNotFoundException,
  TagResourceCommand,
  TargetNotFoundException,
  UntagResourceCommand,
  UpdateOrganizationalUnitCommand,
} from '@aws-sdk/client-organizations';
import type { OrganizationalUnit, Tag } from '@aws-sdk/client-organizations';
import { textLike } from './support/anything.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

describe('Organizations: organization, units and tags', () => {
  let aws: IdentitySandbox;
  let root: string;
  beforeEach(async () => {
    aws = await startIdentitySandbox();
    root = (await aws.organizations.send(new ListRootsCommand({}))).Roots![0]!.Id!;
  });
  afterEach(() => aws.close());

  const create = async (parent: string, name: string, tags: Tag[] = []): Promise<OrganizationalUnit> =>
    (await aws.organizations.send(new CreateOrganizationalUnitCommand({ ParentId: parent, Name: name, Tags: tags }))).OrganizationalUnit!;
  const tagsOf = async (id: string): Promise<Tag[]> => (await aws.organizations.send(new ListTagsForResourceCommand({ ResourceId: id }))).Tags!;
  const missingUnit = (): string => `ou-${root.slice(2)}-missing1`;

  it('describes the organization and its root', async () => {
    const { managementAccountId: management, organizationId: organization } = aws.sandbox;
    expect((await aws.organizations.send(new DescribeOrganizationCommand({}))).Organization).toEqual({
      Id: organization,
      Arn: `arn:aws:organizations::${management}:organization/${organization}`,
      FeatureSet: 'ALL',
      MasterAccountArn: `arn:aws:organizations::${management}:account/${organization}/${management}`,
      MasterAccountId: management,
      MasterAccountEmail: 'management@organization.example',
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    });
    expect((await aws.organizations.send(new ListRootsCommand({}))).Roots).toEqual([
      { Id: root, Arn: `arn:aws:organizations::${management}:root/${organization}/${root}`, Name: 'Root', PolicyTypes: [] },
    ]);
  });

  it('creates, describes, renames, lists and deletes units', async () => {
    const outer = await create(root, 'Workloads');
    const inner = await create(outer.Id!, 'Prod');
    const { managementAccountId: management, organizationId: organization } = aws.sandbox;
    expect(inner).toEqual({
      Id: textLike(new RegExp(`^ou-${root.slice(2)}-[a-z0-9]{8}$`)),
      Arn: `arn:aws:organizations::${management}:ou/${organization}/${inner.Id!}`,
      Name: 'Prod',
      Path: `${organization}/${root}/${outer.Id!}/${inner.Id!}/`,
    });
    const renamed = await aws.organizations.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: inner.Id, Name: 'Live' }));
    expect(renamed.OrganizationalUnit).toEqual({ ...inner, Name: 'Live' });
    expect((await aws.organizations.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: inner.Id }))).OrganizationalUnit).toEqual({
      ...inner,
      Name: 'Live',
    });
    expect((await aws.organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId: outer.Id }))).OrganizationalUnits).toEqual([
      { ...inner, Name: 'Live' },
    ]);
    expect((await aws.organizations.send(new ListChildrenCommand({ ParentId: root, ChildType: 'ORGANIZATIONAL_UNIT' }))).Children).toEqual([
      { Id: outer.Id, Type: 'ORGANIZATIONAL_UNIT' },
    ]);
    const children = await aws.organizations.send(new ListChildrenCommand({ ParentId: root, ChildType: 'ACCOUNT' }));
    expect(children.Children!.map((child) => child.Id)).toContain(aws.sandbox.platformAccountId);
    expect((await aws.organizations.send(new ListParentsCommand({ ChildId: outer.Id }))).Parents).toEqual([{ Id: root, Type: 'ROOT' }]);
    const remove = (id: string | undefined) => aws.organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id }));
    await refusalOf(remove(outer.Id), OrganizationalUnitNotEmptyException);
    await remove(inner.Id);
    await remove(outer.Id);
    await refusalOf(remove(outer.Id), OrganizationalUnitNotFoundException);
    expect((await create(root, 'Workloads')).Id).not.toBe(outer.Id);
  });

  it('names each refusal', async () => {
    await create(root, 'Workloads');
    await refusalOf(create(root, 'Workloads'), DuplicateOrganizationalUnitException);
    await refusalOf(create(missingUnit(), 'x'), ParentNotFoundException);
    await refusalOf(aws.organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId: missingUnit() })), ParentNotFoundException);
    await refusalOf(
      aws.organizations.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: missingUnit() })),
      OrganizationalUnitNotFoundException,
    );
    await refusalOf(aws.organizations.send(new ListParentsCommand({ ChildId: '000000000000' })), ChildNotFoundException);
    expect(await refusalOf(create('somewhere', 'x'), InvalidInputException)).toMatchObject({ reason: 'INVALID_PATTERN' });
    expect(await refusalOf(create(root, 'x'.repeat(129)), InvalidInputException)).toMatchObject({ reason: 'MAX_LENGTH_EXCEEDED' });
  });

  it('nests five levels deep and no deeper', async () => {
    let parent = root;
    for (const name of ['1', '2', '3', '4', '5']) parent = (await create(parent, name)).Id!;
    expect(await refusalOf(create(parent, '6'), ConstraintViolationException)).toMatchObject({ reason: 'OU_DEPTH_LIMIT_EXCEEDED' });
  });

  it('tags and untags roots, units and accounts', async () => {
    const unit = (await create(root, 'Tagged', [{ Key: 'env', Value: 'prod' }])).Id!;
    for (const id of [unit, root, aws.sandbox.platformAccountId]) {
      await aws.organizations.send(new TagResourceCommand({ ResourceId: id, Tags: [{ Key: 'a', Value: '1' }, { Key: 'constructor', Value: '' }] })); // prettier-ignore
      await aws.organizations.send(new TagResourceCommand({ ResourceId: id, Tags: [{ Key: 'a', Value: '2' }] }));
      await aws.organizations.send(new UntagResourceCommand({ ResourceId: id, TagKeys: ['env', 'none'] }));
      expect(await tagsOf(id)).toEqual([{ Key: 'a', Value: '2' }, { Key: 'constructor', Value: '' }]); // prettier-ignore
    }
    await refusalOf(tagsOf('000000000000'), TargetNotFoundException);
    await refusalOf(aws.organizations.send(new UntagResourceCommand({ ResourceId: missingUnit(), TagKeys: ['a'] })), TargetNotFoundException);
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    const tag = (tags: Tag[]) => aws.organizations.send(new TagResourceCommand({ ResourceId: unit, Tags: tags }));
    expect(await refusalOf(tag(many), ConstraintViolationException)).toMatchObject({ reason: 'MAX_TAG_LIMIT_EXCEEDED' });
    await tag(many.slice(0, 48));
    expect(await refusalOf(tag(many.slice(48, 49)), ConstraintViolationException)).toMatchObject({ reason: 'MAX_TAG_LIMIT_EXCEEDED' });
    expect(await tagsOf(unit)).toHaveLength(50);
  });
});
