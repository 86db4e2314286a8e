import type { Kysely } from 'kysely';
import { payerQueries } from './payer/payer.view.js';
import type { PayerQueries, PayerTables } from './payer/payer.view.js';

/** What people entered about payers and how their bills are shared out, from read models. */
export type MeteringSettingsQueries = PayerQueries;

export type MeteringSettingsTables = PayerTables;

/** Injection token of MeteringSettingsQueries. */
export const METERING_SETTINGS_QUERIES = Symbol('MeteringSettingsQueries');

export const createMeteringSettingsQueries = (db: Kysely<MeteringSettingsTables>): MeteringSettingsQueries => ({
  ...payerQueries(db),
});
