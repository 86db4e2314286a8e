import type { Operation } from '../../core/service.js';
import type { QueryMembers } from '../query-members.js';
import { noSuchEntity } from './errors.js';
import type { HolderKind } from './holders.js';
import { holder, holderTarget, update } from './holders.js';
import { defineIamOperation } from './iam-operation.js';
import { demandWithin, policySize } from './limits.js';
import type { ListRequest } from './listing.js';
import { listPage, readListRequest } from './listing.js';
import { demandPolicy } from './managed-policies.js';
import * as rules from './names.js';
import { checkPolicyDocument } from './policy-documents.js';
import { encodedDocument } from './shapes.js';

interface Named {
  readonly holder: string;
}

/** The operations that IAM has twice, once for users and once for roles: inline and attached policies, and the boundary. */
const operationsFor = (kind: HolderKind, noun: 'User' | 'Role'): readonly Operation[] => {
  const nameMember = `${noun}Name`;
  const read = (members: QueryMembers): Named => ({ holder: members.text(nameMember, kind === 'user' ? rules.userName : rules.roleName) });
  const readInline = (members: QueryMembers) => ({ ...read(members), policy: members.text('PolicyName', rules.policyName) });
  const readArn = (members: QueryMembers) => ({ ...read(members), arn: members.text('PolicyArn', rules.policyArn) });
  const inlineSize = noun === 'Role' ? 'InlinePolicySizePerRole' : 'InlinePolicySizePerUser';

  return [
    defineIamOperation<Named & { readonly policy: string; readonly document: string }>(`Put${noun}Policy`, {
      mutates: true,
      parse: (members) => ({ ...readInline(members), document: members.text('PolicyDocument', rules.document) }),
      authorize: (request, call) => [holderTarget(call, `Put${noun}Policy`, kind, request.holder)],
      handle: (request, call) => {
        const found = holder(call, kind, request.holder);
        checkPolicyDocument(request.document, 'identity');
        const inline = { ...found.inline, [request.policy]: request.document };
        demandWithin(
          call.world,
          inlineSize,
          Object.values(inline).reduce((size, document) => size + policySize(document), 0),
        );
        update(call, found, { inline });
      },
    }),
    defineIamOperation<Named & { readonly policy: string }>(`Get${noun}Policy`, {
      mutates: false,
      parse: readInline,
      authorize: (request, call) => [holderTarget(call, `Get${noun}Policy`, kind, request.holder)],
      handle: (request, call) => {
        const found = holder(call, kind, request.holder);
        const document = found.inline[request.policy];
        if (document === undefined) throw noSuchEntity(`The ${kind} policy with name ${request.policy} cannot be found.`);
        return { [nameMember]: found.name, PolicyName: request.policy, PolicyDocument: encodedDocument(document) };
      },
    }),
    defineIamOperation<Named & ListRequest>(`List${noun}Policies`, {
      mutates: false,
      parse: (members) => ({ ...read(members), ...readListRequest(members) }),
      authorize: (request, call) => [holderTarget(call, `List${noun}Policies`, kind, request.holder)],
      handle: (request, call) => {
        const found = holder(call, kind, request.holder);
        const names = Object.fromEntries(Object.keys(found.inline).map((name) => [name, name]));
        const { items, rest } = listPage(names, request, `List${noun}Policies ${found.id}`);
        return { PolicyNames: items, ...rest };
      },
    }),
    defineIamOperation<Named & { readonly policy: string }>(`Delete${noun}Policy`, {
      mutates: true,
      parse: readInline,
      authorize: (request, call) => [holderTarget(call, `Delete${noun}Policy`, kind, request.holder)],
      handle: (request, call) => {
        const found = holder(call, kind, request.holder);
        if (found.inline[request.policy] === undefined) throw noSuchEntity(`The ${kind} policy with name ${request.policy} cannot be found.`);
        update(call, found, { inline: Object.fromEntries(Object.entries(found.inline).filter(([name]) => name !== request.policy)) });
      },
    }),
    defineIamOperation<Named & { readonly arn: string }>(`Attach${noun}Policy`, {
      mutates: true,
      parse: readArn,
      authorize: ({ holder: name, arn }, call) => [holderTarget(call, `Attach${noun}Policy`, kind, name, { 'iam:PolicyARN': arn })],
      handle: ({ holder: name, arn }, call) => {
        const found = holder(call, kind, name);
        demandPolicy(call, arn);
        if (found.attached.includes(arn)) return;
        demandWithin(call.world, noun === 'Role' ? 'PoliciesPerRole' : 'PoliciesPerUser', found.attached.length + 1);
        update(call, found, { attached: [...found.attached, arn] });
      },
    }),
    defineIamOperation<Named & { readonly arn: string }>(`Detach${noun}Policy`, {
      mutates: true,
      parse: readArn,
      authorize: ({ holder: name, arn }, call) => [holderTarget(call, `Detach${noun}Policy`, kind, name, { 'iam:PolicyARN': arn })],
      handle: ({ holder: name, arn }, call) => {
        const found = holder(call, kind, name);
        if (!found.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
        update(call, found, { attached: found.attached.filter((one) => one !== arn) });
      },
    }),
    defineIamOperation<Named & ListRequest>(`ListAttached${noun}Policies`, {
      mutates: false,
      parse: (members) => ({ ...read(members), ...readListRequest(members) }),
      authorize: (request, call) => [holderTarget(call, `ListAttached${noun}Policies`, kind, request.holder)],
      handle: (request, call) => {
        const found = holder(call, kind, request.holder);
        const attached = Object.fromEntries(found.attached.map((arn) => [arn, { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }]));
        const { items, rest } = listPage(attached, request, `ListAttached${noun}Policies ${found.id}`);
        return { AttachedPolicies: items, ...rest };
      },
    }),
    defineIamOperation<Named & { readonly arn: string }>(`Put${noun}PermissionsBoundary`, {
      mutates: true,
      parse: (members) => ({ ...read(members), arn: members.text('PermissionsBoundary', rules.policyArn) }),
      authorize: ({ holder: name, arn }, call) => [
        holderTarget(call, `Put${noun}PermissionsBoundary`, kind, name, { 'iam:PermissionsBoundary': arn }),
      ],
      handle: ({ holder: name, arn }, call) => {
        const found = holder(call, kind, name);
        demandPolicy(call, arn);
        update(call, found, { boundary: arn });
      },
    }),
    defineIamOperation<Named>(`Delete${noun}PermissionsBoundary`, {
      mutates: true,
      parse: read,
      authorize: (request, call) => [holderTarget(call, `Delete${noun}PermissionsBoundary`, kind, request.holder)],
      handle: (request, call) => {
        const { boundary, ...rest } = holder(call, kind, request.holder);
        if (boundary === undefined) throw noSuchEntity(`${noun} ${request.holder} does not have a permission boundary.`);
        update(call, rest, {});
      },
    }),
  ];
};

export const holderPolicyOperations: readonly Operation[] = [...operationsFor('user', 'User'), ...operationsFor('role', 'Role')];
