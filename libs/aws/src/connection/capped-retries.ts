import type { Clock } from '@orgledger/kernel';
import type { STSClientConfig } from '@aws-sdk/client-sts';

type RetryStrategy = Extract<Exclude<STSClientConfig['retryStrategy'], undefined>, { acquireInitialRetryToken: unknown }>;
type RetryToken = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>;
type RetryErrorInfo = Parameters<RetryStrategy['refreshRetryTokenForRetry']>[1];

const firstDelayMs = 200;

const tokenOf = (retries: number): RetryToken => ({ getRetryCount: () => retries, getRetryDelay: () => 0 });

/**
 * The SDK's retries, capped: connection trouble and 5xx only, waiting by the product's clock. A throttle goes to the pacer at once,
 * which counts it for everybody. Anything longer than this is a stored deadline of the process.
 */
export class CappedRetries implements RetryStrategy {
  readonly mode = 'capped';

  constructor(
    private readonly clock: Clock,
    readonly maxAttempts: number,
  ) {}

  /** Longest time that all waits of one call can take together, in ms. */
  get totalDelayMs(): number {
    return Array.from({ length: this.maxAttempts - 1 }, (_, retry) => this.delayMs(retry)).reduce((total, ms) => total + ms, 0);
  }

  acquireInitialRetryToken(): Promise<RetryToken> {
    return Promise.resolve(tokenOf(0));
  }

  async refreshRetryTokenForRetry(token: RetryToken, { errorType, error }: RetryErrorInfo): Promise<RetryToken> {
    const retries = token.getRetryCount();
    const passing = errorType === 'TRANSIENT' || errorType === 'SERVER_ERROR';
    if (!passing || retries + 1 >= this.maxAttempts) throw error ?? new Error('no attempts left');
    await this.clock.wait(this.delayMs(retries));
    return tokenOf(retries + 1);
  }

  recordSuccess(): void {
    // Budgets are per call, so that trouble of one account never uses up another's.
  }

  private delayMs(retries: number): number {
    return firstDelayMs * 2 ** retries;
  }
}
