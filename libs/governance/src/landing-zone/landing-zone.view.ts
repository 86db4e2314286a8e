import { fromJson, toJson, readPage, updateRow, viewPart } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { LandingZoneSettings, RoleMappingOverride } from '../platform-settings.js';
import type { GovernanceQueries } from '../query-types.js';
import type { LandingZoneEvent } from './landing-zone.events.js';

export interface LandingZoneView {
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly displayName: string;
  readonly settings: LandingZoneSettings;
  readonly roleMappings: readonly RoleMappingOverride[];
  readonly status: 'active' | 'disabled' | 'deleted';
}

export interface LandingZoneFilter {
  readonly platformIdentifier?: string;
  readonly status?: LandingZoneView['status'];
}

export interface LandingZoneRow {
  /** `platform/landing zone`. */
  readonly landingZoneKey: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly displayName: string;
  readonly settings: string;
  readonly roleMappings: string;
  readonly status: LandingZoneView['status'];
}

export interface LandingZoneTables {
  readonly landing_zones: LandingZoneRow;
}

type Key = Pick<LandingZoneRow, 'platformIdentifier' | 'landingZoneIdentifier'>;

export const landingZoneKeyOf = ({ platformIdentifier, landingZoneIdentifier }: Key): string => `${platformIdentifier}/${landingZoneIdentifier}`;

const keyOf = (key: Key) => ({ landingZoneKey: landingZoneKeyOf(key) });

export const landingZonePart = viewPart<LandingZoneEvent>(
  {
    landing_zones: {
      columns: {
        landingZoneKey: 'text',
        platformIdentifier: 'text',
        landingZoneIdentifier: 'text',
        displayName: 'text',
        settings: 'text',
        roleMappings: 'text',
        status: 'text',
      },
      indexes: [['platformIdentifier']],
    },
  },
  {
    LandingZoneDefined: (tx, { event }, table) =>
      tx
        .insertInto(table('landing_zones'))
        .values({
          landingZoneKey: landingZoneKeyOf(event),
          platformIdentifier: event.platformIdentifier,
          landingZoneIdentifier: event.landingZoneIdentifier,
          displayName: event.displayName,
          settings: toJson(event.settings),
          roleMappings: toJson(event.roleMappings),
          status: 'active',
        })
        .execute(),
    LandingZoneChanged: (tx, { event }, table) =>
      updateRow(tx, table('landing_zones'), keyOf(event), {
        displayName: event.displayName,
        settings: toJson(event.settings),
        roleMappings: toJson(event.roleMappings),
      }),
    LandingZoneDisabled: (tx, { event }, table) => updateRow(tx, table('landing_zones'), keyOf(event), { status: 'disabled' }),
    LandingZoneEnabled: (tx, { event }, table) => updateRow(tx, table('landing_zones'), keyOf(event), { status: 'active' }),
    LandingZoneDeleted: (tx, { event }, table) => updateRow(tx, table('landing_zones'), keyOf(event), { status: 'deleted' }),
  },
);

export const toLandingZoneView = (row: LandingZoneRow): LandingZoneView => ({
  platformIdentifier: row.platformIdentifier,
  landingZoneIdentifier: row.landingZoneIdentifier,
  displayName: row.displayName,
  settings: fromJson<LandingZoneSettings>(row.settings),
  roleMappings: fromJson<readonly RoleMappingOverride[]>(row.roleMappings),
  status: row.status,
});

export const landingZoneQueries = (db: Kysely<LandingZoneTables>): Pick<GovernanceQueries, 'landingZone' | 'landingZones'> => ({
  landingZone: async (platformIdentifier, landingZoneIdentifier) => {
    const key = landingZoneKeyOf({ platformIdentifier, landingZoneIdentifier });
    const row = await db.selectFrom('landing_zones').selectAll().where('landingZoneKey', '=', key).executeTakeFirst();
    return row && toLandingZoneView(row);
  },
  landingZones: (filter = {}, page) =>
    readPage<LandingZoneRow, LandingZoneView>(db, { table: 'landing_zones', key: 'landingZoneKey', filter, toNode: toLandingZoneView }, page),
});
