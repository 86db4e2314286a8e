import { formatDigits, parseExactUnits, parseUnits, roundUnits } from '@orgledger/kernel';
import type { Statement, StatementLine } from '@orgledger/metering';

type Tenants = Readonly<Record<string, string>>;

const byTenant = (statements: readonly Statement[], read: (statement: Statement) => string): Tenants =>
  Object.fromEntries(statements.map((statement) => [statement.holder.tenantId, read(statement)]));
const unitsOf = ({ lines }: Pick<Statement, 'lines'>): bigint => lines.reduce((sum, { exact }) => sum + parseExactUnits(exact), 0n);

/** Decimal text with so many digits after the point, rounded half to even. */
export const rounded = (text: string, digits: number): string => formatDigits(roundUnits(parseUnits(text), digits), digits);
const inDigits = (units: bigint, digits: number): string => rounded(formatDigits(units, 10), digits);

/** Exact sums of the lines by tenant, and of all. */
export const exactOf = (statements: readonly Statement[], digits: number): Tenants => byTenant(statements, (one) => inDigits(unitsOf(one), digits));
export const exactSum = (statements: readonly Statement[], digits: number): string =>
  inDigits(unitsOf({ lines: statements.flatMap(({ lines }) => lines) }), digits);

export const centsOf = (statements: readonly Statement[]): Tenants => byTenant(statements, ({ total }) => total);

/** T: what the statements say that AWS billed. */
export const billOf = (statements: readonly Statement[]): string =>
  rounded(
    formatDigits(
      statements.reduce((sum, { billTotal }) => sum + parseExactUnits(billTotal), 0n),
      10,
    ),
    2,
  );

/** Every line: its kind and its cents. */
export const linesOf = (statements: readonly Statement[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(statements.map(({ holder, lines }) => [holder.tenantId, lines.map(({ kind, amount }) => `${kind} ${amount}`)]));

export const ofKind = (statements: readonly Statement[], kind: StatementLine['kind']): readonly (StatementLine & { readonly tenantId: string })[] =>
  statements.flatMap(({ holder: { tenantId }, lines }) => lines.filter((line) => line.kind === kind).map((line) => ({ tenantId, ...line })));

/** A tenant that has nothing to pay may have no statement. */
export const withoutNothing = (amounts: Tenants): Tenants =>
  Object.fromEntries(Object.entries(amounts).filter(([, amount]) => !/^0\.0+$/.test(amount)));
