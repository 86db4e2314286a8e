/** Letters and lengths of names, paths and ARNs. @source IAM API reference, request parameters */
export const namePattern = /^[\w+=,.@-]+$/;
export const roleName = { min: 1, max: 64, pattern: namePattern };
export const userName = { min: 1, max: 64, pattern: namePattern };
export const policyName = { min: 1, max: 128, pattern: namePattern };
export const policyArn = { min: 20, max: 2048 };
export const path = { min: 1, max: 512, pattern: /^(\/)$|^(\/[!-~]+\/)$/ };
export const pathPrefix = { min: 1, max: 512, pattern: /^\/[!-~]*$/ };
export const document = { min: 1, max: 131_072 };
