import type { DesiredTenant } from '../desired/desired-tenant.js';
import { unitRef } from './change.js';
import type { CreateOrganizationalUnit, Id, Plan } from './change.js';
import type { ObservedOrganization, ObservedTenant, ObservedUnit } from './observed-tenant.js';
import { accountToShape } from './plan-account.js';

export const planOrganizationalUnit = (desired: DesiredTenant, observed: ObservedTenant): Plan => {
  const shaped = accountToShape(desired, observed);
  if (!shaped) return { changes: [], remarks: [] };
  const target = targetOf(desired, observed.organization);
  if (target === undefined) return { changes: [], remarks: [unitMissing(desired)] };

  const [parent] = shaped.account.parents;
  const placed = typeof target.id === 'string' && (desired.hierarchical ? shaped.account.parents.includes(target.id) : parent === target.id);
  if (placed || parent === undefined) return { changes: [], remarks: [] };
  return {
    changes: [
      ...target.missing,
      {
        step: 'organizationalUnit',
        service: 'organizations',
        operation: 'MoveAccount',
        parameters: { AccountId: shaped.id, SourceParentId: parent, DestinationParentId: target.id },
        reason: `The landing zone places its accounts ${describe(desired)}.`,
      },
    ],
    remarks: [],
  };
};

interface Target {
  readonly id: Id;
  readonly missing: readonly CreateOrganizationalUnit[];
}

const targetOf = (desired: DesiredTenant, organization: ObservedOrganization): Target | undefined => {
  const { unit } = desired;
  if (unit.kind === 'root') return { id: organization.rootId, missing: [] };
  if (unit.kind === 'id') return organization.units.some(({ id }) => id === unit.ouId) ? { id: unit.ouId, missing: [] } : undefined;

  let id: Id = organization.rootId;
  const missing: CreateOrganizationalUnit[] = [];
  for (const [index, name] of unit.path.entries()) {
    const parentId: Id = id;
    const existing: ObservedUnit | undefined = organization.units.find((candidate) => candidate.parentId === parentId && candidate.name === name);
    if (existing) {
      id = existing.id;
      continue;
    }
    const path = unit.path.slice(0, index + 1);
    missing.push({
      step: 'organizationalUnit',
      service: 'organizations',
      operation: 'CreateOrganizationalUnit',
      parameters: { ParentId: parentId, Name: name, Path: path },
      reason: `The landing zone’s organizational unit ${path.join('/')} does not exist yet.`,
    });
    id = unitRef(path);
  }
  return { id, missing };
};

const describe = ({ unit }: DesiredTenant): string =>
  unit.kind === 'root' ? 'in the root' : unit.kind === 'id' ? `in organizational unit ${unit.ouId}` : `in organizational unit ${unit.path.join('/')}`;

const unitMissing = (desired: DesiredTenant) => {
  const id = desired.unit.kind === 'id' ? desired.unit.ouId : '';
  return {
    step: 'organizationalUnit' as const,
    code: 'OU_MISSING',
    forUser: 'The place of this account in the organisation could not be found. Your operators have been told.',
    forOperator: `Organizational unit ${id} does not exist. Choose another one in the landing zone, or a path: missing units of a path are created.`,
    blocks: true,
  };
};
