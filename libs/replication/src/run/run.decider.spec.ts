import type { CommandMetadata } from '@orgledger/kernel';
import { given } from '@orgledger/kernel/testing';
import type { Change } from '../plan/change.js';
import type { RunEvent } from './run.events.js';
import { runDecider } from './run.decider.js';

const meta: CommandMetadata = {
  commandId: '00000000-0000-5000-8000-000000000001',
  actor: { kind: 'system', id: 'replicator' },
  now: '2026-03-02T08:00:00.000Z',
  correlationId: '00000000-0000-5000-8000-000000000002',
};
const runId = '00000000-0000-5000-8000-000000000003';
const tenantId = '00000000-0000-7000-8000-000000000001';
const started: RunEvent = { type: 'ReplicationStarted', runId, tenantId, platformIdentifier: 'aws', reason: 'created', seen: '7' };
const tag: Change = {
  step: 'accountTags',
  service: 'organizations',
  operation: 'TagResource',
  parameters: { ResourceId: '123456789012', Tags: { 'acme:x': '1' } },
  reason: 'Tags differ.',
};
const untag: Change = {
  step: 'accountTags',
  service: 'organizations',
  operation: 'UntagResource',
  parameters: { ResourceId: '123456789012', TagKeys: ['acme:old'] },
  reason: 'Nothing gives them.',
};
const intended: RunEvent = { type: 'ReplicationStepIntentRecorded', step: 'accountTags', changes: [tag, untag] };
const stepStarted: RunEvent = { type: 'ReplicationStepStarted', step: 'accountTags' };
const tagged: RunEvent = { type: 'AccountTagged', step: 'accountTags', change: 0, requestIds: ['r1'], set: { 'acme:x': '1' }, removed: [] };
const untagged: RunEvent = { type: 'AccountTagged', step: 'accountTags', change: 1, requestIds: ['r2'], set: {}, removed: ['acme:old'] };
const remark = { code: 'USER_MISSING', forUser: 'not known yet', forOperator: 'provision the user' };
const intend = { type: 'IntendChanges', step: 'accountTags', changes: [tag, untag], meta } as const;
const outcomeOf = (outcome: RunEvent) => ({ type: 'RecordOutcome', outcome, meta }) as never;

describe('a replication run', () => {
  it('starts once', () => {
    const start = { type: 'StartRun', runId, tenantId, platformIdentifier: 'aws', reason: 'created', seen: '7', meta } as const;
    given(runDecider).when(start).then(started);
    given(runDecider, started).when(start).then();
  });

  it('records the intent of a step before its changes, and starts the step once', () => {
    given(runDecider, started).when(intend).then(stepStarted, intended);
    given(runDecider, started, stepStarted, intended).when(intend).then(intended);
  });

  it('refuses an intent whose changes belong to another step', () => {
    given(runDecider, started)
      .when({ ...intend, step: 'alias' })
      .thenRefused('WRONG_STEP');
  });

  it('records a proof of the access role’s trust once', () => {
    const proof = { accountId: '123456789012', roleName: 'Access', proof: 'abc' };
    const proven: RunEvent = { type: 'AccessRoleTrustProven', step: 'accessRole', ...proof };
    given(runDecider, started)
      .when({ type: 'RecordTrustProof', ...proof, meta })
      .then(proven);
    given(runDecider, started, proven)
      .when({ type: 'RecordTrustProof', ...proof, meta })
      .then();
    given(runDecider, started, proven)
      .when({ type: 'RecordTrustProof', ...proof, proof: 'def', meta })
      .then({ ...proven, proof: 'def' });
  });

  it('takes no outcome without an intent, and each only once', () => {
    given(runDecider, started).when(outcomeOf(tagged)).thenRefused('NOT_INTENDED');
    given(runDecider, started, stepStarted, intended).when(outcomeOf(tagged)).then(tagged);
    given(runDecider, started, stepStarted, intended, tagged).when(outcomeOf(tagged)).then();
  });

  it('closes a step only when every change has its outcome', () => {
    const finish = { type: 'FinishStep', step: 'accountTags', meta } as const;
    given(runDecider, started, stepStarted, intended, tagged).when(finish).thenRefused('STEP_UNFINISHED');
    given(runDecider, started, stepStarted, intended, tagged, untagged)
      .when(finish)
      .then({ type: 'ReplicationStepChanged', step: 'accountTags', changes: 2 });
  });

  it('counts an interrupted step that is found done after a restart as changed', () => {
    given(runDecider, started, stepStarted, intended)
      .when({ ...intend, changes: [] })
      .then({ type: 'ReplicationStepChanged', step: 'accountTags', changes: 2 });
    given(runDecider, started)
      .when({ ...intend, changes: [] })
      .then({ type: 'ReplicationStepUnchanged', step: 'accountTags' });
  });

  it('makes the same remark once', () => {
    const remarked: RunEvent = { type: 'ReplicationStepRemarked', step: 'access', ...remark };
    given(runDecider, started).when({ type: 'RemarkStep', step: 'access', remark, meta }).then(remarked);
    given(runDecider, started, remarked).when({ type: 'RemarkStep', step: 'access', remark, meta }).then();
  });

  it('completes with the number of changes and remarks, but not in the middle of a step', () => {
    const done: RunEvent = { type: 'ReplicationStepChanged', step: 'accountTags', changes: 2 };
    const complete = { type: 'CompleteRun', nextDueAt: '2026-04-01T00:00:00.000Z', meta } as const;
    given(runDecider, started, stepStarted, intended, tagged).when(complete).thenRefused('STEP_UNFINISHED');
    given(runDecider, started, stepStarted, intended, tagged, untagged, done)
      .when(complete)
      .then({ type: 'ReplicationCompleted', runId, tenantId, changes: 2, remarks: 0, nextDueAt: '2026-04-01T00:00:00.000Z' });
  });

  it('parks with both remarks and the time of the next try, and is over then', () => {
    const retryAt = '2026-03-02T08:05:00.000Z';
    const parked: RunEvent = { type: 'ReplicationParked', runId, tenantId, step: 'alias', ...remark, retryAt };
    given(runDecider, started)
      .when({ type: 'ParkRun', step: 'alias', remark, requestIds: ['r9'], retryAt, meta })
      .then({ type: 'ReplicationStepFailed', step: 'alias', ...remark, requestIds: ['r9'] }, parked);
    given(runDecider, started, parked).when(intend).thenRefused('RUN_NOT_RUNNING');
  });

  it('hands an unfinished account creation on when something newer takes its place', () => {
    given(runDecider, started)
      .when({ type: 'SupersedeRun', openCreation: 'aws+1@example.com', meta })
      .then({ type: 'ReplicationSuperseded', runId, tenantId, openCreation: 'aws+1@example.com' });
  });

  it('keeps its state at events of later versions', () => {
    const unknown = { type: 'SomethingNew', step: 'alias' } as unknown as RunEvent;
    given(runDecider, started, unknown).when(intend).then(stepStarted, intended);
  });
});
