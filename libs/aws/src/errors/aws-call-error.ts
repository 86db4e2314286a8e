/** Names of services as the quota table, metrics and step records use them. */
export type AwsService = 'sts' | 'iam' | 'organizations' | 'ssoadmin' | 'identitystore' | 'costexplorer';

export type AwsFailureKind = 'throttled' | 'denied' | 'notFound' | 'conflict' | 'invalid' | 'expired' | 'unavailable' | 'timeout' | 'unknown';

export interface AwsFailure {
  readonly service: AwsService;
  readonly operation: string;
  /** The account whose credentials made the call; undefined for the platform's own credentials. */
  readonly accountId: string | undefined;
  readonly region: string;
  /** AWS's own error name, e.g. `AccessDeniedException`; undefined when no answer of AWS arrived. */
  readonly awsCode: string | undefined;
  readonly requestId: string | undefined;
  readonly kind: AwsFailureKind;
  /** The same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** The call changes AWS and may have taken effect: look before it is repeated. */
  readonly ambiguous: boolean;
}

/** AWS said no, or did not answer. The message says what to do next and holds no secret. Made by `classify` only. */
export class AwsCallError extends Error implements AwsFailure {
  override readonly name = 'AwsCallError';
  readonly service: AwsService;
  readonly operation: string;
  readonly accountId: string | undefined;
  readonly region: string;
  readonly awsCode: string | undefined;
  readonly requestId: string | undefined;
  readonly kind: AwsFailureKind;
  readonly retryable: boolean;
  readonly ambiguous: boolean;

  constructor(message: string, failure: AwsFailure, cause?: unknown) {
    super(message, { cause });
    this.service = failure.service;
    this.operation = failure.operation;
    this.accountId = failure.accountId;
    this.region = failure.region;
    this.awsCode = failure.awsCode;
    this.requestId = failure.requestId;
    this.kind = failure.kind;
    this.retryable = failure.retryable;
    this.ambiguous = failure.ambiguous;
  }
}

/** Credentials reached another account than the wanted one: nothing was called with them. */
export class WrongAccountError extends Error {
  override readonly name = 'WrongAccountError';
  constructor(
    readonly wantedAccountId: string,
    readonly actualAccountId: string,
    readonly roleArn: string,
  ) {
    super(
      `${roleArn} gave a session in account ${actualAccountId}, but account ${wantedAccountId} is wanted. ` +
        'Check the account ids and role names of the platform connection.',
    );
  }
}
