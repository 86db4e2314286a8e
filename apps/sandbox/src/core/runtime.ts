import { Authorizer } from './authorization.js';
import { CallLog } from './call-log.js';
import { Faults } from './faults.js';
import type { QuotaTable } from './quota-table.js';
import { services } from './registry.js';
import { SandboxClock } from './sandbox-clock.js';
import type { Service } from './service.js';
import { Throttle } from './throttle.js';
import { SandboxWorld } from './world.js';
import type { WorldContent } from './world.js';

export interface RuntimeOptions {
  readonly seed: string;
  readonly scale: number;
  /** Sandbox time at the start, ms since 1970. */
  readonly origin: number;
  readonly quotas: QuotaTable;
  /** How many calls the log keeps. */
  readonly logLimit: number;
  /** Fills a fresh world. */
  readonly furnish: (world: SandboxWorld) => void;
}

/** Everything that survives a restart. */
export interface SavedRuntime {
  readonly format: 1;
  readonly world: WorldContent;
  readonly calls: unknown;
}

/** One running sandbox: the world with the machinery that serves calls on it. */
export class Runtime {
  readonly services: readonly Service[] = services;
  readonly clock: SandboxClock;
  readonly faults = new Faults();
  /** Errors that are the sandbox's own fault, newest last. */
  readonly defects: string[] = [];
  log: CallLog;
  world: SandboxWorld;
  throttle: Throttle;
  authorizer: Authorizer;
  onChange: () => void = () => undefined;

  constructor(private readonly options: RuntimeOptions) {
    this.clock = new SandboxClock(options.origin, options.scale);
    this.log = new CallLog(options.logLimit);
    this.throttle = new Throttle(options.quotas);
    this.world = this.freshWorld(options.seed);
    this.authorizer = new Authorizer(this.world);
  }

  settle(): void {
    const now = this.world.now();
    for (const service of this.services) service.settle?.(this.world, now);
  }

  changed(): void {
    this.onChange();
  }

  newRequestId(): string {
    const hex = this.world.digest('request', this.world.next('request'));
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  reportDefect(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.defects.push(text);
    process.stderr.write(`sandbox defect: ${text}\n`);
  }

  /** Back to one admin key and nothing else; the clock goes on. */
  reset(seed = this.options.seed): void {
    this.log = new CallLog(this.options.logLimit);
    this.replaceWorld(this.freshWorld(seed));
  }

  save(): SavedRuntime {
    return { format: 1, world: this.world.save(), calls: this.log.save() };
  }

  /** Continues a saved world. Its time goes on where it stood, or at the wall clock's when that is later. */
  load(saved: SavedRuntime): void {
    const world = new SandboxWorld(saved.world.seed, this.clock, this.options.quotas);
    world.load(saved.world);
    world.initialise(this.services);
    this.clock.moveTo(Math.max(saved.world.now, this.options.origin));
    this.log.load(saved.calls);
    this.replaceWorld(world);
  }

  private replaceWorld(world: SandboxWorld): void {
    this.faults.clear();
    this.world = world;
    this.throttle = new Throttle(this.options.quotas);
    this.authorizer = new Authorizer(world);
    this.changed();
  }

  private freshWorld(seed: string): SandboxWorld {
    const world = new SandboxWorld(seed, this.clock, this.options.quotas);
    world.initialise(this.services);
    this.options.furnish(world);
    return world;
  }
}
