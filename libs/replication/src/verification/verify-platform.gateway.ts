import { randomBytes } from 'node:crypto';
import {
  asAnswer,
  asProgress,
  failed,
  findingOf,
  forestalled,
  isProven,
  judgeCredentials,
  judgeEntry,
  judgeIdentity,
  judgeRefusal,
  judgeTrust,
  withoutHope,
} from '@orgledger/aws';
import type { CheckName, Finding, PlatformConnection, ScopedConnection } from '@orgledger/aws';
import type { PlatformSettings, VerificationCheck } from '@orgledger/governance';
import type { Clock } from '@orgledger/kernel';
import { checkArns, readRoleTrust, serviceRoleOf } from './chain-roles.gateway.js';
import { judgeIdentityCenter, judgeOrganization, judgePermissions, judgeRoot } from './judge-organization.gateway.js';
import { sampleRequests } from './sample-requests.gateway.js';

export interface VerificationWish {
  readonly verificationId: string;
  readonly settings: PlatformSettings;
  readonly connection: PlatformConnection;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told within ten seconds what AWS said so far, and again when that changes. */
  readonly onProgress: (checks: readonly VerificationCheck[]) => Promise<void>;
}

export interface VerificationAnswer {
  readonly ok: boolean;
  readonly checks: readonly VerificationCheck[];
}

const patienceMs = 2 * 60_000;
const firstAnswerMs = 8_000;
const pausesMs = [3_000, 5_000, 10_000, 20_000];

/**
 * Proves that the platform gets into AWS, and that nobody gets in through it: named checks in order, repeated for two minutes where AWS may
 * only need time to spread what was just applied. @source specs/connections.md §3.5
 */
export const verifyPlatform = async (wish: VerificationWish): Promise<VerificationAnswer> => {
  const { clock, connection, settings, signal } = wish;
  const until = new Date(clock.now().getTime() + patienceMs).toISOString();
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  const round = new VerificationRound(wish, stop);
  const report = reporter(wish, until);
  const firstAnswer = clock.wait(firstAnswerMs, stop).then(() => report.first([...round.findings, round.unanswered()]));
  const patience = clock.wait(patienceMs, stop).then(() => 'over' as const);
  // Both end by `done`; what reporting met is met again by the answer.
  for (const timer of [firstAnswer, patience]) timer.catch(() => undefined);
  try {
    for (let pause = 0; ; pause += 1) {
      const end = await Promise.race([round.carryOut(), patience]);
      const findings = end === 'over' ? [...round.findings, round.unanswered()] : withoutHope(round.findings);
      if (end === 'over' || !findings.some(({ again }) => again)) return { ok: isProven(findings), checks: asAnswer(findings) };
      await report.changed(findings);
      const waiting = clock.wait(pausesMs[Math.min(pause, pausesMs.length - 1)] ?? 0, stop);
      if ((await Promise.race([waiting, patience])) === 'over') return { ok: false, checks: asAnswer(findings) };
      connection.forgetSessions(settings.managementAccountId);
    }
  } finally {
    done.abort();
    await Promise.allSettled([firstAnswer]);
  }
};

/** Tells what is known when it is news: a refusal that stays the same is said once. */
const reporter = ({ onProgress }: VerificationWish, until: string) => {
  let told: string | undefined;
  const tell = async (findings: readonly Finding[]): Promise<void> => {
    const news = JSON.stringify(findings.map(({ name, result, code }) => [name, result, code]));
    if (news === told) return;
    told = news;
    await onProgress(asProgress(findings, until));
  };
  return { changed: tell, first: (findings: readonly Finding[]) => (told === undefined ? tell(findings) : Promise.resolve()) };
};

/** One pass through the checks; a check whose ground is missing ends it. */
class VerificationRound {
  findings: Finding[] = [];
  private running: CheckName = 'arn_format';
  private readonly aws: ScopedConnection;
  private readonly role: ReturnType<typeof serviceRoleOf>;

  constructor(
    private readonly wish: VerificationWish,
    signal: AbortSignal,
  ) {
    this.aws = wish.connection.forRun({ runId: wish.verificationId, signal });
    this.role = serviceRoleOf(wish.settings);
  }

  /** The check that AWS has not answered yet. */
  unanswered(): Finding {
    return failed(this.running, this.role.arn, {
      code: 'NO_ANSWER',
      message: 'AWS has not answered yet.',
      remedy: 'Check network, proxy and DNS between the replicator and AWS, and the endpoint if one is configured.',
      again: true,
    });
  }

  async carryOut(): Promise<'done'> {
    this.findings = [];
    const { settings } = this.wish;
    const { role, aws } = this;
    if (!this.note(checkArns(settings))) return 'done';
    if (!(await this.check('credentials', settings.principalArn, async () => judgeCredentials(await aws.own.sts.getCallerIdentity(), role))))
      return 'done';
    let assumedRoleArn = '';
    const entered = await this.check('assume_positive', role.arn, async () => {
      const outcome = await this.probe(settings.externalId);
      if (outcome.outcome === 'assumed') assumedRoleArn = outcome.assumedRoleArn;
      return judgeEntry(role, outcome);
    });
    if (!entered || !this.note(judgeIdentity(role, assumedRoleArn))) return 'done';
    await this.refuses('assume_without_external_id', undefined);
    await this.refuses('assume_wrong_external_id', randomBytes(32).toString('base64url'));
    await this.check('trust_static', role.arn, async () => {
      const description = await aws.management.iam.getRole(role.name);
      return judgeTrust(role, description && readRoleTrust(settings, description));
    });
    await this.organization();
    return 'done';
  }

  private async organization(): Promise<void> {
    const { aws, role } = this;
    const { settings } = this.wish;
    let organizationId = '';
    await this.check('organization', settings.managementAccountId, async () => {
      const organization = await aws.organizations.describeOrganization();
      organizationId = organization.organizationId;
      return judgeOrganization(organization, settings.managementAccountId);
    });
    await this.check('root_reachable', settings.managementAccountId, async () => judgeRoot(await aws.organizations.listRoots()));
    const { identityCenter } = settings;
    if (identityCenter)
      await this.check('identity_center', identityCenter.instanceArn, async () =>
        judgeIdentityCenter(await aws.ssoAdmin.listInstances(), identityCenter),
      );
    if (settings.doctor !== true || organizationId === '') return;
    await this.check('permissions', role.arn, async () => {
      const decisions = [];
      for (const { actions, resources } of sampleRequests(settings, organizationId))
        decisions.push(...(await aws.management.iam.simulate(role.arn, actions, resources)));
      return judgePermissions(role.arn, decisions);
    });
  }

  private refuses(name: 'assume_without_external_id' | 'assume_wrong_external_id', externalId: string | undefined): Promise<boolean> {
    if (this.wish.settings.policyProfile === 'seed') return Promise.resolve(this.note(forestalled(name, this.role)));
    return this.check(name, this.role.arn, async () => judgeRefusal(name, this.role, await this.probe(externalId)));
  }

  private probe(externalId: string | undefined) {
    const sessionName = `orgledger-${this.wish.verificationId.slice(0, 18)}`;
    return this.aws.own.sts.probeAssumeRole({ roleArn: this.role.arn, sessionName, externalId });
  }

  private async check(name: CheckName, subject: string, carryOut: () => Promise<Finding>): Promise<boolean> {
    this.running = name;
    try {
      return this.note(await carryOut());
    } catch (error) {
      this.wish.signal.throwIfAborted();
      return this.note(findingOf(name, subject, error));
    }
  }

  private note(finding: Finding): boolean {
    this.findings.push(finding);
    return finding.result === 'passed';
  }
}
