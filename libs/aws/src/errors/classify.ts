import { AwsCallError } from './aws-call-error.js';
import type { AwsFailureKind, AwsService } from './aws-call-error.js';
import { conflictsThatPass, kindOfAwsCode, neverSent, tooManyInProgress } from './failure-kinds.js';
import { remedyFor } from './remedies.js';

export interface FailedCall {
  readonly service: AwsService;
  readonly operation: string;
  readonly mutates: boolean;
  readonly accountId: string | undefined;
  readonly region: string;
  /** Values that no message may show, e.g. the ExternalId: AWS's validation messages repeat what was sent. */
  readonly secrets: readonly string[];
  /** An earlier sending of this call may have taken effect. */
  readonly doubtful?: boolean;
}

interface SdkFailure {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  /** Organizations' own cause of a ConstraintViolationException. */
  readonly reason: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const readSdkFailure = (error: unknown): SdkFailure => {
  const members = Object(error) as Record<string, unknown>;
  const metadata = Object(members.$metadata) as Record<string, unknown>;
  return {
    name: textOf(members.name) ?? 'Error',
    message: textOf(members.message) ?? textOf(members.Message) ?? '',
    // Where the SDK wraps what was thrown, Node's code is left in the message only.
    code: textOf(members.code) ?? /\bE[A-Z]+(?:_[A-Z]+)?\b/.exec(textOf(members.message) ?? '')?.[0],
    reason: textOf(members.Reason),
    status: numberOf(metadata.httpStatusCode),
    requestId: textOf(metadata.requestId),
    attempts: numberOf(metadata.attempts) ?? 1,
  };
};

const kindOf = ({ name, status, reason }: SdkFailure, service: AwsService): AwsFailureKind => {
  if (status === undefined) return name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : 'unavailable';
  if (reason !== undefined && tooManyInProgress.has(reason)) return 'throttled';
  const known = kindOfAwsCode(name, service);
  if (known) return known;
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'unknown';
};

const passing: ReadonlySet<AwsFailureKind> = new Set(['timeout', 'unavailable', 'throttled', 'expired']);

/** A definite no. An answer that the SDK could not read has status 200, and a broken one 5xx. */
const refusedByAws = (status: number | undefined): boolean => status !== undefined && status >= 400 && status < 500;

/**
 * The one place that says what a failed call means. A changing call that got no definite answer is ambiguous;
 * so is one whose earlier attempt got none, whatever the last attempt met.
 */
export const classify = (error: unknown, call: FailedCall): AwsCallError => {
  if (error instanceof AwsCallError) return error;
  const failure = readSdkFailure(error);
  const kind = kindOf(failure, call.service);
  const undecided = !refusedByAws(failure.status) && !(failure.status === undefined && neverSent(failure.code));
  const awsCode = failure.status === undefined ? undefined : failure.name;
  const retryable = passing.has(kind) || conflictsThatPass(call.service, failure.name);
  const said = call.secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '***')), failure.message);
  const where = `${call.service}:${call.operation} in ${call.accountId === undefined ? 'the platform’s own account' : `account ${call.accountId}`}, ${call.region}`;
  const request = failure.requestId === undefined ? '' : `, request ${failure.requestId}`;
  return new AwsCallError(
    `${remedyFor(kind, awsCode, failure.code, call)} (${awsCode ?? failure.code ?? failure.name}${said === '' ? '' : `: ${said}`}; ${where}${request})`,
    {
      service: call.service,
      operation: call.operation,
      accountId: call.accountId,
      region: call.region,
      awsCode,
      requestId: failure.requestId,
      kind,
      retryable,
      ambiguous: call.mutates && (undecided || failure.attempts > 1 || call.doubtful === true),
    },
    error,
  );
};
