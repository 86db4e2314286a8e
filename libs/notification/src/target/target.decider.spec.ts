import { given } from '@orgledger/kernel/testing';
import { targetDecider } from './target.decider.js';
import type { TargetCommand } from './target.commands.js';
import type { TargetEvent } from './target.events.js';

const targetId = '0190d3a0-0000-7000-8000-000000000001';
const subjectId = '0190d3a0-0000-7000-8000-000000000009';
const meta = { commandId: targetId, actor: { kind: 'system', id: 's' }, now: '2026-03-02T08:00:00.000Z', correlationId: targetId } as const;
const decider = targetDecider({ loopbackAllowed: false, personKnown: true });
const secret = 'sixteen characters';

const add = (more: object = {}): TargetCommand => ({
  type: 'AddTarget',
  targetId,
  displayName: 'FinOps',
  channel: { kind: 'webhook', url: 'https://hooks.example.com/a' },
  secret,
  meta,
  ...more,
});
const added: TargetEvent = {
  type: 'NotificationTargetAdded',
  targetId,
  displayName: 'FinOps',
  channel: { kind: 'webhook', url: 'https://hooks.example.com/a' },
};

describe('a notification target', () => {
  it('is added without its secret', () => {
    given(decider).when(add()).then(added);
  });

  it('is a person by subject id only', () => {
    given(decider)
      .when(add({ channel: { kind: 'email', subjectId }, secret: undefined }))
      .then({ ...added, channel: { kind: 'email', subjectId } });
  });

  it.each([
    [{ channel: { kind: 'webhook', url: 'http://hooks.example.com' } }, 'channel.url', 'https://'],
    [{ channel: { kind: 'webhook', url: 'https://localhost/a' } }, 'channel.url', 'this machine'],
    [{ channel: { kind: 'webhook', url: 'http://127.0.0.1:8080/a' } }, 'channel.url', 'this machine'],
    [{ channel: { kind: 'webhook', url: 'https://user:word@example.com' } }, 'channel.url', 'leave them out'],
    [{ channel: { kind: 'webhook', url: 'https://example.com/#x' } }, 'channel.url', 'never sent'],
    [{ channel: { kind: 'webhook', url: 'ftp://example.com' } }, 'channel.url', 'https://'],
    [{ channel: { kind: 'webhook', url: 'example' } }, 'channel.url', 'https://hooks.example.com'],
    [{ channel: { kind: 'webhook' } }, 'channel.url', 'missing'],
    [{ channel: { kind: 'webhook', url: 'https://a.example', subjectId } }, 'channel.subjectId', 'leave it out'],
    [{ channel: { kind: 'email', subjectId, url: 'https://a.example' } }, 'channel.url', 'leave it out'],
    [{ channel: { kind: 'email', subjectId } }, 'secret', 'leave it out'],
    [{ secret: undefined }, 'secret', '16–200'],
    [{ secret: 'short' }, 'secret', 'at least 16'],
    [{ displayName: '' }, 'displayName', '1–100'],
  ])('is refused with %j', (wrong, field, remedy) => {
    expect(() => decider.decide(add(wrong), decider.initial)).toThrow(
      expect.objectContaining({ field, message: expect.stringContaining(remedy) as string }) as Error,
    );
  });

  it('keeps its kind when it changes, and is not found once removed', () => {
    given(decider, added)
      .when({ type: 'ChangeTarget', targetId, displayName: 'FinOps', channel: { kind: 'email', subjectId }, meta })
      .thenRefused('FIELD_MALFORMED', 'channel.kind');
    given(decider, added, { type: 'NotificationTargetRemoved', targetId, reason: 'r' })
      .when({ type: 'ReplaceTargetSecret', targetId, secret, meta })
      .thenRefused('TARGET_NOT_FOUND');
    given(decider, added).when({ type: 'ReplaceTargetSecret', targetId, secret, meta }).then({ type: 'NotificationTargetSecretReplaced', targetId });
  });
});
