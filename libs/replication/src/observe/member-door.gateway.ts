import { AwsCallError } from '@orgledger/aws';
import type { IamAdapter, RoleDescription, ScopedConnection } from '@orgledger/aws';
import type { PlatformSettings } from '@orgledger/governance';
import type { Clock } from '@orgledger/kernel';

export interface Entered {
  readonly iam: IamAdapter;
  readonly role: RoleDescription;
}

const secondsBetweenTries = 5;

/**
 * The way into a member account: with the current ExternalId, or the previous one while a rotation has not reached the account yet.
 * The role is entered without the configured path: AWS makes it so with the account, as CreateAccount takes a name only.
 */
export class MemberDoor {
  private entered: (Entered & { readonly accountId: string }) | undefined;

  constructor(
    private readonly aws: ScopedConnection,
    private readonly platform: PlatformSettings,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Tries until AWS has propagated the role, for at most `patienceMs`; then the last refusal is thrown. `onWait` is told once.
   * Through a door that has opened once, later visits go without asking; `role` is as it was then.
   */
  async enter(accountId: string, patienceMs: number, onWait: (until: string) => Promise<void>): Promise<Entered> {
    if (this.entered?.accountId === accountId) return this.entered;
    const deadline = this.clock.now().getTime() + patienceMs;
    for (let tries = 0; ; tries += 1) {
      const attempt = await this.tryEach(accountId);
      if ('iam' in attempt) return attempt;
      const now = this.clock.now().getTime();
      if (now >= deadline) throw attempt.refusal;
      if (tries === 0) await onWait(new Date(deadline).toISOString());
      await this.clock.wait(Math.min(secondsBetweenTries * 1000, deadline - now), this.signal);
    }
  }

  private async tryEach(accountId: string): Promise<Entered | { readonly refusal: unknown }> {
    const { externalId, previousExternalId, accessRole } = this.platform;
    let refusal: unknown = new Error(`Role ${accessRole.name} does not exist in account ${accountId} yet.`);
    for (const candidate of previousExternalId === undefined ? [externalId] : [externalId, previousExternalId]) {
      const { iam } = this.aws.member(accountId, { externalId: candidate, sourceIdentity: undefined, role: { name: accessRole.name, path: '/' } });
      try {
        const role = await iam.getRole(accessRole.name);
        if (!role) continue;
        this.entered = { accountId, iam, role };
        return this.entered;
      } catch (error) {
        if (!(error instanceof AwsCallError) || !['denied', 'expired'].includes(error.kind)) throw error;
        refusal = error;
      }
    }
    return { refusal };
  }
}
