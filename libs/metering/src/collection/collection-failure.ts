import type { AwsFailureKind } from '@orgledger/aws';

/** Why a pull could not go on. `again`: it may by itself, later. */
export interface CollectionFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly again: boolean;
}

const afterCorrection = 'Correct it, then request a collection. The next scheduled one tries again, too.';
const byItself = 'Nothing to do: the pull goes on by itself, with the pages it has.';

const remedies: Readonly<Record<AwsFailureKind, string>> = {
  denied:
    'Compare the metering role’s policy with what "orgledger aws policies" prints for this payer, and whether Cost Explorer is enabled there. ' +
    afterCorrection,
  invalid: 'AWS refuses the request as it stands. Check that this machine’s clock is right: a period must begin in the past. ' + afterCorrection,
  notFound: 'Check the payer account id. ' + afterCorrection,
  conflict: afterCorrection,
  unknown: 'Read AWS’s message. ' + afterCorrection,
  throttled: byItself,
  expired: byItself,
  unavailable: byItself,
  timeout: byItself,
};

export const awsFailure = (kind: AwsFailureKind, awsCode: string | undefined, message: string, retryable: boolean): CollectionFailure => ({
  code: awsCode ?? kind.toUpperCase(),
  message,
  remedy: retryable ? byItself : remedies[kind],
  again: retryable,
});

const domainRemedies: Readonly<Record<string, string>> = {
  BUDGET_EXHAUSTED: 'Raise monthlyRequestBudget in the payer’s settings and request a collection, or wait for the next calendar month.',
  AMOUNT_MALFORMED: 'What was known of these months is kept. Request a collection; if it stays so, ask AWS support with the message.',
  CURRENCY_UNEXPECTED: 'Check the partition in the payer’s settings: it decides the billing currency. What was known of these months is kept.',
  PAGES_UNSTABLE: byItself,
};

export const domainFailure = (code: string, message: string): CollectionFailure => ({
  code,
  message,
  remedy: domainRemedies[code] ?? afterCorrection,
  again: code === 'PAGES_UNSTABLE',
});

const waitsSeconds = [60, 300, 900, 3_600, 14_400];

/** Seconds until the next attempt after so many failures; undefined when the pull has had its chances. */
export const waitAfter = (failures: number): number | undefined => waitsSeconds[failures];
