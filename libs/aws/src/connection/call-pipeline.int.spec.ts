import { connectToStub, jsonError, assumedRole, managementAccountId, queryError } from '@orgledger/aws/testing';
import type { StubConnection, StubReply, StubRequest } from '@orgledger/aws/testing';
import type { AwsCallError } from '../errors/aws-call-error.js';

let stub: StubConnection;
afterEach(() => stub.close());

/** Lets the service role in, and answers everything else as the test says: by the number of the call after AssumeRole. */
const connect = async (answer: (request: StubRequest, nth: number) => StubReply, options: Parameters<typeof connectToStub>[1] = {}) => {
  let calls = 0;
  stub = await connectToStub(
    (request) =>
      request.operation === 'AssumeRole'
        ? assumedRole(managementAccountId, 'ASIAMANAGEMENT', new Date('2030-01-01T01:00:00Z'))
        : answer(request, (calls += 1)),
    options,
  );
  return stub;
};

const calls = (operation: string): number => stub.aws.requests.filter((request) => request.operation === operation).length;
const failureOf = (call: Promise<unknown>): Promise<AwsCallError> =>
  call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (error: unknown) => error as AwsCallError,
  );

const newAccount = { name: 'n', email: 'e@example.com', roleName: 'r', tags: { intent: '1' }, intentId: 'intent-1' };
const inProgress = { json: { CreateAccountStatus: { Id: 'car-1', State: 'IN_PROGRESS', AccountName: 'n' } } };
const described = { json: { Account: { Id: '444444444444', Name: 'n', Email: 'e@example.com', State: 'ACTIVE' } } };

describe('a call to AWS', () => {
  it('is sent again when the connection breaks, three times at most', async () => {
    await connect((_, nth) => (nth < 3 ? 'reset' : described));
    const { organizations } = stub.platform.forRun({ runId: 'r1' });
    expect(await organizations.describeAccount('444444444444')).toMatchObject({ accountId: '444444444444', state: 'ACTIVE' });
    expect(stub.records.at(-1)).toMatchObject({ operation: 'DescribeAccount', outcome: 'ok', attempts: 3 });

    await stub.close();
    await connect(() => 'reset');
    const failure = await failureOf(stub.platform.forRun({ runId: 'r1' }).organizations.describeAccount('444444444444'));
    expect(failure).toMatchObject({ kind: 'unavailable', retryable: true, ambiguous: false });
    expect(calls('DescribeAccount')).toBe(3);
  });

  it('that creates an account is sent once, and is in doubt when the answer is lost', async () => {
    await connect(() => 'reset');
    const failure = await failureOf(stub.platform.forRun({ runId: 'r1' }).organizations.createAccount(newAccount));
    expect(failure).toMatchObject({ kind: 'unavailable', ambiguous: true, operation: 'CreateAccount', accountId: managementAccountId });
    expect(calls('CreateAccount')).toBe(1);
  });

  it('that hangs is a timeout, in doubt when it changes something', async () => {
    await connect(() => 'hang', {});
    const { organizations } = stub.platform.forRun({ runId: 'r1' });
    const [read, change] = await Promise.all([
      failureOf(organizations.describeAccount('444444444444')),
      failureOf(organizations.moveAccount('444444444444', 'r-1', 'ou-1')),
    ]);
    expect(read).toMatchObject({ kind: 'timeout', ambiguous: false });
    expect(change).toMatchObject({ kind: 'timeout', ambiguous: true });
    expect(change.message).toContain('look before it is repeated');
    expect([calls('DescribeAccount'), calls('MoveAccount')]).toEqual([1, 1]);
  });

  it('ends with its scope', async () => {
    await connect(() => 'hang');
    const stop = new AbortController();
    const call = stub.platform.forRun({ runId: 'r1', signal: stop.signal }).organizations.describeAccount('444444444444');
    const ended = expect(call).rejects.toThrow('shutting down');
    stop.abort(new Error('shutting down'));
    await ended;
  });

  it('waits and is counted when AWS throttles, and goes again without the step noticing', async () => {
    await connect((_, nth) => (nth <= 3 ? jsonError('TooManyRequestsException') : inProgress));
    const { organizations } = stub.platform.forRun({ runId: 'r1' });
    expect(await organizations.createAccount(newAccount)).toMatchObject({ outcome: 'requested', creation: { requestId: 'car-1' } });
    expect(calls('CreateAccount')).toBe(4);
    expect(stub.records.filter(({ operation }) => operation === 'CreateAccount').map(({ outcome }) => outcome)).toEqual([
      'throttled',
      'throttled',
      'throttled',
      'ok',
    ]);
    expect(stub.connections.operationCounts()).toContainEqual(
      expect.objectContaining({ service: 'organizations', operation: 'CreateAccount', calls: 4, throttled: 3 }),
    );
  });

  it('waits for an account that is busy with another assignment, but not for ever', async () => {
    const assignment = { accountId: '444444444444', permissionSetArn: 'arn:ps', principalType: 'GROUP', principalId: 'g' } as const;
    const status = { json: { AccountAssignmentCreationStatus: { RequestId: 'a-1', Status: 'SUCCEEDED' } } };
    await connect((_, nth) => (nth <= 2 ? jsonError('ConflictException') : status));
    const { ssoAdmin } = stub.platform.forRun({ runId: 'r1' });
    expect(await ssoAdmin.createAssignment(assignment, 'r1')).toMatchObject({ outcome: 'requested', operation: { state: 'SUCCEEDED' } });
    expect(stub.connections.operationCounts()).toContainEqual(expect.objectContaining({ operation: 'CreateAccountAssignment', busy: 2 }));

    await stub.close();
    await connect(() => jsonError('ConflictException'));
    expect(await failureOf(stub.platform.forRun({ runId: 'r1' }).ssoAdmin.createAssignment(assignment, 'r1'))).toMatchObject({
      kind: 'conflict',
      retryable: true,
    });
    expect(calls('CreateAccountAssignment')).toBe(8);
  });

  it('is in doubt when it ends badly after an earlier sending was lost', async () => {
    await connect((_, nth) => (nth === 1 ? 'reset' : nth === 2 ? jsonError('TooManyRequestsException') : jsonError('AccessDeniedException')));
    const failure = await failureOf(stub.platform.forRun({ runId: 'r1' }).organizations.moveAccount('444444444444', 'r-1', 'ou-1'));
    expect(failure).toMatchObject({ kind: 'denied', ambiguous: true });
  });

  it('is recorded for the run, with account, request id and times by the product’s clock', async () => {
    await connect(() => described);
    const own: unknown[] = [];
    await stub.platform.forRun({ runId: 'r1', observer: (record) => own.push(record) }).organizations.describeAccount('444444444444');
    expect(own).toEqual(stub.records);
    expect(stub.records).toEqual([
      expect.objectContaining({ service: 'sts', operation: 'AssumeRole', accountId: undefined, outcome: 'ok', mutates: false, runId: 'r1' }),
      expect.objectContaining({
        service: 'organizations',
        operation: 'DescribeAccount',
        accountId: managementAccountId,
        region: 'us-east-1',
        requestId: 'request-2',
        runId: 'r1',
        outcome: 'ok',
        startedAt: expect.stringMatching(/^2030-01-01T00:0/) as string,
      }),
    ]);
  });

  it('shows neither ExternalId nor secret in its errors', async () => {
    await stub.close();
    stub = await connectToStub(() => queryError('ValidationError', 'the-external-id and own-secret are wrong', 400));
    const failure = await failureOf(stub.platform.forRun({ runId: 'r1' }).organizations.describeAccount('444444444444'));
    expect(failure).toMatchObject({ kind: 'invalid', service: 'sts', operation: 'AssumeRole', accountId: undefined });
    expect(failure.message).toContain('*** and *** are wrong');
  });

  it('says where to look when nobody answers', async () => {
    await connect(() => described);
    await stub.aws.close();
    const failure = await failureOf(stub.platform.forRun({ runId: 'r1' }).organizations.describeAccount('444444444444'));
    expect(failure).toMatchObject({ kind: 'unavailable', ambiguous: false });
    expect(failure.message).toMatch(/^No connection to AWS\. Check network, proxy and DNS/);
  });
});
