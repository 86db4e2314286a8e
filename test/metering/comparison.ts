import type { MonthInputs, MonthResult, Statement } from '@orgledger/metering';
import type { Fraction } from './naive/fraction.js';
import { naiveMonth } from './naive/naive-month.js';

const text = (value: bigint, digits: number): string => {
  const padded = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  return `${value < 0n ? '-' : ''}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
};

const exactText = ({ n, d }: Fraction): string => {
  if ((n * 10n ** 10n) % d !== 0n) throw new RangeError(`${n}/${d} needs more than ten digits`);
  return text((n * 10n ** 10n) / d, 10);
};

const line = (key: readonly (string | undefined)[], ...amounts: readonly string[]): string =>
  `${key.map((part) => part ?? '').join('|')} ${amounts.join(' ')}`;

/** Every line of the statements with its key and amounts, sorted: to compare with `naiveLines`. */
export const publishedLines = (statements: Iterable<Statement>): readonly string[] =>
  [...statements]
    .flatMap(({ holder: { tenantId }, lines }) =>
      lines.map((l) =>
        line(
          [tenantId, l.kind, l.service, l.accountId, l.recordType, l.commitmentId, l.sourceId, l.correctedMonth, l.correctedKind],
          l.exact,
          l.amount,
          l.converted,
        ),
      ),
    )
    .sort();

export const naiveLines = (inputs: MonthInputs): readonly string[] =>
  naiveMonth(inputs)
    .rows.map((r) =>
      line(
        [r.tenant, r.kind, r.service, r.account, r.recordType, r.commitment, r.source, r.correctedMonth, r.correctedKind],
        exactText(r.exact),
        text(r.cents, 2),
        text(r.converted, 2),
      ),
    )
    .sort();

export const failures = ({ checks }: MonthResult): readonly string[] =>
  checks.filter(({ passed }) => !passed).map(({ code, message }) => `${code} ${message}`);
