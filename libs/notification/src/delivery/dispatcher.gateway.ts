import { executeCommand, fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { fold, systemClock, uuidv5, uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { NotificationCommand } from '../message/notification.commands.js';
import { notificationDecider } from '../message/notification.decider.js';
import type { NotificationEvent } from '../message/notification.events.js';
import type { MessageQueries } from '../message/notification.view.js';
import { streams } from '../streams.js';
import { deliver } from './deliver.gateway.js';
import type { DeliveryOptions } from './deliver.gateway.js';

export interface DispatcherOptions extends DeliveryOptions {
  readonly clock: Clock;
  readonly due: MessageQueries['dueNotifications'];
  /** Told of a defect; the notification is tried again when its attempt counts as lost. */
  readonly onDefect: (error: unknown) => void;
  /** How often it looks for what is due, in milliseconds of wall time; default 500. */
  readonly pollMs?: number;
}

const atOnce = 8;
const minute = 60_000;
/** Longer than any attempt takes: after it the attempt counts as lost with its process. */
const openMs = 2 * minute;
/** Waits after each failure; after the last one it is a dead letter. */
const retryWaits = [1, 5, 30, 120, 480, 1440].map((minutes) => minutes * minute);

type Requested = Extract<NotificationEvent, { type: 'NotificationRequested' }>;

/**
 * Sends what was asked for. The start of an attempt is stored first, and only who stored it sends: several dispatchers do no harm. One
 * that dies between the sending and storing the outcome leaves an attempt that counts as lost: the message goes out again, with the same id.
 */
export class NotificationDispatcher {
  private readonly owner = uuidv7(systemClock.now());
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: DispatcherOptions) {}

  start(): void {
    this.running = this.run();
  }

  /** Waits for the attempts under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const busy = await this.sendDue().catch((error: unknown) => {
        this.options.onDefect(error);
        return false;
      });
      if (!busy) await systemClock.wait(this.options.pollMs ?? 500, signal).catch(() => undefined);
    }
  }

  /** One round; true when it sent something. */
  private async sendDue(): Promise<boolean> {
    const due = await this.options.due(this.now(), atOnce);
    const sent = await Promise.all(
      due.map((notificationId) =>
        this.attempt(notificationId).catch((error: unknown) => {
          this.options.onDefect(error);
          return false;
        }),
      ),
    );
    return sent.includes(true);
  }

  private async attempt(notificationId: string): Promise<boolean> {
    const { store } = this.options;
    const { events } = await store.readStream(streams.notification(notificationId));
    const history = events.map((event) => fromRecorded<NotificationEvent>(event));
    const state = fold(notificationDecider, history);
    const requested = history.find((event): event is Requested => event.type === 'NotificationRequested');
    if (state.status === 'none' || !requested) return false;
    const attempt = state.attempt + 1;
    const openUntil = this.later(openMs);
    const started = await this.execute(store, {
      type: 'StartAttempt',
      notificationId,
      attempt,
      openUntil,
      meta: this.meta(notificationId, `start ${attempt}`),
    });
    if (started.repeated || started.events.length === 0) return false;

    const { topic, subject, text, data, targetId } = requested;
    const requestedAt = events[0]?.metadata.at ?? '';
    const outcome = await deliver(this.options, targetId, { notificationId, topic, subject, text, data, requestedAt, sentAt: this.now() });
    const retryAt = retryWaits.map((wait) => this.later(wait));
    await this.execute(store, { type: 'EndAttempt', notificationId, attempt, outcome, retryAt, meta: this.meta(notificationId, `end ${attempt}`) });
    return true;
  }

  private execute(store: EventStore, command: NotificationCommand) {
    return executeCommand(store, notificationDecider, streams.notification(command.notificationId), command);
  }

  /** Unlike other commands', an attempt's id is not shared by two dispatchers that start it at once: only one of them may send. */
  private meta(notificationId: string, step: string) {
    const now = this.now();
    return {
      commandId: uuidv5(notificationId, `${step} ${this.owner}`),
      actor: { kind: 'system', id: 'notification' },
      now,
      correlationId: notificationId,
    } as const;
  }

  private now(): string {
    return this.options.clock.now().toISOString();
  }

  private later(ms: number): string {
    return new Date(this.options.clock.now().getTime() + ms).toISOString();
  }
}
