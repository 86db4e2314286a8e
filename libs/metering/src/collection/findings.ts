import type { Month } from '../month.js';
import type { CollectionFinding } from './collection.events.js';

/** So many findings of one kind are written out; the rest is counted. */
const writtenOut = 20;

/** Many of one kind become some, and a last one that counts the others: an event stays small, and nothing goes unsaid. */
export const shortened = (findings: readonly CollectionFinding[]): readonly CollectionFinding[] => {
  const codes = [...new Set(findings.map(({ code }) => code))];
  return codes.flatMap((code) => {
    const all = findings.filter((finding) => finding.code === code);
    const first = all[0];
    if (all.length <= writtenOut || first === undefined) return all;
    const rest = {
      code,
      ...(first.month === undefined ? {} : { month: first.month }),
      message: `And ${all.length - writtenOut} more findings ${code}.`,
    };
    return [...all.slice(0, writtenOut), rest];
  });
};

export const unknownRecordType = (month: Month, recordType: string): CollectionFinding => ({
  code: 'UNKNOWN_RECORD_TYPE',
  month,
  subject: recordType,
  message: `Cost Explorer has costs of the record type ${JSON.stringify(recordType)}, which this version does not know. They are kept and charged as OTHER: check by the billing policy's settlement of OTHER that this is right.`,
});

export const cubesDisagree = (month: Month, subject: string, message: string, accountId?: string): CollectionFinding => ({
  code: 'CUBES_DISAGREE',
  month,
  ...(accountId === undefined ? {} : { accountId }),
  subject,
  message: `${message} Cost Explorer may have been refreshed while it was read: collect the month again. If it stays so, do not close the month, and ask AWS support.`,
});

export const negativeTotal = (month: Month, metric: string, amount: string): CollectionFinding => ({
  code: 'NEGATIVE_TOTAL',
  month,
  subject: metric,
  message: `The month's ${metric} cost is ${amount}: credits and refunds are more than the charges. It is kept as it is; compare it with the invoice.`,
});

export const accountLeft = (month: Month, accountId: string): CollectionFinding => ({
  code: 'ACCOUNT_LEFT',
  month,
  accountId,
  message: `Account ${accountId} has costs, but is not in the organisation's list of accounts any more. Its costs go to the tenant that held it, or are unassigned.`,
});

export const monthMissing = (month: Month): CollectionFinding => ({
  code: 'MONTH_MISSING',
  month,
  message: `Cost Explorer shows nothing for ${month}, though it did before. What is stored of the month is kept. Check that Cost Explorer is enabled and that the payer account is the right one, then collect the month again.`,
});

export const clockSkew = (month: Month, pulledAt: string, now: string): CollectionFinding => ({
  code: 'CLOCK_SKEW',
  month,
  message: `The last reading of ${month} is dated ${pulledAt}, after this one of ${now}: a clock was or is wrong. The newer answer of Cost Explorer is kept. Set this machine's clock by a time server.`,
});

export const amortizationDisagrees = (
  month: Month,
  commitmentId: string,
  { reported, computed }: { readonly reported: string; readonly computed: string },
): CollectionFinding => ({
  code: 'AMORTIZATION_DISAGREES',
  month,
  subject: commitmentId,
  message: `AWS amortises ${reported} of the upfront fee of ${commitmentId} in ${month}; its terms give ${computed}. What was stored of it before is kept. Look it up in the console; fair chargeback of this commitment needs the right figure.`,
});

export const commitmentUnreadable = (month: Month, message: string, commitmentId?: string): CollectionFinding => ({
  code: 'COMMITMENT_UNREADABLE',
  month,
  ...(commitmentId === undefined ? {} : { subject: commitmentId }),
  message,
});

export const usageNotFound = (month: Month, commitmentId: string, used: string): CollectionFinding => ({
  code: 'USAGE_NOT_FOUND',
  month,
  subject: commitmentId,
  message: `AWS says that ${used} of ${commitmentId} was used in ${month}, and shows no costs of those who used it. What was known of its users is kept; statements do not need it. Look it up in the console.`,
});

export const callsLeftOut = (month: Month | undefined, what: string): CollectionFinding => ({
  code: 'CALLS_LEFT_OUT',
  ...(month === undefined ? {} : { month }),
  subject: what,
  message: `The payer's monthly request budget is used up, so ${what} was not read. Raise monthlyRequestBudget to have it, or wait for the next month.`,
});
