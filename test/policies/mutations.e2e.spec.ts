import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { defaultFeatures, printPolicies, renderPrincipals } from '@orgledger/aws';
import type { PolicyDocument, PolicyPlatform, RenderedPrincipal } from '@orgledger/aws';
import type { PlatformSettings } from '@orgledger/governance';
import type { LoggedCall } from '../../tools/lab/sandbox-log.js';
import { startLab, LabWorker } from '../replication/support/replication-lab.js';
import type { Lab } from '../replication/support/replication-lab.js';
import { SnapshotBook } from '../replication/support/snapshot-book.js';
import { platform } from '../support/policy-options.js';
import { withoutEachAction } from './least-privilege.js';
import type { Grant, Mutation } from './least-privilege.js';
import { LifeOfTenants } from './life-of-tenants.js';

/** Tried side by side: they wait for the sandbox's clock most of the time. */
const atOnce = 4;

/** The doctor asks IAM's simulator about the service role: it has a scenario, and an action, of its own. */
const printedFor = (platform: PolicyPlatform, doctor: boolean): readonly RenderedPrincipal[] =>
  renderPrincipals(printPolicies({ profile: 'minimal', platform, features: { ...defaultFeatures, doctor } }));

interface Trial extends Mutation {
  readonly doctor: boolean;
}

const mutationsOf = (platform: PolicyPlatform): readonly Trial[] => {
  const of = (doctor: boolean): readonly Trial[] => withoutEachAction(printedFor(platform, doctor)).map((mutation) => ({ ...mutation, doctor }));
  const usual = of(false);
  return [...usual, ...of(true).filter((one) => !usual.some((other) => nameOf(other) === nameOf(one)))];
};

const nameOf = ({ principal, action }: Grant): string => `${principal} ${action}`;

/** Operations that AWS authorises by another action as well as their own. @source CreateAccount: "to tag, you need organizations:TagResource" */
const alsoNeeds: Readonly<Record<string, readonly string[]>> = { 'organizations:TagResource': ['organizations:CreateAccount'] };

const attachToRoot = async ({ sandbox, platform, control }: Lab, scp: PolicyDocument): Promise<void> => {
  const organizations = new OrganizationsClient({ endpoint: sandbox.endpoint, region: platform.region, credentials: sandbox.admin });
  const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
  await organizations.send(new EnablePolicyTypeCommand({ RootId: root!.Id, PolicyType: 'SERVICE_CONTROL_POLICY' }));
  const policy = { Type: 'SERVICE_CONTROL_POLICY', Name: 'mutation', Description: 'takes one action away', Content: JSON.stringify(scp) } as const;
  const { Policy: made } = await organizations.send(new CreatePolicyCommand(policy));
  await organizations.send(new AttachPolicyCommand({ PolicyId: made!.PolicySummary!.Id, TargetId: root!.Id }));
  await control.advance(60_000);
};

const isRefused = ({ decision, principal }: LoggedCall): boolean =>
  decision?.allowed === false && !decision.probe && !decision.notYetVisible && /meshfed|OrgledgerAccountAccessRole/i.test(principal ?? '');

/** The first refusal that the platform meets: with it the scenario has failed, as nothing may be denied. */
const firstRefusal = async ({ control }: Lab, over: AbortSignal): Promise<string | undefined> => {
  for (let last = 0; ;) {
    const calls = await control.calls(last);
    const refused = calls.find(isRefused);
    if (refused || over.aborted) return refused?.action;
    last = calls.at(-1)?.seq ?? last;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** How the life of tenants goes without an action, or with everything: what was refused first, and how it ended where it came to its end. */
const lifeWithout = async (trial: Partial<Trial>): Promise<{ readonly refused: string | undefined; readonly end: string }> => {
  const { doctor = false, scp } = trial;
  const isIt = (one: Trial): boolean => one.principal === trial.principal && one.action === trial.action;
  const applied = (platform: PlatformSettings): readonly RenderedPrincipal[] =>
    mutationsOf(platform).find(isIt)?.principals ?? printedFor(platform, doctor);
  const lab = await startLab({ doctor }, 60, applied);
  const worker = new LabWorker(lab, new SnapshotBook());
  const over = new AbortController();
  let life = Promise.resolve('');
  try {
    if (scp) await attachToRoot(lab, scp);
    await worker.start();
    life = new LifeOfTenants(lab, worker, over.signal).live().then(
      () => 'as it should',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const refusal = firstRefusal(lab, over.signal);
    const end = await Promise.race([life, refusal.then(() => 'refused')]);
    over.abort();
    return { refused: await refusal, end };
  } finally {
    over.abort();
    await worker.stop();
    await life;
    await lab.close();
  }
};

it('takes no action away that no scenario misses, and fails for no other reason', async () => {
  const mutations = mutationsOf(platform);
  const queue = mutations.values();
  const rows: (readonly [string, string | undefined])[] = [];
  const work = async (): Promise<void> => {
    for (const trial of queue) rows.push([nameOf(trial), (await lifeWithout(trial)).refused]);
  };
  const [whole, examined] = await Promise.all([lifeWithout({}), lifeWithout({ doctor: true }), ...Array.from({ length: atOnce }, work)]);
  expect([whole, examined]).toEqual(Array(2).fill({ refused: undefined, end: 'as it should' }));

  const table = rows.map(([name, refused]) => `without ${name.padEnd(60)} ${refused === undefined ? 'nothing is refused' : `${refused} is refused`}`);
  process.stdout.write(`${table.sort().join('\n')}\n`);
  const expected = ({ action }: Grant): readonly (string | undefined)[] => [action, ...(alsoNeeds[action] ?? [])];
  const unnoticed = mutations.filter((one) => !expected(one).includes(rows.find(([name]) => name === nameOf(one))?.[1]));
  expect(unnoticed.map(nameOf)).toEqual([]);
  expect(mutations.length).toBeGreaterThan(40);
}, 600_000);
