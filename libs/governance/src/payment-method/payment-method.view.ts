import { fromJson, readPage, toJson, updateRow, viewPart } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { projectKeyOf } from '../project/project.view.js';
import type { GovernanceQueries } from '../query-types.js';
import type { Tags } from '../shared-types.js';
import type { PaymentMethodContent, PaymentMethodEvent } from './payment-method.events.js';

export interface PaymentMethodView extends PaymentMethodContent {
  readonly workspaceIdentifier: string;
  readonly paymentMethodIdentifier: string;
  readonly deleted: boolean;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
}

export interface PaymentMethodFilter {
  readonly workspaceIdentifier?: string;
  /** Part of the identifier or display name. */
  readonly search?: string;
}

export interface PaymentMethodRow {
  /** `workspace/method`. */
  readonly methodKey: string;
  readonly workspaceIdentifier: string;
  readonly paymentMethodIdentifier: string;
  readonly displayName: string;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly expiresOn: string | null;
  readonly tags: string;
  /** Of the record: whether it pays on a day, the day says. */
  readonly status: 'active' | 'expired' | 'deleted';
  readonly createdAt: string;
}

export interface PaymentMethodTables {
  readonly payment_methods: PaymentMethodRow;
}

export const paymentMethodKeyOf = (workspaceIdentifier: string, paymentMethodIdentifier: string): string =>
  `${workspaceIdentifier}/${paymentMethodIdentifier}`;

const keyOf = (key: Pick<PaymentMethodRow, 'workspaceIdentifier' | 'paymentMethodIdentifier'>) => ({
  methodKey: paymentMethodKeyOf(key.workspaceIdentifier, key.paymentMethodIdentifier),
});

const columnsOf = ({ displayName, amount, currency, expiresOn, tags }: PaymentMethodContent) => ({
  displayName,
  amount: amount ?? null,
  currency: currency ?? null,
  expiresOn: expiresOn ?? null,
  tags: toJson(tags),
});

export const paymentMethodPart = viewPart<PaymentMethodEvent>(
  {
    payment_methods: {
      columns: {
        methodKey: 'text',
        workspaceIdentifier: 'text',
        paymentMethodIdentifier: 'text',
        displayName: 'text',
        amount: 'text',
        currency: 'text',
        expiresOn: 'text',
        tags: 'text',
        status: 'text',
        createdAt: 'text',
      },
      indexes: [['status', 'expiresOn']],
    },
  },
  {
    PaymentMethodCreated: (tx, { event, at }, table) => {
      const { workspaceIdentifier, paymentMethodIdentifier } = event;
      const row = { ...keyOf(event), workspaceIdentifier, paymentMethodIdentifier, ...columnsOf(event), status: 'active', createdAt: at };
      return tx.insertInto(table('payment_methods')).values(row).execute();
    },
    PaymentMethodChanged: (tx, { event }, table) => {
      const columns = columnsOf(event);
      return tx
        .updateTable(table('payment_methods'))
        .set({ ...columns, status: sql`CASE WHEN expiresOn IS ${columns.expiresOn} THEN status ELSE 'active' END` })
        .where('methodKey', '=', keyOf(event).methodKey)
        .execute();
    },
    PaymentMethodExpired: (tx, { event }, table) => updateRow(tx, table('payment_methods'), keyOf(event), { status: 'expired' }),
    PaymentMethodDeleted: (tx, { event }, table) => updateRow(tx, table('payment_methods'), keyOf(event), { status: 'deleted' }),
    ProjectPaymentMethodAssigned: (tx, { event }, table) =>
      updateRow(
        tx,
        table('projects'),
        { projectKey: projectKeyOf(event) },
        {
          paymentMethodIdentifier: event.paymentMethodIdentifier ?? null,
          substituteIdentifier: event.substituteIdentifier ?? null,
        },
      ),
  },
);

const toView = (row: PaymentMethodRow): PaymentMethodView => ({
  workspaceIdentifier: row.workspaceIdentifier,
  paymentMethodIdentifier: row.paymentMethodIdentifier,
  displayName: row.displayName,
  ...(row.amount === null ? {} : { amount: row.amount }),
  ...(row.currency === null ? {} : { currency: row.currency }),
  ...(row.expiresOn === null ? {} : { expiresOn: row.expiresOn }),
  tags: fromJson<Tags>(row.tags),
  deleted: row.status === 'deleted',
  createdAt: row.createdAt,
});

type Queries = Pick<GovernanceQueries, 'paymentMethod' | 'paymentMethods' | 'workspacesWithDuePayments'>;

export const paymentMethodQueries = (db: Kysely<PaymentMethodTables>): Queries => ({
  paymentMethod: async (workspaceIdentifier, paymentMethodIdentifier) => {
    const methodKey = paymentMethodKeyOf(workspaceIdentifier, paymentMethodIdentifier);
    const row = await db.selectFrom('payment_methods').selectAll().where('methodKey', '=', methodKey).executeTakeFirst();
    return row && toView(row);
  },
  paymentMethods: ({ search, ...filter } = {}, page) =>
    readPage<PaymentMethodRow, PaymentMethodView>(
      db,
      {
        table: 'payment_methods',
        key: 'methodKey',
        filter,
        search: { text: search, columns: ['paymentMethodIdentifier', 'displayName'] },
        toNode: toView,
      },
      page,
    ),
  workspacesWithDuePayments: async (day) => {
    const pays = (method: string) => sql`(${sql.ref(`${method}.status`)} <> 'deleted'
      AND (${sql.ref(`${method}.expiresOn`)} IS NULL OR ${sql.ref(`${method}.expiresOn`)} >= ${day}))`;
    const { rows } = await sql<{ workspaceIdentifier: string }>`
      SELECT workspaceIdentifier FROM payment_methods WHERE status = 'active' AND expiresOn < ${day}
      UNION
      SELECT project.workspaceIdentifier FROM projects AS project
      JOIN payment_methods AS own ON own.methodKey = project.workspaceIdentifier || '/' || project.paymentMethodIdentifier
      JOIN payment_methods AS other ON other.methodKey = project.workspaceIdentifier || '/' || project.substituteIdentifier
      WHERE NOT ${pays('own')} AND ${pays('other')} ORDER BY 1`.execute(db);
    return rows.map(({ workspaceIdentifier }) => workspaceIdentifier);
  },
});
