/** Who called: resolved from the access key by the wire layer. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'session';
  readonly accountId: string;
  /** ARN as GetCallerIdentity answers it: user ARN, assumed-role ARN or account root. */
  readonly arn: string;
  /** Role ARN for sessions, else `arn`. */
  readonly principalArn: string;
  readonly accessKeyId: string;
  readonly sessionName?: string;
  readonly sourceIdentity?: string;
  readonly sessionTags: Readonly<Record<string, string>>;
  /** Unique id as in GetCallerIdentity's UserId: `AIDA…` or `AROA…:session`. */
  readonly userId: string;
}

/** One call under way. `now` is sandbox time in ms since 1970; `accountId` is the account whose endpoint is called (the caller's). */
export interface Call {
  readonly caller: Caller;
  readonly accountId: string;
  readonly region: string;
  readonly requestId: string;
  readonly now: number;
  readonly world: World;
}

/** An AWS-shaped refusal: the SDK turns `code` into its typed exception. `status` is the HTTP status. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** Further members of the modelled error shape, e.g. `Reason`. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'AwsError';
  }
}

/** What authorisation looks at: one entry per resource that the call touches. `resource` is '*' for actions without resource types. */
export interface AuthorizationTarget {
  readonly action: string;
  readonly resource: string;
  /** Account that owns the resource. */
  readonly resourceAccountId: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Operation {
  readonly name: string;
  /** True for the few calls that AWS takes without a signature (AssumeRoleWithWebIdentity). */
  readonly unsigned?: boolean;
  /** Who calls an unsigned operation, read from its request. */
  principalOf?(input: never, call: Call): Caller;
  /** False for Describe, List and Get. */
  readonly mutates: boolean;
  /** Every target must be allowed. An operation whose mapping is not known must throw, never answer an empty list. */
  authorize(input: never, call: Call): readonly AuthorizationTarget[];
  /** Carries the call out on the world's state; throws AwsError. A promise is awaited, but all changes happen before its first await. The answer is JSON-like; Date values are written as the protocol writes timestamps. */
  handle(input: never, call: Call): unknown;
}

export interface Service {
  /** Name in logs, faults, quotas and coverage: sts, iam, organizations, ssoadmin, identitystore. */
  readonly id: string;
  /** SigV4 service name of the credential scope: sts, iam, organizations, sso, identitystore. */
  readonly signingName: string;
  readonly protocol:
    | { readonly kind: 'awsQuery'; readonly version: string; readonly xmlNamespace: string }
    | { readonly kind: 'awsJson1.1'; readonly targetPrefix: string };
  readonly operations: readonly Operation[];
  /** All operations that AWS's API has and this service does not: listed by coverage. */
  readonly notBuilt: readonly string[];
  /** JSON-like initial state, saved and restored by snapshots under `id`. */
  initialState(world: World): unknown;
  /** Applies everything that became due by `now` (asynchronous states). Called before each call and after the clock moved. */
  settle?(world: World, now: number): void;
}

/** The sandbox's whole state and its sources of time and chance. All randomness is seeded. */
export interface World {
  readonly managementAccountId: string;
  readonly platformAccountId: string;
  readonly automationAccountId: string;
  readonly organizationId: string;
  readonly partition: string;
  now(): number;
  /** State of a service, JSON-like; mutate it in place. */
  state<S>(serviceId: string): S;
  /** Uniform in [0, 1), seeded by the world's seed and `key`: the same key always draws the same number. */
  draw(...key: readonly (string | number)[]): number;
  /** Text of `length` letters of the alphabet, drawn by the key. */
  drawText(alphabet: string, length: number, ...key: readonly (string | number)[]): string;
  /** Twelve digits, never handed out before. */
  newAccountId(): string;
  /** Monotonic counter of that name, from 1. */
  next(counter: string): number;
  /** Limits of `config/aws-quotas.json`. */
  readonly quotas: Readonly<Record<string, unknown>>;
  /** Asynchronous durations in ms of sandbox time, [min, max] by name, e.g. `organizations.createAccount`. */
  duration(name: string, ...key: readonly (string | number)[]): number;
}
