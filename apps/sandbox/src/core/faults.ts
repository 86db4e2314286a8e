import type { Caller } from './service.js';

export const faultKinds = ['throttle', 'error', 'dropAnswer', 'delay', 'hang', 'hold'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Which calls a fault meets, and how often. Absent members match every call. */
export interface FaultRule {
  readonly kind: FaultKind;
  readonly service?: string;
  readonly operation?: string;
  /** Account of the caller: the account in which the call is made. */
  readonly accountId?: string;
  /** Part of the caller's ARN, e.g. a role or session name. */
  readonly principal?: string;
  /** Only calls that change something. */
  readonly mutating?: boolean;
  /** Matching calls that pass before the first fault; default 0. */
  readonly skip?: number;
  /** How many calls it meets; default 1. */
  readonly count?: number;
  /** kind error: AWS code, message and HTTP status. */
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  /** kind delay: sandbox time before the call is looked at. */
  readonly delayMs?: number;
}

export interface Fault extends FaultRule {
  readonly id: number;
  matched: number;
  fired: number;
}

export interface FaultSubject {
  readonly service: string;
  readonly operation: string;
  readonly mutates: boolean;
  readonly caller: Caller | undefined;
}

const afterEffect: ReadonlySet<FaultKind> = new Set(['dropAnswer', 'hold']);

const meets = (rule: FaultRule, subject: FaultSubject): boolean =>
  (rule.service === undefined || rule.service === subject.service) &&
  (rule.operation === undefined || rule.operation === subject.operation) &&
  (rule.accountId === undefined || rule.accountId === subject.caller?.accountId) &&
  (rule.principal === undefined || (subject.caller?.arn.includes(rule.principal) ?? false)) &&
  (rule.mutating !== true || subject.mutates);

/** Planted faults and the calls that they hold back. */
export class Faults {
  private planted: Fault[] = [];
  private lastId = 0;
  private readonly held = new Map<number, { readonly fault: number; readonly operation: string; readonly release: () => void }>();
  private lastHold = 0;

  plant(rule: FaultRule): Fault {
    const fault = { ...rule, id: (this.lastId += 1), matched: 0, fired: 0 };
    this.planted.push(fault);
    return fault;
  }

  /** The first planted fault of that phase that this call meets; it counts as fired. Faults on answers meet only calls that succeeded. */
  take(phase: 'before' | 'after', subject: FaultSubject): Fault | undefined {
    for (const fault of this.planted) {
      if (afterEffect.has(fault.kind) !== (phase === 'after') || !meets(fault, subject)) continue;
      fault.matched += 1;
      if (fault.matched <= (fault.skip ?? 0) || fault.fired >= (fault.count ?? 1)) continue;
      fault.fired += 1;
      return fault;
    }
    return undefined;
  }

  /** Resolves when released, when the caller gave up, or when the sandbox closes. */
  hold(fault: number, operation: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const id = (this.lastHold += 1);
      const release = (): void => {
        this.held.delete(id);
        signal.removeEventListener('abort', release);
        resolve();
      };
      this.held.set(id, { fault, operation, release });
      signal.addEventListener('abort', release, { once: true });
      if (signal.aborted) release();
    });
  }

  /** Lets held and hanging calls go on: those of one fault, or all. Answers how many. */
  release(faultId?: number): number {
    const chosen = [...this.held.values()].filter((hold) => faultId === undefined || hold.fault === faultId);
    for (const hold of chosen) hold.release();
    return chosen.length;
  }

  list(): { readonly faults: readonly Fault[]; readonly held: readonly { readonly fault: number; readonly operation: string }[] } {
    return { faults: this.planted, held: [...this.held.values()].map(({ fault, operation }) => ({ fault, operation })) };
  }

  clear(): void {
    this.planted = [];
    this.release();
  }
}
