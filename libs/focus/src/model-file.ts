import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readModel } from './model.js';
import type { FocusModel } from './model.js';

/** `config/` lies at the root, above both the sources and the compiled output. */
const fileAbove = (from: string): string => {
  const candidate = join(from, 'config', 'focus', 'focus_model_1.2_rules.json');
  const parent = dirname(from);
  return existsSync(candidate) || parent === from ? candidate : fileAbove(parent);
};

/** The rules of FOCUS 1.2 as the FinOps Foundation publishes them. */
export const focusModel = (): FocusModel => readModel(readFileSync(fileAbove(__dirname), 'utf8'));
