import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position, Recorded } from '@orgledger/event-store';
import type { DomainEvent } from '@orgledger/kernel';
import { openViews } from '@orgledger/projections';
import type { Projection, ViewsDatabase } from '@orgledger/projections';

/** Events as a store would give them back: revisions count by stream. */
export interface StoredSample {
  readonly stream: string;
  readonly event: DomainEvent;
  /** ISO 8601 UTC. */
  readonly at?: string;
}

/** Projections over their own file, told of events directly. */
export interface Projected {
  readonly views: ViewsDatabase;
  apply(samples: readonly StoredSample[]): Promise<void>;
  close(): Promise<void>;
}

const metadata = { $correlationId: 'c', $causationId: 'c', commandId: 'c', actor: { kind: 'system', id: 's' } } as const;

export const startProjected = async (...projections: readonly Projection[]): Promise<Projected> => {
  const directory = mkdtempSync(join(tmpdir(), 'orgledger-projected-'));
  const views = openViews({ file: join(directory, 'views.sqlite') });
  const same = (table: string): string => table;
  await views.write(async (tx) => {
    for (const projection of projections) await projection.create(tx, same);
  });
  const revisions = new Map<string, bigint>();
  return {
    views,
    apply: (samples) =>
      views.write(async (tx) => {
        for (const sample of samples) {
          const { stream, event, at = '2026-01-01T00:00:00.000Z' } = sample;
          const revision = (revisions.get(stream) ?? -1n) + 1n;
          revisions.set(stream, revision);
          const { type, ...data } = event;
          const stored = { id: '0', stream, revision, position: '1' as Position, created: new Date(0), schemaVersion: 1, type };
          const recorded: Recorded = { ...stored, data: data, metadata: { ...metadata, at } };
          for (const projection of projections) if (projection.filter.types?.includes(type)) await projection.apply(tx, recorded, same);
        }
      }),
    close: async () => {
      await views.close();
      rmSync(directory, { recursive: true });
    },
  };
};
