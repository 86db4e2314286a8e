export * from './settings-samples.js';
export * from './installation.js';
export * from './month-inputs.js';
