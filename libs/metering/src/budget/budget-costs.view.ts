import { sql } from 'kysely';
import { addMonths, monthsFrom } from '../month.js';
import type { Month } from '../month.js';
import { readCells } from '../report/cell-document.js';
import type { ReportCell } from '../report/cell-document.js';
import type { Metric } from '../report/cost-amounts.js';
import type { CostDatabase } from '../report/cost-tables.view.js';
import { readDays } from '../report/day-document.js';
import type { Days } from '../report/day-document.js';
import { spreadUnused } from '../report/spread-lumps.js';
import { holdersOfMonth } from '../tenancy/holder-facts.view.js';
import type { BudgetSettings } from './budget.events.js';
import type { ForecastInputs } from './forecast.js';

/** One project's month: what budgets of it, of its workspace and of its payment method add up. */
interface ProjectMonth {
  readonly payer: string;
  readonly month: Month;
  readonly workspace: string;
  readonly project: string;
  readonly cells: readonly ReportCell[];
  readonly days: Days;
}

/** Whose costs in which metric; those that are billed in another currency do not count. */
export type CostScope = Pick<BudgetSettings, 'scope' | 'metric' | 'currency'>;

/** Costs of all projects in a month and the three before, read once for any number of budgets. */
export interface BudgetCosts {
  inputsOf(of: CostScope, asOf: string): ForecastInputs;
  actualOf(of: CostScope, month: Month): bigint;
}

const lookBack = 3;
const lateRecordTypes = ['Support', 'Tax'];

interface Row {
  readonly payer: string;
  readonly month: Month;
  readonly workspace: string;
  readonly project: string;
  readonly cells: string;
  readonly days: string | null;
}

/** `workspaces`: only these are read; absent: all. */
export const readBudgetCosts = async (db: CostDatabase, month: Month, workspaces?: readonly string[]): Promise<BudgetCosts> => {
  const first = addMonths(month, -lookBack);
  const restricted = workspaces ? sql`AND p.workspace IN (${sql.join(workspaces)})` : sql``;
  const { rows } = await sql<Row>`SELECT p.payer, p.month, p.workspace, p.project, c.cells, d.days FROM cost_projects p
    JOIN cost_project_cells c ON c.project_key = p.project_key LEFT JOIN cost_project_days d ON d.project_key = p.project_key
    WHERE p.month BETWEEN ${first} AND ${month} AND p.workspace <> '' ${restricted}`.execute(db);
  const currencies = new Map((await db.selectFrom('cost_payers').selectAll().execute()).map(({ payer, currency }) => [payer, currency]));
  const byWorkspace = new Map<string, ProjectMonth[]>();
  for (const row of rows) {
    const project = { ...row, cells: readCells(row.cells), days: readDays(row.days ?? undefined) };
    byWorkspace.set(row.workspace, [...(byWorkspace.get(row.workspace) ?? []), project]);
  }
  const paidBy = await paymentMethods(db, monthsFrom(first, month));
  const inScope = ({ scope, currency }: CostScope): readonly ProjectMonth[] =>
    (byWorkspace.get(scope.workspaceIdentifier) ?? []).filter(
      (row) =>
        currencies.get(row.payer) === currency &&
        (scope.kind === 'workspace' ||
          (scope.kind === 'project' && row.project === scope.projectIdentifier) ||
          (scope.kind === 'paymentMethod' && paidBy(row) === scope.paymentMethodIdentifier)),
    );
  return {
    actualOf: (settings, of) => sumOf(inScope(settings), of, settings.metric),
    inputsOf: (settings, asOf) => inputsOf(inScope(settings), settings.metric, month, asOf),
  };
};

const sumOf = (projects: readonly ProjectMonth[], month: Month, metric: Metric, recordType?: string): bigint => {
  let sum = 0n;
  for (const project of projects)
    if (project.month === month)
      for (const cell of project.cells) if (recordType === undefined || cell.recordType === recordType) sum += cell.amounts[metric];
  return sum;
};

const inputsOf = (projects: readonly ProjectMonth[], metric: Metric, month: Month, asOf: string): ForecastInputs => {
  const before = monthsFrom(addMonths(month, -lookBack), addMonths(month, -1)).filter((earlier) =>
    projects.some((project) => project.month === earlier),
  );
  return {
    month,
    asOf,
    monthToDate: sumOf(projects, month, metric),
    days: daysOfScope(projects, metric, month),
    lastMonths: before.map((earlier) => sumOf(projects, earlier, metric)),
    late: lateRecordTypes.map((recordType) => ({
      lastMonths: before.map((earlier) => sumOf(projects, earlier, metric, recordType)),
      seen: sumOf(projects, month, metric, recordType),
    })),
  };
};

/** Net costs are not known by day. */
const daysOfScope = (projects: readonly ProjectMonth[], metric: Metric, month: Month): ReadonlyMap<string, bigint> => {
  const days = new Map<string, bigint>();
  if (metric !== 'amortized' && metric !== 'unblended') return days;
  for (const project of projects) {
    if (project.month < addMonths(month, -1)) continue;
    const unused = project.cells.reduce((sum, { recordType, amounts }) => (recordType === 'RIFee' ? sum + amounts.amortized : sum), 0n);
    for (const [day, amounts] of spreadUnused(project.month, project.days, unused).days) days.set(day, (days.get(day) ?? 0n) + amounts[metric]);
  }
  return days;
};

/** The payment method of a project in a month, as statements keep it. */
const paymentMethods = async (
  db: CostDatabase,
  months: readonly Month[],
): Promise<(project: Pick<ProjectMonth, 'month' | 'workspace' | 'project'>) => string | undefined> => {
  const known = new Map<string, string>();
  for (const month of months)
    for (const { workspaceIdentifier, projectIdentifier, paymentMethod } of (await holdersOfMonth(db as never, month)).holders.values())
      if (paymentMethod) known.set(`${month}/${workspaceIdentifier ?? ''}/${projectIdentifier ?? ''}`, paymentMethod.identifier);
  return ({ month, workspace, project }) => known.get(`${month}/${workspace}/${project}`);
};
