import { AwsCallError } from './aws-call-error.js';
import { classify } from './classify.js';
import type { FailedCall } from './classify.js';

const call: FailedCall = {
  service: 'organizations',
  operation: 'MoveAccount',
  mutates: true,
  accountId: '111122223333',
  region: 'us-east-1',
  secrets: ['the-external-id'],
};

const answered = (name: string, status: number, message = 'said AWS', attempts = 1): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: 'r-1', attempts } });

const broken = (code: string, attempts = 1): Error => Object.assign(new Error(code), { code, $metadata: { attempts } });

describe('classify', () => {
  it.each([
    ['AccessDeniedException', 400, 'denied', false, false],
    ['AccessDenied', 403, 'denied', false, false],
    ['InvalidClientTokenId', 403, 'denied', false, false],
    ['ThrottlingException', 400, 'throttled', true, false],
    ['TooManyRequestsException', 400, 'throttled', true, false],
    ['Throttling', 400, 'throttled', true, false],
    ['ExpiredToken', 403, 'expired', true, false],
    ['ExpiredTokenException', 400, 'expired', true, false],
    ['NoSuchEntity', 404, 'notFound', false, false],
    ['NoSuchEntityException', 404, 'notFound', false, false],
    ['AccountNotFoundException', 400, 'notFound', false, false],
    ['DuplicateAccountException', 400, 'conflict', false, false],
    ['ConcurrentModificationException', 400, 'conflict', true, false],
    ['InvalidInputException', 400, 'invalid', false, false],
    ['LimitExceededException', 409, 'invalid', false, false],
    ['ServiceException', 500, 'unavailable', true, true],
    ['FinalizingOrganizationException', 400, 'unavailable', true, false],
    ['SyntaxError', 200, 'unknown', false, true],
    ['NobodyKnowsThis', 400, 'unknown', false, false],
    ['NobodyKnowsThis', 503, 'unavailable', true, true],
    ['NobodyKnowsThis', 429, 'throttled', true, false],
  ])('%s with status %i is %s', (name, status, kind, retryable, ambiguous) => {
    expect(classify(answered(name, status), call)).toMatchObject({
      kind,
      retryable,
      ambiguous,
      awsCode: name,
      requestId: 'r-1',
      service: 'organizations',
      operation: 'MoveAccount',
      accountId: '111122223333',
      region: 'us-east-1',
    });
  });

  it.each([
    ['ECONNRESET', 'unavailable', true],
    ['EPIPE', 'unavailable', true],
    ['ECONNREFUSED', 'unavailable', false],
    ['ENOTFOUND', 'unavailable', false],
  ])('a change that met %s is ambiguous: %s %s', (code, kind, ambiguous) => {
    expect(classify(broken(code), call)).toMatchObject({ kind, ambiguous, retryable: true, awsCode: undefined });
    expect(classify(broken(code), { ...call, mutates: false })).toMatchObject({ kind, ambiguous: false, retryable: true });
  });

  it('calls a change ambiguous when an earlier attempt may have taken effect', () => {
    expect(classify(broken('ECONNREFUSED', 2), call).ambiguous).toBe(true);
    expect(classify(answered('DuplicateAccountException', 400, 'already there', 2), call)).toMatchObject({ kind: 'conflict', ambiguous: true });
  });

  it('means by ConflictException of Identity Center’s assignments that the account is busy', () => {
    const conflict = answered('ConflictException', 400);
    expect(classify(conflict, { ...call, service: 'ssoadmin', operation: 'CreateAccountAssignment' })).toMatchObject({
      kind: 'conflict',
      retryable: true,
    });
    expect(classify(conflict, { ...call, service: 'identitystore', operation: 'CreateGroup' })).toMatchObject({ kind: 'conflict', retryable: false });
  });

  it('reads the code of a broken connection from the message when the SDK has wrapped it', () => {
    const wrapped = Object.assign(new Error('AWS SDK error wrapper for Error: connect ECONNREFUSED 127.0.0.1:1'), { $metadata: { attempts: 1 } });
    expect(classify(wrapped, call)).toMatchObject({ kind: 'unavailable', ambiguous: false });
  });

  it('waits for operations in progress, and not for a limit that stays', () => {
    const violation = (Reason: string) => Object.assign(answered('ConstraintViolationException', 400), { Reason });
    expect(classify(violation('ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED'), call)).toMatchObject({ kind: 'throttled', retryable: true });
    expect(classify(violation('ACCOUNT_NUMBER_LIMIT_EXCEEDED'), call)).toMatchObject({ kind: 'invalid', retryable: false });
  });

  it('takes an aborted call for a timeout', () => {
    const aborted = Object.assign(new Error('Request aborted'), { name: 'AbortError' });
    expect(classify(aborted, call)).toMatchObject({ kind: 'timeout', ambiguous: true, retryable: true });
    expect(classify(aborted, { ...call, mutates: false })).toMatchObject({ kind: 'timeout', ambiguous: false });
  });

  it('says what to do, repeats AWS and shows no secret', () => {
    const error = classify(answered('ValidationError', 400, 'Value the-external-id at externalId is bad'), {
      ...call,
      service: 'sts',
      operation: 'AssumeRole',
    });
    expect(error.message).toBe(
      'AWS does not accept this request as it stands, so repeating it will not help. Correct what AWS names. ' +
        '(ValidationError: Value *** at externalId is bad; sts:AssumeRole in account 111122223333, us-east-1, request r-1)',
    );
    expect(classify(answered('AccessDenied', 403), { ...call, service: 'sts', operation: 'AssumeRole' }).message).toContain(
      'trust policy names the caller',
    );
    expect(classify(answered('AccessDeniedException', 400), call).message).toContain('orgledger aws policies');
    expect(classify(answered('SignatureDoesNotMatch', 403), call).message).toContain('secret access key');
    expect(classify(broken('ECONNREFUSED'), { ...call, accountId: undefined }).message).toContain('in the platform’s own account');
  });

  it('leaves an error that is classified already as it is', () => {
    const error = classify(answered('AccessDenied', 403), call);
    expect(error).toBeInstanceOf(AwsCallError);
    expect(classify(error, { ...call, operation: 'Other' })).toBe(error);
  });
});
