import { fromRecorded } from '@orgledger/event-store';
import type { EventStore, PersonStore } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import type { SealedSecrets } from '@orgledger/secrets';
import { SecretUnreadable } from '@orgledger/secrets';
import type { DeliveryOutcome } from '../message/notification.commands.js';
import { streams } from '../streams.js';
import { targetDecider } from '../target/target.decider.js';
import type { Target } from '../target/target.decider.js';
import type { TargetEvent } from '../target/target.events.js';
import { failed } from './delivery-port.js';
import type { Outgoing } from './delivery-port.js';
import { sendMail } from './smtp.gateway.js';
import type { SmtpSettings } from './smtp.gateway.js';
import { sendWebhook } from './webhook.gateway.js';
import type { WebhookOptions } from './webhook.gateway.js';

export interface DeliveryOptions {
  readonly store: EventStore;
  readonly people: PersonStore;
  readonly secrets: SealedSecrets;
  /** Absent: mails become dead letters until it is set. */
  readonly smtp?: SmtpSettings;
  readonly webhook: WebhookOptions;
}

/** Sends one message the way its target is reached, as the target stands now. */
export const deliver = async (options: DeliveryOptions, targetId: string, outgoing: Outgoing): Promise<DeliveryOutcome> => {
  const target = await loadTarget(options.store, targetId);
  if (target.status !== 'active') return failed('TARGET_REMOVED', 'The target was removed.', 'Nothing is left to do: it will not be sent.', true);
  const { channel } = target;
  if (channel.kind === 'webhook') {
    const secret = await readSecret(options.secrets, targetId);
    if (typeof secret !== 'string') return secret;
    return sendWebhook(channel.url, secret, outgoing, options.webhook);
  }
  if (!options.smtp)
    return failed(
      'MAIL_NOT_SET',
      'No mail server is set.',
      'Set ORGLEDGER_SMTP_HOST and ORGLEDGER_SMTP_FROM, restart, then retry the notification.',
      true,
    );
  const person = await options.people.get(channel.subjectId);
  if (!person) return failed('PERSON_UNKNOWN', 'The person has been forgotten.', 'Remove the target, or give it another person.', true);
  return sendMail(options.smtp, person.email, outgoing);
};

const loadTarget = async (store: EventStore, targetId: string): Promise<Target> => {
  const { events } = await store.readStream(streams.target(targetId));
  return fold(
    targetDecider({ loopbackAllowed: false, personKnown: false }),
    events.map((event) => fromRecorded<TargetEvent>(event)),
  );
};

const readSecret = async (secrets: SealedSecrets, targetId: string): Promise<string | DeliveryOutcome> => {
  const remedy = 'Replace the target’s secret, then retry the notification.';
  try {
    return (await secrets.get(targetId)) ?? failed('SECRET_MISSING', 'The target has no secret to sign with.', remedy, true);
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return failed('SECRET_UNREADABLE', 'The target’s secret cannot be decrypted.', remedy, true);
  }
};
