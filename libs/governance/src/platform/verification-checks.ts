import type { VerificationCheck } from '../platform-settings.js';
import { checkList, checkOneOf, checkRecord } from '@orgledger/kernel';

const asText = (value: unknown): string => (typeof value === 'string' ? value : '').slice(0, 20_000);

/** Findings as replication reports them; their texts are AWS's and may be long. */
export const checkVerificationChecks = (value: unknown): readonly VerificationCheck[] =>
  checkList('checks', value, { max: 500 }).map((entry, index) => {
    const check = checkRecord(`checks[${index}]`, entry);
    return {
      name: asText(check.name),
      ...(check.subject === undefined ? {} : { subject: asText(check.subject) }),
      result: checkOneOf(`checks[${index}].result`, check.result, ['passed', 'failed', 'inconclusive', 'waiting']),
      message: asText(check.message),
      ...(check.code === undefined ? {} : { code: asText(check.code) }),
      ...(check.remedy === undefined ? {} : { remedy: asText(check.remedy) }),
      ...(check.useInstead === undefined ? {} : { useInstead: asText(check.useInstead) }),
    };
  });
