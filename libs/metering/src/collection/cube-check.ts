import { formatUnits } from '@orgledger/kernel';
import type { Month } from '../month.js';
import type { CollectionFinding } from './collection.events.js';
import { cubesDisagree } from './findings.js';
import { add, distance, metricNames, noUnits } from './metric-amounts.js';
import type { MetricUnits } from './metric-amounts.js';
import type { Sums } from './month-reading.js';

/** What rounding may make of one account's record type, and of a whole organisation's month. @source specs/chargeback.md §2.3, §2.8 */
const cellTolerance = 10_000n;
const monthTolerance = 1_000_000n;

const sumOf = (sums: Iterable<MetricUnits>): MetricUnits => {
  let total = noUnits;
  for (const units of sums) total = add(total, units);
  return total;
};

const shown = (a: MetricUnits, b: MetricUnits): string => {
  const metric = metricNames.find((name) => a[name] !== b[name]) ?? 'unblended';
  return `${metric} ${formatUnits(a[metric])} against ${formatUnits(b[metric])}`;
};

/** C1 = C2 = C3: what accounts × record types, the cube of services and the ungrouped total say is the same. @source specs/chargeback.md §4.6, V8 */
export const checkCubes = (month: Month, total: MetricUnits, byRecordType: Sums, byService: Sums): readonly CollectionFinding[] => {
  const findings: CollectionFinding[] = [];
  const whole = sumOf([...byRecordType.values()].map((types) => sumOf(types.values())));
  if (distance(total, whole) > monthTolerance)
    findings.push(cubesDisagree(month, 'C3', `The month's total and the sum of its accounts differ: ${shown(total, whole)}.`));
  for (const accountId of new Set([...byRecordType.keys(), ...byService.keys()])) {
    const [types, services] = [byRecordType.get(accountId), byService.get(accountId)];
    for (const recordType of new Set([...(types?.keys() ?? []), ...(services?.keys() ?? [])])) {
      const [expected, found] = [types?.get(recordType) ?? noUnits, services?.get(recordType) ?? noUnits];
      if (distance(expected, found) > cellTolerance)
        findings.push(
          cubesDisagree(
            month,
            recordType,
            `Account ${accountId}, ${recordType}: the account's total and the sum of its services differ: ${shown(expected, found)}.`,
            accountId,
          ),
        );
    }
  }
  return findings;
};
