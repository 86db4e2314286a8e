import { asAnswer, asProgress, callerPolicyDecides, failed, inconclusive, isProven, passed, withoutHope } from './finding.js';

const good = passed('credentials', 'arn', 'fine');
const refusedSoFar = failed('assume_positive', 'arn', { code: 'ENTRY_REFUSED', message: 'AWS refused.', remedy: 'Look.', again: true });
const open = failed('assume_without_external_id', 'arn', { code: 'CONFUSED_DEPUTY', message: 'Open.', remedy: 'Close.', again: true });
const trouble = { code: 'EXTERNAL_ID_MISSING', message: 'Insecure.', remedy: 'Replace.' };

describe('findings', () => {
  it('prove a connection only when each passed, or the caller’s own policy forestalled a probe', () => {
    const forestalled = inconclusive('assume_wrong_external_id', 'arn', { code: callerPolicyDecides, message: 'Not tried.', remedy: 'None.' });
    const throttled = inconclusive('assume_wrong_external_id', 'arn', { code: 'THROTTLED', message: 'Throttled.', remedy: 'Wait.' });
    expect(isProven([good, forestalled])).toBe(true);
    expect(isProven([good, throttled])).toBe(false);
    expect(isProven([good, refusedSoFar])).toBe(false);
  });

  it('give up hope when the trust document itself is open, and not when it could not be read yet', () => {
    const again = (second: typeof open) => withoutHope([open, second]).map((finding) => finding.again);
    expect(again(failed('trust_static', 'arn', trouble))).toEqual([false, false]);
    expect(again(failed('trust_static', 'arn', { ...trouble, again: true }))).toEqual([true, true]);
    expect(again(passed('trust_static', 'arn', 'closed'))).toEqual([true, false]);
  });

  it('show as waiting what is still tried, with the next step, and for good what is not', () => {
    const [first, second] = asProgress([good, refusedSoFar], '2026-01-01T00:02:00.000Z');
    expect(first).toEqual({ name: 'credentials', subject: 'arn', result: 'passed', message: 'fine' });
    expect(second).toMatchObject({ result: 'waiting', code: 'ENTRY_REFUSED', remedy: 'Look.' });
    expect(second?.message).toMatch(/^AWS refused\. So far: if you applied the policy just now.*2 minutes, until 2026-01-01T00:02:00\.000Z\.$/);
    expect(asAnswer([refusedSoFar])).toEqual([
      {
        name: 'assume_positive',
        subject: 'arn',
        result: 'failed',
        code: 'ENTRY_REFUSED',
        remedy: 'Look.',
        message: 'AWS refused. It stayed so for 2 minutes.',
      },
    ]);
  });
});
