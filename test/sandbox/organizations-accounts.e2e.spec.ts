import { GetRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  AccountNotFoundException,
  CloseAccountCommand,
  ConstraintViolationException,
  CreateAccountCommand,
  CreateAccountStatusNotFoundException,
  CreateOrganizationalUnitCommand,
  ConcurrentModificationException,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DestinationParentNotFoundException,
  DuplicateAccountException,
  InvalidInputException,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListCreateAccountStatusCommand,
  ListParentsCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  MoveAccountCommand,
  SourceParentNotFoundException,
} from '@aws-sdk/client-organizations';
import type { CreateAccountCommandInput, CreateAccountStatus } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { anyDate, textLike } from './support/anything.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox, withoutRates } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

describe('Organizations: accounts', () => {
  let aws: IdentitySandbox;
  beforeEach(async () => {
    aws = await startIdentitySandbox();
  });
  afterEach(() => aws.close());

  const request = async (input: Partial<CreateAccountCommandInput> = {}): Promise<CreateAccountStatus> => {
    const { CreateAccountStatus: status } = await aws.organizations.send(
      new CreateAccountCommand({ AccountName: 'orders', Email: 'orders@example.com', ...input }),
    );
    return status!;
  };
  const describeRequest = async (id: string | undefined): Promise<CreateAccountStatus> =>
    (await aws.organizations.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: id }))).CreateAccountStatus!;
  const create = async (input: Partial<CreateAccountCommandInput> = {}): Promise<string> => {
    const { Id } = await request(input);
    await aws.advance(90);
    return (await describeRequest(Id)).AccountId!;
  };
  const rootId = async (): Promise<string> => (await aws.organizations.send(new ListRootsCommand({}))).Roots![0]!.Id!;
  const unit = async (name: string): Promise<string> =>
    (await aws.organizations.send(new CreateOrganizationalUnitCommand({ ParentId: await rootId(), Name: name }))).OrganizationalUnit!.Id!;

  it('creates an account between 30 and 90 seconds after the request, without ever telling its e-mail', async () => {
    const started = await request();
    expect(started).toEqual({
      Id: textLike(/^car-[a-z0-9]{32}$/),
      AccountName: 'orders',
      State: 'IN_PROGRESS',
      RequestedTimestamp: anyDate,
    });
    await aws.advance(29);
    expect((await describeRequest(started.Id)).State).toBe('IN_PROGRESS');
    await aws.advance(61);
    const done = await describeRequest(started.Id);
    expect(done).toEqual({ ...started, State: 'SUCCEEDED', CompletedTimestamp: anyDate, AccountId: textLike(/^\d{12}$/) });
    const took = (done.CompletedTimestamp!.getTime() - done.RequestedTimestamp!.getTime()) / 1000;
    expect(took).toBeGreaterThanOrEqual(30);
    expect(took).toBeLessThanOrEqual(90);
  });

  it('describes a new account at once with State, Status and its path', async () => {
    const id = await create();
    const root = await rootId();
    const { Account: account } = await aws.organizations.send(new DescribeAccountCommand({ AccountId: id }));
    const { managementAccountId, organizationId } = aws.sandbox;
    expect(account).toEqual({
      Id: id,
      Arn: `arn:aws:organizations::${managementAccountId}:account/${organizationId}/${id}`,
      Email: 'orders@example.com',
      Name: 'orders',
      Status: 'ACTIVE',
      State: 'ACTIVE',
      Paths: [`${organizationId}/${root}/${id}/`],
      JoinedMethod: 'CREATED',
      JoinedTimestamp: anyDate,
    });
  });

  it('lists a new account and its tags only some seconds after it exists', async () => {
    const { Id } = await request({ Tags: [{ Key: 'intent', Value: 'i-1' }] });
    let created: CreateAccountStatus = {};
    for (let waited = 0; created.State !== 'SUCCEEDED' && waited < 90; waited += 1) {
      await aws.advance(1);
      created = await describeRequest(Id);
    }
    const listed = async (): Promise<boolean> =>
      (await aws.organizations.send(new ListAccountsCommand({}))).Accounts!.some((account) => account.Id === created.AccountId);
    const tags = async () => (await aws.organizations.send(new ListTagsForResourceCommand({ ResourceId: created.AccountId }))).Tags;
    expect([await listed(), await tags()]).toEqual([false, []]);
    await aws.advance(5);
    expect([await listed(), await tags()]).toEqual([true, [{ Key: 'intent', Value: 'i-1' }]]);
  });

  it('puts the access role into the account: administrator, trusting the management account, visible after the delay of IAM', async () => {
    const id = await create({ RoleName: 'OrgledgerAccountAccessRole' });
    const assume = () =>
      aws.sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${id}:role/OrgledgerAccountAccessRole`, RoleSessionName: 'first' }));
    expect((await refusalOf(assume())).name).toBe('AccessDenied');
    await aws.advance(15);
    const { Credentials: session } = await assume();
    const { iam } = aws.as({ accessKeyId: session!.AccessKeyId!, secretAccessKey: session!.SecretAccessKey!, sessionToken: session!.SessionToken! });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'OrgledgerAccountAccessRole' }));
    expect(JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!))).toMatchObject({
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${aws.sandbox.managementAccountId}:root` }, Action: 'sts:AssumeRole' }],
    });
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'OrgledgerAccountAccessRole' }));
    expect(AttachedPolicies).toEqual([{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }]);
  });

  it('has no client token: the same request twice is two requests, of which the second fails', async () => {
    const [first, second] = [await request(), await request()];
    expect(first.Id).not.toBe(second.Id);
    await aws.advance(90);
    const outcomes = await Promise.all([describeRequest(first.Id), describeRequest(second.Id)]);
    expect(outcomes.map(({ State, FailureReason }) => [State, FailureReason])).toEqual([
      ['SUCCEEDED', undefined],
      ['FAILED', 'CONCURRENT_ACCOUNT_MODIFICATION'],
    ]);
  });

  it.each([
    ['EMAIL_ALREADY_EXISTS', 'ORDERS@example.com'],
    ['INVALID_EMAIL', '.orders@example.com'],
    ['INVALID_EMAIL', 'a(b)@example.com'],
    ['INVALID_EMAIL', 'orders@-example.com'],
  ])('fails with %s for %s', async (reason, email) => {
    await create();
    const { Id } = await request({ Email: email });
    await aws.advance(90);
    expect(await describeRequest(Id)).toMatchObject({ State: 'FAILED', FailureReason: reason });
    expect(await describeRequest(Id)).not.toHaveProperty('AccountId');
  });

  it('refuses a sixth creation while five are in progress, and takes it when one has ended', async () => {
    for (let n = 1; n <= 5; n += 1) await request({ Email: `a${n}@example.com` });
    expect(await refusalOf(request({ Email: 'a6@example.com' }), ConstraintViolationException)).toMatchObject({
      status: 400,
      reason: 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED',
    });
    await aws.advance(90);
    expect((await request({ Email: 'a6@example.com' })).State).toBe('IN_PROGRESS');
  });

  it('lists requests by state, page by page', async () => {
    for (let n = 1; n <= 3; n += 1) await request({ Email: `a${n}@example.com` });
    await aws.advance(90);
    const open = await request({ Email: 'open@example.com' });
    const inProgress = await aws.organizations.send(new ListCreateAccountStatusCommand({ States: ['IN_PROGRESS'] }));
    expect(inProgress.CreateAccountStatuses).toEqual([open]);
    const first = await aws.organizations.send(new ListCreateAccountStatusCommand({ MaxResults: 3 }));
    const rest = await aws.organizations.send(new ListCreateAccountStatusCommand({ MaxResults: 3, NextToken: first.NextToken }));
    expect([first.CreateAccountStatuses!.length, rest.CreateAccountStatuses!.length, rest.NextToken]).toEqual([3, 1, undefined]);
    expect(
      (await refusalOf(aws.organizations.send(new ListCreateAccountStatusCommand({ States: ['DONE' as never] })), InvalidInputException)).reason,
    ).toBe('INVALID_ENUM');
    await refusalOf(describeRequest('car-aaaaaaaa'), CreateAccountStatusNotFoundException);
  });

  it.each([
    [{ Email: 'nobody' }, 'INVALID_PATTERN'],
    [{ Email: 'a@b.c' }, 'MIN_LENGTH_EXCEEDED'],
    [{ Email: `${'x'.repeat(60)}@example.com` }, 'MAX_LENGTH_EXCEEDED'],
    [{ AccountName: 'é' }, 'INVALID_PATTERN'],
    [{ AccountName: 'x'.repeat(51) }, 'MAX_LENGTH_EXCEEDED'],
    [{ RoleName: '/path/role' }, 'INVALID_PATTERN'],
    [
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
      'DUPLICATE_TAG_KEY',
    ],
    [{ Tags: [{ Key: 'aws:x', Value: '1' }] }, 'INVALID_SYSTEM_TAGS_PARAMETER'],
  ])('refuses %j with %s and starts nothing', async (input, reason) => {
    expect(await refusalOf(request(input), InvalidInputException)).toMatchObject({ status: 400, reason });
    expect((await aws.organizations.send(new ListCreateAccountStatusCommand({}))).CreateAccountStatuses).toEqual([]);
  });

  it('pages accounts by twenty and refuses the token of another list', async () => {
    await aws.control('POST', '/seed', { accounts: 45 });
    const pages: number[] = [];
    const ids = new Set<string>();
    let token: string | undefined;
    do {
      const page = await aws.organizations.send(new ListAccountsCommand(token === undefined ? {} : { NextToken: token }));
      pages.push(page.Accounts!.length);
      for (const account of page.Accounts!) ids.add(account.Id!);
      token = page.NextToken;
    } while (token !== undefined);
    expect([pages, ids.size]).toEqual([[20, 20, 8], 48]);
    const parent = await rootId();
    const { NextToken } = await aws.organizations.send(new ListAccountsForParentCommand({ ParentId: parent }));
    expect((await refusalOf(aws.organizations.send(new ListAccountsCommand({ NextToken })), InvalidInputException)).reason).toBe(
      'INVALID_NEXT_TOKEN',
    );
    expect((await refusalOf(aws.organizations.send(new ListAccountsCommand({ MaxResults: 21 })), InvalidInputException)).reason).toBe(
      'MAX_VALUE_EXCEEDED',
    );
  });

  it('moves an account; a second move meanwhile, a wrong source, a missing or equal destination are refused', async () => {
    const id = await create();
    const [root, one, two] = [await rootId(), await unit('one'), await unit('two')];
    const move = (from: string, to: string) =>
      aws.organizations.send(new MoveAccountCommand({ AccountId: id, SourceParentId: from, DestinationParentId: to }));
    await move(root, one);
    expect((await aws.organizations.send(new ListParentsCommand({ ChildId: id }))).Parents).toEqual([{ Id: one, Type: 'ORGANIZATIONAL_UNIT' }]);
    await refusalOf(move(one, two), ConcurrentModificationException);
    await aws.advance(3);
    await refusalOf(move(root, two), SourceParentNotFoundException);
    await refusalOf(move(root, one), DuplicateAccountException);
    await refusalOf(move(one, `ou-${root.slice(2)}-missing1`), DestinationParentNotFoundException);
    await move(one, two);
    const { Account } = await aws.organizations.send(new DescribeAccountCommand({ AccountId: id }));
    expect(Account!.Paths).toEqual([`${aws.sandbox.organizationId}/${root}/${two}/${id}/`]);
    const inTwo = await aws.organizations.send(new ListAccountsForParentCommand({ ParentId: two }));
    expect(inTwo.Accounts!.map((account) => account.Id)).toEqual([id]);
    await refusalOf(
      aws.organizations.send(new MoveAccountCommand({ AccountId: '000000000000', SourceParentId: root, DestinationParentId: one })),
      AccountNotFoundException,
    );
  });

  it('closes an account by way of PENDING_CLOSURE: State CLOSED, Status SUSPENDED, its roles gone', async () => {
    const id = await create();
    const close = () => aws.organizations.send(new CloseAccountCommand({ AccountId: id }));
    const states = async () => {
      const { Account } = await aws.organizations.send(new DescribeAccountCommand({ AccountId: id }));
      return [Account!.State, Account!.Status];
    };
    await close();
    expect(await states()).toEqual(['PENDING_CLOSURE', 'PENDING_CLOSURE']);
    expect((await refusalOf(close())).name).toBe('ConflictException');
    await aws.advance(120);
    expect(await states()).toEqual(['CLOSED', 'SUSPENDED']);
    expect((await refusalOf(close())).name).toBe('AccountAlreadyClosedException');
    const role = `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`;
    expect((await refusalOf(aws.sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'late' })))).name).toBe('AccessDenied');
    const { Id } = await request();
    await aws.advance(90);
    expect((await describeRequest(Id)).FailureReason).toBe('EMAIL_ALREADY_EXISTS');
  });

  it('closes three accounts at a time, no more in 30 days than the quota says, and never the management account', async () => {
    await aws.close();
    const quotas = withoutRates();
    const organizations = quotas.organizations as { CloseAccount: object };
    const per30Days = { floor: 4, shareOfAccounts: 0.1, cap: 1000 };
    aws = await startIdentitySandbox({ ...quotas, organizations: { ...organizations, CloseAccount: { ...organizations.CloseAccount, per30Days } } });
    const { accountIds } = await aws.control<{ accountIds: string[] }>('POST', '/seed', { accounts: 48 });
    const close = (AccountId: string | undefined) => aws.organizations.send(new CloseAccountCommand({ AccountId }));
    const refused = async (id: string | undefined) => (await refusalOf(close(id), ConstraintViolationException)).reason;
    expect(await refused(aws.sandbox.managementAccountId)).toBe('CANNOT_CLOSE_MANAGEMENT_ACCOUNT');
    for (const id of accountIds.slice(0, 3)) await close(id);
    expect(await refused(accountIds[3])).toBe('CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED');
    await aws.advance(90);
    for (const id of accountIds.slice(3, 5)) await close(id);
    await aws.advance(90);
    // A tenth of fifty member accounts is more than the floor.
    expect(await refused(accountIds[5])).toBe('CLOSE_ACCOUNT_QUOTA_EXCEEDED');
    await aws.advance(31 * 86_400);
    await close(accountIds[5]);
  });
});
