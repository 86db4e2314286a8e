import { checkText, checkUuid, DomainError, equalJson, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { AddTarget, ChangeTarget, ChannelInput, ReplaceTargetSecret, TargetCommand } from './target.commands.js';
import type { Channel, TargetEvent } from './target.events.js';

export type Target =
  | { readonly status: 'none' }
  | { readonly status: 'active'; readonly displayName: string; readonly channel: Channel }
  | { readonly status: 'removed' };

export interface TargetFacts {
  /** Plain HTTP to this machine may be called: for tests and the sandbox. */
  readonly loopbackAllowed: boolean;
  /** The person of an e-mail channel is known. */
  readonly personKnown: boolean;
}

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A URL that a webhook may have; whether its address may be called is checked again at each call. */
export const checkWebhookUrl = (field: string, value: unknown, loopbackAllowed: boolean): string => {
  const text = checkText(field, value, { max: 2000 });
  const url = URL.parse(text);
  if (!url) return refuse('FIELD_MALFORMED', field, `${field} must be an address such as https://hooks.example.com/costs.`);
  const loopback = loopbackHosts.has(url.hostname);
  if (loopback && !loopbackAllowed)
    return refuse('FIELD_MALFORMED', field, `${field} points to this machine, which is not allowed: give a public https:// address.`);
  if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:'))
    return refuse('FIELD_MALFORMED', field, `${field} must begin with https://: messages and their signatures do not travel in the clear.`);
  if (url.username !== '' || url.password !== '')
    return refuse('FIELD_MALFORMED', field, `${field} holds a user name or password, which would be stored in the log: leave them out.`);
  if (url.hash !== '') return refuse('FIELD_MALFORMED', field, `${field} has a part after #, which is never sent: leave it out.`);
  return url.href;
};

const checkChannel = ({ kind, url, subjectId }: ChannelInput, facts: TargetFacts): Channel => {
  if (kind === 'webhook') {
    if (subjectId !== undefined) refuse('FIELD_MALFORMED', 'channel.subjectId', 'A webhook has a url and no subjectId: leave it out.');
    return { kind, url: checkWebhookUrl('channel.url', url, facts.loopbackAllowed) };
  }
  if (url !== undefined) refuse('FIELD_MALFORMED', 'channel.url', 'A mail has a subjectId and no url: leave it out.');
  const subject = checkUuid('channel.subjectId', subjectId);
  if (!facts.personKnown)
    refuse('USER_NOT_FOUND', 'channel.subjectId', `There is no user ${subject}: register the person first, then give the subject id.`);
  return { kind, subjectId: subject };
};

export const checkSecret = (value: unknown): string => {
  if (value === undefined || value === null || value === '')
    return refuse('FIELD_REQUIRED', 'secret', 'secret is missing: give 16–200 characters that the receiver knows, too.');
  return checkText('secret', value, { min: 16, max: 200 });
};

const active = (state: Target, targetId: string): Extract<Target, { status: 'active' }> => {
  if (state.status === 'active') return state;
  const problem = state.status === 'removed' ? 'was removed' : 'does not exist';
  throw new DomainError('TARGET_NOT_FOUND', `The notification target ${targetId} ${problem}: list the targets and choose one of them.`, {
    field: 'targetId',
  });
};

const add = (command: AddTarget, state: Target, facts: TargetFacts): TargetEvent[] => {
  const { targetId } = command;
  const displayName = checkText('displayName', command.displayName, { max: 100 });
  if (state.status !== 'none') refuse('TARGET_EXISTS', 'targetId', `The notification target ${targetId} is there already: choose another id.`);
  const channel = checkChannel(command.channel, facts);
  if (channel.kind === 'webhook') checkSecret(command.secret);
  else if (command.secret !== undefined) refuse('FIELD_MALFORMED', 'secret', 'Only webhooks have a secret: leave it out.');
  return [{ type: 'NotificationTargetAdded', targetId, displayName, channel }];
};

const change = (command: ChangeTarget, state: Target, facts: TargetFacts): TargetEvent[] => {
  const { targetId } = command;
  const target = active(state, targetId);
  const displayName = checkText('displayName', command.displayName, { max: 100 });
  if (command.channel.kind !== target.channel.kind)
    refuse('FIELD_MALFORMED', 'channel.kind', `The target is a ${target.channel.kind}, and stays one: add another target instead.`);
  const channel = checkChannel(command.channel, facts);
  if (displayName === target.displayName && equalJson(channel, target.channel)) return [];
  return [{ type: 'NotificationTargetChanged', targetId, displayName, channel }];
};

const replaceSecret = ({ targetId, secret }: ReplaceTargetSecret, state: Target): TargetEvent[] => {
  if (active(state, targetId).channel.kind !== 'webhook')
    refuse('FIELD_MALFORMED', 'targetId', 'Only webhooks have a secret: choose another target.');
  checkSecret(secret);
  return [{ type: 'NotificationTargetSecretReplaced', targetId }];
};

const evolve = (state: Target, event: TargetEvent): Target => {
  switch (event.type) {
    case 'NotificationTargetAdded':
    case 'NotificationTargetChanged':
      return { status: 'active', displayName: event.displayName, channel: event.channel };
    case 'NotificationTargetRemoved':
      return { status: 'removed' };
    default:
      return state;
  }
};

export const targetDecider = (facts: TargetFacts): Decider<TargetCommand, Target, TargetEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => {
    switch (command.type) {
      case 'AddTarget':
        return add(command, state, facts);
      case 'ChangeTarget':
        return change(command, state, facts);
      case 'ReplaceTargetSecret':
        return replaceSecret(command, state);
      case 'RemoveTarget': {
        const reason = checkText('reason', command.reason, { max: 500 });
        if (state.status === 'removed') return [];
        active(state, command.targetId);
        return [{ type: 'NotificationTargetRemoved', targetId: command.targetId, reason }];
      }
    }
  },
  evolve,
});
