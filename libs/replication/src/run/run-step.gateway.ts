import { AwsCallError } from '@orgledger/aws';
import { downgraded, performChange } from '../perform/perform-change.gateway.js';
import type { Performed } from '../perform/perform-change.gateway.js';
import { backoffMs, reactionTo, refusedByAws, unexpected } from '../perform/failure.js';
import type { Change, Step } from '../plan/change.js';
import type { KnownGroup } from '../plan/observed-tenant.js';
import { planStep } from '../plan/plan.js';
import { groupsToHold, heldNow } from './replicated-groups.js';
import type { RemarkText } from './run.events.js';
import type { RunScope } from './run-scope.gateway.js';
import { isDetached, proveChange } from './prove-change.gateway.js';
import { proveTrust } from './prove-trust.gateway.js';

export type StepResult = { readonly ok: true } | { readonly ok: false; readonly remark: RemarkText; readonly requestIds: readonly string[] };

type GroupName = Pick<KnownGroup, 'groupId' | 'name'>;

const mostLooks = 10;
const mostRepeats = 20;
const detachShownWithinMs = 2 * 60_000;
const looksForTags = 8;
const looksWhenInDoubt = 4;
const tagsShownAfterMs = 3_000;

/** Observe, plan, record the intent, act, record the outcome; looks and plans again when AWS turned out not to be as observed. */
export const runStep = async (step: Step, scope: RunScope): Promise<StepResult> => {
  try {
    for (let look = 0; look < mostLooks; look += 1) {
      if (look > 0) await scope.clock.wait(backoffMs(look - 1), scope.signal);
      const { observed, plan } = await lookUntilShown(step, scope);
      const blocking = plan.remarks.find((remark) => remark.blocks);
      if (blocking) return { ok: false, remark: textOf(blocking), requestIds: [] };
      for (const remark of plan.remarks) scope.log.note({ type: 'RemarkStep', step, remark: textOf(remark) });
      if (plan.changes.length === 0) {
        const open = await staysOpen(step, scope);
        if (open) return open;
        scope.log.note({ type: 'IntendChanges', step, changes: [] });
        if (step === 'access') holdGroups(scope, observed.access.groups);
        return { ok: true };
      }
      // Others that share a group must know of this tenant before its members are counted.
      if (step === 'access') holdGroups(scope, observed.access.groups, 'keepHeld');
      await scope.log.record({ type: 'IntendChanges', step, changes: plan.changes });
      const result = await makeChanges(step, plan.changes, scope, look < looksWhenInDoubt);
      if (result === 'stale') continue;
      if (!result.ok) return result;
      if (step === 'access') holdGroups(scope, [...observed.access.groups.map((group) => renamed(group, plan.changes)), ...createdGroups(scope)]);
      const open = await staysOpen(step, scope);
      if (open) return open;
      scope.log.note({ type: 'FinishStep', step });
      return { ok: true };
    }
    return { ok: false, remark: unexpected(`step ${step} found AWS changed at every one of ${mostLooks} looks`), requestIds: scope.takeRequestIds() };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return { ok: false, remark: refusedByAws(error, error.message), requestIds: error.requestId === undefined ? [] : [error.requestId] };
  }
};

/** The access role counts as done only when strangers are refused. */
const staysOpen = async (step: Step, scope: RunScope): Promise<StepResult | undefined> => {
  const remark = step === 'accessRole' ? await proveTrust(scope) : undefined;
  return remark && { ok: false, remark, requestIds: scope.takeRequestIds() };
};

/** AWS shows what an account was made with a little late: its tags are not set twice. */
const lookUntilShown = async (step: Step, scope: RunScope) => {
  const look = async () => {
    const observed = await scope.reading(() => scope.observer.forStep(step, scope.desired));
    return { observed, plan: planStep(step, scope.desired, observed) };
  };
  let looked = await look();
  for (let looks = 1; step === 'accountTags' && scope.madeAccount && looked.plan.changes.length > 0 && looks < looksForTags; looks += 1) {
    await scope.clock.wait(tagsShownAfterMs, scope.signal);
    looked = await look();
  }
  return looked;
};

const makeChanges = async (step: Step, changes: readonly Change[], scope: RunScope, mayLookAgain: boolean): Promise<StepResult | 'stale'> => {
  let failed: StepResult | undefined;
  for (const [index, change] of changes.entries()) {
    const performed = await perform(change, scope);
    if (performed.kind === 'stale' || (performed.kind === 'refused' && performed.doubtful && mayLookAgain)) return 'stale';
    const requestIds = scope.takeRequestIds();
    if (performed.kind === 'refused') {
      if (!performed.outcome) return { ok: false, remark: performed.remark, requestIds };
      failed = { ok: false, remark: performed.remark, requestIds };
    } else if (performed.made) scope.made[performed.made.ref] = performed.made.id;
    if (performed.kind === 'done' && performed.outcome.type === 'GroupCreated') holdGroups(scope, [performed.outcome], 'keepHeld');
    if (performed.outcome) await scope.log.record({ type: 'RecordOutcome', outcome: { ...performed.outcome, step, change: index, requestIds } });
    const unproven = await proveChange(change, scope);
    if (unproven) return { ok: false, remark: unproven, requestIds };
  }
  return failed ?? { ok: true };
};

const perform = async (change: Change, scope: RunScope): Promise<Performed> => {
  if (change.operation === 'CreateAccount') throw new Error('CreateAccount has its own procedure');
  const accountId = scope.desired.accountId ?? '';
  const performScope = {
    aws: scope.aws,
    assignments: scope.assignments,
    accountId,
    iam: async () => (await scope.enter(accountId)).iam,
    made: scope.made,
    slotHolder: scope.snapshot.tenantId,
  };
  for (let tries = 0; ; tries += 1) {
    try {
      return await performChange(change, performScope);
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      // Whoever gives up the right to detach cannot ask again: AWS would refuse. It shows what became of the call without an answer.
      if (change.operation === 'DetachRolePolicy' && error.ambiguous && (await isDetached(change, scope, detachShownWithinMs)))
        return downgraded(change);
      const reaction = propagating(error, tries, scope) ? 'repeat' : reactionTo(error);
      if (reaction === 'lookAgain') return { kind: 'stale', why: error.message };
      if (reaction === 'giveUp' || tries >= mostRepeats) throw error;
      await scope.clock.wait(backoffMs(tries), scope.signal);
    }
  }
};

// What IAM has just been told about a fresh account's role is not in force everywhere yet.
const propagating = (error: AwsCallError, tries: number, scope: RunScope): boolean =>
  scope.fresh && error.kind === 'denied' && error.accountId === scope.desired.accountId && tries < 5;

const holdGroups = (scope: RunScope, groups: readonly GroupName[], others: 'keepHeld' | 'release' = 'release'): void => {
  const { state } = scope.log;
  const known = heldNow(scope.known, state.status === 'running' ? state.groups : {});
  const { ensured, released } = groupsToHold(scope.desired.access?.groups ?? [], groups, known);
  scope.log.note({ type: 'HoldGroups', ensured, released: others === 'release' ? released : [] });
};

const renamed = (group: GroupName, changes: readonly Change[]) => {
  const change = changes.find((candidate) => candidate.operation === 'UpdateGroup' && candidate.parameters.GroupId === group.groupId);
  return { groupId: group.groupId, name: change?.operation === 'UpdateGroup' ? change.parameters.DisplayName : group.name };
};

const createdGroups = (scope: RunScope): readonly GroupName[] =>
  Object.entries(scope.made)
    .filter(([ref]) => ref.startsWith('group:'))
    .map(([ref, groupId]) => ({ groupId, name: ref.slice('group:'.length) }));

const textOf = ({ code, forUser, forOperator }: RemarkText): RemarkText => ({ code, forUser, forOperator });
