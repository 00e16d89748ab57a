// The health check of every process in containers: asks the process whether it takes requests.
const { STOCKADE_PORT: port } = process.env;
const { ok } = await fetch(`http://127.0.0.1:${port}/health/ready`);
process.exit(ok ? 0 : 1);
