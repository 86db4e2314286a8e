import type { AwsFailureKind, AwsService } from '../errors/aws-call-error.js';

/** One call to AWS, throttled ones and each repetition included: what step records and metrics are made of. */
export interface AwsCallRecord {
  readonly service: AwsService;
  readonly operation: string;
  readonly mutates: boolean;
  /** The account whose credentials made the call; undefined for the platform's own. */
  readonly accountId: string | undefined;
  readonly region: string;
  readonly requestId: string | undefined;
  readonly runId: string | undefined;
  /** ISO 8601 UTC by the product's clock. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Time spent waiting for quota before it was sent. */
  readonly pacedMs: number;
  /** Attempts that the SDK made for it. */
  readonly attempts: number;
  readonly outcome: 'ok' | AwsFailureKind;
  readonly awsCode?: string;
}

export type CallObserver = (call: AwsCallRecord) => void;
