import type { Call, Operation } from '../../core/service.js';
import { write } from './entities.js';
import { deleteConflict, noSuchEntity } from './errors.js';
import { defineIamOperation } from './iam-operation.js';
import { demandWithin, policySize } from './limits.js';
import type { ListRequest } from './listing.js';
import { listPage, readListRequest } from './listing.js';
import { policy, policyTarget } from './managed-policies.js';
import type { ManagedPolicy, PolicyVersion } from './model.js';
import * as rules from './names.js';
import { checkPolicyDocument } from './policy-documents.js';
import { versionShape } from './shapes.js';
import { ensureAccountIam } from './state.js';

const versionId = { pattern: /^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/ };

interface VersionRequest {
  readonly arn: string;
  readonly version: string;
}

const versionOf = (found: ManagedPolicy, id: string): PolicyVersion => {
  const version = found.versions.find((candidate) => candidate.versionId === id);
  if (!version) throw noSuchEntity(`Policy ${found.arn} version ${id} does not exist or is not attachable.`);
  return version;
};

const store = (call: Call, found: ManagedPolicy, changes: Partial<ManagedPolicy>): void => {
  write<ManagedPolicy>(call.world, ensureAccountIam(call.world, call.accountId), { ...found, ...changes, updatedAt: call.now });
};

interface CreatePolicyVersion {
  readonly arn: string;
  readonly document: string;
  readonly asDefault: boolean;
}

const createPolicyVersion = defineIamOperation<CreatePolicyVersion>('CreatePolicyVersion', {
  mutates: true,
  parse: (members) => ({
    arn: members.text('PolicyArn', rules.policyArn),
    document: members.text('PolicyDocument', rules.document),
    asDefault: members.boolean('SetAsDefault') ?? false,
  }),
  authorize: ({ arn }, call) => [policyTarget(call, 'CreatePolicyVersion', arn)],
  handle: ({ arn, document, asDefault }, call) => {
    const found = policy(call, arn);
    checkPolicyDocument(document, 'identity');
    demandWithin(call.world, 'PolicySize', policySize(document));
    demandWithin(call.world, 'VersionsPerPolicy', found.versions.length + 1);
    const lastVersion = found.lastVersion + 1;
    const version: PolicyVersion = { versionId: `v${lastVersion}`, document, createdAt: call.now };
    const changed = { versions: [...found.versions, version], lastVersion, ...(asDefault ? { defaultVersionId: version.versionId } : {}) };
    store(call, found, changed);
    return { PolicyVersion: versionShape({ ...found, ...changed }, version, false) };
  },
});

const readVersion = (members: Parameters<typeof readListRequest>[0]): VersionRequest => ({
  arn: members.text('PolicyArn', rules.policyArn),
  version: members.text('VersionId', versionId),
});

const getPolicyVersion = defineIamOperation<VersionRequest>('GetPolicyVersion', {
  mutates: false,
  parse: readVersion,
  authorize: ({ arn }, call) => [policyTarget(call, 'GetPolicyVersion', arn)],
  handle: ({ arn, version }, call) => {
    const found = policy(call, arn);
    return { PolicyVersion: versionShape(found, versionOf(found, version), true) };
  },
});

const listPolicyVersions = defineIamOperation<ListRequest & { readonly arn: string }>('ListPolicyVersions', {
  mutates: false,
  parse: (members) => ({ ...readListRequest(members), arn: members.text('PolicyArn', rules.policyArn) }),
  authorize: ({ arn }, call) => [policyTarget(call, 'ListPolicyVersions', arn)],
  handle: (request, call) => {
    const found = policy(call, request.arn);
    const versions = Object.fromEntries(found.versions.map((version) => [version.versionId, version]));
    const { items, rest } = listPage(versions, request, `ListPolicyVersions ${found.id}`);
    return { Versions: items.map((version) => versionShape(found, version, false)), ...rest };
  },
});

const setDefaultPolicyVersion = defineIamOperation<VersionRequest>('SetDefaultPolicyVersion', {
  mutates: true,
  parse: readVersion,
  authorize: ({ arn }, call) => [policyTarget(call, 'SetDefaultPolicyVersion', arn)],
  handle: ({ arn, version }, call) => {
    const found = policy(call, arn);
    store(call, found, { defaultVersionId: versionOf(found, version).versionId });
  },
});

const deletePolicyVersion = defineIamOperation<VersionRequest>('DeletePolicyVersion', {
  mutates: true,
  parse: readVersion,
  authorize: ({ arn }, call) => [policyTarget(call, 'DeletePolicyVersion', arn)],
  handle: ({ arn, version }, call) => {
    const found = policy(call, arn);
    const chosen = versionOf(found, version);
    if (chosen.versionId === found.defaultVersionId) throw deleteConflict('Cannot delete the default version of a policy.');
    store(call, found, { versions: found.versions.filter((one) => one !== chosen) });
  },
});

export const policyVersionOperations: readonly Operation[] = [
  createPolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
  deletePolicyVersion,
];
