import { createMemoryEventStore } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { systemClock, uuidv7 } from '@orgledger/kernel';
import { ApiKeyStore, parseApiKey } from '../index.js';

describe('ApiKeyStore', () => {
  let events: EventStore;
  let keys: ApiKeyStore;
  beforeEach(() => {
    events = createMemoryEventStore();
    keys = new ApiKeyStore(events, systemClock);
  });

  const typesOf = async (): Promise<string[]> => {
    const types: string[] = [];
    for await (const event of events.readAll()) types.push(event.type);
    return types;
  };

  it('makes the first operator key once, and tells it once', async () => {
    const key = await keys.createFirstOperatorKey();
    expect(key).toMatch(/^orgledger_[0-9a-f-]{36}_[\w-]{43}$/);
    expect(await keys.createFirstOperatorKey()).toBeUndefined();
    expect(await typesOf()).toEqual(['ApiKeyCreated']);
  });

  it('makes one key when several processes start at once, and tells it to one of them', async () => {
    const told = await Promise.all(Array.from({ length: 8 }, () => new ApiKeyStore(events, systemClock).createFirstOperatorKey()));
    const texts = told.filter((text) => text !== undefined);
    expect(texts).toHaveLength(1);
    expect(await typesOf()).toEqual(['ApiKeyCreated']);
    expect(await keys.authenticate(texts[0] ?? '')).toMatchObject({ role: 'operator' });
  });

  it('knows who holds a key, and nobody else', async () => {
    const key = (await keys.createFirstOperatorKey()) ?? '';
    const { keyId, secret } = parseApiKey(key)!;
    expect(await keys.authenticate(key)).toEqual({ actor: { kind: 'apiKey', id: keyId }, role: 'operator' });
    const other = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of ['', 'nonsense', `orgledger_${keyId}_${other}`, `orgledger_${uuidv7(new Date())}_${secret}`, `${key}x`, key.toUpperCase()])
      expect(await keys.authenticate(wrong)).toBeUndefined();
  });

  it('replaces a lost key, and ends all earlier ones', async () => {
    const first = (await keys.createFirstOperatorKey()) ?? '';
    const second = await keys.replaceOperatorKey();
    const third = await keys.replaceOperatorKey();
    expect(await keys.authenticate(first)).toBeUndefined();
    expect(await keys.authenticate(second)).toBeUndefined();
    expect(await keys.authenticate(third)).toMatchObject({ role: 'operator' });
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('replaces a key that was never made, and makes no first one after that', async () => {
    const key = await keys.replaceOperatorKey();
    expect(await keys.createFirstOperatorKey()).toBeUndefined();
    expect(await keys.authenticate(key)).toMatchObject({ role: 'operator' });
  });

  it('keeps no secret', async () => {
    const { secret } = parseApiKey((await keys.createFirstOperatorKey()) ?? '')!;
    for await (const { data } of events.readAll()) expect(JSON.stringify(data)).not.toContain(secret);
  });
});
