import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

export const svgOf = (spec: TopLevelSpec): Promise<string> =>
  new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' }).toSVG();
