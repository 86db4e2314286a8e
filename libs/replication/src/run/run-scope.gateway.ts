import { AwsCallError } from '@orgledger/aws';
import type { AwsCallRecord, PlatformConnection, ScopedConnection } from '@orgledger/aws';
import type { TenantSnapshot } from '@orgledger/governance';
import type { Clock } from '@orgledger/kernel';
import type { DesiredTenant } from '../desired/desired-tenant.js';
import { MemberDoor } from '../observe/member-door.gateway.js';
import type { Entered } from '../observe/member-door.gateway.js';
import { DirectReads } from '../observe/directory-reads.gateway.js';
import { TenantObserver } from '../observe/observe-tenant.gateway.js';
import type { AssignmentBoard } from '../perform/assignment-board.gateway.js';
import { backoffMs, reactionTo } from '../perform/failure.js';
import type { Step } from '../plan/change.js';
import type { KnownGroup } from '../plan/observed-tenant.js';
import type { RunLog } from './run-log.store.js';

const propagationMs = 10 * 60_000;
const knownAccountMs = 60_000;

export interface RunSubject {
  readonly log: RunLog;
  readonly snapshot: TenantSnapshot;
  readonly desired: DesiredTenant;
  /** Groups that the tenant holds, by our own events. */
  readonly known: readonly KnownGroup[];
  /** The trust policy of the access role that an earlier run has proven. */
  readonly provenTrust: string | undefined;
}

/** All that the steps of one run share. */
export class RunScope {
  readonly aws: ScopedConnection;
  readonly observer: TenantObserver;
  /** Ids made so far, by reference. */
  readonly made: Record<string, string> = {};
  private readonly door: MemberDoor;
  private requestIds: string[] = [];

  constructor(
    private readonly subject: RunSubject,
    connection: PlatformConnection,
    readonly assignments: AssignmentBoard,
    readonly clock: Clock,
    readonly signal: AbortSignal,
  ) {
    const { log, snapshot, known } = subject;
    this.aws = connection.forRun({ runId: log.runId, signal, observer: (call) => this.noteCall(call) });
    this.door = new MemberDoor(this.aws, snapshot.platform, clock, signal);
    this.observer = new TenantObserver(this.aws, new DirectReads(this.aws), (accountId) => this.enter(accountId), known);
  }

  get log(): RunLog {
    return this.subject.log;
  }

  get snapshot(): TenantSnapshot {
    return this.subject.snapshot;
  }

  get desired(): DesiredTenant {
    return this.subject.desired;
  }

  get known(): readonly KnownGroup[] {
    return this.subject.known;
  }

  get provenTrust(): string | undefined {
    const { state } = this.log;
    return (state.status === 'running' ? state.provenTrust : undefined) ?? this.subject.provenTrust;
  }

  /** A tenant that was never active has an account whose role AWS may still be propagating. */
  get fresh(): boolean {
    return this.snapshot.status === 'provisioning';
  }

  /** This run's account came into being in this run. */
  get madeAccount(): boolean {
    const { state } = this.log;
    return state.status === 'running' && state.accountId !== undefined;
  }

  enter(accountId: string): Promise<Entered> {
    return this.door.enter(accountId, this.fresh ? propagationMs : knownAccountMs, (until) =>
      this.log.record({ type: 'WaitForStep', step: 'accessRole', until, why: 'AWS has not made the access role usable yet.' }),
    );
  }

  /** AWS's ids of the changing calls since the last time. */
  takeRequestIds(): readonly string[] {
    const taken = this.requestIds;
    this.requestIds = [];
    return taken;
  }

  /** Reads of a step, again and again while AWS is only slow or busy; what is refused for good is thrown. */
  async reading<Result>(read: () => Promise<Result>): Promise<Result> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof AwsCallError) || tries >= 12) throw error;
        if (reactionTo(error) === 'giveUp') throw error;
        await this.clock.wait(backoffMs(tries), this.signal);
      }
    }
  }

  /** Looks every three seconds until `seen`, at most `patienceMs`. Refusals count as not yet visible. */
  async until(step: Step, patienceMs: number, seen: () => Promise<boolean>): Promise<boolean> {
    const deadline = this.clock.now().getTime() + patienceMs;
    for (;;) {
      const visible = await this.reading(seen).catch((error: unknown) => {
        if (error instanceof AwsCallError && error.kind === 'denied') return false;
        throw error;
      });
      if (visible) return true;
      if (this.clock.now().getTime() >= deadline) return false;
      await this.clock.wait(3_000, this.signal);
    }
  }

  private noteCall(call: AwsCallRecord): void {
    if (call.mutates && call.requestId !== undefined) this.requestIds.push(call.requestId);
  }
}
