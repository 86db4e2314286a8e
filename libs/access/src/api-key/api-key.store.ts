import { randomBytes } from 'node:crypto';
import { executeCommand, fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { fold, uuidv5, uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { Principal } from '../permissions.js';
import { apiKeyDecider, apiKeyStream, formatApiKey, hashSecret, opens, parseApiKey } from './api-key.js';
import type { ApiKey, ApiKeyCommand, ApiKeyEvent } from './api-key.js';

/** Operator keys are numbered: the id of the n-th is the same in every process, so that two that start at once make one key, not two. */
const operatorKeys = '6f1f3a52-7f0f-5a53-9a55-0e6d1c2b7e11';
const operatorKeyId = (n: number): string => uuidv5(operatorKeys, n);

/** API keys in the event log. A key is read at every request, so that a revoked one stops working at once. */
export class ApiKeyStore {
  constructor(
    private readonly events: EventStore,
    private readonly clock: Clock,
  ) {}

  /** The first operator key, when there has never been one; the only time that its text exists. */
  async createFirstOperatorKey(): Promise<string | undefined> {
    return this.create(operatorKeyId(1));
  }

  /** A new operator key in place of a lost one; all earlier operator keys stop working. */
  async replaceOperatorKey(): Promise<string> {
    for (let n = 1; ; n += 1) {
      const keyId = operatorKeyId(n);
      const text = await this.create(keyId);
      if (text !== undefined) return text;
      await this.execute({ type: 'RevokeApiKey', keyId, meta: this.meta() });
    }
  }

  /** Who holds this key; undefined for anything that is not a live key. */
  async authenticate(text: string): Promise<Principal | undefined> {
    const parsed = parseApiKey(text);
    if (!parsed) return undefined;
    const key = await this.load(parsed.keyId);
    if (key.status !== 'active' || !opens(key, parsed.secret)) return undefined;
    return { actor: { kind: 'apiKey', id: key.keyId }, role: key.role };
  }

  /** The holder of an `Authorization: Bearer <key>` value; undefined when it is none of ours. */
  principalOf(authorization: unknown): Promise<Principal | undefined> {
    const [, key] = typeof authorization === 'string' ? (/^Bearer +(\S+)$/i.exec(authorization) ?? []) : [];
    return key === undefined ? Promise.resolve(undefined) : this.authenticate(key);
  }

  private async create(keyId: string): Promise<string | undefined> {
    const secret = randomBytes(32).toString('base64url');
    const { events } = await this.execute({ type: 'CreateApiKey', keyId, secretHash: hashSecret(secret), role: 'operator', meta: this.meta() });
    return events.length > 0 ? formatApiKey(keyId, secret) : undefined;
  }

  private async load(keyId: string): Promise<ApiKey> {
    const { events } = await this.events.readStream(apiKeyStream(keyId));
    return fold(
      apiKeyDecider,
      events.map((event) => fromRecorded<ApiKeyEvent>(event)),
    );
  }

  private execute(command: ApiKeyCommand) {
    return executeCommand(this.events, apiKeyDecider, apiKeyStream(command.keyId), command);
  }

  private meta() {
    const now = this.clock.now();
    const commandId = uuidv7(now);
    return { commandId, actor: { kind: 'system', id: 'first-start' }, now: now.toISOString(), correlationId: commandId } as const;
  }
}
