import type { Decision } from './authorization.js';

/** A fault as the log shows it. */
export interface FiredFault {
  readonly id: number;
  readonly kind: string;
}

/** One AWS call, written when it was decided and, if allowed, carried out; held and lost answers are in it already. */
export interface LoggedCall {
  readonly seq: number;
  /** Sandbox time, ISO 8601 UTC. */
  readonly time: string;
  readonly service: string;
  readonly operation: string;
  /** IAM action of the first target. */
  readonly action?: string;
  readonly caller?: string;
  /** Role or user behind the caller. */
  readonly principal?: string;
  readonly accountId?: string;
  readonly sessionName?: string;
  readonly sourceIdentity?: string;
  readonly targets: readonly { readonly action: string; readonly resource: string }[];
  /** Absent when the call was refused before authorisation (signature, throttle, fault). */
  readonly decision?: Decision;
  readonly errorCode?: string;
  readonly mutates: boolean;
  readonly tookEffect: boolean;
  readonly throttled?: true;
  readonly requestId: string;
  readonly fault?: FiredFault;
}

export interface OperationCounts {
  calls: number;
  allowed: number;
  denied: number;
  refusedProbes: number;
  notYetVisible: number;
  throttled: number;
  errors: number;
  faults: number;
}

export interface CallSummary extends OperationCounts {
  readonly byOperation: Readonly<Record<string, OperationCounts>>;
}

const noCounts = (): OperationCounts => ({ calls: 0, allowed: 0, denied: 0, refusedProbes: 0, notYetVisible: 0, throttled: 0, errors: 0, faults: 0 });

/** A denial is counted once: as not yet visible, as a probe, or as denied. */
const count = (counts: OperationCounts, call: LoggedCall): void => {
  counts.calls += 1;
  if (call.decision?.allowed) counts.allowed += 1;
  else if (call.decision?.notYetVisible) counts.notYetVisible += 1;
  else if (call.decision?.probe) counts.refusedProbes += 1;
  else if (call.decision) counts.denied += 1;
  if (call.throttled) counts.throttled += 1;
  if (call.errorCode !== undefined) counts.errors += 1;
  if (call.fault) counts.faults += 1;
};

/** The ordered log of all AWS calls. Counts cover every call ever made; entries are kept up to a limit, oldest first out. */
export class CallLog {
  private entries: LoggedCall[] = [];
  private total = noCounts();
  private byOperation: Record<string, OperationCounts> = {};
  private lastSeq = 0;

  constructor(private readonly limit: number) {}

  append(call: Omit<LoggedCall, 'seq'>): LoggedCall {
    const entry = { seq: (this.lastSeq += 1), ...call };
    this.entries.push(entry);
    if (this.entries.length > this.limit * 1.1) this.entries = this.entries.slice(-this.limit);
    count(this.total, entry);
    count((this.byOperation[`${entry.service}:${entry.operation}`] ??= noCounts()), entry);
    return entry;
  }

  /** Calls after that sequence number, oldest first. */
  after(seq: number, limit: number): readonly LoggedCall[] {
    const first = this.entries[0]?.seq ?? 0;
    return this.entries.slice(Math.max(0, seq - first + 1), Math.max(0, seq - first + 1) + limit);
  }

  summary(): CallSummary {
    return { ...this.total, byOperation: this.byOperation };
  }

  save(): unknown {
    return { entries: this.entries, total: this.total, byOperation: this.byOperation, lastSeq: this.lastSeq };
  }

  load(saved: unknown): void {
    const { entries, total, byOperation, lastSeq } = structuredClone(saved) as {
      entries: LoggedCall[];
      total: OperationCounts;
      byOperation: Record<string, OperationCounts>;
      lastSeq: number;
    };
    Object.assign(this, { entries, total, byOperation, lastSeq });
  }
}
