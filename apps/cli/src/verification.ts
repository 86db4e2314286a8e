import { systemClock } from '@orgledger/kernel';
import type { Session } from './command/definition.js';
import { CliFailure, exitCodes } from './exit-codes.js';
import { renderTable } from './output/render.js';

export const verificationFields = 'verificationId requestedAt finishedAt checks { name subject result message code remedy useInstead }';

interface Check {
  readonly name: string;
  readonly subject: string | null;
  readonly result: 'PASSED' | 'FAILED' | 'INCONCLUSIVE' | 'WAITING';
  readonly message: string;
  readonly remedy: string | null;
  readonly useInstead: string | null;
}

interface Verified {
  readonly connection: string;
  readonly verification: { readonly verificationId: string; readonly finishedAt: string | null; readonly checks: readonly Check[] } | null;
}

const askEveryMs = 500;
const marks = { PASSED: '✓', FAILED: '✗', INCONCLUSIVE: '?', WAITING: '…' } as const;

/** Shows each finding of a verification as soon as it is there, and fails when the platform does not pass. */
export const followVerification = async ({ api, output }: Session, platformIdentifier: string, verificationId: string): Promise<void> => {
  const client = api();
  const document = `query ($platformIdentifier: ID!) { platform(platformIdentifier: $platformIdentifier) { connection verification { ${verificationFields} } } }`;
  const told = new Map<string, string>();
  for (;;) {
    const { platform } = await client.query<{ platform: Verified | null }>(document, { platformIdentifier });
    const verification = platform?.verification;
    if (verification?.verificationId === verificationId) {
      for (const check of verification.checks) tell(output.remark, told, check);
      if (verification.finishedAt !== null) {
        conclude(output, platformIdentifier, platform?.connection === 'VERIFIED', verification.checks);
        return;
      }
    } else if (verification && verification.verificationId > verificationId)
      throw new CliFailure(exitCodes.failed, 'A newer verification was requested meanwhile. `orgledger platform show` has its checks.');
    await systemClock.wait(askEveryMs);
  }
};

const tell = (remark: (text: string) => void, told: Map<string, string>, { name, subject, result, message, remedy }: Check): void => {
  const key = `${name} ${subject ?? ''}`;
  const line = `${marks[result]} ${name}${subject === null ? '' : ` (${subject})`}: ${message}${remedy === null ? '' : `\n    ${remedy}`}`;
  if (told.get(key) === line) return;
  told.set(key, line);
  remark(line);
};

const conclude = (output: Session['output'], platformIdentifier: string, verified: boolean, checks: readonly Check[]): void => {
  const failed = checks.filter(({ result }) => result === 'FAILED');
  if (!verified) {
    for (const { subject, useInstead } of failed) if (useInstead !== null) output.remark(`\nUse this policy for ${subject ?? 'it'}:\n${useInstead}`);
    throw new CliFailure(exitCodes.failed, `Platform ${platformIdentifier} is not verified: ${failed.length} of ${checks.length} checks failed.`, {
      code: 'NOT_VERIFIED',
      checks,
    });
  }
  const rows = checks.map((check) => ({ ...check, mark: marks[check.result] }));
  output.result({ platformIdentifier, connection: 'VERIFIED', checks }, () =>
    [
      renderTable(
        [
          ['', (row) => row.mark],
          ['check', (row) => row.name],
          ['of', (row) => row.subject],
        ],
        rows,
      ),
      `Platform ${platformIdentifier} is verified.`,
    ].join('\n'),
  );
};
