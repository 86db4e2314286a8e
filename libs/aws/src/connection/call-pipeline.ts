import type { Clock } from '@orgledger/kernel';
import { AwsCallError } from '../errors/aws-call-error.js';
import type { AwsService } from '../errors/aws-call-error.js';
import { classify } from '../errors/classify.js';
import type { Pacer } from '../pacer/pacer.js';
import type { SlotWish } from '../pacer/slot-leases.js';
import type { CallObserver } from './call-observer.js';
import { withDeadline } from './deadline.js';

export interface OutgoingCall {
  readonly service: AwsService;
  readonly operation: string;
  readonly mutates: boolean;
  readonly accountId: string | undefined;
  /** Whose quota it counts against; differs from `accountId` where that is not known. */
  readonly quotaAccount: string;
  readonly region: string;
  readonly runId: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly observer: CallObserver | undefined;
  readonly slot?: SlotWish;
}

interface Answer {
  readonly $metadata: { readonly requestId?: string | undefined; readonly attempts?: number | undefined };
}

export interface CallPipelineOptions {
  readonly clock: Clock;
  readonly pacer: Pacer;
  readonly observer: CallObserver;
  readonly callTimeoutMs: number;
  /** Never shown in a message. */
  readonly secrets: readonly string[];
}

/** A target that stays busy for longer than this many attempts is somebody else's long work: the process decides. */
const mostBusyAttempts = 8;

interface Sent {
  readonly startedAt: Date;
  readonly pacedMs: number;
}

/** What every call passes through: pace, send, classify, record. A throttled call waits and goes again for as long as its signal lets it. */
export class CallPipeline {
  constructor(private readonly options: CallPipelineOptions) {}

  async run<Out extends Answer>(call: OutgoingCall, send: (options: { readonly abortSignal: AbortSignal }) => Promise<Out>): Promise<Out> {
    const { clock, pacer } = this.options;
    const paced = { account: call.quotaAccount, ...call };
    let doubtful = false;
    for (let attempt = 1; ; attempt += 1) {
      const pacedMs = await pacer.admit(paced, call.signal);
      const sent = { startedAt: clock.now(), pacedMs };
      try {
        const answer = await withDeadline(this.options.callTimeoutMs, call.signal, (abortSignal) => send({ abortSignal }));
        this.record(call, sent, answer);
        return answer;
      } catch (error) {
        const failure = classify(error, { ...call, secrets: this.options.secrets, doubtful });
        doubtful = failure.ambiguous;
        this.record(call, sent, failure);
        const why = repeatable(failure, attempt);
        if (call.signal?.aborted !== true && why !== undefined) {
          await pacer.backOff(paced, why, attempt, call.signal);
          continue;
        }
        // An operation that may be in progress keeps its slot until it is seen to end, or its lease does.
        if (call.slot && !failure.ambiguous) await pacer.free(paced, call.slot.holder);
        call.signal?.throwIfAborted();
        throw failure;
      }
    }
  }

  private record(call: OutgoingCall, { startedAt, pacedMs }: Sent, result: Answer | AwsCallError): void {
    const failed = result instanceof AwsCallError ? result : undefined;
    const metadata = (failed ? (failed.cause as Partial<Answer> | undefined)?.$metadata : (result as Answer).$metadata) ?? {};
    const record = {
      service: call.service,
      operation: call.operation,
      mutates: call.mutates,
      accountId: call.accountId,
      region: call.region,
      requestId: metadata.requestId,
      runId: call.runId,
      startedAt: startedAt.toISOString(),
      durationMs: this.options.clock.now().getTime() - startedAt.getTime(),
      pacedMs,
      attempts: metadata.attempts ?? 1,
      outcome: failed?.kind ?? ('ok' as const),
      ...(failed?.awsCode === undefined ? {} : { awsCode: failed.awsCode }),
    };
    this.options.observer(record);
    call.observer?.(record);
  }
}

/** Refusals that AWS itself asks to repeat: nothing happened, and nothing is wrong with the call. */
const repeatable = (failure: AwsCallError, attempt: number): 'throttled' | 'busy' | undefined => {
  if (failure.kind === 'throttled') return 'throttled';
  return failure.kind === 'conflict' && failure.retryable && attempt < mostBusyAttempts ? 'busy' : undefined;
};
