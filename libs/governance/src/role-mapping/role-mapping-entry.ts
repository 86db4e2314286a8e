import { checkDistinct, checkList, checkPattern } from '@orgledger/kernel';

/** @source SSO Admin API: PermissionSetArn */
const permissionSetArn = /^arn:aws(?:-us-gov|-cn)?:sso:::permissionSet\/(?:sso)?ins-[a-zA-Z0-9.-]{16}\/ps-[a-zA-Z0-9./-]{16}$/;
const expectedArn = 'the ARN of a permission set such as arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef';

/** No hyphen: so that group names can separate it from a project identifier by one. */
const groupAlias = /^[A-Za-z0-9_]{1,30}$/;

/** Group name part and permission sets of a mapping; `at` is the path of the enclosing field, with its dot. */
export const checkRoleMappingEntry = (
  at: string,
  entry: { readonly groupAlias?: unknown; readonly permissionSetArns?: unknown },
  minimum: 0 | 1,
): { readonly groupAlias: string; readonly permissionSetArns: readonly string[] } => {
  const alias = checkPattern(`${at}groupAlias`, entry.groupAlias, groupAlias, '1–30 letters, digits or _');
  const field = `${at}permissionSetArns`;
  const arns = checkList(field, entry.permissionSetArns, { min: minimum, max: 50 }).map((arn, index) =>
    checkPattern(`${field}[${index}]`, arn, permissionSetArn, expectedArn),
  );
  checkDistinct(field, arns);
  return { groupAlias: alias, permissionSetArns: arns };
};
