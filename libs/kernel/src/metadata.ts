/** Who acted. `id` is a user's subject id, an API key's id, or the name of a system process; never an e-mail or a name. */
export interface Actor {
  readonly kind: 'user' | 'apiKey' | 'system';
  readonly id: string;
}

/** What every command carries. `now` is ISO 8601 UTC; ids are UUIDs. */
export interface CommandMetadata {
  readonly commandId: string;
  readonly actor: Actor;
  readonly now: string;
  readonly correlationId: string;
  /** Id of the event or command that caused this one; absent when a person did. */
  readonly causationId?: string;
  readonly reason?: string;
}

/** What every stored event carries. The `$` names are EventStoreDB's reserved ones. */
export interface EventMetadata {
  readonly $correlationId: string;
  readonly $causationId: string;
  readonly commandId: string;
  readonly actor: Actor;
  /** When it happened by the product's clock: ISO 8601 UTC. */
  readonly at: string;
  readonly reason?: string;
  readonly traceparent?: string;
}

/** The metadata of an event that a command made. @source architecture, "How one change travels" */
export const metadataOf = (meta: CommandMetadata): EventMetadata => ({
  $correlationId: meta.correlationId,
  $causationId: meta.causationId ?? meta.commandId,
  commandId: meta.commandId,
  actor: meta.actor,
  at: meta.now,
  ...(meta.reason === undefined ? {} : { reason: meta.reason }),
});
