import { hash } from 'node:crypto';
import { durations } from './durations.js';
import type { QuotaTable } from './quota-table.js';
import type { SandboxClock } from './sandbox-clock.js';
import type { Service, World } from './service.js';

/** All that a snapshot of the world holds; clock and faults are not part of it. */
export interface WorldContent {
  readonly seed: string;
  readonly now: number;
  readonly accounts: { readonly management: string; readonly platform: string; readonly automation: string };
  readonly organizationId: string;
  readonly counters: Readonly<Record<string, number>>;
  readonly states: Readonly<Record<string, unknown>>;
}

/** The sandbox's state, seeded: two worlds with one seed that get the same calls at the same times are the same. */
export class SandboxWorld implements World {
  readonly partition = 'aws';
  private seed: string;
  private counters: Record<string, number> = {};
  private states: Record<string, unknown> = {};
  private accounts: WorldContent['accounts'];
  private organization: string;

  constructor(
    seed: string,
    private readonly clock: SandboxClock,
    readonly quotas: QuotaTable,
  ) {
    this.seed = seed;
    this.accounts = { management: this.newAccountId(), platform: this.newAccountId(), automation: this.newAccountId() };
    this.organization = `o-${this.drawText('abcdefghijklmnopqrstuvwxyz0123456789', 10, 'organization')}`;
  }

  get managementAccountId(): string {
    return this.accounts.management;
  }

  get platformAccountId(): string {
    return this.accounts.platform;
  }

  get automationAccountId(): string {
    return this.accounts.automation;
  }

  get organizationId(): string {
    return this.organization;
  }

  now(): number {
    return this.clock.now();
  }

  state<S>(serviceId: string): S {
    const state = this.states[serviceId];
    if (state === undefined) throw new Error(`The sandbox has no state for '${serviceId}'.`);
    return state as S;
  }

  initialise(services: readonly Service[]): void {
    for (const service of services) this.states[service.id] ??= service.initialState(this);
  }

  draw(...key: readonly (string | number)[]): number {
    return parseInt(this.digest(...key).slice(0, 13), 16) / 16 ** 13;
  }

  /** Sixty-four hexadecimal digits drawn by the key. */
  digest(...key: readonly (string | number)[]): string {
    return hash('sha256', JSON.stringify([this.seed, ...key]));
  }

  /** Text of `length` letters of the alphabet, drawn by the key: eight letters take 48 of a draw's 52 bits at most. */
  drawText(alphabet: string, length: number, ...key: readonly (string | number)[]): string {
    let text = '';
    for (let block = 0; text.length < length; block += 1) {
      let rest = Math.floor(this.draw(...key, block) * alphabet.length ** 8);
      for (let letter = 0; letter < 8; letter += 1) {
        text += alphabet.charAt(rest % alphabet.length);
        rest = Math.floor(rest / alphabet.length);
      }
    }
    return text.slice(0, length);
  }

  newAccountId(): string {
    // An odd step that shares no factor with 10^12 walks through all twelve-digit numbers before it repeats one.
    const start = Math.floor(this.draw('accountIds') * 1e12);
    return ((BigInt(start) + BigInt(this.next('accountIds')) * 618_033_988_751n) % 1_000_000_000_000n).toString().padStart(12, '0');
  }

  next(counter: string): number {
    return (this.counters[counter] = (this.counters[counter] ?? 0) + 1);
  }

  duration(name: string, ...key: readonly (string | number)[]): number {
    const range = durations[name];
    if (!range) throw new Error(`The sandbox knows no duration '${name}': add it to core/durations.ts.`);
    return Math.round(range[0] + (range[1] - range[0]) * this.draw('duration', name, ...key));
  }

  save(): WorldContent {
    return {
      seed: this.seed,
      now: this.now(),
      accounts: this.accounts,
      organizationId: this.organization,
      counters: this.counters,
      states: this.states,
    };
  }

  load(content: WorldContent): void {
    const copy = structuredClone(content);
    this.seed = copy.seed;
    this.accounts = copy.accounts;
    this.organization = copy.organizationId;
    this.counters = { ...copy.counters };
    this.states = { ...copy.states };
  }
}
