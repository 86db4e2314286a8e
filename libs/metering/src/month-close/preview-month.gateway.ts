import { DomainError } from '@orgledger/kernel';
import { computeMonth } from '../statement/compute-month.js';
import type { MonthFinding, MonthResult } from '../statement/month-inputs.js';
import { postingsOf } from '../statement/statement-rows.view.js';
import type { StatementHeader } from '../statement/statement-rows.view.js';
import type { Statement } from '../statement/statement.js';
import { FigureSums } from './close-month.gateway.js';
import type { ClosingWorld } from './close-month.gateway.js';
import { closeChecks } from './close-checks.js';
import type { CloseCheck, MonthFigures } from './month.events.js';
import type { MonthSnapshot } from './month-sources.js';
import type { MonthKey } from './month-stream.store.js';

/** A statement as it would be closed now: nothing of it is stored. */
export type PreviewedStatement = Omit<Statement, 'lines'> & Pick<StatementHeader, 'lineCount' | 'postings'>;

export interface MonthPreview extends MonthKey {
  readonly figures: MonthFigures;
  /** What still stands against closing, and what does not. */
  readonly checks: readonly CloseCheck[];
  readonly findings: readonly MonthFinding[];
  /** Digests of what it was computed from: the same ones give the same preview. */
  readonly digest: string;
  readonly statements: readonly PreviewedStatement[];
}

interface Computed {
  readonly key: string;
  readonly result: MonthResult;
  readonly figures: MonthFigures;
  readonly statements: readonly PreviewedStatement[];
}

const kept = 2;

/** Computes months that are not closed from what is known now. The last results are kept as long as their inputs are the same. */
export class MonthPreviews {
  private computed: readonly Computed[] = [];

  constructor(private readonly world: ClosingWorld) {}

  async preview(key: MonthKey): Promise<MonthPreview> {
    const snapshot = await this.world.sources.snapshot(key.payerAccountId, key.month);
    const { result, figures, statements } = this.compute(snapshot);
    const now = this.world.clock.now().toISOString();
    const checks = [...closeChecks({ ...snapshot.facts, now, closeAfterDays: snapshot.inputs.policy.closeAfterDays }), ...result.checks];
    return { ...key, figures, checks, findings: result.findings, digest: keyOf(snapshot), statements };
  }

  async statement(key: MonthKey, tenantId: string): Promise<Statement> {
    const { result } = this.compute(await this.world.sources.snapshot(key.payerAccountId, key.month));
    for (const statement of result.statements) if (statement.holder.tenantId === tenantId) return statement;
    throw new DomainError('STATEMENT_NOT_FOUND', `${tenantId} has nothing to pay in ${key.month} so far.`, { field: 'tenantId' });
  }

  private compute(snapshot: MonthSnapshot): Computed {
    const key = keyOf(snapshot);
    const known = this.computed.find((one) => one.key === key);
    if (known) return known;
    const result = computeMonth(snapshot.inputs);
    const sums = new FigureSums();
    const statements: PreviewedStatement[] = [];
    for (const statement of result.statements) {
      sums.add(statement);
      const { lines, ...rest } = statement;
      statements.push({ ...rest, lineCount: lines.length, postings: postingsOf(lines) });
    }
    const computed = { key, result, figures: sums.figures(result.exact, snapshot.inputs.invoice), statements };
    this.computed = [computed, ...this.computed].slice(0, kept);
    return computed;
  }
}

const keyOf = ({ inputs: { payerAccountId, month }, digests }: MonthSnapshot): string =>
  [payerAccountId, month, digests.inputsDigest, digests.additionsDigest].join(' ');
