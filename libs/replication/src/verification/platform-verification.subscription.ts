import type { CommandBus } from '@nestjs/cqrs';
import type { PlatformConnection } from '@orgledger/aws';
import { fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { ExecutePlatformCommand } from '@orgledger/governance';
import type { PlatformCommand, PlatformEvent, PlatformSettings } from '@orgledger/governance';
import { DomainError, uuidv5 } from '@orgledger/kernel';
import type { Clock, CommandMetadata } from '@orgledger/kernel';
import { evolveQueue } from './verification-queue.js';
import type { VerificationQueue } from './verification-queue.js';
import { verifyPlatform } from './verify-platform.gateway.js';

export interface PlatformVerificationOptions {
  readonly store: EventStore;
  readonly commands: CommandBus;
  readonly clock: Clock;
  readonly connect: (settings: PlatformSettings) => PlatformConnection;
  /** Told of what nobody planned for; the verification stays open and is tried again at the next start. */
  readonly onDefect: (error: unknown) => void;
}

interface Job {
  readonly verificationId: string;
  readonly stop: AbortController;
  readonly finished: Promise<void>;
}

const platformEvents = { categories: ['platform'] } as const;

/**
 * Answers requests for verification. It reads the platforms' events from the start, so whatever was open when a worker died is taken up
 * again; a newer request or a changed connection ends an older one. Two workers at it give one answer: its command id is drawn from the request.
 */
export class PlatformVerificationSubscription {
  private readonly stopping = new AbortController();
  private readonly jobs = new Map<string, Job>();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: PlatformVerificationOptions) {}

  start(): void {
    this.running = this.follow().catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.options.onDefect(error);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await Promise.all([...this.jobs.values()].map(({ finished }) => finished));
  }

  private async follow(): Promise<void> {
    let queue: VerificationQueue = {};
    let live = false;
    for await (const delivery of this.options.store.subscribe({ after: 'start', filter: platformEvents, signal: this.stopping.signal })) {
      if (delivery.kind === 'event') queue = evolveQueue(queue, fromRecorded<PlatformEvent>(delivery.event));
      else if (delivery.kind === 'caughtUp') live = true;
      if (live) this.align(queue);
    }
  }

  /** Jobs as the queue wants them. */
  private align(queue: VerificationQueue): void {
    for (const [platformIdentifier, { pending, settings }] of Object.entries(queue)) {
      const job = this.jobs.get(platformIdentifier);
      if (job?.verificationId === pending) continue;
      job?.stop.abort();
      if (pending === undefined) this.jobs.delete(platformIdentifier);
      else this.jobs.set(platformIdentifier, this.begin(platformIdentifier, pending, settings));
    }
  }

  private begin(platformIdentifier: string, verificationId: string, settings: PlatformSettings): Job {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.stopping.signal]);
    const finished = this.verify(platformIdentifier, verificationId, settings, signal).catch((error: unknown) => {
      if (!signal.aborted && !isStale(error)) this.options.onDefect(error);
    });
    return { verificationId, stop, finished };
  }

  private async verify(platformIdentifier: string, verificationId: string, settings: PlatformSettings, signal: AbortSignal): Promise<void> {
    const { clock, connect } = this.options;
    let steps = 0;
    const answer = await verifyPlatform({
      verificationId,
      settings,
      connection: connect(settings),
      clock,
      signal,
      onProgress: async (checks) => {
        const type = 'RecordVerificationProgress';
        await this.issue({ type, platformIdentifier, verificationId, checks, meta: this.metaOf(verificationId, `progress ${(steps += 1)}`) });
      },
    });
    await this.issue({ type: 'RecordVerification', platformIdentifier, verificationId, ...answer, meta: this.metaOf(verificationId, 'answer') });
  }

  private issue(command: PlatformCommand): Promise<unknown> {
    return this.options.commands.execute(new ExecutePlatformCommand(command));
  }

  private metaOf(verificationId: string, step: string): CommandMetadata {
    return {
      commandId: uuidv5(verificationId, step),
      actor: { kind: 'system', id: 'platform-verification' },
      now: this.options.clock.now().toISOString(),
      correlationId: verificationId,
      causationId: verificationId,
    };
  }
}

/** Overtaken by a newer request, or by a change of the connection: nobody waits for this answer any more. */
const isStale = (error: unknown): boolean => error instanceof DomainError && error.code === 'VERIFICATION_STALE';
