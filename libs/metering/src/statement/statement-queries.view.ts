import { DomainError } from '@orgledger/kernel';
import { fromJson, readPage } from '@orgledger/projections';
import type { Page, PageRequest } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { Month } from '../month.js';
import { diffStatements } from './statement-diff.js';
import type { StatementDiff } from './statement-diff.js';
import { toHeader } from './statement-rows.view.js';
import type { StatementHeader, StatementRow, StatementState } from './statement-rows.view.js';
import type { Statement, StatementLine } from './statement.js';
import { linesPerRow } from './statements.view.js';
import type { StatementTables } from './statements.view.js';

export interface StatementFilter {
  readonly payerAccountId?: string;
  readonly month?: Month;
  readonly tenantId?: string;
  readonly workspaceIdentifier?: string;
  readonly projectIdentifier?: string;
  /** Default: `current`. */
  readonly state?: StatementState;
  readonly hasPaymentMethod?: boolean;
}

export interface StatementKey {
  readonly payerAccountId: string;
  readonly month: Month;
  readonly tenantId: string;
  /** Absent: the one that counts. */
  readonly version?: number;
}

/** Statements of closings that have ended. Oldest month first, then by payer and tenant. */
export interface StatementQueries {
  statements(filter?: StatementFilter, page?: PageRequest): Promise<Page<StatementHeader>>;
  statement(key: StatementKey): Promise<StatementHeader | undefined>;
  /** All versions, oldest first. */
  statementVersions(key: Omit<StatementKey, 'version'>): Promise<readonly StatementHeader[]>;
  /** `after`: the `endCursor` of the page before. */
  statementLines(statementId: string, page?: PageRequest): Promise<Page<StatementLine>>;
  wholeStatement(key: StatementKey): Promise<Statement | undefined>;
  /** Line by line, by `lineId`. Undefined when one of the two is not there. */
  statementDiff(key: Omit<StatementKey, 'version'>, from: number, to: number): Promise<StatementDiff | undefined>;
}

/** Injection token of StatementQueries. */
export const STATEMENT_QUERIES = Symbol('StatementQueries');

const defaultLines = 50;
const mostLines = 200;

export const statementQueries = (db: Kysely<StatementTables>): StatementQueries => {
  const versions = async ({ payerAccountId, month, tenantId }: Omit<StatementKey, 'version'>): Promise<readonly StatementHeader[]> => {
    const rows = await db
      .selectFrom('metering_statements')
      .selectAll()
      .where('payer_account_id', '=', payerAccountId)
      .where('month', '=', month)
      .where('tenant_id', '=', tenantId)
      .where('state', '!=', 'pending')
      .orderBy('version')
      .execute();
    return rows.map(toHeader);
  };
  const find = async ({ version, ...key }: StatementKey): Promise<StatementHeader | undefined> =>
    (await versions(key)).find((header) => (version === undefined ? header.state === 'current' : header.version === version));

  const rowsOfLines = async (statementId: string, from: number, to: number): Promise<StatementLine[]> => {
    const rows = await db
      .selectFrom('metering_statement_lines')
      .select('lines')
      .where('statement_id', '=', statementId)
      .where('part', '>=', from)
      .where('part', '<=', to)
      .orderBy('part')
      .execute();
    return rows.flatMap(({ lines }) => fromJson<StatementLine[]>(lines));
  };
  const allLines = (statementId: string): Promise<StatementLine[]> => rowsOfLines(statementId, 0, Number.MAX_SAFE_INTEGER);

  return {
    statements: ({ payerAccountId, month, tenantId, workspaceIdentifier, projectIdentifier, hasPaymentMethod, state = 'current' } = {}, page) =>
      readPage<StatementRow, StatementHeader>(
        db,
        {
          table: 'metering_statements',
          key: 'statement_id',
          filter: {
            payer_account_id: payerAccountId,
            month,
            tenant_id: tenantId,
            workspace_identifier: workspaceIdentifier,
            project_identifier: projectIdentifier,
            state,
            has_payment_method: hasPaymentMethod === undefined ? undefined : hasPaymentMethod ? 1 : 0,
          },
          toNode: toHeader,
        },
        page,
      ),
    statement: find,
    statementVersions: versions,
    statementLines: async (statementId, { first = defaultLines, after } = {}) => {
      if (!Number.isInteger(first) || first < 1 || first > mostLines)
        throw new DomainError('FIELD_MALFORMED', `first must be a whole number from 1 to ${mostLines}.`, { field: 'first' });
      const header = await db.selectFrom('metering_statements').select('line_count').where('statement_id', '=', statementId).executeTakeFirst();
      const total = header?.line_count ?? 0;
      const start = after === undefined ? 0 : indexAfter(after);
      const end = Math.min(start + first, total);
      const partOf = (index: number): number => Math.floor(index / linesPerRow);
      const rows = start < end ? await rowsOfLines(statementId, partOf(start), partOf(end - 1)) : [];
      const skipped = partOf(start) * linesPerRow;
      return {
        nodes: rows.slice(start - skipped, end - skipped),
        endCursor: end > start ? String(end - 1) : undefined,
        hasNextPage: end < total,
        totalCount: total,
      };
    },
    wholeStatement: async (key) => {
      const header = await find(key);
      return header && wholeOf(header, await allLines(header.statementId));
    },
    statementDiff: async (key, from, to) => {
      const all = await versions(key);
      const before = all.find(({ version }) => version === from);
      const after = all.find(({ version }) => version === to);
      if (!before || !after) return undefined;
      return diffStatements(wholeOf(before, await allLines(before.statementId)), wholeOf(after, await allLines(after.statementId)));
    },
  };
};

const wholeOf = (header: StatementHeader, lines: readonly StatementLine[]): Statement => {
  const { payerAccountId, month, holder, basis, billingCurrency, currency, rate, total, convertedTotal, billTotal } = header;
  return { payerAccountId, month, holder, basis, billingCurrency, currency, rate, lines, total, convertedTotal, billTotal };
};

const indexAfter = (cursor: string): number => {
  if (!/^\d{1,9}$/.test(cursor))
    throw new DomainError('FIELD_MALFORMED', 'after is not a cursor: give the endCursor of the page before.', { field: 'after' });
  return Number(cursor) + 1;
};
