import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Command } from '@nestjs/cqrs';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { CLOCK, uuidv7 } from '@orgledger/kernel';
import type { Clock, CommandMetadata, DomainCommand } from '@orgledger/kernel';
import { PROJECTION_RUNNER } from '@orgledger/projections';
import type { ProjectionRunner } from '@orgledger/projections';
import type { Asker } from './api-context.js';

/** A command as a resolver asks for it: the gateway adds the metadata. */
export type Asking<C extends DomainCommand> = C extends DomainCommand ? Omit<C, 'meta'> & { readonly commandId?: string } : never;

/** A stored change, and whether queries show it yet. */
export interface Stored {
  readonly visible: boolean;
  readonly commandId: string;
}

const visibleWithinMs = 2000;

/** Dispatches commands with their metadata and waits until the read models show them: what is stored is never an error. @source architecture, "How one change travels" */
@Injectable()
export class CommandGateway {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTION_RUNNER) private readonly projections: ProjectionRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A fresh command id, for inputs that came without one: ids of new objects are derived from it. */
  newCommandId(): string {
    return uuidv7(this.clock.now());
  }

  /** Carries a command out; `show` then reads what the answer shows. */
  async execute<C extends DomainCommand, Event, Shown extends object>(
    asker: Asker,
    { commandId = this.newCommandId(), ...asking }: Asking<C>,
    wrap: (command: C) => Command<Executed<Event>>,
    show: (executed: Executed<Event>) => Promise<Shown>,
  ): Promise<Stored & Shown> {
    const meta: CommandMetadata = {
      commandId,
      actor: asker.principal.actor,
      now: this.clock.now().toISOString(),
      correlationId: asker.requestId,
      ...('reason' in asking && typeof asking.reason === 'string' ? { reason: asking.reason } : {}),
    };
    const executed = await this.bus.execute(wrap({ ...asking, meta } as DomainCommand as C));
    // Nothing changed, so what was asked for was stored before: perhaps a moment ago, by a command that is not visible yet.
    const visible = await this.projections.waitFor(executed.position ?? (await this.store.head()), { timeoutMs: visibleWithinMs });
    return { ...(await show(executed)), commandId, visible };
  }
}
