import type { AwsFailureKind, AwsService } from './aws-call-error.js';

/** AWS's error names by what they mean. awsQuery services leave out the suffix `Exception` on the wire, so names are compared without it. */
const names: Readonly<Partial<Record<AwsFailureKind, readonly string[]>>> = {
  throttled: ['Throttling', 'Throttled', 'TooManyRequests', 'RequestLimitExceeded', 'RequestThrottled', 'SlowDown', 'BandwidthLimitExceeded'],
  denied: [
    'AccessDenied',
    'AccessDeniedForDependency',
    'AuthFailure',
    'IncompleteSignature',
    'InvalidClientTokenId',
    'InvalidIdentityToken',
    'IDPRejectedClaim',
    'InvalidSignature',
    'MissingAuthenticationToken',
    'NotAuthorized',
    'OptInRequired',
    'SignatureDoesNotMatch',
    'UnauthorizedOperation',
    'UnrecognizedClient',
  ],
  expired: ['ExpiredToken', 'RequestExpired', 'TokenRefreshRequired'],
  notFound: [
    'AccountNotFound',
    'AWSOrganizationsNotInUse',
    'ChildNotFound',
    'CreateAccountStatusNotFound',
    'DataUnavailable',
    'DestinationParentNotFound',
    'NoSuchEntity',
    'OrganizationalUnitNotFound',
    'ParentNotFound',
    'ResourceNotFound',
    'RootNotFound',
    'SourceParentNotFound',
    'TargetNotFound',
  ],
  conflict: [
    'ConcurrentModification',
    'Conflict',
    'DeleteConflict',
    'DuplicateAccount',
    'DuplicateOrganizationalUnit',
    'EntityAlreadyExists',
    'EntityTemporarilyUnmodifiable',
  ],
  invalid: [
    'BillExpiration',
    'ConstraintViolation',
    'InvalidInput',
    'InvalidNextToken',
    'InvalidParameterValue',
    'LimitExceeded',
    'MalformedPolicyDocument',
    'PackedPolicyTooLarge',
    'PolicyNotAttachable',
    'RegionDisabled',
    'RequestChanged',
    'ServiceQuotaExceeded',
    'TagPolicyViolation',
    'UnmodifiableEntity',
    'UnsupportedAPIEndpoint',
    'Validation',
    'ValidationError',
  ],
  unavailable: [
    'BillingViewHealthStatus',
    'FinalizingOrganization',
    'InternalFailure',
    'InternalServer',
    'Service',
    'ServiceFailure',
    'ServiceUnavailable',
  ],
};

const bare = (code: string): string => code.replace(/Exception$/, '');

const kinds: ReadonlyMap<string, AwsFailureKind> = new Map(
  Object.entries(names).flatMap(([kind, codes]) => codes.map((code) => [code, kind as AwsFailureKind] as const)),
);

/** undefined for a name that no list has. Cost Explorer says "limit exceeded" where others say "throttled". @source chargeback.md §2.6 */
export const kindOfAwsCode = (code: string, service?: AwsService): AwsFailureKind | undefined =>
  service === 'costexplorer' && bare(code) === 'LimitExceeded' ? 'throttled' : kinds.get(bare(code));

/**
 * Conflicts that end by themselves. SSO Admin answers ConflictException while another operation on the account runs,
 * and says itself that the call should be repeated; elsewhere the name means that the thing exists.
 */
export const conflictsThatPass = (service: AwsService, code: string): boolean =>
  bare(code) === 'ConcurrentModification' || bare(code) === 'EntityTemporarilyUnmodifiable' || (service === 'ssoadmin' && bare(code) === 'Conflict');

/** Reasons of ConstraintViolationException that end when operations in progress do. @source Organizations API: CreateAccount, CloseAccount */
export const tooManyInProgress: ReadonlySet<string> = new Set(['ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED', 'CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED']);

/** Node's codes of a connection that never came to be: nothing was sent. */
export const neverSent = (code: string | undefined): boolean =>
  code !== undefined && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code);
