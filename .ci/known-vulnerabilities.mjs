import { text } from 'node:stream/consumers';

// Reads `pnpm audit --json`. Only what can be mended stops the build: a high advisory that names a fixed version.
const NO_FIX = '<0.0.0';
const report = await text(process.stdin);

let advisories = [];
try {
  advisories = Object.values(JSON.parse(report).advisories ?? {});
} catch {
  console.log('The registry gave no report.');
}

const severe = advisories.filter(({ severity }) => severity === 'high' || severity === 'critical');
const mendable = severe.filter(({ patched_versions: fixed }) => fixed && fixed !== NO_FIX);
for (const { module_name: name, severity, title, patched_versions: fixed, url } of mendable) {
  console.error(`${name}: ${severity}: ${title}. Fixed in ${fixed}. ${url}`);
}
console.log(`${severe.length} known of high severity, ${mendable.length} with a fix.`);
if (mendable.length > 0) process.exitCode = 1;
