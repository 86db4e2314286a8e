import { fromJson, toJson, readPage, updateRow, viewPart } from '@orgledger/projections';
import type { AnyTables } from '@orgledger/projections';
import type { Kysely, Transaction } from 'kysely';
import type { PlatformAvailability, PlatformSettings, VerificationCheck } from '../platform-settings.js';
import type { GovernanceQueries } from '../query-types.js';
import { connectionChanged } from './connection.js';
import type { PlatformEvent } from './platform.events.js';

export interface PlatformView {
  readonly platformIdentifier: string;
  readonly displayName: string;
  readonly settings: PlatformSettings;
  readonly availability: PlatformAvailability;
  readonly status: 'registered' | 'published' | 'deprecated' | 'removed';
  /** Of the settings as they are now. */
  readonly connection: 'unverified' | 'verifying' | 'verified' | 'failed';
  /** The newest, whatever became of it. */
  readonly verification?: PlatformVerification;
  readonly createdAt: string;
}

export interface PlatformVerification {
  readonly verificationId: string;
  readonly requestedAt: string;
  readonly finishedAt?: string;
  readonly checks: readonly VerificationCheck[];
}

export interface PlatformFilter {
  readonly status?: PlatformView['status'];
}

export interface PlatformRow {
  readonly platformIdentifier: string;
  readonly displayName: string;
  readonly settings: string;
  readonly availability: string;
  readonly status: PlatformView['status'];
  readonly connection: PlatformView['connection'];
  readonly verification: string | null;
  readonly createdAt: string;
}

export interface PlatformTables {
  readonly platforms: PlatformRow;
}

const keyOf = ({ platformIdentifier }: Pick<PlatformRow, 'platformIdentifier'>) => ({ platformIdentifier });

const rowOf = async (tx: Transaction<AnyTables>, table: string, key: Pick<PlatformRow, 'platformIdentifier'>): Promise<PlatformRow> =>
  (await tx
    .selectFrom(table)
    .selectAll()
    .where((builder) => builder.and(keyOf(key)))
    .executeTakeFirstOrThrow()) as PlatformRow;

type Answer = Extract<PlatformEvent, { readonly checks: readonly VerificationCheck[] }>;

/** Records what a verification found so far, if it is still the newest. */
const recordAnswer = async (
  tx: Transaction<AnyTables>,
  table: string,
  event: Answer,
  outcome: { readonly finishedAt?: string; readonly connection?: PlatformView['connection'] },
): Promise<void> => {
  const { verification } = await rowOf(tx, table, event);
  const before = verification === null ? undefined : fromJson<PlatformVerification>(verification);
  if (before?.verificationId !== event.verificationId) return;
  const { connection, ...finished } = outcome;
  const after: PlatformVerification = { ...before, ...finished, checks: event.checks };
  await updateRow(tx, table, keyOf(event), { verification: toJson(after), ...(connection && { connection }) });
};

export const platformPart = viewPart<PlatformEvent>(
  {
    platforms: {
      columns: {
        platformIdentifier: 'text',
        displayName: 'text',
        settings: 'text',
        availability: 'text',
        status: 'text',
        connection: 'text',
        verification: 'text',
        createdAt: 'text',
      },
    },
  },
  {
    PlatformRegistered: (tx, { event, at }, table) =>
      tx
        .insertInto(table('platforms'))
        .values({
          platformIdentifier: event.platformIdentifier,
          displayName: event.displayName,
          settings: toJson(event.settings),
          availability: toJson(event.availability),
          status: 'registered',
          connection: 'unverified',
          verification: null,
          createdAt: at,
        })
        .execute(),
    PlatformRenamed: (tx, { event }, table) => updateRow(tx, table('platforms'), keyOf(event), { displayName: event.displayName }),
    PlatformConnectionChanged: async (tx, { event }, table) => {
      const before = fromJson<PlatformSettings>((await rowOf(tx, table('platforms'), event)).settings);
      const unverified = connectionChanged(before, event.settings) ? { connection: 'unverified' } : {};
      await updateRow(tx, table('platforms'), keyOf(event), { settings: toJson(event.settings), ...unverified });
    },
    PlatformAvailabilityChanged: (tx, { event }, table) =>
      updateRow(tx, table('platforms'), keyOf(event), { availability: toJson(event.availability) }),
    PlatformVerificationRequested: (tx, { event, at }, table) => {
      const verification: PlatformVerification = { verificationId: event.verificationId, requestedAt: at, checks: [] };
      return updateRow(tx, table('platforms'), keyOf(event), { connection: 'verifying', verification: toJson(verification) });
    },
    PlatformVerificationProgressed: (tx, { event }, table) => recordAnswer(tx, table('platforms'), event, {}),
    PlatformVerified: (tx, { event, at }, table) => recordAnswer(tx, table('platforms'), event, { finishedAt: at, connection: 'verified' }),
    PlatformVerificationFailed: (tx, { event, at }, table) => recordAnswer(tx, table('platforms'), event, { finishedAt: at, connection: 'failed' }),
    PlatformPublished: (tx, { event }, table) => updateRow(tx, table('platforms'), keyOf(event), { status: 'published' }),
    PlatformDeprecated: (tx, { event }, table) => updateRow(tx, table('platforms'), keyOf(event), { status: 'deprecated' }),
    PlatformReactivated: (tx, { event }, table) => updateRow(tx, table('platforms'), keyOf(event), { status: 'published' }),
    PlatformExternalIdRotationStarted: async (tx, { event }, table) => {
      const before = fromJson<PlatformSettings>((await rowOf(tx, table('platforms'), event)).settings);
      const settings: PlatformSettings = { ...before, externalId: event.externalId, previousExternalId: event.previousExternalId };
      await updateRow(tx, table('platforms'), keyOf(event), { settings: toJson(settings), connection: 'unverified' });
    },
    PlatformExternalIdRotationCompleted: async (tx, { event }, table) => {
      const before = fromJson<PlatformSettings>((await rowOf(tx, table('platforms'), event)).settings);
      await updateRow(tx, table('platforms'), keyOf(event), { settings: toJson({ ...before, previousExternalId: undefined }) });
    },
    PlatformRemoved: (tx, { event }, table) => updateRow(tx, table('platforms'), keyOf(event), { status: 'removed' }),
  },
);

const toView = (row: PlatformRow): PlatformView => ({
  platformIdentifier: row.platformIdentifier,
  displayName: row.displayName,
  settings: fromJson<PlatformSettings>(row.settings),
  availability: fromJson<PlatformAvailability>(row.availability),
  status: row.status,
  connection: row.connection,
  ...(row.verification === null ? {} : { verification: fromJson<PlatformVerification>(row.verification) }),
  createdAt: row.createdAt,
});

export const platformQueries = (db: Kysely<PlatformTables>): Pick<GovernanceQueries, 'platform' | 'platforms'> => ({
  platform: async (platformIdentifier) => {
    const row = await db.selectFrom('platforms').selectAll().where('platformIdentifier', '=', platformIdentifier).executeTakeFirst();
    return row && toView(row);
  },
  platforms: (filter = {}, page) =>
    readPage<PlatformRow, PlatformView>(db, { table: 'platforms', key: 'platformIdentifier', filter, toNode: toView }, page),
});
