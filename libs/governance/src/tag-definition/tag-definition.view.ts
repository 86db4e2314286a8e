import { fromJson, toJson, viewPart } from '@orgledger/projections';
import type { AnyTables } from '@orgledger/projections';
import type { Kysely, Transaction } from 'kysely';
import type { GovernanceQueries } from '../query-types.js';
import { definitionOf } from './tag-definition.decider.js';
import type { TagDefinition, TagDefinitionEvent, TagTarget } from './tag-definition.events.js';

export type TagDefinitionView = TagDefinition;

export interface TagDefinitionRow {
  /** `target/key`. */
  readonly definitionKey: string;
  readonly target: TagTarget;
  readonly definition: string;
}

export interface TagDefinitionTables {
  readonly tag_definitions: TagDefinitionRow;
}

const keyOf = ({ target, key }: Pick<TagDefinition, 'target' | 'key'>): string => `${target}/${key}`;

const store = (tx: Transaction<AnyTables>, table: string, event: TagDefinition): Promise<unknown> => {
  const definition = toJson(definitionOf(event));
  return tx
    .insertInto(table)
    .values({ definitionKey: keyOf(event), target: event.target, definition })
    .onConflict((conflict) => conflict.column('definitionKey').doUpdateSet({ definition }))
    .execute();
};

export const tagDefinitionPart = viewPart<TagDefinitionEvent>(
  { tag_definitions: { columns: { definitionKey: 'text', target: 'text', definition: 'text' } } },
  {
    TagDefinitionCreated: (tx, { event }, table) => store(tx, table('tag_definitions'), event),
    TagDefinitionChanged: (tx, { event }, table) => store(tx, table('tag_definitions'), event),
    TagDefinitionDeleted: (tx, { event }, table) => tx.deleteFrom(table('tag_definitions')).where('definitionKey', '=', keyOf(event)).execute(),
  },
);

export const tagDefinitionQueries = (db: Kysely<TagDefinitionTables>): Pick<GovernanceQueries, 'tagDefinitions'> => ({
  tagDefinitions: async (target) => {
    const all = db.selectFrom('tag_definitions').selectAll().orderBy('definitionKey');
    const rows = await (target === undefined ? all : all.where('target', '=', target)).execute();
    return rows.map(({ definition }) => fromJson<TagDefinition>(definition));
  },
});
