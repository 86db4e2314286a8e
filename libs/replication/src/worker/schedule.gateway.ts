import type { GovernanceQueries, RoleBindingCommand } from '@orgledger/governance';
import { uuidv5, uuidv7 } from '@orgledger/kernel';
import type { Clock, CommandMetadata } from '@orgledger/kernel';
import type { Logger } from '@orgledger/observability';
import type { ReplicationCommand } from '../requests/replication.commands.js';

export interface ScheduleOptions {
  readonly clock: Clock;
  readonly governance: Pick<GovernanceQueries, 'platforms' | 'dueExpiries'>;
  /** HH:MM in UTC; undefined: no nightly sweep. */
  readonly sweepAt: string | undefined;
  /** Then a night that passed while no worker ran is made up for at the start. */
  readonly sweptBefore: () => Promise<boolean>;
  readonly requestSweep: (command: Extract<ReplicationCommand, { type: 'RequestSweep' }>) => Promise<unknown>;
  readonly expire: (command: Extract<RoleBindingCommand, { type: 'ExpireRoleBinding' }>) => Promise<unknown>;
  readonly logger: Logger;
}

const betweenLooksMs = 30_000;
const sweeps = 'e0b3ad2e-7a0c-5d0a-9c39-6f1a51b0c6a1';

/** What is due by the clock alone: the nightly sweep of each platform, and grants that have ended. Several workers at it ask for the same once. */
export class ReplicationSchedule {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private lastNight: string | undefined;

  constructor(private readonly options: ScheduleOptions) {}

  async start(): Promise<void> {
    if (!(await this.options.sweptBefore())) this.lastNight = this.nightOf(this.options.clock.now());
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { clock, logger } = this.options;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.expireGrants();
        await this.startSweeps();
      } catch (error) {
        logger.error({ err: error }, 'the schedule could not be kept; it is tried again');
      }
      await clock.wait(betweenLooksMs, signal).catch(() => undefined);
    }
  }

  private async expireGrants(): Promise<void> {
    const now = this.options.clock.now().toISOString();
    for (const bindingId of await this.options.governance.dueExpiries(now))
      await this.options.expire({ type: 'ExpireRoleBinding', bindingId, meta: this.meta(uuidv5(bindingId, `expire ${now}`)) });
  }

  private async startSweeps(): Promise<void> {
    const night = this.nightOf(this.options.clock.now());
    if (night === undefined || night === this.lastNight) return;
    let after: string | undefined;
    do {
      const page = await this.options.governance.platforms({}, { first: 200, ...(after === undefined ? {} : { after }) });
      for (const { platformIdentifier, status } of page.nodes) {
        if (status === 'removed') continue;
        const sweepId = uuidv5(sweeps, `${platformIdentifier} ${night}`);
        await this.options.requestSweep({ type: 'RequestSweep', sweepId, platformIdentifier, meta: this.meta(uuidv5(sweepId, 'request')) });
      }
      after = page.hasNextPage ? page.endCursor : undefined;
    } while (after !== undefined);
    this.lastNight = night;
  }

  /** The day whose sweep time was the last to pass. */
  private nightOf(now: Date): string | undefined {
    const { sweepAt } = this.options;
    if (sweepAt === undefined) return undefined;
    const [hours = 0, minutes = 0] = sweepAt.split(':').map(Number);
    return new Date(now.getTime() - (hours * 60 + minutes) * 60_000).toISOString().slice(0, 10);
  }

  private meta(commandId: string): CommandMetadata {
    const now = this.options.clock.now();
    return { commandId, actor: { kind: 'system', id: 'schedule' }, now: now.toISOString(), correlationId: uuidv7(now) };
  }
}
