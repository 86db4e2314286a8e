import type { Operation } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { requestTagContext } from '../tag-context.js';
import { unitArn } from './arns.js';
import { onEntity, onTagging } from './authorization.js';
import { constraintViolation, parentNotFound, unitNotFound } from './errors.js';
import { attachFullAccess } from './full-access.js';
import { nextToken, organizationsOperation, organizationsPage, readPaging } from './organizations-operation.js';
import { PARENT_ID, UNIT_ID, UNIT_NAME } from './patterns.js';
import { newUnitId } from './unit-path.js';
import { unitShape } from './shapes.js';
import type { OrganizationsState, UnitRecord } from './state.js';
import { organizationsState } from './state.js';
import { readTags } from './tags.js';
import { addUnit, childrenOf, parentExists, removeUnit, renameUnit, unitByName, unitChain } from './tree.js';

const DEPTH_OF_UNITS = 5;
const UNITS_PER_ORGANIZATION = 2000;

const findUnit = (state: OrganizationsState, id: string): UnitRecord => {
  const unit = state.units[id];
  if (!unit) throw unitNotFound();
  return unit;
};

const refuseDuplicate = (state: OrganizationsState, parentId: string, name: string): void => {
  if (unitByName(state, parentId, name)) throw new AwsError('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.');
};

const checkLimits = (state: OrganizationsState, parentId: string): void => {
  if (unitChain(state, parentId).length >= DEPTH_OF_UNITS)
    throw constraintViolation('OU_DEPTH_LIMIT_EXCEEDED', 'You attempted to create an OU tree that is too many levels deep.');
  if (Object.keys(state.units).length >= UNITS_PER_ORGANIZATION)
    throw constraintViolation('OU_NUMBER_LIMIT_EXCEEDED', 'You have exceeded the number of OUs that you can have in an organization.');
};

const parseUnit = (members: { text(member: string, rules: typeof UNIT_ID): string }): { readonly id: string } => ({
  id: members.text('OrganizationalUnitId', UNIT_ID),
});

export const unitOperations: readonly Operation[] = [
  organizationsOperation('CreateOrganizationalUnit', {
    mutates: true,
    parse: (members) => ({ parentId: members.text('ParentId', PARENT_ID), name: members.text('Name', UNIT_NAME), tags: readTags(members) }),
    authorize: ({ parentId, tags }, call) => [
      onEntity(call, 'CreateOrganizationalUnit', parentId, requestTagContext(tags)),
      ...onTagging(call, unitArn(call.world, `ou-${organizationsState(call.world).rootId.slice(2)}-*`), tags),
    ],
    handle: ({ parentId, name, tags }, call) => {
      const state = organizationsState(call.world);
      if (!parentExists(state, parentId)) throw parentNotFound();
      refuseDuplicate(state, parentId, name);
      checkLimits(state, parentId);
      const unit: UnitRecord = { id: newUnitId(call.world, state), name, parentId };
      addUnit(state, unit);
      attachFullAccess(state, unit.id);
      if (Object.keys(tags).length > 0) state.tags[unit.id] = { ...tags };
      return { OrganizationalUnit: unitShape(call.world, state, unit) };
    },
  }),

  organizationsOperation('UpdateOrganizationalUnit', {
    mutates: true,
    parse: (members) => ({ ...parseUnit(members), name: members.optionalText('Name', UNIT_NAME) }),
    authorize: ({ id }, call) => [onEntity(call, 'UpdateOrganizationalUnit', id)],
    handle: ({ id, name }, call) => {
      const state = organizationsState(call.world);
      const unit = findUnit(state, id);
      if (name !== undefined && name !== unit.name) {
        refuseDuplicate(state, unit.parentId, name);
        renameUnit(state, unit, name);
      }
      return { OrganizationalUnit: unitShape(call.world, state, unit) };
    },
  }),

  organizationsOperation('DeleteOrganizationalUnit', {
    mutates: true,
    parse: parseUnit,
    authorize: ({ id }, call) => [onEntity(call, 'DeleteOrganizationalUnit', id)],
    handle: ({ id }, call) => {
      const state = organizationsState(call.world);
      const unit = findUnit(state, id);
      const children = childrenOf(state, id);
      if (children.accounts.length > 0 || children.units.length > 0)
        throw new AwsError(
          'OrganizationalUnitNotEmptyException',
          'The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.',
        );
      removeUnit(state, unit);
      return {};
    },
  }),

  organizationsOperation('DescribeOrganizationalUnit', {
    mutates: false,
    parse: parseUnit,
    authorize: ({ id }, call) => [onEntity(call, 'DescribeOrganizationalUnit', id)],
    handle: ({ id }, call) => {
      const state = organizationsState(call.world);
      return { OrganizationalUnit: unitShape(call.world, state, findUnit(state, id)) };
    },
  }),

  organizationsOperation('ListOrganizationalUnitsForParent', {
    mutates: false,
    parse: (members) => ({ parentId: members.text('ParentId', PARENT_ID), ...readPaging(members) }),
    authorize: ({ parentId }, call) => [onEntity(call, 'ListOrganizationalUnitsForParent', parentId)],
    handle: ({ parentId, ...paging }, call) => {
      const state = organizationsState(call.world);
      if (!parentExists(state, parentId)) throw parentNotFound();
      const ids = state.children[parentId]?.units ?? [];
      const page = organizationsPage(call, 'ListOrganizationalUnitsForParent', paging, ids, { scope: parentId });
      return { OrganizationalUnits: page.ids.map((id) => unitShape(call.world, state, findUnit(state, id))), ...nextToken(page) };
    },
  }),
];
