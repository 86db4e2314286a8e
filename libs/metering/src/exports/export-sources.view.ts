import type { Kysely } from 'kysely';
import type { AnyTables } from '@orgledger/projections';
import type { ExportSources } from './export-sources.js';
export const exportSources = (_db: Kysely<AnyTables>): ExportSources => {
  throw new Error('later');
};
