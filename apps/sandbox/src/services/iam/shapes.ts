import type { AccessKey, ManagedPolicy, PolicyHolder, PolicyVersion, Role, Tag, User } from './model.js';

/** Policy documents are percent-encoded by RFC 3986 in answers. @source IAM API: GetRole, "URL-encoded JSON" */
export const encodedDocument = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const boundaryShape = (holder: PolicyHolder): object =>
  holder.boundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: holder.boundary } };

const tagsShape = (tags: readonly Tag[]): object => (tags.length === 0 ? {} : { Tags: tags });

/** Lists leave tags and boundary out, as AWS does. */
export const roleListShape = (role: Role): object => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encodedDocument(role.trust),
  ...(role.description === undefined ? {} : { Description: role.description }),
  MaxSessionDuration: role.maxSessionDuration,
});

export const roleShape = (role: Role): object => ({ ...roleListShape(role), ...boundaryShape(role), ...tagsShape(role.tags) });

export const userListShape = (user: User): object => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.createdAt),
});

export const userShape = (user: User): object => ({ ...userListShape(user), ...boundaryShape(user), ...tagsShape(user.tags) });

export const accessKeyShape = (user: User, key: AccessKey): object => ({
  UserName: user.name,
  AccessKeyId: key.accessKeyId,
  Status: key.active ? 'Active' : 'Inactive',
  CreateDate: new Date(key.createdAt),
});

export const policyShape = (policy: ManagedPolicy, attachments: number, boundaries: number): object => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.defaultVersionId,
  AttachmentCount: attachments,
  PermissionsBoundaryUsageCount: boundaries,
  IsAttachable: true,
  ...(policy.description === undefined ? {} : { Description: policy.description }),
  CreateDate: new Date(policy.createdAt),
  UpdateDate: new Date(policy.updatedAt),
  ...tagsShape(policy.tags),
});

export const versionShape = (policy: ManagedPolicy, version: PolicyVersion, withDocument: boolean): object => ({
  ...(withDocument ? { Document: encodedDocument(version.document) } : {}),
  VersionId: version.versionId,
  IsDefaultVersion: version.versionId === policy.defaultVersionId,
  CreateDate: new Date(version.createdAt),
});
