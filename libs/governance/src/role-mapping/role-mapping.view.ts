import { fromJson, toJson, viewPart } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { RoleMappingEntry } from '../platform-settings.js';
import type { GovernanceQueries } from '../query-types.js';
import type { RoleMappingEvent } from './role-mapping.events.js';

export interface RoleMappingView extends RoleMappingEntry {
  readonly platformIdentifier: string;
}

export interface RoleMappingRow {
  /** `platform/role`. */
  readonly roleMappingKey: string;
  readonly platformIdentifier: string;
  readonly roleIdentifier: string;
  readonly groupAlias: string;
  readonly permissionSetArns: string;
}

export interface RoleMappingTables {
  readonly role_mappings: RoleMappingRow;
}

type Key = Pick<RoleMappingRow, 'platformIdentifier' | 'roleIdentifier'>;
const keyOf = ({ platformIdentifier, roleIdentifier }: Key): string => `${platformIdentifier}/${roleIdentifier}`;

export const roleMappingPart = viewPart<RoleMappingEvent>(
  {
    role_mappings: {
      columns: { roleMappingKey: 'text', platformIdentifier: 'text', roleIdentifier: 'text', groupAlias: 'text', permissionSetArns: 'text' },
      indexes: [['platformIdentifier']],
    },
  },
  {
    RoleMappingChanged: (tx, { event }, table) => {
      const content = { groupAlias: event.groupAlias, permissionSetArns: toJson(event.permissionSetArns) };
      const { platformIdentifier, roleIdentifier } = event;
      return tx
        .insertInto(table('role_mappings'))
        .values({ roleMappingKey: keyOf(event), platformIdentifier, roleIdentifier, ...content })
        .onConflict((conflict) => conflict.column('roleMappingKey').doUpdateSet(content))
        .execute();
    },
    RoleMappingRemoved: (tx, { event }, table) => tx.deleteFrom(table('role_mappings')).where('roleMappingKey', '=', keyOf(event)).execute(),
  },
);

export const toRoleMappingView = ({ platformIdentifier, roleIdentifier, groupAlias, permissionSetArns }: RoleMappingRow): RoleMappingView => ({
  platformIdentifier,
  roleIdentifier,
  groupAlias,
  permissionSetArns: fromJson<readonly string[]>(permissionSetArns),
});

export const roleMappingQueries = (db: Kysely<RoleMappingTables>): Pick<GovernanceQueries, 'roleMappings'> => ({
  roleMappings: async (platformIdentifier) => {
    const rows = await db
      .selectFrom('role_mappings')
      .selectAll()
      .where('platformIdentifier', '=', platformIdentifier)
      .orderBy('roleIdentifier')
      .execute();
    return rows.map(toRoleMappingView);
  },
});
