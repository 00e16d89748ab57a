export { type ControlAnswer, type ControlRequest, controlAnswer } from './control/control-messages.js';
export { catalog, type ScenarioKind } from './scenarios/catalog.js';
export { type ScenarioName, type ScenarioRun, scenarioName } from './scenarios/scenario-run.js';
