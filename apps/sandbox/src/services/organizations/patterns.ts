import type { TextRules } from '../request-members.js';

/** Shapes of the Organizations API model. @source Organizations API reference, each data type's "Pattern" */
export const ACCOUNT_ID: TextRules = { pattern: /^\d{12}$/ };
export const UNIT_ID: TextRules = { pattern: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/, max: 68 };
export const ROOT_ID: TextRules = { pattern: /^r-[0-9a-z]{4,32}$/, max: 34 };
export const PARENT_ID: TextRules = { pattern: /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/, max: 100 };
export const CHILD_ID: TextRules = { pattern: /^(\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/, max: 100 };
export const TARGET_ID: TextRules = { pattern: /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/, max: 100 };
export const POLICY_ID: TextRules = { pattern: /^p-[0-9a-zA-Z_]{8,128}$/, max: 130 };
export const TAGGABLE_ID: TextRules = {
  pattern: /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|p-[0-9a-zA-Z_]{8,128})$/,
  max: 130,
};
export const UNIT_NAME: TextRules = { min: 1, max: 128 };
export const ACCOUNT_NAME: TextRules = { min: 1, max: 50, pattern: /^[ -~]+$/ };
export const EMAIL: TextRules = { min: 6, max: 64, pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ };
export const ROLE_NAME: TextRules = { max: 64, pattern: /^[\w+=,.@-]{1,64}$/ };
export const REQUEST_ID: TextRules = { max: 36, pattern: /^car-[a-z0-9]{8,32}$/ };
export const POLICY_NAME: TextRules = { min: 1, max: 128 };
export const POLICY_DESCRIPTION: TextRules = { max: 512 };
export const PAGE_TOKEN: TextRules = { max: 100_000 };

/** The finer rules of an account's e-mail: breaking one fails the creation with INVALID_EMAIL. @source CreateAccountRequest.Email */
export const isValidEmail = (email: string): boolean => {
  const [local, domain, ...more] = email.split('@');
  if (local === undefined || domain === undefined || more.length > 0) return false;
  if (/[\s"'()[\]:;,\\|%&]/.test(local) || local.startsWith('.') || !/^[ -~]+$/.test(email)) return false;
  return /^[A-Za-z0-9.-]+$/.test(domain) && domain.includes('.') && !/^[.-]|[.-]$/.test(domain);
};
