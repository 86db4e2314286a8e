import { fromJson } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Month } from '../month.js';
import type { LineKind, StatementLine } from '../statement/statement.js';
import type { CostDatabase } from './cost-tables.view.js';

/** A line about a commitment on a statement that counts. Decimal text in the billing currency: exact, and in cents as charged. */
export interface CommitmentCharge {
  readonly month: Month;
  readonly tenantId: string;
  readonly kind: LineKind;
  readonly lineId: string;
  readonly exact: string;
  readonly amount: string;
  /** Of a correction: the month that it corrects. */
  readonly correctedMonth?: Month;
}

interface Row {
  readonly month: Month;
  readonly tenant_id: string;
  readonly lines: string;
}

/** By month: the upfront fee, its credits, refunds, novations and true-ups, on the statements of whoever was ever credited for it. */
export const commitmentCharges = async (db: CostDatabase, payer: string, commitmentId: string): Promise<readonly CommitmentCharge[]> => {
  const { rows } = await sql<Row>`SELECT s.month, s.tenant_id, l.lines FROM metering_statements s
    JOIN metering_statement_lines l ON l.statement_id = s.statement_id
    WHERE s.state = 'current' AND s.payer_account_id = ${payer} AND instr(l.lines, ${commitmentId}) > 0 AND s.tenant_id IN (
      SELECT o.tenant_id FROM metering_upfront_discounts d JOIN metering_statements o ON o.statement_id = d.statement_id
      WHERE d.payer_account_id = ${payer} AND d.commitment_id = ${commitmentId})
    ORDER BY s.month, s.tenant_id, l.part`.execute(db);
  return rows.flatMap(({ month, tenant_id, lines }) =>
    fromJson<readonly StatementLine[]>(lines)
      .filter((line) => line.commitmentId === commitmentId)
      .map(({ kind, lineId, exact, amount, correctedMonth }): CommitmentCharge => ({
        month,
        tenantId: tenant_id,
        kind,
        lineId,
        exact,
        amount,
        ...(correctedMonth === undefined ? {} : { correctedMonth }),
      })),
  );
};
